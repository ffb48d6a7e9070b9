"""The worklist of a month's reviews: what is known of each row, in a fixed number of queries (RENEW-2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, Value

from accounts.models import User
from accounts.roles import Role
from catalog.models import Availability, Resource
from contracts.models import PeriodicReview, Subcontractor, TlsCheck
from contracts.schedules import IN_USE
from contracts.standing import Standing, standing
from contracts.tls.records import latest_for
from workflows.actors import Hats
from workflows.machines import ABOUT_PRODUCTS
from workflows.machines.renewal import LOOK
from workflows.models import Case, Step
from workflows.moves import Phase

PER_PAGE = 50
READERS = frozenset(
    {
        Role.ADMIN,
        Role.IT_DIRECTOR,
        Role.COMPLIANCE_OFFICER,
        Role.CYBERSECURITY,
        Role.PROCUREMENT,
        Role.INTEGRATION_SPECIALIST,
        Role.BUSINESS_OFFICE,
    }
)


@dataclass(frozen=True)
class Use:
    """Where a product may be used today, and how many requests are open or led to that."""

    places: tuple[str, ...]
    requests: int


@dataclass(frozen=True)
class Row:
    """One review: what it is about, and what is known of it today."""

    review: PeriodicReview
    step: Step | None
    mine: bool
    standing: Standing | None
    subcontractors: list[str]
    products: list[tuple[Resource, TlsCheck | None, Use]]
    late: bool

    @property
    def pick(self) -> str:
        """What a tick sends: the case, and its version as shown."""
        return f"{self.review.pk}:{self.review.version}"


def may_read(user: User, *, on: date) -> bool:
    """Those in charge of agreements and renewals, and whoever holds a review today."""
    hats = Hats.of(user, on=on)
    lent = {grant.role for grants in hats.lent.values() for grant in grants}
    if (hats.roles_at(None) | lent) & READERS:
        return True
    return Step.objects.filter(hats.step_filter(), key=LOOK.key).exists()


def next_month(on: date) -> date:
    """The first day of the month after a day."""
    return (on.replace(day=1) + timedelta(days=32)).replace(day=1)


def worklist(user: User, *, page: int | str = 1, on: date) -> Page:
    """The reviews due this month and those that are late, oldest first; at most a page of them."""
    due = PeriodicReview.objects.filter(state=PeriodicReview.State.DUE, review_due__lt=next_month(on))
    due = due.select_related("contract__vendor", "resource", "vendor", "place")
    due = due.prefetch_related("contract__products")
    found = Paginator(due.order_by("review_due", "pk"), PER_PAGE).get_page(page)
    found.object_list = _rows(list(found.object_list), user, on=on)
    return found


def row_of(review: PeriodicReview, user: User, *, on: date) -> Row:
    """What is known of one review."""
    return _rows([review], user, on=on)[0]


def _rows(reviews: list[PeriodicReview], user: User, *, on: date) -> list[Row]:
    steps = _open_steps(reviews)
    products = {review.pk: _products(review) for review in reviews}
    every = {product.pk: product for found in products.values() for product in found}
    grades, known = latest_for(every.values()), _known(reviews, every)
    hats = Hats.of(user, on=on)
    return [
        Row(
            review=review,
            step=(step := steps.get(review.pk)),
            mine=step is not None and hats.holding(step) is not None,
            standing=standing(review.contract, on=on) if review.contract_id else None,
            subcontractors=known.subcontractors[review.contract_id] if review.contract_id else [],
            products=[(each, grades.get(each.pk), known.use(each.pk)) for each in products[review.pk]],
            late=review.review_due < on,
        )
        for review in reviews
    ]


def _open_steps(reviews: list[PeriodicReview]) -> dict[int, Step]:
    by_case = {review.pk: review for review in reviews}
    steps = Step.objects.filter(case__in=by_case, closed_at__isnull=True).select_related("place", "person")
    for step in steps:
        step.case = by_case[step.case_id]
    return {step.case_id: step for step in steps}


def _products(review: PeriodicReview) -> list[Resource]:
    if review.contract_id:
        return list(review.contract.products.all())
    return [review.resource]


@dataclass(frozen=True)
class Known:
    """Names by what they belong to: subcontractors by agreement; places, and counts of requests, by resource."""

    subcontractors: dict[int, list[str]]
    places: dict[int, list[str]]
    requests: dict[int, int]

    def use(self, resource: int) -> Use:
        return Use(tuple(self.places[resource]), self.requests[resource])


def _known(reviews: list[PeriodicReview], resources: Iterable[int]) -> Known:
    """Subcontractors, where each resource may be used, and how many requests are open or led to that; one query."""
    contracts, keys = [review.contract_id for review in reviews if review.contract_id], list(resources)
    named = Subcontractor.objects.filter(case__in=contracts).order_by()
    usable = Availability.objects.filter(resource__in=keys, approval__in=IN_USE).order_by()
    going_on = Q(kind__in=ABOUT_PRODUCTS, phase__in=[Phase.OPEN, Phase.WAITING, Phase.DONE])
    living = Case.objects.filter(going_on, resource__in=keys)
    counted = living.order_by().values("resource").annotate(count=Count("pk"))
    rows = named.values_list(Value("subcontractor"), "case", "name", Value(0)).union(
        usable.values_list(Value("place"), "resource", "place__name", Value(0)),
        counted.values_list(Value("requests"), "resource", Value(""), "count"),
    )
    known = Known(defaultdict(list), defaultdict(list), defaultdict(int))
    for what, key, name, count in sorted(rows):
        if what == "requests":
            known.requests[key] = count
        else:
            (known.places if what == "place" else known.subcontractors)[key].append(name)
    return known
