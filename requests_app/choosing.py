"""Which procedure a request goes through: the district's own rule, and the plain questions it needs (X-13)."""

from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.district import setting
from workflows.machines import MACHINES
from workflows.selectors import offered_kinds


class Need(models.TextChoices):
    """What is asked for."""

    APP = "app", _("An app, a website, a browser extension or software")
    EQUIPMENT = "equipment", _("Equipment: a device, a part, something to plug in")


class Use(models.TextChoices):
    """What an app is for."""

    TEACHING = "teaching", _("Teaching and learning")
    OFFICE = "office", _("Office work, or running computers and the building")


class Reach(models.TextChoices):
    """Who will use it."""

    ONE = "one", _("One school or department")
    SEVERAL = "several", _("Several schools, or the whole district")


class Cost(models.TextChoices):
    """What it costs for the whole time it is bought for, beside the district's threshold."""

    LESS = "less", _("Nothing, or less than that")
    MORE = "more", _("That much or more")
    UNKNOWN = "unknown", _("I don't know yet")


@dataclass(frozen=True)
class Told:
    """What the requester said before they began; an empty text is no answer."""

    need: str = ""
    use: str = ""
    reach: str = ""
    cost: str = ""


def words_for(kind: str) -> str:
    """What a kind of request is called."""
    return str(MACHINES[kind].machine_title)


# More schools or seats of what the library has: the school-based procedure alone adds them (MICRO-1).
TO_ADD = Told(need=Need.APP, use=Use.TEACHING, reach=Reach.ONE, cost=Cost.LESS)


def threshold() -> Decimal:
    """The whole-term amount from which an app is bought as a district purchase, in the district's currency; 0: none."""
    return Decimal(setting("district_purchase_threshold"))


def questions() -> tuple[str, ...]:
    """What has to be asked, so that the rule picks one procedure; nothing where there is no choice."""
    kinds = set(offered_kinds())
    asked = ["need"] if "equip" in kinds and len(kinds) > 1 else []
    if {"micro", "soft"} <= kinds and setting("apps_go_to") == "by-use":
        asked.append("use")
    if "macro" in kinds and len(kinds - {"equip"}) > 1:
        asked += ["reach"] if setting("several_schools_are_macro") else []
        asked += ["cost"] if threshold() else []
    return tuple(asked)


def procedure_for(told: Told) -> str:
    """The one procedure for what was told; an empty text where the district offers none for it."""
    kinds = offered_kinds()
    if told.need == Need.EQUIPMENT or kinds == ["equip"]:
        return "equip" if "equip" in kinds else ""
    several = told.reach == Reach.SEVERAL and setting("several_schools_are_macro")
    if "macro" in kinds and (several or (told.cost == Cost.MORE and threshold())):
        return "macro"
    order = [_for_apps(told.use), "micro", "soft", "macro"]
    return next((kind for kind in order if kind in kinds), "")


def _for_apps(use: str) -> str:
    rule = setting("apps_go_to")
    if rule == "by-use":
        return "soft" if use == Use.OFFICE else "micro"
    return str(rule)
