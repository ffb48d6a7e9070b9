"""What is committed in each fiscal year, and its picture."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.commitment import Committed, FiscalYear, Yearly, by_fiscal_year, chart, years_of_term
from contracts.schedule import Terms

COLOUR = "#1d4f91"


def dollars(amount: Decimal) -> str:
    return f"${amount:,.2f}"


def totals(rows, first_month, years):
    return [(year.label, year.total) for year in by_fiscal_year(rows, first_month, years)]


def test_a_contract_year_counts_whole_where_it_begins():
    june = Yearly("Begun in June", Decimal("100"), Terms(date(2026, 6, 30), first_term_months=36))
    july = Yearly("Begun in July", Decimal("1000.005"), Terms(date(2026, 7, 1), first_term_months=30))

    years = by_fiscal_year([june, july], 7, range(2024, 2030))

    assert years == [
        FiscalYear(2024, date(2024, 7, 1), ()),
        FiscalYear(2025, date(2025, 7, 1), (Committed("Begun in June", Decimal("100.00"), date(2026, 6, 30)),)),
        *(
            FiscalYear(
                year,
                date(year, 7, 1),
                (
                    Committed("Begun in June", Decimal("100.00"), date(year + 1, 6, 30)),
                    Committed("Begun in July", Decimal("1000.01"), date(year, 7, 1)),
                ),
            )
            for year in (2026, 2027)
        ),
        FiscalYear(2028, date(2028, 7, 1), (Committed("Begun in July", Decimal("1000.01"), date(2028, 7, 1)),)),
        FiscalYear(2029, date(2029, 7, 1), ()),
    ]
    assert [str(year.total) for year in years] == ["0.00", "100.00", "1100.01", "1100.01", "1000.01", "0.00"]


def test_tacit_terms_count_until_somebody_ends_them():
    terms = Terms(date(2026, 2, 28), first_term_months=36, tacit_months=12)
    cost = Decimal("50.10")

    assert totals([Yearly("x", cost, terms)], 1, range(2030, 2032)) == [("2030", cost), ("2031", cost)]
    assert totals([Yearly("x", cost, terms, date(2030, 2, 27))], 1, range(2029, 2031)) == [
        ("2029", cost),
        ("2030", 0),
    ]
    assert totals([Yearly("x", cost, terms, date(2030, 2, 28))], 1, range(2030, 2031)) == [("2030", cost)]


@pytest.mark.parametrize(
    ("terms", "years"),
    [
        ({"first_term_months": 36}, 3),
        ({"first_term_months": 30, "tacit_months": 12}, 3),
        ({"first_term_months": 6}, 1),
        ({"ends_on": date(2027, 6, 30)}, 1),
        ({"ends_on": date(2027, 7, 1)}, 2),
        ({}, None),
    ],
)
def test_a_term_has_as_many_years_as_begin_in_it(terms, years):
    assert years_of_term(Terms(date(2026, 7, 1), **terms)) == years


def test_a_year_is_named_by_both_its_halves_unless_it_is_the_calendars():
    assert [label for label, _ in totals([], 7, range(2026, 2028))] == ["2026–27", "2027–28"]
    assert [label for label, _ in totals([], 10, range(2099, 2100))] == ["2099–00"]
    assert [label for label, _ in totals([], 1, range(2026, 2027))] == ["2026"]


@settings(max_examples=100, deadline=None)
@given(
    start=st.dates(date(2020, 1, 1), date(2028, 12, 31)) | st.just(date(2024, 2, 29)),
    months=st.integers(1, 80),
    first_month=st.integers(1, 12),
    amount=st.decimals(0, 10**7, places=2),
)
def test_walking_day_by_day_each_contract_year_is_found_once(start, months, first_month, amount):
    row = Yearly("x", amount, Terms(start, first_term_months=months))
    years = by_fiscal_year([row], first_month, range(2018, 2038))
    found = [line.starts_on for year in years for line in year.rows]

    ends_on = max(start, start + timedelta(days=31 * months))
    days = [start + timedelta(days=n) for n in range((ends_on - start).days)]
    anniversaries = [day for day in days if (day.month, day.day) == (start.month, _day_in(start, day.year))]
    assert found == [day for day in anniversaries if (day.year - start.year) * 12 < months]
    assert sum(year.total for year in years) == amount * len(found)
    for year, following in pairwise(years):
        assert all(year.starts_on <= line.starts_on < following.starts_on for line in year.rows)


def _day_in(start: date, year: int) -> int:
    leap = year % 4 == 0
    return 28 if (start.month, start.day) == (2, 29) and not leap else start.day


# --- the picture ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def years():
    rows = [
        Yearly("Acme", Decimal("12500.50"), Terms(date(2025, 9, 1), first_term_months=36)),
        Yearly("Beta", Decimal("84000"), Terms(date(2027, 3, 1), first_term_months=24)),
    ]
    return by_fiscal_year(rows, 7, range(2025, 2030))


def test_the_picture_says_each_year_and_its_total(years):
    picture = ElementTree.fromstring(chart(years, title="Committed <by> year & month", words=dollars, colour=COLOUR))
    texts = ["".join(element.itertext()) for element in picture.iter("{http://www.w3.org/2000/svg}text")]

    assert picture.findtext("{http://www.w3.org/2000/svg}title") == "Committed <by> year & month"
    assert [text for text in texts if "–" in text] == ["2025–26", "2026–27", "2027–28", "2028–29", "2029–30"]
    assert [texts.count(said) for said in ("$12,500.50", "$96,500.50", "$20,000.00", "12500.5")] == [1, 2, 1, 0]
    assert (picture.get("width"), picture.get("height"), picture.get("viewBox")) == ("640", "320", "0 0 640 320")


def test_the_picture_runs_nothing_and_fetches_nothing(years):
    data = chart(years, title="Committed", words=dollars, colour=COLOUR)
    picture = ElementTree.fromstring(data)

    assert {element.tag.rpartition("}")[2] for element in picture.iter()}.isdisjoint({"script", "image", "use", "a"})
    attributes = {name for element in picture.iter() for name in element.attrib}
    assert [name for name in attributes if name.startswith("on") or "href" in name or name == "style"] == []
    assert [word for word in (b"<?xml-stylesheet", b"@import", b"url(", b"<!--", b"<!DOCTYPE") if word in data] == []
    # pygal writes the names of SVG's own namespaces, with lxml at hand those of two; an address would be one more.
    assert data.count(b"http") == data.count(b'="http://www.w3.org/')
    assert COLOUR.encode() in data


def test_the_same_totals_make_the_same_picture(years):
    one, two = (chart(years, title="Committed", words=dollars, colour=COLOUR) for _ in range(2))

    assert one == two


def test_nothing_committed_is_a_picture_too():
    for years in ([], by_fiscal_year([], 7, range(2026, 2029))):
        picture = ElementTree.fromstring(chart(years, title="Committed", words=dollars, colour=COLOUR))
        texts = {"".join(element.itertext()) for element in picture.iter("{http://www.w3.org/2000/svg}text")}
        assert {text for text in texts if text and not text.startswith("$")} == {year.label for year in years}
