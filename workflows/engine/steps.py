"""Opening and closing steps."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.district import role_name
from accounts.models import User
from accounts.roles import Part
from accounts.selectors import seat_for
from workflows import clocks, notices
from workflows.actors import Actor
from workflows.engine.record import passage, record
from workflows.models import Case, Event, Step
from workflows.moves import Stage


def open_stages(case: Case, stages: tuple[Stage, ...], *, at: datetime, by: Actor, quiet: bool = False) -> list[Step]:
    """Open a step for each stage; a stage that was here before begins a new round."""
    due = [stage for stage in stages if not (stage.spans and case.open_step(stage.key))]
    keys = {stage.key for stage in due}
    if any(step.key in keys and step.round == case.round for step in case.all_steps):
        case.round += 1
    asked = [(stage, person) for stage in due for person in case.people_for(stage)]
    return [open_step(case, stage, at=at, by=by, taker=person, quiet=quiet) for stage, person in asked]


def open_step(
    case: Case,
    stage: Stage,
    *,
    at: datetime,
    by: Actor,
    person: User | None = None,
    taker: User | None = None,
    question: str = "",
    quiet: bool = False,
) -> Step:
    """Give a stage to whoever takes it today: the person named, the role's holders, or who stands in for them (X-1).

    `person` was asked by somebody; `taker` is whom the case has in charge of it.
    """
    asked, person = person is not None, person or taker
    role, why, people = _taker(case, stage, at=at, person=person)
    due_on = case.due_on(stage, at) or clocks.due_after(at, stage.term)
    step = Step.objects.create(
        case_id=case.pk,
        kind=case.kind,
        round=case.round,
        key=stage.key,
        state=case.state,
        role=role,
        instead_of=case.role_for(stage) if why else "",
        place=case.place,
        person=case.requester if stage.role == Part.REQUESTER else person,
        required=stage.required,
        asked_by=by.user if asked or question else None,
        question=passage(question),
        opened_at=at,
        due_on=due_on,
        urgency=case.urgency,
        next_reminder_at=clocks.next_reminder(due_on, after=at, stage=stage),
    )
    case.forget_steps()
    if why:
        say_who_stands_in(case, step, why, at=at)
    if not (quiet or stage.quiet):
        notices.tell(
            people,
            stage.notice,
            case=case,
            step=step,
            at=at,
            but=by.user,
            key=f"step:{step.pk}:opened",
            context={"why": why},
        )
    return step


def _taker(case: Case, stage: Stage, *, at: datetime, person: User | None):
    if stage.role == Part.REQUESTER:
        return Part.REQUESTER.value, "", [case.requester]
    if stage.role == Part.VENDOR:
        return Part.VENDOR.value, "", []
    if person is not None:
        return case.role_for(stage), "", [person]
    barred = case.requester if case.machine.bars(stage) else None
    seat = seat_for(case.role_for(stage), case.place, on=timezone.localdate(at), barred=barred)
    return seat.role, seat.why, list(seat.people)


def say_who_stands_in(case: Case, step: Step, why: str, *, at: datetime) -> None:
    words = {
        "own-request": gettext_lazy("%(taken)s decides instead of %(asked)s: nobody decides their own request."),
        "vacant": gettext_lazy("%(taken)s stands in: nobody holds the role of %(asked)s here."),
    }[why]

    def label() -> str:
        return str(words) % {"taken": role_name(step.role), "asked": role_name(step.instead_of)}

    record(case, Event.Kind.ASSIGN, by=Actor.system(), at=at, name=why, label=label, step=step)


def close_step(case: Case, step: Step, *, at: datetime, closing: str) -> None:
    """Close a step; it stays, with its review if it was answered."""
    step.closed_at, step.closing, step.next_reminder_at = at, closing, None
    step.version += 1
    step.save(update_fields=["closed_at", "closing", "next_reminder_at", "version"])
    case.forget_steps()


def close_open_steps(case: Case, *, at: datetime, spanning: bool, left: str = "") -> None:
    """Cancel what is open: all of it when the case ends; steps that span stages otherwise stay.

    `left` names a state whose own spanning steps are closed too (going back a stage).
    """
    for step in case.open_steps():
        if spanning or not step.stage.spans or (left and step.state == left):
            close_step(case, step, at=at, closing=Step.Closing.CANCELLED)


def redate_open_steps(case: Case, *, at: datetime) -> None:
    """What sets its due dates has changed (a priority): each open step is due by its term from the day it opened."""
    for step in case.open_steps():
        if due_on := case.due_on(step.stage, step.opened_at):
            step.due_on, step.urgency = due_on, case.urgency
            step.next_reminder_at = clocks.next_reminder(due_on, after=at, stage=step.stage)
            step.version += 1
            step.save(update_fields=["due_on", "urgency", "next_reminder_at", "version"])
    case.forget_steps()


def shift_open_steps(case: Case, days, *, at: datetime) -> None:
    """A pause moves every open date by its length (X-3)."""
    for step in case.open_steps():
        if step.due_on:
            step.due_on += days
            step.next_reminder_at = clocks.next_reminder(step.due_on, after=at, stage=step.stage)
            step.version += 1
            step.save(update_fields=["due_on", "next_reminder_at", "version"])
    case.forget_steps()
