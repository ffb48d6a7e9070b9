"""PROC-9: doing business with us: both paths, papers in versions, and how to reach a sponsoring member of staff."""

import pytest
from django.core import mail
from django.test import Client

from contracts.models import LinkRequest, PublicDocument
from tests.answering import fill, text
from tests.paths import pdf
from workflows.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("PROC-9")]
PAGE = "/public/business/"
ASKED = {
    "company": "Nova Learning",
    "product": "Nova Math",
    "contact_name": "Val Vendor",
    "contact_email": "val@nova.example",
    "sponsor_email": "TEACHER@staff.example",
    "message": "We met at the fair.",
}


def test_procurement_offers_papers_in_versions_and_anybody_reads_the_newest(cast):
    keeper, vendor = cast.client("procurement"), Client()
    assert "Path A" in text(vendor.get(PAGE))
    assert "Path B" in text(vendor.get(PAGE))
    form = {"kind": "form", "title": "SOPPA form", "language": "en", "note": "First"}
    keeper.post("/record/documents/new/", form | {"file": pdf("soppa.pdf")})
    video = {"kind": "video", "title": "How to fill it in", "language": "en", "url": "https://videos.example/1"}
    keeper.post("/record/documents/new/", video)
    document = PublicDocument.objects.get(kind="form")
    keeper.post(f"/record/documents/{document.pk}/", {"file": pdf("soppa-2.pdf"), "note": "A new question"})

    page = text(vendor.get(PAGE))
    assert "Version 2" in page
    assert "A new question" in page
    assert 'href="https://videos.example/1"' in page
    assert "<iframe" not in page
    newest, older = (f"/public/documents/{document.pk}/{number}/" for number in (2, 1))
    assert vendor.get(newest)["Content-Disposition"].startswith("attachment")
    assert vendor.get(older)["Location"] == newest
    first = document.versions.get(number=1).file
    assert cast.client("teacher").get(f"/files/{first.key}/").status_code == 200
    assert "soppa.pdf" in text(cast.client("teacher").get(f"/record/documents/{document.pk}/"))


def test_a_withdrawn_paper_is_gone_from_the_public_and_can_be_put_back(cast):
    keeper, vendor = cast.client("compliance-officer"), Client()
    form = {"kind": "policy", "title": "Our policy", "language": "en", "file": pdf("policy.pdf")}
    keeper.post("/record/documents/new/", form)
    document = PublicDocument.objects.get()
    address = f"/public/documents/{document.pk}/1/"
    keeper.post(f"/record/documents/{document.pk}/withdraw/")
    assert (vendor.get(address).status_code, "Our policy" in text(vendor.get(PAGE))) == (404, False)
    keeper.post(f"/record/documents/{document.pk}/withdraw/", {"again": "yes"})
    assert (vendor.get(address).status_code, "Our policy" in text(vendor.get(PAGE))) == (200, True)
    assert cast.client("teacher").post(f"/record/documents/{document.pk}/withdraw/").status_code == 403


def test_a_vendor_asks_a_member_of_staff_for_a_link_who_gets_a_notice(cast):
    sent = Client().post(f"{PAGE}ask/", ASKED)
    assert (sent.status_code, sent["Location"]) == (303, f"{PAGE}ask/sent/")
    asked = LinkRequest.objects.get()
    assert asked.sponsor == cast.teacher
    notice = Notice.objects.get(user=cast.teacher)
    opened = cast.client("teacher").get(f"/notices/{notice.pk}/")
    invitation = f"/packets/invite/?asked={asked.pk}"
    assert opened["Location"] == invitation

    page = text(cast.client("teacher").get(invitation))
    assert 'value="Nova Learning"' in page
    assert "We met at the fair." in page
    assert "We met at the fair." not in text(cast.client("colleague").get(invitation))
    fill(cast.client("teacher"), invitation)
    asked.refresh_from_db()
    assert (asked.packet.title, asked.answered_at is not None) == ("Nova Math", True)


def test_the_answer_is_the_same_when_there_is_no_such_person(cast):
    known, unknown = (
        Client().post(f"{PAGE}ask/", ASKED),
        Client().post(f"{PAGE}ask/", ASKED | {"sponsor_email": "nobody@staff.example"}),
    )
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert known.content == unknown.content
    assert LinkRequest.objects.filter(sponsor=None).count() == 1
    assert mail.outbox == []
