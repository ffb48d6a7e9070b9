"""Who holds what, where, on which day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from accounts.district import substitute_of, superior_of
from accounts.models import Delegation, Place, RoleGrant, User
from accounts.roles import NEEDED, Role


def in_force(on: date, prefix: str = "") -> Q:
    """Grants that hold on a day."""
    return Q(**{f"{prefix}starts_on__lte": on}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": on})
    )


def grants_of(users: Iterable[User], *, on: date) -> list[RoleGrant]:
    """All grants these people hold on a day, with their places; at most one query, then kept on the user objects."""
    users = list(users)
    unread = [user for user in users if on not in user.__dict__.setdefault("_grants", {})]
    if unread:
        # Every page asks this: put in order here, where the database would join the people for it.
        held = RoleGrant.objects.filter(in_force(on), user__in=unread).select_related("place").order_by()
        by_user: dict[int, list[RoleGrant]] = {}
        for grant in sorted(held, key=lambda grant: (grant.role, grant.place.path, grant.pk)):
            by_user.setdefault(grant.user_id, []).append(grant)
        for user in unread:
            user.__dict__["_grants"][on] = by_user.get(user.pk, [])
    return [grant for user in users for grant in user.__dict__["_grants"][on]]


def roles_of(user: User, *, on: date) -> set[str]:
    """Roles held anywhere on a day; one query a request."""
    return {grant.role for grant in grants_of([user], on=on)}


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
    # Hardly ever anybody, and every page asks: their rows are read only when there are some.
    found = sorted(running.order_by().values_list("starts_on", "pk", "giver"), reverse=True)
    givers = User.objects.in_bulk({giver for _starts_on, _pk, giver in found}) if found else {}
    return [givers[giver] for _starts_on, _pk, giver in found]


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
    return seat_among(role, lambda wanted: tuple(holders(wanted, place, on=on)), barred)


def seat_among(role: str, people_in: Callable[[str], tuple[User, ...]], barred: User | None = None) -> Seat:
    """The same where the holders of each role are known already: `people_in(role)` names them."""
    why, tried = "", set()
    while role not in tried:
        tried.add(role)
        people = people_in(role)
        free = _without(people, barred)
        if free:
            return Seat(role, free, why)
        why = why or ("own-request" if people else "vacant")
        role = superior_of(role) if people else substitute_of(role)
    return Seat(Role.ADMIN.value, _without(people_in(Role.ADMIN), barred), why)


def _without(people: tuple[User, ...], barred: User | None) -> tuple[User, ...]:
    return tuple(person for person in people if barred is None or person.pk != barred.pk)


# People


MOST_WORDS = 20  # nobody's name is longer; a database refuses a question of a thousand


def named(words: str) -> Q:
    """People whose user name, e-mail address or name contains every word."""
    wanted = Q()
    for word in words.replace("(", " ").replace(")", " ").replace(",", " ").split()[:MOST_WORDS]:
        wanted &= (
            Q(username__icontains=word)
            | Q(email__icontains=word)
            | Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(shown_name__icontains=word)
        )
    return wanted


def find_people(words: str, *, limit: int = 10) -> list[User]:
    """Active people of these words (`named`)."""
    return list(User.objects.filter(named(words), is_active=True).select_related("place")[:limit])


# Who does what


@dataclass(frozen=True)
class RoleLine:
    """One role at one place: its grants there, now and to come, and where its steps go when nobody holds it."""

    role: str
    grants: tuple[RoleGrant, ...]
    hole: bool = False
    falls_to: Seat | None = None


@dataclass(frozen=True)
class PlaceBoard:
    """One place with the roles held there and the ones that are needed but held by nobody."""

    place: Place
    lines: tuple[RoleLine, ...]

    @property
    def holes(self) -> int:
        return sum(line.hole for line in self.lines)


def boards(places: Iterable[Place], *, on: date) -> list[PlaceBoard]:
    """Who does what at each of these places; one query for any number of places."""
    places = list(places)
    ids = {pk for place in places for pk in place.above}
    grants = RoleGrant.objects.filter(place__in=ids).exclude(ends_on__lt=on).select_related("user")
    at: dict[int, list[RoleGrant]] = {}
    for grant in grants:
        at.setdefault(grant.place_id, []).append(grant)
    return [_board(place, at, on) for place in places]


def _board(place: Place, at: dict[int, list[RoleGrant]], on: date) -> PlaceBoard:
    here: dict[str, list[RoleGrant]] = {}
    for grant in at.get(place.pk, []):
        here.setdefault(grant.role, []).append(grant)
    reaching = [grant for pk in place.above for grant in at.get(pk, []) if grant.starts_on <= on]

    def people_in(role: str) -> tuple[User, ...]:
        return tuple(dict.fromkeys(g.user for g in reaching if g.role == role and g.user.is_active))

    needed = NEEDED.get(place.kind, ())
    roles = [role.value for role in Role if role in here or role in needed]
    return PlaceBoard(place, tuple(_line(role, here.get(role, []), role in needed, people_in) for role in roles))


def _line(role: str, grants: list[RoleGrant], needed: bool, people_in) -> RoleLine:
    hole = needed and not people_in(role)
    return RoleLine(role, tuple(grants), hole, seat_among(role, people_in) if hole else None)


def delegations_of(user: User, *, on: date) -> dict[str, list[Delegation]]:
    """What a person handed over and took on, running or to come."""
    rows = Delegation.objects.filter(Q(giver=user) | Q(receiver=user), ends_on__gte=on)
    rows = list(rows.select_related("giver", "receiver").order_by("starts_on", "pk"))
    return {
        "given": [row for row in rows if row.giver_id == user.pk],
        "received": [row for row in rows if row.receiver_id == user.pk],
    }
