"""Two of a team decide the same software vetting, or the same equipment review, at once: one answer is kept."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.district import change_setting
from tests.equip_paths import FOUND, EquipPath
from tests.factories import GrantFactory
from tests.servers import at_once
from tests.software_paths import SoftwarePath
from workflows.models import Case, Event, Review

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
TIMES = 6
DENIAL = {"move": "deny", "ground": "technical", "rationale": "It does not run on our Chromebooks."}


@pytest.fixture
def team(web, cast):
    """Browsers of the two people who hold a role."""

    def of(role: str):
        GrantFactory(user=cast.colleague, role=role, place=cast.district)
        return web.browser(cast.person(role)), web.browser(cast.colleague)

    return of


def decide(case: Case, key: str, people, answers: dict[str, dict]) -> tuple[Case, str]:
    """Both open the step and send their own answer at once; the case afterwards, and the move that won."""
    page = reverse("step", args=[case.pk, case.open_step(key).pk])
    forms = [browser.get(page).hidden | said for browser, said in zip(people, answers.values(), strict=True)]
    got = at_once(*(lambda b=b, f=f: b.post(page, f) for b, f in zip(people, forms, strict=True)))

    assert sorted(answer.status for answer in got) == [303, 409]
    won = list(answers)[[answer.status for answer in got].index(303)]
    (loser,) = (answer for answer in got if answer.status == 409)
    assert "This has changed meanwhile" in loser.body
    assert list(Event.objects.filter(case=case, name__in=answers).values_list("name", flat=True)) == [won]
    assert Review.objects.filter(step__case=case, step__key=key).count() == 1
    now = Case.objects.get(pk=case.pk).child
    assert now.version == case.version + 1
    return now, won


def test_two_of_the_cybersecurity_team_decide_a_vetting_at_once(team, cast):
    people, won = team("cybersecurity"), []
    for _time in range(TIMES):
        path = SoftwarePath(cast)
        path.submit()
        case = path.checked()
        answers = {"finish_vetting": {"move": "finish_vetting", "rationale": "All is well."}, "deny": DENIAL}

        now, move = decide(case, "vetting", people, answers)

        state, step = {
            "finish_vetting": ("curriculum-review", "classroom"),
            "deny": ("denied", "registry-denial"),
        }[move]
        assert (now.state, [each.key for each in now.open_steps()]) == (state, [step])
        won.append(move)
    print("won:", won)


def test_two_of_the_technology_department_decide_a_request_for_equipment_at_once(team, cast):
    change_setting(key="equipment_routing", value="team", by=cast.admin, at=timezone.now())
    people, won = team("technology"), []
    for _time in range(TIMES):
        case = EquipPath(cast).submitted()
        answers = {
            "forward_to_supervisor": FOUND | {"move": "forward_to_supervisor", "rationale": "It fits."},
            "deny": {"move": "deny", "rationale": "We have enough of them."},
        }

        now, move = decide(case, "equip-review", people, answers)

        state = {"forward_to_supervisor": "supervisor-review", "deny": "denied"}[move]
        steps = ["equip-supervisor"] if state == "supervisor-review" else []
        assert (now.state, [step.key for step in now.open_steps()]) == (state, steps)
        won.append(move)
    print("won:", won)
