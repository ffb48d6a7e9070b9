"""The worklist of a month's reviews: what is known of each row, in a fixed number of queries (RENEW-2)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Count

from accounts.models import User
from accounts.roles import Role
from catalog.models import Availability, Resource
from contracts.models import PeriodicReview, TlsCheck
from contracts.schedules import IN_USE
from contracts.standing import Standing, standing
from contracts.tls.records import latest_for
from workflows.actors import Hats
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
    due = due.prefetch_related("contract__products", "contract__subcontractors")
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
    grades, uses = latest_for(every.values()), uses_of(every.values())
    hats = Hats.of(user, on=on)
    return [
        Row(
            review=review,
            step=(step := steps.get(review.pk)),
            mine=step is not None and hats.holding(step) is not None,
            standing=standing(review.contract, on=on) if review.contract_id else None,
            subcontractors=[each.name for each in review.contract.subcontractors.all()] if review.contract_id else [],
            products=[(each, grades.get(each.pk), uses[each.pk]) for each in products[review.pk]],
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


def uses_of(resources: Iterable[Resource]) -> dict[int, Use]:
    """Where each resource may be used, and how many requests for it are open or led to its use; two queries."""
    keys = [resource.pk for resource in resources]
    places: dict[int, list[str]] = defaultdict(list)
    rows = Availability.objects.filter(resource__in=keys, approval__in=IN_USE).order_by("place__path")
    for resource, place in rows.values_list("resource", "place__name"):
        places[resource].append(place)
    living = Case.objects.filter(kind="micro", resource__in=keys, phase__in=[Phase.OPEN, Phase.WAITING, Phase.DONE])
    counts = dict(living.order_by().values_list("resource").annotate(count=Count("pk")))
    return {key: Use(tuple(places[key]), counts.get(key, 0)) for key in keys}
