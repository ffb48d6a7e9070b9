"""The district's pages of vendor packets: the list, the invitation, links, and the words with the vendor."""

import pytest
from django.utils import timezone

from accounts.wording import day_words
from catalog.models import Vendor
from contracts.models import Packet
from tests.answering import fill, step_url, text
from tests.contracts.packet.vendors import AtVendor, invited
from tests.factories import VendorFactory
from tests.packet_paths import PacketPath
from workflows.drawing import stations
from workflows.models import Event, Link

pytestmark = pytest.mark.django_db
INVITED = {
    "vendor": "Tally Software",
    "product": "Number Sense",
    "contact_name": "Robin Vance",
    "contact_email": "robin@tally.example",
}


def invite(client, **said):
    return fill(client, "/packets/invite/", **(INVITED | said))


def test_any_member_of_staff_invites_a_vendor_the_list_does_not_know(cast):
    client = cast.client("stranger")
    assert 'href="/packets/"' in text(client.get("/help/"))  # the menu leads there
    response = invite(client, message="We begin in January.", amount="900", board_flag="on")
    packet = Packet.objects.get()
    assert (response.status_code, response.url) == (303, f"/cases/{packet.pk}/")
    assert (packet.vendor.name, packet.vendor.contact_email) == ("Tally Software", "robin@tally.example")
    assert (packet.requester, packet.board_flag, packet.number[:2]) == (cast.stranger, True, "20")
    assert list(packet.schools.all()) == [cast.other_school]
    assert "We begin in January." in text(AtVendor(packet).get("packet-questions"))


def test_a_name_that_is_nearly_known_is_asked_about_first(cast):
    known = VendorFactory(name="Tally Software Inc.")
    client = cast.client("teacher")
    response = invite(client)
    assert response.status_code == 422
    assert "Do you mean one of these? Tally Software Inc." in text(response)
    assert "new_vendor" in response.context["form"].fields
    assert invite(client, vendor="tally software, inc").status_code == 303
    assert Packet.objects.get().vendor == known
    assert invite(client, new_vendor="on", product="Another").status_code == 303
    assert Vendor.objects.count() == 2


def test_a_name_with_accents_is_known_again_however_it_is_written(cast):
    client = cast.client("teacher")
    for product, written in enumerate(("Öttö Ltd", "Öttö Ltd", "öttö ltd", "OTTO Ltd.")):
        assert invite(client, vendor=written, product=f"Product {product}").status_code == 303
    assert [vendor.name for vendor in Vendor.objects.all()] == ["Öttö Ltd"]
    assert "Do you mean one of these? Öttö Ltd." in text(invite(client, vendor="otto"))


def test_the_same_product_is_not_asked_for_twice_and_the_same_press_opens_one_packet(cast):
    client = cast.client("teacher")
    form = client.get("/packets/invite/").context["form"]
    sent = INVITED | {"once": form["once"].value(), "language": "en"}
    assert client.post("/packets/invite/", sent).url == client.post("/packets/invite/", sent).url
    again = invite(cast.client("colleague"))
    assert again.status_code == 422
    assert Packet.objects.get().number in text(again)


@pytest.mark.parametrize("field", INVITED)
def test_what_is_left_out_is_told_beside_the_field(cast, field):
    response = invite(cast.client("teacher"), **{field: " "})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {field}
    assert not Packet.objects.exists()


def test_the_list_says_who_has_each_packet_and_costs_the_same_however_many(cast, django_assert_max_num_queries):
    client = cast.client("procurement")
    for state in ("invited", "complete", "declined"):
        PacketPath(cast).to(state)
    client.get("/packets/")
    with django_assert_max_num_queries(12):
        page = text(client.get("/packets/"))
    assert "The vendor" in page
    assert "once it is complete" in page
    shown = {"vendor": 1, "us": 1, "over": 1, "mine": 0, "": 3}
    for which, count in shown.items():
        assert client.get(f"/packets/?shown={which}").context["page"].paginator.count == count
    assert "No packets like this" in text(client.get("/packets/?q=nothing+has+this+name"))
    assert client.get("/packets/?shown=%00&q=%00&page=x").status_code == 200


def test_a_packet_with_the_vendor_and_one_that_is_handed_in_are_drawn_as_they_went(cast):
    path = PacketPath(cast)
    path.handed_in()
    drawn = {station.state: station.place for station in stations(path.fresh)}
    assert (drawn["invited"], drawn["in-progress"], drawn["complete"]) == ("done", "done", "here")
    gone = PacketPath(cast)
    gone.do("withdraw", cast.teacher, rationale="Nobody wants it.")
    assert {station.state: station.place for station in stations(gone.fresh)}["in-progress"] == "left-out"


def test_whoever_checks_it_sees_which_file_was_replaced(cast):
    path = PacketPath(cast)
    path.handed_in()
    path.do("return_to_vendor", cast.procurement, rationale="It names another product.")
    path.hand_over("order-form")
    path.do("hand_in", path.vendor)
    for url in (step_url(path.packet, "check"), f"/cases/{path.packet.pk}/"):
        page = text(cast.client("procurement").get(url))
        assert page.count("Replaced by a newer one") == 1
        assert page.count("order-form.pdf") == 2


