"""MACRO-7: the contract is documented, inside and outside, and its end is tracked."""

import pytest
from dateutil.relativedelta import relativedelta
from django.urls import reverse
from django.utils import timezone

from contracts import services as agreements
from tests.answering import answer, now, step_url, text
from tests.macro_paths import MacroPath
from workflows.actors import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MACRO-7")]


def posted(cast, case) -> None:
    """The Compliance Officer posts the agreement."""
    keeper = Actor(cast.compliance_officer)
    agreements.post_agreement(agreement=case.agreements.get(), by=keeper, at=timezone.now(), public_copy=None)


def test_it_is_not_documented_before_its_agreement_is_posted(cast):
    case = MacroPath(cast, with_data=True).coordinated()
    director = cast.client("it-director")
    assert "Post first:" in text(director.get(step_url(case, "district-posting")))
    assert answer(director, case, "district-posting", move="post_contract").status_code == 409

    posted(cast, case)

    response = answer(director, now(case), "district-posting", move="post_contract", review_interval="12")
    assert response.status_code == 303
    case = now(case)
    assert case.state == "planning"
    assert case.resource.next_review_on == timezone.localdate() + relativedelta(months=12)


def test_its_agreement_has_a_schedule_and_stands_on_the_public_page(cast, client):
    case = MacroPath(cast, with_data=True).coordinated()
    agreement = case.agreements.get()
    assert agreement.schedule.review_due is not None

    posted(cast, case)

    assert case.resource.name in text(client.get(reverse("public-agreements")))


def test_without_student_data_nothing_has_to_be_posted(cast):
    case = MacroPath(cast).coordinated()

    assert not case.agreements.exists()
    response = answer(cast.client("it-director"), case, "district-posting", move="post_contract")
    assert (response.status_code, now(case).state) == (303, "planning")


@pytest.mark.parametrize("person", ["technology", "compliance-officer", "business-office", "teacher", "admin"])
def test_nobody_else_documents_it(cast, person):
    case = MacroPath(cast).coordinated()

    client = cast.client(person)
    assert client.post(step_url(case, "district-posting"), {"move": "post_contract"}).status_code in {403, 404}
    assert now(case).state == "contract-posting"


def test_an_agreement_that_has_ended_since_the_gate_keeps_it_out_of_the_library(cast):
    case = MacroPath(cast, with_data=True).coordinated()
    posted(cast, case)
    type(case.agreements.get()).objects.filter(pk=case.agreements.get().pk).update(ends_on="2020-01-01")

    response = answer(cast.client("it-director"), now(case), "district-posting", move="post_contract")

    assert (response.status_code, now(case).state) == (409, "contract-posting")
