"""Links for people outside: what opens, what is refused, in which way and time; what is limited, kept, and runs out."""

import statistics
import time
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from contracts import packets
from tests.contracts.packet.vendors import AtVendor, invited
from tests.packet_paths import PacketPath
from workflows import engine, links, notices
from workflows.actors import Actor
from workflows.errors import NotSeen, NotYours, Unmet
from workflows.models import Link, LinkAttempt, Notice
from workflows.tasks import expire_links

pytestmark = pytest.mark.django_db
HERE, THERE = "192.0.2.7", "198.51.100.9"
WRONG = "0" * 64


def open_(token, *, address=HERE, at=None, **more):
    return links.open_link(token, address=address, at=at or timezone.now(), **more)


def of(packet) -> Link:
    return Link.objects.filter(case_id=packet.pk).first()


def refused_links(cast) -> dict[str, str]:
    """Tokens that must all be answered alike, by what is wrong with them."""
    now = timezone.now()
    revoked, expired, other = (of(invited(cast)) for _each in range(3))
    links.revoke(revoked, by=Actor(cast.teacher), at=now)
    Link.objects.filter(pk=expired.pk).update(expires_at=now - timedelta(seconds=1))
    Link.objects.filter(pk=other.pk).update(purpose=Link.Purpose.CERTIFICATE)
    return {
        "unknown": WRONG,
        "nearly right": of(invited(cast)).token[:-1],
        "revoked": revoked.token,
        "expired": expired.token,
        "other-purpose": other.token,
        "no token at all": "ünï cödé",
    }


# --- what opens -------------------------------------------------------------------------------------------------------


def test_a_link_opens_its_own_packet_and_says_so_nowhere_but_there(cast):
    vendor, stranger = AtVendor(invited(cast, title="Newsela")), AtVendor(invited(cast, title="Desmos"))
    answer = vendor.get()
    assert answer.status_code == 200
    assert "Newsela" in answer.content.decode()
    assert "Desmos" not in answer.content.decode()
    assert stranger.link.token not in answer.content.decode()
    assert answer["Referrer-Policy"] == "no-referrer"
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert Link.objects.get(pk=vendor.link.pk).last_used_at is not None


def test_the_database_does_not_hold_what_opens_a_link(cast):
    link = of(invited(cast))
    kept = {str(value) for value in Link.objects.filter(pk=link.pk).values()[0].values()}
    assert link.token not in kept
    assert len(bytes.fromhex(link.token)) == 32


def test_a_link_read_from_the_database_is_of_no_use_with_another_secret_key(cast, settings):
    link = of(invited(cast))
    settings.SECRET_KEY = "another" + "y" * 50
    assert open_(Link.objects.get(pk=link.pk).token) is None


# --- what is refused --------------------------------------------------------------------------------------------------


def test_whatever_is_wrong_with_a_link_the_answer_is_the_same(cast):
    tokens = refused_links(cast)
    answers = {}
    for what, token in tokens.items():
        page = "packet-check" if what == "other-purpose" else "outside"
        answer = Client().get(reverse(page, args=[token]), REMOTE_ADDR=THERE)
        headers = {name: value for name, value in answer.headers.items() if name != "Content-Length"}
        answers[what] = (answer.status_code, answer.content, headers, bool(answer.cookies))
    assert {status for status, *_rest in answers.values()} == {404}
    assert len({body for _status, body, *_rest in answers.values()}) == 1
    assert all(rest == answers["unknown"] for rest in answers.values())
    assert b"This link does not work" in answers["unknown"][1]
    why = dict(LinkAttempt.objects.order_by("pk").values_list("token_start", "why"))
    assert why == {
        WRONG[:8]: "unknown",
        tokens["nearly right"][:8]: "unknown",
        "ünï cödé": "unknown",
        tokens["revoked"][:8]: "revoked",
        tokens["expired"][:8]: "expired",
        tokens["other-purpose"][:8]: "other-purpose",
    }


def test_every_address_behind_a_link_refuses_a_wrong_one_alike(cast):
    pages = {
        "outside": (),
        "outside-language": (),
        "outside-file": ("x",),
        "packet-task": ("path",),
        "packet-check": (),
        "packet-questions": (),
    }
    client = Client()
    bodies = set()
    for name, more in pages.items():
        path = reverse(name, args=[WRONG, *more])
        for answer in (client.get(path), client.post(path, {"text": "Hello", "path": "b"})):
            assert answer.status_code == 404
            bodies.add(answer.content)
    assert len(bodies) == 1


def test_each_refusal_takes_the_same_time(cast):
    """Many tries of each in turn: the middle one of each kind takes no longer than a third more than any other's.

    Time of this thread alone: what else runs on the machine does not count.
    """
    tokens = refused_links(cast)
    taken = {what: [] for what in tokens}
    for turn in range(60):
        for what, token in tokens.items():
            begun = time.thread_time()
            assert open_(token, address=f"192.0.2.{turn}", purpose="packet") is None
            taken[what].append(time.thread_time() - begun)
    middle = {what: statistics.median(times) for what, times in taken.items()}
    assert max(middle.values()) / min(middle.values()) < 4 / 3, middle


