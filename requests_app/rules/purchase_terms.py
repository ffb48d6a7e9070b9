"""What each year of a term costs: arithmetic alone (X-14). Amounts are in the district's currency, to the cent."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal

CENT = Decimal("0.01")


def spread(total: Decimal, years: int) -> list[Decimal]:
    """The same each year; what is left of the cents falls on the first."""
    each = (total / years).quantize(CENT, rounding=ROUND_DOWN)
    return [total - each * (years - 1), *[each] * (years - 1)]


def as_quoted(total: Decimal, per_year: Decimal | None, years: int) -> list[Decimal]:
    """What a quote says of each year, where that adds up to its total; else the same each year."""
    return [per_year] * years if per_year is not None and per_year * years == total else spread(total, years)


def as_ordered(planned: Sequence[Decimal], ordered: Decimal, *, years: int) -> list[Decimal]:
    """The years as they were planned, with the difference to the order on the first of them.

    An order of exactly the first year's amount is one for that year alone: the others stay as planned.
    """
    if not planned:
        return spread(ordered, years)
    first = planned[0] + ordered - sum(planned)
    if ordered == planned[0]:
        return list(planned)
    return [first, *planned[1:]] if first >= 0 else spread(ordered, len(planned))


def repeated(years: Sequence[Decimal], horizon: int) -> list[Decimal]:
    """What each year up to a horizon costs where a term is taken again whenever it has ended, at its own price."""
    return [years[number % len(years)] for number in range(horizon)]
