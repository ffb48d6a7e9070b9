"""`perform`: the one door through which a case changes its state (ARCHITECTURE.md, The engine)."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.district import role_name, setting, substitute_of, superior_of
from accounts.roles import Part, Role
from accounts.selectors import seat_among
from workflows import clocks, notices
from workflows.access import reads_whole
from workflows.actors import Actor, Hats, Holding, holders_at
from workflows.engine.door import Shown, admit, check_case_version, locked
from workflows.engine.record import as_kept, passage, plain, record
from workflows.engine.steps import close_open_steps, close_step, open_stages, shift_open_steps
from workflows.errors import Invalid, NotYours, Stale, Unmet
from workflows.models import Answers, Case, Counter, Event, Review, Step
from workflows.moves import Move, Phase, moves_of
from workflows.words import state_words

# A case that ended like this needs nothing more; a completed one may still wait for its order to be recorded.
CALLED_OFF = {Phase.REFUSED.value, Phase.WITHDRAWN.value}


def perform(
    case: Case | int,
    move_name: str,
    *,
    by: Actor,
    at: datetime,
    step: int | None = None,
    shown: Shown | None = None,
    key: str = "",
    **details,
) -> Event:
    """Make a move. Raises, in this order: NotSeen, Replayed, Stale, NotYours, Unmet, Invalid; then nothing is changed.

    `step` is the id of the step the move answers; `shown` what the form was made from; `key` the form's one-time key.
    """
    with locked(case if isinstance(case, int) else case.pk) as child:
        admit(child, by=by, at=at, key=key)
        move = moves_of(type(child)).get(move_name)
        if move is None:
            raise NotYours(_("There is no such act."))
        check_case_version(child, shown, weighs_reviews=move.weighs_reviews)
        answered, holding = _right(child, move, by=by, at=at, step_id=step)
        _check(child, move, details)
        event = _apply(child, move, by=by, at=at, answered=answered, holding=holding, key=key, details=details)
        run_automatic(child, by=by, at=at)
    return event


def allowed_moves(
    case: Case, user, *, at: datetime, only: Callable[[Move], bool] | None = None
) -> list[tuple[Move, str]]:
    """The moves this person may make now, each with the reason why it can't be done yet (or an empty text).

    `only` says which moves are looked at, so that a page asks nothing about those it does not show.
    """
    found = []
    for move in moves_of(type(case)).values():
        if case.state not in move.source or move.automatic or (only is not None and not only(move)):
            continue
        try:
            found.append((move, reason_against(case, move, user, at=at)))
        except (NotYours, Unmet, Stale):
            continue
    return found


def reason_against(case: Case, move: Move, user, *, at: datetime) -> str:
    """Why this person can't make a move yet, or an empty text; raises NotYours, or Unmet in another state."""
    _right(case, move, by=Actor(user), at=at, step_id=None)
    if case.state not in move.source:
        raise Unmet(_("It is now: %(state)s.") % {"state": state_words(case.kind, case.state)})
    return move.unmet(case)


# --- may this person make this move -----------------------------------------------------------------------------------


def _right(case: Case, move: Move, *, by: Actor, at: datetime, step_id: int | None) -> tuple[Step | None, Holding]:
    if by.is_system:
        if Part.SYSTEM not in move.by:
            raise NotYours(_("The system does not do this."))
        return next((s for s in case.open_steps() if s.key in move.step), None), Holding(Part.SYSTEM.value)
    if by.link is not None:
        return _outside(case, move, step_id)
    hats = Hats.of(by.user, on=timezone.localdate(at))
    if not move.step:
        return None, _part(case, move, hats)
    return _held_step(case, move, hats, step_id)


def _outside(case: Case, move: Move, step_id: int | None) -> tuple[Step | None, Holding]:
    """The holder of a link does what is the vendor's to do, and nothing else."""
    if Part.VENDOR not in move.by:
        raise NotYours(_("This is not yours to do."))
    if not move.step:
        return None, Holding(Part.VENDOR.value)
    open_steps = [s for s in case.open_steps() if s.key in move.step and s.role == Part.VENDOR]
    step = next((s for s in open_steps if step_id is None or s.pk == step_id), None)
    if step is None:
        raise Unmet(_("It is now: %(state)s.") % {"state": state_words(case.kind, case.state)})
    return step, Holding(Part.VENDOR.value)


def _held_step(case: Case, move: Move, hats: Hats, step_id: int | None) -> tuple[Step, Holding]:
    steps = [s for s in case.all_steps if s.key in move.step and (step_id is None or s.pk == step_id)]
    still_open = [step for step in steps if step.is_open]
    for step in still_open:
        holding = hats.holding(step)
        if holding:
            return step, holding
    if not still_open and any(_could_hold(case, move, role, hats) for role in move.by):
        if case.state in move.source and step_id is not None:
            raise Stale(_("This step has already been answered."))
        raise Unmet(_("It is now: %(state)s.") % {"state": state_words(case.kind, case.state)})
    raise NotYours(_("This is not yours to do."))


