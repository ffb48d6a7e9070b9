"""What pages show of equipment and licences."""

from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from accounts.models import Place, User
from assets.access import LICENCE_READERS, may_read, paths_of, readable
from assets.models import Asset, AssetChange, Licence, LicenceReading
from workflows.models import Case

PER_PAGE = 25
MOST_WORDS = 20  # a database refuses a question of a thousand


# Equipment


def assets_of(
    user: User,
    *,
    at: datetime,
    words: str = "",
    category: str = "",
    place: Place | None = None,
    state: str = "",
    person: User | None = None,
) -> QuerySet[Asset]:
    """Units this person may look at, by tag; narrowed by words, category, place (and all below it), state, person."""
    found = Asset.objects.filter(readable(user, at=at), worded(words)).select_related("place", "assigned_to")
    if category:
        found = found.filter(category=category)
    if place:
        found = found.filter(place__path__startswith=place.path)
    if state:
        found = found.filter(state=state)
    if person:
        found = found.filter(assigned_to=person)
    return found.order_by("tag")


def worded(words: str) -> Q:
    """Units whose tag, name, manufacturer, serial number or purchase order contains every word."""
    wanted = Q()
    for word in words.replace("\0", "").split()[:MOST_WORDS]:
        wanted &= (
            Q(tag__icontains=word)
            | Q(name__icontains=word)
            | Q(manufacturer__icontains=word)
            | Q(serial__icontains=word)
            | Q(po_number__icontains=word)
        )
    return wanted


def page_of(found: QuerySet, number) -> Page:
    """One page of a list; a wrong number gives the nearest."""
    return Paginator(found, PER_PAGE).get_page(number)


def asset_for(user: User, pk: int, *, at: datetime) -> Asset | None:
    """One unit, if this person may look at it."""
    joined = Asset.objects.select_related("place", "assigned_to", "case")
    return joined.filter(readable(user, at=at), pk=pk).first()


def history(asset: Asset) -> list[AssetChange]:
    """What happened to a unit, newest first."""
    return list(asset.history.select_related("case").order_by("-pk"))


def of_case(case: Case) -> list[Asset]:
    """Units that came with a request, by tag; one query."""
    return list(Asset.objects.filter(case=case.pk).select_related("place", "assigned_to").order_by("tag"))


def available_in_stock(category: str = "", *, place: Place | None = None) -> QuerySet[Asset]:
    """Units in stock, of a category and at a place (and all below it) if given, by tag (EQUIP-3 "met from stock")."""
    found = Asset.objects.filter(state=Asset.State.STOCK).select_related("place")
    if category:
        found = found.filter(category=category)
    if place:
        found = found.filter(place__path__startswith=place.path)
    return found.order_by("tag")


# Licences


def licences_of(user: User, *, at: datetime, words: str = "", on: date | None = None) -> QuerySet[Licence]:
    """Licences this person may see the record of, by resource; `on` leaves out those that ended before it."""
    seen = Q(pk__in=())
    for path in paths_of(user, LICENCE_READERS, at=at):
        seen |= Q(places__path__startswith=path)
    found = Licence.objects.filter(pk__in=Licence.objects.filter(seen).values("pk"))
    for word in words.replace("\0", "").split()[:MOST_WORDS]:
        found = found.filter(Q(resource__name__icontains=word) | Q(vendor__name__icontains=word))
    if on:
        found = found.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on))
    joined = found.defer("sealed").select_related("resource", "vendor", "case").prefetch_related("places")
    return joined.order_by("resource__name", "pk")


def licence_for(user: User, pk: int, *, at: datetime) -> Licence | None:
    """One licence, if this person may see its record, or read its key for an installation."""
    joined = Licence.objects.select_related("resource", "vendor", "case", "file").prefetch_related("places")
    found = joined.filter(pk=pk).first()
    if found is None:
        return None
    seen = licences_of(user, at=at).filter(pk=pk).exists() or may_read(user, found, at)
    return found if seen else None


def licences_of_case(case: Case) -> list[Licence]:
    """Licences that came with a request, without their secrets; for the page of its steps."""
    found = Licence.objects.filter(case=case.pk).defer("sealed").select_related("resource", "vendor", "file")
    return list(found.prefetch_related("places").order_by("pk"))


def readings(licence: Licence) -> QuerySet[LicenceReading]:
    """Who read it, newest first."""
    return licence.readings.select_related("on_behalf_of", "case").order_by("-pk")
