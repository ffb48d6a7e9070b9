"""A schedule for every agreement and every resource that was in use before schedules were kept (RENEW-1)."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from django.db import migrations
from django.utils import timezone

from contracts.schedule import Terms, end_of, final_day, next_review, renewal_due

A_DAY = timedelta(days=1)
RENEWAL_LEAD, REVIEW_LEAD = timedelta(days=90), timedelta(days=30)  # as the settings were born
MONTHS = 6


def fill(apps, schema_editor) -> None:
    agreements = apps.get_model("contracts", "Agreement")
    today = timezone.localdate()
    living = agreements.objects.filter(state__in=["signed", "in-force", "expiring"], starts_on__isnull=False)
    covered: set[int] = set()
    for agreement in living.filter(schedule__isnull=True).iterator():
        _of_agreement(apps, agreement, today)
    for agreement in living.iterator():
        covered |= set(agreement.products.values_list("pk", flat=True))
    in_use = apps.get_model("catalog", "Resource").objects.filter(approval__in=["approved", "setting-up"])
    for resource in in_use.filter(schedule__isnull=True).iterator():
        _of_resource(apps, resource, today, covered=resource.pk in covered)


def _of_agreement(apps, agreement, today) -> None:
    names = ("starts_on", "ends_on", "first_term_months", "tacit_months", "notice_months", "notice_days")
    terms = Terms(**{name: getattr(agreement, name) for name in names})
    start, months = agreement.posted_on or agreement.starts_on, agreement.review_interval or MONTHS
    due, look, last = renewal_due(terms, today), next_review(start, months, today), final_day(terms)
    apps.get_model("contracts", "Schedule").objects.create(
        agreement=agreement,
        renewal_due=due,
        renewal_opens=due and due - RENEWAL_LEAD,
        term_ends_on=end_of(terms, today),
        review_due=look,
        review_opens=look - REVIEW_LEAD,
        turns_on=agreement.starts_on if agreement.state == "signed" else last and last + A_DAY,
    )


def _of_resource(apps, resource, today, *, covered: bool) -> None:
    due = (
        None if covered else resource.next_review_on or today + relativedelta(months=resource.review_interval or MONTHS)
    )
    opens = due and due - REVIEW_LEAD
    apps.get_model("contracts", "Schedule").objects.create(resource=resource, review_due=due, review_opens=opens)


class Migration(migrations.Migration):
    dependencies = [("contracts", "0007_what_a_decision_undoes")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
