"""The candidates of a district purchase are looked at: committee, pilots, platforms, and the rule of the gate.

MACRO-4a, MACRO-4b, MACRO-5. Each act is that of the holder of a step, through `engine.amend`.

Members of the committee read what others wrote once they have sent their own answer, so that the first to write does
not write for all. Whoever else reads the whole request reads what was sent, never what somebody still works on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Place, User
from accounts.wording import day_words
from catalog.models.resource import Shown
from contracts.cover import not_covered
from requests_app.budgets import live_candidate
from requests_app.models import Candidate, CommitteeScore, DistrictPurchase, Pilot, PlatformAnswer
from requests_app.vetting import Line
from workflows import engine, notices
from workflows.actors import Actor, Hats
from workflows.engine.amending import held_step
from workflows.errors import Invalid, Stale, Unmet
from workflows.models import Step

COMMITTEE = frozenset({"committee"})
# Whoever may plan a pilot and say what came of it: the members, and the lead.
PILOTS = frozenset({"committee", "choice"})
PLATFORMS = frozenset({"platforms"})
TENTH = Decimal("0.1")


# --- the committee (MACRO-4a) -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Mine:
    """A candidate with what one member says of it, if anything yet."""

    candidate: Candidate
    score: CommitteeScore | None


@dataclass(frozen=True)
class Scored:
    """A candidate with what the members who have answered say of it."""

    candidate: Candidate
    scores: tuple[CommitteeScore, ...]

    @property
    def average(self) -> Decimal | None:
        if not self.scores:
            return None
        total = Decimal(sum(score.score for score in self.scores))
        return (total / len(self.scores)).quantize(TENTH, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class Summary:
    """The committee's answers side by side."""

    rows: tuple[Scored, ...]
    answered: tuple[User, ...]
    silent: tuple[User, ...]

    @property
    def sentence(self) -> str:
        if not (self.answered or self.silent):
            return ""
        asked = len(self.answered) + len(self.silent)
        words = ngettext(
            "%(done)d of %(asked)d member has answered.", "%(done)d of %(asked)d members have answered.", asked
        )
        return words % {"done": len(self.answered), "asked": asked}


def member_of(step: Step) -> User:
    """Whose answer it is, also when a deputy writes it."""
    return step.person


def mine(case: DistrictPurchase, member: User) -> list[Mine]:
    """What a member has said so far of each candidate; two queries."""
    given = {score.candidate_id: score for score in CommitteeScore.objects.filter(candidate__case=case, member=member)}
    return [Mine(candidate, given.get(candidate.pk)) for candidate in case.live_candidates()]


def give_score(
    case: DistrictPurchase, candidate: Candidate, *, step: int, by: Actor, at: datetime, key: str = "", **said: Any
):
    """`score` from 1 to 5, `pros`, `cons`, `gaps`; may be changed until the answer is sent.

    The history says that it was given, not what: others would read it there too early.
    """

    def act(child: DistrictPurchase) -> dict:
        found = _must_be_at(child, step, COMMITTEE, by=by, at=at)
        live = live_candidate(child, candidate.pk)
        CommitteeScore.objects.update_or_create(candidate=live, member=member_of(found), defaults={**said, "at": at})
        return {}

    label = gettext_lazy("Committee: looked at %(name)s")
    name = candidate.name
    return engine.amend(case.pk, step, label=lambda: str(label) % {"name": name}, by=by, at=at, act=act, key=key)


def may_read_scores(case: DistrictPurchase, user: User, *, on: date) -> bool:
    """Not while one's own answer is still asked for. That one reads the whole request is asked elsewhere."""
    hats = Hats.of(user, on=on)
    return not any(hats.holding(step) for step in _steps_of(case, COMMITTEE) if step.is_open)


def summary(case: DistrictPurchase, candidates: list[Candidate] | None = None) -> Summary:
    """What was sent, candidate by candidate; one query besides the candidates and the steps."""
    steps = [step for step in _steps_of(case, COMMITTEE) if step.person_id]
    silent = {step.person_id: step.person for step in steps if step.is_open}
    sent = [step for step in steps if step.closing == Step.Closing.ANSWERED and step.person_id not in silent]
    answered = {step.person_id: step.person for step in sent}
    live = candidates if candidates is not None else case.live_candidates()
    given = CommitteeScore.objects.filter(candidate__in=live, member__in=answered).select_related("member")
    by_candidate: dict[int, list[CommitteeScore]] = {}
    for score in given.order_by("member__last_name", "member__first_name", "member"):
        by_candidate.setdefault(score.candidate_id, []).append(score)
    rows = tuple(Scored(candidate, tuple(by_candidate.get(candidate.pk, ()))) for candidate in live)
    return Summary(rows, tuple(answered.values()), tuple(silent.values()))


