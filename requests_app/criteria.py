"""What the district needs, sent to several vendors at once, each of whom answers through a link (MACRO-2a).

The list can be changed until it is first sent; from then on it only grows. Whoever answered before is asked for what
came new alone; what was given stays as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from accounts.district import setting
from accounts.wording import day_words
from requests_app.candidates import candidate_of, must_lead
from requests_app.models import Candidate, CriteriaForm, Criterion, DistrictPurchase
from workflows import links, notices
from workflows.actors import Actor
from workflows.engine.amending import put_right
from workflows.errors import Invalid, Stale, Unmet
from workflows.models import Link

PURPOSE = Link.Purpose.CRITERIA
About = Criterion.About
MOST = 60
# What most districts ask; the lead changes it, or leaves lines out.
PROPOSED: tuple[tuple[About, str, bool], ...] = (
    (About.PRIVACY, gettext_noop("You sign the district’s student data privacy agreement, as SOPPA requires."), True),
    (About.PRIVACY, gettext_noop("You neither sell student data nor use it for advertising."), True),
    (About.PRIVACY, gettext_noop("You delete student data when the agreement ends, and certify it."), True),
    (About.PRIVACY, gettext_noop("You publish your subcontractors that receive student data."), False),
    (About.SIS, gettext_noop("It takes students and classes from our student information system."), True),
    (About.SIS, gettext_noop("It returns grades or results to our student information system."), False),
    (About.SIGN_IN, gettext_noop("Class lists come by OneRoster, Clever or ClassLink."), False),
    (About.SIGN_IN, gettext_noop("Students and staff sign in with their district account (single sign-on)."), True),
    (About.LANGUAGES, gettext_noop("Students can use it in English and Spanish."), False),
    (About.LANGUAGES, gettext_noop("What families read is there in more than one language."), False),
    (About.ACCESSIBILITY, gettext_noop("It meets WCAG 2.1 AA, and you have a conformance report (VPAT)."), True),
    (About.OTHER, gettext_noop("It runs on the devices that our schools have."), True),
    (About.OTHER, gettext_noop("Training for staff is part of the offer."), False),
)


# --- the list ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One criterion as it is typed; `pk` of the one it was before, if any."""

    about: str
    words: str
    must: bool = False


def proposed() -> list[Line]:
    """The list to begin with, in the reader's language."""
    return [Line(about.value, _(words), must) for about, words, must in PROPOSED]


def said_now(words: str) -> str:
    """A criterion in the reader's language where it is one of those proposed; else as somebody wrote it."""
    return _(words) if words in {known for _about, known, _must in PROPOSED} else words


def _as_kept(words: str) -> str:
    """A line that stands as it was proposed is kept so that each vendor reads it in its own language."""
    typed = " ".join(words.split())
    return next((known for _about, known, _must in PROPOSED if typed in {known, _(known)}), typed)


def in_order(criteria: Iterable[Criterion]) -> list[Criterion]:
    """By what they are about, then as they were written."""
    place = {about: number for number, about in enumerate(About.values)}
    return sorted(criteria, key=lambda each: (place[each.about], each.number, each.pk))


def is_sent(case: DistrictPurchase) -> bool:
    """Has any vendor been asked? From then on the list only grows."""
    return CriteriaForm.objects.filter(candidate__case=case).exists()


def keep_list(
    case: DistrictPurchase, lines: list[Line], *, by: Actor, at: datetime, shown=None, key: str = ""
) -> DistrictPurchase:
    """The whole list as it is typed takes the place of the one before. Unmet once it was sent."""

    def act(child: DistrictPurchase) -> dict:
        if is_sent(child):
            raise Unmet(_("The criteria were sent already: you can add to them, but not change them."))
        before = _listed(child)
        child.criteria.all().delete()
        for number, line in enumerate(lines[:MOST], start=1):
            child.criteria.create(number=number, about=line.about, words=_as_kept(line.words), must=line.must)
        return {"criteria": [before, _listed(child)]}

    label, allowed = gettext_lazy("Criteria written down"), must_lead(by, at)
    return put_right(case.pk, label=label, by=by, at=at, allowed=allowed, act=act, shown=shown, key=key)


