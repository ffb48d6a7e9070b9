"""May I use it with my class? The district's answer about a resource at a place, in words (MICRO-1, LIB-2)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Place
from accounts.wording import day_words
from catalog.models import Approval, Availability, Privacy, Resource, Shown, StatusChange
from catalog.standing import covering, in_force

USABLE = {Approval.APPROVED, Approval.SETTING_UP}
# The rows of a resource's history that its answers are made of: denials, and when its agreement was lost.
LOST = Q(privacy=Privacy.MISSING, privacy_before=Privacy.AGREEMENT)
TOLD = Q(approval=Approval.DENIED) | LOST


class Verdict(models.TextChoices):
    """The kinds of answer, with the words a list shows."""

    APPROVED = "approved", gettext_lazy("Yes")
    CONDITIONS = "conditions", gettext_lazy("Yes, under conditions")
    SETTING_UP = "setting-up", gettext_lazy("Approved, being set up")
    NOT_WITH_DATA = "not-with-data", gettext_lazy("Not with students’ data")
    ELSEWHERE = "elsewhere", gettext_lazy("Not here yet")
    ENDED = "ended", gettext_lazy("Approval has ended")
    DENIED = "denied", gettext_lazy("No")
    IN_REVIEW = "in-review", gettext_lazy("Being reviewed")
    UNREVIEWED = "unreviewed", gettext_lazy("Not yet reviewed")
    RETIRED = "retired", gettext_lazy("No longer used")

    @property
    def tone(self) -> str:
        return _LOOKS[self][0]

    @property
    def icon(self) -> str:
        return _LOOKS[self][1]


_LOOKS = {
    Verdict.APPROVED: ("good", "check"),
    Verdict.CONDITIONS: ("good", "check"),
    Verdict.SETTING_UP: ("waiting", "hand"),
    Verdict.NOT_WITH_DATA: ("needs-you", "flag"),
    Verdict.ELSEWHERE: ("needs-you", "plus"),
    Verdict.ENDED: ("needs-you", "clock"),
    Verdict.DENIED: ("refused", "cross"),
    Verdict.IN_REVIEW: ("waiting", "clock"),
    Verdict.UNREVIEWED: ("quiet", "search"),
    Verdict.RETIRED: ("quiet", "pause"),
}


# What one may do next; nothing where it may be used, is being decided, or is over.
_ASKS = {
    Verdict.CONDITIONS: gettext_lazy("Ask for other grades, seats or conditions"),
    Verdict.NOT_WITH_DATA: gettext_lazy("Ask for it with students’ data"),
    Verdict.ELSEWHERE: gettext_lazy("Ask for it at your school"),
    Verdict.ENDED: gettext_lazy("Ask for it again"),
    Verdict.DENIED: gettext_lazy("Ask again, and say what has changed"),
    Verdict.UNREVIEWED: gettext_lazy("Ask for it"),
}

_DATA_WORDS = {
    Privacy.UNKNOWN: gettext_lazy("Don't enter students' names, accounts or work until it is checked."),
    Privacy.NO_STUDENT_DATA: gettext_lazy("It takes no data about students."),
    Privacy.AGREEMENT: gettext_lazy("An agreement protects the student data it takes."),
    Privacy.MISSING: gettext_lazy(
        "It takes students' data, and no agreement covers that yet. Don't use it with students."
    ),
    Privacy.NOT_APPROVED: gettext_lazy("Students' data is not safe with it. Don't use it with students."),
}


@dataclass(frozen=True)
class Answer:
    """What the district says. `sentence` is the whole answer; the rest is behind it.

    `reason` and `decided_at` are the library's words and the day of a denial; `places` are the names of the places
    where it is approved; `conditions` are sentences.
    """

    resource: Resource
    place: Place | None
    verdict: Verdict
    sentence: str
    reason: str = ""
    ground: str = ""
    decided_at: Any = None
    conditions: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    availability: Availability | None = None

    @property
    def words(self) -> str:
        return str(self.availability.status.words if self.rollout_on else self.verdict.label)

    @property
    def rollout_on(self) -> date | None:
        """The day from which it is rolled out, while that is still being planned (MACRO-6)."""
        return self.availability.rollout_on if self.verdict == Verdict.SETTING_UP and self.availability else None

    @property
    def alternatives(self) -> list[Resource]:
        """What the district would rather have used: approved ones."""
        return [other for other in self.resource.alternatives.all() if other.approval == Approval.APPROVED]

    @property
    def tone(self) -> str:
        return self.verdict.tone

    @property
    def icon(self) -> str:
        return self.verdict.icon

    @property
    def usable(self) -> bool:
        """May be used at this place today."""
        return self.verdict in (Verdict.APPROVED, Verdict.CONDITIONS)

    @property
    def needs_change(self) -> bool:
        """Asking again needs "what has changed"."""
        return self.verdict == Verdict.DENIED

    @property
    def ask_words(self) -> str:
        """The button for asking the district, empty where there is nothing to ask."""
        return str(_ASKS.get(self.verdict, ""))

    @property
    def extends(self) -> bool:
        """A short "add my school or seats" request is enough, not a new review."""
        return self.verdict in (Verdict.ELSEWHERE, Verdict.CONDITIONS, Verdict.APPROVED, Verdict.SETTING_UP)


def verdict_for(resource: Resource, place: Place | None, *, on: date) -> Verdict:
    """The short answer, from the availabilities alone: no query when they are prefetched with their places."""
    return _judge(resource, place, on)[0]


def standing_at(resource: Resource, place: Place | None, *, on: date) -> Verdict | Shown:
    """The short answer as a list shows it: where a day for its rollout is known, that day (MACRO-6)."""
    verdict, row = _judge(resource, place, on)
    return row.status if verdict == Verdict.SETTING_UP and row is not None and row.rollout_on else verdict


def answer_for(resource: Resource, place: Place | None, *, on: date) -> Answer:
    """The district's answer for a place on a day; no query for resources that came through `with_answers`."""
    verdict, row = _judge(resource, place, on)
    where = usable_places(resource, on=on)
    said = _denial(resource, place) if verdict == Verdict.DENIED else None
    return Answer(
        resource=resource,
        place=place,
        verdict=verdict,
        sentence=_sentence(verdict, resource, place, where, row),
        reason=said.words if said else "",
        ground=said.get_ground_display() if said else "",
        decided_at=said.at if said else (row.updated_at if row else None),
        conditions=conditions_of(row) if row and row.approval in USABLE else [],
        places=where,
        availability=row,
    )


