"""PROC-1: a vendor reaches its packet through an expiring, revocable link; it saves, comes back, sees what is missing,
and asks questions, without an account."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from contracts import packets
from tests.answering import text
from tests.contracts.packet.vendors import AtVendor, invited
from tests.paths import pdf
from workflows import notices
from workflows.actors import Actor
from workflows.models import Link
from workflows.tasks import expire_links

pytestmark = [pytest.mark.django_db, pytest.mark.sop("PROC-1")]


def address_in_the_mail() -> str:
    """Where the last mail to the vendor leads."""
    notices.send_due()
    letter = [each for each in mail.outbox if each.to == ["vic@vendor.example"]][-1]
    return re.search(r"https?://[^/\s]+(/for-vendors/\w+/)", letter.body).group(1)


def test_the_mailed_link_opens_the_packet_and_what_is_saved_is_there_another_day(cast):
    packet = invited(cast, title="Newsela")
    home = address_in_the_mail()
    vendor = Client()  # never signed in
    page = text(vendor.get(home))
    assert "Newsela" in page
    assert "Which path is yours" in page
    assert "Missing" in page

    vendor.post(f"{home}tasks/path/", {"path": "b"})
    vendor.post(f"{home}tasks/order-form/", {"file": pdf("order.pdf")})
    vendor.post(f"{home}tasks/product/", {"description": "Articles for classes", "later": "1"})
    assert type(packet).objects.get(pk=packet.pk).state == "in-progress"

    another_day = Client()
    assert "Articles for classes" in text(another_day.get(f"{home}tasks/product/"))
    page = text(another_day.get(home))
    assert "9 tasks are missing" in page
    assert "Still missing: Business address." in page
    assert "order.pdf" in page


def test_the_vendor_asks_and_reads_the_answer_and_the_district_reads_the_question(cast):
    packet = invited(cast)
    home = address_in_the_mail()
    vendor = Client()
    assert vendor.post(f"{home}questions/", {"text": "Which year is it for?"}).status_code == 303
    sponsor = cast.client(cast.teacher)
    assert "Which year is it for?" in text(sponsor.get(packet.get_absolute_url()))
    packets.say(packet, "The coming one.", by=Actor(cast.teacher), at=timezone.now())
    assert address_in_the_mail() == home
    assert "The coming one." in text(vendor.get(f"{home}questions/"))


def test_the_link_runs_out_and_a_new_one_goes_on_where_the_vendor_was(cast):
    vendor = AtVendor(invited(cast))
    vendor.send("path", path="b")
    assert vendor.link.expires_at - timezone.now() > timedelta(days=29)
    Link.objects.filter(pk=vendor.link.pk).update(expires_at=timezone.now())
    assert vendor.get().status_code == 404
    expire_links()
    assert vendor.fresh.state == "expired"
    packets.new_link(vendor.packet.pk, by=Actor(cast.teacher), at=timezone.now())
    again = Client().get(address_in_the_mail())
    assert "Order form" in text(again)
    assert vendor.get().status_code == 404
    assert vendor.fresh.state == "in-progress"


def test_a_revoked_link_opens_nothing_any_more(cast):
    vendor = AtVendor(invited(cast))
    assert vendor.get().status_code == 200
    packets.withdraw_link(vendor.link, by=Actor(cast.procurement), at=timezone.now())
    assert vendor.get().status_code == 404
    assert vendor.send("path", path="b").status_code == 404
    assert vendor.fresh.path == ""
