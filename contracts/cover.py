"""What an agreement covers: the one rule, used by every gate (SOPS.md, "an agreement covers a use when …")."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from accounts.models import Place
from catalog.models import Resource
from contracts.models import Agreement, DataElement


def not_covered(
    *, resource: Resource | None, places: Iterable[Place], elements: Iterable[DataElement], on: date
) -> str:
    """Why no one agreement covers this use on a day, or an empty text when one does.

    It covers when it is signed by both sides, in force on the day, names the product and the place (or one above it),
    and lists every data element found. Otherwise the use is refused, not warned about (105 ILCS 85/26).
    """
    if resource is None:
        return _("Link the resource in the library first.")
    agreements = in_force(resource, on=on)
    if not agreements:
        return _("No agreement with the vendor that names %(name)s is in force today.") % {"name": resource.name}
    places, elements = list(places), list(elements)
    reasons = [gap(agreement, places=places, elements=elements) for agreement in agreements]
    return "" if "" in reasons else reasons[0]


def in_force(resource: Resource, *, on: date) -> list[Agreement]:
    """Agreements that name a product, signed by both sides and running on a day."""
    found = Agreement.objects.filter(products=resource, state__in=Agreement.SIGNED_STATES, starts_on__lte=on)
    found = found.exclude(ends_on__lt=on).filter(district_signed_on__lte=on, vendor_signed_on__lte=on)
    return list(found.select_related("vendor").prefetch_related("places", "elements"))


def gap(agreement: Agreement, *, places: list[Place], elements: list[DataElement]) -> str:
    """What an agreement in force leaves out: a place or a data element; an empty text when nothing."""
    named = list(agreement.places.all())
    left = [place for place in places if not any(covering.covers(place) for covering in named)]
    if left or not places:
        return _("The agreement does not name: %(names)s.") % {"names": ", ".join(map(str, left)) or _("any place")}
    listed = {element.pk for element in agreement.elements.all()}
    missing = [element for element in elements if element.pk not in listed]
    if missing:
        return _("The agreement does not list: %(names)s.") % {"names": "; ".join(map(str, missing))}
    return ""