# --- pilots (MACRO-4a) ------------------------------------------------------------------------------------------------


def why_no_students(candidate: Candidate, place: Place, *, begins_on: date, ends_on: date) -> str:
    """Why students may not take part in a trial, or an empty text: an agreement covers it from its first day to its
    last, unless the Compliance Officer found that no student data is shared (105 ILCS 85/26)."""
    found = Candidate.Compliance
    if not candidate.compliance:
        return _("The Compliance Officer has not said yet whether it is compliant.")
    if candidate.compliance == found.REFUSED:
        return _("The Compliance Officer found that it is not compliant.")
    if candidate.compliance == found.NO_DATA:
        return ""
    return covers(candidate, [place], on=begins_on) or covers(candidate, [place], on=ends_on)


def covers(candidate: Candidate, places: Iterable[Place], *, on: date) -> str:
    """Why no agreement covers what the Compliance Officer found of a candidate, at places on a day."""
    elements = list(candidate.elements.all())
    if not elements:
        return _("Record which data elements are shared first.")
    return not_covered(resource=candidate.resource, places=places, elements=elements, on=on)


def keep_pilot(
    case: DistrictPurchase,
    candidate: Candidate,
    *,
    pilot: Pilot | None = None,
    place: Place,
    begins_on: date,
    ends_on: date,
    with_students: bool,
    findings: str = "",
    step: int,
    by: Actor,
    at: datetime,
    key: str = "",
):
    """A trial is planned, or what is known of it put right. Invalid with students whom no agreement covers."""

    def act(child: DistrictPurchase) -> dict:
        _must_be_at(child, step, PILOTS, by=by, at=at)
        live = live_candidate(child, candidate.pk)
        kept = _pilot(live, pilot) if pilot else Pilot(candidate=live)
        before = _pilot_words(kept) if pilot else ""
        planned = (kept.with_students, kept.place_id, kept.begins_on, kept.ends_on)
        # What was found is written down afterwards too, when the agreement may have ended.
        anew = with_students and planned != (True, place.pk, begins_on, ends_on)
        if anew and (reason := why_no_students(live, place, begins_on=begins_on, ends_on=ends_on)):
            raise Invalid({"with_students": reason})
        kept.place, kept.begins_on, kept.ends_on = place, begins_on, ends_on
        kept.with_students, kept.findings = with_students, findings
        kept.by, kept.at = by.user, at
        kept.save()
        return {str(kept): [before, _pilot_words(kept)]}

    label = gettext_lazy("Pilot put right") if pilot else gettext_lazy("Pilot planned")
    return engine.amend(case.pk, step, label=label, by=by, at=at, act=act, key=key)


def _pilot(candidate: Candidate, chosen: Pilot) -> Pilot:
    found = candidate.pilots.filter(pk=chosen.pk).first()
    if found is None:
        raise Stale(_("This pilot was taken off the list meanwhile."))
    return found


def _pilot_words(pilot: Pilot) -> str:
    students = "students" if pilot.with_students else "no students"
    return f"{pilot.begins_on} – {pilot.ends_on}, {students}{', findings' if pilot.findings else ''}"


def remove_pilot(case: DistrictPurchase, pilot: Pilot, *, step: int, by: Actor, at: datetime):
    """A trial that is not held after all; one with findings stays."""

    def act(child: DistrictPurchase) -> dict:
        _must_be_at(child, step, PILOTS, by=by, at=at)
        found = Pilot.objects.filter(candidate__case=child.pk, pk=pilot.pk).first()
        if found is None:
            raise Stale(_("This pilot was taken off the list meanwhile."))
        if found.findings:
            raise Unmet(_("Something was found in it: it stays on the list."))
        found.delete()
        return {str(pilot): [_pilot_words(pilot), ""]}

    return engine.amend(case.pk, step, label=gettext_lazy("Pilot taken off the list"), by=by, at=at, act=act)


