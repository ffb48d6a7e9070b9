"""MACRO-6: what was bought is in the library; until the plan is complete it reads from when it is rolled out."""

from datetime import date

import pytest
from django.urls import reverse

from catalog.models import Approval, Privacy
from tests.answering import answer, now, text
from tests.macro_paths import MacroPath

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MACRO-6")]
ROLLOUT = "16 August"


def read(cast, case, person="teacher") -> str:
    return text(cast.client(person).get(case.resource.get_absolute_url()))


def test_teachers_see_from_when_it_is_rolled_out_until_the_plan_is_complete(cast):
    path = MacroPath(cast)
    case = path.coordinated()
    assert "is being reviewed" in read(cast, case)

    assert answer(cast.client("it-director"), case, "district-posting", move="post_contract").status_code == 303

    case = now(case)
    page = read(cast, case)
    assert f"Soon: {case.resource} is approved; rollout from {ROLLOUT}" in page
    assert f"Rollout from {ROLLOUT}" in page
    searched = text(cast.client("stranger").get("/library/", {"q": case.resource.name}))
    assert f"Rollout from {ROLLOUT}" in searched
    check = text(cast.client("teacher").get(reverse("library-check"), {"q": case.resource.name}))
    assert f"rollout from {ROLLOUT}" in check
    assert [row.rollout_on for row in case.resource.availabilities.all()] == [date(2027, 8, 16)] * 2

    path.planned()
    path.do("finish_plan", path.lead)

    page = read(cast, case)
    assert f"Yes: {case.resource} is approved at Lincoln School" in page
    assert "ollout" not in page
    assert not case.resource.availabilities.exclude(rollout_on=None).exists()


def test_it_is_approved_where_it_was_asked_for_and_nowhere_else(cast):
    case = MacroPath(cast).monitored()
    case.schools.set([cast.school])

    places = {row.place for row in case.resource.availabilities.all()}
    assert places == {cast.school, cast.other_school}
    assert "Not here yet" in read(cast, case, "department-administrator")


def test_it_says_that_an_agreement_protects_the_data_it_takes(cast):
    case = MacroPath(cast, with_data=True).to("monitoring")

    assert (case.resource.approval, case.resource.privacy) == (Approval.APPROVED, Privacy.AGREEMENT)
    assert "An agreement protects the student data it takes." in read(cast, case)


def test_what_it_takes_no_data_about_says_so(cast):
    case = MacroPath(cast).to("monitoring")

    assert case.resource.privacy == Privacy.NO_STUDENT_DATA


def test_the_conditions_of_the_gate_stand_in_the_library(cast):
    path = MacroPath(cast)
    path.chosen()
    said = {"condition_words": "With a teacher in the room.", "condition_grades": ["3", "4"]}
    answer(cast.client("technology"), path.fresh, "gate", move="pass_gate", **said)
    path.lines_done(1, 2, 3)
    path.answer(
        "district-order", cast.business_office, "ordered", po_number="P", po_date=date(2026, 9, 1), po_amount=9000
    )
    path.lines_done()
    path.do("finish_coordination", path.lead, rollout_on=date(2027, 8, 16))
    case = path.do("post_contract", cast.it_director)

    page = read(cast, case)
    assert "With a teacher in the room." in page
    assert "For grades 3, 4 only." in page


def test_what_fails_at_the_gate_is_denied_in_the_library(cast):
    path = MacroPath(cast)
    failed = path.chosen().chosen

    said = {"ground": "technical", "rationale": "It does not run on our devices."}
    answer(cast.client("technology"), path.fresh, "gate", move="fail_gate", **said)

    failed.refresh_from_db()
    assert failed.standing == "ruled-out"
    page = text(cast.client("teacher").get(failed.resource.get_absolute_url()))
    assert "No:" in page
    assert "It does not run on our devices." in page
