"""Dates, money and people as they are said."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from accounts import wording

TODAY = date(2026, 12, 16)  # a Wednesday


def show(source, **values):
    return Template("{% load frame %}" + source).render(Context(values)).strip()


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 16), "today"),
        (date(2026, 12, 17), "tomorrow"),
        (date(2026, 12, 15), "yesterday"),
        (date(2026, 12, 18), "Friday"),
        (date(2026, 12, 22), "Tuesday"),
        (date(2026, 12, 10), "Thursday"),
        (date(2026, 12, 23), "23 December"),
        (date(2026, 12, 9), "9 December"),
        (date(2027, 1, 4), "4 January 2027"),
    ],
)
def test_a_date_is_said_as_people_say_it(day, words):
    assert wording.when_words(day, today=TODAY) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 12, 18), "due Friday"),
        (date(2026, 12, 16), "due today"),
        (date(2026, 12, 17), "due tomorrow"),
        (date(2026, 12, 31), "due 31 December"),
        (date(2026, 12, 15), "1 day late"),
        (date(2026, 12, 13), "3 days late"),
    ],
)
def test_a_due_date_says_what_is_left_or_how_late_it_is(day, words):
    assert wording.due_words(day, today=TODAY) == words


def test_the_exact_date_is_there_for_the_machine_on_hover_and_for_screen_readers():
    html = show("{% when day today=today %}", day=date(2026, 12, 18), today=TODAY)
    assert 'datetime="2026-12-18"' in html
    assert 'title="Friday 18 December 2026"' in html
    assert html.count("Friday 18 December 2026") == 2


def test_a_late_date_is_marked_by_words_and_icon_not_by_colour_alone():
    html = show("{% due day today=today %}", day=date(2026, 12, 13), today=TODAY)
    assert 'class="late"' in html
    assert "#clock" in html
    assert "3 days late" in html


def test_a_moment_late_in_the_evening_belongs_to_the_district_s_day(settings):
    evening = datetime(2026, 12, 17, 3, 30, tzinfo=UTC)  # 9.30 p.m. the day before in Chicago
    settings.TIME_ZONE = "America/Chicago"
    assert wording.when_words(evening, today=TODAY) == "today"


def test_no_date_shows_nothing():
    assert show("{% when none %}{% due none %}{% person none %}", none=None) == ""


def test_dates_are_said_in_the_reader_s_language():
    with translation.override("es"):
        assert wording.when_words(date(2026, 12, 18), today=TODAY).lower() == "viernes"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Decimal("1250"), "$1,250.00"),
        (Decimal("0"), "$0.00"),
        (Decimal("12450.505"), "$12,450.51"),
        (Decimal("-3.5"), "−$3.50"),
    ],
)
def test_money_carries_its_currency_and_two_decimals(amount, words):
    assert wording.money_words(amount) == words


@pytest.mark.django_db
def test_no_amount_is_a_dash_that_is_read_out_as_words():
    assert "no amount" in show("{% money none %}", none=None)


def test_a_person_is_said_with_role_and_place():
    assert wording.person_words("Ana Ruiz", role="Principal", place="Lincoln School") == (
        "Ana Ruiz, Principal, Lincoln School"
    )
    assert wording.person_words("Ana Ruiz", place="Lincoln School") == "Ana Ruiz, Lincoln School"


def test_a_file_s_type_and_size_stand_beside_its_link():
    html = show("{% file_link file url='/files/x/' %}", file={"name": "Quote.pdf", "size": 122880})
    assert 'href="/files/x/"' in html
    assert "(PDF, 120.0 KB)" in html


def test_a_removed_file_has_no_link():
    html = show("{% file_link file %}", file={"name": "Names.xlsx", "size": 1, "removed_at": TODAY})
    assert "href" not in html.replace("<use href", "")
    assert "Names" not in html
