"""Terms, notice and reviews: against dates written out by hand, and against counting that anybody can follow."""

from calendar import monthrange
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.schedule import (
    Term,
    Terms,
    cancel_by,
    end_of,
    final_day,
    next_review,
    opens_on,
    renewal_due,
    renews_tacitly,
    term_on,
)

A_DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- by hand ----------------------------------------------------------------------------------------------------------
# 36 months, then 12 by 12 unless cancelled three months before: first day, last day, cancel by, for ten years and more.

BY_HAND = {
    # The school year: from 1 July.
    "2020-07-01": [
        ("2020-07-01", "2023-06-30", "2023-03-31"),
        ("2023-07-01", "2024-06-30", "2024-03-31"),
        ("2024-07-01", "2025-06-30", "2025-03-31"),
        ("2025-07-01", "2026-06-30", "2026-03-31"),
        ("2026-07-01", "2027-06-30", "2027-03-31"),
        ("2027-07-01", "2028-06-30", "2028-03-31"),
        ("2028-07-01", "2029-06-30", "2029-03-31"),
        ("2029-07-01", "2030-06-30", "2030-03-31"),
    ],
    # From a leap day: a year later it is 28 February, and 29 February again in the next leap year.
    "2024-02-29": [
        ("2024-02-29", "2027-02-27", "2026-11-27"),
        ("2027-02-28", "2028-02-28", "2027-11-28"),
        ("2028-02-29", "2029-02-27", "2028-11-27"),
        ("2029-02-28", "2030-02-27", "2029-11-27"),
        ("2030-02-28", "2031-02-27", "2030-11-27"),
        ("2031-02-28", "2032-02-28", "2031-11-28"),
        ("2032-02-29", "2033-02-27", "2032-11-27"),
        ("2033-02-28", "2034-02-27", "2033-11-27"),
    ],
    # From the 31st of May: three whole months of notice begin on the last day of February, 28 or 29.
    "2021-05-31": [
        ("2021-05-31", "2024-05-30", "2024-02-28"),
        ("2024-05-31", "2025-05-30", "2025-02-27"),
        ("2025-05-31", "2026-05-30", "2026-02-27"),
        ("2026-05-31", "2027-05-30", "2027-02-27"),
        ("2027-05-31", "2028-05-30", "2028-02-28"),
        ("2028-05-31", "2029-05-30", "2029-02-27"),
        ("2029-05-31", "2030-05-30", "2030-02-27"),
        ("2030-05-31", "2031-05-30", "2031-02-27"),
    ],
}


@pytest.mark.parametrize("starts_on", BY_HAND)
def test_three_years_then_year_by_year_with_three_months_notice_is_as_written_out_by_hand(starts_on):
    terms = Terms(day(starts_on), first_term_months=36, tacit_months=12, notice_months=3)
    table = [tuple(map(day, row)) for row in BY_HAND[starts_on]]

    for number, (first, last, cancel) in enumerate(table, 1):
        term = Term(number, first, last)
        assert [term_on(terms, on) for on in (first, first + A_DAY, last - A_DAY, last)] == [term] * 4
        assert cancel_by(term, terms) == renewal_due(terms, first) == renewal_due(terms, cancel) == cancel
        assert end_of(terms, first) == end_of(terms, last) == last

    for (_, last, cancel), (_, _, next_cancel) in pairwise(table):
        assert renewal_due(terms, cancel + A_DAY) == renewal_due(terms, last) == next_cancel


def test_monthly_terms_from_the_31st_come_back_to_the_31st():
    terms = Terms(day("2027-08-31"), tacit_months=1, notice_days=10)

    terms_of_a_year = [term_on(terms, day(text)) for text in ("2027-09-29", "2027-09-30", "2027-10-31", "2028-02-29")]

    assert terms_of_a_year == [
        Term(1, day("2027-08-31"), day("2027-09-29")),
        Term(2, day("2027-09-30"), day("2027-10-30")),
        Term(3, day("2027-10-31"), day("2027-11-29")),
        Term(7, day("2028-02-29"), day("2028-03-30")),
    ]
    assert cancel_by(terms_of_a_year[0], terms) == day("2027-09-19")


