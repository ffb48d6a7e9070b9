"""Moves that answer no step: withdraw, go back, reopen, decide without the late; and those of agreements (X-5)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.paths import Path
from tests.workflows.browsing import hidden, send, text
from workflows.models import Case, Event, Notice

pytestmark = pytest.mark.django_db


def address(case, move: str) -> str:
    return f"/cases/{case.pk}/do/{move}/"


def state(case) -> str:
    return Case.objects.get(pk=case.pk).state


# --- withdraw ---------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-5")
def test_a_requester_withdraws_and_is_told_first_what_that_closes(cast):
    case = Path(cast).to("in-review")
    client = cast.client("teacher")

    asked = text(client.get(address(case, "withdraw")))
    answer = send(client, address(case, "withdraw"), words="We found another way.")

    assert "It goes from “In review” to “Withdrawn”." in asked
    assert "Curriculum review (the Director of Curriculum)" in asked
    assert (answer.status_code, answer.url) == (303, f"/cases/{case.pk}/")
    assert state(case) == "withdrawn"
    assert "We found another way." in text(client.get(f"/cases/{case.pk}/history/"))
    assert {step.closing for step in case.steps.filter(review__isnull=True)} == {"cancelled"}


@pytest.mark.parametrize("person", ["stranger", "colleague", "principal", "assistant-superintendent", "admin"])
def test_nobody_else_withdraws_it(cast, person):
    case = Path(cast).to("in-review")
    client = cast.client(person)

    assert client.get(address(case, "withdraw")).status_code == 403
    assert client.post(address(case, "withdraw"), {"case_version": case.version}).status_code == 403
    assert state(case) == "in-review"


def test_what_is_over_is_not_withdrawn(cast):
    case = Path(cast).to("denied")
    client = cast.client("teacher")
    assert client.get(address(case, "withdraw")).status_code == 409
    answer = client.post(address(case, "withdraw"), {"case_version": case.version})
    assert answer.status_code == 409
    assert "It is now: Denied." in text(answer)


def test_a_page_opened_before_somebody_moved_it_is_stale_and_keeps_what_was_typed(cast):
    path = Path(cast)
    case = path.to("initial-review")
    client = cast.client("teacher")
    opened = hidden(client.get(address(case, "withdraw")))
    path.do("send_to_review", cast.assistant_superintendent)

    answer = client.post(address(case, "withdraw"), opened | {"words": "Not needed any more."})

    assert answer.status_code == 409
    assert "Send to the reviewers" in text(answer)
    assert "Not needed any more." in text(answer)
    assert state(case) == "in-review"


def test_a_double_click_withdraws_once(cast):
    case = Path(cast).to("in-review")
    client = cast.client("teacher")
    typed = hidden(client.get(address(case, "withdraw")))

    answers = [client.post(address(case, "withdraw"), typed) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert Event.objects.filter(case=case, name="withdraw").count() == 1


# --- go back ----------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-5")
def test_whoever_moved_last_goes_back_one_stage_quietly(cast):
    case = Path(cast).to("in-review")
    client = cast.client("assistant-superintendent")
    mails = Notice.objects.count()

    asked = text(client.get(address(case, "back")))
    send(client, address(case, "back"), words="The wrong button.")

    now = Case.objects.get(pk=case.pk)
    assert "Nobody gets a mail." in asked
    assert (now.state, now.round) == ("initial-review", 2)
    assert Notice.objects.count() == mails


def test_an_administrator_goes_back_too_and_others_do_not(cast):
    case = Path(cast).to("in-review")
    for person in ("teacher", "curriculum-director", "stranger"):
        assert cast.client(person).get(address(case, "back")).status_code == 403
    assert send(cast.client("admin"), address(case, "back")).status_code == 303
    assert state(case) == "initial-review"


@pytest.mark.sop("X-5")
def test_once_somebody_answered_there_is_no_way_back_and_the_page_says_so(cast):
    path = Path(cast)
    case = path.to("in-review")
    path.answer("ict", cast.ict_coordinator, rationale="Fine")
    client = cast.client("admin")

    asked = client.get(address(case, "back"))
    answer = client.post(address(case, "back"), {"case_version": path.fresh.version})

    assert asked.status_code == 200
    assert "Somebody has already answered at this stage." in text(asked)
    assert "<textarea" not in asked.content.decode()
    assert answer.status_code == 409
    assert state(case) == "in-review"


# --- reopen -----------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-5")
def test_the_decider_reopens_with_a_reason_to_the_stage_that_decided_with_a_new_clock(cast):
    long_ago = timezone.now() - timedelta(days=60)
    case = Path(cast, at=long_ago).to("denied")
    client = cast.client("assistant-superintendent")

    answer = send(client, address(case, "reopen"), rationale="New facts about the price.")

    now = Case.objects.get(pk=case.pk)
    assert answer.status_code == 303
    assert (now.state, now.answered_at) == ("initial-review", None)
    assert now.response_due > timezone.localdate()
    assert "New facts about the price." in text(cast.client("teacher").get(f"/cases/{case.pk}/history/"))
    assert Notice.objects.filter(case=case, user=cast.teacher, template="reopened").exists()


def test_reopening_without_a_reason_is_refused_by_the_field(cast):
    case = Path(cast).to("denied")
    answer = send(cast.client("admin"), address(case, "reopen"), rationale="  ")
    assert answer.status_code == 422
    assert "What should the requester know? Say why." in text(answer)
    assert state(case) == "denied"


def test_too_much_text_is_said_and_kept(cast):
    case = Path(cast).to("denied")
    answer = send(cast.client("admin"), address(case, "reopen"), rationale="a" * 4001)
    assert answer.status_code == 422
    assert "a" * 4001 in answer.content.decode()


def test_the_requester_does_not_reopen_what_others_decided(cast):
    case = Path(cast).to("denied")
    assert cast.client("teacher").get(address(case, "reopen")).status_code == 403
    assert cast.client("teacher").post(address(case, "reopen"), {"rationale": "Please"}).status_code in (403, 409)
    assert state(case) == "denied"


# --- decide without the late ------------------------------------------------------------------------------------------


def test_the_final_review_is_opened_without_late_answers_only_with_a_reason(cast):
    case = Path(cast, at=timezone.now() - timedelta(days=40)).to("in-review")
    client = cast.client("assistant-superintendent")

    assert send(client, address(case, "decide_without_late")).status_code == 422
    assert send(client, address(case, "decide_without_late"), rationale="Term begins Monday.").status_code == 303
    assert state(case) == "final-review"


def test_while_nobody_is_late_the_button_says_so(cast):
    case = Path(cast).to("in-review")
    response = cast.client("assistant-superintendent").get(address(case, "decide_without_late"))
    assert response.status_code == 200
    assert "Nobody who must answer is late." in text(response)


# --- support ----------------------------------------------------------------------------------------------------------


def test_support_is_asked_for_and_taken_back_from_their_own_pages(cast):
    case = Path(cast, funded=True).case
    client = cast.client("teacher")

    assert "The Principal is asked: Do you support this, and is there money?" in text(
        client.get(address(case, "ask_support"))
    )
    assert send(client, address(case, "ask_support")).status_code == 303
    assert Case.objects.get(pk=case.pk).child.open_step("support")
    assert send(client, address(case, "cancel_ask")).status_code == 303
    assert not Case.objects.get(pk=case.pk).child.open_step("support")


# --- what is no move --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("move", ["no-such-move", "deny", "reviews_complete", "submit", "delete", "child"])
def test_an_unknown_move_and_those_of_steps_forms_and_the_system_are_not_found(cast, move):
    case = Path(cast).to("initial-review")
    for person in ("teacher", "assistant-superintendent", "admin"):
        assert cast.client(person).get(address(case, move)).status_code == 404
        assert cast.client(person).post(address(case, move)).status_code == 404


def test_a_draft_of_somebody_else_is_not_found(cast):
    case = Path(cast).case
    assert cast.client("stranger").get(address(case, "withdraw")).status_code == 404


# --- agreements -------------------------------------------------------------------------------------------------------


def test_an_agreement_is_terminated_with_a_reason_and_reinstated(cast):
    agreement = Path(cast).covered().agreements.get()
    client = cast.client("it-director")

    assert send(client, address(agreement, "terminate")).status_code == 422
    assert send(client, address(agreement, "terminate"), rationale="They sold the data.").status_code == 303
    assert state(agreement) == "terminated"
    assert 'do/reinstate/"' in client.get(f"/cases/{agreement.pk}/").content.decode()
    assert send(client, address(agreement, "reinstate"), rationale="It was another vendor.").status_code == 303
    assert state(agreement) == "in-force"


def test_a_teacher_does_not_terminate_an_agreement(cast):
    agreement = Path(cast).covered().agreements.get()
    assert cast.client("teacher").get(address(agreement, "terminate")).status_code == 403
