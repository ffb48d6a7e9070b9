"""RENEW-7: a calendar of renewals on a page and as a feed, a list by month, the commitment by fiscal year."""

from datetime import timedelta
from decimal import Decimal

import pytest
import vobject
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from contracts.models import CalendarFeed
from tests.answering import text
from tests.contracts.public.scenes import agreement

pytestmark = [pytest.mark.django_db, pytest.mark.sop("RENEW-7")]
IN_CHARGE = (
    "it-director",
    "compliance-officer",
    "cybersecurity",
    "procurement",
    "business-office",
    "integration-specialist",
    "admin",
)


def test_the_calendar_shows_what_comes_up_by_month(cast):
    today = timezone.localdate()
    made = agreement(cast, ends_on=today + timedelta(days=300), posted=False)
    client = cast.client("compliance-officer")
    month = (today + timedelta(days=300)).strftime("%Y-%m")

    page = text(client.get("/renewals/"))
    assert "The months after" in page
    assert f'href="?month={month}"' in page
    listed = text(client.get(f"/renewals/?month={month}&kind=renewal"))

    assert made.title in listed
    assert "Renew or let end" in listed
    assert made.title not in text(client.get(f"/renewals/?month={month}&kind=certificate"))
    assert made.title not in text(client.get(f"/renewals/?month={month}&vendor=nobody"))


def test_what_is_late_stands_on_top(cast):
    made = agreement(cast, posted=False)
    deletion_of(made, cast)
    page = text(cast.client("it-director").get("/renewals/"))

    assert "Late</h2>" in page or "Late (1)</h2>" in page
    assert page.index("Late (1)") < page.index(timezone.localdate().strftime("%B %Y"))


def deletion_of(made, cast) -> None:
    """Its certificate was due yesterday."""
    from workflows import engine
    from workflows.actors import Actor

    engine.perform(
        made.pk, "terminate", by=Actor(cast.it_director), at=timezone.now(), rationale="We use something else."
    )
    made.offboardings.update(certificate_due=timezone.localdate() - timedelta(days=1))


def test_the_feed_is_ones_own_private_and_can_be_revoked(cast):
    made = agreement(cast, ends_on=timezone.localdate() + timedelta(days=30), posted=False)
    client = cast.client("cybersecurity")

    assert client.post("/renewals/feed/").status_code == 303
    shown = client.get("/renewals/feed/")
    address = shown.context["address"]
    assert address.endswith(".ics")
    assert address in text(shown)
    assert address not in text(client.get("/renewals/feed/"))  # shown once

    path = address[address.index("/calendar/") :]
    read = Client().get(path)
    [calendar] = vobject.readComponents(read.content.decode())
    events = {event.summary.value: event for event in calendar.contents["vevent"]}
    assert read["Content-Type"] == "text/calendar; charset=utf-8"
    assert events[f"Renew or let end: {made.title}"].dtstart.value == made.ends_on

    feed = CalendarFeed.objects.get()
    assert feed.last_used_at is not None
    assert cast.client("it-director").post(f"/renewals/feed/{feed.pk}/revoke/").status_code == 404
    assert client.post(f"/renewals/feed/{feed.pk}/revoke/").status_code == 303
    assert Client().get(path).status_code == 404


def test_what_is_committed_stands_by_fiscal_year_with_its_picture_and_its_rows(cast):
    today = timezone.localdate()
    made = agreement(cast, posted=False, yearly_amount=Decimal("1234.50"), ends_on=today + timedelta(days=300))
    client = cast.client("business-office")
    page = text(client.get("/renewals/commitment/"))
    picture = client.get("/renewals/commitment.svg")

    assert "$1,234.50" in page
    assert made.title in page
    assert '<img class="picture" src="/renewals/commitment.svg"' in page
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    assert picture["Cache-Control"] == "private, max-age=300"
    assert b"$1,234.50" in picture.content


@pytest.mark.parametrize("person", IN_CHARGE)
def test_whoever_is_in_charge_reads_them(cast, person):
    client = cast.client(person)
    assert [client.get(path).status_code for path in PAGES] == [200] * 4


PAGES = ("/renewals/", "/renewals/commitment/", "/renewals/commitment.svg", "/renewals/feed/")


def test_others_do_not_but_for_the_person_whom_an_agreement_names(cast):
    for person in ("teacher", "principal"):
        assert [cast.client(person).get(path).status_code for path in PAGES] == [403] * 4
    agreement(cast, owner=cast.principal)

    assert [cast.client("principal").get(path).status_code for path in PAGES] == [200] * 4
    assert cast.client("teacher").get("/renewals/").status_code == 403
    assert Client().get("/renewals/").status_code == 302


def test_a_cost_of_the_whole_term_counts_in_equal_parts_and_one_without_an_end_is_named(cast):
    today = timezone.localdate()
    agreement(
        cast, posted=False, name="Whole", amount=Decimal("3000"), starts_on=today, ends_on=None, first_term_months=36
    )
    endless = agreement(cast, posted=False, name="Endless", product="Drill", amount=Decimal("777"), ends_on=None)
    shown = cast.client("business-office").get("/renewals/commitment/")

    assert [year.total for year in shown.context["years"]] == [0, 1000, 1000, 1000, 0]
    assert "part of $3,000.00 for the whole term" in strip_tags(shown.content.decode())
    assert shown.context["left_out"] == [endless]
    assert f'<a href="/cases/{endless.pk}/">{endless.title}</a>: <span class="money">$777.00' in text(shown)
