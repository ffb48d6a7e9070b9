"""MICRO-11: contract and privacy agreement; student data without an agreement that covers it is refused."""

import pytest
from django.utils import timezone

from catalog.models import Approval, Privacy, Vendor
from contracts.models import Agreement, Packet
from requests_app.models import Purchase
from tests.answering import answer, now, proposed, step_url, text
from tests.packet_paths import PacketPath
from tests.paths import CONTACT, WITH_DATA, Path, authorise, pdf
from workflows import engine
from workflows.actors import Actor
from workflows.models import Notice, Wake
from workflows.sweeps import sweep_wakes

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MICRO-11")]
SIGNED = {
    "starts_on": "2026-01-05",
    "vendor_signer": "Vic Vendor",
    "vendor_signed_on": "2026-01-05",
    "district_signer": "Dana Director",
    "district_signed_on": "2026-01-06",
}


@pytest.fixture
def director(cast):
    authorise("Dana Director")
    return cast.client("it-director")


def link_vendor(director, case, name="Kahoot ASA"):
    url = f"{step_url(case, 'contract')}link/"
    said = {"what": "new-vendor", "name": name, "website": "https://kahoot.example", "contact_email": ""}
    return director.post(url, said)


def draft(director, case, **said):
    url = f"/agreements/new/?case={case.pk}"
    response = director.post(url, proposed(director.get(url).context["form"]) | said)
    assert response.status_code == 303, response.context["form"].errors
    return response


def test_the_director_adds_the_vendor_and_the_library_knows_it_too(cast, director):
    case = Path(cast, **WITH_DATA).approved()
    assert "No vendor is linked yet. The request names: Kahoot ASA." in text(director.get(step_url(case, "contract")))

    response = link_vendor(director, case)

    assert (response.status_code, response.url) == (303, step_url(case, "contract"))
    assert now(case).vendor == now(case).resource.vendor == Vendor.objects.get(name="Kahoot ASA")
    twice = link_vendor(director, case, "kahoot asa")
    assert twice.status_code == 422
    assert "There is a vendor of this name already." in text(twice)


def test_a_vendor_of_the_list_is_linked(cast, director):
    case = Path(cast, **WITH_DATA).approved()
    vendor = Vendor.objects.create(name="Kahoot Incorporated")
    url = f"{step_url(case, 'contract')}link/"
    assert "Kahoot Incorporated" in text(director.get(url))
    assert director.post(url, {"what": "vendor", "vendor": vendor.pk}).status_code == 303
    assert now(case).vendor == vendor


def test_final_approval_is_refused_while_no_agreement_covers_the_data(cast, director):
    case = Path(cast, **WITH_DATA).approved()
    link_vendor(director, case)
    assert "Not covered yet." in text(director.get(step_url(case, "contract")))
    response = answer(director, case, "contract", move="approve_contract", where="school")
    assert response.status_code == 409
    assert now(case).state == "soppa-review"


def test_a_signed_agreement_is_drafted_from_the_step_and_leads_back_to_it(cast, director):
    case = Path(cast, **WITH_DATA).approved()
    link_vendor(director, case)

    response = draft(director, case, **SIGNED, both_signed="on", file=pdf("dpa.pdf"))

    assert (response.status_code, response.url) == (303, step_url(case, "contract"))
    agreement = Agreement.objects.get()
    assert agreement.state == "in-force"
    assert list(now(case).agreements.all()) == [agreement]
    assert "An agreement covers it:" in text(director.get(step_url(case, "contract")))

    assert answer(director, case, "contract", move="approve_contract", where="school").status_code == 303
    case = now(case)
    assert (case.state, list(case.approved_places.all())) == ("contract-posting", [cast.school])
    case.resource.refresh_from_db()
    assert (case.resource.approval, case.resource.privacy) == (Approval.SETTING_UP, Privacy.AGREEMENT)
    assert Notice.objects.filter(case=case.pk, user=cast.teacher, template="approved").exists()


