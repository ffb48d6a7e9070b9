"""PROC-2: path A. The vendor confirms the active agreement, uploads the new order form, names schools and departments
and the deadline."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.agreements import agreement_in
from tests.answering import text
from tests.contracts.packet.vendors import SOON, AtVendor, invited

pytestmark = [pytest.mark.django_db, pytest.mark.sop("PROC-2")]


def test_a_vendor_in_the_agreement_table_takes_path_a_to_the_district(cast):
    agreement = agreement_in(cast, "in-force", ends=400)
    vendor = AtVendor(invited(cast, vendor=agreement.vendor, resource=agreement.products.get()))
    assert "We have an active agreement with the district" in text(vendor.get("packet-task", "path"))
    steps = [
        ("path", {"path": "a"}, "agreement"),
        ("agreement", {"contract": agreement.pk, "agreement_confirmed": "on"}, "order-form"),
    ]
    for task, said, following in steps:
        assert vendor.send(task, **said)["Location"] == vendor.url("packet-task", following)
    assert vendor.hand_in().status_code == 409  # not without the rest
    vendor.order_form("new order.pdf")
    assert vendor.where_and_when(cast.school, cast.department)["Location"] == vendor.url("packet-check")

    page = text(vendor.get("packet-check"))
    until = timezone.localdate() + SOON
    for words in ("new order.pdf", "Lincoln School", "Department of Instruction", str(until.year), "Yes"):
        assert words in page
    assert "SOPPA" not in page  # asked of a new vendor only
    assert vendor.hand_in().status_code == 303

    packet = vendor.fresh
    assert (packet.state, packet.contract_id, packet.agreement_confirmed) == ("complete", agreement.pk, True)
    assert set(packet.schools.all()) == {cast.school, cast.department}
    assert packet.deadline == until
    assert packet.open_step("check").role == "procurement"


def test_an_agreement_that_has_ended_is_not_offered(cast):
    lapsed = agreement_in(cast, "lapsed")
    vendor = AtVendor(invited(cast, vendor=lapsed.vendor))
    assert "no agreement in force with you" in text(vendor.get("packet-task", "path"))
    assert vendor.send("path", path="a").status_code == 422


def test_a_deadline_in_the_past_is_not_taken(cast):
    agreement = agreement_in(cast, "in-force")
    vendor = AtVendor(invited(cast, vendor=agreement.vendor))
    vendor.send("path", path="a")
    yesterday = timezone.localdate() - timedelta(days=1)
    assert vendor.send("deadline", deadline=yesterday.isoformat()).status_code == 422
    assert vendor.fresh.deadline is None
