"""MICRO-7: the ICT Coordinator looks for doubles, and may bring other ICTs in."""

import pytest

from tests.answering import answer, fill, now, step_url, text
from tests.paths import Path
from workflows.models import Review

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MICRO-7")]


@pytest.fixture
def coordinator(cast):
    return cast.client("ict-coordinator")


def test_it_is_approved_or_denied_with_a_rationale(cast, coordinator):
    case = Path(cast).send()
    assert answer(coordinator, case, "ict", outcome="deny").status_code == 422
    answer(coordinator, case, "ict", outcome="deny", ground="technical", rationale="Not on our tablets.")
    review = Review.objects.get(step__case=case.pk, step__key="ict")
    assert (review.outcome, review.rationale.text) == ("deny", "Not on our tablets.")


def test_another_ict_is_asked_by_name_and_the_request_waits_for_the_answer(cast, coordinator):
    case = Path(cast).send()
    said = {"stages": ["ict-colleague"], "people_ict-colleague": "ict-2", "question": "On your tablets?"}
    fill(coordinator, f"{step_url(case, 'ict')}forward/", **said)

    assert now(case).open_step("ict-colleague").person == cast.ict_2
    assert cast.client("ict").get(step_url(case, "ict-colleague")).status_code == 403
    answer(coordinator, case, "ict", outcome="approve")
    answer(cast.client("curriculum-director"), case, "curriculum", outcome="approve")
    assert now(case).state == "in-review"

    answer(cast.client("ict-2"), case, "ict-colleague", outcome="approve", rationale="Works well.")

    assert now(case).state == "final-review"


def test_the_principals_and_curriculums_words_are_read_by_the_coordinator(cast, coordinator):
    path = Path(cast).send()
    answer(cast.client("curriculum-director"), path, "curriculum", outcome="approve", rationale="Fits unit four.")
    page = text(coordinator.get(step_url(path, "ict")))
    assert "Fits unit four." in page
    assert "All who answered say yes." in page