def _could_hold(case: Case, move: Move, role, hats: Hats) -> bool:
    if role == Part.REQUESTER:
        return hats.user.pk == case.requester_id
    if role == Part.LEAD:
        return hats.user == case.the_lead
    barred = case.requester_id if case.machine.bars_requester else None
    return isinstance(role, Role) and bool(hats.holding_role(role, case.place, barred=barred))


def _part(case: Case, move: Move, hats: Hats) -> Holding:
    user = hats.user
    for role in move.by:
        if role == Part.REQUESTER and user.pk == case.requester_id:
            return Holding(Part.REQUESTER.value)
        if role == Part.LEAD and user == case.the_lead:
            return Holding(Part.LEAD.value)
        if role in {Part.LAST_MOVER, Part.DECIDER} and user.pk == case.moved_by_id:
            return Holding(role.value)
        if isinstance(role, Role):
            # Administrators repair; a role that decides is barred from its own request.
            barred = case.requester_id if role != Role.ADMIN and case.machine.bars_requester else None
            if holding := hats.holding_role(role, case.place, barred=barred) or _stands_in(case, role, hats, barred):
                return holding
    raise NotYours(_("This is not yours to do."))


def _stands_in(case: Case, role: Role, hats: Hats, barred: int | None) -> Holding | None:
    """Whoever a step of this role would go to today: one level up, or the substitute (X-1)."""
    if not any(hats.holding_role(other, case.place, barred=barred) for other in _next_in_line(role)):
        return None
    requester = case.requester if barred else None
    seat = seat_among(role, holders_at(case, on=hats.on), requester)
    return hats.holding_role(seat.role, case.place, barred=barred) if seat.why else None


def _next_in_line(role: str) -> set[str]:
    """Roles that a step of this role could ever go to; read from the settings alone."""
    found: set[str] = set()
    following = [role]
    while following:
        last = following.pop()
        further = {superior_of(last), substitute_of(last)} - found - {str(role)}
        found |= further
        following += further
    return found


def _check(case: Case, move: Move, details: dict) -> None:
    if case.state not in move.source:
        raise Unmet(_("It is now: %(state)s.") % {"state": state_words(case.kind, case.state)})
    reason = move.unmet(case)
    if reason:
        raise Unmet(reason)
    errors: dict[str, str] = {}
    for need in move.needs:
        errors |= need(case, details)
    if errors:
        raise Invalid(errors)


# --- the move itself --------------------------------------------------------------------------------------------------


def _apply(case, move: Move, *, by: Actor, at: datetime, answered, holding: Holding, key="", details=None) -> Event:
    details = details or {}
    before = columns(case)
    source = case.state
    getattr(case, move.name)(**details)
    words, internal = passage(details.get("rationale") or details.get("words")), passage(details.get("internal"))
    _enter(case, move, source=source, by=by, at=at)
    event = record(
        case,
        Event.Kind.MOVE,
        by=by,
        at=at,
        name=move.name,
        label=move.label,
        holding=holding,
        role=role_shown(holding, answered),
        step=answered,
        source=source,
        target=case.state,
        words=words,
        internal_words=internal,
        seen=Event.Seen.WHOLE,
        details=plain(details),
        key=key,
    )
    _run_after(case, move.name, event=event, at=at, by=by, details=details)
    if answered is not None:
        if move.outcome and not by.is_system:
            write_review(case, answered, move.outcome, event=event, holding=holding, by=by, at=at, details=details)
        close_step(case, answered, at=at, closing=_closing(move, by))
    for stage in move.closes:
        if open_step := case.open_step(stage.key):
            close_step(case, open_step, at=at, closing=Step.Closing.CANCELLED)
    if case.state != source:
        close_open_steps(case, at=at, spanning=case.phase in CALLED_OFF, left=source if move.quiet else "")
        open_stages(case, case.opens(case.state), at=at, by=by, quiet=move.quiet)
    if move.opens:
        open_stages(case, move.opens, at=at, by=by)
    _tell(case, move, by=by, at=at, event=event)
    if move.submits and not case.number:
        case.number = next_number(at)
    save_changed(case, before)
    return event


def _closing(move: Move, by: Actor) -> str:
    return Step.Closing.CANCELLED if by.is_system else Step.Closing.ANSWERED


def run_automatic(case: Case, *, by: Actor, at: datetime) -> None:
    """Whatever now follows by itself. History shows the system; the person who caused it is the last mover."""
    for move in moves_of(type(case)).values():
        if move.automatic and case.state in move.source and not move.unmet(case):
            cause = Actor.system()
            _apply(case, move, by=cause, at=at, answered=None, holding=Holding(Part.SYSTEM.value))
            if by.user is not None:
                case.moved_by = by.user
                case.save(update_fields=["moved_by"])
            return


