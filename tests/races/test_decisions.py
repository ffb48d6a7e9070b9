"""People who act on one request in the same moment: each act is kept or refused whole, and none is lost."""

import pytest
from django.urls import reverse

from tests.paths import Path
from tests.requests_app.pages import TOLD
from tests.servers import at_once
from workflows.models import Case, Event, Notice, Review, Step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
TIMES = 12


def page_of(case, key: str) -> str:
    return reverse("step", args=[case.pk, case.open_step(key).pk])


def test_the_last_two_reviewers_at_once_are_both_kept_and_the_final_review_opens_once(web, cast):
    people = {"curriculum": web.browser(cast.curriculum_director), "ict": web.browser(cast.ict_coordinator)}
    for _time in range(TIMES):
        case = Path(cast).send()
        pages = {key: page_of(case, key) for key in people}
        forms = {}
        for key, browser in people.items():
            forms[key] = browser.get(pages[key]).hidden | {
                "0-outcome": "approve",
                "0-rationale": "It fits.",
                "0-student_data_found": "no",
            }
        answers = at_once(*(lambda k=key: people[k].post(pages[k], forms[k]) for key in people))  # noqa: B023

        assert [answer.status for answer in answers] == [303, 303]
        assert sorted(Review.objects.filter(step__case=case).values_list("step__key", flat=True)) == [
            "curriculum",
            "ict",
            "initial",
        ]
        assert Event.objects.filter(case=case, name="reviews_complete").count() == 1
        assert Step.objects.filter(case=case, key="final").count() == 1
        assert Case.objects.get(pk=case.pk).state == "final-review"
        told = Notice.objects.filter(case=case, user=cast.assistant_superintendent, step__key="final")
        assert told.count() == 1


def test_of_an_approval_and_a_withdrawal_at_once_exactly_one_is_done(web, cast):
    director, teacher = web.browser(cast.assistant_superintendent), web.browser(cast.teacher)
    won = set()
    for _time in range(TIMES):
        case = Path(cast).reviewed()
        approve, withdraw = page_of(case, "final"), reverse("case-move", args=[case.pk, "withdraw"])
        approval = director.get(approve).hidden | {"move": "approve", "rationale": "All agree."}
        withdrawal = teacher.get(withdraw).hidden | {"words": "Not needed."}
        answers = at_once(
            lambda: director.post(approve, approval),  # noqa: B023
            lambda: teacher.post(withdraw, withdrawal),  # noqa: B023
        )

        assert sorted(answer.status for answer in answers) == [303, 409]
        expected = "soppa-review" if answers[0].status == 303 else "withdrawn"
        now = Case.objects.get(pk=case.pk)
        assert (now.state, now.version) == (expected, case.version + 1)
        assert bool(now.open_steps()) == (expected == "soppa-review")
        won.add(expected)
    print("won:", won)


def test_a_request_sent_twice_gets_one_number_and_leads_to_the_same_receipt(web, cast):
    teacher = web.browser(cast.teacher)
    for number in range(TIMES):
        case = Path(cast).fresh
        submit = reverse("case-submit", args=[case.pk])
        form = teacher.get(reverse("case-check", args=[case.pk])).hidden
        answers = at_once(lambda: teacher.post(submit, form), lambda: teacher.post(submit, form))  # noqa: B023

        assert [answer.status for answer in answers] == [303, 303]
        assert Case.objects.get(pk=case.pk).number.endswith(f"{number + 1:05d}")
        assert Event.objects.filter(case=case, name="submit").count() == 1
        assert Notice.objects.filter(case=case, template="receipt").count() == 1


def test_a_request_sent_from_two_windows_is_submitted_once_and_the_other_is_told(web, cast):
    teacher = web.browser(cast.teacher)
    for _time in range(3):
        case = Path(cast).fresh
        submit = reverse("case-submit", args=[case.pk])
        forms = [teacher.get(reverse("case-check", args=[case.pk])).hidden for _window in range(2)]
        answers = at_once(*(lambda f=form: teacher.post(submit, f) for form in forms))  # noqa: B023

        assert sorted(answer.status for answer in answers) == [303, 409]
        assert Event.objects.filter(case=case, name="submit").count() == 1


def test_requests_submitted_at_once_by_many_get_numbers_without_gap_or_double(web, cast):
    browsers = {person: web.browser(person) for person in (cast.teacher, cast.colleague, cast.stranger, cast.coach)}
    acts = []
    for person, browser in browsers.items():
        for _number in range(4):
            case = Path(cast, requester=person).fresh
            form = browser.get(reverse("case-check", args=[case.pk])).hidden
            acts.append(lambda b=browser, c=case, f=form: b.post(reverse("case-submit", args=[c.pk]), f))
    answers = at_once(*acts)

    assert {answer.status for answer in answers} == {303}
    numbers = sorted(int(number[-5:]) for number in Case.objects.values_list("number", flat=True))
    assert numbers == list(range(1, 17))


def test_a_request_begun_by_a_double_click_is_one_request(web, cast):
    teacher = web.browser(cast.teacher)
    check = reverse("library-check")
    for number in range(TIMES):
        once = teacher.get(f"{check}?q=Kahoot").hidden["once"]
        form = TOLD | {"q": "Kahoot", "act": "new", "once": once}
        answers = at_once(*[lambda: teacher.post(check, form)] * 3)  # noqa: B023

        assert {answer.status for answer in answers} == {303}
        assert len({answer.location for answer in answers}) == 1
        assert Case.objects.count() == number + 1
