"""Who a step is with: take it, hand it on, bring others in (X-1, MICRO-6, MICRO-7)."""

import pytest

from accounts.roles import Role
from tests.factories import GrantFactory, UserFactory
from tests.paths import Path
from tests.workflows.browsing import hidden, send, text
from workflows.models import Case, Event, Notice, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast) -> Case:
    return Path(cast).to("in-review")


@pytest.fixture
def second_director(cast):
    """Another holder of the Director of Curriculum's role."""
    person = UserFactory(username="second-director", place=cast.district)
    GrantFactory(user=person, role=Role.CURRICULUM_DIRECTOR, place=cast.district)
    return person


def at(case, key: str, act: str) -> str:
    return f"/cases/{case.pk}/steps/{step(case, key).pk}/{act}/"


def step(case, key: str) -> Step:
    return Step.objects.filter(case=case, key=key).latest("pk")


# --- take it ----------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-1")
def test_one_of_two_holders_takes_a_step_and_the_other_is_not_asked_any_more(cast, case, second_director):
    client = cast.client(second_director)
    shown = client.get(f"/cases/{case.pk}/")
    assert "Take it" in text(shown)

    answer = client.post(at(case, "curriculum", "claim"), {"step_version": step(case, "curriculum").version})

    assert (answer.status_code, answer.url) == (303, f"/cases/{case.pk}/steps/{step(case, 'curriculum').pk}/")
    assert step(case, "curriculum").person == second_director
    assert 'class="asked"' not in cast.client("curriculum-director").get(f"/cases/{case.pk}/").content.decode()


def test_two_who_take_it_at_once_do_not_both_get_it(cast, case, second_director):
    seen = {"step_version": step(case, "curriculum").version}
    address = at(case, "curriculum", "claim")
    assert cast.client("curriculum-director").post(address, seen).status_code == 303
    assert cast.client(second_director).post(address, seen).status_code == 409
    assert step(case, "curriculum").person == cast.curriculum_director


@pytest.mark.parametrize("person", ["teacher", "ict-coordinator", "stranger", "admin"])
def test_nobody_takes_a_step_that_is_not_theirs(cast, case, person):
    seen = {"step_version": step(case, "curriculum").version}
    assert cast.client(person).post(at(case, "curriculum", "claim"), seen).status_code == 403
    assert step(case, "curriculum").person is None


def test_taking_a_step_is_never_a_link(cast, case):
    assert cast.client("curriculum-director").get(at(case, "curriculum", "claim")).status_code == 405


# --- hand it on -------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-1")
def test_a_step_is_handed_to_a_colleague_by_name_who_is_told_and_it_is_logged(cast, case, second_director):
    answer = send(
        cast.client("curriculum-director"),
        at(case, "curriculum", "assign"),
        to="person",
        person="second-director",
        words="You know the product.",
    )

    assert answer.status_code == 303
    assert step(case, "curriculum").person == second_director
    assert Notice.objects.filter(user=second_director, template="step_assigned").exists()
    logged = Event.objects.get(name="assign")
    assert (logged.by, str(logged.internal_words)) == (cast.curriculum_director, "You know the product.")


@pytest.mark.sop("X-1")
def test_an_administrator_gives_it_back_to_the_role(cast, case, second_director):
    send(cast.client("admin"), at(case, "curriculum", "assign"), to="person", person="second-director")
    answer = send(cast.client("admin"), at(case, "curriculum", "assign"), to="role", person="whatever was typed")

    assert answer.status_code == 303
    assert step(case, "curriculum").person is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"to": "person", "person": ""}, "Name the person."),
        ({"to": "person", "person": "Nobody at all"}, "was found"),
        ({"to": "person", "person": "ict-coordinator"}, "does not hold the role"),
        ({"to": "person", "person": "teacher"}, "Nobody decides their own request."),
        ({"to": "", "person": "teacher"}, "Please give an answer."),
        ({"to": "nonsense", "person": "teacher"}, "Select a valid choice"),
    ],
)
def test_a_taker_who_will_not_do_is_said_by_the_field_and_kept(cast, case, typed, words):
    answer = send(cast.client("curriculum-director"), at(case, "curriculum", "assign"), words="Kept words", **typed)
    assert answer.status_code == 422
    assert words in text(answer)
    assert "Kept words" in answer.content.decode()
    assert step(case, "curriculum").person is None


@pytest.mark.parametrize("person", ["teacher", "ict-coordinator", "stranger"])
def test_others_do_not_hand_it_on(cast, case, person):
    client = cast.client(person)
    assert client.get(at(case, "curriculum", "assign")).status_code == 403
    assert client.post(at(case, "curriculum", "assign"), {"to": "role"}).status_code in (403, 409)
    assert not Event.objects.filter(name="assign").exists()


