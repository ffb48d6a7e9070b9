"""PROC-6, from the packet: the agreement signed by both sides is recorded, and only then is the packet signed off."""

import pytest
from django.utils import timezone

from catalog.models import Resource
from catalog.services import add_resource
from contracts.models import Agreement
from tests.agreements import agreement_in
from tests.answering import answer, fill, now, proposed, step_url, text
from tests.factories import VendorFactory
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


@pytest.mark.parametrize("active", [True, False])
def test_a_product_that_is_not_in_the_library_is_covered_by_nothing(cast, director, active):
    path = PacketPath(cast, title="Padlet Sandbox", active=active)
    packet = path.to_be_signed()
    if not active:
        path.amend("signing", contract=agreement_in(cast, "in-force", vendor=packet.vendor))
    page = text(director.get(step_url(packet, "signing")))
    assert "“Padlet Sandbox” is not in the library yet." in page
    assert "Product: Padlet Sandbox" in page
    assert "Not named" in page
    assert "It is in force and covers" not in page
    assert answer(director, packet, "signing", move="sign_off").status_code == 409
    assert now(packet).state == "signing"


def test_the_product_is_added_from_the_signing_and_then_named_by_the_agreement(cast, director):
    packet = PacketPath(cast, title="Padlet Sandbox").to_be_signed()
    signing, draft = step_url(packet, "signing"), f"/agreements/new/?packet={packet.pk}"
    add = f"/cases/{packet.pk}/packet/product/"
    assert add in text(director.get(signing))
    assert draft not in text(director.get(signing))
    assert f"{add}?to=draft" in text(director.get(draft))

    assert fill(director, f"{add}?to=draft").url == draft
    packet = now(packet)
    product = packet.resource
    assert (product.name, product.vendor, product.approval) == ("Padlet Sandbox", packet.vendor, "unreviewed")
    assert Event.objects.filter(case=packet.pk, label="Product linked in the library").count() == 1
    assert director.get(draft).context["form"]["products"].value() == "Padlet Sandbox"
    assert answer(director, packet, "signing", move="sign_off").status_code == 409

    made = agreement_in(cast, "in-force", vendor=packet.vendor, products=[product])
    fill(director, f"/cases/{packet.pk}/packet/agreement/", agreement=made.pk)
    assert answer(director, packet, "signing", move="sign_off").status_code == 303
    assert now(packet).state == "in-force"


def test_a_product_the_library_has_is_linked_and_not_added_twice(cast, director):
    packet = PacketPath(cast, title="padlet  sandbox").to_be_signed()
    url = f"/cases/{packet.pk}/packet/product/"
    there = add_resource(name="Padlet Sandbox", by=None, at=timezone.now())
    theirs = add_resource(name="Padlet", vendor=VendorFactory(name="Padlet Inc."), by=None, at=timezone.now())
    refused = fill(director, url, name=theirs.name)
    assert refused.status_code == 422
    assert "The library has “Padlet” of Padlet Inc." in text(refused)
    assert fill(director, url, name="...").status_code == 422
    assert fill(director, url).url == step_url(packet, "signing")
    assert (now(packet).resource, Resource.objects.count()) == (there, 2)


def test_procurement_adds_the_product_too_and_nobody_else_who_does_not_keep_the_library(cast):
    packet = PacketPath(cast, title="Padlet Sandbox").to_be_signed()
    url = f"/cases/{packet.pk}/packet/product/"
    assert cast.client("teacher").post(url, {"name": "Padlet Sandbox", "kind": "app"}).status_code == 403
    assert url not in text(cast.client("teacher").get(f"/cases/{packet.pk}/"))
    procurement = cast.client("procurement")
    assert url in text(procurement.get(f"/cases/{packet.pk}/"))
    sent = proposed(procurement.get(url).context["form"])
    assert procurement.post(url, sent).url == procurement.post(url, sent).url == f"/cases/{packet.pk}/"
    assert procurement.get(url).url == f"/cases/{packet.pk}/"
    assert Resource.objects.get() == now(packet).resource


def test_whoever_checks_the_packet_is_told_already_that_the_product_is_missing(cast):
    packet = PacketPath(cast, title="Padlet Sandbox").handed_in()
    page = text(cast.client("procurement").get(step_url(packet, "check")))
    assert page.count("“Padlet Sandbox” is not in the library yet.") == 1
    assert f"/cases/{packet.pk}/packet/product/" in page


def test_a_packet_has_one_draft(cast, director):
    packet = PacketPath(cast).to_be_signed()
    url = f"/agreements/new/?packet={packet.pk}"
    form = proposed(director.get(url).context["form"])
    assert director.post(url, form).status_code == 303
    made = Agreement.objects.get()
    page = text(director.get(step_url(packet, "signing")))
    assert "Go on with the draft" in page
    assert f'href="/cases/{made.pk}/"' in page
    assert url not in page
    assert director.get(url).url == f"/cases/{made.pk}/"
    assert director.post(url, form | {"once": "another"}).status_code == 409
    assert director.post(url, form).url == f"/cases/{made.pk}/"
    assert Agreement.objects.get() == made
