"""What follows when an agreement ends, or begins (again) to cover something: in the transaction of that move (RENEW-6).

The library tells each product's standing at once, schools and requesters are told, and the vendor is asked to delete
what it holds. What the agreement covered and another covers as well goes on as it was.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from accounts.models import Place, RoleGrant, User
from accounts.roles import Role
from accounts.selectors import in_force as held_on
from catalog import services as library
from catalog.answers import USABLE
from catalog.models import Privacy, Resource
from contracts import cover, offboarding
from contracts.found import elements_of
from contracts.models import Agreement, DataElement
from workflows import notices
from workflows.actors import Actor
from workflows.machines import REQUESTS
from workflows.models import Case, Event
from workflows.moves import Phase

ENDS = ("lapse", "terminate", "supersede")
LIVING = (Phase.OPEN, Phase.WAITING, Phase.DONE)
SCHOOLS_HEADS = (Role.PRINCIPAL, Role.DEPARTMENT_ADMINISTRATOR, Role.SCHOOL_CONTACT)


def ended(agreement: Agreement, *, event: Event, by: Actor, at: datetime) -> None:
    """It lapsed, was terminated or replaced."""
    agreement.ended_on = _last_day(agreement, event, at)
    products = sorted(agreement.products.all(), key=lambda product: product.pk)
    uncovered = [use for use in map(_use_of, products) if not _covered_by_another(use, agreement, at)]
    lost = [use for use in uncovered if use.resource.privacy == Privacy.AGREEMENT]
    for use in lost:
        library.agreement_lost(
            resource=use.resource, ended_on=agreement.ended_on, by=by.user, by_name=by.shown_name, at=at
        )
    _tell_of_end(agreement, lost, event=event, by=by, at=at)
    if event.name != "supersede" and (uncovered or not products):
        offboarding.begin_offboarding(agreement, event=event, at=at)


def undone(agreement: Agreement, *, event: Event, by: Actor, at: datetime) -> None:
    """The end was a mistake: what it changed is as it was, where nobody has decided since and it covers it again."""
    agreement.ended_on = None
    end = Event.objects.filter(case_id=agreement.pk, kind=Event.Kind.MOVE, name__in=ENDS).order_by("pk").last()
    _found_again(agreement, by=by, at=at, lost_at=end.at if end else None)
    offboarding.no_longer_needed(agreement, event=event, at=at)


def begun(agreement: Agreement, *, by: Actor, at: datetime) -> None:
    """It is in force: the library no longer misses an agreement for what it covers."""
    _found_again(agreement, by=by, at=at)


def _last_day(agreement: Agreement, event: Event, at: datetime) -> date:
    """One that lapsed ended with its term, however late that was noticed."""
    today = timezone.localdate(at)
    return min(agreement.last_day or today, today) if event.name == "lapse" else today


# --- what is covered --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Use:
    """A product, where it may be used, and with which data as far as requests have found."""

    resource: Resource
    places: tuple[Place, ...]
    elements: tuple[DataElement, ...]

    def on(self, day: date, place: Place) -> cover.Use:
        return cover.Use(self.resource, (place,), self.elements, day)


def _use_of(resource: Resource) -> _Use:
    rows = resource.availabilities.filter(approval__in=USABLE).select_related("place")
    found = elements_of([resource], answered=True).get(resource.pk, [])
    return _Use(resource, tuple(row.place for row in rows), tuple(found))


def _covered_by_another(use: _Use, agreement: Agreement, at: datetime) -> bool:
    today = timezone.localdate(at)
    needed = use.elements or tuple(agreement.elements.all())
    return _covered(replace(use, elements=needed), _others(use, agreement, today), today)


def _others(use: _Use, agreement: Agreement, today: date) -> list[Agreement]:
    return [each for each in cover.in_force(use.resource, on=today) if each.pk != agreement.pk]


def _covered(use: _Use, agreements: list[Agreement], today: date) -> bool:
    """Is it covered wherever it is in use, each place by one of these? One in use nowhere needs one that names it."""
    if not use.places:
        return bool(agreements)
    return all(any(not cover.gaps(each, use.on(today, place)) for each in agreements) for place in use.places)


def _found_again(agreement: Agreement, *, by: Actor, at: datetime, lost_at: datetime | None = None) -> None:
    """The state of the agreement is not in the database yet: it is asked itself, beside the others."""
    today = timezone.localdate(at)
    itself = [agreement] if cover.runs(agreement, on=today) else []
    for product in sorted(agreement.products.all(), key=lambda product: product.pk):
        use = _use_of(product)
        if product.privacy == Privacy.MISSING and _covered(use, [*itself, *_others(use, agreement, today)], today):
            who = {"by": by.user, "by_name": by.shown_name, "at": at}
            library.agreement_found(resource=product, lost_at=lost_at, **who)


# --- who is told ------------------------------------------------------------------------------------------------------


def _tell_of_end(agreement: Agreement, lost: list[_Use], *, event: Event, by: Actor, at: datetime) -> None:
    """Those who look after the schools that use it, and those whose requests rest on it; once each."""
    if not lost:
        return
    people = [*_heads(lost, on=timezone.localdate(at)), *_requesters(agreement, lost)]
    products = [[use.resource.name, use.resource.get_absolute_url()] for use in lost]
    context = {"event": event.pk, "products": products, "ended_on": agreement.ended_on.isoformat()}
    key = f"event:{event.pk}:ended"
    notices.tell(people, "agreement_ended", case=agreement, at=at, key=key, but=by.user, context=context)


def _heads(lost: Iterable[_Use], *, on: date) -> list[User]:
    """Principals, heads of departments and technology contacts wherever it is in use, or at a place below."""
    paths = {place.path for use in lost for place in use.places}
    there = Q()
    for path in paths:
        there |= Q(place__path__startswith=path)
    if not paths:
        return []
    grants = RoleGrant.objects.filter(held_on(on), there, role__in=SCHOOLS_HEADS, user__is_active=True)
    return list(dict.fromkeys(grant.user for grant in grants.select_related("user")))


def _requesters(agreement: Agreement, lost: Iterable[_Use]) -> list[User]:
    resting = Q(agreements=agreement) | Q(resource__in=[use.resource for use in lost])
    cases = Case.objects.filter(resting, kind__in=REQUESTS, phase__in=LIVING, requester__isnull=False)
    return list(User.objects.filter(pk__in=cases.values("requester")))
