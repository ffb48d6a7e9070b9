"""What an agreement covers: the one rule, used by every gate (SOPS.md, "an agreement covers a use when …").

It covers a use when it is signed by both sides, in force on the day, names the product and every place asked for (or
one above it), and lists every data element found. Otherwise the use is refused, not warned about (105 ILCS 85/26).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import models
from django.utils.translation import gettext as _

from accounts.models import Place
from catalog.models import Resource
from contracts.models import Agreement, DataElement
from contracts.standing import standing


class Clause(models.TextChoices):
    """The clauses of the rule, in the order in which a lack is told."""

    SIGNATURES = "signatures"
    DATE = "date"
    PRODUCT = "product"
    PLACES = "places"
    ELEMENTS = "elements"


@dataclass(frozen=True)
class Use:
    """What is to be covered: a product, at places, with data elements, on a day."""

    resource: Resource | None
    places: tuple[Place, ...]
    elements: tuple[DataElement, ...]
    on: date


@dataclass(frozen=True)
class Gap:
    """One clause that an agreement does not meet for a use: what it leaves out, and the sentence for people."""

    clause: Clause
    sentence: str
    left_out: tuple = ()


def gaps(agreement: Agreement, use: Use) -> list[Gap]:
    """Every clause that one agreement does not meet; none when it covers the use.

    No query where `products`, `places` and `elements` were prefetched.
    """
    found = (_signatures(agreement, use), _date(agreement, use), _product(agreement, use), _places(agreement, use))
    return [gap for gap in (*found, _elements(agreement, use)) if gap is not None]


def not_covered(
    *,
    resource: Resource | None,
    places: Iterable[Place],
    elements: Iterable[DataElement],
    on: date,
    known: Iterable[Agreement] | None = None,
) -> str:
    """Why no one agreement covers this use on a day, or an empty text when one does.

    `known`: what `in_force_for` gave, where several uses are looked at; then there is no query.
    """
    if resource is None:
        return _("Link the resource in the library first.")
    use = Use(resource, tuple(places), tuple(elements), on)
    known = in_force(resource, on=on) if known is None else known
    found = [gaps(agreement, use) for agreement in known if resource in agreement.products.all()]
    if not found:
        return _("No agreement with the vendor that names %(name)s is in force today.") % {"name": resource.name}
    nearest = min(found, key=len)
    return nearest[0].sentence if nearest else ""


def in_force(resource: Resource, *, on: date) -> list[Agreement]:
    """Agreements that name a product, signed by both sides and running on a day; four queries."""
    return in_force_for([resource], on=on)


def in_force_for(resources: Iterable[Resource], *, on: date) -> list[Agreement]:
    """The same for any of several products."""
    named = Agreement.objects.filter(products__in=resources, state__in=Agreement.SIGNED_STATES).distinct()
    named = named.select_related("vendor").prefetch_related("products", "places", "elements").order_by("pk")
    return [agreement for agreement in named if runs(agreement, on=on)]


def runs(agreement: Agreement, *, on: date) -> bool:
    """Is it signed by both sides and in force on a day, whatever it covers?"""
    use = Use(None, (), (), on)
    return not (_signatures(agreement, use) or _date(agreement, use))


# --- the clauses ------------------------------------------------------------------------------------------------------


def _signatures(agreement: Agreement, use: Use) -> Gap | None:
    """Signed by both sides by that day, and not ended since."""
    if agreement.state not in agreement.SIGNED_STATES:
        return Gap(Clause.SIGNATURES, standing(agreement, on=use.on).sentence)
    if agreement.bound_from is None or agreement.bound_from > use.on:
        return Gap(Clause.SIGNATURES, _("Both sides have not signed it yet."))
    return None


def _date(agreement: Agreement, use: Use) -> Gap | None:
    if agreement.dates_hold(use.on):
        return None
    if agreement.state not in agreement.SIGNED_STATES:
        return None  # told already, with what it waits for or how it ended
    return Gap(Clause.DATE, standing(agreement, on=use.on).sentence)


def _product(agreement: Agreement, use: Use) -> Gap | None:
    if use.resource is None:
        return Gap(Clause.PRODUCT, _("Link the resource in the library first."))
    if use.resource in agreement.products.all():
        return None
    words = _("The agreement does not name %(name)s.") % {"name": use.resource.name}
    return Gap(Clause.PRODUCT, words, (use.resource,))


def _places(agreement: Agreement, use: Use) -> Gap | None:
    """Every place asked for is named, or lies in one that is; a use nowhere is no use."""
    named = list(agreement.places.all())
    left = tuple(place for place in use.places if not any(covering.covers(place) for covering in named))
    if use.places and not left:
        return None
    names = ", ".join(map(str, left)) or _("any place")
    return Gap(Clause.PLACES, _("The agreement does not name: %(names)s.") % {"names": names}, left)


def _elements(agreement: Agreement, use: Use) -> Gap | None:
    listed = set(agreement.elements.all())
    missing = tuple(element for element in use.elements if element not in listed)
    if not missing:
        return None
    names = "; ".join(map(str, missing))
    return Gap(Clause.ELEMENTS, _("The agreement does not list: %(names)s.") % {"names": names}, missing)
