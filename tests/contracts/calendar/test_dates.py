"""The dates ahead: each told once, under the day on which something must be done (RENEW-7)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from contracts import calendar
from contracts.calendar import Kind, Narrowed
from contracts.models import Renewal
from tests.contracts.calendar.scenes import TODAY, agreement, case, dates, one_of_each
from tests.factories import ResourceFactory, VendorFactory

pytestmark = pytest.mark.django_db
DECEMBER = date(2026, 12, 1)


def told(entries) -> list[tuple]:
    return [(each.day.day, each.kind.value, each.title) for each in entries]


def test_each_date_is_told_once_under_what_has_to_be_done(cast):
    made = one_of_each(cast)
    page = calendar.month_page(Narrowed(), DECEMBER, page=1, on=TODAY)

    assert told(page) == [
        (1, "cancel", "Tacit"),
        (5, "renewal", "Express"),
        (6, "review", "Express"),
        (7, "review", "Alone"),
        (8, "renewal", "Opened"),
        (9, "review", "Opened"),
        (10, "certificate", "Over"),
        (31, "end", "Tacit"),
    ]
    by_title = {(each.title, each.kind): each for each in page}
    assert by_title["Opened", Kind.RENEWAL].url == f"/cases/{made['renewal'].pk}/"
    assert by_title["Tacit", Kind.END].url == f"/cases/{made['tacit'].pk}/"
    assert by_title["Alone", Kind.REVIEW].url == f"/library/{made['alone'].pk}/"
    assert len({each.uid for each in page}) == 8


def test_the_overview_has_what_is_late_two_months_and_the_year(cast):
    one_of_each(cast)
    late = agreement(cast, "Forgotten")
    case(Renewal, late, renewal_due=TODAY - timedelta(days=1))
    dates(agreement(cast, "Far"), renewal_due=date(2027, 10, 31))
    dates(agreement(cast, "Too far"), renewal_due=date(2027, 11, 1))
    shown = calendar.overview(Narrowed(), on=TODAY)

    assert told(shown.late.entries) == [(9, "renewal", "Forgotten")]
    assert [(month.key, month.total, len(month.entries)) for month in shown.near] == [
        ("2026-11", 0, 0),
        ("2026-12", 8, 8),
    ]
    assert [month.key for month in shown.ahead] == [f"2027-{number:02}" for number in range(1, 11)]
    assert [month.counts for month in shown.ahead][-1] == ((Kind.RENEWAL, 1),)


@pytest.mark.parametrize(
    ("narrowed", "titles"),
    [
        ({"kind": "certificate"}, {"Over"}),
        ({"kind": "review"}, {"Express", "Alone", "Opened"}),
        ({"vendor": "acme"}, {"Named"}),
        ({"place": "other_school"}, {"Named", "There", "District"}),
        ({"place": "school"}, {"District"}),
        ({"place": "district"}, {"Named", "There", "District", "Tacit", "Express", "Opened", "Over"}),
    ],
)
def test_the_list_can_be_narrowed_by_kind_vendor_and_place(cast, narrowed, titles):
    if narrowed.get("kind") or narrowed.get("place") == "district":
        one_of_each(cast)
    elsewhere = agreement(cast, "Named", vendor=VendorFactory(name="Acme Maths"), places=[cast.other_school])
    there = agreement(cast, "There", places=[cast.other_school])
    everywhere = agreement(cast, "District")
    for each in (elsewhere, there, everywhere):
        dates(each, renewal_due=date(2026, 12, 20))
    asked = {name: getattr(cast, value) if name == "place" else value for name, value in narrowed.items()}

    page = calendar.month_page(Narrowed(**asked), DECEMBER, page=1, on=TODAY)

    assert {each.title for each in page} == titles


def test_it_asks_the_same_of_the_database_however_much_is_due(cast):
    found = {}
    for size in (1, 3, 300):
        rows = [agreement(cast, f"Agreement {size}-{n}") for n in range(min(size, 30))]
        for each in rows:
            dates(each, renewal_due=TODAY + timedelta(days=3), term_ends_on=TODAY + timedelta(days=40))
        for number in range(size):
            dates(ResourceFactory(vendor=VendorFactory()), review_due=TODAY + timedelta(days=number % 40 - 10))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            calendar.overview(Narrowed(), on=TODAY)
            list(calendar.late_page(Narrowed(), page=2, on=TODAY))
        found[size] = len(queries)

    assert found == dict.fromkeys((1, 3, 300), 6)


def test_a_month_is_divided_into_pages_in_the_order_of_its_days(cast):
    vendor = VendorFactory()
    for number in range(30):
        dates(ResourceFactory(name=f"R{number:02}", vendor=vendor), review_due=date(2026, 12, 1 + number))
    first = calendar.month_page(Narrowed(), DECEMBER, page=1, on=TODAY)
    second = calendar.month_page(Narrowed(), DECEMBER, page=2, on=TODAY)

    assert [each.title for each in [*first, *second]] == [f"R{number:02}" for number in range(30)]
    assert (len(first), first.paginator.count) == (25, 30)


def test_what_is_committed_counts_until_it_ends(cast):
    agreement(cast, "Runs", yearly_amount=Decimal("1000"), starts_on=date(2025, 8, 1))
    agreement(
        cast,
        "Ended",
        yearly_amount=Decimal("50"),
        starts_on=date(2024, 8, 1),
        state="terminated",
        phase="done",
        ended_on=date(2026, 10, 1),
    )
    agreement(cast, "Draft", yearly_amount=Decimal("7"), state="drafting", phase="preparing")
    years = calendar.commitments(on=TODAY)

    assert [(year.label, year.total) for year in years] == [
        ("2025–26", Decimal("1050.00")),
        ("2026–27", Decimal("1050.00")),
        ("2027–28", Decimal("1000.00")),
        ("2028–29", Decimal("1000.00")),
        ("2029–30", Decimal("1000.00")),
    ]
