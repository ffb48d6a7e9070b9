"""The purchase of a request: the order is recorded, within what was approved, or not at all (X-14)."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.district import change_setting
from requests_app.models import Purchase
from tests.answering import answer, now, step_url, text
from tests.paths import Path

pytestmark = pytest.mark.django_db
ORDER = {"outcome": "ordered", "po_number": "PO-1", "po_date": "2026-03-02"}


@pytest.fixture
def case(cast):
    return Path(cast, funded=True).approved()


def test_an_order_needs_its_number_date_and_amount(cast, case):
    response = answer(cast.client("principal"), case, "purchase", outcome="ordered", po_amount="")
    assert {"0-po_number", "0-po_date", "0-po_amount"} == set(response.context["form"].errors)


def test_within_the_tolerance_it_is_recorded(cast, case):
    assert answer(cast.client("principal"), case, "purchase", **ORDER, po_amount="1320.00").status_code == 303
    assert Purchase.objects.get(case=case.pk).po_amount == Decimal("1320.00")


def test_above_it_the_budget_owner_must_agree_explicitly(cast, case):
    principal = cast.client("principal")
    response = answer(principal, case, "purchase", **ORDER, po_amount="1320.01")
    assert response.status_code == 422
    assert "over the approved amount" in text(response)

    agreed = answer(principal, case, "purchase", **ORDER, po_amount="1320.01", agree_amount="on")

    assert agreed.status_code == 303
    money = Purchase.objects.get(case=case.pk)
    assert (money.support_amount, money.supported_by) == (Decimal("1320.01"), cast.principal)


def test_the_tolerance_is_the_districts(cast, case):
    change_setting(key="quote_tolerance", value=0, by=cast.admin, at=timezone.now())
    assert answer(cast.client("principal"), case, "purchase", **ORDER, po_amount="1200.01").status_code == 422


def test_no_funds_is_an_answer_with_a_reason(cast, case):
    principal = cast.client("principal")
    assert answer(principal, case, "purchase", outcome="no-funds").status_code == 422
    assert (
        answer(principal, case, "purchase", outcome="no-funds", rationale="The grant fell through.").status_code == 303
    )
    assert Purchase.objects.get(case=case.pk).supported is False


def test_the_order_stands_on_the_page_of_the_request(cast, case):
    principal = cast.client("principal")
    answer(principal, case, "purchase", **ORDER, po_amount="1200.00")
    page = text(principal.get(f"/cases/{case.pk}/"))
    assert "Ordered: PO-1" in page


def test_the_order_outlives_the_contract_review_and_is_closed_when_the_request_ends(cast, case):
    answer(
        cast.client("it-director"), case, "contract", move="deny_contract", ground="privacy", rationale="Sells data."
    )
    assert now(case).state == "denied"
    assert now(case).open_step("purchase") is None


def test_the_principal_of_another_school_does_not_order(cast, case):
    assert cast.client("other-principal").get(step_url(case, "purchase")).status_code == 403
