"""Who may read what of a case (ARCHITECTURE.md "Who reads"; X-6)."""

from datetime import datetime

from django.utils import timezone

from accounts.district import setting
from accounts.models import User
from accounts.roles import Part, Role
from workflows.actors import Hats, is_admin_hat
from workflows.models import Case, Event
from workflows.moves import Phase


def may_see(user: User, case: Case, *, at: datetime) -> bool:
    """Any member of staff sees a case's summary; a draft is its requester's and those's who were asked for support."""
    if user is None or not user.is_active:
        return False
    if case.machine.confidential:
        return reads_internal(user, case, at=at)
    private = case.phase == Phase.PREPARING and case.machine.private_drafts
    withdrawn_draft = case.phase == Phase.WITHDRAWN and case.submitted_at is None and case.machine.private_drafts
    return reads_whole(user, case, at=at) if private or withdrawn_draft else True


def reads_whole(user: User, case: Case, *, at: datetime) -> bool:
    """The requester, whoever holds or held a step, holders of its roles there or above, followers, administrators."""
    if user.pk == case.requester_id and not case.machine.confidential:
        return True
    if reads_internal(user, case, at=at):
        return True
    if case.machine.confidential:
        return False
    if is_admin_hat(Hats.of(user, on=timezone.localdate(at))):
        return True
    return any(row.user_id == user.pk and row.reads_whole for row in case.all_followers)


def reads_internal(user: User, case: Case, *, at: datetime) -> bool:
    """Internal notes never leave reviewers: whoever holds or held a step, or holds a role of the case there.

    Never the requester, who may hold a step at which nothing is decided (a principal's own order). Of a confidential
    case only those who hold a step or a role today: whoever gave the role up knows of it no longer.
    """
    if user.pk == case.requester_id and case.machine.bars_requester:
        return False
    hats = Hats.of(user, on=timezone.localdate(at))
    counts = _held if case.machine.confidential else _touched
    if any(counts(step, user, hats) for step in case.every_step):
        return True
    if case.machine.private_drafts and case.submitted_at is None:
        return False
    roles = {stage.role for stage in case.machine.stages} | case.machine.readers
    barred = case.requester_id if case.machine.bars_requester else None
    return any(isinstance(role, Role) and hats.holding_role(role, case.place, barred=barred) for role in roles)


def _touched(step, user: User, hats: Hats) -> bool:
    if step.role in Part.values:
        return False
    review = getattr(step, "review", None)
    answered = review is not None and user.pk in {review.by_id, review.on_behalf_of_id}
    return answered or (step.person_id == user.pk) or _held(step, user, hats)


def _held(step, _user: User, hats: Hats) -> bool:
    return step.is_open and hats.holding(step) is not None


def may_remove(user: User, case: Case, *, at: datetime) -> bool:
    """Who takes personal data out of a case (X-5): an administrator; of a confidential one, which no administrator
    sees, those who keep it."""
    if case.machine.confidential:
        return reads_internal(user, case, at=at)
    return is_admin_hat(Hats.of(user, on=timezone.localdate(at)))


def reasons_are_out(case: Case) -> bool:
    """May the requester read the reviewers' words yet?  After the final review, unless the district says at once."""
    if setting("reasons_shown") == "at-once" or case.is_over or case.machine.reasons_at_once:
        return True
    return case.state not in case.machine.answer_owed_in


# Answers that the requester may read at once: they are asked for by the requester, or follow the decision.
TOLD_AT_ONCE = frozenset({"support", "purchase"})


def answer_is_out(step) -> bool:
    """May the requester read the answer to a step yet? Side-by-side reviews only after the final review (X-6)."""
    case = step.case
    return step.key not in case.machine.side_by_side or step.key in TOLD_AT_ONCE or reasons_are_out(case)


def event_is_for(event: Event, user: User, case: Case, *, whole: bool, internal: bool) -> bool:
    """May this reader see this row of the history?"""
    if event.seen == Event.Seen.EVERYONE:
        return True
    if not whole:
        return False
    if event.seen == Event.Seen.INTERNAL:
        return internal
    return internal or event.seen != Event.Seen.DECIDED or reasons_are_out(case)