def test_one_term_runs_to_its_written_end_which_is_the_date_that_matters():
    terms = Terms(day("2026-01-15"), ends_on=day("2026-12-31"), notice_months=3)
    term = Term(1, day("2026-01-15"), day("2026-12-31"))

    assert term_on(terms, day("2026-01-14")) is None
    assert term_on(terms, day("2026-12-31")) == term
    assert term_on(terms, day("2027-01-01")) is None
    assert not renews_tacitly(term, terms)
    assert [renewal_due(terms, day(on)) for on in ("2025-01-01", "2026-12-31", "2027-01-01")] == [
        day("2026-12-31"),
        day("2026-12-31"),
        None,
    ]
    assert end_of(terms, day("2030-01-01")) == final_day(terms) == day("2026-12-31")


def test_a_first_term_alone_ends_and_a_written_end_says_otherwise():
    alone = Terms(day("2026-07-01"), first_term_months=36)
    extended = Terms(day("2026-07-01"), ends_on=day("2030-06-30"), first_term_months=36)

    assert final_day(alone) == renewal_due(alone, day("2027-01-01")) == day("2029-06-30")
    assert term_on(alone, day("2029-07-01")) is None
    assert term_on(extended, day("2029-07-01")) == Term(1, day("2026-07-01"), day("2030-06-30"))


def test_a_written_end_cuts_the_chain_and_the_last_term_needs_no_notice():
    terms = Terms(day("2026-07-01"), day("2031-12-31"), first_term_months=36, tacit_months=12, notice_months=3)
    last = Term(4, day("2031-07-01"), day("2031-12-31"))

    assert term_on(terms, day("2031-08-01")) == last
    assert renewal_due(terms, day("2031-03-31")) == day("2031-03-31")
    assert renewal_due(terms, day("2031-04-01")) == renewal_due(terms, day("2031-12-31")) == day("2031-12-31")
    assert renewal_due(terms, day("2032-01-01")) is None
    assert term_on(terms, day("2032-01-01")) is None
    assert final_day(terms) == day("2031-12-31")


def test_what_has_no_end_is_never_due():
    terms = Terms(day("2026-07-01"), notice_months=3)
    term = Term(1, day("2026-07-01"), None)

    assert term_on(terms, day("2199-01-01")) == term
    assert [cancel_by(term, terms), renewal_due(terms, day("2026-07-01")), final_day(terms)] == [None] * 3
    assert end_of(terms, day("2026-01-01")) is None


def test_notice_longer_than_a_term_reaches_into_the_one_before():
    terms = Terms(day("2026-01-01"), first_term_months=12, tacit_months=12, notice_months=18)

    assert renewal_due(terms, day("2020-01-01")) == day("2025-06-30")
    assert renewal_due(terms, day("2026-07-01")) == day("2027-06-30")  # for the term that ends on 31 December 2028


def test_reviews_are_counted_from_the_start():
    assert next_review(day("2026-08-31"), 6, day("2026-08-31")) == day("2027-02-28")
    assert next_review(day("2026-08-31"), 6, day("2027-02-27")) == day("2027-02-28")
    assert next_review(day("2026-08-31"), 6, day("2027-02-28")) == day("2027-08-31")
    assert next_review(day("2024-02-29"), 12, day("2027-12-31")) == day("2028-02-29")
    assert next_review(day("2026-08-31"), 12, day("2020-01-01")) == day("2027-08-31")


def test_work_begins_so_many_days_before():
    assert opens_on(day("2027-03-31"), 90) == day("2026-12-31")


@pytest.mark.parametrize(
    "wrong",
    [
        {"first_term_months": 0},
        {"tacit_months": 0},
        {"tacit_months": 1201},
        {"review_interval": -6},
        {"notice_months": -1},
        {"notice_days": -1},
        {"notice_days": 10**9},
        {"ends_on": date(2026, 6, 30)},
        {"starts_on": date(9999, 1, 1)},
        {"starts_on": date(26, 7, 1)},
    ],
)
def test_terms_that_make_no_sense_are_refused_in_words(wrong):
    with pytest.raises(ValueError, match=r"\."):
        Terms(**{"starts_on": date(2026, 7, 1)} | wrong)


# --- against slow and obvious counting --------------------------------------------------------------------------------


def months_later(start: date, months: int) -> date:
    """The same day so many months on, or the last of a month that is too short; counted on the calendar."""
    year, month = start.year, start.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for _ in range(-months):
        year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return date(year, month, min(start.day, monthrange(year, month)[1]))


