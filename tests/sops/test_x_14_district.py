"""X-14: a district purchase has the same record as every other, and its thresholds hold."""

from decimal import Decimal

import pytest

from requests_app.models import Purchase
from tests.answering import answer, now, text
from tests.macro_paths import BOARDS, FUNDS, ORDER, MacroPath
from tests.sops.test_x_14 import chosen, listed, money, record

pytestmark = [pytest.mark.django_db, pytest.mark.sop("X-14", "MACRO-3", "MACRO-5")]


@pytest.fixture
def office(cast):
    return cast.client("business-office")


def test_the_business_office_has_it_in_its_list_from_the_day_it_is_submitted(cast, office):
    path = MacroPath(cast)
    path.submit()
    standing = Purchase.Standing
    assert listed(office) == {path.case.pk}
    assert money(path.case).standing == standing.FUNDS

    for candidate in ("Lexia Core", "Raz-Plus"):
        path.found(path.add_candidate(candidate, f"Maker of {candidate}"))
    path.answer("compliance", cast.compliance_officer)
    path.do("finish_search", path.lead)
    for candidate in path.fresh.live_candidates():
        path.add_quote(candidate)
    path.do("finish_quotes", path.lead)
    response = answer(office, path.fresh, "district-funds", outcome="approve", **FUNDS)
    assert response.status_code == 303
    kept = money(path.case)
    assert (kept.standing, kept.support_amount, kept.budget_code) == (standing.AGREED, FUNDS["amount"], "10-2210-400")
    assert path.fresh.state == "evaluation"

    path.evaluated_again()
    path.choose()
    path.do("pass_gate", cast.technology)
    assert money(path.case).standing == standing.ORDER
    path.lines_done(1, 2, 3)
    assert answer(office, path.fresh, "district-order", outcome="ordered", **ORDER).status_code == 303
    kept = money(path.case)
    assert (kept.standing, kept.po_number, kept.po_amount) == (standing.ORDERED, "PO-71", ORDER["po_amount"])
    assert "PO-71" in text(office.get(record(path.case)))
    assert listed(office, "?state=ordered") == {path.case.pk}


def test_no_order_while_a_line_before_it_is_open(cast, office):
    case = MacroPath(cast).passed()

    response = answer(office, case, "district-order", outcome="ordered", **ORDER)

    assert response.status_code == 422
    assert "Before the order: " in text(response)
    assert money(case).po_number == ""


def test_a_chosen_quote_over_what_was_approved_goes_back_to_the_business_office(cast, office):
    path = MacroPath(cast)
    path.funded()
    candidate = path.fresh.live_candidates()[0]
    dear = path.add_quote(candidate, Decimal("9900.01"), years=2)
    path.evaluated_again()
    path.do("choose_candidate", path.lead, candidate=candidate, quote=dear)
    path.do("pass_gate", cast.technology)
    path.lines_done(1, 2, 3)

    case = path.fresh
    assert case.open_step("district-funds") is not None
    assert answer(office, case, "district-order", outcome="ordered", **ORDER).status_code == 422

    answer(office, case, "district-funds", outcome="approve", **(FUNDS | {"amount": "9900.01"}))
    ordered = ORDER | {"po_amount": "9900.01"}
    assert answer(office, now(case), "district-order", outcome="ordered", **ordered).status_code == 303


def test_only_a_quote_of_the_candidate_that_was_chosen_is_taken(cast, office):
    path = MacroPath(cast)
    case = path.evaluated()
    first, second = (candidate.quotes.get() for candidate in case.live_candidates())
    early = chosen(office, case, first)
    assert (early.status_code, money(case).quotes.filter(chosen=True).exists()) == (409, False)
    path.choose(first.candidate)

    assert chosen(office, case, second).status_code == 409
    assert money(case).quotes.get(chosen=True) == first


def test_no_funds_is_an_answer_and_the_lead_looks_for_another_way(cast, office):
    case = MacroPath(cast).quoted()

    response = answer(office, case, "district-funds", outcome="no-funds", rationale="Nothing is left this year.")

    assert response.status_code == 303
    case = now(case)
    assert (case.state, money(case).standing) == ("budgeting", Purchase.Standing.NO_FUNDS)
    assert [step.key for step in case.open_steps()] == ["quotes"]


@pytest.mark.parametrize(
    ("price", "state"), [(Decimal("24999.99"), "purchasing"), (Decimal("25000.00"), "board-review")]
)
def test_the_board_decides_from_the_districts_threshold_on(cast, price, state):
    path = MacroPath(cast, price=price)
    case = path.chosen()

    assert answer(cast.client("technology"), case, "gate", move="pass_gate").status_code == 303
    assert now(case).state == state


def test_what_the_board_refuses_is_not_bought(cast, office):
    path = MacroPath(cast, price=BOARDS)
    case = path.to_board()
    said = {"meeting_on": path.at.date(), "rationale": "Not this year."}

    assert (
        answer(cast.client("board-secretary"), case, "district-board", move="board_refuses", **said).status_code == 303
    )

    assert (now(case).state, money(case).standing) == ("denied", Purchase.Standing.STOPPED)
