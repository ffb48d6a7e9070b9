"""Breaches: recorded, put right, told to parents by letter, and on the public list (LAW-4; 105 ILCS 85/27(a)(5))."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dateutil.relativedelta import relativedelta
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.district import setting
from accounts.models import Place, User
from accounts.roles import Role
from accounts.wording import exact_words
from contracts.models import Breach, BreachCount
from contracts.public_record import holds, kept_by
from workflows import engine
from workflows.actors import Actor
from workflows.engine.amending import put_right
from workflows.engine.record import as_kept
from workflows.engine.steps import open_stages, shift_open_steps
from workflows.errors import NotYours, Unmet
from workflows.machines.public_record import POST
from workflows.moves import Phase

READERS = (Role.COMPLIANCE_OFFICER, Role.IT_DIRECTOR, Role.GENERAL_COUNSEL)
RECORDER = Role.COMPLIANCE_OFFICER
OPEN = (Phase.OPEN.value, Phase.WAITING.value)


def posted(on: date) -> QuerySet[Breach]:
    """Breaches on the public list on a day, the newest first: posted, found to be one, and not older than the years
    the district lists them for. With operator, counts and elements; three queries however many they are."""
    since = on - relativedelta(years=int(setting("breach_years")))
    found = Breach.objects.filter(posted_on__lte=on, posted_on__gt=since).exclude(state=Breach.State.CLOSED)
    joined = found.select_related("vendor", "contract__vendor").prefetch_related("counts__school", "elements")
    return joined.order_by("-posted_on", "-pk")


def may_read(user: User, *, on: date) -> bool:
    """The Compliance Officer, the Director of Information Technology and counsel know of breaches."""
    return holds(user, *READERS, on=on)


def may_record(user: User, *, on: date) -> bool:
    return holds(user, RECORDER, on=on)


def listed(user: User, *, on: date, over: bool) -> QuerySet[Breach]:
    """Breaches this person knows of: those being handled, or those that are over; the oldest open one first."""
    mine = kept_by(user, READERS, on=on)
    if mine is None:
        return Breach.objects.none()
    rows = Breach.objects.filter(mine).select_related("vendor", "contract__vendor").prefetch_related("counts", "steps")
    if over:
        return rows.exclude(phase__in=OPEN).order_by(F("closed_at").desc(nulls_last=True), "-pk")
    return rows.filter(phase__in=OPEN).order_by("known_on", "pk")


# --- recording and putting right --------------------------------------------------------------------------------------


def record_breach(
    *, by: Actor, at: datetime, place: Place, counts: dict[Place, int], elements: list, key: str = "", **columns: Any
) -> Breach:
    """Record a breach; `counts` says how many students of each school it concerns. Its clocks run from `known_on`."""
    if not may_record(by.user, on=timezone.localdate(at)):
        raise NotYours(_("Only the Compliance Officer records a breach."))

    def then(breach) -> None:
        BreachCount.objects.bulk_create(
            BreachCount(breach=breach, school=school, students=students) for school, students in counts.items()
        )

    return engine.start(
        Breach,
        by=by,
        at=at,
        place=place,
        key=key,
        requester=None,
        title=_title(columns, place),
        many={"elements": elements},
        then=then,
        **columns,
    )


def correct_breach(
    *, breach: int, by: Actor, at: datetime, counts: dict[Place, int], elements: list, shown=None, key="", **columns
) -> Breach:
    """Put right what became known better: dates, data, numbers. The history says what it said before.

    Open clocks run from the day it now says; what was left off the list as small, and is not, is asked again (LAW-4).
    """

    def allowed(case) -> None:
        if not may_record(by.user, on=timezone.localdate(at)):
            raise NotYours(_("Only the Compliance Officer changes what is recorded of a breach."))
        if case.state == Breach.State.CLOSED:
            raise Unmet(_("It was found to be no breach: reopen it first."))

    def act(case) -> dict:
        before = _in_words(case)
        case.counts.all().delete()
        BreachCount.objects.bulk_create(
            BreachCount(breach=case, school=school, students=students) for school, students in counts.items()
        )
        _clocks_follow(case, at=at)
        _ask_again_for_list(case, by=by, at=at)
        return {"students": [before, _in_words(case)]}

    place = Breach.objects.select_related("place").get(pk=breach).place
    return put_right(
        breach,
        label=gettext_lazy("What is recorded of the breach was put right"),
        by=by,
        at=at,
        allowed=allowed,
        changes=columns | {"title": _title(columns, place)},
        many={"elements": elements},
        act=act,
        shown=shown,
        key=key,
    )


def _clocks_follow(case: Breach, *, at: datetime) -> None:
    """Open dates move as far as the day it became known; what a hold added stays added."""
    was = Breach.objects.values_list("known_on", flat=True).get(pk=case.pk)
    if case.known_on != was:
        shift_open_steps(case, case.known_on - was, at=at)


def _ask_again_for_list(case: Breach, *, by: Actor, at: datetime) -> None:
    """Few enough to be left off the list by the numbers known before, too many now. Raises Unmet when it is over."""
    asked = [step for step in case.all_steps if step.key == POST.key]
    left_off = bool(asked) and hasattr(asked[-1], "review") and asked[-1].review.outcome == "not-needed"
    if not left_off or case.is_small():
        return
    if case.is_over:
        raise Unmet(_("So many students are concerned that it must be on the list: reopen the breach first."))
    open_stages(case, (POST,), at=at, by=by)


def _in_words(breach: Breach) -> str:
    return "; ".join(str(row) for row in BreachCount.objects.filter(breach=breach).select_related("school"))


def _title(columns: dict[str, Any], place: Place) -> str:
    where = columns.get("vendor") or place
    return as_kept(lambda: _("Breach: %(where)s") % {"where": where})[:200]


# --- the letter to parents --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A part of the letter: its heading, what it says, and lines of a list."""

    heading: str
    words: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Letter:
    """The letter about a breach to the parents of one school, in the language of the moment."""

    heading: str
    day: str
    to: str
    parts: list[Part]
    closing: list[str]

    @property
    def text(self) -> str:
        """All of it, to be copied into a mail or a letterhead."""
        blocks = [self.day, self.to, self.heading]
        for part in self.parts:
            blocks += [part.heading.upper(), *part.words]
            if part.lines:
                blocks.append("\n".join(f"- {line}" for line in part.lines))
        return "\n\n".join([*blocks, *self.closing])


