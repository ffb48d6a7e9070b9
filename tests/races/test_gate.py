"""Two of the technology department at the gate of one district purchase in the same moment (MACRO-5)."""

import pytest

from tests.factories import GrantFactory, UserFactory
from tests.macro_paths import MacroPath
from tests.races.test_decisions import page_of
from tests.servers import at_once
from workflows.models import Case, Event, Review, Step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
TIMES = 4


def test_of_a_yes_and_a_no_at_the_gate_at_once_exactly_one_is_kept(web, cast):
    second = UserFactory(username="technology-2")
    GrantFactory(user=second, role="technology", place=cast.district)
    first, second = web.browser(cast.technology), web.browser(second)
    won = set()
    for _time in range(TIMES):
        case = MacroPath(cast, committee=False).chosen()
        chosen, page = case.chosen, page_of(case, "gate")
        yes = first.get(page).hidden | {"move": "pass_gate"}
        no = second.get(page).hidden | {"move": "fail_gate", "ground": "technical", "rationale": "Not on our devices."}
        answers = at_once(lambda: first.post(page, yes), lambda: second.post(page, no))  # noqa: B023

        assert sorted(answer.status for answer in answers) == [303, 409]
        passed = answers[0].status == 303
        now = Case.objects.get(pk=case.pk).child
        assert now.state == ("purchasing" if passed else "evaluation")
        chosen.refresh_from_db()
        assert chosen.standing == ("chosen" if passed else "ruled-out")
        assert Review.objects.filter(step__case=case, step__key="gate").count() == 1
        assert Event.objects.filter(case=case, name__in=["pass_gate", "fail_gate"]).count() == 1
        assert Step.objects.filter(case=case, key="district-order").count() == (1 if passed else 0)
        assert now.coordination.exists() == passed
        won.add(now.state)
    print("won:", won)