def test_each_refusal_asks_the_database_as_often(cast, django_assert_num_queries):
    for token in refused_links(cast).values():
        with django_assert_num_queries(3):  # the link, how many refusals, and one more refusal
            assert open_(token, purpose="packet") is None


def test_a_link_opens_no_file_of_another_packet(cast):
    mine, other = AtVendor(invited(cast)), AtVendor(invited(cast))
    for vendor in (mine, other):
        vendor.send("path", path="b")
        vendor.order_form()
    theirs = other.fresh.files.get().file.key
    assert other.get("outside-file", theirs).status_code == 200
    refused = mine.get("outside-file", theirs)
    assert refused.status_code == 404
    assert refused.content == Client().get(reverse("outside", args=[WRONG])).content
    assert LinkAttempt.objects.filter(why="other-file", token_start=mine.link.token[:8]).exists()


def test_a_link_withdrawn_while_the_form_is_open_saves_nothing(cast):
    vendor = AtVendor(invited(cast))
    vendor.send("path", path="b")
    packets.withdraw_link(vendor.link, by=Actor(cast.teacher), at=timezone.now())
    before = vendor.fresh
    answer = vendor.send("product", description="New", business_address="1 Main Street")
    assert answer.status_code == 404
    assert b"This link does not work" in answer.content
    assert (vendor.fresh.description, vendor.fresh.version) == ("", before.version)
    with pytest.raises(NotSeen):  # nor does the engine take it from a link that was read before it was withdrawn
        packets.save_answers(vendor.fresh, vendor.link, {"description": "New"}, at=timezone.now())


# --- limited and kept -------------------------------------------------------------------------------------------------


def guess(times: int, *, at, address=HERE) -> None:
    for number in range(times):
        assert open_(f"{number:064x}", address=address, at=at) is None


def test_after_twenty_guesses_an_address_opens_no_link_for_a_quarter_of_an_hour(cast):
    link, now = of(invited(cast)), timezone.now()
    guess(19, at=now)
    assert open_(link.token, at=now) == link
    guess(1, at=now)
    assert open_(link.token, at=now) is None
    assert LinkAttempt.objects.first().why == "limited"
    assert open_(link.token, at=now, address=THERE) == link
    assert open_(link.token, at=now + timedelta(minutes=16)) == link


def test_who_has_opened_a_link_before_goes_on_though_others_at_the_address_guess(cast):
    vendor = AtVendor(invited(cast), REMOTE_ADDR=HERE)
    assert vendor.get().status_code == 200
    mark = vendor.client.cookies["link-opened"]
    assert (mark["httponly"], mark["samesite"], mark["path"]) == (True, "Lax", vendor.url())
    guess(25, at=timezone.now())
    assert vendor.get().status_code == 200
    assert Client(REMOTE_ADDR=HERE).get(vendor.url()).status_code == 404
    other = of(invited(cast))
    Client(REMOTE_ADDR=HERE).cookies["link-opened"] = mark.value
    assert open_(other.token, opened_before=mark.value) is None


def test_a_link_that_has_run_out_does_not_count_as_a_guess(cast):
    old, now = of(invited(cast)), timezone.now()
    Link.objects.filter(pk=old.pk).update(expires_at=now)
    for _each in range(25):
        assert open_(old.token, at=now) is None
    assert open_(of(invited(cast)).token, at=now) is not None


def test_one_network_of_ipv6_is_counted_as_one_and_ipv4_in_disguise_as_itself():
    assert links.network_of("2001:db8:1:2:3:4:5:6") == links.network_of("2001:db8:1:2:ffff::1") == "2001:db8:1:2::"
    assert links.network_of("2001:db8:1:3::1") != "2001:db8:1:2::"
    assert links.network_of("::ffff:192.0.2.7") == HERE
    assert links.network_of("not an address") == "not an address"


def test_refusals_of_one_address_fill_no_table_and_old_ones_go(cast):
    now = timezone.now()
    guess(80, at=now)
    assert LinkAttempt.objects.count() == links.MOST_ROWS
    LinkAttempt.objects.filter(pk__lte=LinkAttempt.objects.last().pk).update(at=now - timedelta(days=91))
    assert links.forget_old(at=now) == 1
    assert LinkAttempt.objects.count() == links.MOST_ROWS - 1


# --- given, withdrawn, run out ----------------------------------------------------------------------------------------


def test_an_invitation_is_mailed_with_its_link(cast, settings):
    link = of(invited(cast, title="Newsela"))
    notices.send_due()
    (letter,) = [each for each in mail.outbox if each.to == ["vic@vendor.example"]]
    address = f"{settings.SITE_URL}/for-vendors/{link.token}/"
    assert address in letter.body
    assert f'href="{address}"' in letter.alternatives[0][0]
    assert letter.body.startswith("Hello Vic Vendor,")
    assert letter.subject == "Please fill in your packet: Newsela"
    assert "None" not in letter.body + letter.alternatives[0][0]


