"""What the page of a case shows to one reader: nothing here that the reader may not see (X-2, X-6)."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Part
from workflows import drawing, engine, selectors, standing
from workflows.access import answer_is_out, may_remove, reasons_are_out
from workflows.actors import Actor, Hats, holders_at
from workflows.engine import transferring
from workflows.errors import Refused
from workflows.models import Answers, Case, Event, Passage, Review, Step
from workflows.moves import Move, Phase
from workflows.submissions import Resubmission, resubmissions
from workflows.words import in_readers_language

MOST_NAMED = 3  # holders named one by one


@dataclass(frozen=True)
class Badge:
    words: Any
    tone: str
    icon: str = ""


@dataclass(frozen=True)
class Said:
    """Words somebody wrote; `passage` is their id, for an administrator who has to remove them.

    Words `withheld` are not shown: the administrator sees only that there is something.
    """

    words: str
    passage: int | None = None
    internal: bool = False
    withheld: bool = False


@dataclass(frozen=True)
class StepLine:
    """One step as this reader sees it."""

    step: Step
    badge: Badge
    holder: str
    mine: bool = False
    may_take: bool = False
    may_hand_on: bool = False
    may_bring_in: bool = False
    ground: str = ""
    conditions: list[str] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)

    @property
    def since(self) -> Any:
        return self.step.opened_at if self.step.is_open else None

    @property
    def due(self) -> Any:
        return self.step.due_on if self.step.is_open and not self.step.stands_still else None

    @property
    def answered_at(self) -> Any:
        review = getattr(self.step, "review", None)
        return review.at if review else self.step.closed_at

    @property
    def note(self) -> str:
        """Why somebody else than the procedure names has it."""
        if not self.step.instead_of:
            return ""
        return _("Instead of: %(role)s.") % {"role": standing.role_words(self.step.instead_of)}


@dataclass(frozen=True)
class Asked:
    """Something that is asked of the reader."""

    question: Any
    label: Any
    url: str
    due: Any = None


@dataclass(frozen=True)
class Button:
    """A move the reader may make, or why it can't be made yet."""

    label: Any
    href: str
    tone: str
    reason: str = ""


