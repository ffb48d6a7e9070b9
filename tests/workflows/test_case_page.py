"""The page of a request: at a glance, where it is, who has it, until when, what comes next, who said what (X-2)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.files import store_file
from accounts.models import Delegation
from accounts.wording import calendar_words, when_words
from tests.factories import UserFactory
from tests.paths import WITH_DATA, Path, pdf
from tests.workflows.browsing import main, part, sentence, text
from workflows import engine
from workflows.actors import Actor
from workflows.machines import Micro
from workflows.models import Case

pytestmark = pytest.mark.django_db
DENIAL = {"ground": "duplicate", "rationale": "We have Quizizz.", "internal": "Pricey."}


def page(cast, person, case):
    return cast.client(person).get(f"/cases/{case.pk}/")


def day(date) -> str:
    return calendar_words(date, today=timezone.localdate())


def when(date) -> str:
    return when_words(date, today=timezone.localdate())


# --- at a glance ------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-2")
def test_a_glance_tells_where_it_is_who_has_it_since_when_until_when_and_what_comes_next(cast):
    case = Path(cast).to("initial-review")
    step = case.open_step("initial")

    said = sentence(page(cast, "teacher", case))

    assert said == (
        f"With the Assistant Superintendent since today, due {when(step.due_on)}. "
        f"Answer expected by {day(case.response_due)}. "
        "Next: In review, by the Director of Curriculum and the ICT Coordinator."
    )


@pytest.mark.sop("X-2")
def test_three_at_once_are_all_named_and_whoever_answered_no_longer_is(cast):
    path = Path(cast, funded=True)
    path.to("in-review")
    assert "With the Principal, the Director of Curriculum and the ICT Coordinator since today" in sentence(
        page(cast, "teacher", path.case)
    )

    path.answer("ict", cast.ict_coordinator, rationale="Fine")

    assert "With the Principal and the Director of Curriculum since today" in sentence(page(cast, "teacher", path.case))


def test_the_holder_reads_you_and_the_step_they_are_asked_to_answer(cast):
    case = Path(cast).to("in-review")
    step = case.open_step("curriculum")

    response = page(cast, "curriculum-director", case)

    assert "With you and the ICT Coordinator" in sentence(response)
    assert f'href="/cases/{case.pk}/steps/{step.pk}/"' in part_markup(response)
    assert "Does it fit our standards, without doubling core resources?" in text(response)


def part_markup(response) -> str:
    return re.search(r'<section class="asked".*?</section>', response.content.decode(), re.S).group(0)


def test_nothing_is_asked_of_somebody_who_only_waits(cast):
    assert 'class="asked"' not in page(cast, "teacher", Path(cast).to("in-review")).content.decode()


def test_a_late_step_is_told_as_late(cast):
    case = Path(cast, at=timezone.now() - timedelta(days=30)).to("initial-review")
    step = case.open_step("initial")
    late = (timezone.localdate() - step.due_on).days

    assert f"due {late}" not in sentence(page(cast, "teacher", case))
    assert f"{late} days late" in sentence(page(cast, "teacher", case))
    assert "Late" in part(page(cast, "teacher", case), "steps-heading")


def test_the_clock_that_stands_still_is_told(cast):
    case = Path(cast).to("changes-requested")
    assert "The clock has stood still since today." in sentence(page(cast, "teacher", case))
    assert sentence(page(cast, "teacher", case)).startswith("Changes requested. With you since today")


def test_a_person_named_is_told_by_name(cast):
    case = Path(cast).to("in-review")
    step = case.open_step("ict")
    engine.claim(case.pk, step.pk, by=Actor(cast.ict_coordinator), at=timezone.now())

    assert f"{cast.ict_coordinator} (ICT Coordinator)" in sentence(page(cast, "teacher", case))


def test_an_end_is_told_with_its_day(cast):
    case = Path(cast).to("denied")
    assert sentence(page(cast, "teacher", case)) == f"Denied on {day(timezone.localdate())}."


# --- the procedure drawn ----------------------------------------------------------------------------------------------


def drawn(response) -> list[tuple[str, str]]:
    """(place, name) of each stage of the drawing."""
    found = re.findall(
        r'<li class="station station-([a-z-]+).*?<span class="station-name">(.*?)</span>',
        response.content.decode(),
        re.S,
    )
    return [(place, name) for place, name in found]


@pytest.mark.sop("X-2")
def test_the_drawing_says_what_is_done_here_and_to_come(cast):
    response = page(cast, "teacher", Path(cast).to("final-review"))

    assert drawn(response) == [
        ("done", "Draft"),
        ("done", "Initial review"),
        ("done", "In review"),
        ("here", "Final review"),
        ("next", "Under SOPPA Review"),
        ("next", "Contract posting"),
        ("next", "Being set up at the schools"),
        ("next", "Complete"),
    ]
    assert "you are here" in text(response)


@pytest.mark.parametrize("state", Micro.State.values)
def test_in_every_state_one_stage_is_here_and_a_screen_reader_is_told_so(cast, state):
    response = page(cast, "teacher", Path(cast).to(state))
    listed = re.search(r'<ol class="drawn".*</ol>', response.content.decode(), re.S).group(0)

    assert [place for place, _name in drawn(response)].count("here") == 1
    assert listed.count('aria-current="step"') == 1
    assert "style=" not in listed


def test_what_runs_side_by_side_stands_under_the_stage(cast):
    path = Path(cast, funded=True)
    path.to("in-review")
    path.answer("ict", cast.ict_coordinator, rationale="Fine")
    listed = re.search(r'<ul class="branches">.*?</ul>', page(cast, "teacher", path.case).content.decode(), re.S).group(
        0
    )

    names = re.findall(r'class="branch-name">(.*?)<', listed)
    assert names == ["Support and funds", "Curriculum review", "Instructional technology review"]
    assert listed.count("branch-open") == 2
    assert listed.count("branch-closed") == 1


def test_a_state_beside_the_line_stands_with_the_stage_it_interrupts(cast):
    response = page(cast, "it-director", Path(cast).to("waiting-vendor"))
    assert ("here", "Under SOPPA Review") in drawn(response)
    assert '<span class="station-beside">Waiting for the vendor</span>' in response.content.decode()


def test_after_a_denial_the_rest_is_left_out(cast):
    places = [place for place, _name in drawn(page(cast, "teacher", Path(cast).to("denied")))]
    assert places == ["done", "done", "here", *["left-out"] * 6]


def test_an_addition_leaves_out_the_reviews_it_does_not_need(cast):
    path = Path(cast, is_extension=True)
    path.case.resource = path.case.resource or Path(cast).to("complete").resource
    path.case.save(update_fields=["resource"])
    case = path.do("submit_school", cast.teacher)

    assert drawn(page(cast, "teacher", case))[:5] == [
        ("done", "Draft"),
        ("left-out", "Initial review"),
        ("left-out", "In review"),
        ("left-out", "Final review"),
        ("here", "Under SOPPA Review"),
    ]


# --- what was asked and said ------------------------------------------------------------------------------------------


@pytest.mark.sop("X-2")
def test_the_answers_of_the_form_stand_by_topic(cast):
    words = part(page(cast, "curriculum-director", Path(cast).to("in-review")), "answers-heading")
    for expected in (
        "What it is for",
        "Purpose Quizzes in mathematics",
        "Number of students 60",
        "Schools and departments Lincoln School",
    ):
        assert expected in words


@pytest.mark.sop("X-2", "X-5")
def test_a_new_submission_shows_what_changed_and_the_earlier_round_stays_readable(cast):
    path = Path(cast)
    path.to("changes-requested")
    engine.edit(path.case.pk, {"purpose": "Quizzes in two classes"}, by=Actor(cast.teacher), at=path.at)
    path.do("resubmit", cast.teacher)

    response = page(cast, "assistant-superintendent", path.case)

    assert "Purpose Quizzes in mathematics Quizzes in two classes" in part(response, "changed-heading")
    assert "Number of students" not in part(response, "changed-heading")
    earlier = re.search(r"<details.*?Earlier: round 1.*?</details>", response.content.decode(), re.S).group(0)
    assert "Which classes?" in earlier


def test_reviewers_read_each_other_and_the_notes_among_them(cast):
    path = Path(cast)
    path.to("in-review")
    path.answer(
        "ict", cast.ict_coordinator, "deny", ground="duplicate", rationale="We have Quizizz.", internal="Pricey."
    )

    words = part(page(cast, "curriculum-director", path.case), "steps-heading")

    assert "Denied" in words
    assert "We have Quizizz." in words
    assert "Pricey." in words


@pytest.mark.sop("X-6")
def test_the_requester_reads_reviewers_words_only_after_the_final_review_and_their_notes_never(cast):
    path = Path(cast)
    path.to("in-review")
    path.answer(
        "ict", cast.ict_coordinator, "deny", ground="duplicate", rationale="We have Quizizz.", internal="Pricey."
    )

    before = page(cast, "teacher", path.case).content.decode()
    assert "Has answered" in before
    assert "Denied" not in before
    assert "We have Quizizz." not in before
    assert "is shown to you after the final review" in before

    path.answer("curriculum", cast.curriculum_director, rationale="Fits.")
    assert "We have Quizizz." not in page(cast, "teacher", path.case).content.decode()
    path.do("approve", cast.assistant_superintendent, rationale="Different use.")

    after = page(cast, "teacher", path.case).content.decode()
    assert "We have Quizizz." in after
    assert "Pricey." not in after


def test_a_deputys_answer_says_on_whose_behalf(cast):
    path = Path(cast)
    path.to("in-review")
    today = timezone.localdate()
    Delegation.objects.create(
        giver=cast.curriculum_director,
        receiver=cast.coach,
        starts_on=today,
        ends_on=today,
        created_by=cast.curriculum_director,
        created_at=path.at,
    )
    path.answer("curriculum", cast.coach, rationale="Fits.")

    words = part(page(cast, "curriculum-director", path.case), "steps-heading")
    assert f"on behalf of {cast.curriculum_director}" in words


def test_a_step_that_went_elsewhere_says_instead_of_whom(cast):
    path = Path(cast, requester=cast.principal, funded=True)
    path.do("submit", cast.principal)
    path.do("send_to_review", cast.assistant_superintendent)

    words = part(page(cast, "curriculum-director", path.case), "steps-heading")
    assert "Instead of: Principal." in words


def test_the_purchase_stands_with_what_was_supported(cast):
    words = part(page(cast, "principal", Path(cast, funded=True).to("soppa-review")), "purchase-heading")
    assert "$1,200.00" in words
    assert "10-2210-400" in words


# --- what may be done -------------------------------------------------------------------------------------------------


def test_moves_are_buttons_and_what_is_not_possible_yet_says_why(cast):
    case = Path(cast).to("in-review")

    teacher = main(page(cast, "teacher", case))
    chief = text(page(cast, "assistant-superintendent", case))

    assert f'href="/cases/{case.pk}/do/withdraw/"' in teacher
    assert "/do/back/" not in teacher
    assert "Decide without the late answers Nobody who must answer is late." in chief


def test_a_draft_leads_its_requester_back_to_the_form(cast):
    case = Path(cast).to("draft")
    assert f'href="/cases/{case.pk}/check/"' in part_markup(page(cast, "teacher", case))


# --- who reads what ---------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-6")
def test_any_member_of_staff_reads_product_state_and_dates_and_nothing_else(cast):
    path = Path(cast, funded=True)
    case = path.to("in-review")
    engine.comment(case.pk, "Which classes?", by=Actor(cast.curriculum_director), at=path.at)
    stored = store_file(pdf("secret-quote.pdf"), by=cast.teacher, at=path.at)
    engine.attach(case.pk, stored, kind="quote", by=Actor(cast.teacher), at=path.at)

    response = page(cast, "stranger", case)
    words = main(response)

    assert sentence(response) == f"In review since today. Answer expected by {day(case.response_due)}."
    assert case.title in words
    assert case.number in words
    for secret in ("Quizzes", "Which classes?", "secret-quote", "Tea Cher", "1,200", "Lincoln", "Principal", "history"):
        assert secret not in words


def test_the_published_words_of_a_denial_are_for_everybody_and_a_ground_about_money_is_not(cast):
    about_it = Path(cast).denied(words="We already have Desmos.")
    money = Path(cast, title="Other").denied(ground="not-funded", words="No money this year.")

    assert "We already have Desmos." in text(page(cast, "stranger", about_it))
    assert "No money this year." not in text(page(cast, "stranger", money))
    assert "No money this year." in text(page(cast, "teacher", money))


def test_a_draft_is_hidden_from_everybody_but_its_requester_and_who_is_asked(cast):
    path = Path(cast, funded=True)
    assert page(cast, "principal", path.case).status_code == 404
    path.do("ask_support", cast.teacher)
    assert page(cast, "principal", path.case).status_code == 200
    for person in ("stranger", "colleague", "curriculum-director"):
        assert page(cast, person, path.case).status_code == 404


def test_an_administrator_is_not_shown_what_only_reviewers_read(cast):
    path = Path(cast)
    path.to("in-review")
    engine.comment(path.case.pk, "Between us.", by=Actor(cast.curriculum_director), at=path.at, internal=True)
    path.answer("ict", cast.ict_coordinator, rationale="Fine", internal="Pricey.")

    words = text(page(cast, "admin", path.case))

    assert "Between us." not in words
    assert "Pricey." not in words
    assert words.count("Not shown to you.") == 3
    assert "Remove this passage" in words


def test_without_signing_in_there_is_no_page(cast):
    case = Path(cast).to("denied")
    assert Client().get(f"/cases/{case.pk}/").url == f"/login/?next=/cases/{case.pk}/"


def test_an_address_without_a_case_is_not_found(cast):
    assert cast.client("admin").get("/cases/999999/").status_code == 404


# --- cost -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["teacher", "curriculum-director", "principal", "admin", "stranger", "colleague"])
@pytest.mark.parametrize("count", [1, 3, 30])
def test_it_costs_at_most_twelve_queries_however_much_there_is(cast, django_assert_max_num_queries, person, count):
    path = Path(cast, funded=True, **WITH_DATA)
    case = path.to("in-review")
    by, at = Actor(cast.curriculum_director), path.at
    coaches = [UserFactory(place=cast.district) for _each in range(count)]
    step = case.open_step("curriculum")
    engine.forward(case.pk, step.pk, stages=["coach"], people={"coach": coaches}, question="Well?", by=by, at=at)
    engine.follow(case.pk, cast.colleague, by=Actor(cast.teacher), at=at)
    for number in range(count):
        engine.comment(case.pk, f"Comment {number}", by=by, at=at)
        stored = store_file(pdf(f"{number}.pdf"), by=cast.teacher, at=at)
        engine.attach(case.pk, stored, kind="other", by=Actor(cast.teacher), at=at)
        engine.follow(case.pk, coaches[number], by=Actor(cast.teacher), at=at)
    client = cast.client(person)

    with django_assert_max_num_queries(12):
        assert client.get(f"/cases/{case.pk}/").status_code == 200


@pytest.mark.parametrize("state", Micro.State.values)
def test_in_no_state_does_it_cost_more_than_twelve_queries(cast, django_assert_max_num_queries, state):
    funded = {} if state == "already-available" else {"funded": True, **WITH_DATA}
    case = Path(cast, **funded).to(state)
    for person in ("teacher", "assistant-superintendent", "it-director"):
        client = cast.client(person)
        with django_assert_max_num_queries(12):
            assert client.get(f"/cases/{case.pk}/").status_code in (200, 404)


def test_the_page_of_an_agreement_is_made_of_the_same_parts(cast):
    agreement = Case.objects.get(pk=Path(cast).covered().agreements.get().pk)
    response = page(cast, "it-director", agreement)
    assert drawn(response) == [("done", "Being drafted"), ("here", "In force")]
    assert "What it covers" in text(response)


def test_the_requester_of_a_denied_request_reads_the_reason_before_the_form(cast):
    case = Path(cast).denied(words="Kahoot! does the same and is ready to use.")
    page = cast.client("teacher").get(f"/cases/{case.pk}/").content.decode()

    assert page.index("Kahoot! does the same") < page.index("What is asked for")
