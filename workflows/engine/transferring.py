"""`transfer`: a request goes on in another procedure, with its number, steps, files, words and history (X-13)."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Part
from workflows import notices
from workflows.actors import Actor, Hats, Holding
from workflows.engine.door import Shown, admit, check_case_version, locked
from workflows.engine.moving import pause_or_resume, role_shown
from workflows.engine.record import passage, record
from workflows.engine.steps import close_open_steps, open_stages
from workflows.errors import Invalid, NotYours, Unmet
from workflows.models import Case, Event
from workflows.moves import Phase

TRANSFER = "transfer"


def transfer(
    case: int,
    to: type[Case],
    *,
    by: Actor,
    at: datetime,
    rationale: str = "",
    shown: Shown | None = None,
    key: str = "",
) -> Event:
    """Go on in another procedure. Raises what `perform` raises, and changes nothing then.

    A draft stays one. What was submitted goes to whoever looks first in the new procedure, or back to its requester
    where that asks more than was answered; its clock runs on.
    """
    with locked(case) as old:
        admit(old, by=by, at=at, key=key)
        check_case_version(old, shown, weighs_reviews=False)
        holding = may_transfer(old, by, at=at)
        if to.machine_kind == old.kind or not to.is_request:
            raise Unmet(_("Choose another procedure."))
        if holding.role != Part.REQUESTER and not rationale.strip():
            raise Invalid({"rationale": _("Say what the requester should know.")})
        return _moved(old, to, holding, by=by, at=at, rationale=rationale, key=key)


def may_transfer(case: Case, by: Actor, *, at: datetime) -> Holding:
    """As whom somebody may move a request to another procedure: its requester while it is being written, or whoever
    looks at it first. Raises Unmet once the reviews have begun, NotYours for everybody else."""
    if not case.machine.is_request:
        raise NotYours(_("This is not yours to do."))
    hats, own = Hats.of(by.user, on=timezone.localdate(at)), by.user.pk == case.requester_id
    held = _looks_first(case, hats)
    if not (own or held):
        raise NotYours(_("This is not yours to do."))
    if case.state not in first_states(case) or case.must_stay or not _returned_early(case):
        raise Unmet(_("The reviews have begun: it stays in its procedure."))
    if own and case.phase in {Phase.PREPARING, Phase.WAITING}:
        return Holding(Part.REQUESTER.value)
    if held is None or case.phase != Phase.OPEN:
        raise NotYours(_("This is not yours to do."))
    return held


def _looks_first(case: Case, hats: Hats) -> Holding | None:
    """As whom somebody takes the first look in this procedure: at the step that is open, or by their role."""
    for step in case.open_steps():
        if step.state in case.looked_at_first and step.stage.decides and (holding := hats.holding(step)):
            return holding
    roles = {case.role_for(stage) for state in case.looked_at_first for stage in case.opens(state)}
    barred = case.requester_id if case.machine.bars_requester else None
    return next(filter(None, (hats.holding_role(role, case.place, barred=barred) for role in sorted(roles))), None)


def first_states(case: Case) -> set[str]:
    """The states in which nothing is decided yet: being written, the first looks, returned for changes."""
    return {str(state) for state in (case.main_line[0], *case.looked_at_first, _returned(case))}


def _returned_early(case: Case) -> bool:
    """Returned for changes, it may leave only where nothing but the first look was behind it."""
    came_from = case.before.get(case.state) if case.state == str(_returned(case)) else ""
    return not came_from or str(came_from) in case.looked_at_first or case.phase == Phase.PREPARING


def _returned(kind: Case | type[Case]):
    """The state in which the requester changes it; the first one where a procedure has no other."""
    return getattr(kind.State, "CHANGES_REQUESTED", kind.main_line[0])


def _moved(old: Case, to: type[Case], holding: Holding, *, by: Actor, at: datetime, rationale: str, key: str) -> Event:
    source, was = old.state, old.kind
    close_open_steps(old, at=at, spanning=True)
    new = _as_kind(old, to)
    _answers(old, new)
    if old.submitted_at is not None:
        new.__dict__["state"] = str(_returned(to) if new.missing_answers() else new.looked_at_first[0])
    new.phase, new.version, new.round = new.look.phase.value, old.version + 1, old.round + 1
    new.updated_at, new.moved_at, new.moved_by = at, at, by.user
    pause_or_resume(new, at=at)
    old.left_for(new, by=by, at=at)
    event = record(
        new,
        Event.Kind.MOVE,
        by=by,
        at=at,
        name=TRANSFER,
        label=lambda: _("Moved to: %(procedure)s") % {"procedure": to.machine_title},
        holding=holding,
        role=role_shown(holding),
        source=source,
        target=new.state,
        words=passage(rationale),
        seen=Event.Seen.EVERYONE,
        details={"from": was, "to": new.kind},
        key=key,
    )
    open_stages(new, new.opens(new.state), at=at, by=by)
    new.arrived_from(old, by=by, at=at)
    new.save()
    new.after_change(at=at)
    if new.requester != by.user:
        told = {"case": new, "at": at, "but": by.user, "context": {"event": event.pk}}
        notices.tell([new.requester], "transferred", key=f"event:{event.pk}:requester", **told)
    return event


def _as_kind(old: Case, to: type[Case]) -> Case:
    """The case as another kind's row: the columns of every case, and those that both kinds call the same."""
    new = to.objects.filter(pk=old.pk).first() or to(pk=old.pk)  # it may have been in this procedure before
    for field in to._meta.concrete_fields:
        if not field.primary_key and field.attname in old.__dict__:
            new.__dict__[field.attname] = old.__dict__[field.attname]
    new.__dict__ |= {"kind": to.machine_kind, "state": to.main_line[0].value}
    new.save()
    new.every_step = old.every_step
    return new


def _answers(old: Case, new: Case) -> None:
    """Lists of rows that both kinds call the same."""
    names = {field.name: field.related_model for field in old._meta.local_many_to_many}
    for field in new._meta.local_many_to_many:
        if names.get(field.name) is field.related_model:
            getattr(new, field.name).set(getattr(old, field.name).all())
