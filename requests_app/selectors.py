"""What the requester's pages read: the form, the check of its answers, lists of requests. Fixed numbers of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.district import role_name
from accounts.models import User
from accounts.selectors import seat_for
from requests_app import questions
from requests_app.models import Quote, Request
from workflows.models import CaseFile, Review, Step
from workflows.selectors import holders_now

# --- the form ---------------------------------------------------------------------------------------------------------


def read_for_form(case: Request) -> Request:
    """Read the lists among the answers, a query each."""
    prefetch_related_objects([case], *case.questionnaire.lists(case))
    return case


def topic_of(case: Request, key: str) -> questions.Topic | None:
    return next((topic for topic in questions.topics_for(case) if topic.key == key), None)


def topic_after(case: Request, key: str) -> questions.Topic | None:
    """The next page of the form; None after the last."""
    topics = questions.topics_for(case)
    keys = [topic.key for topic in topics]
    place = keys.index(key) + 1 if key in keys else 0
    return topics[place] if place < len(topics) else None


def progress(case: Request, here: str) -> list[dict[str, Any]]:
    """The pages of the form by name: done when nothing that is needed is missing."""
    items = [
        {
            "words": topic.title,
            "url": reverse("case-form", args=[case.pk, topic.key]),
            "place": "here" if topic.key == here else "next" if questions.left_to_answer(case, topic) else "done",
        }
        for topic in questions.topics_for(case)
    ]
    check = {"words": _("Check your answers"), "url": reverse("case-check", args=[case.pk])}
    return [*items, check | {"place": "here" if here == "check" else "next"}]


def last_returned(case: Request) -> Review | None:
    """The review that asked for changes, while they are being made."""
    if not case.is_returned:
        return None
    reviews = [step.review for step in case.all_steps if hasattr(step, "review")]
    return next((each for each in reversed(reviews) if each.outcome == Review.Outcome.RETURNED), None)


# --- check your answers -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One question with its answer."""

    name: str
    question: str
    answer: str
    missing: bool
    change_url: str


@dataclass(frozen=True)
class Section:
    """A topic with what was answered."""

    topic: questions.Topic
    rows: list[Said]


def sections(case: Request) -> list[Section]:
    """All questions of a request with their answers, and which are still missing."""
    return [Section(topic, _rows(case, topic)) for topic in questions.topics_for(case)]


def _rows(case: Request, topic: questions.Topic) -> list[Said]:
    left = set(questions.left_to_answer(case, topic))
    needed = questions.required_fields(case)
    page = reverse("case-form", args=[case.pk, topic.key])
    return [
        Said(
            name,
            capfirst(str(questions.name_of(case, name))),
            questions.said(case, name),
            name in left,
            f"{page}?back=check#div_id_{name}",
        )
        for name in topic.fields
        if name in needed or questions.answered(case, name) or name not in case.questionnaire.only_sometimes
    ]


def quotes_of(case: Request) -> list[Quote]:
    """Quotes with their files, oldest first; one query."""
    return list(Quote.objects.filter(purchase__case=case.pk).select_related("file__file"))


def papers_of(case: Request) -> list[CaseFile]:
    """Files the requester sees on the request, a quote with what it says; one query."""
    rows = CaseFile.objects.filter(case_id=case.pk, internal=False)
    return list(rows.select_related("file", "quote"))


@dataclass(frozen=True)
class Support:
    """Who was, or would be, asked for support, and what they said (MICRO-2, MACRO-1)."""

    needed: bool
    given: bool
    own: bool  # the requester holds the purse: submitting is support
    step: Step | None
    people: tuple[User, ...]
    role: str
    answer: Review | None

    @property
    def is_asked(self) -> bool:
        return self.step is not None

    @property
    def is_declined(self) -> bool:
        return bool(self.answer and not self.answer.approves and not self.is_asked and not self.given)

    @property
    def is_short(self) -> bool:
        """Support was given, for less than is asked now."""
        return bool(self.answer and self.answer.approves and not self.is_asked and not self.given)

    @property
    def names(self) -> str:
        return ", ".join(str(person) for person in self.people)


def support_of(case: Request, *, on: date) -> Support:
    """How the question of support stands; at most three queries, none when nobody has to be asked."""
    stage = case.support_stage
    if stage is None or not case.needs_support:
        return Support(False, True, False, None, (), "", None)
    step = case.open_step(stage.key)
    answers = [s.review for s in case.all_steps if s.key == stage.key and hasattr(s, "review")]
    own = case.requester_holds_purse
    if step:
        people, role = tuple(holders_now([step], on=on)[step.pk]), step.role
    elif own or case.support_given:
        people, role = (), case.role_for(stage)
    else:
        seat = seat_for(case.role_for(stage), case.place, on=on, barred=case.requester)
        people, role = seat.people, seat.role
    return Support(True, case.support_given, own, step, people, role_name(role), answers[-1] if answers else None)


# --- the receipt ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class WithWhom:
    """An open step and who has it now."""

    step: Step
    role: str
    people: tuple[User, ...]

    @property
    def words(self) -> str:
        """ "Ana Ruiz, Principal"; several people of one role are called by the role."""
        if len(self.people) == 1:
            return f"{self.people[0]}, {self.role}" if self.role else str(self.people[0])
        return self.role or ", ".join(map(str, self.people))


def with_whom(steps: Iterable[Step], *, on: date) -> list[WithWhom]:
    """Who has each of these open steps; one query for all of them."""
    steps = list(steps)
    people = holders_now(steps, on=on) if steps else {}
    return [WithWhom(step, role_shown(step), tuple(people[step.pk])) for step in steps]


def role_shown(step: Step) -> str:
    """The step's role as the district calls it; nothing for the requester's own step."""
    return "" if step.role == "requester" else role_name(step.role)