def _listed(case: DistrictPurchase) -> str:
    return "; ".join(each.words for each in case.criteria.all())


def add_criterion(case: DistrictPurchase, line: Line, *, by: Actor, at: datetime, key: str = "") -> DistrictPurchase:
    """One more, after the list was sent: each vendor whose link works is asked for it by mail."""

    def act(child: DistrictPurchase) -> dict:
        known = list(child.criteria.all())
        if len(known) >= MOST:
            raise Unmet(_("At most %(most)d criteria can be asked.") % {"most": MOST})
        words = _as_kept(line.words)
        if any(each.words.casefold() == words.casefold() for each in known):
            raise Invalid({"words": _("This is among the criteria already.")})
        number = max((each.number for each in known), default=0) + 1
        made = child.criteria.create(number=number, about=line.about, words=words, must=line.must)
        for form in CriteriaForm.objects.filter(candidate__case=child).select_related("link", "candidate"):
            if form.link.works_at(at) and form.candidate.standing == Candidate.Standing.CONSIDERED:
                once = f"link:{form.link_id}:criterion:{made.pk}"
                notices.tell_link(form.link, "criteria_added", at=at, key=once, **_named(form, at))
        return {"criteria": ["", made.words]}

    label = gettext_lazy("Criterion added")
    return put_right(case.pk, label=label, by=by, at=at, allowed=must_lead(by, at), act=act, key=key)


# --- sending, and the links -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Addressee:
    """Somebody at the vendor of a candidate."""

    candidate: int
    name: str
    email: str
    language: str = "en"


def send(
    case: DistrictPurchase, to: list[Addressee], *, due_on: date, by: Actor, at: datetime, key: str = ""
) -> DistrictPurchase:
    """Each gets a link of its own by mail, and answers by a day. Whose link works already is asked for another day,
    or sent a new link, on its own page."""

    def act(child: DistrictPurchase) -> dict:
        if not child.criteria.exists():
            raise Unmet(_("Write down first what the district needs."))
        for each in to:
            found = candidate_of(child, each.candidate)
            if found.standing != Candidate.Standing.CONSIDERED:
                raise Stale(_("%(name)s is not being considered any more.") % {"name": found})
            if any(form.link.works_at(at) for form in found.forms.select_related("link")):
                raise Stale(_("%(name)s was asked meanwhile.") % {"name": found})
            _give_link(child, found, each, due_on=due_on, by=by, at=at)
        return {"criteria": ["", ", ".join(each.name for each in to)]}

    label = gettext_lazy("Criteria sent to vendors")
    return put_right(case.pk, label=label, by=by, at=at, allowed=must_lead(by, at), act=act, key=key)


def _give_link(
    case: DistrictPurchase, candidate: Candidate, to: Addressee, *, due_on: date, by: Actor, at: datetime
) -> CriteriaForm:
    """A new link; the answers begun or given through one before stay."""
    form = candidate.forms.select_related("link__case").last()
    if form is not None:
        links.revoke(form.link, by=by, at=at)
    link = links.issue(
        case,
        purpose=PURPOSE,
        name=to.name,
        email=to.email,
        organisation=candidate.vendor_name,
        language=to.language,
        by=by,
        at=at,
        days=_days(due_on, at),
    )
    form = form or CriteriaForm(candidate=candidate)
    form.link, form.due_on, form.reminded_on = link, due_on, None
    form.save()
    once = f"link:{form.link_id}:criteria"
    notices.tell_link(form.link, "criteria_invitation", at=at, key=once, **_named(form, at))
    return form


def _days(due_on: date, at: datetime) -> int:
    """A link works until the day asked for, and as long again as a new one."""
    return max((due_on - timezone.localdate(at)).days, 0) + int(setting("link_days"))


def _named(form: CriteriaForm, at: datetime) -> dict[str, Any]:
    """What the mails say: this candidate alone. What else is compared, and the purchase's name, are not theirs."""
    with translation.override(form.link.language):
        due = day_words(form.due_on)
    return {"product": form.candidate.name, "due": due, "late": form.due_on < timezone.localdate(at)}