def _judge(resource: Resource, place: Place | None, on: date) -> tuple[Verdict, Availability | None]:
    rows = list(resource.availabilities.all())
    row = covering(rows, place)
    if resource.approval == Approval.RETIRED:
        return Verdict.RETIRED, row
    if row is None:
        return _without_row(resource, rows, on), None
    if row.approval in USABLE and row.until and row.until < on:
        return Verdict.ENDED, row
    if row.approval in USABLE and resource.privacy == Privacy.MISSING:
        return Verdict.NOT_WITH_DATA, row
    if row.approval == Approval.APPROVED:
        return (Verdict.CONDITIONS if has_conditions(row) else Verdict.APPROVED), row
    return Verdict(row.approval), row


def _without_row(resource: Resource, rows: list[Availability], on: date) -> Verdict:
    if any(_usable(row, on) for row in in_force(rows)):
        return Verdict.ELSEWHERE
    if resource.approval in (Approval.IN_REVIEW, Approval.SETTING_UP):
        return Verdict(resource.approval)
    return Verdict.UNREVIEWED


def _usable(row: Availability, on: date) -> bool:
    return row.approval in USABLE and not (row.until and row.until < on)


def usable_places(resource: Resource, *, on: date) -> list[str]:
    """Names of the places where it may be used or is being set up."""
    return [row.place.name for row in in_force(resource.availabilities.all()) if _usable(row, on)]


