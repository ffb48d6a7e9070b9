"""The inbox as a page: what it shows, how it is narrowed, and what it costs."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import RoleGrant
from requests_app.reviewing import inbox_page
from tests.answering import now, text
from tests.paths import Path
from tests.public_cases import record
from workflows.models import Step

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


def many(case, count: int, *, first: int = 10) -> None:
    """More steps like the one that is open, in later rounds of the same request."""
    open_step = now(case).open_step("initial")
    Step.objects.bulk_create(
        Step(
            case_id=case.pk,
            kind=case.kind,
            round=first + number,
            key="initial",
            state="initial-review",
            role=open_step.role,
            place=open_step.place,
            opened_at=open_step.opened_at,
            due_on=open_step.due_on + timedelta(days=number - 5),
        )
        for number in range(count)
    )


def test_it_costs_the_same_with_one_three_and_three_hundred_steps(cast):
    case = Path(cast).submit()
    client = cast.client("assistant-superintendent")
    client.get("/inbox/")
    costs = []
    for more in (0, 2, 297):
        many(case, more, first=10 + len(costs) * 10)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/inbox/")
        costs.append(len(queries))
    assert page.context["inbox"].total == 300
    assert len(set(costs)) == 1
    assert costs[0] <= MOST_QUERIES


def test_it_has_pages_that_keep_the_order(cast):
    case = Path(cast).submit()
    many(case, 60)
    client = cast.client("assistant-superintendent")
    first, last = client.get("/inbox/"), client.get("/inbox/", {"page": 3})
    shown = [row.step.due_on for page in (first, last) for group in page.context["inbox"].groups for row in group.rows]
    assert len(shown) == 25 + 11
    assert shown == sorted(shown)
    assert "Later page" in text(first)


@pytest.mark.parametrize(
    "asked",
    [
        {"place": "x"},
        {"place": "99999999999999999999"},
        {"place": "-1"},
        {"kind": "<script>"},
        {"page": "nine"},
        {"page": "0"},
        {"place": "\u0664"},
    ],
)
def test_what_is_not_known_narrows_nothing_and_breaks_nothing(cast, asked):
    Path(cast).submit()
    assert cast.client("assistant-superintendent").get("/inbox/", asked).status_code == 200


def test_an_empty_inbox_says_what_will_stand_there(cast):
    page = text(cast.client("stranger").get("/inbox/"))
    assert "Nothing waits on you" in page
    assert "Open the next one" not in page


def test_a_stranger_is_sent_to_sign_in(client):
    assert client.get("/inbox/").url == "/login/?next=/inbox/"


@pytest.mark.parametrize(("day", "last"), [(date(2026, 3, 4), date(2026, 3, 8)), (date(2026, 3, 7), date(2026, 3, 15))])
def test_this_week_ends_on_sunday_and_at_the_weekend_on_the_next(cast, day, last):
    case = Path(cast).submit()
    RoleGrant.objects.update(starts_on=date(2020, 1, 1))
    for due, title in ((last, "This week"), (last + timedelta(days=1), "Later")):
        Step.objects.filter(case=case.pk, closed_at__isnull=True).update(due_on=due)
        groups = inbox_page(cast.assistant_superintendent, on=day).groups
        assert [str(group.title) for group in groups] == [title]


def test_a_step_returned_to_the_requester_stands_in_their_own_inbox_and_leads_to_the_form(cast):
    case = Path(cast).returned()
    client = cast.client("teacher")
    page = text(client.get("/inbox/"))
    assert "Your own request" in page
    step = now(case).open_step("changes")
    assert client.get(f"/cases/{case.pk}/steps/{step.pk}/").url == f"/cases/{case.pk}/check/"


def test_late_is_from_the_midnight_after_the_due_date(cast):
    case = Path(cast).submit()
    today = timezone.localdate()
    for due, title in ((today, "This week"), (today - timedelta(days=1), "Late")):
        Step.objects.filter(case=case.pk, closed_at__isnull=True).update(due_on=due)
        groups = inbox_page(cast.assistant_superintendent, on=today).groups
        assert [str(group.title) for group in groups] == [title]


def test_what_nobody_in_the_district_asked_for_names_its_place_alone(cast):
    case = record(cast)
    client = cast.client("compliance-officer")
    for address in ("/inbox/", "/"):
        page = text(client.get(address))
        assert case.title in page
        assert str(case.place) in page
        assert "None" not in page
