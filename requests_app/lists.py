"""Lists of requests, each a fixed number of queries: one's own, everybody's, a school's, and what is late."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum, When
from django.urls import reverse
from django.utils import timezone

from accounts.models import Place, User
from accounts.roles import Role
from requests_app.models import Purchase
from requests_app.selectors import WithWhom, with_whom
from workflows.actors import Hats
from workflows.machines import MACHINES, REQUESTS
from workflows.models import Case, Step
from workflows.moves import Phase
from workflows.selectors import OPEN_PHASES, cases_for_list, late_and_stuck, my_cases
from workflows.words import state_words

PER_PAGE = 25
SHORT = 5
LONG = 10
QUIET_DAYS = 14
ENDED = sorted(Phase.ended())
HEADS = (Role.PRINCIPAL, Role.DEPARTMENT_ADMINISTRATOR)


@dataclass(frozen=True)
class Row:
    """A request in a list: who has it, since when, until when."""

    case: Case
    waiting: list[WithWhom] = field(default_factory=list)

    @property
    def holders(self) -> str:
        return "; ".join(dict.fromkeys(each.words for each in self.waiting))

    @property
    def since(self) -> datetime | None:
        return min((each.step.opened_at for each in self.waiting), default=None)

    @property
    def due(self) -> date | None:
        return min((each.step.due_on for each in self.waiting if each.step.due_on), default=None)

    @property
    def is_mine_now(self) -> bool:
        """It lies with the requester: a draft nobody was asked about, or returned."""
        with_others = any(each.step.role != "requester" for each in self.waiting)
        return self.case.state in {"draft", "changes-requested"} and not with_others

    @property
    def own_url(self) -> str:
        """Where its requester goes on with it."""
        name = "case-check" if self.case.state in {"draft", "changes-requested"} else "case"
        return reverse(name, args=[self.case.pk])


def rows_of(cases: Iterable[Case], *, on: date) -> list[Row]:
    """Requests with who has them; two queries for all of them."""
    cases = list(cases)
    open_ones = [case.pk for case in cases if not case.is_over]
    steps = Step.objects.filter(case__in=open_ones, closed_at__isnull=True) if open_ones else Step.objects.none()
    steps = steps.select_related("case__requester", "place", "person").order_by("-required", "pk")
    by_case: dict[int, list[WithWhom]] = {}
    for each in with_whom(steps, on=on):
        by_case.setdefault(each.step.case_id, []).append(each)
    return [Row(case, by_case.get(case.pk, [])) for case in cases]


# --- narrowing --------------------------------------------------------------------------------------------------------


def state_choices() -> list[tuple[str, str]]:
    """What a list can be narrowed to: open, over, or one state in the district's words."""
    words: dict[str, str] = {}
    for kind in REQUESTS:
        for state in MACHINES[kind].State:
            words.setdefault(state.value, state_words(kind, state.value))
    return list(words.items())


def narrowed(cases: QuerySet[Case], *, state: str = "", words: str = "", place: Place | None = None) -> QuerySet[Case]:
    """Cases in a state ("open" and "over" name several), with these words in number or title, at or below a place."""
    if state == "open":
        cases = cases.exclude(phase__in=ENDED)
    elif state == "over":
        cases = cases.filter(phase__in=ENDED)
    elif state:
        cases = cases.filter(state=state)
    for word in words.split():
        cases = cases.filter(Q(number__icontains=word) | Q(title__icontains=word) | Q(vendor__name__icontains=word))
    return cases.filter(place__path__startswith=place.path) if place else cases


def open_first(cases: QuerySet[Case]) -> QuerySet[Case]:
    over = models.Case(When(phase__in=ENDED, then=1), default=0)
    return cases.annotate(over=over).order_by("over", "-pk")


# --- the lists --------------------------------------------------------------------------------------------------------


def my_requests(user: User, *, state: str = "", page: int | str = 1, on: date) -> Page:
    """One's own requests, open ones first; four queries."""
    shown = Paginator(open_first(narrowed(my_cases(user), state=state)), PER_PAGE).get_page(page)
    shown.object_list = rows_of(shown.object_list, on=on)
    return shown


def all_requests(user: User, *, state: str, words: str, place: Place | None, page: int | str, on: date) -> Page:
    """Every request a member of staff sees the summary of, newest first; two queries."""
    cases = narrowed(cases_for_list(user, on=on), state=state, words=words, place=place)
    return Paginator(cases, PER_PAGE).get_page(page)