def test_an_answered_step_is_not_handed_on(cast):
    path = Path(cast)
    case = path.to("in-review")
    client = cast.client("curriculum-director")
    opened = hidden(client.get(at(case, "curriculum", "assign")))
    path.answer("curriculum", cast.curriculum_director, rationale="Fits.")

    assert client.post(at(case, "curriculum", "assign"), opened | {"to": "role"}).status_code == 409
    assert cast.client("admin").get(at(case, "curriculum", "assign")).status_code == 409


def test_a_step_of_another_case_is_not_found(cast, case):
    other = Path(cast, title="Other").to("in-review")
    address = f"/cases/{case.pk}/steps/{step(other, 'curriculum').pk}/assign/"
    assert cast.client("curriculum-director").get(address).status_code == 404


# --- bring others in --------------------------------------------------------------------------------------------------


@pytest.mark.sop("MICRO-6")
def test_the_director_brings_in_specialists_who_are_waited_for_and_a_coach_who_is_not(cast, case):
    client = cast.client("curriculum-director")
    shown = text(client.get(at(case, "curriculum", "forward")))
    assert "Director of Special Education Special education review. The request waits for the answer." in shown
    assert "Instructional coach or content leader Consultation. Advice: the request does not wait for it." in shown

    answer = send(
        client,
        at(case, "curriculum", "forward"),
        stages=["special-education", "coach"],
        people_coach="coach",
        question="Does it read aloud?",
    )

    assert (answer.status_code, answer.url) == (303, f"/cases/{case.pk}/steps/{step(case, 'curriculum').pk}/")
    special, coach = step(case, "special-education"), step(case, "coach")
    assert (special.required, special.person) == (True, None)
    assert (coach.required, coach.person) == (False, cast.coach)
    assert step(case, "curriculum").is_open
    for person in ("special-education", "coach"):
        assert "Does it read aloud?" in text(cast.client(person).get(f"/cases/{case.pk}/"))


@pytest.mark.sop("MICRO-7")
def test_the_ict_coordinator_brings_in_another_ict(cast, case):
    send(cast.client("ict-coordinator"), at(case, "ict", "forward"), stages=["ict-colleague"], people_coach="")
    assert step(case, "ict-colleague").required


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose who should look at it."),
        ({"stages": ["principal"]}, "Select a valid choice"),
        ({"stages": ["coach"], "people_coach": "teacher"}, "Nobody decides their own request."),
        ({"stages": ["coach"], "people_coach": "Nobody at all"}, "was found"),
    ],
)
def test_a_choice_that_will_not_do_is_said_and_nobody_is_asked(cast, case, typed, words):
    answer = send(cast.client("curriculum-director"), at(case, "curriculum", "forward"), question="Kept", **typed)
    assert answer.status_code == 422
    assert words in text(answer)
    assert "Kept" in answer.content.decode()
    assert not Step.objects.filter(case=case, key__in=["coach", "principal"]).exists()


def test_whoever_was_asked_already_is_not_asked_twice(cast, case):
    client = cast.client("curriculum-director")
    assert send(client, at(case, "curriculum", "forward"), stages=["bilingual"]).status_code == 303
    assert send(client, at(case, "curriculum", "forward"), stages=["bilingual"]).status_code == 409
    assert Step.objects.filter(case=case, key="bilingual").count() == 1


def test_a_double_click_asks_once(cast, case):
    client, address = cast.client("curriculum-director"), at(case, "curriculum", "forward")
    typed = hidden(client.get(address)) | {"stages": ["bilingual"]}
    assert [client.post(address, typed).status_code for _click in range(2)] == [303, 303]
    assert Event.objects.filter(name="forward").count() == 1


@pytest.mark.parametrize(
    ("person", "key"), [("teacher", "curriculum"), ("admin", "curriculum"), ("ict-coordinator", "curriculum")]
)
def test_only_the_holder_of_a_step_brings_others_in(cast, case, person, key):
    client = cast.client(person)
    assert client.get(at(case, key, "forward")).status_code == 403
    assert client.post(at(case, key, "forward"), {"stages": ["bilingual"]}).status_code in (403, 409)
    assert not Step.objects.filter(case=case, key="bilingual").exists()


def test_from_a_step_that_brings_in_nobody_there_is_no_such_page(cast):
    case = Path(cast).to("initial-review")
    assert cast.client("assistant-superintendent").get(at(case, "initial", "forward")).status_code == 403
