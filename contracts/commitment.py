"""What the district has committed itself to pay, by fiscal year, and the picture of it (RENEW-7)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

import pygal
from dateutil.relativedelta import relativedelta
from pygal.style import Style

from contracts.schedule import Terms, end_of, final_day

CENT = Decimal("0.01")


class Yearly(NamedTuple):
    """What costs an amount in each year of its contract: `until`, if it is known to stop before its terms do."""

    label: Any
    amount: Decimal
    terms: Terms
    until: date | None = None


@dataclass(frozen=True)
class Committed:
    """The amount of one contract year, and the day on which that year begins."""

    label: Any
    amount: Decimal
    starts_on: date


@dataclass(frozen=True)
class FiscalYear:
    """A fiscal year, named by the calendar year in which it begins, with what is committed in it."""

    year: int
    starts_on: date
    rows: tuple[Committed, ...]

    @property
    def total(self) -> Decimal:
        """The sum of its rows."""
        return sum((row.amount for row in self.rows), Decimal("0.00"))

    @property
    def label(self) -> str:
        """ "2026–27", or "2026" where it is the calendar year."""
        return str(self.year) if self.starts_on.month == 1 else f"{self.year}–{(self.year + 1) % 100:02}"


def fiscal_year_of(day: date, first_month: int) -> int:
    """The calendar year in which the fiscal year of a day begins."""
    return day.year if day.month >= first_month else day.year - 1


def by_fiscal_year(rows: Iterable[Yearly], first_month: int, years: range) -> list[FiscalYear]:
    """The commitment of each fiscal year: a contract year counts whole in the fiscal year in which it begins.

    Fiscal years begin on the first of `first_month`; `years` are the calendar years in which they begin. Terms that
    follow each other by themselves count until somebody ends them. Amounts are rounded to the cent.
    """
    rows = list(rows)
    found = []
    for year in years:
        begun = [(row, _anniversary(row.terms, year, first_month)) for row in rows]
        lines = tuple(Committed(row.label, _cents(row.amount), day) for row, day in begun if _is_on(row, day))
        found.append(FiscalYear(year, date(year, first_month, 1), lines))
    return found


def years_of_term(terms: Terms) -> int | None:
    """How many years of the contract begin in its first term, at least one; None when that has no end."""
    last = end_of(terms, terms.starts_on)
    if last is None:
        return None
    whole = relativedelta(last, terms.starts_on).years
    return whole + (terms.starts_on + relativedelta(years=whole) <= last)


def _anniversary(terms: Terms, year: int, first_month: int) -> date:
    """The day in a fiscal year on which a year of the contract begins: there is one in each, always in one month."""
    start = terms.starts_on
    calendar_year = year if start.month >= first_month else year + 1
    return start + relativedelta(years=calendar_year - start.year)


def _is_on(row: Yearly, day: date) -> bool:
    ends = [end for end in (final_day(row.terms), row.until) if end is not None]
    return row.terms.starts_on <= day and all(day <= end for end in ends)


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


# --- the picture ------------------------------------------------------------------------------------------------------


class Total(NamedTuple):
    """Something with what it comes to."""

    label: str
    total: Decimal


def chart(
    years: Sequence[FiscalYear | Total],
    *,
    title: str,
    words: Callable[[Decimal], str],
    colour: str,
    lying: bool = False,
) -> bytes:
    """The totals as bars, an SVG image to be shown by `<img>`: no script, nothing fetched, always the same.

    `title` is its name for who cannot see it; `words` says an amount; `colour` is that of the bars, as #rrggbb. Where
    the labels are long, the bars are `lying`.
    """
    kind, shape = (pygal.HorizontalBar, _lying(years)) if lying else (pygal.Bar, {"height": 320})
    bars = kind(
        style=style_of(colour),
        width=640,
        explicit_size=True,
        show_legend=False,
        print_values=True,
        print_values_position="top",
        margin=12,
        include_x_axis=True,
        max_scale=6,
        no_data_text="",
        js=[],
        **shape,
        value_formatter=lambda amount: words(_cents(Decimal(amount))),
    )
    bars.uuid = "commitment"  # its own would be another one each time
    bars.x_labels = [year.label for year in years]
    bars.add(title, [year.total for year in years])
    bars.add_xml_filter(lambda root: still(root, title, lying=lying))
    return bars.render()


def style_of(*colours: str, guides: str = "4, 4") -> Style:
    """How every picture looks: the colours of its bars or lines in their order, and how its guides are dashed."""
    ink, fonts = "#16191d", "system-ui, sans-serif"
    return Style(
        background="transparent",
        plot_background="transparent",
        foreground=ink,
        foreground_strong=ink,
        foreground_subtle="#4d5561",
        font_family=fonts,
        label_font_size=14,
        major_label_font_size=14,
        value_font_size=14,
        guide_stroke_color="#d5dae0",
        major_guide_stroke_color="#d5dae0",
        guide_stroke_dasharray=guides,
        colors=colours,
        value_colors=(ink,) * len(colours),
        opacity="1",
    )


def _lying(totals: Sequence[FiscalYear | Total]) -> dict[str, Any]:
    """As high as there are bars, with room for the amounts beside them and no figures below."""
    greatest = max((each.total for each in totals), default=Decimal(0))
    room = greatest * Decimal("1.35") or Decimal(1)
    return {"height": 48 + 40 * len(totals), "range": (0, float(room)), "show_x_labels": False, "truncate_label": 36}


def still(root, title: str, *, lying: bool = False):
    """Take away what moves, and what tells of the day and the tool; lift the amounts off their bars."""
    for parent in list(root.iter()):
        for child in list(parent):
            if not isinstance(child.tag, str) or child.tag == "script" or child.get("class") == "tooltip":
                parent.remove(child)
    for element in root.iter("text"):
        if element.get("class") == "value":
            element.set("dy", "0" if lying else "-4")
            if lying:
                element.set("style", "text-anchor:start")
                element.set("dx", "6")
    root.find("title").text = title
    return root
