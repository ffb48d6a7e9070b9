"""Data found beside data agreed: what requests and vendors say is used, and what papers list (SOPS.md, "covers")."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from catalog.models import Resource, Vendor
from contracts import cover
from contracts.models import Agreement, DataElement, Packet
from workflows.models import Case
from workflows.moves import Phase
from workflows.selectors import about_products

LIVING = [Phase.OPEN.value, Phase.WAITING.value, Phase.DONE.value]


@dataclass(frozen=True)
class Finding:
    """Who says that an element is used."""

    case: Case
    by_reviewers: bool


@dataclass
class Line:
    """One element of one product: who found it, and which agreements list it."""

    element: DataElement
    found_by: list[Finding] = field(default_factory=list)
    agreed_in: list[Agreement] = field(default_factory=list)

    @property
    def is_gap(self) -> bool:
        """Used, and agreed nowhere."""
        return bool(self.found_by) and not self.agreed_in


@dataclass(frozen=True)
class Beside:
    """One product with its data found beside the data agreed; gaps first."""

    product: Resource
    agreements: list[Agreement]
    lines: list[Line]

    @property
    def gaps(self) -> int:
        return sum(line.is_gap for line in self.lines)


def beside_agreement(agreement: Agreement) -> list[Beside]:
    """The products an agreement names, beside this agreement alone; eight queries."""
    return _beside(list(agreement.products.all()), [agreement])


def beside_vendor(vendor: Vendor, *, on: date) -> list[Beside]:
    """Every product of a vendor or named by its agreements, beside those in force; ten queries."""
    signed = Agreement.objects.filter(vendor=vendor, state__in=Agreement.SIGNED_STATES).select_related("vendor")
    signed = signed.prefetch_related("products", "elements", "places").order_by("pk")
    running = [agreement for agreement in signed if cover.runs(agreement, on=on)]
    products = Resource.objects.filter(Q(vendor=vendor) | Q(agreements__vendor=vendor)).distinct().order_by("name")
    return _beside(list(products), running)


def _beside(products: list[Resource], agreements: list[Agreement]) -> list[Beside]:
    found = _found(products)
    naming = {product.pk: [each for each in agreements if product in each.products.all()] for product in products}
    rows = [Beside(each, naming[each.pk], _lines(found.get(each.pk, []), naming[each.pk])) for each in products]
    return [row for row in rows if row.lines or row.agreements]


def _lines(found: list[tuple[Finding, DataElement]], agreements: list[Agreement]) -> list[Line]:
    lines: dict[int, Line] = {}
    for agreement in agreements:
        for element in agreement.elements.all():
            lines.setdefault(element.pk, Line(element)).agreed_in.append(agreement)
    for finding, element in found:
        lines.setdefault(element.pk, Line(element)).found_by.append(finding)
    return sorted(lines.values(), key=lambda line: (not line.is_gap, line.element.order))


def elements_of(products: Iterable[Resource], *, answered: bool = False) -> dict[int, list[DataElement]]:
    """The data found of each product that has any, by the product's id, in the order of the schedule of data.

    With `answered` only what led to use counts: a request that waits for its answer needs no cover yet.
    """
    found = _found(products, answered=answered)
    return {pk: sorted({row for _who, row in rows}, key=lambda row: row.order) for pk, rows in found.items()}


def _found(products: Iterable[Resource], *, answered: bool = False) -> dict[int, list[tuple[Finding, DataElement]]]:
    """What requests that are open or led to use, and vendors' packets, say of each product; by the product's id."""
    living = Q(resource__in=[product.pk for product in products], phase__in=LIVING)
    if answered:
        living &= Q(answered_at__isnull=False)
    found: dict[int, list[tuple[Finding, DataElement]]] = {}
    requests = Case.objects.filter(living).exclude(state="already-available")
    for asked in about_products(requests.order_by("-pk")):
        if asked.student_data_shared:
            reviewers = bool(asked.elements_found.all())
            found.setdefault(asked.resource_id, []).extend((Finding(asked, reviewers), row) for row in asked.elements())
    packets = Packet.objects.filter(living, student_data=Packet.YesNo.YES)
    for packet in packets.select_related("place").prefetch_related("elements").order_by("-pk"):
        found.setdefault(packet.resource_id, []).extend((Finding(packet, False), row) for row in packet.elements.all())
    return found
