"""What opens by itself on its day: renewals and reviews, once a cycle; agreements begin and end (RENEW-2, RENEW-6).

The kept dates say what is due, found by their indexes. Each cycle is one transaction that locks its schedule, opens
the case, notes the cycle and writes the next date: killed at any moment, it was opened wholly or not at all. After an
outage the kept date is still there, and the cycle opens late. Of several dates that passed unseen the last one matters,
so the ones before it are passed over; an agreement that ended meanwhile is ended first and asks nothing any more. A
review is not opened while the one before it is unanswered: that one is the look that is due.
"""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.district import read_once, superior_of
from accounts.models import Place, User
from accounts.roles import Role
from accounts.selectors import seat_for
from config.celery import wake
from contracts import renewals, schedules
from contracts.models import Agreement, Cycle, PeriodicReview, Renewal, Schedule
from contracts.schedule import renewal_due
from workflows import engine, notices
from workflows.actors import Actor
from workflows.errors import Unmet
from workflows.machines.renewal import LOOK
from workflows.models import Case, Step
from workflows.selectors import holders_now
from workflows.wakes import leave_word

log = logging.getLogger(__name__)
A_DAY = timedelta(days=1)
TURNS = {
    Agreement.State.SIGNED: "come_into_force",
    Agreement.State.IN_FORCE: "lapse",
    Agreement.State.EXPIRING: "lapse",
}


def open_cycles(*, at: datetime) -> int:
    """Do what is due on the day: agreements begin and end, renewals and reviews open. Returns how many it did."""
    done = 0
    for column, act in (("turns_on", _turn), ("renewal_opens", _open_renewal), ("review_opens", _open_review)):
        due = Schedule.objects.filter(**{f"{column}__lte": timezone.localdate(at)}, set_aside="")
        with read_once():
            for pk in list(due.order_by(column, "pk").values_list("pk", flat=True)):
                done += _all_of(act, pk, at=at)
    if done:
        wake("workflows.tasks.sweep_wakes")
    tell_of_reviews(at=at)
    return done


def _all_of(act: Callable[..., bool], pk: int, *, at: datetime) -> int:
    """Every cycle of one schedule that is due; a bad row is set aside, and the rest goes on."""
    done = 0
    try:
        while act(pk, at=at):
            done += 1
    except OperationalError as error:  # somebody else has it just now: the next sweep finds it
        log.warning("Schedule %s waits for the next sweep: %s", pk, error)
    except Exception as error:
        log.exception("Schedule %s was set aside", pk)
        Schedule.objects.filter(pk=pk).update(set_aside=f"{type(error).__name__}: {error}"[:300])
    return done


# --- agreements begin and end -----------------------------------------------------------------------------------------


def _turn(pk: int, *, at: datetime) -> bool:
    """Its first day has come, or its last is past; what that changes is kept with the move itself."""
    schedule = Schedule.objects.select_related("agreement").get(pk=pk)
    if schedule.turns_on is None or schedule.turns_on > timezone.localdate(at):
        return False
    try:
        engine.perform(schedule.agreement_id, TURNS[schedule.agreement.state], by=Actor.system(), at=at)
    except Unmet:
        if Schedule.objects.filter(pk=pk, turns_on=schedule.turns_on).exists():
            raise
    return True


# --- renewals ---------------------------------------------------------------------------------------------------------


def _open_renewal(pk: int, *, at: datetime) -> bool:
    today = timezone.localdate(at)
    with transaction.atomic(durable=True):
        schedule = Schedule.objects.select_for_update().get(pk=pk)
        if schedule.renewal_opens is None or schedule.renewal_opens > today:
            return False
        agreement = Agreement.objects.select_related("vendor", "place", "owner").get(pk=schedule.agreement_id)
        due = last_passed(schedule.renewal_due, lambda last: renewal_due(agreement.terms, last + A_DAY), today)
        if not schedule.cycles.filter(kind=Cycle.Kind.RENEWAL, due_on=due).exists():
            case = _opened_early(agreement) or renewals.begin(agreement, due=due, at=at)
            Cycle.objects.create(schedule=schedule, kind=Cycle.Kind.RENEWAL, due_on=due, case=case)
            # The worker is woken once for all of them: else it contends with what still opens.
            leave_word(agreement, "run_out", key=f"renewal:{case.pk}:agreement", at=at)
        schedule.renewal_due = renewal_due(agreement.terms, max(today, due + A_DAY))
        schedule.renewal_opens = schedules.opens(schedule.renewal_due, "renewal_lead_days")
        schedule.save(update_fields=["renewal_due", "renewal_opens"])
    return True