def _upon(case: DistrictPurchase, form: int, label, act, *, by: Actor, at: datetime, key: str = ""):
    """The lead's act upon the form of one vendor."""

    def upon(child: DistrictPurchase) -> dict:
        found = CriteriaForm.objects.select_related("link__case", "candidate").filter(pk=form, candidate__case=child)
        row = found.first()
        if row is None:
            raise Stale(_("These criteria were not sent to this vendor."))
        return act(child, row) or {}

    return put_right(case.pk, label=label, by=by, at=at, allowed=must_lead(by, at), act=upon, key=key)


def _must_work(form: CriteriaForm, at: datetime) -> None:
    if not form.link.works_at(at):
        raise Unmet(_("This link works no longer: send a new one."))


def remind(case: DistrictPurchase, form: int, *, by: Actor, at: datetime, key: str = "") -> DistrictPurchase:
    """A mail that the answer is missing; once a day."""

    def act(child: DistrictPurchase, row: CriteriaForm) -> dict:
        today = timezone.localdate(at)
        _must_work(row, at)
        if not asked_of(row):
            raise Unmet(_("%(name)s has answered already.") % {"name": row.link.holder})
        if row.reminded_on == today:
            raise Unmet(_("%(name)s was reminded today already.") % {"name": row.link.holder})
        once = f"link:{row.link_id}:reminded:{today}"
        notices.tell_link(row.link, "criteria_reminder", at=at, key=once, **_named(row, at))
        row.reminded_on = today
        row.save(update_fields=["reminded_on"])

    return _upon(case, form, gettext_lazy("Vendor reminded of the criteria"), act, by=by, at=at, key=key)


def extend(
    case: DistrictPurchase, form: int, *, due_on: date, by: Actor, at: datetime, key: str = ""
) -> DistrictPurchase:
    """Another day to answer by; the same link works as much longer, and the vendor is told."""

    def act(child: DistrictPurchase, row: CriteriaForm) -> dict:
        before, row.due_on = row.due_on, due_on
        links.extend(row.link, by=by, at=at, days=_days(due_on, at))
        row.save(update_fields=["due_on"])
        if asked_of(row):
            once = f"link:{row.link_id}:due:{due_on}:{child.version}"
            notices.tell_link(row.link, "criteria_reminder", at=at, key=once, **_named(row, at))
        return {"criteria": [f"{row.candidate}: {before}", f"{row.candidate}: {due_on}"]}

    return _upon(case, form, gettext_lazy("More time for the criteria"), act, by=by, at=at, key=key)


def send_again(
    case: DistrictPurchase, form: int, to: Addressee, *, due_on: date, by: Actor, at: datetime, key: str = ""
) -> DistrictPurchase:
    """A new link, to the same person or another; the one before stops working, and what was saved stays."""

    def act(child: DistrictPurchase, row: CriteriaForm) -> dict:
        if row.candidate.standing != Candidate.Standing.CONSIDERED:
            raise Unmet(_("%(name)s is not being considered any more.") % {"name": row.candidate})
        _give_link(child, row.candidate, to, due_on=due_on, by=by, at=at)
        return {"criteria": ["", to.name]}

    return _upon(case, form, gettext_lazy("Criteria sent to vendors"), act, by=by, at=at, key=key)


def withdraw(case: DistrictPurchase, form: int, *, by: Actor, at: datetime, key: str = "") -> DistrictPurchase:
    """The link stops working at once; what was given stays."""

    def act(child: DistrictPurchase, row: CriteriaForm) -> dict:
        links.revoke(row.link, by=by, at=at)
        return {"criteria": [str(row.candidate), ""]}

    return _upon(case, form, gettext_lazy("A vendor is no longer asked"), act, by=by, at=at, key=key)


def asked_of(form: CriteriaForm) -> list[Criterion]:
    """What a vendor has not given an answer to yet, in order; two queries."""
    given = form.answers.filter(given_at__isnull=False).values_list("criterion", flat=True)
    known = set(given)
    return in_order(each for each in form.candidate.case.criteria.all() if each.pk not in known)
