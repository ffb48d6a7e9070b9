"""What the pages of agreements read: the list, one agreement, and what covers a request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.paginator import Page, Paginator
from django.db.models import F, Prefetch, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Place, StoredFile, User
from catalog.models import Resource, Vendor
from contracts import cover
from contracts.cover import Gap
from contracts.models import Agreement, DataElement, Schedule
from contracts.standing import SOON, Standing, standing
from workflows import selectors as cases
from workflows.machines import ABOUT_PRODUCTS
from workflows.models import Case, CaseFile, Step

PER_PAGE = 25
CONTRACT, PUBLIC_COPY = CaseFile.Kind.CONTRACT, CaseFile.Kind.PUBLIC_COPY
LIVING = (*Agreement.UNSIGNED_STATES, *Agreement.SIGNED_STATES)


# --- the list ---------------------------------------------------------------------------------------------------------

SHOWN = {
    "in-force": gettext_lazy("In force"),
    "running-out": gettext_lazy("Running out within 90 days"),
    "ahead": gettext_lazy("Signed, not yet in force"),
    "to-post": gettext_lazy("Signed, to be posted"),
    "with-vendor": gettext_lazy("Sent or being negotiated"),
    "drafting": gettext_lazy("Being drafted"),
    "ended": gettext_lazy("Ended, replaced or dropped"),
}


@dataclass(frozen=True)
class Row:
    agreement: Agreement
    standing: Standing


def agreement_list(*, words: str = "", shown: str = "", page: int | str = 1, on: date) -> Page:
    """One page of agreements, the ones that run out first on top, those that are over last; three queries."""
    found = Agreement.objects.filter(_which(shown, on))
    if words:
        alike = Q(title__icontains=words) | Q(vendor__name__icontains=words) | Q(number__icontains=words)
        found = found.filter(alike | Q(pk__in=Agreement.objects.filter(products__name__icontains=words)))
    found = found.select_related("vendor").prefetch_related("products")
    found = found.order_by(
        F("closed_at").desc(nulls_first=True), F("ends_on").asc(nulls_last=True), "vendor__name", "pk"
    )
    rows = Paginator(found, PER_PAGE).get_page(page)
    rows.object_list = [Row(agreement, standing(agreement, on=on)) for agreement in rows.object_list]
    return rows


def _which(shown: str, on: date) -> Q:
    """By dates rather than by states alone: what came into force or ended today is shown so at once."""
    states = Agreement.State
    signed = Q(state__in=Agreement.SIGNED_STATES)
    running = Agreement.running(on)
    return {
        "in-force": running,
        "running-out": running & (Q(state=states.EXPIRING) | Q(ends_on__lte=on + SOON)),
        "ahead": signed & Q(starts_on__gt=on),
        "to-post": signed & Q(posted_on__isnull=True),
        "with-vendor": Q(state__in=[states.SENT, states.NEGOTIATING]),
        "drafting": Q(state=states.DRAFTING),
        "ended": ~Q(state__in=LIVING) | (signed & Q(ends_on__lt=on)),
    }.get(shown, Q())


# --- what covers a request --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fit:
    """How far one agreement covers a use: the gaps, and each element found, agreed or not."""

    agreement: Agreement
    standing: Standing
    gaps: list[Gap]
    elements: list[tuple[DataElement, bool]] = field(default_factory=list)
    linked: bool = False

    @property
    def missing(self) -> list[str]:
        return [gap.sentence for gap in self.gaps]

    @property
    def covers(self) -> bool:
        return not self.gaps


def fits(
    *,
    resource: Resource | None,
    vendor: Vendor | None,
    places: Iterable[Place],
    elements: Iterable[DataElement],
    linked: Iterable[int] = (),
    on: date,
) -> list[Fit]:
    """The agreements with a vendor or for a product, the linked ones and those that cover the use first; four queries.

    By the rule that the gates use (contracts/cover.py).
    """
    if resource is None and vendor is None:
        return []
    ours = Q(vendor=vendor) if vendor else Q()
    ours = ours | Q(products=resource) if resource else ours
    found = Agreement.objects.filter(ours, state__in=LIVING).distinct().select_related("vendor")
    found = found.prefetch_related("products", "places", "elements")
    use, linked = cover.Use(resource, tuple(places), tuple(elements), on), set(linked)
    rows = [_fit(each, use, linked) for each in found]
    return sorted(rows, key=lambda fit: (not fit.linked, len(fit.gaps)))


def _fit(agreement: Agreement, use: cover.Use, linked: set[int]) -> Fit:
    gaps = cover.gaps(agreement, use)
    left = {element for gap in gaps if gap.clause == cover.Clause.ELEMENTS for element in gap.left_out}
    agreed = [(element, element not in left) for element in use.elements]
    return Fit(agreement, standing(agreement, on=use.on), gaps, agreed, agreement.pk in linked)


# --- one agreement ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Version:
    """One file of a paper: the last is the one that counts, the others say when they were replaced."""

    file: StoredFile
    number: int
    replaced_at: datetime | None = None


@dataclass(frozen=True)
class Papers:
    """An agreement's files: the paper itself, copies for the public, and whatever else was added; newest first."""

    signed: list[Version]
    public: list[Version]
    others: list[CaseFile]