def pilots_of(candidates: list[Candidate]) -> list[Pilot]:
    """In the order of their days; one query."""
    return list(Pilot.objects.filter(candidate__in=candidates).select_related("candidate", "place", "by"))


# --- the district's platforms (MACRO-4b) ------------------------------------------------------------------------------


TONES = {
    "yes": ("good", "check"),
    "work": ("waiting", "clock"),
    "no": ("refused", "cross"),
    "not-needed": ("quiet", "check"),
}


def shown(answer: PlatformAnswer) -> Shown:
    """As a badge shows it."""
    return Shown(answer.get_says_display(), *TONES[answer.says])


@dataclass(frozen=True)
class Integrated:
    """A candidate with an answer, or none yet, for each platform."""

    candidate: Candidate
    answers: tuple[tuple[str, PlatformAnswer | None], ...]

    @property
    def missing(self) -> list[str]:
        return [name for name, answer in self.answers if answer is None]

    @property
    def refusing(self) -> list[str]:
        return [name for name, answer in self.answers if answer is not None and answer.says == answer.Says.NO]

    @property
    def to_do(self) -> list[PlatformAnswer]:
        """What passes with an owner and a date."""
        return [answer for _name, answer in self.answers if answer is not None and answer.says == answer.Says.WORK]


def integrations(case: DistrictPurchase, candidates: list[Candidate]) -> list[Integrated]:
    """Each candidate with its answers; one query and the setting."""
    names = case.platforms
    given = PlatformAnswer.objects.filter(candidate__in=candidates, platform__in=names).select_related("owner")
    known = {(answer.candidate_id, answer.platform): answer for answer in given}
    return [
        Integrated(candidate, tuple((name, known.get((candidate.pk, name))) for name in names))
        for candidate in candidates
    ]


@dataclass(frozen=True)
class Said:
    """What Technology says of one platform."""

    platform: str
    says: str
    owner: User | None = None
    due_on: date | None = None
    words: str = ""


def answer_platforms(
    case: DistrictPurchase,
    candidate: Candidate,
    answers: list[Said],
    *,
    step: int,
    by: Actor,
    at: datetime,
    key: str = "",
):
    """One answer for each platform named; whoever has to do the work is told."""

    def act(child: DistrictPurchase) -> dict:
        _must_be_at(child, step, PLATFORMS, by=by, at=at)
        live = live_candidate(child, candidate.pk)
        known = {answer.platform: answer for answer in live.platforms.select_related("owner")}
        changed = {}
        for said in answers:
            before = known.get(said.platform)
            kept = _kept_answer(live, said, by=by, at=at)
            changed[f"{live.name}, {said.platform}"] = [_answer_words(before), _answer_words(kept)]
            if _is_given_work(before, kept):
                tell_owner(child, kept, str(kept.platform), by=by, at=at)
        return changed

    label = gettext_lazy("Platforms: %(name)s")
    name = candidate.name
    return engine.amend(case.pk, step, label=lambda: str(label) % {"name": name}, by=by, at=at, act=act, key=key)


def _kept_answer(candidate: Candidate, said: Said, *, by: Actor, at: datetime) -> PlatformAnswer:
    work = said.says == PlatformAnswer.Says.WORK
    lacks = {} if not work else {"owner": said.owner, "due_on": said.due_on}
    if any(value is None for value in lacks.values()):
        raise Invalid({"__all__": _("%(name)s: say who does the work, and by when.") % {"name": said.platform}})
    kept, _new = PlatformAnswer.objects.update_or_create(
        candidate=candidate,
        platform=said.platform,
        defaults={
            "says": said.says,
            "owner": said.owner if work else None,
            "due_on": said.due_on if work else None,
            "words": said.words,
            "by": by.user,
            "at": at,
        },
    )
    return kept


def _is_given_work(before: PlatformAnswer | None, now: PlatformAnswer) -> bool:
    if now.owner_id is None:
        return False
    return before is None or (before.owner_id, before.due_on) != (now.owner_id, now.due_on)


def _answer_words(answer: PlatformAnswer | None) -> str:
    if answer is None:
        return ""
    return f"{answer.says}, {answer.owner}, {answer.due_on}" if answer.owner else str(answer.says)


