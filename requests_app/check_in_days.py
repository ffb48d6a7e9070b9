"""On which days a measure is looked at, and what a changed plan does to days set before (MACRO-9, MACRO-10).

Pure functions of dates: nothing here reads a clock or the database.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta

# Days as the plan names them → what lies between two of them.
BETWEEN = {
    7: relativedelta(weeks=1),
    30: relativedelta(months=1),
    91: relativedelta(months=3),
    182: relativedelta(months=6),
    365: relativedelta(years=1),
}
MOST_YEARS = 5


def days_of(first_on: date, until: date, every: int) -> list[date]:
    """The first day, then one each week or so many months later, up to `until`, which may be one of them.

    Counted from the first: what begins on the 31st comes on the last day of a shorter month and on the 31st again
    after it, what begins on 29 February on the 28th of other years. KeyError for a frequency no plan has.
    """
    step, days = BETWEEN[every], []
    while (day := first_on + step * len(days)) <= until:
        days.append(day)
    return days


@dataclass(frozen=True)
class Change:
    """What a plan does to the days set before: those that come to them, and those that go."""

    new: list[date]
    gone: list[date]


def change(wanted: Collection[date], *, recorded: Collection[date], waiting: Collection[date], today: date) -> Change:
    """Days recorded stay as they are; of those that wait, the ones that the plan no longer has go.

    A plan that is changed makes nobody late: of the days it adds none lies before today, unless it is the first plan.
    """
    begun = recorded or waiting
    new = [day for day in wanted if day not in recorded and day not in waiting and (day >= today or not begun)]
    return Change(new, [day for day in waiting if day not in wanted])
