"""Dates on the district's calendar, and what is said about a step as its date comes and goes."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.district import change_setting
from accounts.models import Closure
from tests.paths import Path
from workflows import clocks
from workflows.clocks import add_school_days
from workflows.models import Event, Notice, Step
from workflows.sweeps import sweep_clocks

CHICAGO = ZoneInfo("America/Chicago")


def local(*when) -> datetime:
    return datetime(*when, tzinfo=CHICAGO)


# --- dates ------------------------------------------------------------------------------------------------------------

MONDAY = date(2026, 9, 7)


@pytest.mark.parametrize(
    ("start", "days", "closed", "expected"),
    [
        (MONDAY, 1, set(), date(2026, 9, 8)),
        (MONDAY, 5, set(), date(2026, 9, 14)),  # over a weekend
        (date(2026, 9, 11), 1, set(), date(2026, 9, 14)),  # from a Friday
        (date(2026, 9, 12), 1, set(), date(2026, 9, 14)),  # from a Saturday
        (MONDAY, 3, {date(2026, 9, 9)}, date(2026, 9, 11)),  # over a holiday
        (date(2026, 12, 18), 1, {date(2026, 12, 21) + timedelta(days=n) for n in range(12)}, date(2027, 1, 4)),
        (MONDAY, 0, set(), MONDAY),
    ],
)
def test_school_days_leave_out_weekends_holidays_and_breaks(start, days, closed, expected):
    assert add_school_days(start, days, closed) == expected


def slowly(start: date, days: int, closed: set[date]) -> date:
    """The plain meaning: the first date with exactly so many school days after the start, up to and including it."""
    end = start
    while sum(_is_school_day(start + timedelta(days=n), closed) for n in range(1, (end - start).days + 1)) < days:
        end += timedelta(days=1)
    return end


def _is_school_day(day: date, closed: set[date]) -> bool:
    return day.isoweekday() not in {6, 7} and day not in closed


@given(
    start=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    days=st.integers(0, 25),
    closed=st.sets(st.integers(0, 60), max_size=30),
)
def test_school_days_are_what_counting_one_by_one_gives(start, days, closed):
    closed = {start + timedelta(days=n) for n in closed}

    assert add_school_days(start, days, closed) == slowly(start, days, closed)


@pytest.mark.django_db
def test_a_step_is_due_after_the_districts_own_closed_days():
    Closure.objects.create(name="Labor Day", starts_on=date(2026, 9, 7), ends_on=date(2026, 9, 7))
    Closure.objects.create(name="Long ago", starts_on=date(2020, 1, 1), ends_on=date(2020, 1, 9))
    Closure.objects.create(name="Begun before", starts_on=date(2026, 8, 20), ends_on=date(2026, 9, 4))

    assert clocks.due_after(local(2026, 9, 3, 9), "initial_days") == date(2026, 9, 10)


@pytest.mark.django_db
def test_the_answer_is_expected_by_calendar_days_of_the_local_date():
    late_in_the_evening = local(2026, 12, 1, 23, 30)  # the second of December in UTC

    assert clocks.response_date(late_in_the_evening) == date(2026, 12, 31)


@pytest.mark.django_db
def test_a_step_is_late_from_the_midnight_after_its_date(cast):
    step = Path(cast).submit().open_step("initial")

    assert not step.late_on(step.due_on)
    assert step.late_on(step.due_on + timedelta(days=1))


@pytest.mark.django_db
def test_a_date_once_given_does_not_move_when_the_setting_changes(cast):
    path = Path(cast)
    before = path.submit()
    change_setting(key="initial_days", value=9, by=cast.admin, at=path.at)
    change_setting(key="response_days", value=9, by=cast.admin, at=path.at)

    after = path.fresh
    assert after.open_step("initial").due_on == before.open_step("initial").due_on
    assert after.response_due == before.response_due


@pytest.mark.django_db
def test_the_answer_counts_as_given_when_the_district_says_so(cast):
    assert Path(cast).approved().answered_at
    change_setting(key="response_stops_at", value="contract", by=cast.admin, at=timezone.now())
    assert Path(cast).approved().answered_at is None
    assert Path(cast).contract_approved().answered_at


# --- reminders --------------------------------------------------------------------------------------------------------


@pytest.fixture
def step(cast) -> Step:
    """An initial review opened on Tuesday 1 September 2026 at nine, due on Friday the fourth."""
    case = Path(cast, at=local(2026, 9, 1, 9)).submit()
    Notice.objects.all()._raw_delete("default")
    step = case.open_step("initial")
    assert step.due_on == date(2026, 9, 4)
    return step


def said() -> list[tuple[str, str]]:
    """(what, to whom) of every notice since the step was opened, oldest first."""
    return [(notice.template, notice.user.username) for notice in Notice.objects.order_by("pk").select_related("user")]


HOLDER, SUPERIOR = "assistant-superintendent", "district-administrator"


@pytest.mark.django_db
def test_reminders_come_before_on_the_day_after_and_then_one_level_up_each_once(step):
    for day in range(1, 31):
        for hour in (6, 7, 8):
            sweep_clocks(at=local(2026, 9, day, hour, 30))

    assert said() == [
        ("reminder_before", HOLDER),
        ("reminder_due", HOLDER),
        ("reminder_late", HOLDER),
        ("reminder_escalated", HOLDER),
        ("escalation", SUPERIOR),
    ]
    moments = [timezone.localtime(at) for at in Notice.objects.order_by("pk").values_list("created_at", flat=True)]
    assert [(at.day, at.hour) for at in moments] == [(2, 7), (4, 7), (7, 7), (9, 7), (9, 7)]
    assert Event.objects.get(name="escalated").label == "Overdue: District administrator Test told"


@pytest.mark.django_db
def test_after_an_outage_only_the_latest_reminder_is_sent(step):
    sweep_clocks(at=local(2026, 9, 8, 12))

    assert said() == [("reminder_late", HOLDER)]


@pytest.mark.django_db
def test_an_escalation_missed_in_an_outage_is_told_though_a_later_reminder_was_missed_too(step, cast):
    change_setting(key="remind_after", value=6, by=cast.admin, at=timezone.now())
    sweep_clocks(at=local(2026, 9, 20, 12))

    assert said() == [("reminder_late", HOLDER), ("escalation", SUPERIOR)]


@pytest.mark.django_db
def test_a_reminder_and_an_escalation_on_the_same_day_are_both_told(step, cast):
    change_setting(key="remind_after", value=5, by=cast.admin, at=timezone.now())
    sweep_clocks(at=local(2026, 9, 9, 12))

    assert said() == [("reminder_escalated", HOLDER), ("escalation", SUPERIOR)]


@pytest.mark.django_db
def test_a_moved_date_is_reminded_of_again(step):
    sweep_clocks(at=local(2026, 9, 4, 8))
    later = date(2026, 9, 10)
    Step.objects.filter(pk=step.pk).update(due_on=later, next_reminder_at=clocks.moment(later))
    sweep_clocks(at=local(2026, 9, 10, 8))
    sweep_clocks(at=local(2026, 9, 10, 9))

    assert said() == [("reminder_due", HOLDER)] * 2


@pytest.mark.django_db
def test_nothing_is_said_of_a_step_that_was_answered(step, cast):
    path = Path(cast)
    path.case = step.case
    path.do("deny", cast.assistant_superintendent, ground="other", rationale="No.", at=local(2026, 9, 2))
    Notice.objects.all()._raw_delete("default")
    sweep_clocks(at=local(2026, 9, 30))

    assert said() == []


@pytest.mark.django_db
def test_a_row_that_cannot_be_treated_is_set_aside_and_the_rest_goes_on(step, cast):
    other = Path(cast, at=local(2026, 9, 1, 9)).submit().open_step("initial")
    Step.objects.filter(pk=step.pk).update(key="no-such-stage")
    Notice.objects.all()._raw_delete("default")

    assert sweep_clocks(at=local(2026, 9, 4, 8)) == 1
    bad = Step.objects.get(pk=step.pk)
    assert (bad.next_reminder_at, bool(bad.set_aside)) == (None, True)
    assert [notice.step for notice in Notice.objects.all()] == [other]
    assert sweep_clocks(at=local(2026, 9, 4, 9)) == 0


@pytest.mark.django_db
def test_a_sweep_reads_only_rows_whose_moment_has_come_by_their_index(step):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        sweep_clocks(at=local(2026, 9, 1, 10))
    reads = [query["sql"] for query in queries if "next_reminder_at" in query["sql"]]
    assert len(reads) == 1

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(("EXPLAIN " if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN ") + reads[0])
        plan = "\n".join(str(row) for row in cursor.fetchall())
    assert "step_next_reminder" in plan


@pytest.mark.django_db
def test_a_sweep_with_nothing_due_asks_the_database_once(step, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert sweep_clocks(at=local(2026, 9, 1, 10)) == 0
