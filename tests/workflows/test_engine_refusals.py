"""In which order the engine refuses, and that a refusal changes nothing."""

import pytest
from django.utils import timezone

from requests_app.models import MicroRequest
from tests.paths import Path
from workflows import engine
from workflows.actors import Actor
from workflows.engine import Shown, StepAnswer, count_reviews
from workflows.errors import Invalid, NotSeen, NotYours, Replayed, Stale, Unmet
from workflows.http import CaseForm
from workflows.models import Case, Event, Notice, Review, Step

pytestmark = pytest.mark.django_db
OLD = Shown(case=0, reviews=0)


def everything() -> dict:
    """All rows that a move writes."""
    return {model: list(model.objects.order_by("pk").values()) for model in (Case, Step, Review, Event, Notice)}


def move(case, name, person, **details):
    return engine.perform(case.pk, name, by=Actor(person), at=timezone.now(), **details)


def test_a_draft_of_somebody_else_does_not_exist_whatever_else_is_wrong(cast):
    case = Path(cast).fresh
    used = Event.objects.get()
    before = everything()

    with pytest.raises(NotSeen):
        move(case, "no_such_move", cast.stranger, shown=OLD, key=used.key or "k")
    assert everything() == before


def test_a_person_who_has_left_sees_nothing(cast):
    case = Path(cast).submit()
    cast.assistant_superintendent.is_active = False
    cast.assistant_superintendent.save()

    with pytest.raises(NotSeen):
        move(case, "send_to_review", cast.assistant_superintendent)


def test_the_same_form_again_gives_the_first_result_though_the_case_has_moved_on(cast):
    case = Path(cast).submit()
    first = move(case, "send_to_review", cast.assistant_superintendent, shown=Shown(case=case.version), key="once")
    before = everything()

    with pytest.raises(Replayed) as refusal:
        move(case, "send_to_review", cast.assistant_superintendent, shown=Shown(case=case.version), key="once")
    assert refusal.value.first == first
    assert everything() == before


def test_a_form_that_somebody_else_has_sent_is_stale(cast):
    case = Path(cast).submit()
    move(case, "send_to_review", cast.assistant_superintendent, key="once")

    with pytest.raises(Stale):
        move(case, "withdraw", cast.teacher, key="once")


def test_an_old_page_is_stale_before_it_is_asked_whose_act_it_is(cast):
    case = Path(cast).submit()

    with pytest.raises(Stale):
        move(case, "deny", cast.principal, shown=OLD)
    with pytest.raises(NotYours):
        move(case, "deny", cast.principal, shown=Shown(case=case.version))


def test_a_wrong_role_is_refused_before_a_wrong_state(cast):
    case = Path(cast).submit()

    with pytest.raises(NotYours):
        move(case, "decide_without_late", cast.principal)
    with pytest.raises(Unmet):
        move(case, "decide_without_late", cast.assistant_superintendent)


def test_a_move_nobody_knows_is_nobodys(cast):
    case = Path(cast).submit()

    with pytest.raises(NotYours):
        move(case, "publish", cast.admin)


def test_a_condition_is_refused_before_what_was_typed(cast):
    case = Path(cast, student_login="own", student_data="yes").vendor_linked()

    with pytest.raises(Unmet):
        move(case, "approve_contract", cast.it_director)  # no agreement, and no places were named


def test_what_was_typed_is_refused_last_and_nothing_is_changed(cast):
    case = Path(cast).submit()
    before = everything()

    with pytest.raises(Invalid) as refusal:
        move(case, "deny", cast.assistant_superintendent, shown=Shown(case=case.version, reviews=0), key="once")
    assert set(refusal.value.errors) == {"ground", "rationale"}
    assert everything() == before


def test_after_a_refusal_the_same_form_may_be_sent_again(cast):
    case = Path(cast).submit()
    with pytest.raises(Invalid):
        move(case, "deny", cast.assistant_superintendent, key="once")

    event = move(case, "deny", cast.assistant_superintendent, key="once", ground="other", rationale="No.")
    assert event.target == "denied"


def test_a_step_answered_meanwhile_is_stale_and_a_state_left_meanwhile_is_told(cast):
    case = Path(cast).submit()
    step = case.open_step("initial")
    move(case, "return_for_changes", cast.assistant_superintendent, rationale="Which classes?")

    with pytest.raises(Unmet, match="Changes requested"):
        move(case, "send_to_review", cast.assistant_superintendent, step=step.pk)


def test_a_final_decision_is_stale_when_a_review_came_in_that_was_not_shown(cast):
    path = Path(cast)
    case = path.send()
    shown = Shown(case=case.version, reviews=count_reviews(case))
    Step.objects.filter(case=case, key="ict").update(due_on="2020-01-01")
    path.answer("curriculum", cast.curriculum_director)

    with pytest.raises(Stale):
        move(case, "decide_without_late", cast.assistant_superintendent, shown=shown, rationale="Too late.")


