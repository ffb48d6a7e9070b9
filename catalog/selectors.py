"""Reads of the library."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Prefetch, Q, QuerySet, Value, prefetch_related_objects
from django.shortcuts import get_object_or_404

from accounts.access import holds_any
from accounts.models import Place, User
from accounts.roles import Role
from catalog.answers import TOLD, Answer, Verdict, answer_for, conditions_of, data_words, standing_at, verdict_for
from catalog.models import Approval, Availability, Grade, Resource, Shown, StatusChange, Subject, Vendor
from catalog.search import Hit, search

__all__ = [
    "Answer",
    "Verdict",
    "answer_for",
    "library",
    "may_keep_vendors",
    "possible_duplicates",
    "resource_page",
    "similar_to",
    "vendor_list",
    "vendor_page",
    "verdict_for",
    "with_answers",
]

PER_PAGE = 25
MOST_HITS = 200
VENDOR_KEEPERS = (Role.IT_DIRECTOR, Role.COMPLIANCE_OFFICER, Role.PROCUREMENT, Role.ADMIN)


def may_keep_vendors(user: User, *, on: date) -> bool:
    """Who adds and changes vendors and what the library says about a resource."""
    return holds_any(user, frozenset(VENDOR_KEEPERS), on=on)


def _places() -> Prefetch:
    return Prefetch("availabilities", Availability.objects.select_related("place"))


def with_answers(resources: QuerySet[Resource] | None = None) -> QuerySet[Resource]:
    """Resources with all that `answer_for` reads, in five queries however many there are."""
    found = Resource.objects.all() if resources is None else resources
    history = Prefetch("history", StatusChange.objects.filter(TOLD).prefetch_related("places"))
    return found.select_related("vendor").prefetch_related(_places(), history, "alternatives")


# The list


@dataclass(frozen=True)
class Row:
    """A resource in the list, with the answer for the reader's own place."""

    resource: Resource
    here: Verdict | Shown | None


def library(*, words: str = "", approval: str = "", page: int | str = 1, place: Place | None, on: date) -> Page:
    """One page of the library: by name, or what fits the words best; a fixed number of queries."""
    among = Q(approval=approval) if approval else Q()
    if words.strip():
        found = [hit.resource for hit in search(words, limit=MOST_HITS, among=among)]
    else:
        found = Resource.objects.filter(among).select_related("vendor")
    shown = Paginator(found, PER_PAGE).get_page(page)
    shown.object_list = rows(list(shown.object_list), place=place, on=on)
    return shown


def rows(resources: list[Resource], *, place: Place | None, on: date) -> list[Row]:
    """Resources with the reader's own answers; one query for all of them."""
    prefetch_related_objects(resources, _places())
    return [Row(resource, standing_at(resource, place, on=on) if place else None) for resource in resources]


def status_counts() -> dict[str, int]:
    """How many resources stand in each status."""
    counted = Resource.objects.order_by().values_list("approval").annotate(count=Count("pk"))
    return dict(counted)


# One resource


@dataclass(frozen=True)
class ResourcePage:
    """A resource with the district's answer for a place and how it came to it; places with their conditions."""

    resource: Resource
    answer: Answer
    history: list[StatusChange]
    places: list[tuple[Availability, list[str]]]
    data_words: str
    grades: list[str]
    subjects: list[str]
    alternatives: list[tuple[int, str]]


def resource_page(pk: int, *, place: Place | None, on: date) -> ResourcePage:
    """All that the page shows, in six queries. Http404 when there is none."""
    found = Resource.objects.select_related("vendor").prefetch_related(
        _places(), Prefetch("history", StatusChange.objects.prefetch_related("places"))
    )
    resource = get_object_or_404(found, pk=pk)
    lists = _short_lists(pk)
    return ResourcePage(
        resource=resource,
        answer=answer_for(resource, place, on=on),
        history=list(resource.history.all()),
        places=[(row, conditions_of(row)) for row in resource.availabilities.all()],
        data_words=data_words(resource),
        grades=[name for what, _key, name in lists if what == "grade"],
        subjects=[name for what, _key, name in lists if what == "subject"],
        alternatives=[(key, name) for what, key, name in lists if what == "instead"],
    )


def _short_lists(pk: int) -> list[tuple[str, int, str]]:
    """Grades in their order, subjects, and what to use instead, as (which, order or id, name); one query for all."""
    grades = Grade.objects.filter(resources=pk).order_by().values_list(Value("grade"), "order", "name")
    subjects = Subject.objects.filter(resources=pk).order_by().values_list(Value("subject"), Value(0), "name")
    instead = Resource.objects.filter(alternative_to=pk, approval=Approval.APPROVED).order_by()
    return sorted(grades.union(subjects, instead.values_list(Value("instead"), "pk", "name")))


def similar_to(resource: Resource, *, subjects: Iterable[str] = (), limit: int = 5) -> list[Resource]:
    """Approved resources for the same subjects, or for those named, sharing most first; one query."""
    same = Q(subjects__resources=resource) | Q(subjects__name__in=list(subjects))
    shared = Count("subjects", filter=same, distinct=True)
    found = Resource.objects.filter(approval=Approval.APPROVED).exclude(pk=resource.pk).annotate(shared=shared)
    return list(found.filter(shared__gt=0).select_related("vendor").order_by("-shared", "name")[:limit])


def possible_duplicates(name: str, website: str = "", *, but: Resource | None = None, limit: int = 5) -> list[Hit]:
    """Resources that may be the same thing under another spelling."""
    found = {hit.resource.pk: hit for words in (name, website) if words for hit in search(words, limit=limit + 1)}
    others = [hit for pk, hit in found.items() if but is None or pk != but.pk]
    return sorted(others, key=lambda hit: -hit.score)[:limit]


# Vendors


def vendor_list(*, words: str = "", page: int | str = 1) -> Page:
    """Vendors by name with how many resources each has."""
    found = Vendor.objects.filter(Q(name__icontains=words) | Q(website__icontains=words)) if words else Vendor.objects
    return Paginator(found.annotate(count=Count("resources")).order_by("name"), PER_PAGE).get_page(page)


def vendor_page(pk: int) -> Vendor:
    """A vendor with its resources. Http404 when there is none."""
    return get_object_or_404(Vendor.objects.prefetch_related("resources"), pk=pk)