def test_what_an_agreement_leaves_out_is_said_element_by_element(cast, director):
    case = Path(cast, **WITH_DATA).approved()
    link_vendor(director, case)
    draft(director, case, **SIGNED, both_signed="on", file=pdf("dpa.pdf"), elements=[])
    page = text(director.get(step_url(case, "contract")))
    assert "The agreement does not list: Student name: First and/or last." in page
    assert "Missing" in page


def test_approval_for_the_whole_district_needs_an_agreement_for_the_whole_district(cast, director):
    case = Path(cast, **WITH_DATA).covered()
    response = answer(director, case, "contract", move="approve_contract", where="district")
    assert response.status_code == 422
    assert "The agreement does not name: Test District" in text(response)
    named = answer(director, case, "contract", move="approve_contract", where="named", places=[cast.other_school.pk])
    assert named.status_code == 422
    assert "places" in named.context["form"].errors
    assert now(case).state == "soppa-review"


def test_named_schools_and_conditions_are_kept(cast, director):
    case = Path(cast).approved()
    link_vendor(director, case)
    said = {"where": "named", "places": [cast.school.pk, cast.other_school.pk], "condition_no_student_accounts": "on"}
    assert answer(director, case, "contract", move="approve_contract", **said).status_code == 303
    assert set(now(case).approved_places.all()) == {cast.school, cast.other_school}
    rows = now(case).resource.availabilities.all()
    assert {row.place: row.no_student_accounts for row in rows} == {cast.school: True, cast.other_school: True}


def test_without_an_agreement_the_request_waits_and_comes_back_by_itself_when_it_is_signed(cast, director):
    case = Path(cast, **WITH_DATA).approved()
    link_vendor(director, case)
    draft(director, case)
    agreement = Agreement.objects.get()
    answer(director, case, "contract", move="wait_for_vendor", rationale="The vendor has to sign.", **CONTACT)
    waiting = now(case)
    assert (waiting.state, waiting.paused_at is None) == ("waiting-vendor", False)

    edit = f"/cases/{agreement.pk}/agreement/edit/"
    sent = proposed(director.get(edit).context["form"]) | SIGNED | {"file": pdf("dpa.pdf")}
    assert director.post(edit, sent).status_code == 303
    page = director.get(f"/cases/{agreement.pk}/do/sign/")
    director.post(f"/cases/{agreement.pk}/do/sign/", proposed(page.context["form"]))
    assert Agreement.objects.get().state == "in-force"
    sweep_wakes(at=timezone.now())

    assert now(case).state == "soppa-review"
    assert "Go on with the request" in text(director.get(f"/cases/{agreement.pk}/"))


def test_a_denial_needs_a_rationale_and_stops_the_order(cast, director):
    case = Path(cast, funded=True, **WITH_DATA).approved()
    assert answer(director, case, "contract", move="deny_contract").status_code == 422
    said = {"ground": "privacy", "rationale": "The vendor sells data.", "library_words": "It sells students' data."}
    answer(director, case, "contract", move="deny_contract", **said)
    assert now(case).state == "denied"
    assert Notice.objects.filter(case=case.pk, user=cast.principal, template="stop_order").exists()
    assert Purchase.objects.get(case=case.pk).stopped_at is not None
    assert "It sells students&#x27; data." in text(cast.client("colleague").get(f"/library/{case.resource_id}/"))
    assert "Do not order: the request was denied." in text(cast.client("principal").get(f"/cases/{case.pk}/"))


def test_only_the_director_links_and_approves(cast):
    case = Path(cast, **WITH_DATA).approved()
    url = step_url(case, "contract")
    for name in ("assistant-superintendent", "principal", "integration-specialist", "admin"):
        client = cast.client(name)
        assert client.get(url).status_code == 403
        assert client.post(url, {"move": "approve_contract", "where": "school"}).status_code == 403
        assert client.post(f"{url}link/", {"what": "new-vendor", "name": "X"}).status_code == 403
    assert not Vendor.objects.exists()


# --- the vendor's packet ----------------------------------------------------------------------------------------------


