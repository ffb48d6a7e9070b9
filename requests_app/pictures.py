"""Figures over time as a picture: an SVG image to be shown by `<img>`, no script, nothing fetched (MACRO-10)."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pygal
from django.utils import formats
from django.utils.translation import gettext_lazy, pgettext

from contracts.commitment import still, style_of

QUIET = ("#4d5561", "#16191d")
DASHES = (("2, 4", gettext_lazy("%(line)s, dotted")), ("10, 5", gettext_lazy("%(line)s, dashed")))
MOST_LABELS = 4
MOST_LARGE_DOTS = 60


def line_chart(
    figures: Sequence[tuple[date, Decimal]],
    *,
    title: str,
    figures_named: str,
    words: Callable[[Decimal], str],
    levels: Sequence[tuple[Any, Decimal | None]],
    colour: str,
) -> bytes:
    """Each figure on its day, joined by a line; the levels (start, aim) as dashed lines across; always the same bytes.

    `title` is its name for who cannot see it, `words` says a figure with its unit. Lines differ by dashes, not colour
    alone.
    """
    known = [(label, level) for label, level in levels if level is not None]
    first, last = _span([day for day, _figure in figures])
    lines = pygal.DateLine(
        style=style_of(colour, *QUIET, guides="0"),
        width=640,
        height=340,
        explicit_size=True,
        legend_at_bottom=True,
        legend_at_bottom_columns=1,
        dots_size=4 if len(figures) <= MOST_LARGE_DOTS else 2,
        margin=12,
        margin_right=56,
        max_scale=6,
        js=[],
        no_data_text="",
        truncate_legend=-1,
        truncate_label=-1,
        x_value_formatter=_short,
        value_formatter=lambda figure: formats.number_format(Decimal(f"{figure:.2f}").normalize(), force_grouping=True),
    )
    lines.uuid = "figures"  # its own would be another one each time
    lines.x_labels = _labels(first, last)
    lines.add(figures_named, [(day, float(figure)) for day, figure in figures], stroke_style={"width": 2})
    for (label, level), (dash, named) in zip(known, DASHES, strict=False):
        across = [(first, float(level)), (last, float(level))]
        words_of = str(named) % {"line": f"{label}: {words(level)}"}
        lines.add(words_of, across, show_dots=False, stroke_style={"dasharray": dash, "width": 2})
    lines.add_xml_filter(lambda root: still(root, title))
    return lines.render()


def _short(day: date) -> str:
    return formats.date_format(day, pgettext("short date of a picture", "j M Y"))


def _span(days: Sequence[date]) -> tuple[date, date]:
    """From the first to the last day; a single one gets room on both sides."""
    if not days:
        return date(2000, 1, 1), date(2000, 1, 2)
    if days[0] == days[-1]:
        return days[0] - timedelta(days=1), days[0] + timedelta(days=1)
    return days[0], days[-1]


def _labels(first: date, last: date) -> list[date]:
    """A few days at even distances."""
    days = (last - first).days
    count = min(MOST_LABELS, days + 1)
    return sorted({first + timedelta(days=round(days * number / (count - 1))) for number in range(count)})