def chain(terms: Terms, until: date) -> list[tuple[date, date | None, date | None]]:
    """Every term that begins by a day, one after the other: first day, last day, and the date to decide by."""
    lengths = terms.first_term_months, terms.tacit_months
    if terms.tacit_months and not terms.first_term_months and not terms.ends_on:
        lengths = terms.tacit_months, terms.tacit_months
    if None in lengths:
        end = terms.ends_on or (lengths[0] and months_later(terms.starts_on, lengths[0]) - A_DAY)
        return [(terms.starts_on, end, end)]
    rows, months = [], lengths[0]
    first = terms.starts_on
    while first <= until and (terms.ends_on is None or first <= terms.ends_on):
        following = months_later(terms.starts_on, months)
        last = following - A_DAY
        if terms.ends_on and last >= terms.ends_on:
            rows.append((first, terms.ends_on, terms.ends_on))
        else:
            rows.append((first, last, noticed(following, terms)))
        first, months = following, months + lengths[1]
    return rows


def noticed(following: date, terms: Terms) -> date:
    """The day before the first day of the notice period that ends where the next term begins."""
    back = months_later(following, -terms.notice_months)
    for _ in range(terms.notice_days + 1):
        back -= A_DAY
    return back


@st.composite
def random_terms(draw) -> Terms:
    starts_on = draw(st.one_of(st.dates(date(2016, 1, 1), date(2030, 12, 31)), st.sampled_from(MONTH_ENDS)))
    length = st.none() | st.sampled_from([1, 6, 12, 12, 24, 36]) | st.integers(1, 60)
    later = st.none() | st.integers(0, 4000).map(lambda days: starts_on + timedelta(days=days))
    return Terms(
        starts_on,
        draw(later),
        draw(length),
        draw(length),
        draw(st.sampled_from([0, 1, 3]) | st.integers(0, 30)),
        draw(st.sampled_from([0, 30, 60]) | st.integers(0, 120)),
    )


MONTH_ENDS = [date(2024, 2, 29), date(2023, 2, 28), date(2020, 1, 31), date(2020, 10, 30), date(2021, 5, 31)]
OFFSETS = st.integers(-1500, 6000)


@settings(max_examples=250, deadline=None)
@given(terms=random_terms(), offset=OFFSETS)
def test_terms_and_their_dates_are_what_counting_one_by_one_gives(terms, offset):
    on = terms.starts_on + timedelta(days=offset)
    rows = chain(terms, on + timedelta(days=4 * 366 * 5))
    running = [(n, row) for n, row in enumerate(rows, 1) if row[0] <= on and (row[1] is None or on <= row[1])]

    assert term_on(terms, on) == next((Term(n, first, last) for n, (first, last, _) in running), None)
    assert renewal_due(terms, on) == next((due for _, _, due in rows if due and due >= on), None)
    if on < terms.starts_on:
        assert end_of(terms, on) == rows[0][1]
    else:
        assert end_of(terms, on) == (running[0][1][1] if running else rows[-1][1])


@settings(max_examples=30, deadline=None)
@given(terms=random_terms())
def test_walking_day_by_day_each_day_has_one_term_and_no_date_to_decide_by_is_passed_over(terms):
    days = [terms.starts_on + timedelta(days=n) for n in range(500)]
    numbers = [term.number for term in (term_on(terms, on) for on in days) if term]

    assert numbers[0] == 1
    assert all(after - before in {0, 1} for before, after in pairwise(numbers))
    for on, following in pairwise(days):
        due = renewal_due(terms, on)
        assert due is None or due >= on
        assert renewal_due(terms, following) == due or due == on


@settings(max_examples=200, deadline=None)
@given(terms=random_terms(), number=st.integers(0, 5))
def test_notice_given_by_its_last_day_always_leaves_the_whole_notice_period(terms, number):
    for first, last, _ in chain(terms, terms.starts_on + timedelta(days=3000))[number : number + 1]:
        given_on = cancel_by(Term(number + 1, first, last), terms)
        if given_on is None:
            assert last is None
        else:
            begins = given_on + A_DAY
            assert months_later(begins + timedelta(days=terms.notice_days), terms.notice_months) <= last + A_DAY


@settings(max_examples=200, deadline=None)
@given(
    start=st.dates(date(2016, 1, 1), date(2030, 12, 31)) | st.sampled_from(MONTH_ENDS),
    interval=st.sampled_from([6, 12]) | st.integers(1, 60),
    offset=OFFSETS,
)
def test_the_next_review_is_the_first_of_the_series_after_the_day(start, interval, offset):
    after, count = start + timedelta(days=offset), 1
    while months_later(start, count * interval) <= after:
        count += 1

    assert next_review(start, interval, after) == months_later(start, count * interval)
