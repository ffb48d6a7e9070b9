"""MACRO-1 to MACRO-10: a district purchase from the need to its results, with those it is handed to (document 001)."""

from decimal import Decimal

import pytest

from accounts.models import User
from requests_app.models import DistrictPurchase
from tests.macro_paths import ABOUT, MacroPath
from workflows.actors import Actor
from workflows.machines.macro_stages import CHECKS
from workflows.models import Case, Event, Notice

pytestmark = pytest.mark.django_db


@pytest.mark.sop("MACRO-4a")
def test_everybody_of_the_committee_is_asked_by_name_and_the_director_of_curriculum_with_them(cast):
    path = MacroPath(cast)
    path.member(cast.colleague)
    path.member(cast.stranger)
    case = path.funded()

    asked = {step.person for step in case.open_steps() if step.key == "committee"}
    assert asked == {cast.colleague, cast.stranger, cast.curriculum_director}

    path.member(cast.coach)
    path.integrates()  # whatever is recorded, whoever came since is asked

    asked = {step.person for step in path.fresh.open_steps() if step.key == "committee"}
    assert asked == {cast.colleague, cast.stranger, cast.curriculum_director, cast.coach}
    assert path.committee_answers().open_step("committee") is None


@pytest.mark.sop("MACRO-4a")
def test_where_the_district_wants_no_committee_nobody_is_asked(cast):
    path = MacroPath(cast, committee=False)
    path.member(cast.colleague)

    assert {step.key for step in path.funded().open_steps()} == {"platforms", "choice"}


@pytest.mark.sop("MACRO-5")
def test_what_fails_at_the_gate_is_ruled_out_and_the_others_are_evaluated_anew(cast):
    path = MacroPath(cast)
    first = path.chosen().chosen
    case = path.do("fail_gate", cast.technology, ground="technical", rationale="Not on our devices.")

    assert case.state == "evaluation"
    assert {step.key for step in case.open_steps()} == {"platforms", "committee", "choice"}
    assert first not in case.live_candidates()
    assert (case.resource, case.money.whole_term, case.chosen) == (None, None, None)
    path.evaluated_again()
    case = path.choose()
    assert case.chosen != first
    assert path.do("pass_gate", cast.technology).state == "purchasing"


@pytest.mark.sop("MACRO-5")
def test_going_back_from_the_gate_takes_the_choice_back(cast):
    path = MacroPath(cast)
    path.chosen()

    case = path.do("back", path.lead)

    assert (case.state, case.chosen, case.money.quotes.filter(chosen=True).exists()) == ("evaluation", None, False)
    assert len(case.live_candidates()) == 2


@pytest.mark.sop("MACRO-1")
def test_a_step_of_a_lead_who_has_left_falls_to_the_sponsor(cast):
    path = MacroPath(cast)
    case = path.posted()
    User.objects.filter(pk=cast.teacher.pk).update(is_active=False)

    path.planned(by=cast.principal)

    assert path.do("finish_plan", cast.principal).state == "monitoring"
    assert case.requester == cast.teacher


@pytest.mark.sop("MACRO-1")
def test_somebody_else_may_lead_it_and_is_told_what_the_requester_is_told(cast):
    path = MacroPath(cast)
    DistrictPurchase.objects.filter(pk=path.case.pk).update(lead=cast.colleague)
    path.submit()

    case = path.fresh
    assert case.open_step("search").person == cast.colleague
    told = Notice.objects.filter(template="receipt").values_list("user__username", flat=True)
    assert sorted(told) == ["colleague", "teacher"]
    assert path.do("withdraw", cast.colleague).state == "withdrawn"


@pytest.mark.sop("MACRO-10")
def test_the_lead_reflects_when_every_check_in_is_recorded_and_adjusting_is_planned_anew(cast):
    path = MacroPath(cast)
    case = path.recorded()
    assert [step.key for step in case.open_steps()] == ["next-steps"]
    assert Event.objects.filter(case=case, name="all_recorded").exists()

    said = {"next_step": "adjust", "rationale": "Two schools need another rhythm."}
    case = path.do("decide_next_steps", path.lead, **said)

    assert (case.state, case.next_step, case.open_step("planning").person) == ("planning", "adjust", cast.teacher)


@pytest.mark.sop("MACRO-10")
def test_a_check_in_is_asked_of_whoever_records_it_once_it_is_due(cast):
    path = MacroPath(cast)
    path.monitored()

    for about in ABOUT:
        case = path.due(about)
        assert case.open_step(CHECKS[about].key).person == cast.colleague
    path.answer("check-usage", cast.colleague, "recorded", figure=Decimal("71.50"), note="More than in May")

    row = path.check_ins("usage").get(recorded_on__isnull=False)
    assert (row.figure, row.note, row.recorded_by) == (Decimal("71.50"), "More than in May", cast.colleague)
    assert path.check_ins("usage").filter(recorded_on__isnull=True).exists()


@pytest.mark.sop("MACRO-10")
def test_retiring_it_is_told_and_its_agreement_is_decided_on(cast):
    path = MacroPath(cast, with_data=True)

    case = path.complete("retire")

    assert case.state == "complete"
    assert Notice.objects.get(template="district_retired").user == cast.it_director
    renewal = Case.objects.get(kind="renewal")
    assert (renewal.opened_from_id, renewal.child.contract) == (case.pk, case.agreements.get())


@pytest.mark.sop("MACRO-2b")
def test_no_candidate_goes_on_without_a_finding(cast):
    path = MacroPath(cast)
    path.searched()
    path.add_candidate("Newcomer", "Late Vendor")

    case = path.fresh

    assert case.open_step("compliance") is not None
    assert Event.objects.filter(case=case, name="ask_compliance_again", by=None).count() == 1
    path.do("vendor_answered", Actor.system())
    assert [step.key for step in path.fresh.open_steps()].count("compliance") == 1
    assert Notice.objects.get(template="district_vendor_answered").user == cast.compliance_officer