class CasePage:
    """One case for one reader at one moment; each part is read when a template first uses it, once."""

    def __init__(self, case: Case, user: User, *, at: datetime, thread_page: str = ""):
        self.case, self.user, self.at, self.thread_page = case, user, at, thread_page
        self.today = timezone.localdate(at)
        self.seen = selectors.reading(user, case, at=at)
        self.hats = Hats.of(user, on=self.today)

    @cached_property
    def may_remove(self) -> bool:
        """May the reader take personal data out?"""
        return may_remove(self.user, self.case, at=self.at)

    @property
    def is_requester(self) -> bool:
        return self.user.pk == self.case.requester_id

    # --- where it stands ----------------------------------------------------------------------------------------------

    @property
    def lead(self) -> str:
        """Number and kind; for those who read it, who asked and where."""
        case = self.case
        parts = [case.number, case.machine.machine_title]
        if self.seen.whole and case.machine.stages:
            parts += [case.requester, case.place]
        return " · ".join(str(part) for part in parts if part)

    @property
    def badge(self) -> Badge:
        return Badge(self.case.state_words, self.case.look.tone, self.case.look.icon)

    @property
    def facts(self) -> list[tuple[str, Any]]:
        """The dates behind the sentence."""
        case = self.case
        dates = [
            (_("Begun") if case.numbered_at_start else _("Submitted"), case.submitted_at),
            (_("Answer expected by"), None if case.answered_at or case.is_over else case.response_due),
            (_("Answered"), case.answered_at),
            (_("Closed"), case.closed_at),
        ]
        return [(words, date) for words, date in dates if date]

    @cached_property
    def sentence(self) -> str:
        if not self.seen.whole:
            return standing.summary(self.case, today=self.today)
        return standing.sentence(self.case, today=self.today, own=self.own)

    @cached_property
    def drawn(self) -> list[drawing.Station]:
        return drawing.stations(self.case)

    @cached_property
    def own(self) -> set[int]:
        """Ids of open steps that wait on the reader."""
        return {step.pk for step in self.case.open_steps() if self.hats.holding(step)}

    @cached_property
    def asked(self) -> list[Asked]:
        """What is asked of the reader now: their steps, and the form while it is theirs."""
        case = self.case
        steps = [step for step in case.open_steps() if step.pk in self.own and not step.stands_still]
        asked = [_asked(step) for step in steps]
        if self.is_requester and case.phase == Phase.PREPARING and case.edit_page and not case.not_editable():
            url = reverse(case.edit_page, args=[case.pk])
            asked.append(Asked(_("Finish the form and submit it."), _("Continue the form"), url))
        return asked

    @cached_property
    def moves(self) -> list[tuple[Move, str]]:
        """Moves that answer no step. Asking for support and submitting stand on the form's own pages."""
        return engine.allowed_moves(self.case, self.user, at=self.at, only=self._stands_here)

    def _stands_here(self, move: Move) -> bool:
        asks = (move.opens or move.closes) and Part.REQUESTER in move.by
        elsewhere = move.step or move.submits or asks
        return not elsewhere and move.name not in self.case.body_moves

    @property
    def buttons(self) -> list[Button]:
        return [self._button(move) for move, reason in self.moves if not reason]

    @property
    def not_yet(self) -> list[Button]:
        """What the reader may do, but not now."""
        return [self._button(move, reason) for move, reason in self.moves if reason]

    @cached_property
    def may_transfer(self) -> bool:
        """May the reader move it to another procedure now, and is there another?"""
        if not self.case.machine.is_request or self.case.state not in transferring.first_states(self.case):
            return False
        try:
            transferring.may_transfer(self.case, Actor(self.user), at=self.at)
        except Refused:
            return False
        return bool(set(selectors.offered_kinds()) - {self.case.kind})

    def _button(self, move: Move, reason: str = "") -> Button:
        tone = "danger" if move.tone == "danger" else "quiet" if move.tone == "quiet" else "secondary"
        return Button(move.label, reverse("case-move", args=[self.case.pk, move.name]), tone, reason)

    # --- what was asked and said --------------------------------------------------------------------------------------

    @cached_property
    def submissions(self) -> list[Answers]:
        """What was said at each submission, oldest first."""
        return selectors.submissions(self.case) if self.seen.whole else []

    @property
    def resubmissions(self) -> list[Resubmission]:
        """What each later submission changed, newest first."""
        return resubmissions(self.submissions)

    @property
    def body_templates(self) -> list[str]:
        """The kind's own template for what is asked and said, else what every case has."""
        return [f"{self.case._meta.app_label}/case/{self.case.kind}.html", "workflows/_body.html"]

    @property
    def published(self) -> list:
        """What the library says of its decision, which anybody may read."""
        return selectors.published_words(self.case)

    # --- who was asked, and what they said ----------------------------------------------------------------------------

    @cached_property
    def lines(self) -> dict[int, StepLine]:
        """Each step by its id."""
        if not self.seen.whole:
            return {}
        return {step.pk: self._line(step) for step in self.case.every_step}

    def _holders(self, step: Step) -> list[User]:
        """Who can answer an open step today."""
        if step.named_person is not None:
            return [step.named_person]
        return [user for user in holders_at(self.case, on=self.today)(step.role) if user.pk != step.barred_id]

    @property
    def rounds(self) -> list[tuple[int, list[StepLine]]]:
        """Steps by round, the latest round first."""
        found: dict[int, list[StepLine]] = {}
        for line in self.lines.values():
            found.setdefault(line.step.round, []).append(line)
        return sorted(found.items(), reverse=True)

    @property
    def told(self) -> StepLine | None:
        """The words the case ended or was sent back with, for those who may read them: told first."""
        if self.case.phase not in {Phase.WAITING, Phase.DONE, Phase.REFUSED}:
            return None
        answered = [line for line in self.lines.values() if hasattr(line.step, "review")]
        last = max(answered, key=lambda line: line.step.review.at, default=None)
        spoken = last is not None and any(not (said.internal or said.withheld) for said in last.said)
        return last if spoken else None

    @property
    def words_come_later(self) -> bool:
        """The requester is told why something is not shown yet."""
        closed = [step for step in self.case.every_step if hasattr(step, "review")]
        return not self.seen.internal and not all(answer_is_out(step) for step in closed)

    def _line(self, step: Step) -> StepLine:
        mine = step.pk in self.own
        if step.is_open:
            holders = self._holders(step)
            question = self._said(step.question, shown=self.seen.internal)
            return StepLine(
                step=step,
                badge=_open_badge(step, mine, self.today),
                holder=_holders_words(step, holders),
                mine=mine and not step.stands_still,
                may_take=mine and step.person_id is None and len(holders) > 1,
                may_hand_on=step.stage.decides and (mine or engine.may_reassign(step, self.hats)),
                may_bring_in=mine and step.key in self.case.machine.forwards,
                said=question,
            )
        review = getattr(step, "review", None)
        if review is None:
            words = _("Closed without an answer")
            return StepLine(step, Badge(words, "quiet", "cross"), holder=standing.role_words(step.role))
        return self._answered(step, review)

    def _answered(self, step: Step, review: Review) -> StepLine:
        by = _by_words(review)
        shown = self.seen.internal or answer_is_out(step)
        said = self._said(review.rationale, shown=shown)
        said += self._said(review.internal, shown=self.seen.internal, internal=True)
        if not shown:
            return StepLine(step, Badge(_("Has answered"), "quiet", "check"), holder=by, said=said)
        words = self.case.machine.outcome_words.get(review.outcome) or review.get_outcome_display()
        badge = Badge(words, review.tone, review.icon)
        ground = review.get_ground_display() if review.ground else ""
        conditions = self.case.condition_words(review.conditions) if review.conditions else []
        return StepLine(step, badge, holder=by, ground=ground, conditions=conditions, said=said)

    def _said(self, passage: Passage | None, *, shown: bool, internal: bool = False) -> list[Said]:
        """Words as this reader has them: read, withheld from an administrator who may remove them, or nothing."""
        if passage is None or not (shown or self.may_remove):
            return []
        known = None if passage.removed_at else passage.pk
        return [Said(str(passage) if shown else "", known, internal, withheld=not shown)]

    def reads_passage(self, passage: int) -> bool:
        """May this reader read these words? An administrator may remove words they may not read."""
        rows = selectors.history(self.case, self.user, at=self.at)
        words = {row.words_id for row in rows}
        return passage in words or (self.seen.internal and passage in {row.internal_words_id for row in rows})

    @property
    def reads_findings(self) -> bool:
        """May this reader read what was recorded beside the answers? (X-6)"""
        return self.seen.internal or (self.seen.whole and reasons_are_out(self.case))

    def reads(self, what: str, which: str) -> bool:
        """May this reader read what they are about to remove?"""
        if what == "passage":
            return self.reads_passage(int(which))
        return what != "finding" or self.reads_findings

    # --- beside the procedure -----------------------------------------------------------------------------------------

    @cached_property
    def remarks(self) -> list[Event]:
        """Comments and files this reader may see, oldest first."""
        return selectors.remarks(self.case) if self.seen.whole else []

    @property
    def comments(self) -> list[tuple[Event, Said]]:
        """Each comment with its words; those with the vendor only where they don't stand apart."""
        apart = self.case.talks_with_vendor
        return [(event, said) for event, said in self._spoken if not (apart and event.seen == Event.Seen.VENDOR)]

    @cached_property
    def thread(self) -> Page:
        """What was said with the vendor, by both sides, a page of it: each word's event, and the word (PROC-1)."""
        said = [(event, said) for event, said in self._spoken if event.seen == Event.Seen.VENDOR]
        return selectors.last_page(said, self.thread_page)

    @cached_property
    def _spoken(self) -> list[tuple[Event, Said]]:
        found = []
        for event in self.remarks:
            if event.kind == Event.Kind.COMMENT:
                internal = event.seen == Event.Seen.INTERNAL
                found += [
                    (event, said) for said in self._said(event.words, shown=self._reads(event), internal=internal)
                ]
        return found

    @property
    def files(self) -> list[Event]:
        """Files the reader may open; an administrator, who may remove them, sees that there are others."""
        return [event for event in self.remarks if event.file_id and (self._reads(event) or self.may_remove)]

    def _reads(self, event: Event) -> bool:
        return self.seen.internal or event.seen != Event.Seen.INTERNAL

    @property
    def may_follow(self) -> bool:
        """The requester is told anyway, and a draft has no outcome to wait for."""
        open_to_all = self.case.phase in selectors.OPEN_PHASES and bool(self.case.machine.stages)
        return open_to_all and not self.is_requester and not self.follows

    @property
    def may_admit(self) -> bool:
        return self.is_requester and self.case.phase in selectors.OPEN_PHASES and bool(self.case.machine.stages)

    @property
    def follow_words(self) -> str:
        return _("Follow it") if self.seen.whole else _("Tell me the outcome")

    @cached_property
    def follows(self) -> bool:
        return any(row.user_id == self.user.pk for row in self.followers)

    @cached_property
    def followers(self) -> list:
        if self.case.phase == Phase.PREPARING or not self.case.machine.stages:
            return []
        return self.case.all_followers if self.seen.whole else self._oneself

    @property
    def _oneself(self) -> list:
        """Whoever reads the summary alone is not told who else follows."""
        return [row for row in self.case.all_followers if row.user_id == self.user.pk]


