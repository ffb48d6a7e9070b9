"""RENEW-3: the person in charge says whether it is used and needed, whether its goals were met, and what it costs."""

from decimal import Decimal

import pytest

from contracts.models import Renewal
from tests.answering import fill, text
from tests.renewal_paths import open_all, running

pytestmark = [pytest.mark.django_db, pytest.mark.sop("RENEW-3")]
SAID = {"0-still_used": "yes", "0-goals_met": "no", "0-cost_now": "1200.00", "0-cost_next": "1350.50"}


def asked(cast) -> tuple[Renewal, str]:
    running(cast, ends=60, owner=cast.coach, yearly_amount=Decimal("1200"))
    open_all()
    case = Renewal.objects.get()
    return case, f"/cases/{case.pk}/steps/{case.open_step('usage').pk}/"


def test_the_person_in_charge_answers_beside_where_it_is_used_and_what_it_costs(cast):
    case, url = asked(cast)
    owner = cast.client("coach")
    page = text(owner.get(url))
    assert "Where it is used" in page
    assert "$1,200.00" in page
    assert case.contract.products.get().name in page

    sent = fill(owner, url, **SAID)

    assert sent.status_code == 303
    case = Renewal.objects.get()
    assert (case.state, case.still_used, case.goals_met) == ("gathering", "yes", "no")
    assert (case.cost_now, case.cost_next) == (Decimal("1200"), Decimal("1350.50"))
    assert case.open_step("usage") is None


@pytest.mark.parametrize("left_out", SAID)
def test_every_question_is_answered(cast, left_out):
    _case, url = asked(cast)
    refused = fill(cast.client("coach"), url, **{name: value for name, value in SAID.items() if name != left_out})
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {left_out}


def test_nobody_else_answers_in_their_place(cast):
    _case, url = asked(cast)
    for person in ("teacher", "cybersecurity", "it-director", "admin"):
        assert cast.client(person).get(url).status_code == 403, person
