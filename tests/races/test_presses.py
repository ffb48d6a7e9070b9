"""Eight holders of a role press the same button on one case at once: one of them does it, the others are told."""

from collections import Counter

import pytest
from django.urls import reverse

from tests.paths import Path
from tests.servers import at_once
from workflows.models import Case, Event, Notice, Review, Step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers"), pytest.mark.timeout(600)]
CASES = 200
SEND = "from workflows import notices\nprint(notices.send_due())"


@pytest.fixture
def cases(cast) -> list[Case]:
    """Requests waiting for their initial review; what was said on the way there is forgotten."""
    made = [Path(cast).submit() for _number in range(CASES)]
    Notice.objects.all()._raw_delete("default")
    return made


def form_of(case: Case, *, once: str) -> dict:
    """What the page of the step sends."""
    return {
        "move": "send_to_review",
        "needs_funds": "no",
        "rationale": "New to the district.",
        "once": once,
        "case_version": case.version,
        "reviews": 0,
        "step_version": 1,
    }


def test_eight_press_the_same_button_on_each_of_two_hundred_cases(web, cases, crowd, cast, installation, mailbox):
    browsers = {person: web.browser(person) for person in crowd}
    pages = {case.pk: reverse("step", args=[case.pk, case.open_step("initial").pk]) for case in cases}
    shown = browsers[crowd[0]].get(pages[cases[0].pk])
    assert shown.status == 200
    assert {name: shown.hidden[name] for name in ("case_version", "reviews", "step_version")} == {
        name: str(form_of(cases[0], once="")[name]) for name in ("case_version", "reviews", "step_version")
    }

    losers = []
    for case in cases:
        forms = {person: form_of(case, once=f"form-sent-once-{case.pk}-{person.pk}") for person in crowd}
        answers = at_once(
            *(lambda p=person: browsers[p].post(pages[case.pk], forms[p]) for person in crowd)  # noqa: B023
        )
        assert sorted(answer.status for answer in answers) == [303] + [409] * 7, case
        winner = crowd[[answer.status for answer in answers].index(303)]
        event = Event.objects.get(case=case, kind="move", name="send_to_review")
        assert event.by == winner
        losers += [(answer.body, winner) for answer in answers if answer.status == 409]

    for page, winner in losers:
        assert "This has changed meanwhile" in page
        assert "Send to the reviewers" in page
        assert str(winner) in page
        assert "New to the district." in page  # what the person had written
    assert set(Case.objects.values_list("state", "version")) == {("in-review", cases[0].version + 1)}
    assert Review.objects.count() == CASES
    assert Step.objects.filter(closed_at__isnull=True).count() == 2 * CASES

    assert sum(map(int, installation.side_by_side(SEND, processes=2))) == 2 * CASES
    assert Counter(recipient for recipient, _mail in mailbox.mails) == {
        cast.curriculum_director.email: CASES,
        cast.ict_coordinator.email: CASES,
    }
    assert set(mailbox.times.values()) == {1}


def test_a_double_click_gives_both_the_first_result(web, cast):
    browser = web.browser(cast.assistant_superintendent)
    for number in range(10):
        case = Path(cast).submit()
        page = reverse("step", args=[case.pk, case.open_step("initial").pk])
        form = form_of(case, once=f"form-sent-once-double-{number}")
        answers = at_once(lambda: browser.post(page, form), lambda: browser.post(page, form))  # noqa: B023

        assert [answer.status for answer in answers] == [303, 303]
        assert Event.objects.filter(case=case, name="send_to_review").count() == 1
        assert browser.post(page, form).status == 303
