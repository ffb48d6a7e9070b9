"""MACRO-3: quotes per vendor and term, the cost over the years, funding, and the Business Office's answer."""

from decimal import Decimal

import pytest
from django.urls import reverse

from requests_app import budgets
from requests_app.models import Quote
from tests.answering import answer, fill, proposed, step_url, text
from tests.macro_paths import MacroPath
from tests.paths import pdf
from workflows.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MACRO-3")]


@pytest.fixture
def path(cast) -> MacroPath:
    made = MacroPath(cast)
    made.to_quote()
    return made


@pytest.fixture
def lead(cast, path):
    return cast.client(path.lead)


def at_step(path, name: str, *more, key: str = "quotes") -> str:
    return reverse(name, args=[path.case.pk, path.step(key), *more])


def page(client, path, name: str = "district-budget"):
    return client.get(reverse(name, args=[path.case.pk]))


def offer(client, path, candidate, *, key: str = "quotes", **said):
    """Add a quote through its page."""
    url = at_step(path, "step-quote-add", candidate.pk, key=key)
    return client.post(url, proposed(client.get(url).context["form"]) | {"file": pdf()} | said)


# --- quotes, and what they come to ------------------------------------------------------------------------------------


def test_the_lead_adds_a_quote_for_each_term_and_reads_them_over_the_same_years(path, lead):
    first, _second = path.fresh.live_candidates()
    assert "No quote yet. Ask for one year, and for several years." in text(lead.get(step_url(path.case, "quotes")))

    response = offer(lead, path, first, quoted="1000.00", years="1")
    assert (response.status_code, response.url) == (303, step_url(path.case, "quotes"))
    assert offer(lead, path, first, quoted="2400.00", years="3", per_year="800.00").status_code == 303

    kept = Quote.objects.get(years=3)
    assert (kept.candidate, kept.vendor_name, kept.amount, kept.per_year) == (first, first.vendor_name, 2400, 800)
    read = text(lead.get(response.url))
    assert "All amounts are for 3 years" in read
    assert "$3,000.00" in read  # one year at a time, three times
    assert "$600.00" in read  # what three years at once save
    assert reverse("district-budget-picture", args=[path.case.pk]) in read


def test_a_term_of_ten_years_is_the_most_and_one_year_costs_no_more_than_all(path, lead):
    first = path.fresh.live_candidates()[0]
    refused = offer(lead, path, first, quoted="100.00", years="11")
    assert refused.status_code == 422
    assert "less than or equal to 10" in text(refused)
    refused = offer(lead, path, first, quoted="100.00", years="2", per_year="101.00")
    assert refused.status_code == 422
    assert "One year can’t cost more than the whole term." in text(refused)
    assert not Quote.objects.exists()


def test_the_figures_of_a_quote_can_be_put_right(path, lead):
    quote = path.add_quote(path.fresh.live_candidates()[0], Decimal("10.00"))
    response = fill(lead, at_step(path, "step-quote-change", quote.pk), quoted="1200.00", years="2")
    assert response.status_code == 303
    quote.refresh_from_db()
    assert (quote.amount, quote.years, quote.per_year) == (1200, 2, None)
    event = Event.objects.filter(case=path.case, kind=Event.Kind.EDIT).latest("pk")
    assert list(event.details["changed"].values()) == [["10.00, 1", "1200.00, 2"]]


def test_the_same_form_sent_twice_adds_one_quote(path, lead):
    first = path.fresh.live_candidates()[0]
    url = at_step(path, "step-quote-add", first.pk)
    sent = proposed(lead.get(url).context["form"]) | {"quoted": "5.00"}
    assert lead.post(url, sent | {"file": pdf()}).status_code == 303
    assert lead.post(url, sent | {"file": pdf()}).status_code == 303
    assert Quote.objects.count() == 1


def test_nobody_but_the_lead_adds_quotes(cast, path):
    first = path.fresh.live_candidates()[0]
    url = at_step(path, "step-quote-add", first.pk)
    for person in ("business_office", "colleague", "principal"):
        assert cast.client(person).get(url).status_code == 403


def test_a_candidate_that_was_ruled_out_gets_no_quote(path, lead):
    first = path.fresh.live_candidates()[0]
    url = at_step(path, "step-quote-add", first.pk)
    first.standing = first.Standing.RULED_OUT
    first.save()
    assert lead.get(url).status_code == 404


