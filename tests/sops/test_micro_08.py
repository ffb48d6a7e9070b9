"""MICRO-8: the final review opens by itself, with every answer side by side."""

from datetime import timedelta

import pytest

from tests.answering import answer, fill, now, step_url, text
from tests.paths import Path
from workflows.models import Event, Review, Step

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MICRO-8")]


@pytest.fixture
def desk(cast):
    return cast.client("assistant-superintendent")


def disagreeing(cast, **columns):
    path = Path(cast, **columns)
    path.send()
    if path.case.needs_funds:
        path.answer("principal", cast.principal, **path.funds)
    path.answer("curriculum", cast.curriculum_director, "deny", ground="duplicate", rationale="Desmos does this.")
    return path.answer("ict", cast.ict_coordinator, rationale="Works.")


def test_the_last_answer_opens_it_and_every_answer_stands_on_one_line(cast, desk):
    case = disagreeing(cast)
    assert case.state == "final-review"
    page = desk.get(step_url(case, "final"))
    words = text(page)
    for said in ("Curriculum review", "Desmos does this.", "Instructional technology review", "Works."):
        assert said in words
    assert "They do not agree. Yes: 1. No: 1 (Director of Curriculum Test)." in words


def test_approving_against_a_denial_needs_a_rationale(cast, desk):
    case = disagreeing(cast)
    response = answer(desk, case, "final", move="approve")
    assert response.status_code == 422
    assert "A reviewer denied it" in text(response)
    answer(desk, case, "final", move="approve", rationale="It is for another grade.")
    assert now(case).state == "soppa-review"


def test_approving_against_denied_funds_needs_another_source(cast, desk):
    path = Path(cast, funded=True)
    path.send()
    path.answer("principal", cast.principal, "deny", ground="not-funded", rationale="Nothing left.")
    path.answer("curriculum", cast.curriculum_director)
    case = path.answer("ict", cast.ict_coordinator)

    response = answer(desk, case, "final", move="approve", rationale="It matters.")
    assert response.status_code == 422
    assert "other_funding" in response.context["form"].errors

    answer(desk, case, "final", move="approve", rationale="It matters.", other_funding="A grant")
    assert (now(case).state, now(case).other_funding) == ("soppa-review", "A grant")


def test_it_keeps_the_conditions_the_reviewers_asked_for(cast, desk):
    path = Path(cast)
    path.send()
    asked = {"grades": ["6", "7"], "until": "2030-06-30"}
    path.answer("curriculum", cast.curriculum_director, "approve-with-conditions", conditions=asked)
    case = path.answer("ict", cast.ict_coordinator, "approve-with-conditions", conditions={"grades": ["6"]})
    form = desk.get(step_url(case, "final")).context["form"]
    assert form["condition_grades"].value() == ["6"]

    answer(desk, case, "final", move="approve", rationale="Under these conditions.", condition_words="A trial.")

    assert now(case).kept_conditions == {"grades": ["6"], "until": "2030-06-30", "words": "A trial."}


def test_deciding_while_somebody_is_late_is_possible_and_recorded_as_such(cast, desk):
    path = Path(cast)
    case = path.send()
    path.answer("ict", cast.ict_coordinator)
    early = desk.post(f"/cases/{case.pk}/do/decide_without_late/", {"rationale": "We can't wait."})
    assert early.status_code == 409
    Step.objects.filter(case=case.pk, key="curriculum").update(due_on=case.submitted_at.date() - timedelta(days=9))

    response = fill(desk, f"/cases/{case.pk}/do/decide_without_late/", rationale="We can't wait.")

    assert response.status_code in {302, 303}
    assert now(case).state == "final-review"
    assert Event.objects.get(case=case.pk, name="decide_without_late").words.text == "We can't wait."
    assert "No answer" in text(desk.get(step_url(case, "final")))


def test_a_review_that_came_in_meanwhile_is_not_passed_over(cast, desk):
    case = disagreeing(cast)
    url = step_url(case, "final")
    page = desk.get(url)
    stale = {"move": "approve", "rationale": "Yes.", "case_version": case.version, "reviews": 1, "once": "a" * 24}
    response = desk.post(url, stale)
    assert response.status_code == 409
    assert page.status_code == 200
    assert now(case).state == "final-review"


def test_the_same_form_sent_twice_decides_once_and_leads_to_the_result(cast, desk):
    case = disagreeing(cast)
    url = step_url(case, "final")
    form = desk.get(url).context["form"]
    sent = {name: form[name].value() for name in ("once", "case_version", "reviews", "step_version")}
    sent |= {"move": "approve", "rationale": "Yes."}
    assert desk.post(url, sent).status_code == 303
    again = desk.post(url, sent)
    assert (again.status_code, again.url) == (303, f"/cases/{case.pk}/")
    assert Event.objects.filter(case=case.pk, name="approve", kind="move").count() == 1
    assert Review.objects.filter(step__case=case.pk, step__key="final").count() == 1
