"""What happens as time passes: reminders, escalation, words to cases (X-3). Reads only rows whose moment has come."""

import logging
from datetime import datetime

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.district import read_once, superior_of
from accounts.models import User
from accounts.roles import Part, Role
from accounts.selectors import deputies_of, holders, seat_for
from workflows import clocks, notices
from workflows.access import may_see
from workflows.actors import Actor, Hats
from workflows.engine.door import locked
from workflows.engine.moving import perform
from workflows.engine.record import record
from workflows.engine.steps import say_who_stands_in
from workflows.errors import Refused, Replayed
from workflows.models import Case, Event, Step, Wake

log = logging.getLogger(__name__)
WAKE_TRIES = 8


def sweep_clocks(*, at: datetime, limit: int = 500) -> int:
    """Say what is due to be said about open steps; a bad row is set aside and the rest goes on. Returns how many."""
    due = Step.objects.filter(closed_at__isnull=True, next_reminder_at__lte=at).order_by("next_reminder_at")
    treated = 0
    with read_once():
        for step_id, case_id in due.values_list("pk", "case_id")[:limit]:
            treated += _treat(step_id, case_id, at=at)
    return treated


def _treat(step_id: int, case_id: int, *, at: datetime) -> int:
    try:
        with locked(case_id) as case:
            return _remind(case, step_id, at=at)
    except OperationalError as error:  # the case is held by somebody else just now: the next sweep comes in a minute
        log.warning("Step %s waits for the next sweep: %s", step_id, error)
        return 0
    except Exception as error:
        log.exception("Step %s was set aside by the clock", step_id)
        Step.objects.filter(pk=step_id).update(
            next_reminder_at=None, set_aside=f"{type(error).__name__}: {error}"[:300]
        )
        return 0


def _remind(case: Case, step_id: int, *, at: datetime) -> int:
    step = next(s for s in case.all_steps if s.pk == step_id)
    if not step.is_open or step.next_reminder_at is None or step.next_reminder_at > at:
        return 0  # another sweep was here
    if case.paused_at and step.opened_at < case.paused_at and step.role != Part.VENDOR:
        step.next_reminder_at = None  # set again when the pause ends
        step.save(update_fields=["next_reminder_at"])
        return 0
    _reseat(case, step, at=at)
    reached = clocks.reminders_reached(step.due_on, since=step.next_reminder_at, at=at, stage=step.stage)
    key = f"step:{step.pk}:{step.due_on}"
    if reached:
        latest = reached[-1]
        template = f"reminder_{latest.partition('-')[0]}"
        notices.tell(people_of(step, at=at), template, case=case, step=step, at=at, key=f"{key}:{latest}")
        if step.role == Part.VENDOR:
            case.before_vendor_reminder(at=at)
            notices.tell_links(case, "vendor_reminder", step=step, at=at, key=f"{key}:{latest}")
    if told := [name for name in reached if name.startswith("escalated")]:
        _escalate(case, step, key=f"{key}:{told[-1]}", at=at)
    step.next_reminder_at = clocks.next_reminder(step.due_on, after=at, stage=step.stage)
    step.save(update_fields=["next_reminder_at"])
    return 1


def _reseat(case: Case, step: Step, *, at: datetime) -> None:
    """A step is never with nobody: of a person who lost the role it is the role's again, and of a role that was given
    up its substitute's (X-1)."""
    if step.role not in Role.values:
        return
    on = timezone.localdate(at)
    taken = step.named_person is not None and step.asked_by_id is None and not step.stage.by_name
    if taken and Hats.of(step.person, on=on).holding(step) is None:
        step.person, step.version = None, step.version + 1
        step.save(update_fields=["person", "version"])
        label = gettext_lazy("Back with its role: the person no longer holds it")
        record(case, Event.Kind.ASSIGN, by=Actor.system(), at=at, name="returned-to-role", label=label, step=step)
    if people_of(step, at=at):
        return
    asked = case.role_for(step.stage)
    seat = seat_for(asked, step.place, on=on, barred=case.requester if step.barred_id else None)
    if seat.why and seat.role != step.role and seat.people:
        step.role, step.instead_of, step.version = seat.role, asked, step.version + 1
        step.save(update_fields=["role", "instead_of", "version"])
        say_who_stands_in(case, step, seat.why, at=at)
        notices.tell(seat.people, "step_opened", case=case, step=step, at=at, key=f"step:{step.pk}:{seat.role}")


def people_of(step: Step, *, at: datetime) -> list[User]:
    """Whom a step is with today, and who acts for them."""
    on = timezone.localdate(at)
    if step.named_person is not None:
        people = [step.named_person]
    elif step.role in {Part.REQUESTER, Part.VENDOR}:
        people = [step.case.requester] if step.case.requester else []
    else:
        people = [person for person in holders(step.role, step.place, on=on) if person.pk != step.barred_id]
    return [*people, *deputies_of(people, on=on)]


def _escalate(case: Case, step: Step, *, key: str, at: datetime) -> None:
    """Tell the next level: the step's superior role (X-3); of what few may know of, nobody else."""
    role = superior_of(step.role) if step.role in Role.values else case.machine.escalates_to.value
    barred = case.requester if case.machine.bars_requester else None
    seat = seat_for(role, step.place, on=timezone.localdate(at), barred=barred)
    closed = case.machine.confidential
    people = [person for person in seat.people if not closed or may_see(person, case, at=at)]
    notices.tell(people, "escalation", case=case, step=step, at=at, key=f"{key}:up")

    def label() -> str:
        if closed and not people:
            return _("Overdue: nobody else may know of it")
        return _("Overdue: %(who)s told") % {"who": ", ".join(map(str, people)) or role}

    record(case, Event.Kind.CLOCK, by=Actor.system(), at=at, name="escalated", label=label, step=step)


# --- words to cases ---------------------------------------------------------------------------------------------------


def sweep_wakes(*, at: datetime, limit: int = 200) -> int:
    """Act on the words left; one that can't be acted on is kept with the reason."""
    done = 0
    for row in Wake.objects.filter(done_at__isnull=True, created_at__gt=at - Wake.TRIED_FOR)[:limit]:
        done += _act(row, at=at)
    return done


def _act(row: Wake, *, at: datetime) -> int:
    try:
        perform(row.case_id, row.move, by=Actor.system(), at=at, key=f"wake:{row.pk}", **row.details)
        result = Wake.DONE
    except Replayed:  # another sweep was here
        result = Wake.DONE
    except OperationalError as error:  # the case is held by somebody else just now: the next sweep comes in a minute
        log.warning("Wake %s waits for the next sweep: %s", row.pk, error)
        return 0
    except Refused as refusal:
        result = f"{type(refusal).__name__}: {refusal}"[:300]
    except Exception as error:
        log.exception("Wake %s failed", row.pk)
        tries = row.tries + 1
        ended = at if tries >= WAKE_TRIES else None
        Wake.objects.filter(pk=row.pk).update(tries=tries, done_at=ended, result=str(error)[:300])
        return 0
    Wake.objects.filter(pk=row.pk).exclude(result=Wake.DONE).update(done_at=at, result=result)
    return 1
