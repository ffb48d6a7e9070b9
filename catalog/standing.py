"""What holds for a resource at a place: the latest decision that covers the place."""

from collections.abc import Iterable

from accounts.models import Place
from catalog.models import Approval, Availability

FIRST_THAT_HOLDS = (Approval.APPROVED, Approval.SETTING_UP, Approval.DENIED, Approval.RETIRED)


def covering(availabilities: Iterable[Availability], place: Place | None) -> Availability | None:
    """The latest decision about this place or one above it; among decisions of one moment, the nearest place's."""
    covers = [row for row in availabilities if place is not None and row.place.covers(place)]
    return max(covers, key=lambda row: (row.updated_at, len(row.place.path)), default=None)


def in_force(availabilities: Iterable[Availability]) -> list[Availability]:
    """Decisions that no later one about a place above has replaced."""
    rows = list(availabilities)
    return [row for row in rows if covering(rows, row.place) is row]


def summary(availabilities: Iterable[Availability], *, otherwise: str) -> Approval:
    """One status for the resource: approved if any place has it, denied only if all that was decided is denied."""
    found = {row.approval for row in in_force(availabilities)}
    return next((approval for approval in FIRST_THAT_HOLDS if approval in found), Approval(otherwise))
