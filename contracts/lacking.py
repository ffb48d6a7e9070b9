"""What of the public record is late or missing, for those who keep it: by item and by agreement (LAW-2)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from accounts.district import setting
from accounts.models import User
from accounts.roles import Role
from catalog.selectors import VENDOR_KEEPERS
from contracts import record
from contracts.models import Agreement, DataElement, Item, Statement, Subcontractor
from workflows.actors import Hats
from workflows.machines import MACHINES
from workflows.machines.agreement import KEEPERS
from workflows.models import Step
from workflows.selectors import HELD, step_url

OF_DATA = Q(agreement_kind__in=Agreement.DATA_KINDS)
GAPS = {
    "posting": gettext_lazy("Not posted yet"),
    "copy": gettext_lazy("No copy for the public"),
    "address": gettext_lazy("No business address of the operator"),
    "elements": gettext_lazy("No data elements"),
    "subcontractors": gettext_lazy("Neither subcontractors nor a link to them"),
}
GAP_IS = {
    "posting": Q(posted_on__isnull=True),
    "copy": Q(posted_on__isnull=False) & (Q(public_copy__isnull=True) | Q(public_copy__removed_at__isnull=False)),
    "address": Q(vendor__business_address=""),
    "elements": OF_DATA & Q(names_data=False),
    "subcontractors": OF_DATA & Q(names_subcontractors=False, subcontractors_url=""),
}
MOST_BREACHES = 20


def _looked_at(*, on: date) -> QuerySet[Agreement]:
    """Signed agreements that have not ended and are, or have to be, on the public page."""
    found = Agreement.objects.filter(Agreement.not_over(on)).annotate(
        names_data=Exists(DataElement.objects.filter(agreements=OuterRef("pk"))),
        names_subcontractors=Exists(Subcontractor.objects.filter(case=OuterRef("pk"))),
    )
    return found.filter(OF_DATA | Q(names_data=True) | Q(posted_on__isnull=False))


def _any_gap() -> Q:
    gaps = Q()
    for gap in GAP_IS.values():
        gaps |= gap
    return gaps


# --- by agreement -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gap:
    """What one agreement lacks, until when it is to be there, and where it is mended ("" by somebody else)."""

    words: str
    mend_url: str
    due_on: date | None = None


@dataclass(frozen=True)
class Lacking:
    agreement: Agreement
    gaps: list[Gap]


def agreements_lacking(user: User, *, gap: str = "", page: int | str = 1, on: date) -> Page:
    """One page of agreements that lack something, those not posted first; a fixed number of queries."""
    found = _looked_at(on=on).filter(GAP_IS.get(gap, _any_gap())).select_related("vendor", "public_copy")
    found = found.order_by(F("posted_on").asc(nulls_first=True), "district_signed_on", "pk")
    rows = Paginator(found, record.PER_PAGE).get_page(page)
    hands = Hands.of(user, on=on)
    rows.object_list = [Lacking(agreement, _gaps(agreement, hands)) for agreement in rows.object_list]
    return rows


@dataclass(frozen=True)
class Hands:
    """What a reader of the page may mend."""

    agreements: bool
    vendors: bool
    statements: bool
    breaches: bool

    @classmethod
    def of(cls, user: User, *, on: date) -> "Hands":
        hats = Hats.of(user, on=on)
        held = hats.roles_at(None) | {grant.role for grants in hats.lent.values() for grant in grants}
        own = hats.roles_at(None)
        return cls(
            agreements=bool(held & set(KEEPERS)),
            vendors=bool(own & set(VENDOR_KEEPERS)),
            statements=Role.COMPLIANCE_OFFICER in own,
            breaches=bool(held & MACHINES["breach"].readers),
        )


def _gaps(agreement: Agreement, hands: Hands) -> list[Gap]:
    """In the order of GAPS."""
    copy, of_data = agreement.public_copy, agreement.agreement_kind in agreement.DATA_KINDS
    lacking = {
        "posting": agreement.posted_on is None,
        "copy": agreement.posted_on is not None and (copy is None or copy.removed_at is not None),
        "address": not agreement.vendor.business_address,
        "elements": of_data and not agreement.names_data,
        "subcontractors": of_data and not (agreement.names_subcontractors or agreement.subcontractors_url),
    }
    due = {"posting": agreement.post_by}
    return [Gap(str(GAPS[name]), _mended_at(name, agreement, hands), due.get(name)) for name in GAPS if lacking[name]]


def _mended_at(gap: str, agreement: Agreement, hands: Hands) -> str:
    if gap == "address":
        return reverse("vendor-edit", args=[agreement.vendor_id]) if hands.vendors else ""
    page = "agreement-post" if gap in {"posting", "copy"} else "case"
    return reverse(page, args=[agreement.pk]) if hands.agreements else ""


@dataclass(frozen=True)
class Tally:
    """How many agreements lack one thing, and how many of these are late."""

    gap: str
    words: str
    agreements: int
    late: int = 0


def tallies(*, on: date) -> list[Tally]:
    """Each kind of gap that there is, with its number; one query."""
    late = GAP_IS["posting"] & Agreement.bound_before(on - timedelta(days=int(setting("post_agreement_days"))))
    counts = (
        _looked_at(on=on)
        .order_by()
        .aggregate(late=Count("pk", filter=late), **{name: Count("pk", filter=gap) for name, gap in GAP_IS.items()})
    )
    rows = [Tally(name, str(GAPS[name]), counts[name], counts["late"] if name == "posting" else 0) for name in GAPS]
    return [row for row in rows if row.agreements]


# --- by item ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Text:
    """An item's text in one language: when it was posted, whether it has to be there, and where it is written."""

    language: str
    code: str
    statement: Statement | None
    needed: bool

    @property
    def missing(self) -> bool:
        return self.needed and self.statement is None


@dataclass(frozen=True)
class ItemLine:
    item: Item
    texts: list[Text]


def items() -> list[ItemLine]:
    """The five items with their texts in each language; one query."""
    said = record.statements(languages=dict(settings.LANGUAGES))
    return [
        ItemLine(
            item,
            [
                Text(str(name), code, said.get((item, code)), item in record.NEEDS_WORDS)
                for code, name in settings.LANGUAGES
            ],
        )
        for item in Item
    ]


def open_confirmations() -> list[Step]:
    """The steps of half-years that wait to be confirmed, the oldest first, each with its case."""
    steps = Step.objects.filter(key="confirm", case__kind="confirmation", closed_at__isnull=True)
    return list(steps.select_related("case__confirmation").order_by("pk"))


def breaches_to_post(user: User, *, on: date) -> list[tuple[Step, str]]:
    """Open steps of breaches whose day for the public list is past, for those who may know of them."""
    if not Hands.of(user, on=on).breaches:
        return []
    late = Step.objects.filter(key="post-breach", closed_at__isnull=True, due_on__lt=on).exclude(HELD)
    late = late.select_related("case").order_by("due_on", "pk")[:MOST_BREACHES]
    return [(step, step_url(step)) for step in late]
