"""When an agreement ends, until when it can be cancelled, when it is looked at again (RENEW-1, RENEW-2).

Dates alone: no rows, no clock. Every date is counted from the original start, so a contract of the 31st comes back to
the 31st after each short month, and one of 29 February to the 29th in each leap year.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy as _

A_DAY = timedelta(days=1)
LONGEST = 1200  # months: a hundred years
YEARS = range(1900, 2201)  # of start and end: a slip of the pen is not a contract


@dataclass(frozen=True)
class Terms:
    """What the paper says about time. Terms and intervals are in months; `None` means that there is none.

    - A first term, then tacit terms: each of these begins by itself unless notice is given in time. A written end cuts
      the last one short; after it nothing begins.
    - A written end and no first term or no tacit terms: one term, to that end, renewed only expressly.
    - A first term alone: one term of that length. Tacit terms alone: every term is as long as those.
    - None of the three: no end.

    The notice is `notice_months` and `notice_days` together. ValueError, in words for people, for what makes no sense.
    """

    starts_on: date
    ends_on: date | None = None
    first_term_months: int | None = None
    tacit_months: int | None = None
    notice_months: int = 0
    notice_days: int = 0
    review_interval: int | None = None

    def __post_init__(self):
        lengths = (self.first_term_months, self.tacit_months, self.review_interval)
        if any(months is not None and not 1 <= months <= LONGEST for months in lengths):
            raise ValueError(_("A term or an interval is between 1 and 1200 months long."))
        if not 0 <= self.notice_months <= LONGEST or not 0 <= self.notice_days <= 31 * LONGEST:
            raise ValueError(_("A notice period is between none and a hundred years."))
        if self.starts_on.year not in YEARS:
            raise ValueError(_("The start is a day between 1900 and 2200."))
        if self.ends_on and self.ends_on.year not in YEARS:
            raise ValueError(_("The end is a day between 1900 and 2200."))
        if self.ends_on and self.ends_on < self.starts_on:
            raise ValueError(_("The end lies before the start."))

    @property
    def first_months(self) -> int | None:
        """Length of the first term; None when it ends with the paper or not at all."""
        if self.tacit_months is None and self.ends_on is not None:
            return None
        return self.first_term_months or (None if self.ends_on else self.tacit_months)

    @property
    def follow(self) -> bool:
        """Do more terms follow the first by themselves?"""
        return self.first_months is not None and self.tacit_months is not None


@dataclass(frozen=True)
class Term:
    """One term, counted from 1, with both its days; `last_day` is None when it has no end."""

    number: int
    starts_on: date
    last_day: date | None


# --- terms ------------------------------------------------------------------------------------------------------------


def term_on(terms: Terms, day: date) -> Term | None:
    """The term in force on a day; None before the start and after the last day of all."""
    if day < terms.starts_on:
        return None
    term = _term(terms, _number_on(terms, day))
    return term if term.last_day is None or day <= term.last_day else None


def end_of(terms: Terms, on: date) -> date | None:
    """The last day of the term in force; of the first before the start, of the last after the end; None: no end."""
    return _term(terms, _number_on(terms, on)).last_day


def final_day(terms: Terms) -> date | None:
    """The day after which nothing runs, whatever nobody does; None when terms follow for ever, or there is no end."""
    if terms.ends_on or terms.follow:
        return terms.ends_on
    return _term(terms, 1).last_day


def renews_tacitly(term: Term, terms: Terms) -> bool:
    """Does another term begin by itself after this one?"""
    return terms.follow and (terms.ends_on is None or term.last_day < terms.ends_on)


def _number_on(terms: Terms, day: date) -> int:
    """Number of the term that runs on a day; the first before the start, the last after the end."""
    day = max(day, terms.starts_on)
    if terms.ends_on:
        day = min(day, terms.ends_on)
    if not terms.follow:
        return 1
    over = _whole_months(terms.starts_on, day) - terms.first_months
    return 1 if over < 0 else 2 + over // terms.tacit_months


def _term(terms: Terms, number: int) -> Term:
    starts_on = terms.starts_on + relativedelta(months=_months_before(terms, number))
    if terms.first_months is None:
        return Term(number, starts_on, terms.ends_on)
    last_day = terms.starts_on + relativedelta(months=_months_before(terms, number + 1)) - A_DAY
    return Term(number, starts_on, min(last_day, terms.ends_on or last_day))


def _months_before(terms: Terms, number: int) -> int:
    """Months from the start of all to the start of one term."""
    return 0 if number == 1 else terms.first_months + (number - 2) * (terms.tacit_months or 0)


def _whole_months(start: date, day: date) -> int:
    """The most months that can be added to a start without passing a day."""
    between = relativedelta(day, start)
    return between.years * 12 + between.months


# --- what must be done by when ----------------------------------------------------------------------------------------


def cancel_by(term: Term, terms: Terms) -> date | None:
    """The last day on which notice ends the contract with this term: the whole notice period still fits after it.

    Three months to a term whose last day is 30 June: by 31 March. None when the term has no end.
    """
    if term.last_day is None:
        return None
    notice = relativedelta(months=terms.notice_months, days=terms.notice_days)
    return term.last_day + A_DAY - notice - A_DAY


def renewal_due(terms: Terms, on: date) -> date | None:
    """The next date by which somebody must have decided, `on` included; None when there is none any more.

    That is the cancel-by date of a term that another follows by itself, else the term's last day: what ends anyway
    needs no notice. Once a cycle is open, the next is `renewal_due(terms, due + one day)`: so none is passed over.
    """
    return next((due for due in _dues(terms, _number_on(terms, on)) if due >= on), None)


def _dues(terms: Terms, number: int) -> Iterator[date]:
    """The dates to decide by, from one term on; a term that nothing follows by itself is the last."""
    term = _term(terms, number)
    while renews_tacitly(term, terms):
        yield cancel_by(term, terms)
        term = _term(terms, term.number + 1)
    if term.last_day is not None:
        yield term.last_day


def next_review(starts_on: date, interval_months: int, after: date) -> date:
    """The first review strictly after a day; reviews are every so many months, counted from the start."""
    passed = max(_whole_months(starts_on, after), 0) // interval_months
    return starts_on + relativedelta(months=(passed + 1) * interval_months)


def opens_on(due: date, lead_days: int) -> date:
    """The day on which the work for a date begins."""
    return due - timedelta(days=lead_days)