def letter_to_parents(breach: Breach, school: Place | None, *, on: date) -> Letter:
    """What the law asks a letter to say (815 ILCS 530/10, district practice in LAW.md): the date of the breach, the
    data, whom to ask, consumer reporting agencies and the FTC, fraud alerts and security freezes."""
    to = _("To the parents and guardians of students at %(school)s") % {"school": school}
    return Letter(
        heading=_("Notice of a breach of student data"),
        day=exact_words(on),
        to=to if school else _("To parents and guardians"),
        parts=[
            Part(_("What happened"), [_when(breach), _where(breach), breach.description]),
            Part(_("Which data is concerned"), [_which_data(breach)], [str(each) for each in breach.elements.all()]),
            Part(_("Whom you can ask"), lines=_contacts(breach, school)),
            Part(
                _("Consumer reporting agencies and the Federal Trade Commission"),
                [_("You can reach them here, free of charge:")],
                [line.strip() for line in str(setting("consumer_agencies")).splitlines() if line.strip()],
            ),
            Part(
                _("Fraud alerts and security freezes"),
                [
                    _(
                        "From the consumer reporting agencies and the Federal Trade Commission you can get information"
                        " about fraud alerts and security freezes. A fraud alert asks a lender to check who is asking"
                        " before it gives credit in your child’s name. A security freeze keeps others from opening an"
                        " account in that name; it costs nothing to place or to lift."
                    )
                ],
            ),
        ],
        closing=[str(setting("privacy_officer")), str(setting("district_name"))],
    )


def _when(breach: Breach) -> str:
    """The date, the estimated date, or the range (105 ILCS 85/27(a)(5)(B))."""
    first, last = breach.happened_from, breach.happened_to
    if first is None:
        return _("The date of the breach is not known. The district learned of it on %(day)s.") % {
            "day": exact_words(breach.known_on)
        }
    days = {"first": exact_words(first)}
    if last and last != first:
        days["last"] = exact_words(last)
        if breach.date_is_estimate:
            return _("The breach happened, by our estimate, between %(first)s and %(last)s.") % days
        return _("The breach happened between %(first)s and %(last)s.") % days
    if breach.date_is_estimate:
        return _("The breach happened, by our estimate, on %(first)s.") % days
    return _("The breach happened on %(first)s.") % days


def _where(breach: Breach) -> str:
    if breach.operator is None:
        return _("It concerns data that the district itself keeps.")
    return _("It happened at %(operator)s, a company that provides a service to our schools.") % {
        "operator": breach.operator
    }


def _which_data(breach: Breach) -> str:
    if breach.elements.all():
        return _("Data of these kinds about students may have been seen or taken:")
    return _("Which data is concerned is still being looked into. We will write again when we know.")


def _contacts(breach: Breach, school: Place | None) -> list[str]:
    operator, district = breach.operator, setting("district_name")
    told = [setting("privacy_officer"), setting("help_phone"), setting("help_email")]
    ours = f"{school}, {district}" if school else str(district)
    lines = [", ".join(str(part) for part in (ours, *told) if part)]
    if operator is not None:
        address = " ".join(operator.business_address.split())
        told = [address, operator.contact_phone, operator.contact_email, operator.website]
        lines.append(", ".join(str(part) for part in (operator, *told) if part))
    return lines