def test_a_new_link_ends_those_before_and_each_stands_in_the_history(cast):
    vendor, now = AtVendor(invited(cast)), timezone.now()
    packets.new_link(
        vendor.packet.pk, by=Actor(cast.procurement), at=now, contact_name="Val", contact_email="val@v.example"
    )
    assert vendor.get().status_code == 404
    new = of(vendor.packet)
    assert (new.name, new.email) == ("Val", "val@v.example")
    assert AtVendor(vendor.packet, new).get().status_code == 200
    told = list(vendor.packet.events.filter(name__startswith="link-").order_by("pk").values_list("name", "by_name"))
    procurement = str(cast.procurement)
    assert told == [("link-issued", "Tea Cher"), ("link-revoked", procurement), ("link-issued", procurement)]


def test_only_who_invited_or_procurement_sends_and_withdraws_links(cast):
    packet, now = invited(cast), timezone.now()
    for act in (
        lambda: packets.new_link(packet.pk, by=Actor(cast.stranger), at=now),
        lambda: packets.withdraw_link(of(packet), by=Actor(cast.principal), at=now),
    ):
        with pytest.raises(NotYours):
            act()
    assert open_(of(packet).token) is not None


def test_a_link_that_has_run_out_expires_the_packet_once_and_a_new_one_goes_on(cast):
    vendor = AtVendor(invited(cast))
    vendor.send("path", path="b")
    Link.objects.filter(pk=vendor.link.pk).update(expires_at=timezone.now() - timedelta(minutes=1))
    expire_links()
    expire_links()
    assert vendor.fresh.state == "expired"
    assert vendor.fresh.events.filter(name="expire").count() == 1
    assert Notice.objects.filter(case=vendor.packet.pk, template="packet_expired", user=cast.teacher).count() == 1
    packets.new_link(vendor.packet.pk, by=Actor(cast.teacher), at=timezone.now())
    assert (vendor.fresh.state, vendor.fresh.path) == ("in-progress", "b")
    again = AtVendor(vendor.packet)
    assert again.link.email == "vic@vendor.example"
    assert again.send("product", description="Articles").status_code == 303


def test_a_packet_goes_on_while_another_of_its_links_works(cast):
    packet, now = invited(cast), timezone.now()
    first = of(packet)
    links.issue(packet, purpose="packet", name="Val", email="val@v.example", by=Actor(cast.teacher), at=now)
    Link.objects.filter(pk=first.pk).update(expires_at=now)
    assert links.expire_links(at=now) == 1
    assert type(packet).objects.get(pk=packet.pk).state == "invited"


def test_a_link_is_made_to_work_longer_but_not_once_it_was_withdrawn(cast):
    link, now = of(invited(cast)), timezone.now()
    later = now + timedelta(days=60)
    links.extend(link, by=Actor(cast.teacher), at=now, days=90)
    assert open_(link.token, at=later) == link
    links.revoke(link, by=Actor(cast.teacher), at=now)
    with pytest.raises(Unmet):
        links.extend(link, by=Actor(cast.teacher), at=now)
    assert open_(link.token, at=now) is None


def test_with_the_packet_withdrawn_its_links_open_nothing_and_the_vendor_is_told(cast):
    vendor = AtVendor(invited(cast))
    engine.perform(vendor.packet.pk, "withdraw", by=Actor(cast.teacher), at=timezone.now(), rationale="Not needed")
    assert vendor.get().status_code == 404
    assert Notice.objects.filter(link=vendor.link, template="vendor_ended").count() == 1


# --- while the packet is with the district ----------------------------------------------------------------------------


def test_a_link_outlasts_the_time_the_district_has_and_opens_the_packet_when_it_comes_back(cast):
    path = PacketPath(cast)
    path.handed_in()
    due = path.fresh.response_due
    assert timezone.localdate(path.link.expires_at) >= due + timedelta(days=20)

    late = path.at + timedelta(days=(due - timezone.localdate(path.at)).days)
    links.expire_links(at=late)
    path.do("return_to_vendor", cast.procurement, rationale="The amount is missing.", at=late)
    assert (path.fresh.state, path.fresh.links.count()) == ("in-progress", 1)
    assert open_(path.link.token, at=late) == path.link


@pytest.mark.parametrize("gone", ["withdrawn", "run out"])
def test_a_packet_that_comes_back_after_its_link_stopped_working_gets_another(cast, gone):
    path = PacketPath(cast)
    path.handed_in()
    first = path.link
    if gone == "withdrawn":
        path.do("withdraw", cast.teacher, rationale="Nobody wants it any more.")
        path.do("reopen", cast.teacher, rationale="We do want it.")
    else:
        Link.objects.filter(pk=first.pk).update(expires_at=path.at)
        links.expire_links(at=path.at)
    path.do("return_to_vendor", cast.procurement, rationale="The amount is missing.")

    assert (path.link != first, path.link.email) == (True, first.email)
    told = Notice.objects.filter(link=path.link).values_list("template", flat=True)
    assert list(told) == ["vendor_returned"]
    assert open_(path.link.token, at=path.at) == path.link
    path.do("hand_in", path.vendor)
    assert path.fresh.state == "complete"