def _opened_early(agreement: Agreement) -> Renewal | None:
    """The renewal that a concern has opened before its day: it is this cycle's, and no second one opens."""
    return agreement.renewals.filter(state__in=renewals.OPEN, cycle__isnull=True).first()


def last_passed(due: date, following: Callable[[date], date | None], today: date) -> date:
    """The kept date, or of several that have passed since then the last."""
    while (later := following(due)) is not None and later < today:
        due = later
    return due


# --- reviews ----------------------------------------------------------------------------------------------------------


def _open_review(pk: int, *, at: datetime) -> bool:
    today = timezone.localdate(at)
    with transaction.atomic(durable=True):
        schedule = Schedule.objects.select_for_update().get(pk=pk)
        if schedule.review_opens is None or schedule.review_opens > today:
            return False
        due = last_passed(schedule.review_due, lambda last: schedules.look_after(schedule, last), today)
        known = schedule.cycles.filter(kind=Cycle.Kind.REVIEW, due_on=due).exists()
        unanswered = PeriodicReview.objects.filter(cycle__schedule=schedule, state=PeriodicReview.State.DUE).exists()
        if not known and not unanswered:
            case = begin_review(schedule, due, at=at)
            Cycle.objects.create(schedule=schedule, kind=Cycle.Kind.REVIEW, due_on=due, case=case)
        schedule.review_due = schedules.look_after(schedule, max(today, due))
        schedule.review_opens = schedules.opens(schedule.review_due, "review_lead_days")
        schedule.save(update_fields=["review_due", "review_opens"])
    return True


def begin_review(schedule: Schedule, due: date, *, at: datetime) -> Case:
    """Open a review within an open transaction."""
    agreement, resource = schedule.agreement, schedule.resource
    if agreement is not None:
        products = list(agreement.products.all()[:2])
        about = {"contract": agreement, "vendor": agreement.vendor, "title": agreement.title}
        about["resource"] = products[0] if len(products) == 1 else None
        place = agreement.place
    else:
        about = {"resource": resource, "vendor": resource.vendor, "title": resource.name}
        place = Place.objects.filter(parent__isnull=True, kind=Place.Kind.DISTRICT).first()
    return engine.begin(PeriodicReview, by=Actor.system(), at=at, place=place, requester=None, review_due=due, **about)


# --- one mail a month -------------------------------------------------------------------------------------------------


def due_this_month(on: date) -> QuerySet[Step]:
    """The open steps of reviews that are due in the month of a day, or late."""
    following = (on.replace(day=1) + timedelta(days=32)).replace(day=1)
    return Step.objects.filter(closed_at__isnull=True, role__in=Role.values, due_on__lt=following, key=LOOK.key)


def tell_of_reviews(*, at: datetime) -> None:
    """Whoever holds reviews is told once a month how many are due; of late ones one level up is told (RENEW-2)."""
    today = timezone.localdate(at)
    steps = list(due_this_month(today).select_related("case__requester", "place", "person"))
    people = holders_now(steps, on=today)
    held: dict[User, list[Step]] = {}
    above: dict[User, list[Step]] = {}
    seats: dict[tuple[str, int], tuple[User, ...]] = {}
    for step in steps:
        for person in people[step.pk]:
            held.setdefault(person, []).append(step)
        if step.late_on(today):
            seat = (step.role, step.place_id)
            if seat not in seats:
                seats[seat] = seat_for(superior_of(step.role), step.place, on=today).people
            for person in seats[seat]:
                above.setdefault(person, []).append(step)
    for person, theirs in held.items():
        _tell(person, theirs, "reviews", at=at)
    for person, late in above.items():
        if person not in held:
            _tell(person, late, "late-reviews", at=at)


def _tell(person: User, steps: list[Step], what: str, *, at: datetime) -> None:
    today = timezone.localdate(at)
    context = {
        "count": len(steps),
        "late": sum(step.late_on(today) for step in steps),
        "what": what,
        "address": reverse("reviews"),
    }
    with suppress(IntegrityError), transaction.atomic():  # another worker told them in the same moment
        notices.tell([person], "review_digest", case=None, at=at, key=f"{what}:{today:%Y-%m}", context=context)
