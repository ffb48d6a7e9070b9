"""The public record: the five items a school posts, from the records (105 ILCS 85/27; LAW-1, LAW-2, PROC-8).

What is public is said here once: an agreement from the day it is posted until it has ended, its public copy, the texts
the district posted, and breaches on the list. Nothing else leaves by these functions.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from accounts.district import setting
from accounts.models import StoredFile, User
from catalog.models import Resource
from contracts import breaches
from contracts.models import Agreement, Breach, Confirmation, DataElement, Item, Statement, Subcontractor

PER_PAGE = 25
ON_PAPER = 500  # agreements on one page that is to be printed
LONGEST = 20_000  # characters of a statement
NAMED = 12  # operators named beside a kind of data; the list has the others
NAMED_PRODUCTS = 4  # in the table
# What the law wants in the district's own words; the other items say enough from the records.
NEEDS_WORDS = (Item.DATA, Item.RIGHTS)


# --- agreements -------------------------------------------------------------------------------------------------------


def posted(*, on: date) -> QuerySet[Agreement]:
    """Agreements the public may read about on a day: signed by both sides, posted, and not ended."""
    return Agreement.objects.filter(Agreement.not_over(on), posted_on__isnull=False)


def disclosing(*, on: date) -> QuerySet[Agreement]:
    """Posted agreements that are in force: under them data is passed on."""
    return posted(on=on).filter(Agreement.running(on))


def agreement_table(
    *, words: str = "", data: str = "", page: int | str = 1, per_page: int = PER_PAGE, on: date
) -> Page:
    """One page of the table of agreements, by operator (PROC-8); six queries however long it is."""
    found = posted(on=on)
    if words:
        product = Resource.objects.filter(agreements=OuterRef("pk"), name__icontains=words)
        found = found.filter(Q(vendor__name__icontains=words) | Exists(product))
    if data:
        found = found.filter(Exists(DataElement.objects.filter(agreements=OuterRef("pk"), category=data)))
    found = found.select_related("vendor", "public_copy", "schedule").prefetch_related("products", "elements")
    rows = Paginator(found.order_by("vendor__name", "pk"), per_page).get_page(page)
    rows.object_list = [PostedAgreement(agreement) for agreement in rows.object_list]
    return rows


@dataclass(frozen=True)
class PostedAgreement:
    """An agreement as the public reads it. Who signed and who keeps it is nobody's business."""

    agreement: Agreement

    @property
    def operator(self) -> str:
        return self.agreement.vendor.name

    @property
    def address(self) -> str:
        return self.agreement.vendor.business_address

    @property
    def kind(self) -> str:
        return self.agreement.get_agreement_kind_display()

    @property
    def until(self) -> date | None:
        """The last day of the present term; None when it has no end."""
        schedule = getattr(self.agreement, "schedule", None)
        return self.agreement.ends_on or (schedule.term_ends_on if schedule else None)

    @property
    def goes_on(self) -> bool:
        """Does another term begin by itself after that day?"""
        return self.agreement.tacit_months is not None and self.agreement.ends_on is None

    @property
    def products(self) -> list[Resource]:
        """The first of the products it names; its own page has them all."""
        return list(self.agreement.products.all())[:NAMED_PRODUCTS]

    @property
    def other_products(self) -> list[Resource]:
        return list(self.agreement.products.all())[NAMED_PRODUCTS:]

    @property
    def more_products(self) -> int:
        return max(len(self.agreement.products.all()) - NAMED_PRODUCTS, 0)

    @property
    def data(self) -> list[tuple[str, list[str]]]:
        """Elements by category."""
        rows = self.agreement.elements.all()
        return [(name, [row.name for row in group]) for name, group in groupby(rows, key=lambda row: row.category)]

    @property
    def copy(self) -> StoredFile | None:
        """The copy for the public, unless it had to be removed."""
        stored = self.agreement.public_copy
        return stored if stored is not None and stored.removed_at is None else None


def posted_agreement(pk: int, *, on: date) -> PostedAgreement | None:
    """One agreement that is public on a day."""
    found = posted(on=on).select_related("vendor", "public_copy", "schedule")
    found = found.prefetch_related("products", "elements", "places", "subcontractors").filter(id=pk).first()
    return PostedAgreement(found) if found else None


def ended_on(pk: int, *, on: date) -> date | None:
    """When an agreement that was public ended; None when it was never public, or still is."""
    found = Agreement.objects.filter(id=pk, posted_on__isnull=False).exclude(state__in=Agreement.UNSIGNED_STATES)
    found = found.exclude(pk__in=posted(on=on).filter(id=pk).values("pk")).first()
    if found is None:
        return None
    days = [day for day in (found.ended_on, found.ends_on) if day is not None and day <= on]
    return min(days) if days else on


def public_copy_of(key: str, *, on: date) -> StoredFile | None:
    """The copy for the public of an agreement that is public on a day, by its key; no other file, whatever its key."""
    return StoredFile.objects.filter(
        key=key, removed_at__isnull=True, public_copy_of__in=posted(on=on).values("pk")
    ).first()


# --- 1: data ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DataPassedOn:
    """One category of the schedule of data: what is passed on under agreements in force, and to whom."""

    category: str
    elements: list[str]
    operators: list[str]

    @property
    def named(self) -> list[str]:
        return self.operators[:NAMED]

    @property
    def others(self) -> list[str]:
        return self.operators[NAMED:]

    @property
    def more(self) -> int:
        return len(self.operators) - len(self.named)


