"""The private address of a calendar: what is kept of it, who reads it, who does not (RENEW-7)."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import RoleGrant
from accounts.wording import clock_words
from contracts import feeds
from contracts.models import CalendarFeed
from tests.agreements import agreement_in
from tests.answering import text
from workflows.errors import Unmet
from workflows.links import GUESSES
from workflows.models import LinkAttempt

pytestmark = pytest.mark.django_db


def path(token: str) -> str:
    return f"/calendar/{token}.ics"


def status(token: str, address: str = "192.0.2.1") -> int:
    return Client(REMOTE_ADDR=address).get(path(token)).status_code


def test_kept_is_a_hash_alone_and_the_page_shows_when_it_was_read(cast):
    token = feeds.make(cast.it_director, at=timezone.now())
    row = CalendarFeed.objects.get()
    assert len(token) == 43  # 256 bits
    assert token not in str(CalendarFeed.objects.values().get())
    client = cast.client("it-director")
    assert "Not read yet" in text(client.get("/renewals/feed/"))

    assert status(token) == 200
    first = CalendarFeed.objects.get().last_used_at
    assert status(token) == 200

    assert CalendarFeed.objects.get().last_used_at == first
    assert "Last read" in text(client.get("/renewals/feed/"))
    assert row.revoked_at is None


LOST = {
    "unknown": lambda feed: CalendarFeed.objects.filter(pk=feed.pk).update(token_hash="0" * 64),
    "revoked": lambda feed: feeds.revoke(feed, at=timezone.now()),
    "left": lambda feed: type(feed.user).objects.filter(pk=feed.user_id).update(is_active=False),
    "no longer in charge": lambda feed: RoleGrant.objects.filter(user=feed.user).update(
        ends_on=timezone.localdate() - timedelta(days=1)
    ),
}


@pytest.mark.parametrize("why", LOST)
def test_one_that_does_not_work_is_answered_in_one_way(cast, why):
    token = feeds.make(cast.it_director, at=timezone.now())
    assert status(token) == 200
    LOST[why](CalendarFeed.objects.get())
    answer, other = Client().get(path(token)), Client().get(path("x" * 43))

    assert (answer.status_code, other.status_code) == (404, 404)
    assert text(answer) == text(other)
    assert LinkAttempt.objects.count() == 2


def test_whoever_guesses_is_stopped_and_shuts_nobody_out(cast):
    known, fresh = (feeds.make(cast.it_director, at=timezone.now()) for _turn in range(2))
    assert status(known) == 200
    for number in range(GUESSES):
        assert status(f"guess-{number}") == 404

    assert status(fresh) == 404
    assert status(known) == 200
    assert status(fresh, "192.0.2.2") == 200
    assert "guess-1" in LinkAttempt.objects.filter(why="unknown").values_list("token_start", flat=True)


@pytest.mark.parametrize("token", ["%00", "a/b", "é" * 30, "..", "x" * 3000, "%F0%9F%A7%AE"])
def test_no_address_makes_it_fail(cast, token):
    assert Client(raise_request_exception=False).get(path(token)).status_code in (404, 400)
    assert Client().post(path("token")).status_code in (403, 405)


def test_somebody_has_five_at_most(cast):
    for _turn in range(5):
        feeds.make(cast.it_director, at=timezone.now())
    with pytest.raises(Unmet):
        feeds.make(cast.it_director, at=timezone.now())
    client = cast.client("it-director")
    assert client.post("/renewals/feed/").status_code == 303
    assert "You have 5 addresses already" in text(client.get("/renewals/feed/"))

    feeds.revoke(CalendarFeed.objects.first(), at=timezone.now())
    assert len(feeds.make(cast.it_director, at=timezone.now())) == 43


def test_it_speaks_the_language_of_its_owner(cast):
    agreement_in(cast, "in-force", ends=30)
    cast.it_director.language = "es"
    cast.it_director.save()
    token = feeds.make(cast.it_director, at=timezone.now())

    answer = Client().get(path(token))

    assert answer["Cache-Control"] == "private, no-cache"
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert answer.content.count(b"BEGIN:VEVENT") >= 1


@pytest.mark.parametrize(
    "query", ["?month=2027-13", "?month=x", "?month=1-1", "?month=%00", "?month=99999-01", "?month=-5"]
)
def test_a_month_that_is_none_is_not_found(cast, query):
    assert cast.client("it-director").get(f"/renewals/{query}").status_code == 404


@pytest.mark.parametrize(
    "query", ["?place=x", "?place=999999999999999999999", "?vendor=%00", "?kind=%00", "?page=x", "?month=late&page=-1"]
)
def test_a_filter_that_makes_no_sense_narrows_nothing(cast, query):
    assert cast.client("it-director").get(f"/renewals/{query}").status_code == 200


@pytest.mark.parametrize("query", ["?year=x", "?year=1900&page=x", "?year=%00"])
def test_a_year_that_is_not_shown_is_the_present_one(cast, query):
    assert cast.client("it-director").get(f"/renewals/commitment/{query}").status_code == 200


def test_two_addresses_of_one_day_are_told_apart_by_their_hour(cast):
    at = timezone.now().replace(hour=18, minute=5)
    for minutes in (0, 7):
        feeds.make(cast.it_director, at=at + timedelta(minutes=minutes))
    page = text(cast.client("it-director").get("/renewals/feed/"))
    assert [clock_words(at + timedelta(minutes=minutes)) in page for minutes in (0, 7)] == [True, True]


def test_two_addresses_of_the_same_minute_are_told_apart(cast):
    client, at = cast.client("it-director"), timezone.now()
    client.post("/renewals/feed/", {"name": "  My   telephone "})
    client.post("/renewals/feed/", {"name": ""})
    client.post("/renewals/feed/")
    page = text(client.get("/renewals/feed/"))
    assert [row.name for row in CalendarFeed.objects.order_by("pk")] == ["My telephone", "Calendar 2", "Calendar 3"]
    assert "Revoke this address: My telephone" in page.replace('<span class="visually-hidden">', "")

    feeds.revoke(CalendarFeed.objects.first(), at=at)
    client.post("/renewals/feed/")
    assert CalendarFeed.objects.first().name == "Calendar 4"  # never that of one that was revoked


def test_the_name_of_an_address_is_short(cast):
    response = cast.client("it-director").post("/renewals/feed/", {"name": "x" * 61})
    assert response.status_code == 422
    assert not CalendarFeed.objects.exists()
