"""Who of the technology department gets a request for equipment (EQUIP-2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.district import role_name, setting
from accounts.models import Place, SettingChange, User
from accounts.roles import Role
from accounts.selectors import holders
from requests_app.models import RoutingRule
from workflows.models import Step

HISTORY = "routing"  # the key under which SettingChange keeps the history of the rules


@dataclass(frozen=True)
class Route:
    """Where a request goes: the team, the person of it, and the rule that says so (None: no rule fits)."""

    role: str
    person: User | None
    rule: RoutingRule | None
    team: tuple[User, ...] = ()


def route(categories: Iterable[str], place: Place, *, but: User | None, at: datetime) -> Route:
    """The first rule that fits names the team; of it the person named, or whoever has the least to do.

    Nobody gets their own request. A person who no longer holds the team's role there is passed over.
    """
    categories = set(categories)
    rules = RoutingRule.objects.select_related("place", "person")
    rule = next((each for each in rules if each.fits(categories, place)), None)
    role = rule.role if rule else Role.TECHNOLOGY.value
    team = holders(role, place, on=timezone.localdate(at))
    named = rule.person if rule and rule.person in team else None
    if named and (but is None or named.pk != but.pk):
        return Route(role, named, rule, tuple(team))
    chosen = least_loaded(team, but=but) if setting("equipment_routing") == "least-loaded" else None
    return Route(role, chosen, rule, tuple(team))


def least_loaded(people: Iterable[User], *, but: User | None = None) -> User | None:
    """Of these whoever has the fewest open steps by name, then by name; one query."""
    people = [person for person in people if but is None or person.pk != but.pk]
    counts = loads(people)
    return min(people, key=lambda p: (counts.get(p.pk, 0), p.last_name, p.first_name, p.pk), default=None)


def loads(people: Iterable[User]) -> dict[int, int]:
    """How many open steps each has by name; one query."""
    steps = Step.objects.filter(closed_at__isnull=True, person__in=list(people)).order_by()
    return dict(steps.values_list("person").annotate(n=Count("pk")))


# --- the rules --------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_rule(*, by: User, at: datetime, **columns: Any) -> RoutingRule:
    """A new rule, with its history row."""
    rule = RoutingRule.objects.create(**columns)
    _note(None, in_words(rule), by=by, at=at)
    return rule


@transaction.atomic
def change_rule(rule: RoutingRule, *, by: User, at: datetime, **columns: Any) -> RoutingRule:
    """The rule as it is from now on; requests that were routed stay where they are."""
    rule = RoutingRule.objects.select_for_update().get(pk=rule.pk)
    before = in_words(rule)
    for name, value in columns.items():
        setattr(rule, name, value)
    if in_words(rule) != before:
        rule.save()
        _note(before, in_words(rule), by=by, at=at)
    return rule


@transaction.atomic
def remove_rule(rule: RoutingRule, *, by: User, at: datetime) -> None:
    """Take a rule away; the history keeps what it said."""
    rule = RoutingRule.objects.select_for_update().filter(pk=rule.pk).first()
    if rule is not None:
        _note(in_words(rule), None, by=by, at=at)
        rule.delete()


def in_words(rule: RoutingRule) -> str:
    """ "2. Laptop, Lincoln School: Technology department (Ana Ruiz)"."""
    what = rule.get_category_display() if rule.category else _("everything")
    where = str(rule.place) if rule.place else _("everywhere")
    who = role_name(rule.role) + (f" ({rule.person})" if rule.person else "")
    return f"{rule.order}. {what}, {where}: {who}"


def _note(old: str | None, new: str | None, *, by: User, at: datetime) -> None:
    SettingChange.objects.create(key=HISTORY, old=old, new=new, by=by, at=at)
