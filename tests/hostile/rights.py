"""What the engine itself would let a person do now; a post is only sent when it would not."""

from django.utils import timezone

from accounts.models import User
from workflows import engine
from workflows.access import may_see, reads_whole
from workflows.actors import Hats
from workflows.models import Case


def _again(user: User) -> User:
    """Read anew, so that nothing kept on the object from earlier speaks."""
    return User.objects.select_related("place").get(pk=user.pk)


def moves_open_to(user: User, case: Case) -> set[str]:
    """Names of the moves this person could make now."""
    allowed = engine.allowed_moves(case, _again(user), at=timezone.now())
    return {move.name for move, reason in allowed if not reason}


def holds(user: User, step) -> bool:
    """Is this open step theirs to answer?"""
    return step.is_open and Hats.of(_again(user), on=timezone.localdate()).holding(step) is not None


def would_hold(user: User, step) -> bool:
    """Would it be theirs to answer, were it open?"""
    return Hats.of(_again(user), on=timezone.localdate()).holding(step) is not None


def may_hand_on(user: User, step) -> bool:
    """May they give this open step to somebody?"""
    hats = Hats.of(_again(user), on=timezone.localdate())
    return step.is_open and (hats.holding(step) is not None or engine.may_reassign(step, hats))


def sees(user: User, case: Case) -> bool:
    return may_see(_again(user), case, at=timezone.now())


def reads(user: User, case: Case) -> bool:
    return reads_whole(_again(user), case, at=timezone.now())