def tell_owner(case: DistrictPurchase, row: Any, what: str, *, by: Actor, at: datetime) -> None:
    """Somebody has something to do by a day: told when it is given to them; again on the day (requests_app.owners)."""
    said = {"what": what, "due": day_words(row.due_on) if row.due_on else ""}
    key = f"{row._meta.model_name}:{row.pk}:{row.due_on}"
    notices.tell([row.owner], "district_owner", case=case, at=at, but=by.user, key=key, context=said)


# --- the gate (MACRO-5) -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Refusal(Line):
    """A line that stays as it is: the candidate does not pass."""

    @property
    def shown(self) -> Shown:
        return Shown(_("No"), "refused", "cross")


@dataclass
class Gate:
    """The rule of the gate as a list: done, or what is missing."""

    candidate: Candidate | None
    lines: list[Line] = field(default_factory=list)

    @property
    def missing(self) -> list[Line]:
        return [line for line in self.lines if not line.done]


def gate(case: DistrictPurchase, *, on: date | None = None) -> Gate:
    """Is the chosen candidate compliant, and does it integrate?"""
    on = on or timezone.localdate()
    chosen = case.chosen
    label = gettext_lazy("A candidate is chosen")
    if chosen is None:
        return Gate(None, [Line("candidate", label, False, _("Nobody has chosen a candidate."))])
    lines = [Line("candidate", label, True, str(chosen)), _finding(chosen), _agreement(case, chosen, on)]
    return Gate(chosen, lines + _platform_lines(case, chosen))


def gate_lacks(case: DistrictPurchase) -> str:
    """Why the chosen candidate may not pass, or an empty text."""
    missing = gate(case).missing
    return f"{missing[0].label}: {missing[0].words}" if missing else ""


def _finding(chosen: Candidate) -> Line:
    label, found = gettext_lazy("Compliance"), Candidate.Compliance
    words = chosen.get_compliance_display() or _("The Compliance Officer has not said yet whether it is compliant.")
    said = ". ".join(part for part in (str(words).rstrip("."), chosen.compliance_words) if part)
    return Line("compliance", label, chosen.compliance in {found.COMPLIANT, found.NO_DATA}, said)


def _agreement(case: DistrictPurchase, chosen: Candidate, on: date) -> Line:
    label = gettext_lazy("Agreement")
    if chosen.compliance == Candidate.Compliance.NO_DATA:
        return Line("agreement", label, True, _("No student data is shared: no agreement is needed."), applies=False)
    reason = covers(chosen, case.asked_places(), on=on)
    return Line("agreement", label, not reason, reason or _("A signed agreement in force covers it."))


def _platform_lines(case: DistrictPurchase, chosen: Candidate) -> list[Line]:
    found = integrations(case, [chosen])[0]
    lines = []
    for name, answer in found.answers:
        if answer is None:
            lines.append(Line(f"platform-{name}", name, False, _("Nobody has said whether it integrates.")))
        else:
            applies = answer.says != answer.Says.NOT_NEEDED
            kind = Refusal if answer.says == answer.Says.NO else Line
            done = kind is Line
            lines.append(kind(f"platform-{name}", name, done, platform_words(answer), applies=applies))
    return lines


def platform_words(answer: PlatformAnswer) -> str:
    """An answer in a sentence: with work, by whom and until when."""
    said = [str(answer.get_says_display())]
    if answer.says == answer.Says.NO:
        said = [_("It does not work with it")]
    if answer.says == answer.Says.WORK:
        said = [_("With work: %(who)s, by %(day)s") % {"who": answer.owner, "day": day_words(answer.due_on)}]
    return ". ".join([*said, *([answer.words] if answer.words else [])])


# --- what must hold ---------------------------------------------------------------------------------------------------


def _steps_of(case: DistrictPurchase, keys: frozenset[str]) -> list[Step]:
    """Steps of these keys, the oldest first, each with its case."""
    found = [step for step in case.all_steps if step.key in keys]
    for step in found:
        step.case = case
    return found


def _must_be_at(child: DistrictPurchase, step: int, keys: frozenset[str], *, by: Actor, at: datetime) -> Step:
    found, _holding = held_step(child, step, by=by, at=at)
    if found.key not in keys:
        raise Unmet(_("This is not done at this step."))
    return found