def test_names_of_roles_stand_in_the_list_without_an_article(cast):
    PacketPath(cast).sent()
    page = text(cast.client("procurement").get("/packets/"))
    assert "The Director of Information Technology; Risk Management; General Counsel" in page
    case = text(cast.client("teacher").get(f"/cases/{PacketPath(cast).handed_in().pk}/"))
    assert "With Procurement and Contracts since today" in case


def test_sponsor_and_procurement_look_after_the_links(cast):
    path = PacketPath(cast)
    page, first = f"/cases/{path.packet.pk}/", path.link
    for name in ("teacher", "procurement"):
        assert "Links of the vendor" in text(cast.client(name).get(page))
    assert "Links of the vendor" not in text(cast.client("it-director").get(page))
    sponsor = cast.client("teacher")
    assert sponsor.post(f"{page}packet/link/{first.pk}/withdraw/").status_code == 303
    assert AtVendor(path.fresh, first).get().status_code == 404
    assert sponsor.post(f"{page}packet/link/999999/withdraw/").status_code == 404
    assert fill(sponsor, f"{page}packet/link/", contact_email="new@vendor.example").status_code == 303
    assert Link.objects.get(revoked_at=None).email == "new@vendor.example"


def test_a_link_that_has_run_out_is_a_step_of_the_sponsors_answered_by_a_new_one(cast):
    packet = PacketPath(cast).expired()
    sponsor, step = cast.client("teacher"), packet.open_step("link")
    assert "can’t reach its packet any more" in text(sponsor.get(f"/cases/{packet.pk}/"))
    response = sponsor.get(f"/cases/{packet.pk}/steps/{step.pk}/")
    assert (response.status_code, response.url) == (302, f"/cases/{packet.pk}/packet/link/")
    assert fill(sponsor, response.url).status_code == 303
    now = Packet.objects.get()
    assert (now.state, now.links.filter(revoked_at=None).count()) == ("in-progress", 1)
    assert AtVendor(now).get().status_code == 200


def test_words_with_the_vendor_stand_apart_from_those_among_colleagues(cast):
    path = PacketPath(cast)
    page, sponsor = f"/cases/{path.packet.pk}/", cast.client("teacher")
    assert sponsor.post(f"{page}packet/say/", {"text": "  "}).status_code == 422
    assert sponsor.post(f"{page}packet/say/", {"text": "Which schools?"}).status_code == 303
    assert sponsor.post(f"{page}comment/", {"text": "They are slow."}).status_code == 303
    shown = sponsor.get(page).context["page"]
    assert [str(said.words) for _event, said in shown.thread] == ["Which schools?"]
    assert [str(said.words) for _event, said in shown.comments] == ["They are slow."]
    theirs = text(AtVendor(path.fresh).get("packet-questions"))
    assert "Which schools?" in theirs
    assert "They are slow." not in theirs
    assert cast.client("stranger").post(f"{page}packet/say/", {"text": "Hello"}).status_code == 403
    assert Event.objects.filter(seen=Event.Seen.VENDOR, at__lte=timezone.now()).exists()


def test_the_history_of_a_packet_whose_vendor_names_subcontractors(cast):
    packet = invited(cast)
    vendor = AtVendor(packet)
    vendor.send("path", path="b")
    vendor.send("subcontractors", has_subcontractors="yes", name_0="Amazon", service_0="Hosting")
    page = cast.client("teacher").get(f"/cases/{packet.pk}/history/")
    assert page.status_code == 200
    assert "Subcontractors" in text(page)
    assert "Amazon" in text(page)
    assert cast.client("teacher").get(f"/cases/{packet.pk}/history.csv").status_code == 200


@pytest.mark.parametrize(("known", "kept"), [("", "1 Main Street, Springfield"), ("9 Old Road", "9 Old Road")])
def test_the_address_a_vendor_gave_is_published_beside_its_agreement_unless_one_is_known(cast, known, kept):
    vendor = VendorFactory(business_address=known)
    PacketPath(cast, vendor=vendor).in_force()
    assert Vendor.objects.get(pk=vendor.pk).business_address == kept


def test_a_vendor_that_was_invited_is_not_named_twice_as_whoever_comes_next(cast):
    shown = text(cast.client("teacher").get(f"/cases/{PacketPath(cast).packet.pk}/"))
    assert "Next: The vendor is filling it in." in shown


def test_what_went_to_the_board_says_so_and_the_day_stands_as_everywhere(cast):
    path = PacketPath(cast)
    path.before_board()
    path.do("board_approves", cast.board_secretary, meeting_on=timezone.localdate())
    procurement = cast.client("procurement")
    shown = text(procurement.get(f"/cases/{path.packet.pk}/"))
    assert "Sent to the Board" in shown
    step = path.fresh.open_step("signing")
    signing = text(cast.client("it-director").get(f"/cases/{path.packet.pk}/steps/{step.pk}/"))
    assert f"The Board approved it on {day_words(timezone.localdate())}." in signing
