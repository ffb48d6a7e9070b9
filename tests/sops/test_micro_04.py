"""MICRO-4: the initial review."""

import pytest

from catalog import services as library
from catalog.models import Approval
from tests.answering import answer, now, step_url, text
from tests.paths import COMPLETE, Path
from workflows.models import Event, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MICRO-4")]


@pytest.fixture
def desk(cast):
    return cast.client("assistant-superintendent")


def test_a_funded_request_goes_to_the_principal_to_curriculum_and_to_the_ict_coordinator_at_once(cast, desk):
    case = Path(cast, funded=True).submit()

    response = answer(desk, case, "initial", move="send_to_review", needs_funds="yes")

    assert response.status_code == 303
    assert now(case).state == "in-review"
    assert {step.key for step in now(case).open_steps()} == {"principal", "curriculum", "ict"}
    told = Notice.objects.filter(case=case.pk, template="step_opened", step__state="in-review")
    assert {row.user for row in told} == {cast.principal, cast.curriculum_director, cast.ict_coordinator}


def test_the_desk_finds_that_no_funds_are_needed_and_the_principal_is_left_out(cast, desk):
    case = Path(cast, funded=True).submit()
    answer(desk, case, "initial", move="send_to_review", needs_funds="no")
    assert {step.key for step in now(case).open_steps()} == {"curriculum", "ict"}
    assert now(case).needs_funds is False


def test_one_that_the_library_has_is_linked_and_closed(cast, desk):
    case = Path(cast).submit()
    made_for_it = case.resource
    known = library.add_resource(name="Kahoot", by=None, at=case.submitted_at)
    library.make_available(resource=known, places=[cast.district], by=None, at=case.submitted_at)
    link = f"{step_url(case, 'initial')}link/"
    assert "Kahoot (Approved)" in text(desk.get(link, {"q": "Kahoot"}))

    assert desk.post(link, {"what": "resource", "resource": known.pk}).status_code == 303
    response = answer(desk, case, "initial", move="close_as_available", rationale="Sign in with your account.")

    assert response.status_code == 303
    case = now(case)
    assert (case.state, case.resource) == ("already-available", known)
    made_for_it.refresh_from_db()
    assert made_for_it.approval == Approval.UNREVIEWED
    assert Notice.objects.filter(case=case.pk, user=cast.teacher, template="already_available").exists()


def test_one_with_money_pending_is_never_closed_but_becomes_an_addition(cast, desk):
    case = Path(cast, funded=True).submit()
    library.make_available(resource=case.resource, places=[cast.district], by=None, at=case.submitted_at)
    page = desk.get(step_url(case, "initial"))
    assert "Money or a new school is pending" in text(page)

    refused = answer(desk, case, "initial", move="close_as_available", rationale="We have it.")
    assert refused.status_code == 409
    assert now(case).state == "initial-review"

    assert answer(desk, case, "initial", move="change_to_addition").status_code == 303
    case = now(case)
    assert (case.state, case.is_extension) == ("in-review", True)
    assert {step.key for step in case.open_steps()} == {"principal"}


def test_returning_it_says_what_is_missing_and_stops_the_clock(cast, desk):
    case = Path(cast).submit()
    missing = answer(desk, case, "initial", move="return_for_changes")
    assert missing.status_code == 422
    assert "Say what the requester should know." in text(missing)

    answer(desk, case, "initial", move="return_for_changes", rationale="Which classes?")

    case = now(case)
    assert (case.state, case.paused_at is None) == ("changes-requested", False)
    assert Event.objects.get(case=case.pk, name="return_for_changes").words.text == "Which classes?"


def test_denying_it_needs_a_ground_and_a_rationale(cast, desk):
    case = Path(cast).submit()
    response = answer(desk, case, "initial", move="deny")
    assert response.status_code == 422
    assert {"ground", "rationale"} <= set(response.context["form"].errors)

    answer(desk, case, "initial", move="deny", ground="duplicate", rationale="We have Desmos.")
    assert now(case).state == "denied"


def test_another_role_may_not_decide_it(cast):
    case = Path(cast).submit()
    url = step_url(case, "initial")
    for name in ("teacher", "colleague", "curriculum_director", "principal", "admin"):
        client = cast.client(name)
        assert client.get(url).status_code == 403
        assert client.post(url, {"move": "send_to_review"}).status_code == 403
    assert now(case).state == "initial-review"


def test_the_page_shows_the_request_beside_the_question(cast, desk):
    page = text(desk.get(step_url(Path(cast).submit(), "initial")))
    assert "Is this new to the district, and who should look at it?" in page
    assert COMPLETE["purpose"] in page
    assert "Similar in the library" in page
