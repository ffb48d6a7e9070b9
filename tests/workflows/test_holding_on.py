"""What a right outlives and what it does not: roles given up, delegations ended, drafts withdrawn (X-1, X-6)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Delegation, RoleGrant, User
from accounts.roles import Role
from catalog.answers import Verdict, verdict_for
from requests_app.models import MicroRequest
from tests.paths import Path
from workflows import engine
from workflows.access import reads_internal, reads_whole
from workflows.actors import Actor
from workflows.errors import NotYours
from workflows.models import Event, Step
from workflows.selectors import inbox
from workflows.sweeps import sweep_clocks

pytestmark = pytest.mark.django_db


def anew(person) -> User:
    return User.objects.get(pk=person.pk)


def test_a_step_taken_for_a_colleague_is_not_kept_when_the_delegation_ends(cast):
    today = timezone.localdate()
    lent = Delegation.objects.create(
        giver=cast.curriculum_director,
        receiver=cast.colleague,
        starts_on=today,
        ends_on=today,
        created_by=cast.admin,
        created_at=timezone.now(),
    )
    case = Path(cast).send()
    step = case.open_step("curriculum")
    engine.claim(case.pk, step.pk, by=Actor(anew(cast.colleague)), at=timezone.now())
    Delegation.objects.filter(pk=lent.pk).update(starts_on=today - timedelta(2), ends_on=today - timedelta(1))
    reply = engine.StepAnswer(step=step.pk, version=None, outcome="approve")

    with pytest.raises(NotYours):
        engine.review(case.pk, [reply], by=Actor(anew(cast.colleague)), at=timezone.now())


def test_a_step_goes_back_to_its_role_when_the_person_no_longer_holds_it(cast):
    case = Path(cast).send()
    step = case.open_step("ict")
    engine.claim(case.pk, step.pk, by=Actor(cast.ict_coordinator), at=timezone.now())
    RoleGrant.objects.filter(user=cast.ict_coordinator, role=Role.ICT_COORDINATOR).update(user=cast.colleague)
    sweep_clocks(at=timezone.now() + timedelta(days=40))

    assert Step.objects.get(pk=step.pk).person is None
    assert step.pk in {each.pk for each in inbox(anew(cast.colleague), on=timezone.localdate())}


def test_a_step_of_a_role_given_up_goes_to_its_substitute(cast):
    case = Path(cast).send()
    step = case.open_step("curriculum")
    RoleGrant.objects.filter(role=Role.CURRICULUM_DIRECTOR).delete()
    sweep_clocks(at=timezone.now() + timedelta(days=40))
    moved = Step.objects.get(pk=step.pk)

    assert (moved.role, moved.instead_of) == (Role.ASSISTANT_SUPERINTENDENT, Role.CURRICULUM_DIRECTOR)
    assert step.pk in {each.pk for each in inbox(anew(cast.assistant_superintendent), on=timezone.localdate())}


def test_a_withdrawn_draft_stays_its_requesters(cast):
    path = Path(cast)
    case = path.do("withdraw", cast.teacher)

    assert not reads_whole(cast.curriculum_director, case, at=timezone.now())
    assert reads_whole(cast.teacher, case, at=timezone.now())


def test_a_keeper_reads_the_draft_of_an_agreement_that_another_began(cast):
    path = Path(cast)
    path.covered()
    agreement = path.fresh.agreements.get()

    assert reads_whole(cast.compliance_officer, agreement, at=timezone.now())


def test_the_deputy_of_a_principal_who_asks_does_not_read_the_notes_on_it(cast):
    today = timezone.localdate()
    Delegation.objects.create(
        giver=cast.principal,
        receiver=cast.colleague,
        starts_on=today,
        ends_on=today,
        created_by=cast.admin,
        created_at=timezone.now(),
    )
    case = Path(cast, requester=cast.principal).send()

    assert not reads_internal(cast.colleague, case, at=timezone.now())


def test_an_order_can_still_be_recorded_when_the_case_is_complete(cast):
    path = Path(cast, funded=True)
    path.complete()
    path.answer(
        "purchase",
        cast.principal,
        "ordered",
        po_number="PO-1",
        po_date=timezone.localdate(),
        po_amount=path.funds["amount"],
    )

    assert MicroRequest.objects.get(pk=path.case.pk).money.po_number == "PO-1"


def test_what_another_request_decided_since_is_not_put_back(cast):
    path = Path(cast)
    first = path.contract_approved()
    other = Path(cast, resource=first.resource, requester=cast.colleague)
    other.submit()
    other.do("deny", cast.assistant_superintendent, ground="privacy", rationale="They sell data.")
    path.do("withdraw", cast.teacher)
    first.resource.refresh_from_db()

    assert verdict_for(first.resource, cast.school, on=timezone.localdate()) == Verdict.DENIED


def test_a_wrong_change_to_an_addition_is_undone_by_sending_it_to_the_reviewers(cast):
    path = Path(cast)
    case = path.submit()
    MicroRequest.objects.filter(pk=case.pk).update(is_extension=True)
    case = path.do("send_to_review", cast.assistant_superintendent)

    assert {step.key for step in case.open_steps()} == {"curriculum", "ict"}


def test_a_note_for_the_next_holder_is_not_the_requesters_to_read(cast):
    case = Path(cast).send()
    step = case.open_step("curriculum")
    engine.assign(
        case.pk,
        step.pk,
        person=cast.curriculum_director,
        by=Actor(cast.curriculum_director),
        at=timezone.now(),
        words="Between us.",
    )
    event = Event.objects.get(name="assign")

    assert (event.words, str(event.internal_words)) == (None, "Between us.")


def test_a_return_that_the_requester_began_to_work_on_is_not_taken_back(cast):
    path = Path(cast)
    case = path.returned()
    engine.edit(case.pk, {"students": 99}, by=Actor(cast.teacher), at=timezone.now())
    case = path.fresh

    found = engine.allowed_moves(case, cast.assistant_superintendent, at=timezone.now())

    assert "begun to change" in {move.name: reason for move, reason in found}["back"]
