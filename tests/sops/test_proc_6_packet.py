"""PROC-6, from the packet: the agreement signed by both sides is recorded, and only then is the packet signed off."""

import pytest
from django.utils import timezone

from contracts.models import Agreement
from tests.agreements import agreement_in
from tests.answering import answer, fill, now, proposed, step_url, text
from tests.packet_paths import PacketPath
from tests.paths import authorise, pdf
from workflows.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.sop("PROC-6")]


@pytest.fixture
def director(cast):
    return cast.client("it-director")


def test_the_agreement_is_drafted_from_the_packet_signed_and_then_signed_off(cast, director):
    packet, today = PacketPath(cast, data=True).to_be_signed(), timezone.localdate().isoformat()
    page = text(director.get(step_url(packet, "signing")))
    url = f"/agreements/new/?packet={packet.pk}"
    assert url in page
    assert "No agreement is recorded for this packet yet." in page
    assert answer(director, packet, "signing", move="sign_off").status_code == 409

    authorise()
    signed = {
        "starts_on": today,
        "vendor_signer": "Vic Vendor",
        "vendor_signed_on": today,
        "district_signer": "Dana Director",
        "district_signed_on": today,
        "both_signed": "on",
        "file": pdf("dpa.pdf"),
    }
    response = director.post(url, proposed(director.get(url).context["form"]) | signed)
    assert response.status_code == 303, response.context["form"].errors
    agreement = Agreement.objects.get()
    assert (agreement.state, agreement.vendor) == ("in-force", packet.vendor)
    assert list(agreement.products.all()) == [packet.resource]
    assert set(agreement.places.all()) == set(packet.schools.all())
    assert set(agreement.elements.all()) == set(packet.elements.all())
    assert now(packet).contract == agreement

    assert "It is in force and covers" in text(director.get(step_url(packet, "signing")))
    assert answer(director, packet, "signing", move="sign_off").status_code == 303
    assert now(packet).state == "in-force"


def test_a_recorded_agreement_is_chosen_and_counts_only_if_it_covers_the_packet(cast, director):
    packet = PacketPath(cast, data=True).to_be_signed()
    url = f"/cases/{packet.pk}/packet/agreement/"
    assert "No agreement is recorded" in text(director.get(url))
    other = agreement_in(cast, "in-force")
    lacking = agreement_in(cast, "in-force", vendor=packet.vendor, products=[packet.resource], elements=[])
    assert fill(director, url, agreement=other.pk).status_code == 422
    assert director.post(url, {}).status_code == 422
    assert fill(director, url, agreement=lacking.pk).url == step_url(packet, "signing")
    assert "It does not cover this packet." in text(director.get(step_url(packet, "signing")))
    assert answer(director, packet, "signing", move="sign_off").status_code == 409

    right = agreement_in(
        cast, "in-force", vendor=packet.vendor, products=[packet.resource], elements=list(packet.elements.all())
    )
    fill(director, url, agreement=right.pk)
    assert Event.objects.filter(case=packet.pk, kind=Event.Kind.EDIT, label="Agreement linked").count() == 2
    assert answer(director, packet, "signing", move="sign_off").status_code == 303
    packet = now(packet)
    assert (packet.state, packet.contract, packet.answered_at is None) == ("in-force", right, False)


def test_on_path_a_the_confirmed_agreement_is_there_already(cast, director):
    path = PacketPath(cast, active=True)
    packet = path.to_be_signed()
    assert packet.contract == path.agreement
    assert answer(director, packet, "signing", move="sign_off").status_code == 303
    assert now(packet).state == "in-force"


@pytest.mark.parametrize(("state", "chosen"), [("drafting", 303), ("signed", 303), ("terminated", 422)])
def test_an_agreement_that_is_not_in_force_does_not_count(cast, director, state, chosen):
    packet = PacketPath(cast).to_be_signed()
    agreement = agreement_in(cast, state, vendor=packet.vendor, products=[packet.resource])
    url = f"/cases/{packet.pk}/packet/agreement/"
    agreement_in(cast, "in-force", vendor=packet.vendor)
    assert fill(director, url, agreement=agreement.pk).status_code == chosen
    assert answer(director, packet, "signing", move="sign_off").status_code == 409


def test_nobody_else_records_the_agreement(cast):
    packet = PacketPath(cast).to_be_signed()
    for name in ("teacher", "procurement", "general-counsel", "admin"):
        client = cast.client(name)
        assert client.get(f"/cases/{packet.pk}/packet/agreement/").status_code == 403
        assert client.post(step_url(packet, "signing"), {"move": "sign_off"}).status_code == 403
    assert now(packet).contract is None
