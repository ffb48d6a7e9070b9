"""The kept dates of agreements and approved resources: computed whenever what they rest on changes (RENEW-1).

- Every signed agreement has its renewal, its review, and the day on which it comes into force or has ended.
- Every resource in use has a review of its own, unless a signed agreement names it: then it is looked at with that
  agreement, and its row keeps no date. It is asked for once, not twice.
- A date that has come and whose cycle was not opened yet stays until it is opened, as long as the terms still say so.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.district import setting
from catalog.models import Approval, Resource
from contracts.models import Agreement, Cycle, Renewal, Schedule
from contracts.schedule import (
    Term,
    Terms,
    cancel_by,
    end_of,
    final_day,
    next_review,
    opens_on,
    renewal_due,
    renews_tacitly,
)
from contracts.schedule import term_on as term_of
from workflows.machines import MACHINES
from workflows.machines.base import Machine
from workflows.models import Case
from workflows.moves import Phase

A_DAY = timedelta(days=1)
IN_USE = (Approval.APPROVED, Approval.SETTING_UP)
DATES = ("renewal_due", "renewal_opens", "term_ends_on", "review_due", "review_opens", "turns_on")


def keep(agreement: Agreement, *, at: datetime) -> Schedule | None:
    """Write the dates of an agreement, within the transaction that changed it; one that has ended has none.

    None for one that was never signed. What it covers, or covers no longer, is scheduled anew as well.
    """
    signed = agreement.state in agreement.SIGNED_STATES and agreement.terms is not None
    kept = Schedule.objects.select_for_update().filter(agreement=agreement).first()
    if not signed and kept is None:
        return None
    dates = _dates_of(agreement, kept, today=timezone.localdate(at)) if signed else {}
    schedule = _write(kept or Schedule(agreement=agreement), dates)
    for resource in agreement.products.all():
        keep_resource(resource, at=at)
    return schedule


def keep_resource(resource: Resource, *, at: datetime) -> Schedule | None:
    """Write the date of a resource's review, within the transaction that changed what the library says of it.

    None for one that was never in use.
    """
    kept = Schedule.objects.select_for_update().filter(resource=resource).first()
    in_use = resource.approval in IN_USE
    if not in_use and kept is None:
        return None
    with_an_agreement = resource.agreements.filter(state__in=Agreement.SIGNED_STATES).exists()
    dates = {}
    if in_use and not with_an_agreement:
        dates = _review_of_resource(resource, kept, today=timezone.localdate(at))
    return _write(kept or Schedule(resource=resource), dates)


def _write(schedule: Schedule, dates: dict) -> Schedule:
    for name in DATES:
        setattr(schedule, name, dates.get(name))
    schedule.set_aside = ""
    schedule.save()
    return schedule


# --- an agreement -----------------------------------------------------------------------------------------------------


def _dates_of(agreement: Agreement, kept: Schedule | None, *, today: date) -> dict[str, date | None]:
    terms = agreement.terms
    waits = agreement.state == agreement.State.SIGNED
    last_day = final_day(terms)
    due = _next_renewal(agreement, terms, kept, today)
    look = _next_look(kept, *_rhythm(agreement), today)
    return {
        "renewal_due": due,
        "renewal_opens": opens(due, "renewal_lead_days"),
        "term_ends_on": end_of(terms, today),
        "review_due": look,
        "review_opens": opens(look, "review_lead_days"),
        "turns_on": terms.starts_on if waits else last_day and last_day + A_DAY,
    }


def _next_renewal(agreement: Agreement, terms: Terms, kept: Schedule | None, today: date) -> date | None:
    if is_to_lapse(agreement):
        return None
    opened = _last_opened(kept, Cycle.Kind.RENEWAL)
    stored = kept.renewal_due if kept else None
    if stored and stored < today and stored != opened and renewal_due(terms, stored) == stored:
        return stored
    return renewal_due(terms, max(today, opened + A_DAY) if opened else today)


def is_to_lapse(agreement: Agreement) -> bool:
    """Was it decided that it ends with its last day? Then nobody is asked again."""
    decided = Renewal.objects.filter(contract=agreement, state=Renewal.State.LET_LAPSE, term_ends_on=agreement.ends_on)
    return agreement.ends_on is not None and decided.exists()


def term_to_decide(terms: Terms, on: date) -> Term | None:
    """The first term that can still be kept from being followed by another on a day; None after the last day of all.

    Its last day is the day on which the agreement ends when notice is given now.
    """
    term = term_of(terms, max(on, terms.starts_on))
    while term is not None and renews_tacitly(term, terms) and cancel_by(term, terms) < on:
        term = term_of(terms, term.last_day + A_DAY)
    return term


def last_day_kept(terms: Terms, on: date) -> date | None:
    """The day on which an agreement ends that is not renewed, when notice is given on a day; None: it has no end."""
    term = term_to_decide(terms, on)
    return term.last_day if term else end_of(terms, on)


def goes_on(terms: Terms, last_day: date | None) -> bool:
    """Does it go on by itself after the term of that last day?"""
    term = term_of(terms, last_day) if last_day else None
    return last_day is None or (term is not None and renews_tacitly(term, terms))


# --- reviews ----------------------------------------------------------------------------------------------------------


def _review_of_resource(resource: Resource, kept: Schedule | None, *, today: date) -> dict[str, date]:
    """The day that was named when it was approved, then in its rhythm from there."""
    named = resource.next_review_on
    opened = _last_opened(kept, Cycle.Kind.REVIEW)
    if named and (named >= today or kept is None) and (opened is None or named > opened):
        due = named
    else:
        due = _next_look(kept, *_rhythm_of_resource(resource, today), today)
    return {"review_due": due, "review_opens": opens(due, "review_lead_days")}


# Procedures that say who looks after what they approved, and how often (SOFT-17, RENEW-5).
WITH_KEEPERS = tuple(kind for kind, machine in MACHINES.items() if machine.looked_after_by != Machine.looked_after_by)


def approved_by(resources: Iterable[Resource]) -> type[Machine]:
    """The procedure that looks after one of these resources, where one that says so approved it; one query."""
    approved = Case.objects.filter(kind__in=WITH_KEEPERS, phase=Phase.DONE, resource__in=list(resources))
    kind = approved.order_by("-pk").values_list("kind", flat=True).first()
    return MACHINES[kind] if kind else Machine


def usual_interval(resources: Iterable[Resource]) -> int:
    """Every how many months these resources are looked at, where nothing else was agreed."""
    return int(setting(approved_by(resources).looked_at_every))


def _rhythm(agreement: Agreement) -> tuple[date, int]:
    """The day from which the reviews of an agreement are counted, and every how many months they are."""
    months = agreement.review_interval or usual_interval(agreement.products.all())
    return agreement.posted_on or agreement.starts_on, months


def _rhythm_of_resource(resource: Resource, today: date) -> tuple[date, int]:
    """Of a resource without a day named: from its first approval."""
    start = resource.next_review_on
    if start is None:
        approved = resource.history.filter(approval__in=IN_USE).order_by("at", "pk").values_list("at", flat=True)
        first = approved.first()
        start = timezone.localdate(first) if first else today
    return start, resource.review_interval or usual_interval([resource])


def look_after(schedule: Schedule, day: date) -> date:
    """The first review of what a schedule is about strictly after a day."""
    rhythm = _rhythm(schedule.agreement) if schedule.agreement else _rhythm_of_resource(schedule.resource, day)
    return next_review(*rhythm, day)


def _next_look(kept: Schedule | None, start: date, months: int, today: date) -> date:
    opened = _last_opened(kept, Cycle.Kind.REVIEW)
    stored = kept.review_due if kept else None
    if stored and stored < today and stored != opened and next_review(start, months, stored - A_DAY) == stored:
        return stored
    return next_review(start, months, max(today, opened) if opened else today)


def _last_opened(kept: Schedule | None, kind: str) -> date | None:
    if kept is None or kept.pk is None:
        return None
    return kept.cycles.filter(kind=kind).values_list("due_on", flat=True).first()


def opens(due: date | None, lead: str) -> date | None:
    """The day on which the work for a date begins; `lead` is a setting's key, in days."""
    return opens_on(due, int(setting(lead))) if due else None


# --- whenever something changes ---------------------------------------------------------------------------------------


def agreement_changed(agreement: Agreement, *, at: datetime) -> None:
    """Its dates follow, and so do its open renewals and reviews; called by the agreement after each of its changes."""
    from contracts import renewals

    keep(agreement, at=at)
    renewals.agreement_changed(agreement, at=at)


def library_decided(resource: Resource, *, at: datetime) -> None:
    """The day on which a resource is looked at follows each decision of the library (catalog.services.follow)."""
    from contracts import renewals

    keep_resource(resource, at=at)
    renewals.resource_changed(resource, at=at)
