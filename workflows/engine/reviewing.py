"""`review`: the answers to steps given side by side; only the automatic move changes the state (MICRO-5 to MICRO-7)."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.access import TOLD_AT_ONCE
from workflows.actors import Actor, Hats
from workflows.engine.door import admit, locked
from workflows.engine.moving import columns, role_shown, run_automatic, save_changed, write_review
from workflows.engine.record import passage, plain, record
from workflows.engine.steps import close_step
from workflows.errors import Invalid, NotYours, Stale, Unmet
from workflows.models import Case, Event, Review, Step


@dataclass(frozen=True)
class StepAnswer:
    """One step's answer: the step's id and version as shown, the outcome, and what else was said."""

    step: int
    version: int | None
    outcome: str
    details: dict = field(default_factory=dict)


def review(case: Case | int, answers: list[StepAnswer], *, by: Actor, at: datetime, key: str = "") -> list[Review]:
    """Record the answers to one or several steps of a case, a review each, all or none.

    Raises NotSeen, Replayed, Stale, NotYours, Unmet or Invalid (fields of the nth answer are named `n-field`).
    """
    with locked(case if isinstance(case, int) else case.pk) as child:
        admit(child, by=by, at=at, key=key)
        hats = Hats.of(by.user, on=timezone.localdate(at))
        held = [_held(child, answer, hats) for answer in answers]
        _check_all(child, answers, held)
        before = columns(child)
        written = []
        for number, (answer, (step, holding)) in enumerate(zip(answers, held, strict=True)):
            once = key if number == 0 else ""
            written.append(_answer(child, step, holding, answer, by=by, at=at, key=once))
        child.updated_at = at
        save_changed(child, before)
        run_automatic(child, by=by, at=at)
    return written


def _held(case: Case, answer: StepAnswer, hats: Hats):
    step = next((s for s in case.all_steps if s.pk == answer.step), None)
    if step is None or step.key not in case.machine.side_by_side:
        raise NotYours(_("There is no such step."))
    holding = hats.holding(step)
    if holding and (not step.is_open or (answer.version is not None and answer.version != step.version)):
        raise Stale(_("This step has changed since you opened this page."))
    if holding is None:
        raise NotYours(_("This step is not with you."))
    return step, holding


def _check_all(case: Case, answers: list[StepAnswer], held) -> None:
    errors: dict[str, str] = {}
    for number, (answer, (step, _holding)) in enumerate(zip(answers, held, strict=True)):
        if answer.outcome not in step.stage.outcomes:
            raise Unmet(_("This is no answer to this step."))
        for need in step.stage.needs:
            errors |= {f"{number}-{name}": text for name, text in need(case, answer.outcome, answer.details).items()}
        if not errors and (reason := case.outcome_refused(step.stage, answer.outcome)):
            errors[f"{number}-outcome"] = reason
    if errors:
        raise Invalid(errors)


def _answer(case: Case, step: Step, holding, answer: StepAnswer, *, by: Actor, at: datetime, key: str) -> Review:
    details = answer.details
    event = record(
        case,
        Event.Kind.REVIEW,
        by=by,
        at=at,
        name=answer.outcome,
        label=Review.Outcome(answer.outcome).label,
        holding=holding,
        role=role_shown(holding, step),
        step=step,
        source=case.state,
        target=case.state,
        words=passage(details.get("rationale")),
        internal_words=passage(details.get("internal")),
        seen=Event.Seen.WHOLE if step.key in TOLD_AT_ONCE else Event.Seen.DECIDED,
        details=plain(details),
        key=key,
    )
    written = write_review(case, step, answer.outcome, event=event, holding=holding, by=by, at=at, details=details)
    close_step(case, step, at=at, closing=Step.Closing.ANSWERED)
    case.after_review(step=step, review=written, at=at, by=by, details=details)
    return written
