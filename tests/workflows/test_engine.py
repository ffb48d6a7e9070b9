"""How a request moves: rounds, what follows by itself, going back, reopening, pauses, numbers, and the history."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts.district import change_setting
from requests_app.models import MicroRequest
from tests.factories import VendorFactory
from tests.paths import CONTACT, Path
from workflows import engine
from workflows.actors import Actor
from workflows.errors import NotYours, Unmet
from workflows.machines import Micro
from workflows.models import Case, Counter, Event, Notice, Review, Step
from workflows.moves import moves_of

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")


def open_keys(case) -> list[str]:
    return sorted(step.key for step in case.open_steps())


def late(path: Path, key: str) -> None:
    Step.objects.filter(case=path.case, key=key).update(due_on="2020-01-01")


# --- rounds and what follows by itself --------------------------------------------------------------------------------


def test_coming_to_a_stage_again_begins_a_new_round_and_keeps_the_old_steps_and_reviews(cast):
    path = Path(cast)
    path.reviewed()
    path.do("return_for_changes", cast.assistant_superintendent, rationale="Which classes?")
    path.do("resubmit", cast.teacher)
    case = path.do("send_to_review", cast.assistant_superintendent)

    rounds = Step.objects.filter(case=case, key="curriculum").values_list("round", "closing")
    assert [row[1] for row in rounds] == ["answered", ""]
    assert rounds[0][0] < rounds[1][0] == case.round
    assert Review.objects.filter(step__case=case, step__key="curriculum").count() == 1


def test_the_final_review_opens_by_itself_with_the_last_required_answer_and_not_before(cast):
    path = Path(cast)
    path.send()

    assert path.answer("curriculum", cast.curriculum_director).state == "in-review"
    case = path.answer("ict", cast.ict_coordinator)
    event = Event.objects.get(case=case, name="reviews_complete")
    assert (case.state, open_keys(case)) == ("final-review", ["final"])
    assert (event.by, event.by_name, case.moved_by) == (None, "The system", cast.ict_coordinator)


def test_a_reviewers_denial_is_an_answer_and_not_the_end(cast):
    path = Path(cast)
    path.send()
    path.answer("curriculum", cast.curriculum_director, "deny", ground="duplicate", rationale="We have Desmos.")

    assert path.answer("ict", cast.ict_coordinator).state == "final-review"


def forwarded(path: Path, key: str, stages: list[str], person, **words) -> MicroRequest:
    step = path.fresh.open_step(key)
    engine.forward(path.case.pk, step.pk, stages=stages, by=Actor(person), at=path.at, **words)
    return path.fresh


def test_a_specialist_holds_the_case_up_and_a_consultation_does_not(cast):
    path = Path(cast)
    path.send()
    case = forwarded(path, "curriculum", ["bilingual", "coach"], cast.curriculum_director, question="In Polish?")
    assert open_keys(case) == ["bilingual", "coach", "curriculum", "ict"]
    assert str(case.open_step("coach").question) == "In Polish?"

    path.answer("curriculum", cast.curriculum_director)
    assert path.answer("ict", cast.ict_coordinator).state == "in-review"
    case = path.answer("bilingual", cast.bilingual)
    assert case.state == "final-review"
    assert Step.objects.get(case=case, key="coach").closing == "cancelled"


def test_several_colleagues_may_be_asked_by_name_each_once(cast):
    path = Path(cast)
    path.send()
    people = {"ict-colleague": [cast.ict, cast.ict_2]}
    case = forwarded(path, "ict", ["ict-colleague"], cast.ict_coordinator, people=people)

    assert [step.person for step in case.open_steps() if step.key == "ict-colleague"] == [cast.ict, cast.ict_2]
    with pytest.raises(Unmet, match="already asked"):
        forwarded(path, "ict", ["ict-colleague"], cast.ict_coordinator, people={"ict-colleague": [cast.ict]})
    with pytest.raises(NotYours):
        forwarded(path, "ict", ["ict-colleague"], cast.curriculum_director)


def test_deciding_early_is_possible_only_while_a_required_answer_is_late_and_closes_what_is_open(cast):
    path = Path(cast)
    path.send()
    path.answer("ict", cast.ict_coordinator)
    with pytest.raises(Unmet):
        path.do("decide_without_late", cast.assistant_superintendent, rationale="Too late.")

    late(path, "curriculum")
    case = path.do("decide_without_late", cast.assistant_superintendent, rationale="Too late.")
    assert (case.state, open_keys(case)) == ("final-review", ["final"])
    assert Step.objects.get(case=case, key="curriculum").closing == "cancelled"
    assert str(Event.objects.filter(case=case, kind="move").first().words) == "Too late."


# --- withdrawing, going back, reopening -------------------------------------------------------------------------------


@pytest.mark.parametrize("state", moves_of(Micro)["withdraw"].source)
def test_withdrawing_closes_every_step_without_a_review_and_erases_nothing(cast, state):
    path = Path(cast, funded=True)
    path.to(state)
    reviews = Review.objects.count()
    case = path.do("withdraw", cast.teacher, words="Not needed any more.")

    assert (case.phase, open_keys(case), Review.objects.count()) == ("withdrawn", [], reviews)
    assert case.closed_at
    assert case.ended_from == state


def test_going_back_is_quiet_opens_a_new_round_and_cancels_the_order(cast):
    path = Path(cast, funded=True)
    case = path.approved()
    assert open_keys(case) == ["contract", "purchase"]
    told = Notice.objects.count()

    back = path.do("back", cast.assistant_superintendent)
    assert (back.state, back.round > 1, open_keys(back)) == ("final-review", True, ["final"])
    assert Notice.objects.count() == told
    assert Step.objects.get(case=case, key="purchase").closing == "cancelled"
    assert back.answered_at is None  # the answer is owed again

    again = path.do("approve", cast.assistant_superintendent)
    assert open_keys(again) == ["contract", "purchase"]


BEFORE = {
    "changes-requested": "initial-review",
    "in-review": "initial-review",
    "final-review": "in-review",
    "soppa-review": "final-review",
    "waiting-vendor": "soppa-review",
    "contract-posting": "soppa-review",
    "integration": "contract-posting",
}


@pytest.mark.parametrize("state", moves_of(Micro)["back"].source)
def test_an_administrator_puts_it_back_one_stage_from_each(cast, state):
    path = Path(cast)
    path.to(state)

    assert path.do("back", cast.admin, words="A slip.").state == BEFORE[state]


@pytest.mark.parametrize("end", moves_of(Micro)["reopen"].source)
def test_reopening_goes_to_the_stage_that_decided_with_a_new_clock(cast, end):
    path = Path(cast, at=timezone.now() - timedelta(days=20))
    ended = path.to(end)
    case = path.do("reopen", cast.admin, rationale="Something new came up.", at=timezone.now())

    assert case.state == ended.ended_from
    assert case.open_steps()
    assert (case.closed_at, case.answered_at) == (None, None)
    assert case.response_due == timezone.localdate() + timedelta(days=30)
    assert Notice.objects.filter(case=case, template="reopened", user=cast.teacher).exists()


def test_who_decided_may_reopen_and_a_colleague_may_not(cast):
    path = Path(cast)
    path.denied()

    with pytest.raises(NotYours):
        path.do("reopen", cast.it_director, rationale="I think otherwise.")
    assert path.do("reopen", cast.assistant_superintendent, rationale="A slip.").state == "initial-review"


# --- pauses -----------------------------------------------------------------------------------------------------------


def link_vendor(path: Path) -> None:
    step = path.fresh.open_step("contract")
    by = Actor(path.cast.it_director)
    engine.amend(path.case.pk, step.pk, label="Vendor", by=by, at=path.at, changes={"vendor": VendorFactory()})


def test_a_pause_moves_every_open_date_by_its_length(cast):
    start = datetime(2026, 9, 1, 9, tzinfo=CHICAGO)
    path = Path(cast, funded=True, at=start)
    before = path.approved()
    order = before.open_step("purchase")
    path.at = start + timedelta(days=1)
    link_vendor(path)
    path.do("wait_for_vendor", cast.it_director, rationale="They sign first.", **CONTACT)
    path.at = start + timedelta(days=8)
    after = path.do("vendor_answered", cast.it_director)

    moved = after.open_step("purchase")
    assert (moved.due_on - order.due_on, after.response_due - before.response_due) == (timedelta(7), timedelta(7))
    assert moved.next_reminder_at - order.next_reminder_at == timedelta(7)
    assert moved.version == order.version + 1
    assert after.paused_at is None


def test_a_returned_request_pauses_only_where_the_district_says_so(cast):
    change_setting(key="pause_while_returned", value=False, by=cast.admin, at=timezone.now())
    running = Path(cast).returned()
    change_setting(key="pause_while_returned", value=True, by=cast.admin, at=timezone.now())
    paused = Path(cast).returned()

    assert (running.paused_at, bool(paused.paused_at)) == (None, True)


def test_a_request_reopened_where_the_clock_stands_still_is_paused_again(cast):
    start = datetime(2026, 9, 1, 9, tzinfo=CHICAGO)
    path = Path(cast, at=start)
    path.returned()
    path.do("withdraw", cast.teacher)
    reopened = path.do("reopen", cast.teacher, rationale="A slip.")
    assert (reopened.state, reopened.paused_at) == ("changes-requested", start)

    path.at = start + timedelta(days=5)
    case = path.do("resubmit", cast.teacher)
    assert case.response_due == reopened.response_due + timedelta(days=5)


# --- numbers ----------------------------------------------------------------------------------------------------------


def test_numbers_are_one_series_a_calendar_year_and_a_resubmission_keeps_its_own(cast):
    december = datetime(2026, 12, 31, 22, tzinfo=CHICAGO)
    numbers = []
    for at in (december, december, december + timedelta(hours=3)):
        path = Path(cast, at=at)
        path.returned()
        numbers.append(path.do("resubmit", cast.teacher).number)

    assert numbers == ["2026-00001", "2026-00002", "2027-00001"]
    assert list(Counter.objects.order_by("year").values_list("last", flat=True)) == [2, 1]
    assert Path(cast).fresh.number is None


# --- the history ------------------------------------------------------------------------------------------------------


def test_every_move_has_its_row_from_where_to_where_by_whom(cast):
    case = Path(cast, funded=True).complete()

    rows = Event.objects.filter(case=case, kind="move").order_by("pk").values_list("name", "source", "target")
    assert list(rows) == [
        ("ask_support", "draft", "draft"),
        ("submit", "draft", "initial-review"),
        ("send_to_review", "initial-review", "in-review"),
        ("reviews_complete", "in-review", "final-review"),
        ("approve", "final-review", "soppa-review"),
        ("approve_contract", "soppa-review", "contract-posting"),
        ("complete_without_integration", "contract-posting", "complete"),
    ]
    assert Event.objects.filter(case=case, kind="move", by_name="").count() == 0


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_a_row_of_the_history(cast, act):
    case = Path(cast).submit()
    event = Event.objects.filter(case=case).first()
    rows = Event.objects.filter(pk=event.pk)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(by_name="Nobody") if act == "update" else rows._raw_delete(using="default")
    assert Event.objects.get(pk=event.pk).by_name == event.by_name


@pytest.mark.parametrize(("kind", "state"), [("micro", "in-force"), ("agreement", "draft"), ("micro", "nowhere")])
def test_the_database_refuses_a_state_that_its_kind_of_case_does_not_have(cast, kind, state):
    case = Path(cast).fresh

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE workflows_case SET kind = %s, state = %s WHERE id = %s", [kind, state, case.pk])


def test_a_state_is_not_assigned(cast):
    case = Path(cast).fresh

    with pytest.raises(AttributeError):
        case.state = "complete"


def test_a_move_writes_only_the_columns_that_it_changes(cast):
    path = Path(cast)
    stale = path.submit()
    MicroRequest.objects.filter(pk=stale.pk).update(purpose="Written by somebody else meanwhile")
    MicroRequest.objects.get(pk=stale.pk)
    engine.perform(stale, "send_to_review", by=Actor(cast.assistant_superintendent), at=timezone.now())

    assert path.fresh.purpose == "Written by somebody else meanwhile"
    assert Case.objects.get(pk=stale.pk).state == "in-review"
