"""What the reviewers' pages read: the inbox, and what stands beside a step's question. Fixed numbers of queries."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.district import role_name
from accounts.models import Place, User
from accounts.roles import Part
from catalog.models import Approval, Resource, StatusChange
from catalog.selectors import similar_to
from requests_app import questions
from requests_app.conditions import in_words
from workflows import selectors
from workflows.actors import Hats
from workflows.models import Answers, Case, Review, Step

PER_PAGE = 25

# --- the inbox --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Waiting:
    """A step that waits on the reader: by which right, and whether a colleague could take it too."""

    step: Step
    right: str
    on_behalf_of: User | None
    claimable: bool


@dataclass(frozen=True)
class Group:
    """Steps due in the same stretch of time, oldest due first."""

    title: str
    count: int
    rows: list[Waiting] = field(default_factory=list)


@dataclass(frozen=True)
class Inbox:
    """One page of what waits on somebody, and how much there is in all."""

    page: object
    groups: list[Group]
    total: int
    places: list[Place]

    @property
    def first(self) -> Waiting | None:
        return next((row for group in self.groups for row in group.rows), None)


class _Counted(Paginator):
    """A paginator that is told how many there are: the counts by group were one query already."""

    def __init__(self, *args, total: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.__dict__["count"] = total


def inbox_page(user: User, *, on: date, place: int | None = None, kind: str = "", page: int | str = 1) -> Inbox:
    """Every step that waits on a person, oldest due first: late, due this week, later (X-1)."""
    waiting = selectors.inbox(user, on=on)
    places = list(Place.objects.filter(pk__in=waiting.order_by().values("place")).order_by("name"))
    if place:
        waiting = waiting.filter(place=place)
    if kind:
        waiting = waiting.filter(case__kind=kind)
    end = _end_of_week(on)
    late, this_week = Q(due_on__lt=on), Q(due_on__gte=on, due_on__lte=end)
    counts = waiting.order_by().aggregate(
        all=Count("pk"), late=Count("pk", filter=late), week=Count("pk", filter=this_week)
    )
    shown = _Counted(waiting, PER_PAGE, total=counts["all"]).get_page(page)
    rows = [_row(step, user, on) for step in shown.object_list]
    return Inbox(shown, _groups(rows, counts, on, end), counts["all"], places)


def _end_of_week(on: date) -> date:
    """The coming Sunday; at the weekend, the one after: the week one works in next."""
    return on + timedelta(days=6 - on.weekday() + (7 if on.weekday() >= 5 else 0))


def _groups(rows: list[Waiting], counts: dict, on: date, end: date) -> list[Group]:
    later = counts["all"] - counts["late"] - counts["week"]
    groups = [Group(_("Late"), counts["late"]), Group(_("This week"), counts["week"]), Group(_("Later"), later)]
    for row in rows:
        due = row.step.due_on
        groups[0 if due and due < on else 1 if due and due <= end else 2].rows.append(row)
    return [group for group in groups if group.rows]


def _row(step: Step, user: User, on: date) -> Waiting:
    holding = Hats.of(user, on=on).holding(step)
    for_whom = holding.on_behalf_of if holding else None
    return Waiting(step, right_words(step, user), for_whom, step.named_person is None)


def right_words(step: Step, user: User) -> str:
    """By which right a step waits on somebody: by name, or by role and place."""
    if step.role == Part.REQUESTER:
        return _("Your own request")
    if step.named_person is not None:
        return _("With you by name") if step.person_id == user.pk else _("With %(who)s by name") % {"who": step.person}
    return _("%(role)s, %(place)s") % {"role": role_name(step.role), "place": step.place}


def next_step(user: User, *, on: date) -> Step | None:
    """The step to answer next: the one due first."""
    return selectors.inbox(user, on=on).first()


# --- one step ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Said:
    """One question of the form with the requester's answer, and what it was before the last submission."""

    question: str
    answer: str
    before: str | None = None


@dataclass(frozen=True)
class Topic:
    title: str
    rows: list[Said]