def has_conditions(row: Availability) -> bool:
    """True when the approval holds for some only."""
    return bool(row.grades or row.subjects or row.no_student_accounts or row.until or row.conditions)


def conditions_of(row: Availability) -> list[str]:
    """The conditions of an approval, a sentence each."""
    found = []
    if row.grades:
        found.append(_("For grades %(grades)s only.") % {"grades": ", ".join(row.grades)})
    if row.subjects:
        found.append(_("For %(subjects)s only.") % {"subjects": ", ".join(row.subjects)})
    if row.no_student_accounts:
        found.append(_("Students must not have accounts."))
    if row.until:
        found.append(_("Until %(day)s.") % {"day": day_words(row.until)})
    if row.conditions:
        found.append(row.conditions)
    if row.seats is not None:
        found.append(ngettext("%(seats)d paid seat.", "%(seats)d paid seats.", row.seats) % {"seats": row.seats})
    return found


def data_words(resource: Resource) -> str:
    """What its state of privacy means for a teacher, in a sentence."""
    return str(_DATA_WORDS[Privacy(resource.privacy)])


def _denial(resource: Resource, place: Place | None) -> StatusChange | None:
    """The latest denial for this place or one above it; without places, for all."""
    for change in resource.history.all():
        places = list(change.places.all())
        if change.approval == Approval.DENIED and (not places or any(each.covers(place) for each in places)):
            return change
    return None


def _lost_on(resource: Resource) -> date | None:
    """The day since which no agreement covers it, where one did; the latest."""
    lost = (Privacy.MISSING, Privacy.AGREEMENT)
    rows = (row for row in resource.history.all() if (row.privacy, row.privacy_before) == lost)
    return next((timezone.localdate(row.at) for row in rows), None)


def _sentence(verdict: Verdict, resource: Resource, place: Place | None, where: list[str], row) -> str:
    named = {"name": resource.name, "place": place or _("your place"), "where": _listed(where)}
    match verdict:
        case Verdict.APPROVED:
            return _("Yes: %(name)s is approved at %(place)s.") % named
        case Verdict.CONDITIONS:
            return _("Yes, under conditions: %(name)s is approved at %(place)s.") % named
        case Verdict.SETTING_UP if row is not None and row.rollout_on:
            words = _("Soon: %(name)s is approved; rollout from %(day)s.")
            return words % {**named, "day": day_words(row.rollout_on)}
        case Verdict.SETTING_UP:
            return _("Soon: %(name)s is approved and is being set up.") % named
        case Verdict.NOT_WITH_DATA:
            return _without_agreement(resource)
        case Verdict.ELSEWHERE:
            return _("Not here yet: %(name)s is approved at %(where)s, but not at %(place)s.") % named
        case Verdict.ENDED:
            return _("No longer: the approval of %(name)s ended on %(day)s.") % {**named, "day": day_words(row.until)}
        case Verdict.DENIED:
            return _("No: %(name)s is denied at %(place)s.") % named
        case Verdict.IN_REVIEW:
            return _("Not yet: %(name)s is being reviewed.") % named
        case Verdict.RETIRED:
            return _("No: %(name)s is no longer used in this district.") % named
    return _("Not yet: nobody has asked the district about %(name)s.") % named


def _without_agreement(resource: Resource) -> str:
    lost_on = _lost_on(resource)
    if lost_on is None:
        return _("Not with students’ data: no agreement covers %(name)s yet.") % {"name": resource.name}
    named = {"name": resource.name, "day": day_words(lost_on)}
    words = _(
        "Not with students’ data: the agreement that covered %(name)s has ended. Since %(day)s and until a new one is"
        " in force, don’t use it with students’ names, accounts or work."
    )
    return words % named


def _listed(names: Iterable[str], shown: int = 3) -> str:
    names = list(names)
    rest = len(names) - shown
    listed = ", ".join(names[:shown])
    return listed if rest <= 0 else _("%(places)s and %(rest)d more places") % {"places": listed, "rest": rest}