def _enter(case: Case, move: Move, *, source: str, by: Actor, at: datetime) -> None:
    """Phase, clocks and the marks of who moved it."""
    case.version += 1
    case.updated_at = at
    if case.state != source or not (move.opens or move.closes):
        case.moved_at, case.moved_by = at, by.user
    pause_or_resume(case, at=at)
    case.phase = case.look.phase.value
    if case.is_over:
        case.closed_at, case.ended_from = at, source
    else:
        case.closed_at = None
    _response_clock(case, move, at=at)


def _response_clock(case: Case, move: Move, *, at: datetime) -> None:
    if move.submits and case.response_due is None:
        case.submitted_at, case.response_due = case.submitted_at or at, case.response_date(at)
    if move.restarts_clock and case.submitted_at:
        case.response_due, case.answered_at = case.response_date(at), None
    elif move.quiet and case.state in case.machine.answer_owed_in:
        case.answered_at = None
    told = move.answers == "final" or (move.answers == "reviewers" and setting("response_stops_at") == "final-review")
    if told and case.answered_at is None:
        case.answered_at = at


def pause_or_resume(case: Case, *, at: datetime) -> None:
    pausing = case.machine.pauses_in
    pauses = (
        case.submitted_at is not None
        and case.state in pausing
        and (not pausing[case.state] or bool(setting(pausing[case.state])))
    )
    if pauses and case.paused_at is None:
        case.paused_at = at
    elif not pauses and case.paused_at is not None:
        days = clocks.days_between(case.paused_at, at)
        case.paused_at = None
        if case.response_due and days > timedelta(0):
            case.response_due += days
        shift_open_steps(case, days, at=at)


def _run_after(case: Case, name: str, *, event: Event, at: datetime, by: Actor, details: dict) -> None:
    after = getattr(case, f"after_{name}", None)
    if after is not None:
        after(event=event, at=at, by=by, details=details)


def write_review(
    case: Case, step: Step, outcome: str, *, event: Event, holding: Holding, by: Actor, at: datetime, details: dict
) -> Review:
    """The answer given at a step, with the answers of the form it judged."""
    return Review.objects.create(
        step=step,
        answers=Answers.objects.filter(case_id=case.pk).first(),
        outcome=outcome,
        ground=details.get("ground") or "",
        rationale=event.words,
        internal=event.internal_words,
        findings=plain(details.get("findings") or {}),
        conditions=plain(details.get("conditions") or {}),
        by=by.user,
        by_name=by.shown_name,
        by_role=role_shown(holding, step),
        on_behalf_of=holding.on_behalf_of,
        at=at,
    )


def role_shown(holding: Holding, step: Step | None = None) -> str:
    """The role's name as the district says it today; kept in the history as it was. By name: as what a step is had."""
    if holding.in_charge:
        return as_kept((step.stage.taken_as if step else "") or gettext_lazy("Person in charge"))
    if holding.role in Part.values:
        return "" if holding.role == Part.SYSTEM else as_kept(Part(holding.role).label)
    return as_kept(lambda: role_name(holding.role))


def _tell(case: Case, move: Move, *, by: Actor, at: datetime, event: Event) -> None:
    """Tell the requester, whoever leads it in their place, and the followers.

    Nobody is told of their own act, but whoever submits gets a receipt.
    """
    if move.quiet:
        return
    told = {"case": case, "at": at, "context": {"event": event.pk}}
    decides = bool(move.answers) or case.is_over or move.restarts_clock
    concerned = [who for who in (case.requester, case.the_lead) if who]
    rows = case.followers.select_related("user").exclude(user__in=concerned)
    followers = [row.user for row in rows if decides or row.reads_whole or reads_whole(row.user, case, at=at)]
    for part, template in move.tells.items():
        people = concerned if part == Part.REQUESTER else []
        but = None if move.submits else by.user
        notices.tell(people, template, key=f"event:{event.pk}:{part}", but=but, receipt=move.submits, **told)
        notices.tell(followers, template, key=f"event:{event.pk}:followers", but=by.user, **told)


def next_number(at: datetime) -> str:
    """The next in the year's one series; the counter's row is locked last (max+1 gives doubles)."""
    year = timezone.localdate(at).year
    Counter.objects.get_or_create(year=year)
    counter = Counter.objects.select_for_update().get(year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"{year}-{counter.last:05d}"


# --- saving what changed ----------------------------------------------------------------------------------------------


def columns(case: Case) -> dict:
    return {f.attname: case.__dict__.get(f.attname) for f in case._meta.concrete_fields}


def save_changed(case: Case, before: dict) -> None:
    changed = [
        f.name
        for f in case._meta.concrete_fields
        if f.attname in case.__dict__ and case.__dict__[f.attname] != before[f.attname]
    ]
    if changed:
        case.save(update_fields=changed)
    case.after_change(at=case.updated_at)
