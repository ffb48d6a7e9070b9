"""The district's choices and their history, in words."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.district import SETTINGS, TOPICS, Setting, role_name, setting
from accounts.models import SettingChange
from accounts.roles import Role

LONG = 20


@dataclass(frozen=True)
class Choice:
    """One setting with the value in force."""

    key: str
    question: Any
    answer: str
    effect: Any


@dataclass(frozen=True)
class Topic:
    """Settings that belong together."""

    key: str
    words: Any
    choices: list[Choice]

    @property
    def is_long(self) -> bool:
        """Too many to show before somebody asks for them."""
        return len(self.choices) > LONG


@dataclass(frozen=True)
class Change:
    """One change of a setting: "30 days" became "20 days"."""

    key: str
    what: Any
    old: str
    new: str
    by: Any
    at: datetime
    reason: str


def topic_in_words(topic: str) -> Topic:
    """A topic with all its choices."""
    found = [
        Choice(each.key, each.label, in_words(each, setting(each.key)), each.help)
        for each in SETTINGS.values()
        if each.topic == topic
    ]
    return Topic(topic, TOPICS[topic], found)


def in_words(definition: Setting, value: Any) -> str:
    """A value as people say it: "30 days", "Yes", "when the contract is verified"."""
    if value is None:
        return _("not set")
    if definition.kind == "yes-no":
        return _("Yes") if value else _("No")
    if definition.kind == "choice":
        return _chosen(definition, value)
    unit = str(definition.unit)
    return f"{value} {unit}" if unit else str(value)


def _chosen(definition: Setting, value: Any) -> str:
    if value in Role.values and definition.topic == "roles":
        return role_name(value)
    return next((str(label) for each, label in definition.choices if str(each) == str(value)), str(value))


def change_in_words(change: SettingChange) -> Change:
    """A row of the history; a setting that no longer exists keeps its key."""
    definition = SETTINGS.get(change.key)
    if definition is None:
        kept, absent = (_("Routing of equipment"), _("no rule")) if change.key == "routing" else (_("Calendar"), "")
        old, new = change.old or absent or _("not in the calendar"), change.new or absent or _("taken out")
        return Change(change.key, kept, old, new, change.by, change.at, change.reason)
    old, new = in_words(definition, change.old), in_words(definition, change.new)
    return Change(change.key, definition.label, old, new, change.by, change.at, change.reason)
