"""What a setting is, the topics they are shown under, and their units."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Setting:
    """One choice: its key, the topic it is shown under, its words, kind of value, default, unit and bounds."""

    key: str
    topic: str
    label: Any
    default: Any
    kind: str = "number"  # number, money, yes-no, choice, text, long-text, colour, email
    help: Any = ""
    unit: Any = ""
    choices: tuple = ()
    minimum: int | None = 0
    maximum: int | None = None


TOPICS = {
    "district": _("The district"),
    "clocks": _("How long things may take"),
    "reminders": _("Reminders and escalation"),
    "offered": _("Which procedures there are"),
    "procedure": _("How requests are decided"),
    "money": _("Money"),
    "vendors": _("Vendors and agreements"),
    "renewals": _("Renewals"),
    "public": _("The public record"),
    "files": _("Files"),
    "words": _("Words"),
    "roles": _("Roles: who steps in"),
    "role-names": _("Names of roles"),
}

DAYS, SCHOOL_DAYS, MONTHS = _("days"), _("school days"), _("months")
