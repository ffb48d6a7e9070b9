"""The half-yearly confirmation: it opens once a half-year whatever happens to the clock, and its day is posted."""

import threading
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts import services as people
from accounts.models import RoleGrant
from contracts import confirming, kept_pages, record, tasks
from contracts.models import Confirmation, Item, RecordChange
from tests.answering import text
from tests.contracts.public.scenes import agreement, breach
from workflows import engine
from workflows.actors import Actor
from workflows.models import Case, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(cast):
    """People who have held their roles for years."""
    RoleGrant.objects.update(starts_on=date(2020, 1, 1))
    return cast


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def daily(first: date, last: date, *, off: tuple[date, date] | None = None) -> None:
    """Beat's daily turn, except for the days it was off."""
    day = first
    while day <= last:
        if off is None or not off[0] <= day <= off[1]:
            confirming.open_confirmation(at=noon(day))
        day += timedelta(days=1)


def periods() -> list[tuple[date, date]]:
    return list(Confirmation.objects.order_by("period_starts_on").values_list("period_starts_on", "confirm_by"))


# Month in which the fiscal year begins, a day, and the half-year it lies in.
HALVES = [
    (7, date(2026, 6, 30), date(2026, 1, 1)),
    (7, date(2026, 7, 1), date(2026, 7, 1)),
    (7, date(2026, 12, 31), date(2026, 7, 1)),
    (7, date(2027, 1, 1), date(2027, 1, 1)),
    (10, date(2026, 9, 30), date(2026, 1, 1)),
    (10, date(2026, 10, 1), date(2026, 10, 1)),
    (1, date(2026, 12, 31), date(2026, 1, 1)),
]


@pytest.mark.parametrize(("month", "day", "starts_on"), HALVES)
def test_a_half_year_begins_with_the_fiscal_and_with_the_calendar_year(cast, month, day, starts_on):
    people.change_settings(values={"fiscal_year_month": month}, by=cast.admin, at=timezone.now())
    assert confirming.period_start(day) == starts_on


def test_over_two_years_each_half_year_opens_once_and_is_due_on_its_thirtieth_day(cast):
    daily(date(2025, 3, 10), date(2027, 2, 1))
    assert periods() == [
        (date(2025, 1, 1), date(2025, 4, 8)),  # the first, in a district that has just started
        (date(2025, 7, 1), date(2025, 7, 30)),
        (date(2026, 1, 1), date(2026, 1, 30)),
        (date(2026, 7, 1), date(2026, 7, 30)),
        (date(2027, 1, 1), date(2027, 1, 30)),
    ]


def test_with_beat_off_across_the_day_it_opens_once_when_beat_is_back_and_keeps_its_date(cast):
    daily(date(2026, 6, 1), date(2026, 8, 20), off=(date(2026, 6, 28), date(2026, 8, 10)))
    assert periods()[-1] == (date(2026, 7, 1), date(2026, 7, 30))
    assert len(periods()) == 2
    late = Confirmation.objects.get(period_starts_on=date(2026, 7, 1))
    assert timezone.localdate(late.created_at) == date(2026, 8, 11)
    step = late.open_step("confirm")
    assert step.role == "compliance-officer"
    assert step.due_on > date(2026, 8, 11)  # the law's day is past: by the usual term


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_the_same_moment_open_it_once(cast):
    start, failed = threading.Barrier(3), []

    def work() -> None:
        try:
            start.wait()
            confirming.open_confirmation(at=noon(date(2026, 7, 1)))
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _each in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Case.objects.filter(kind="confirmation").count() == 1
    assert Event.objects.filter(kind=Event.Kind.CREATED, case__kind="confirmation").count() == 1


def test_without_a_district_nothing_opens_and_the_daily_task_sweeps_what_no_page_rests_on(db):
    assert confirming.open_confirmation(at=timezone.now()) is None
    for _each in range(3):
        RecordChange.objects.create(what="x")
    newest = kept_pages.edition(on=timezone.localdate())
    tasks.open_confirmation()
    assert (RecordChange.objects.count(), Confirmation.objects.count()) == (1, 0)
    assert kept_pages.edition(on=timezone.localdate()) == newest


def test_whoever_confirms_sees_what_changed_at_each_item_since_the_last_time(cast):
    at, today = timezone.now(), timezone.localdate()
    before = at - timedelta(days=40)
    first = confirming.open_confirmation(at=before)
    by = Actor(cast.compliance_officer)
    engine.perform(first.pk, "confirm", by=by, at=before, step=first.open_step("confirm").pk, items=list("12345"))
    made, ended = agreement(cast), agreement(cast, name="Gone Ltd")
    engine.perform(ended.pk, "terminate", by=Actor(cast.it_director), at=at, rationale="Bought up.")
    breach(cast, contract=made)
    record.post_statement(item=Item.RIGHTS, language="en", words="Ask us.", by=cast.compliance_officer, at=at)

    items = {row.item: row for row in confirming.posted_items(on=today)}

    assert [line.partition(",")[0] for line in items[Item.OPERATORS].changes] == [
        "Posted: Gone Ltd",
        "Ended: Gone Ltd",
        "Posted: Kahoot ASA",
    ]
    assert items[Item.OPERATORS].posted == "1 operator, 1 agreement."
    assert items[Item.SUBCONTRACTORS].posted == "1 of 1 operators name subcontractors or link to a list."
    assert items[Item.BREACHES].changes == ["1 breach was added to the list."]
    assert [line.partition(":")[0] for line in items[Item.RIGHTS].changes] == ["Text in English"]
    assert items[Item.RIGHTS].missing == ["There is no text in Spanish."]
    assert len(items[Item.DATA].missing) == 2


def test_reopened_it_is_confirmed_no_more_and_the_day_before_stands_on_the_page_again(cast, client):
    at, by = timezone.now(), Actor(cast.compliance_officer)
    days = []
    for opened in (date(2025, 7, 5), date(2026, 1, 5)):
        made = confirming.open_confirmation(at=noon(opened))
        step = made.open_step("confirm").pk
        engine.perform(made.pk, "confirm", by=by, at=noon(opened), step=step, items=list("12345"))
        days.append(record.last_confirmation().confirmed_on)
    assert days == [date(2025, 7, 5), date(2026, 1, 5)]
    assert "5 January 2026" in text(client.get("/public/privacy/"))

    engine.perform(made.pk, "reopen", by=by, at=at, rationale="The list of breaches was wrong.")

    assert record.last_confirmation().confirmed_on == date(2025, 7, 5)
    assert "5 January 2026" not in text(client.get("/public/privacy/"))
    assert Confirmation.objects.get(pk=made.pk).open_step("confirm") is not None


def test_past_the_laws_day_it_is_late_though_its_step_has_a_later_one(cast):
    today = timezone.localdate()
    made = confirming.open_confirmation(at=timezone.now())
    officer = cast.client("compliance_officer")
    step = made.open_step("confirm").pk
    pages = ("/record/", f"/cases/{made.pk}/", f"/cases/{made.pk}/steps/{step}/")
    assert ["days late" in text(officer.get(page)) for page in pages] == [False] * 3
    Confirmation.objects.update(confirm_by=today - timedelta(days=100))
    assert ["100 days late" in text(officer.get(page)) for page in pages] == [True] * 3