def places_headed(user: User, *, on: date) -> list[Place]:
    """Schools and departments whose head this person is, or acts for."""
    hats = Hats.of(user, on=on)
    grants = [*hats.own, *(grant for lent in hats.lent.values() for grant in lent)]
    return list({grant.place_id: grant.place for grant in grants if grant.role in HEADS}.values())


def _at(places: Iterable[Place], prefix: str = "") -> Q:
    found = Q(pk__in=[])
    for place in places:
        found |= Q(**{f"{prefix}place__path__startswith": place.path})
    return found


def open_at(places: Iterable[Place], *, on: date) -> QuerySet[Case]:
    """Open requests of these places, late ones on top, then by the date of the answer."""
    late_step = Step.objects.filter(case=OuterRef("pk"), closed_at__isnull=True, due_on__lt=on)
    late = Q(response_due__lt=on, answered_at__isnull=True) | Exists(late_step)
    cases = Case.objects.filter(_at(places), kind__in=REQUESTS, phase__in=OPEN_PHASES)
    cases = cases.select_related("place", "requester")
    cases = cases.annotate(is_late=models.Case(When(late, then=1), default=0))
    return cases.order_by("-is_late", F("response_due").asc(nulls_last=True), "pk")


def school_requests(places: Iterable[Place], *, page: int | str = 1, on: date) -> Page:
    """A head's page of open requests with who has them; four queries."""
    shown = Paginator(open_at(places, on=on), PER_PAGE).get_page(page)
    shown.object_list = rows_of(shown.object_list, on=on)
    return shown


def spend_at(places: Iterable[Place]) -> dict:
    """What was ordered, and what is promised but not ordered yet, in the district's currency (X-14); one query."""
    ordered = ~Q(po_number="")
    promised = Q(supported=True, po_number="", stopped_at__isnull=True) & ~Q(case__phase__in=ENDED)
    return Purchase.objects.filter(_at(places, "case__")).aggregate(
        ordered=Sum("po_amount", filter=ordered),
        orders=Count("pk", filter=ordered),
        promised=Sum("support_amount", filter=promised),
        promises=Count("pk", filter=promised),
    )


# --- what is late, what is stuck --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pulse:
    """How the district's requests stand now: the longest late, the longest still, and how many are where."""

    late_steps: list[WithWhom]
    late_cases: list[Case]
    still_cases: list[Case]
    late_by_step: list[tuple[str, int]]
    late_elsewhere: list[tuple[str, int]]
    states: list[tuple[str, str, int]]
    late_count: int
    still_count: int

    @property
    def late_step_count(self) -> int:
        return sum(count for _label, count in self.late_by_step)


def pulse(*, on: date) -> Pulse:
    """Six queries. Of what is no request the late steps are counted alone, by kind."""
    steps, cases = late_and_stuck(on=on)
    late_by_step, late_elsewhere = _late_by_step(steps)
    steps, cases = steps.filter(case__kind__in=REQUESTS), cases.filter(kind__in=REQUESTS)
    before = timezone.now() - timedelta(days=QUIET_DAYS)
    still = Q(updated_at__lt=before, phase__in=OPEN_PHASES)
    late = Q(response_due__lt=on, answered_at__isnull=True, phase__in=OPEN_PHASES)
    counted = Case.objects.filter(kind__in=REQUESTS).exclude(phase=Phase.PREPARING).order_by().values("state")
    counted = list(counted.annotate(n=Count("pk"), late=Count("pk", filter=late), still=Count("pk", filter=still)))
    found = {row["state"]: row["n"] for row in counted}
    still_cases = Case.objects.filter(still, kind__in=REQUESTS).select_related("place", "requester")
    still_cases = still_cases.order_by("updated_at")
    return Pulse(
        late_steps=with_whom(steps[:LONG], on=on),
        late_cases=list(cases[:LONG]),
        still_cases=list(still_cases[:LONG]),
        late_by_step=late_by_step,
        late_elsewhere=late_elsewhere,
        states=[(value, words, found[value]) for value, words in state_choices() if value in found],
        late_count=sum(row["late"] for row in counted),
        still_count=sum(row["still"] for row in counted),
    )


def _late_by_step(steps: QuerySet[Step]) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Of requests by step, of everything else by kind, the most first; one query."""
    labels = {stage.key: str(stage.label) for kind in REQUESTS for stage in MACHINES[kind].stages}
    ours, elsewhere = Counter(), Counter()
    for kind, key, count in steps.order_by().values_list("case__kind", "key").annotate(n=Count("pk")):
        if kind in REQUESTS:
            ours[labels.get(key, key)] += count
        else:
            elsewhere[str(MACHINES[kind].machine_title)] += count
    return ours.most_common(), elsewhere.most_common()
