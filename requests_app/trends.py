"""What a figure says against the one before, the start and the aim, in words (MACRO-10). Pure functions."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import formats
from django.utils.translation import gettext as _


def figure_words(figure: Decimal | None, unit: str = "") -> str:
    """A figure as people write it, "82.5 percent": no noughts that say nothing. An empty text for none."""
    if figure is None:
        return ""
    exact = Decimal(figure)
    places = 0 if exact == exact.to_integral_value() else 1 if exact * 10 == (exact * 10).to_integral_value() else 2
    number = formats.number_format(exact, places, use_l10n=True, force_grouping=True)
    return f"{number} {unit}".strip()


@dataclass(frozen=True)
class Trend:
    """What is said of the last figure: in two words with tone and icon, and in a sentence."""

    words: str
    tone: str
    icon: str
    sentence: str = ""


def trend_of(
    last: Decimal | None,
    before: Decimal | None,
    *,
    baseline: Decimal | None,
    target: Decimal | None,
    unit: str = "",
) -> Trend:
    """From the last two figures, the start and the aim. Nothing is called better or worse that nobody aimed at."""
    if last is None:
        return Trend(_("No figure yet"), "quiet", "clock")
    since = _since(last, before, unit) or _since_the_start(last, baseline, unit)
    if target is None:
        return Trend(_("Nothing aimed at"), "quiet", "flag", since)
    if is_reached(last, baseline=baseline, target=target):
        aim = _("The aim was %(target)s.") % {"target": figure_words(target, unit)}
        return Trend(_("Aim reached"), "good", "check", f"{since} {aim}")
    words = _("%(left)s from the aim of %(target)s.")
    left = words % {"left": figure_words(abs(target - last), unit), "target": figure_words(target, unit)}
    return Trend(*_on_the_way(last, before, baseline, target), f"{since} {left}")


def is_reached(figure: Decimal, *, baseline: Decimal | None, target: Decimal) -> bool:
    """The aim is reached at or beyond it, seen from the start; from a start that is not known, upwards."""
    if baseline is not None and baseline > target:
        return figure <= target
    return figure >= target


def _since(last: Decimal, before: Decimal | None, unit: str) -> str:
    if before is None:
        return ""
    if last == before:
        return _("Unchanged.")
    words = _("Up from %(before)s.") if last > before else _("Down from %(before)s.")
    return words % {"before": figure_words(before, unit)}


def _since_the_start(last: Decimal, baseline: Decimal | None, unit: str) -> str:
    if baseline is None:
        return _("The first figure.")
    if last == baseline:
        return _("As at the start.")
    words = _("Up from %(before)s at the start.") if last > baseline else _("Down from %(before)s at the start.")
    return words % {"before": figure_words(baseline, unit)}


def _on_the_way(
    last: Decimal, before: Decimal | None, baseline: Decimal | None, target: Decimal
) -> tuple[str, str, str]:
    """On the way to an aim that is not reached, or not: seen from the figure before, else from the start."""
    known = before if before is not None else baseline
    if known is None:
        return _("Just begun"), "waiting", "clock"
    nearer = last > known if target > last else last < known
    return (_("On the way"), "waiting", "clock") if nearer else (_("Not nearer"), "needs-you", "flag")
