"""Who may read and change what of equipment and licences. Roles count at their place and all places below it."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import Place, User
from accounts.roles import Role
from assets.models import Asset, Licence
from workflows.actors import Hats, Holding
from workflows.models import Step

# Where a unit is and whose: those who carry it.
HANDLERS = frozenset({Role.TECHNOLOGY, Role.IT_DIRECTOR, Role.DII, Role.TECHNICIAN})
# What is recorded of it, what is added, imported and retired.
KEEPERS = frozenset({Role.TECHNOLOGY, Role.IT_DIRECTOR, Role.DII, Role.AAS})
READERS = HANDLERS | KEEPERS | {
    Role.BUSINESS_OFFICE, Role.DISTRICT_ADMINISTRATOR, Role.ADMIN, Role.PRINCIPAL, Role.DEPARTMENT_ADMINISTRATOR,
    Role.SCHOOL_CONTACT,
}  # fmt: skip
# Licences without their keys.
LICENCE_READERS = frozenset({Role.AAS, Role.DII, Role.IT_DIRECTOR, Role.TECHNOLOGY, Role.BUSINESS_OFFICE})
LICENCE_KEEPERS = frozenset({Role.AAS})
INSTALLATION = "installation"


def _hats(user: User, at: datetime) -> Hats:
    return Hats.of(user, on=timezone.localdate(at))


def paths_of(user: User, roles: frozenset[Role], *, at: datetime) -> list[str]:
    """Paths of the places at which a person holds one of the roles, or acts for somebody who does."""
    hats = _hats(user, at)
    grants = [*hats.own, *(grant for lent in hats.lent.values() for grant in lent)]
    return sorted({grant.place.path for grant in grants if grant.role in roles})


def places_kept(user: User, keepers: frozenset[Role], *, at: datetime) -> QuerySet[Place]:
    """Open places at which a person holds one of the roles; PermissionDenied when they hold none anywhere."""
    paths = paths_of(user, keepers, at=at)
    if not paths:
        raise PermissionDenied
    below = Q()
    for path in paths:
        below |= Q(path__startswith=path)
    return Place.objects.open().filter(below)


def holds(user: User, roles: frozenset[Role], *, at: datetime, place: Place | None = None) -> bool:
    """Whether the person holds one of the roles at the place or above it (anywhere without one)."""
    paths = paths_of(user, roles, at=at)
    return bool(paths) if place is None else any(place.path.startswith(path) for path in paths)


def readable(user: User, *, at: datetime) -> Q:
    """Units a person may look at: at the places of their roles, those with themselves, those of their requests."""
    found = Q(assigned_to=user) | Q(case__requester=user)
    for path in paths_of(user, READERS, at=at):
        found |= Q(place__path__startswith=path)
    return found


def may_handle(user: User, asset: Asset, *, at: datetime) -> bool:
    """Hand out, move, send to repair, take back, report lost."""
    return holds(user, HANDLERS, at=at, place=asset.place)


def may_keep(user: User, asset: Asset, *, at: datetime) -> bool:
    """Put the record right, retire."""
    return holds(user, KEEPERS, at=at, place=asset.place)


# Licences


@dataclass(frozen=True)
class ReadingRight:
    """By what right somebody reads a key: the role, for whom, and the step it is needed for."""

    holding: Holding
    step: Step | None = None


def may_read(user: User, licence: Licence, at: datetime) -> bool:
    """Whether a person may be shown the key, or sent the file, of a licence now (SOFT-14)."""
    return reading_right(user, licence, at=at) is not None


def reading_right(user: User, licence: Licence, *, at: datetime) -> ReadingRight | None:
    """AAS at one of the licence's places or above; the DII team while an installation step of its case is with them."""
    if not user.is_active:
        return None
    hats = _hats(user, at)
    for place in licence.places.all():
        if holding := hats.holding_role(Role.AAS, place):
            return ReadingRight(holding)
    if licence.case_id is None:
        return None
    steps = licence.case.steps.filter(key=INSTALLATION, closed_at__isnull=True).select_related("place", "person")
    for step in steps.order_by("pk"):
        step.case = licence.case
        holding = hats.holding(step)
        if holding and Role.DII in (step.role, step.instead_of):
            return ReadingRight(holding, step)
    return None
