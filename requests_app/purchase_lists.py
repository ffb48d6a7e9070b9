"""The lists of purchases and what was spent, each a fixed number of queries (X-14)."""

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TextIO

from dateutil.relativedelta import relativedelta
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.district import setting
from accounts.models import Place
from contracts.commitment import FiscalYear, Total, Yearly, by_fiscal_year, fiscal_year_of
from contracts.schedule import Terms
from requests_app.models import Purchase, YearAmount
from workflows.chronicle import plain_cell
from workflows.machines import MACHINES
from workflows.machines.purchasing import Purchasing

PER_PAGE = 25
MOST_BARS = 10
WAITING, BOUGHT = "waiting", "bought"
Standing = Purchase.Standing
TOGETHER = {
    WAITING: (Standing.FUNDS, Standing.ORDER),
    BOUGHT: (Standing.ORDERED, Standing.RECEIVED),
    "all": tuple(Standing),
}
LOOKS = {
    Standing.FUNDS: ("waiting", "clock"),
    Standing.AGREED: ("quiet", "clock"),
    Standing.ORDER: ("needs-you", "hand"),
    Standing.ORDERED: ("waiting", "arrow"),
    Standing.RECEIVED: ("good", "check"),
    Standing.NO_FUNDS: ("refused", "cross"),
    Standing.STOPPED: ("quiet", "cross"),
}
# In each the number comes last, so that no row stands on two pages.
SORTS = {
    "newest": ("-counts_on", "-id"),
    "oldest": ("counts_on", "id"),
    "amount": (F("amount").desc(nulls_last=True), "-id"),
}


@dataclass(frozen=True)
class Narrowed:
    """What a list of purchases is narrowed to; everything where nothing is said."""

    state: str = WAITING
    place: Place | None = None
    kind: str = ""
    year: int | None = None
    words: str = ""
    sort: str = "newest"


# --- the list ---------------------------------------------------------------------------------------------------------


def purchases(asked: Narrowed) -> QuerySet[Purchase]:
    """Purchases as narrowed, of everything that was submitted; drafts are their requester's alone."""
    rows = _fitting(asked)
    states = TOGETHER.get(asked.state, (asked.state,))
    rows = rows if asked.state == "all" else rows.filter(standing__in=states)
    return rows.select_related("case__place", "case__vendor").order_by(*SORTS[asked.sort])


def _fitting(asked: Narrowed) -> QuerySet[Purchase]:
    """As narrowed, whatever their standing."""
    rows = Purchase.objects.filter(case__submitted_at__isnull=False)
    if asked.place:
        rows = rows.filter(case__place__path__startswith=asked.place.path)
    if asked.kind:
        rows = rows.filter(case__kind=asked.kind)
    if asked.year is not None:
        rows = rows.filter(_in_year(asked.year))
    for word in asked.words.split():
        rows = rows.filter(
            Q(case__title__icontains=word)
            | Q(case__number__icontains=word)
            | Q(case__vendor__name__icontains=word)
            | Q(po_number__icontains=word)
            | Q(budget_code__icontains=word)
        )
    return rows


def _in_year(year: int) -> Q:
    """Purchases with a year of their term that begins in a fiscal year; those without a term by their own day."""
    first, last = fiscal_year(year)
    begins = YearAmount.objects.filter(purchase=OuterRef("pk"), starts_on__gte=first, starts_on__lt=last)
    return Exists(begins) | Q(counts_on__gte=first, counts_on__lt=last)


def fiscal_year(year: int) -> tuple[date, date]:
    """First day of the fiscal year that begins in a calendar year, and of the one after."""
    first = date(year, int(setting("fiscal_year_month")), 1)
    return first, first + relativedelta(years=1)


def years_offered(*, on: date) -> list[FiscalYear]:
    """The fiscal years that lists and sums show: three past, this one and the three to come."""
    first_month = int(setting("fiscal_year_month"))
    this = fiscal_year_of(on, first_month)
    return by_fiscal_year([], first_month, range(this - 3, this + 4))


def purchase_page(asked: Narrowed, *, page: int | str) -> Page:
    """One page of the list; two queries."""
    return Paginator(purchases(asked), PER_PAGE).get_page(page)


def counts(asked: Narrowed) -> dict[str, int]:
    """How many stand how, of what is narrowed otherwise; one query."""
    rows = _fitting(asked).order_by().values("standing").annotate(n=Count("pk")).values_list("standing", "n")
    return dict(rows)


# --- as a table for a spreadsheet -------------------------------------------------------------------------------------

