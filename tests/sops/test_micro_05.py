"""MICRO-5: the principal confirms support and funds, prefilled, in one act."""

from decimal import Decimal

import pytest

from requests_app.models import Purchase
from tests.answering import answer, now, step_url, text
from tests.paths import Path
from workflows.models import Review

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MICRO-5")]


def test_what_was_supported_before_is_confirmed_in_one_act(cast):
    case = Path(cast, funded=True).send()
    principal = cast.client("principal")
    form = principal.get(step_url(case, "principal")).context["form"]
    assert form["0-amount"].value() == Decimal("1200.00")
    assert form["0-funding_source"].value() == "School budget"
    assert form["0-budget_code"].value() == "10-2210-400"

    assert answer(principal, case, "principal", outcome="approve").status_code == 303

    assert now(case).open_step("principal") is None
    review = Review.objects.get(step__case=case.pk, step__key="principal")
    assert (review.outcome, review.by) == ("approve", cast.principal)


def test_the_amount_and_the_code_are_changed_in_the_same_act(cast):
    case = Path(cast, funded=True).send()
    answer(cast.client("principal"), case, "principal", outcome="approve", amount="900.00", budget_code="20-1")
    money = Purchase.objects.get(case=case.pk)
    assert (money.support_amount, money.budget_code, money.supported_by) == (Decimal("900.00"), "20-1", cast.principal)


def test_a_denial_needs_a_rationale_and_keeps_what_was_typed(cast):
    case = Path(cast, funded=True).send()
    response = answer(cast.client("principal"), case, "principal", outcome="deny", internal="Talk to me.")
    assert response.status_code == 422
    assert {"0-ground", "0-rationale"} == set(response.context["form"].errors)
    assert "Talk to me." in text(response)

    answer(
        cast.client("principal"), case, "principal", outcome="deny", ground="not-funded", rationale="The code is empty."
    )
    assert now(case).state == "in-review"
    assert Review.objects.get(step__case=case.pk, step__key="principal").outcome == "deny"


def test_funds_need_an_amount_that_is_a_number(cast):
    case = Path(cast, funded=True).send()
    response = answer(cast.client("principal"), case, "principal", outcome="approve", amount="a lot")
    assert response.status_code == 422
    assert "0-amount" in response.context["form"].errors


def test_a_departments_own_administrator_answers_for_the_department(cast):
    requester = cast.department_administrator.__class__.objects.create(
        username="clerk", first_name="Cle", last_name="Rk", place=cast.department
    )
    path = Path(cast, requester=requester, funded=True)
    path.do("ask_support", requester)
    administrator = cast.client("department-administrator")
    assert answer(administrator, path.case, "support", outcome="approve", funding_source="Title I").status_code == 303
    assert Purchase.objects.get(case=path.case.pk).supported_by == cast.department_administrator


def test_the_principal_of_another_school_may_not_answer(cast):
    case = Path(cast, funded=True).send()
    assert cast.client("other-principal").post(step_url(case, "principal"), {"0-outcome": "approve"}).status_code == 403


def test_a_principals_own_request_goes_one_level_up(cast):
    path = Path(cast, requester=cast.principal, funded=True)
    path.do("submit", cast.principal)
    case = path.do("send_to_review", cast.assistant_superintendent)
    step = case.open_step("principal")
    assert step.role == "assistant-superintendent"
    assert cast.client("principal").get(f"/cases/{case.pk}/steps/{step.pk}/").status_code == 403
    page = cast.client("assistant-superintendent").get(f"/cases/{case.pk}/steps/{step.pk}/")
    assert "This step came to you instead of: Principal." in text(page)