def _open_badge(step: Step, mine: bool, today) -> Badge:
    if step.stands_still:
        return Badge(_("Stands still"), "quiet", "pause")
    if mine:
        return Badge(_("Waiting on you"), "needs-you", "hand")
    if step.late_on(today):
        return Badge(_("Late"), "refused", "clock")
    return Badge(_("Waiting") if step.required else _("Asked, not waited for"), "waiting", "clock")


def _holders_words(step: Step, holders: list[User]) -> str:
    """Everybody who can answer it today, by name."""
    if step.named_person is not None:
        return f"{step.named_person}, {standing.role_of_named(step)}"
    role = standing.role_words(step.role)
    names = [str(person) for person in holders[:MOST_NAMED]]
    if len(holders) > MOST_NAMED:
        names.append(_("%(n)d others") % {"n": len(holders) - MOST_NAMED})
    return f"{role}: {get_text_list(names, _('or'))}" if names else role


def _asked(step: Step) -> Asked:
    words = _("Answer: %(step)s") % {"step": step.label}
    return Asked(step.stage.question, words, selectors.step_url(step), step.due_on)


def _by_words(review: Review) -> str:
    role = in_readers_language(review.by_role)
    words = f"{review.by_name}, {role}" if role else review.by_name
    if review.on_behalf_of_id is None:
        return words
    return _("%(who)s, on behalf of %(giver)s") % {"who": words, "giver": review.on_behalf_of}