def test_waiting_asks_who_gets_the_link_and_opens_the_packet(cast, director):
    case = Path(cast, **WITH_DATA).approved()
    link_vendor(director, case)
    Vendor.objects.update(contact_name="Robin Vance", contact_email="robin@kahoot.example")
    form = director.get(step_url(case, "contract")).context["form"]
    assert (form["contact_name"].value(), form["contact_email"].value()) == ("Robin Vance", "robin@kahoot.example")

    said = {"move": "wait_for_vendor", "rationale": "The vendor has to sign.", "contact_email": ""}
    refused = answer(director, case, "contract", **said)
    assert refused.status_code == 422
    assert "contact_email" in refused.context["form"].errors
    assert not Packet.objects.exists()
    assert answer(director, case, "contract", **(said | {"contact_email": "not an address"})).status_code == 422

    assert answer(director, case, "contract", **(said | CONTACT)).status_code == 303
    packet, waiting = Packet.objects.get(), now(case)
    assert (waiting.state, waiting.waits_for.child) == ("waiting-vendor", packet)
    assert (packet.state, packet.vendor, packet.resource) == ("invited", waiting.vendor, waiting.resource)
    assert (packet.requester, packet.opened_from_id) == (cast.it_director, case.pk)
    assert list(packet.schools.all()) == [cast.school]
    assert packet.links.get().email == CONTACT["contact_email"]
    assert Notice.objects.filter(link=packet.links.get(), template="vendor_invitation").exists()
    page = text(cast.client("teacher").get(f"/cases/{case.pk}/"))
    assert f"It waits for the vendor’s packet {packet.number}" in page
    assert "waits for this packet, and goes on by itself" in text(director.get(f"/cases/{packet.pk}/"))


def second_request(cast, director, first):
    """Another school's request for the same product, at the contract review with the same vendor."""
    case = Path(cast, requester=cast.stranger, resource=first.resource, **WITH_DATA).approved()
    page = director.post(f"{step_url(case, 'contract')}link/", {"what": "vendor", "vendor": now(first).vendor_id})
    assert page.status_code == 303
    return case


def test_a_packet_that_is_open_for_the_product_serves_the_next_request_too(cast, director):
    first = Path(cast, **WITH_DATA).waiting()
    case = second_request(cast, director, first)
    form = director.get(step_url(case, "contract")).context["form"]
    assert "contact_name" not in form.fields
    said = {"move": "wait_for_vendor", "rationale": "They are asked already."}
    assert answer(director, case, "contract", **said).status_code == 303
    assert now(case).waits_for.child == now(first).waits_for.child == Packet.objects.get()

    packet = Packet.objects.get()
    engine.perform(
        packet.pk, "withdraw", by=Actor(cast.it_director), at=timezone.now(), rationale="They do not answer."
    )
    sweep_wakes(at=timezone.now())
    assert {now(case).state, now(first).state} == {"soppa-review"}


@pytest.mark.parametrize("end", ["in-force", "declined", "withdrawn"])
def test_however_the_packet_ends_the_request_goes_on_by_itself_once(cast, director, end):
    case = Path(cast, **WITH_DATA).waiting()
    path = PacketPath.of(cast, now(case).waits_for.child, data=True)
    if end == "in-force":
        # The agreement's own signing wakes the request first; the packet's end finds it gone on and changes nothing.
        path.with_agreement()
        sweep_wakes(at=timezone.now())
        assert now(case).state == "soppa-review"
        path.do("sign_off", cast.it_director)
    else:
        path.to(end)
    sweep_wakes(at=timezone.now())
    assert (path.fresh.state, now(case).state) == (end, "soppa-review")
    assert now(case).events.filter(name="vendor_answered").count() == 1
    assert not Wake.objects.filter(done_at__isnull=True).exists()
    assert f"The vendor’s packet {path.fresh.number}" in text(director.get(step_url(case, "contract")))


def test_a_request_that_went_on_by_hand_is_left_alone_when_the_packet_ends(cast, director):
    case = Path(cast, **WITH_DATA).waiting()
    answer(director, case, "vendor", move="vendor_answered")
    path = PacketPath.of(cast, now(case).waits_for.child)
    path.do("withdraw", cast.it_director, rationale="They signed on paper.")
    assert not Wake.objects.exists()
    assert now(case).state == "soppa-review"
