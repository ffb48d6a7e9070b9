"""The people and places of the district as the administrator's pages show them, with their history in words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy

from accounts.models import DirectoryChange, Place, RoleGrant, User
from accounts.selectors import in_force, named
from accounts.wording import change_words, exact_words

LABELS = {
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "username": gettext_lazy("User name"),
    "email": gettext_lazy("E-mail address"),
    "place": gettext_lazy("Where they work"),
    "title": gettext_lazy("Job title"),
    "supervisor": gettext_lazy("Supervisor"),
    "language": gettext_lazy("Language of pages and mails"),
    "roles": gettext_lazy("Roles that ended"),
    "name": gettext_lazy("Name"),
    "kind": gettext_lazy("Kind"),
    "parent": gettext_lazy("Belongs to"),
    "code": gettext_lazy("Short code"),
    "ended_on": gettext_lazy("Closed from"),
}
ACTIVE, INACTIVE, ALL = "active", "inactive", "all"


# People


def people_listed(*, words: str = "", place: Place | None = None, state: str = ACTIVE, on: date) -> QuerySet[User]:
    """People by name, each with their place and `held`: the roles they hold on a day."""
    people = User.objects.filter(named(words)).select_related("place")
    if place:
        people = people.filter(place=place)
    if state != ALL:
        people = people.filter(is_active=state != INACTIVE)
    held = RoleGrant.objects.filter(in_force(on)).select_related("place")
    return people.prefetch_related(Prefetch("grants", held, to_attr="held"))


@dataclass(frozen=True)
class Roles:
    """What a person holds now or from a later day, and what is over."""

    running: list[RoleGrant]
    over: list[RoleGrant]


def roles_held(person: User, *, on: date) -> Roles:
    """All roles a person was ever given, newest first; one query."""
    grants = list(person.grants.select_related("place").order_by("-starts_on", "-pk"))
    over = [grant for grant in grants if grant.ends_on and grant.ends_on < on]
    return Roles([grant for grant in grants if grant not in over], over)


# Places


@dataclass
class Branch:
    """A place and what belongs to it."""

    place: Place
    within: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True)
class Tree:
    """Open places from the top, and the closed ones beside them."""

    top: Branch | None
    closed: list[Place]

    @property
    def count(self) -> int:
        """How many places are open."""
        return sum(1 for _each in _walk(self.top)) if self.top else 0


def tree_of_places(*, on: date) -> Tree:
    """Every place with `staff`, the number of its active people; one query. Schools before departments, by name."""
    staff = Count("people", filter=Q(people__is_active=True))
    places = list(Place.objects.annotate(staff=staff).order_by("-kind", "name"))
    branches = {place.pk: Branch(place) for place in places}
    for place in places:
        if place.parent_id and place.is_open(on=on):
            branches[place.parent_id].within.append(branches[place.pk])
    top = next((branches[place.pk] for place in places if place.kind == Place.Kind.DISTRICT), None)
    return Tree(top, [place for place in places if not place.is_open(on=on)])


def _walk(branch: Branch) -> Iterator[Branch]:
    yield branch
    for each in branch.within:
        yield from _walk(each)


def place_shown(pk: int) -> QuerySet[Place]:
    """One place with what it belongs to and its number of active people."""
    staff = Count("people", filter=Q(people__is_active=True))
    return Place.objects.filter(pk=pk).select_related("parent").annotate(staff=staff)


# History


@dataclass(frozen=True)
class Told:
    """One row of the history in words."""

    what: str
    by: User
    at: datetime
    lines: list[str]


def told(change: DirectoryChange) -> Told:
    """A row of the history: "Job title: from “Teacher” to “Coach”"."""
    lines = [_line(name, old, new) for name, (old, new) in change.details.items()]
    return Told(change.get_what_display(), change.by, change.at, lines)


def _line(name: str, old: str, new: str) -> str:
    return change_words(LABELS.get(name, name), _shown(name, old), _shown(name, new))


def _shown(name: str, value: str) -> Any:
    """Codes and days as words; everything else as it was written."""
    if name == "ended_on" and value:
        return exact_words(date.fromisoformat(value))
    choices = {"language": dict(settings.LANGUAGES), "kind": dict(Place.Kind.choices)}
    return choices.get(name, {}).get(value, value)
