"""What the pages of a request for equipment read. Fixed numbers of queries."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from requests_app.models import Delivery, EquipmentAlternative, EquipmentItem, EquipmentRequest, EquipmentUnit, Quote


@dataclass(frozen=True)
class Line:
    """One line of a request with what became of it."""

    item: EquipmentItem
    arrived: int

    @property
    def awaited(self) -> int:
        return max(self.item.quantity - self.item.cancelled - self.arrived, 0)

    @property
    def awaited_words(self) -> str:
        return _("%(item)s (%(n)d still awaited)") % {"item": self.item, "n": self.awaited}


def lines_of(case: EquipmentRequest) -> list[Line]:
    """What was asked for, and how much of it has arrived; one query."""
    items = case.items.annotate(arrived=Count("units"))
    return [Line(item, item.arrived) for item in items]


def units_of(case: EquipmentRequest) -> list[EquipmentUnit]:
    """Its units with where they are; one query."""
    joined = ("asset__place", "asset__assigned_to", "item", "deployed_by", "delivery")
    return list(case.units.select_related(*joined))


def deliveries_of(case: EquipmentRequest) -> list[Delivery]:
    """What came when, with the number of its units; one query."""
    return list(case.deliveries.select_related("by").annotate(count=Count("units")))


def quotes_of(case: EquipmentRequest) -> list[Quote]:
    """Quotes with their files, oldest first; one query."""
    return list(Quote.objects.filter(purchase__case=case.pk).select_related("file__file"))


def offers_of(case: EquipmentRequest) -> list[EquipmentAlternative]:
    """What was offered instead; one query."""
    return list(case.offered.select_related("resource", "asset"))


def offer(case: EquipmentRequest, pk: int) -> EquipmentAlternative | None:
    """One of the alternatives of this case."""
    return case.offered.select_related("resource", "asset", "case").filter(pk=pk).first()


def in_stock(case: EquipmentRequest, *, limit: int = 20) -> list:
    """Units in stock of the categories asked for, those nearest first; one query."""
    from assets.models import Asset

    categories = {item.category for item in case.items.all()}
    found = Asset.objects.filter(state=Asset.State.STOCK, category__in=categories).exclude(
        Q(pk__in=EquipmentUnit.objects.filter(deployed_at=None).values("asset"))
    )
    near = sorted(found.select_related("place")[: 5 * limit], key=lambda a: (a.place_id != case.destination.pk, a.tag))
    return near[:limit]
