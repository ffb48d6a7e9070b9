"""What a request's moves say in the library, and take back (MICRO-10, MICRO-11, X-5)."""

import pytest
from django.utils import timezone

from catalog import services as library
from catalog.answers import Verdict, verdict_for
from catalog.models import Approval
from tests.factories import ResourceFactory
from tests.paths import Path
from workflows.errors import Unmet
from workflows.models import Notice

pytestmark = pytest.mark.django_db


def verdict(resource, place) -> Verdict:
    resource.refresh_from_db()
    return verdict_for(resource, place, on=timezone.localdate())


def test_final_approval_is_shown_at_once_and_only_where_it_was_given(cast):
    case = Path(cast).contract_approved()

    assert verdict(case.resource, cast.school) == Verdict.SETTING_UP
    assert verdict(case.resource, cast.other_school) == Verdict.ELSEWHERE


def test_going_back_from_posting_takes_the_approval_out_of_the_library(cast):
    path = Path(cast)
    case = path.contract_approved()
    path.do("back", cast.it_director)

    assert verdict(case.resource, cast.school) == Verdict.IN_REVIEW
    assert case.resource.approval == Approval.IN_REVIEW


def test_withdrawing_after_approval_leaves_the_resource_unreviewed(cast):
    path = Path(cast)
    case = path.contract_approved()
    path.do("withdraw", cast.teacher)

    assert verdict(case.resource, cast.school) == Verdict.UNREVIEWED


def test_going_back_restores_a_denial_that_stood_before(cast):
    denied = Path(cast).denied()
    path = Path(cast, resource=denied.resource, library_check={"denied": True}, what_changed="A new version")
    case = path.contract_approved()
    path.do("back", cast.it_director)

    assert verdict(case.resource, cast.school) == Verdict.DENIED


def test_a_denial_for_want_of_money_leaves_the_library_as_it_was(cast):
    case = Path(cast, funded=True).denied(ground="not-funded", words="No money this year.")

    assert verdict(case.resource, cast.school) == Verdict.UNREVIEWED


def test_a_denial_holds_only_for_the_places_decided(cast):
    case = Path(cast).denied()

    assert verdict(case.resource, cast.school) == Verdict.DENIED
    assert verdict(case.resource, cast.other_school) != Verdict.DENIED


def test_an_addition_keeps_the_conditions_and_adds_the_seats(cast):
    resource = ResourceFactory(name="Desmos", privacy="no-student-data")
    now = timezone.now()
    library.make_available(
        resource=resource, places=[cast.school], conditions="In class only.", seats=30, by=cast.it_director, at=now
    )
    path = Path(cast, resource=resource, is_extension=True, seats=10)
    path.do("submit_school", cast.teacher)
    path.do("approve_contract", cast.it_director, places=[cast.school])
    row = resource.availabilities.get(place=cast.school)

    assert (row.approval, row.conditions, row.seats) == (Approval.APPROVED, "In class only.", 40)


def test_the_principal_is_told_to_order_then_to_stop_when_the_contract_is_denied(cast):
    path = Path(cast, funded=True)
    path.approved()
    path.do("deny_contract", cast.it_director, ground="privacy", rationale="They sell data.")
    told = Notice.objects.filter(user=cast.principal).values_list("template", flat=True)

    assert {"proceed_with_order", "stop_order"} <= set(told)
    assert path.fresh.money.stopped_at is not None


def test_an_addition_cannot_go_back_to_a_stage_it_never_had(cast):
    resource = ResourceFactory(name="Desmos", privacy="no-student-data")
    library.make_available(resource=resource, places=[cast.school], by=cast.it_director, at=timezone.now())
    path = Path(cast, resource=resource, is_extension=True)
    path.do("submit_school", cast.teacher)

    with pytest.raises(Unmet, match="in which it began"):
        path.do("back", cast.admin)