def test_the_system_makes_only_the_moves_that_are_its_own(cast):
    case = Path(cast).submit()

    with pytest.raises(NotYours):
        engine.perform(case.pk, "send_to_review", by=Actor.system(), at=timezone.now())


def test_the_same_form_again_begins_no_second_request_and_somebody_elses_key_is_nobodys(cast):
    def begin(person):
        by = Actor(person)
        return engine.start(MicroRequest, by=by, at=timezone.now(), place=cast.school, key="once", title="Kahoot!")

    first = begin(cast.teacher)
    assert begin(cast.teacher) == first
    assert begin(cast.colleague) != first
    assert Case.objects.count() == 2


def test_a_form_tampered_with_reads_as_stale_and_never_as_an_error(cast):
    case = Path(cast).submit()
    form = CaseForm({"once": "a\0b" * 40, "case_version": "²", "reviews": "-1"}, case=case)

    assert form.key == ""
    assert form.shown() == Shown(case=-1, reviews=-1)


# --- answers side by side ---------------------------------------------------------------------------------------------


def answer(step, *, outcome="approve", version=None, **details) -> StepAnswer:
    return StepAnswer(step=step.pk, version=version or step.version, outcome=outcome, details=details)


def review(case, answers, person, key=""):
    return engine.review(case.pk, answers, by=Actor(person), at=timezone.now(), key=key)


def test_an_answer_is_refused_as_replayed_stale_not_yours_unmet_and_invalid_in_this_order(cast):
    case = Path(cast).send()
    step = case.open_step("ict")
    person = cast.ict_coordinator
    before = everything()

    with pytest.raises(NotYours):
        review(case, [answer(step, outcome="nonsense")], cast.curriculum_director)
    with pytest.raises(Stale):
        review(case, [answer(step, outcome="nonsense", version=7)], person)
    with pytest.raises(Unmet):
        review(case, [answer(step, outcome="nonsense")], person)
    with pytest.raises(Invalid):
        review(case, [answer(step, outcome="deny")], person)
    assert everything() == before

    review(case, [answer(step)], person, key="once")
    with pytest.raises(Replayed):
        review(case, [answer(step)], person, key="once")
    with pytest.raises(Stale):
        review(case, [answer(step)], person, key="another")


def test_of_two_answers_on_one_page_none_is_kept_when_one_is_refused(cast):
    case = Path(cast).send()
    steps = [case.open_step("curriculum"), case.open_step("ict")]
    cast.curriculum_director.grants.create(
        role="ict-coordinator", place=cast.district, starts_on="2020-01-01", granted_at=timezone.now()
    )

    with pytest.raises(Invalid) as refusal:
        review(case, [answer(steps[0]), answer(steps[1], outcome="deny")], cast.curriculum_director)
    assert set(refusal.value.errors) == {"1-ground", "1-rationale"}
    assert Review.objects.filter(step__in=steps).count() == 0

    written = review(case, [answer(step) for step in steps], cast.curriculum_director)
    assert [row.step for row in written] == steps
    assert Case.objects.get(pk=case.pk).state == "final-review"


def test_a_step_that_a_move_answers_is_not_answered_side_by_side(cast):
    case = Path(cast).submit()

    with pytest.raises(NotYours):
        review(case, [answer(case.open_step("initial"))], cast.assistant_superintendent)


# --- the record -------------------------------------------------------------------------------------------------------


def test_a_form_is_changed_only_by_its_requester_and_only_while_it_is_theirs(cast):
    path = Path(cast)

    with pytest.raises(NotSeen):
        engine.edit(path.case.pk, {"purpose": "Mine"}, by=Actor(cast.colleague), at=path.at)
    with pytest.raises(NotYours):
        engine.edit(path.case.pk, {"purpose": "Mine"}, by=Actor(cast.admin), at=path.at)
    case = path.submit()
    with pytest.raises(Unmet):
        engine.edit(case.pk, {"purpose": "Later"}, by=Actor(cast.teacher), at=path.at)


def test_an_edit_on_an_old_page_is_stale(cast):
    case = Path(cast).fresh

    with pytest.raises(Stale):
        engine.edit(case.pk, {"purpose": "Later"}, by=Actor(cast.teacher), at=timezone.now(), shown=OLD)


def test_only_what_belongs_to_a_step_is_put_right_there(cast):
    case = Path(cast).send()
    step = case.open_step("curriculum")
    by, at = Actor(cast.curriculum_director), timezone.now()

    with pytest.raises(NotYours):
        engine.amend(case.pk, step.pk, label="Vendor", by=by, at=at, changes={"vendor": None})
    changes = {"student_data_found": False}
    with pytest.raises(NotYours):
        engine.amend(case.pk, step.pk, label="Data", by=Actor(cast.principal), at=at, changes=changes)
    engine.amend(case.pk, step.pk, label="Data", by=by, at=at, changes=changes)
    event = Event.objects.first()
    assert (event.kind, event.details["changed"]) == ("edit", {"student_data_found": ["", "False"]})
