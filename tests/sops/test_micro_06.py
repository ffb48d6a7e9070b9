"""MICRO-6: the curriculum review, with coaches consulted and specialists brought in."""

import pytest

from catalog import services as library
from catalog.models import Subject
from contracts.models import DataElement
from tests.answering import answer, fill, now, step_url, text
from tests.paths import WITH_DATA, Path
from workflows.models import Review

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MICRO-6")]


@pytest.fixture
def director(cast):
    return cast.client("curriculum-director")


def test_similar_resources_and_earlier_denials_stand_beside_the_form(cast, director):
    case = Path(cast).send()
    maths = [Subject.objects.get(name="Mathematics")]
    at = case.submitted_at
    known = library.add_resource(name="Desmos", subjects=maths, by=None, at=at)
    library.make_available(resource=known, places=[cast.district], by=None, at=at)
    refused = library.add_resource(name="Prodigy", subjects=maths, by=None, at=at)
    library.set_status(
        resource=refused,
        approval="denied",
        ground="duplicate",
        words="Too many games.",
        places=[cast.district],
        by=None,
        at=at,
    )
    page = text(director.get(step_url(case, "curriculum")))
    assert "Desmos" in page
    assert "Prodigy" in page
    assert "Too many games." in page
    assert "Does a core resource already do this?" in page


def test_specialists_are_asked_each_with_a_required_step_of_their_own(cast, director):
    case = Path(cast).send()
    forward = f"{step_url(case, 'curriculum')}forward/"

    fill(director, forward, stages=["title-mtss", "special-education", "bilingual"], question="Does it fit?")

    opened = {step.key: step.required for step in now(case).open_steps()}
    assert {key for key, required in opened.items() if required} >= {"title-mtss", "special-education", "bilingual"}
    assert "curriculum" in opened
    answer(director, case, "curriculum", outcome="approve")
    answer(cast.client("ict-coordinator"), case, "ict", outcome="approve")
    assert now(case).state == "in-review"
    for role in ("title-mtss", "special-education"):
        assert answer(cast.client(role), case, role, outcome="approve").status_code == 303
    assert now(case).state == "in-review"
    answer(cast.client("bilingual"), case, "bilingual", outcome="approve")
    assert now(case).state == "final-review"


def test_a_coach_is_consulted_and_holds_nothing_up(cast, director):
    case = Path(cast).send()
    fill(director, f"{step_url(case, 'curriculum')}forward/", stages=["coach"], question="Have you used it?")
    coach = cast.client("coach")
    assert "Have you used it?" in text(coach.get(step_url(case, "coach")))

    assert answer(coach, case, "coach", outcome="advice", rationale="My classes like it.").status_code == 303

    assert "My classes like it." in text(director.get(step_url(case, "curriculum")))
    answer(director, case, "curriculum", outcome="approve")
    assert {step.key for step in now(case).required_open()} == {"ict"}


def test_a_denial_is_an_answer_and_not_the_end(cast, director):
    case = Path(cast).send()
    assert answer(director, case, "curriculum", outcome="deny").status_code == 422
    answer(director, case, "curriculum", outcome="deny", ground="duplicate", rationale="Desmos does this.")
    assert now(case).state == "in-review"
    review = Review.objects.get(step__case=case.pk, step__key="curriculum")
    assert (review.outcome, review.ground, review.rationale.text) == ("deny", "duplicate", "Desmos does this.")


def test_student_data_that_is_found_is_kept_with_the_answer_and_on_the_request(cast, director):
    case = Path(cast).send()
    element = DataElement.objects.get(category="Student name")
    answer(director, case, "curriculum", outcome="approve", student_data_found="yes", elements_found=[element.pk])
    case = now(case)
    assert case.student_data_found is True
    assert list(case.elements_found.all()) == [element]
    review = Review.objects.get(step__case=case.pk, step__key="curriculum")
    assert review.findings["student_data"] == "yes"


def test_one_reviewers_no_does_not_undo_anothers_yes(cast, director):
    case = Path(cast, **WITH_DATA).send()
    answer(director, case, "curriculum", outcome="approve", student_data_found="yes")
    answer(cast.client("ict-coordinator"), case, "ict", outcome="approve", student_data_found="no")
    assert now(case).student_data_found is True


def test_the_finding_can_be_recorded_before_the_answer(cast, director):
    case = Path(cast, **WITH_DATA).send()
    url = f"{step_url(case, 'curriculum')}finding/"
    unsaid = director.post(url, {"student_data_found": "yes"})
    assert unsaid.status_code == 422

    response = fill(director, url, student_data_found="no")

    assert (response.status_code, response.url) == (303, step_url(case, "curriculum"))
    assert now(case).student_data_found is False
    assert cast.client("principal").post(url, {"student_data_found": "yes"}).status_code == 403


def test_approving_with_conditions_says_which(cast, director):
    case = Path(cast).send()
    vague = answer(director, case, "curriculum", outcome="approve-with-conditions")
    assert vague.status_code == 422
    assert "Say under which conditions." in text(vague)

    answer(
        director,
        case,
        "curriculum",
        outcome="approve-with-conditions",
        condition_grades=["6"],
        condition_no_student_accounts="on",
        condition_until="2030-06-30",
        condition_words="With a teacher in the room.",
    )
    review = Review.objects.get(step__case=case.pk, step__key="curriculum")
    assert review.conditions == {
        "grades": ["6"],
        "no_student_accounts": True,
        "until": "2030-06-30",
        "words": "With a teacher in the room.",
    }
