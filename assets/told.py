"""The history of equipment and licences, and where a unit is, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext as _

from accounts.wording import change_words, exact_words, money_words, when_words
from assets.models import Asset, Category, Licence

LOOKS = {
    "registered": ("quiet", "plus"),
    "deployed": ("good", "hand"),
    "moved": ("waiting", "arrow"),
    "assigned": ("waiting", "person"),
    "repair": ("waiting", "clock"),
    "stock": ("quiet", "inbox"),
    "lost": ("refused", "search"),
    "retired": ("quiet", "lock"),
    "edited": ("quiet", "pencil"),
    "imported": ("quiet", "file"),
    "added": ("quiet", "plus"),
    "replaced": ("waiting", "lock"),
}
CHOICES = {"state": dict(Asset.State.choices), "category": dict(Category.choices)}
DAYS = {"acquired_on", "warranty_until", "starts_on", "ends_on"}


@dataclass(frozen=True)
class Entry:
    """One row of a history as it is shown."""

    change: Any
    lines: list[str]
    tone: str
    icon: str


def entries(changes: Iterable[Any]) -> list[Entry]:
    """Rows of a history in words; the first row, which says everything, says it by itself."""
    return [
        Entry(change, [line_of(name, *both) for name, both in change.changed.items()], *LOOKS[change.what])
        for change in changes
    ]


def line_of(name: str, was: str, now: str) -> str:
    """ "Place: from “Lincoln School” to “Roosevelt School”"."""
    return change_words(_label(name), _shown(name, was), _shown(name, now))


def _label(name: str) -> str:
    for model in (Asset, Licence):
        try:
            words = str(model._meta.get_field(name).verbose_name)
        except FieldDoesNotExist:
            continue
        return words[:1].upper() + words[1:]
    return name


def _shown(name: str, value: str) -> str:
    if not value:
        return ""
    if name in DAYS:
        return exact_words(date.fromisoformat(value))
    if name == "cost":
        return money_words(value)
    return str(CHOICES.get(name, {}).get(value, value))


def where(asset: Asset) -> str:
    """Where is it, whose, since when: one sentence."""
    facts = {"place": asset.place, "person": asset.assigned_to, "since": when_words(asset.since)}
    with_somebody = asset.assigned_to_id is not None
    match asset.state:
        case Asset.State.DEPLOYED if with_somebody:
            words = _("With %(person)s at %(place)s since %(since)s.")
        case Asset.State.DEPLOYED:
            words = _("In use at %(place)s since %(since)s, with nobody in particular.")
        case Asset.State.REPAIR if with_somebody:
            words = _("In repair since %(since)s, at %(place)s; it is %(person)s’s.")
        case Asset.State.REPAIR:
            words = _("In repair since %(since)s, at %(place)s.")
        case Asset.State.LOST if with_somebody:
            words = _("Lost since %(since)s; last with %(person)s at %(place)s.")
        case Asset.State.LOST:
            words = _("Lost since %(since)s; last at %(place)s.")
        case Asset.State.RETIRED:
            words = _("Retired since %(since)s; last at %(place)s.")
        case _other:
            words = _("In stock at %(place)s since %(since)s.")
    return words % facts