def test_each_candidate_has_a_quote_before_the_business_office_is_asked(path, lead):
    first, second = path.fresh.live_candidates()
    path.add_quote(first)
    assert f"No quote with an amount yet: {second}" in text(lead.get(step_url(path.case, "quotes")))
    assert answer(lead, path.case, "quotes").status_code == 409
    path.add_quote(second)
    assert answer(lead, path.case, "quotes").status_code == 303
    assert path.fresh.open_step("district-funds").role == "business-office"


# --- the Business Office ----------------------------------------------------------------------------------------------


def test_the_business_office_reads_the_cost_and_the_proposed_source_and_confirms_the_funds(cast, path, lead):
    for candidate, amount in zip(path.fresh.live_candidates(), ("1000.00", "1500.00"), strict=True):
        path.add_quote(candidate, Decimal(amount))
    assert fill(lead, at_step(path, "step-funding"), funding_source="").status_code == 422
    assert fill(lead, at_step(path, "step-funding"), funding_source="Title I").status_code == 303
    answer(lead, path.case, "quotes")

    office = cast.client("business_office")
    asked = office.get(step_url(path.case, "district-funds"))
    assert "The lead proposes to pay it from: Title I." in text(asked)
    assert "the candidates cost from" in text(asked)
    assert "$1,000.00" in text(asked)
    assert asked.context["form"]["0-funding_source"].value() == "Title I"

    said = {"outcome": "approve", "amount": "1500.00", "budget_code": "10-2210"}
    assert answer(office, path.case, "district-funds", **said).status_code == 303
    case = path.fresh
    assert (case.state, case.money.supported, case.money.funding_source) == ("evaluation", True, "Title I")


def test_no_funds_is_an_answer_and_the_lead_looks_for_another_way(cast, path, lead):
    for candidate in path.fresh.live_candidates():
        path.add_quote(candidate)
    answer(lead, path.case, "quotes")
    office = cast.client("business_office")
    assert (
        answer(office, path.case, "district-funds", outcome="no-funds", rationale="Not this year.").status_code == 303
    )
    assert path.fresh.open_step("quotes") is not None
    assert offer(lead, path, path.fresh.live_candidates()[0], quoted="10.00", years="1").status_code == 303


# --- who reads it -----------------------------------------------------------------------------------------------------


def test_the_cost_is_read_by_those_who_read_the_whole_request(cast, path):
    path.add_quote(path.fresh.live_candidates()[0])
    assert page(cast.client("business_office"), path).status_code == 200
    picture = page(cast.client("business_office"), path, "district-budget-picture")
    assert (picture.status_code, picture["Content-Type"]) == (200, "image/svg+xml")
    assert b"Lexia Core, 1 year" in picture.content
    for name in ("district-budget", "district-budget-picture"):
        assert page(cast.client("stranger"), path, name).status_code == 403


def test_without_a_quote_the_page_says_what_will_stand_there(path, lead):
    read = text(page(lead, path))
    assert "No quote yet" in read
    assert "Without a quote: Lexia Core, Raz-Plus." in read
    assert page(lead, path, "district-budget-picture").status_code == 200


# --- the arithmetic ---------------------------------------------------------------------------------------------------


def quoted(candidate: int, amount: str, years: int, per_year: str | None = None) -> Quote:
    each = Decimal(per_year) if per_year else None
    return Quote(candidate_id=candidate, amount=Decimal(amount), years=years, per_year=each)


@pytest.mark.parametrize(
    ("offered", "totals", "saves"),
    [
        ([("100.00", 1)], [["100.00"]], [None]),
        ([("100.00", 1), ("240.00", 3)], [["100.00"] * 3, ["80.00"] * 3], [None, "60.00"]),
        ([("100.00", 2), ("150.00", 3)], [["50.00"] * 3, ["50.00"] * 3], [None, None]),
        ([("100.00", 1), ("100.01", 2), ("330.00", 3)], [["100.00"] * 3, ["50.01", "50.00", "50.01"], ["110.00"] * 3],
         [None, "149.98", "-30.00"]),
    ],
)  # fmt: skip
def test_a_shorter_quote_is_repeated_up_to_the_longest(offered, totals, saves):
    found = budgets.compared([quoted(1, amount, years) for amount, years in offered])
    assert [[str(amount) for amount in offer.amounts] for offer in found] == totals
    assert [str(offer.saves) if offer.saves is not None else None for offer in found] == saves


def test_yearly_quotes_are_compared_with_the_same_candidates_cheapest():
    found = budgets.compared([quoted(1, "90.00", 1), quoted(1, "80.00", 1), quoted(1, "150.00", 2), quoted(2, "9", 2)])
    assert [offer.saves for offer in found] == [None, None, Decimal("10.00"), None]
