"""The kept dates of agreements and approved resources: computed whenever what they rest on changes (RENEW-1)."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.district import setting
from contracts.models import Agreement, Schedule
from contracts.schedule import end_of, next_review, opens_on, renewal_due

A_DAY = timedelta(days=1)


def keep(agreement: Agreement, *, at: datetime) -> Schedule | None:
    """Write the dates of an agreement, within the transaction that changed it; one that has ended has none."""
    terms, today = agreement.terms, timezone.localdate(at)
    if terms is None:
        return None
    dates = dict.fromkeys(
        ("renewal_due", "renewal_opens", "term_ends_on", "review_due", "review_opens", "turns_on"), None
    )
    if agreement.state in agreement.SIGNED_STATES:
        dates["renewal_due"] = renewal_due(terms, today)
        dates["renewal_opens"] = _opens(dates["renewal_due"], "renewal_lead_days")
        dates["term_ends_on"] = end_of(terms, today)
        if agreement.review_interval:
            dates["review_due"] = next_review(agreement.posted_on or terms.starts_on, agreement.review_interval, today)
            dates["review_opens"] = _opens(dates["review_due"], "review_lead_days")
        waits = agreement.state == agreement.State.SIGNED
        dates["turns_on"] = terms.starts_on if waits else agreement.ends_on and agreement.ends_on + A_DAY
    schedule, _new = Schedule.objects.update_or_create(agreement=agreement, defaults=dates)
    return schedule


def _opens(due, lead: str):
    return opens_on(due, int(setting(lead))) if due else None