def papers(agreement: Agreement, user: User, *, at: datetime) -> Papers:
    """The files this reader may open."""
    files = cases.files_of(agreement, user, at=at)
    of_kind = {kind: [row.file for row in files if row.kind == kind] for kind in (CONTRACT, PUBLIC_COPY)}
    if agreement.public_copy_id and not of_kind[PUBLIC_COPY]:  # posted before copies stood among the papers
        of_kind[PUBLIC_COPY] = [agreement.public_copy]
    others = [row for row in files if row.kind not in of_kind]
    return Papers(_versions(of_kind[CONTRACT]), _versions(of_kind[PUBLIC_COPY]), others)


def _versions(files: list[StoredFile]) -> list[Version]:
    """Oldest first in, newest first out; each was replaced when the next one came."""
    replaced = [*(file.at for file in files[1:]), None]
    return [Version(file, number, replaced[number - 1]) for number, file in enumerate(files, 1)][::-1]


@dataclass(frozen=True)
class Posting:
    """By when an agreement has to be posted, and by how many days it is, or was, late (SOPPA §27)."""

    due: date | None
    days_late: int


def posting(agreement: Agreement, *, on: date) -> Posting:
    """Only what both sides have signed is posted; one that ended unposted is not asked for any more."""
    due = agreement.post_by
    if due is None or (agreement.posted_on is None and agreement.state not in agreement.SIGNED_STATES):
        return Posting(None, 0)
    return Posting(due, max(((agreement.posted_on or on) - due).days, 0))


@dataclass(frozen=True)
class AgreementPage:
    """All that is shown of one agreement."""

    agreement: Agreement
    standing: Standing
    posting: Posting
    elements: dict[str, list[str]]
    missing: list
    requests: list
    waiting: list
    replaced_by: Agreement | None


def agreement_page(agreement: Agreement, *, on: date) -> AgreementPage:
    """The paper, its data by category, the requests it serves, and others that wait for this vendor."""
    by_category: dict[str, list[str]] = {}
    for element in agreement.elements.all():
        by_category.setdefault(element.category, []).append(element.name)
    unsigned = agreement.state in agreement.UNSIGNED_STATES
    still = unsigned or agreement.state == agreement.State.SIGNED
    waits = Q(kind__in=ABOUT_PRODUCTS, vendor=agreement.vendor_id, state="waiting-vendor") if still else Q(pk__in=[])
    linked = Q(pk__in=agreement.requests.values("pk"))
    rows = Case.objects.filter(waits | linked).select_related("place").prefetch_related(_open_steps())
    known = set(agreement.requests.values_list("pk", flat=True)) if rows else set()
    return AgreementPage(
        agreement=agreement,
        standing=standing(agreement, on=on),
        posting=posting(agreement, on=on),
        elements=by_category,
        missing=agreement.missing_to_sign() if unsigned else [],
        requests=[row for row in rows if row.pk in known],
        waiting=[row for row in rows if row.pk not in known],
        replaced_by=agreement.replaced_by.exclude(state=Agreement.State.DROPPED).order_by("-pk").first(),
    )


def _open_steps() -> Prefetch:
    open_ones = Step.objects.filter(closed_at__isnull=True, key__in=["contract", "vendor", "posting"])
    return Prefetch("steps", open_ones, to_attr="steps_at_contract")


def may_open_public_copy(user: User, stored: StoredFile) -> bool:
    """The copy meant for the public: any member of staff, once the agreement is posted."""
    agreement = Agreement.objects.filter(public_copy=stored).first()
    return agreement is not None and user.is_active and agreement.posted_on is not None


def dates_left_undone() -> list[cases.LeftUndone]:
    """Agreements and resources whose dates could not be treated: nothing opens or ends until they are put right."""
    rows = Schedule.objects.exclude(set_aside="").select_related("agreement", "resource").order_by("-pk")
    return [
        cases.LeftUndone(_("Renewal, review or end"), row.set_aside, str(row), about.get_absolute_url())
        for row in rows[: cases.MOST_LEFT_UNDONE]
        if (about := row.agreement or row.resource)
    ]
