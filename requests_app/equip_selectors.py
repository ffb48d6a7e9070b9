"""What the pages of a request for equipment read. Fixed numbers of queries."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Case, Count, QuerySet, When
from django.utils.translation import gettext as _

from assets.models import Asset
from assets.selectors import available_in_stock
from requests_app.models import Delivery, EquipmentAlternative, EquipmentItem, EquipmentRequest, EquipmentUnit
from workflows.moves import Phase


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


@dataclass(frozen=True)
class Arrived:
    """One delivery with the number of its units."""

    delivery: Delivery
    count: int


@dataclass(frozen=True)
class Whereabouts:
    """What was asked for, what came when, and where each unit is."""

    lines: list[Line]
    deliveries: list[Arrived]
    units: list[EquipmentUnit]


def whereabouts(case: EquipmentRequest, *, with_lines: bool = True) -> Whereabouts:
    """Deliveries and units of a request, and its lines unless they are not shown; a query each for units and lines."""
    units = list(case.units.select_related("asset__place", "asset__assigned_to", "delivery__by"))
    of_lines = Counter(unit.item_id for unit in units)
    of_deliveries = Counter(unit.delivery for unit in units if unit.delivery)
    deliveries = sorted(of_deliveries.items(), key=lambda pair: (pair[0].arrived_on, pair[0].pk))
    return Whereabouts(
        lines=[Line(item, of_lines[item.pk]) for item in case.items.all()] if with_lines else [],
        deliveries=[Arrived(delivery, count) for delivery, count in deliveries],
        units=units,
    )


def lines_of(case: EquipmentRequest) -> list[Line]:
    """What was asked for, and how much of it has arrived; one query."""
    return [Line(item, item.arrived) for item in case.items.annotate(arrived=Count("units"))]


def offers_of(case: EquipmentRequest) -> list[EquipmentAlternative]:
    """What was offered instead; one query."""
    return list(case.offered.select_related("resource", "asset"))


def offer(case: EquipmentRequest, pk: int) -> EquipmentAlternative | None:
    """One of the alternatives of this case."""
    return case.offered.select_related("resource", "asset", "case").filter(pk=pk).first()


def listed_units() -> QuerySet[EquipmentUnit]:
    """Units that an open request is to bring."""
    return EquipmentUnit.objects.filter(deployed_at=None).exclude(case__phase__in=Phase.ended())


def in_stock(case: EquipmentRequest, *, limit: int = 20) -> list[Asset]:
    """Units in stock of the categories asked for that no request has listed, those nearest first; one query."""
    found = available_in_stock().filter(category__in={item.category for item in case.items.all()})
    near = Case(When(place=case.destination, then=0), default=1)
    return list(found.exclude(pk__in=listed_units().values("asset")).order_by(near, "tag")[:limit])
