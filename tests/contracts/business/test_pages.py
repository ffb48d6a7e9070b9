"""Papers for vendors and the public form that asks for a link: limits, refusals, hostile input, queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.files import remove_content
from accounts.models import StoredFile
from contracts import business
from contracts.models import DocumentVersion, LinkRequest, PublicDocument
from tests.answering import text
from tests.hostile.ways import BIG, GARBAGE
from tests.paths import pdf
from workflows.models import Notice

pytestmark = pytest.mark.django_db
ASK = "/public/business/ask/"
ASKED = {
    "company": "Nova Learning",
    "product": "Nova Math",
    "contact_name": "Val Vendor",
    "contact_email": "val@nova.example",
    "sponsor_email": "teacher@staff.example",
}


def paper(cast, title: str = "Order form", **more) -> PublicDocument:
    said = {"kind": "form", "language": "en", "url": "https://forms.example/1"} | more
    return business.add_document(title=title, by=cast.procurement, at=timezone.now(), **said)


def test_garbage_in_any_field_is_never_an_error_of_the_server(cast):
    vendor = Client(raise_request_exception=False)
    fields = (*ASKED, "message")
    bodies = [dict.fromkeys(fields, rubbish) for rubbish in GARBAGE]
    bodies += [ASKED | {name: rubbish} for name in fields for rubbish in (BIG, "a\0b")]
    for body in bodies:
        assert vendor.post(ASK, body).status_code in {303, 422, 429}, body
    wrong = [{}, ASKED | {"contact_email": "val"}, ASKED | {"message": "x" * 2001}, ASKED | {"company": "a\0"}]
    assert [vendor.post(ASK, body).status_code for body in wrong] == [422] * 4
    assert vendor.post(ASK, ASKED | {"message": "x" * 10_000_000}).status_code == 400
    for number in (0, 99, 2**31, 2**63, 10**30):
        assert vendor.get(f"/public/documents/{number}/{number}/").status_code == 404


def test_one_address_and_one_sponsor_are_limited_alike_whether_or_not_there_is_such_a_person(cast):
    for sponsor in ("teacher@staff.example", "nobody@staff.example"):
        asked = [Client(REMOTE_ADDR=f"192.0.2.{n}").post(ASK, ASKED | {"sponsor_email": sponsor}) for n in range(6)]
        assert [each.status_code for each in asked] == [303] * business.TO_ONE_SPONSOR + [429]
    assert Notice.objects.filter(user=cast.teacher).count() == business.TO_ONE_SPONSOR

    one = Client(REMOTE_ADDR="198.51.100.1")
    codes = [one.post(ASK, ASKED | {"sponsor_email": f"p{n}@staff.example"}).status_code for n in range(11)]
    assert codes == [303] * business.FROM_ONE_ADDRESS + [429]
    LinkRequest.objects.update(at=timezone.now() - timedelta(days=1))
    assert one.post(ASK, ASKED).status_code == 303


def test_a_sponsor_who_left_and_an_address_of_two_people_get_no_notice(cast):
    cast.colleague.email = "teacher@staff.example"
    cast.colleague.save()
    Client().post(ASK, ASKED)
    cast.colleague.is_active = cast.teacher.is_active = False
    cast.colleague.save()
    cast.teacher.save()
    Client().post(ASK, ASKED)
    assert set(LinkRequest.objects.values_list("sponsor", flat=True)) == {None}


def test_a_version_is_a_file_or_an_address_and_who_keeps_them_is_asked(cast):
    keeper, new = cast.client("procurement"), "/record/documents/new/"
    said = {"kind": "form", "title": "SOPPA form", "language": "en"}
    wrong = [
        said,
        said | {"file": pdf(), "url": "https://forms.example/"},
        said | {"url": "javascript:alert(1)"},
        said | {"url": "ftp://forms.example/"},
        said | {"url": "https://forms.example/", "kind": "whim"},
        {},
    ]
    assert [keeper.post(new, body).status_code for body in wrong] == [422] * len(wrong)
    assert not PublicDocument.objects.exists()
    document = paper(cast)
    for name, status in {"procurement": 200, "compliance-officer": 200, "admin": 200, "it-director": 403}.items():
        assert cast.client(name).get(new).status_code == status
    teacher = cast.client("teacher")
    page = f"/record/documents/{document.pk}/"
    assert (teacher.get(page).status_code, teacher.post(page, {}).status_code) == (200, 403)
    assert "Add a paper" not in text(teacher.get("/record/documents/"))
    assert keeper.post(page, {"note": "nothing else"}).status_code == 422
    assert DocumentVersion.objects.count() == 1


def test_the_pages_ask_the_same_however_many_papers_there_are(cast):
    keeper = cast.client("procurement")
    paper(cast)
    few = [queries(keeper, address) for address in ("/public/business/", "/record/documents/")]
    for number in range(20):
        document = paper(cast, f"Form {number}")
        business.add_version(document=document, by=cast.admin, at=timezone.now(), url="https://forms.example/2")
    assert [queries(keeper, address) for address in ("/public/business/", "/record/documents/")] == few


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_one_network_of_ipv6_counts_as_one_address(cast):
    codes = [
        Client(REMOTE_ADDR=f"2001:db8:0:1::{n:x}")
        .post(ASK, ASKED | {"sponsor_email": f"p{n}@staff.example"})
        .status_code
        for n in range(business.FROM_ONE_ADDRESS + 1)
    ]
    assert codes == [303] * business.FROM_ONE_ADDRESS + [429]


def test_a_question_sent_twice_is_asked_once(cast):
    vendor = Client()
    assert [vendor.post(ASK, ASKED | {"message": words}).status_code for words in ("One", "One", "Two")] == [303] * 3
    assert LinkRequest.objects.count() == 2
    assert Notice.objects.filter(user=cast.teacher, template="link_request").count() == 2


def test_a_paper_or_a_version_sent_twice_is_there_once_and_so_is_its_file(cast):
    keeper = cast.client("procurement")
    said = {"kind": "form", "title": "SOPPA form", "language": "en"}
    sent = [keeper.post("/record/documents/new/", said | {"file": pdf("one.pdf")}) for _twice in range(2)]
    document = PublicDocument.objects.get()
    page = f"/record/documents/{document.pk}/"
    assert [each.url for each in sent] == [page, page]

    added = [keeper.post(page, {"file": pdf("two.pdf"), "note": "Shorter"}).status_code for _twice in range(2)]
    assert (added, document.versions.count(), StoredFile.objects.count()) == ([303, 303], 2, 2)
    keeper.post(page, {"file": pdf("two.pdf"), "note": "With a signature"})
    keeper.post("/record/documents/new/", said | {"title": "Order form", "file": pdf("one.pdf")})
    assert (document.versions.count(), PublicDocument.objects.count()) == (3, 2)


def test_a_paper_that_was_withdrawn_and_a_file_that_was_removed_can_be_added_again(cast):
    keeper, now = cast.client("procurement"), timezone.now()
    said = {"kind": "form", "title": "SOPPA form", "language": "en"}
    keeper.post("/record/documents/new/", said | {"file": pdf("one.pdf")})
    withdrawn = PublicDocument.objects.get()
    business.withdraw(document=withdrawn, by=cast.procurement, at=now)
    keeper.post("/record/documents/new/", said | {"file": pdf("one.pdf")})
    again = PublicDocument.objects.exclude(pk=withdrawn.pk).get()
    remove_content(stored=again.versions.get().file, by=cast.admin, at=now, reason="A name was in it")
    keeper.post(f"/record/documents/{again.pk}/", {"file": pdf("one.pdf")})
    assert again.versions.count() == 2