def request_said(case: Case) -> list[Topic]:
    """The request as it was last submitted, topic by topic; what a resubmission changed shows what it was before."""
    kept = list(Answers.objects.filter(case_id=case.pk).order_by("-pk")[:2])
    now = kept[0].data if kept else questions.snapshot(case)
    before = kept[1].data if len(kept) > 1 else {}
    topics = []
    for topic in questions.topics_for(case):
        asked = [(capfirst(str(questions.name_of(case, n))), now.get(n), before.get(n)) for n in topic.fields]
        rows = [_said(name, entry, old) for name, entry, old in asked if _is_worth_reading(entry, old)]
        if rows:
            topics.append(Topic(topic.title, rows))
    return topics


def _is_worth_reading(entry: dict | None, before: dict | None) -> bool:
    return entry is not None and bool(entry.get("said") or entry.get("removed") or (before or {}).get("said"))


def _said(asked: str, entry: dict, before: dict | None) -> Said:
    if "removed" in entry:
        return Said(asked, _("[removed by an administrator]"))
    old = before.get("said") if before else None
    changed = before is not None and old is not None and old != entry["said"]
    return Said(asked, entry["said"], old if changed else None)


@dataclass(frozen=True)
class ReviewLine:
    """One reviewer's answer on one line, with its conditions in words."""

    review: Review
    step: Step
    conditions: list[str]
    current: bool
    internal: str = ""


def reviews_of(case: Case, *, internal: bool) -> list[ReviewLine]:
    """Every answer given on a case, oldest first; `current` ones belong to the latest round of reviews.

    `internal` says whether the reader may read the notes that never leave reviewers.
    """
    rows = Review.objects.filter(step__case=case.pk).exclude(outcome=Review.Outcome.RESUBMITTED)
    rows = rows.select_related("rationale", "internal", "on_behalf_of")
    steps = {step.pk: step for step in case.all_steps}
    latest = {step.pk for step in case.review_round()}
    lines = []
    for row in rows:
        step = steps[row.step_id]
        step.case = case
        note = str(row.internal or "") if internal else ""
        lines.append(ReviewLine(row, step, in_words(row.conditions), step.pk in latest, note))
    return lines


@dataclass(frozen=True)
class Agreement:
    """Whether the reviewers of a round agree, in a sentence."""

    sentence: str
    disagree: bool = False


def agreement_among(lines: list[ReviewLine]) -> Agreement | None:
    """Whether the reviewers of the round agree; None while nobody has answered."""
    current = [line.review for line in lines if line.current]
    yes = [review for review in current if review.approves]
    no = [review for review in current if review.outcome == Review.Outcome.DENY]
    if yes and no:
        values = {"yes": len(yes), "no": len(no), "names": ", ".join(review.by_name for review in no)}
        return Agreement(_("They do not agree. Yes: %(yes)d. No: %(no)d (%(names)s).") % values, disagree=True)
    if yes:
        return Agreement(_("All who answered say yes."))
    return Agreement(_("All who answered say no.")) if no else None


def silent_in_round(case: Case) -> list[Step]:
    """Required steps of the latest round that nobody answered."""
    silent = [step for step in case.review_round() if step.required and not hasattr(step, "review")]
    for step in silent:
        step.case = case
    return silent


def similar_resources(case: Case) -> list[Resource]:
    """Approved resources of the library for the same subjects."""
    if case.resource is None:
        return []
    return similar_to(case.resource, subjects=case.content_areas or ())


def earlier_denials(case: Case) -> list[StatusChange]:
    """What the library says was denied: this resource, and others for the same subjects."""
    if case.resource_id is None:
        return []
    alike = Q(resource=case.resource_id)
    if case.content_areas:
        alike |= Q(resource__subjects__name__in=case.content_areas, resource__approval=Approval.DENIED)
    found = StatusChange.objects.filter(alike, approval=Approval.DENIED)
    if case.number:
        found = found.exclude(case_number=case.number)
    return list(found.select_related("resource").distinct().order_by("-at")[:5])


def with_whom(case: Case) -> str:
    """Whom a case now waits on, in words: roles or names."""
    names = []
    for step in case.open_steps():
        step.case = case
        if step.required:
            names.append(str(step.named_person or role_name(step.role)))
    return ", ".join(dict.fromkeys(names))
