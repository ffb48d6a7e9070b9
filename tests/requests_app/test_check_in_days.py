"""The days on which a measure is looked at (MACRO-9, MACRO-10), against a slow and obvious reference."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.check_in_days import BETWEEN, change, days_of
from requests_app.models import Measure

MONTHS = {30: 1, 91: 3, 182: 6, 365: 12}
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
EVERY = st.sampled_from(sorted(BETWEEN))


def day_by_day(first_on: date, until: date, every: int) -> list[date]:
    """Each day from the first to the last is asked by itself whether it is one of them."""
    found, day = [], first_on
    while day <= until:
        if falls_on(day, first_on, every):
            found.append(day)
        day += timedelta(days=1)
    return found


def falls_on(day: date, first_on: date, every: int) -> bool:
    if every == 7:
        return day.weekday() == first_on.weekday()
    months = (day.year - first_on.year) * 12 + day.month - first_on.month
    last_of_month = monthrange(day.year, day.month)[1]
    return months % MONTHS[every] == 0 and day.day == min(first_on.day, last_of_month)


def test_every_frequency_of_a_plan_has_its_distance():
    assert set(BETWEEN) == set(Measure.Every.values)


@given(first_on=DAYS, length=st.integers(0, 1900), every=EVERY)
def test_the_days_are_those_found_by_asking_each_day(first_on, length, every):
    until = first_on + timedelta(days=length)
    assert days_of(first_on, until, every) == day_by_day(first_on, until, every)


@given(first_on=DAYS, length=st.integers(-400, -1), every=EVERY)
def test_there_is_none_when_it_ends_before_it_begins(first_on, length, every):
    assert days_of(first_on, first_on + timedelta(days=length), every) == []


@pytest.mark.parametrize(
    ("first_on", "until", "every", "days"),
    [
        ("2027-01-31", "2027-05-01", 30, ["2027-01-31", "2027-02-28", "2027-03-31", "2027-04-30"]),
        ("2027-11-30", "2028-05-30", 91, ["2027-11-30", "2028-02-29", "2028-05-30"]),
        ("2027-08-31", "2028-03-01", 182, ["2027-08-31", "2028-02-29"]),
        ("2028-02-29", "2032-02-29", 365, ["2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"]),
        ("2028-02-22", "2028-03-07", 7, ["2028-02-22", "2028-02-29", "2028-03-07"]),
        ("2027-09-01", "2027-09-01", 365, ["2027-09-01"]),
    ],
)
def test_ends_of_months_and_leap_days(first_on, until, every, days):
    found = days_of(date.fromisoformat(first_on), date.fromisoformat(until), every)
    assert [day.isoformat() for day in found] == days


SOME = st.frozensets(st.dates(date(2027, 1, 1), date(2027, 2, 28)), max_size=12)


@given(wanted=SOME, recorded=SOME, others=SOME, today=st.dates(date(2027, 1, 1), date(2027, 2, 28)))
def test_a_changed_plan_leaves_what_is_recorded_and_waits_for_what_it_says(wanted, recorded, others, today):
    waiting = others - recorded
    found = change(sorted(wanted), recorded=recorded, waiting=sorted(waiting), today=today)
    after = (waiting - set(found.gone)) | set(found.new)

    assert not recorded & (set(found.new) | set(found.gone))
    assert after <= wanted
    assert {day for day in wanted if day >= today} <= after | recorded
    if recorded or waiting:
        assert all(day >= today for day in found.new)
        assert {day for day in after if day < today} == {day for day in waiting & wanted if day < today}
    else:
        assert found.new == sorted(wanted)


@given(wanted=SOME, recorded=SOME, today=st.dates(date(2027, 1, 1), date(2027, 2, 28)))
def test_the_same_plan_again_changes_nothing(wanted, recorded, today):
    first = change(sorted(wanted), recorded=recorded, waiting=[], today=today)
    again = change(sorted(wanted), recorded=recorded, waiting=first.new, today=today)
    assert (again.new, again.gone) == ([], [])
