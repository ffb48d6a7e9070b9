"""MICRO-9: approved reads "Under SOPPA Review", and the principal is told to proceed with the order and records it."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.district import change_setting
from requests_app.models import Purchase
from tests.answering import answer, now, step_url, text
from tests.paths import WITH_DATA, Path
from workflows.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MICRO-9")]
ORDER = {"outcome": "ordered", "po_number": "PO-77", "po_date": "2026-03-02", "po_amount": "1200.00"}


def approved(cast, **columns):
    case = Path(cast, **columns).reviewed()
    response = answer(cast.client("assistant-superintendent"), case, "final", move="approve")
    assert response.status_code == 303
    return now(case)


def test_the_status_reads_under_soppa_review_and_the_director_gets_the_step(cast):
    case = approved(cast)
    assert case.state_words == "Under SOPPA Review"
    director = cast.client("it-director")
    assert step_url(case, "contract") in text(director.get("/inbox/"))
    assert "Under SOPPA Review" in text(director.get(step_url(case, "contract")))


def test_the_principal_is_told_to_proceed_and_records_the_order(cast):
    case = approved(cast, funded=True)
    assert Notice.objects.filter(case=case.pk, user=cast.principal, template="proceed_with_order").exists()
    principal = cast.client("principal")
    assert "The order may be released." in text(principal.get(step_url(case, "purchase")))

    assert answer(principal, case, "purchase", **ORDER).status_code == 303

    money = Purchase.objects.get(case=case.pk)
    assert (money.po_number, money.po_amount, money.ordered_by) == ("PO-77", Decimal("1200.00"), cast.principal)
    assert now(case).state == "soppa-review"


def test_where_student_data_is_shared_the_order_waits_for_the_contract(cast):
    case = approved(cast, funded=True, **WITH_DATA)
    principal = cast.client("principal")
    assert "it has to wait until the contract is verified" in text(principal.get(step_url(case, "purchase")))
    response = answer(principal, case, "purchase", **ORDER)
    assert response.status_code == 422
    assert "0-po_amount" in response.context["form"].errors
    assert not Purchase.objects.get(case=case.pk).po_number


def test_the_district_may_release_orders_on_final_approval(cast):
    change_setting(key="order_release", value="final-approval", by=cast.admin, at=timezone.now())
    case = approved(cast, funded=True, **WITH_DATA)
    assert answer(cast.client("principal"), case, "purchase", **ORDER).status_code == 303


def test_without_funds_nobody_is_asked_to_order(cast):
    assert approved(cast).open_step("purchase") is None