def data_passed_on(*, on: date) -> list[DataPassedOn]:
    """By category, in the order of the schedule of data; two queries."""
    ours = disclosing(on=on).values("pk")
    elements = DataElement.objects.filter(agreements__in=ours).distinct().order_by("order")
    pairs = disclosing(on=on).filter(elements__isnull=False).order_by("vendor__name")
    operators: dict[str, list[str]] = {}
    for category, name in pairs.values_list("elements__category", "vendor__name").distinct():
        operators.setdefault(category, []).append(name)
    by_category: dict[str, list[str]] = {}
    for element in elements:
        by_category.setdefault(element.category, []).append(element.name)
    return [DataPassedOn(category, names, operators.get(category, [])) for category, names in by_category.items()]


# --- 3: subcontractors ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Subcontracting:
    """Whom an operator may pass data on to: names, or the operator's own page of them."""

    operator: str
    agreements: list[Agreement]

    @property
    def companies(self) -> list[Subcontractor]:
        named = {row.name.casefold(): row for each in self.agreements for row in each.subcontractors.all()}
        return sorted(named.values(), key=lambda row: row.name.casefold())

    @property
    def links(self) -> list[str]:
        return list(dict.fromkeys(each.subcontractors_url for each in self.agreements if each.subcontractors_url))


def subcontracting(*, page: int | str = 1, on: date) -> Page:
    """One page of operators with an agreement, by name, each with its subcontractors; four queries."""
    operators = posted(on=on).order_by("vendor__name").values_list("vendor_id", flat=True).distinct()
    rows = Paginator(operators, PER_PAGE).get_page(page)
    theirs = posted(on=on).filter(vendor__in=list(rows.object_list)).select_related("vendor")
    theirs = theirs.prefetch_related("subcontractors").order_by("vendor__name", "pk")
    grouped = groupby(theirs, key=lambda agreement: agreement.vendor.name)
    rows.object_list = [Subcontracting(name, list(group)) for name, group in grouped]
    return rows


# --- texts and confirmations ------------------------------------------------------------------------------------------


def statements(*, languages: Iterable[str]) -> dict[tuple[int, str], Statement]:
    """The texts in force by item and language; an emptied one is none. One query."""
    newest = Statement.objects.filter(language__in=list(languages)).values("item", "language")
    newest = newest.order_by().annotate(newest=Max("pk")).values("newest")
    return {(row.item, row.language): row for row in Statement.objects.filter(pk__in=newest) if row.words.strip()}


def statement_history(item: Item, language: str, *, page: int | str = 1) -> Page:
    """Every text an item ever had in a language, the newest first."""
    rows = Statement.objects.filter(item=item, language=language).select_related("by").order_by("-pk")
    return Paginator(rows, PER_PAGE).get_page(page)


def newest_statement(item: Item, language: str) -> Statement | None:
    """The text an item has in a language, or had before it was emptied."""
    return Statement.objects.filter(item=item, language=language).order_by("-pk").first()


@transaction.atomic
def post_statement(*, item: Item, language: str, words: str, by: User, at: datetime) -> Statement | None:
    """Put a new text on the public page; the ones before are kept. None when nothing changes."""
    words = words.strip()
    newest = newest_statement(item, language)
    if (newest.words if newest else "") == words:
        return None
    return Statement.objects.create(item=item, language=language, words=words, at=at, by=by)


def last_confirmation() -> Confirmation | None:
    """The confirmation whose date stands on the public page."""
    return Confirmation.objects.filter(confirmed_on__isnull=False).order_by("-confirmed_on", "-pk").first()


# --- the page ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PublicRecord:
    """The five items as they are posted on a day."""

    confirmed_on: date | None
    statements: dict[tuple[int, str], Statement]
    data: list[DataPassedOn]
    operators: int
    agreements: int
    with_subcontractors: int
    breaches: list[Breach]
    on: date
    language: str = settings.LANGUAGE_CODE

    def said(self, item: int) -> Statement | None:
        """The district's words in the reader's language; in the installation's where there are none."""
        return self.statements.get((item, self.language)) or self.statements.get((item, settings.LANGUAGE_CODE))

    @property
    def small_ones_left_out(self) -> bool:
        """May a breach of few students be left off the list? Only where it is known how many there are."""
        return int(setting("enrollment")) > 0


def public_record(*, on: date, language: str) -> PublicRecord:
    """Everything on the public page; nine queries however much there is."""
    count = (
        posted(on=on)
        .order_by()
        .aggregate(
            operators=Count("vendor", distinct=True),
            agreements=Count("pk", distinct=True),
            subcontracting=Count(
                "vendor", distinct=True, filter=Q(subcontractors__isnull=False) | ~Q(subcontractors_url="")
            ),
        )
    )
    last = last_confirmation()
    return PublicRecord(
        confirmed_on=last.confirmed_on if last else None,
        statements=statements(languages={language, settings.LANGUAGE_CODE}),
        data=data_passed_on(on=on),
        operators=count["operators"],
        agreements=count["agreements"],
        with_subcontractors=count["subcontracting"],
        breaches=list(breaches.posted(on)),
        on=on,
        language=language,
    )
