"""RENEW-5: the Director of Information Technology renews, renegotiates, lets lapse or terminates."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from contracts.models import Packet
from tests.answering import fill, text
from tests.renewal_paths import RenewalPath
from workflows.sweeps import sweep_wakes

pytestmark = [pytest.mark.django_db, pytest.mark.sop("RENEW-5")]


def to_decide(cast) -> tuple[RenewalPath, str]:
    path = RenewalPath(cast, ends=60)
    path.deciding()
    return path, f"/cases/{path.pk}/steps/{path.fresh.open_step('renewal-decision').pk}/"


def decide(cast, url: str, **said):
    answer = fill(cast.client("it-director"), url, **said)
    sweep_wakes(at=timezone.now())
    return answer


def test_the_director_sees_all_answers_and_renews_until_a_day(cast):
    path, url = to_decide(cast)
    page = text(cast.client("it-director").get(url))
    for words in ("$1,300.00", "Still used and needed", "Breaches since the last look", "The present term ends on"):
        assert words in page
    ends = timezone.localdate() + timedelta(days=425)
    missing = decide(cast, url, move="renew")
    assert set(missing.context["form"].errors) == {"new_ends_on"}
    for never in ("9999-12-31", "1989-12-31"):
        refused = decide(cast, url, move="renew", new_ends_on=never)
        assert "Give a day between 1990 and 2200." in text(refused)

    assert decide(cast, url, move="renew", new_ends_on=ends.isoformat()).status_code == 303

    agreement = path.contract
    assert (path.fresh.state, agreement.state, agreement.ends_on) == ("renewed", "in-force", ends)
    assert agreement.yearly_amount == Decimal("1300")  # proposed from what its owner said


def test_the_director_renegotiates_and_the_vendor_gets_a_packet(cast):
    path, url = to_decide(cast)
    said = {"move": "renegotiate", "contact_name": "Vic Vendor", "contact_email": "vic@vendor.example"}
    assert decide(cast, url, **said).status_code == 422
    assert decide(cast, url, **said, rationale="Too dear.").status_code == 303
    packet = Packet.objects.get()
    assert (path.fresh.state, packet.opened_from_id, packet.vendor) == ("renegotiating", path.pk, path.agreement.vendor)
    assert str(packet) in text(cast.client("it-director").get(f"/cases/{path.pk}/"))


@pytest.mark.parametrize(("move", "state", "agreement"), [
    ("let_lapse", "let-lapse", "expiring"),
    ("terminate", "terminated", "terminated"),
])  # fmt: skip
def test_the_director_ends_it_with_a_reason(cast, move, state, agreement):
    path, url = to_decide(cast)
    refused = decide(cast, url, move=move)
    assert set(refused.context["form"].errors) == {"rationale"}
    assert decide(cast, url, move=move, rationale="Nobody uses it.").status_code == 303
    assert (path.fresh.state, path.contract.state) == (state, agreement)


def test_it_is_decided_again_with_a_reason(cast):
    path, url = to_decide(cast)
    decide(cast, url, move="let_lapse", rationale="Nobody uses it.")
    director = cast.client("it-director")
    assert fill(director, f"/cases/{path.pk}/do/reopen/").status_code == 422
    assert fill(director, f"/cases/{path.pk}/do/reopen/", rationale="A school does.").status_code in {302, 303}
    assert path.fresh.state == "deciding"


def test_nobody_else_decides(cast):
    _path, url = to_decide(cast)
    for person in ("teacher", "cybersecurity", "admin", "business-office", "compliance-officer"):
        assert cast.client(person).post(url, {"move": "renew"}).status_code == 403, person