COLUMNS: tuple[tuple[Any, Callable[[Purchase], Any]], ...] = (
    (gettext_lazy("Number"), lambda row: row.case.number or ""),
    (gettext_lazy("What"), lambda row: row.case.title),
    (gettext_lazy("Procedure"), lambda row: row.case.machine.machine_title),
    (gettext_lazy("School or department"), lambda row: row.case.place),
    (gettext_lazy("Vendor"), lambda row: row.case.vendor or ""),
    (gettext_lazy("How it stands"), lambda row: row.get_standing_display()),
    (gettext_lazy("Budget code"), lambda row: row.budget_code),
    (gettext_lazy("Funding source"), lambda row: row.funding_source),
    (gettext_lazy("Approved"), lambda row: _figure(row.support_amount)),
    (gettext_lazy("For the whole term"), lambda row: _figure(row.whole_term)),
    (gettext_lazy("Years"), lambda row: row.years),
    (gettext_lazy("First day of the term"), lambda row: row.starts_on or ""),
    (gettext_lazy("Order number"), lambda row: row.po_number),
    (gettext_lazy("Order date"), lambda row: row.po_date or ""),
    (gettext_lazy("Order amount"), lambda row: _figure(row.po_amount)),
    (gettext_lazy("Received on"), lambda row: row.received_on or ""),
    (gettext_lazy("Currency"), lambda row: setting("currency")),
)


def _figure(amount: Decimal | None) -> str:
    return "" if amount is None else f"{amount:.2f}"


def write_csv(rows: Iterable[Purchase], file: TextIO) -> None:
    """Comma-separated values that no spreadsheet runs as formulas."""
    table = csv.writer(file)
    table.writerow([str(heading) for heading, _value in COLUMNS])
    for row in rows:
        table.writerow([plain_cell(value(row)) for _heading, value in COLUMNS])


# --- what is spent ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """What a place or a procedure spent in a fiscal year; `key` narrows the list to it."""

    key: Any
    label: str
    orders: int
    total: Decimal


@dataclass(frozen=True)
class Spent:
    """The fiscal years with what was ordered for each, and what the chosen one is made of."""

    years: list[FiscalYear]
    chosen: FiscalYear
    places: list[Part]
    kinds: list[Part]

    @property
    def any(self) -> bool:
        return any(year.rows for year in self.years)


def spent(*, year: str, on: date) -> Spent:
    """What was ordered, by the fiscal year in which each year of a term begins; two queries.

    `year` is the calendar year in which the chosen one begins; the present one where it makes no sense.
    """
    offered = years_offered(on=on)
    first, last = offered[0].starts_on, fiscal_year(offered[-1].year)[1]
    rows = YearAmount.objects.filter(starts_on__gte=first, starts_on__lt=last)
    rows = rows.filter(purchase__standing__in=TOGETHER[BOUGHT], purchase__case__submitted_at__isnull=False)
    rows = rows.annotate(month=TruncMonth("starts_on")).order_by()
    rows = rows.values("month", "purchase__case__place", "purchase__case__kind")
    sums = rows.annotate(total=Sum("amount"), orders=Count("purchase", distinct=True))
    lines = [
        Yearly(
            (row["purchase__case__place"], row["purchase__case__kind"], row["orders"]),
            row["total"],
            Terms(row["month"], first_term_months=12),
        )
        for row in sums
    ]
    years = by_fiscal_year(lines, int(setting("fiscal_year_month")), range(offered[0].year, offered[-1].year + 1))
    this = fiscal_year_of(on, int(setting("fiscal_year_month")))
    asked = next((each for each in years if str(each.year) == year), None)
    chosen = asked or next(each for each in years if each.year == this)
    names = dict(Place.objects.filter(pk__in={row.label[0] for row in chosen.rows}).values_list("pk", "name"))
    return Spent(
        years=years,
        chosen=chosen,
        places=_parts(chosen, lambda label: label[0], lambda key: names.get(key, "")),
        kinds=_parts(chosen, lambda label: label[1], lambda key: str(MACHINES[key].machine_title)),
    )


def _parts(year: FiscalYear, key_of: Callable, words: Callable[[Any], str]) -> list[Part]:
    """The greatest first."""
    totals: dict[Any, Decimal] = defaultdict(Decimal)
    orders: dict[Any, int] = defaultdict(int)
    for row in year.rows:
        totals[key_of(row.label)] += row.amount
        orders[key_of(row.label)] += row.label[2]
    found = [Part(key, words(key), orders[key], total) for key, total in totals.items()]
    return sorted(found, key=lambda part: (-part.total, part.label))


def bars(parts: list[Part]) -> list[Total]:
    """As many as a picture can show, the rest together; lying bars are drawn from below, so the greatest is last."""
    shown = [Total(part.label, part.total) for part in parts[:MOST_BARS]]
    if rest := parts[MOST_BARS:]:
        shown.append(Total(_("All others"), sum((part.total for part in rest), Decimal(0))))
    return shown[::-1]


def kinds_bought() -> list[tuple[str, Any]]:
    """Procedures by which something is bought."""
    return [(kind, machine.machine_title) for kind, machine in MACHINES.items() if issubclass(machine, Purchasing)]


def standing_badge(money: Purchase) -> dict[str, str]:
    """How a purchase stands, in words, tone and icon."""
    tone, icon = LOOKS[Standing(money.standing)]
    return {"words": money.get_standing_display(), "tone": tone, "icon": icon}
