"""Who holds what, where, on which day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.district import substitute_of, superior_of
from accounts.models import Delegation, Place, RoleGrant, User
from accounts.roles import Role


def in_force(on: date, prefix: str = "") -> Q:
    """Grants that hold on a day."""
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    )


def grants_of(users: Iterable[User | int], *, on: date) -> list[RoleGrant]:
    """All grants these people hold on a day, with their places; one query."""
    return list(RoleGrant.objects.filter(in_force(on), user__in=list(users)).select_related("place"))


def roles_of(user: User, *, on: date) -> set[str]:
    """Roles held anywhere on a day; one query a request (kept on the user object)."""
    kept = user.__dict__.setdefault("_roles_of", {})
    if on not in kept:
        kept[on] = {grant.role for grant in grants_of([user], on=on)}
    return kept[on]


def holds_role(user: User, role: str, place: Place | None, *, on: date) -> bool:
    """True when the person holds the role at the place or above it (anywhere when place is None)."""
    grants = RoleGrant.objects.filter(in_force(on), user=user, role=role)
    if place is not None:
        grants = grants.filter(place__in=place.above)
    return grants.exists()


def is_admin(user: User, *, on: date) -> bool:
    """System administrators keep the settings and the roles; they do not decide requests."""
    return user.is_active and Role.ADMIN in roles_of(user, on=on)


def holders(role: str, place: Place, *, on: date) -> QuerySet[User]:
    """Active people who hold the role at the place or above it."""
    grants = RoleGrant.objects.filter(in_force(on), role=role, place__in=place.above)
    return User.objects.filter(is_active=True, pk__in=grants.values("user"))


def acting_for(user: User, *, on: date) -> list[User]:
    """People for whom this person acts today, by delegation; active givers only."""
    running = Delegation.objects.filter(receiver=user, starts_on__lte=on, ends_on__gte=on, giver__is_active=True)
    return [delegation.giver for delegation in running.select_related("giver")]


def deputies_of(users: Iterable[User], *, on: date) -> list[User]:
    """People who act for any of these today."""
    running = Delegation.objects.filter(giver__in=list(users), starts_on__lte=on, ends_on__gte=on)
    return list(User.objects.filter(is_active=True, pk__in=running.values("receiver")))


@dataclass(frozen=True)
class Seat:
    """Where a step of a role really goes: the role and its holders, and why not the role asked for."""

    role: str
    people: tuple[User, ...]
    why: str = ""  # "", "vacant" (nobody holds it) or "own-request" (one level up)


def seat_for(role: str, place: Place, *, on: date, barred: User | None = None) -> Seat:
    """Who takes a step of `role` at `place`: its holders; else one level up (own request) or the substitute (X-1)."""
    why, tried = "", set()
    while role not in tried:
        tried.add(role)
        people = tuple(holders(role, place, on=on))
        free = tuple(person for person in people if barred is None or person.pk != barred.pk)
        if free:
            return Seat(role, free, why)
        why = why or ("own-request" if people else "vacant")
        role = superior_of(role) if people else substitute_of(role)
    admins = tuple(p for p in holders(Role.ADMIN, place, on=on) if barred is None or p.pk != barred.pk)
    return Seat(Role.ADMIN.value, admins, why)
