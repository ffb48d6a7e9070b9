"""The keepers' page: what is late or missing, by item and by agreement, and the district's own words."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.files import remove_content
from contracts import lacking, record
from contracts.models import Agreement, Item, Statement
from contracts.selectors import posting
from contracts.services import draft_agreement
from tests.answering import fill, text
from tests.contracts.public.scenes import agreement, breach, many
from tests.factories import VendorFactory
from workflows.actors import Actor

pytestmark = pytest.mark.django_db
READERS = ("compliance_officer", "admin", "it_director", "general_counsel")


def gaps(cast, gap: str = "", person: str = "compliance_officer") -> dict[str, list[str]]:
    """Operator → what its agreement lacks."""
    page = lacking.agreements_lacking(cast.person(person), gap=gap, on=timezone.localdate())
    return {row.agreement.vendor.name: [each.words for each in row.gaps] for row in page.object_list}


def test_each_gap_of_an_agreement_is_found_alone_and_a_whole_one_has_none(cast):
    at = timezone.now()
    agreement(cast, name="Whole")
    agreement(cast, name="Not posted", posted=False)
    agreement(cast, name="No copy", copy=False)
    removed = agreement(cast, name="Copy removed")
    remove_content(stored=removed.public_copy, by=cast.admin, at=at, reason="A name was in it")
    agreement(cast, vendor=VendorFactory(name="No address"))
    agreement(cast, name="No elements", elements=[])
    agreement(cast, name="No companies", companies=())
    agreement(cast, name="A link", companies=(), subcontractors_url="https://list.example/")
    agreement(cast, name="Paper without data", kind="nda", elements=[], companies=(), posted=False)
    draft_agreement(
        kind="ndpa", vendor=VendorFactory(name="Drafted"), by=Actor(cast.it_director), at=at, place=cast.district
    )

    words = {name: str(said) for name, said in lacking.GAPS.items()}
    assert gaps(cast) == {
        "Not posted": [words["posting"]],
        "No copy": [words["copy"]],
        "Copy removed": [words["copy"]],
        "No address": [words["address"]],
        "No elements": [words["elements"]],
        "No companies": [words["subcontractors"]],
    }
    assert {name: set(gaps(cast, name)) for name in words} == {
        "posting": {"Not posted"},
        "copy": {"No copy", "Copy removed"},
        "address": {"No address"},
        "elements": {"No elements"},
        "subcontractors": {"No companies"},
    }
    tallies = {row.gap: (row.agreements, row.late) for row in lacking.tallies(on=timezone.localdate())}
    assert tallies == {
        "posting": (1, 0), "copy": (2, 0), "address": (1, 0), "elements": (1, 0), "subcontractors": (1, 0)
    }  # fmt: skip


@pytest.mark.parametrize(("days", "late"), [(10, 0), (11, 1)])
def test_an_agreement_is_late_on_the_eleventh_day_after_the_later_signature(cast, days, late):
    today = timezone.localdate()
    made = agreement(
        cast,
        posted=False,
        vendor_signed_on=today - timedelta(days=40),
        district_signed_on=today - timedelta(days=days),
        starts_on=today - timedelta(days=days),
    )
    assert made.post_by == today - timedelta(days=days - 10)
    assert [row.late for row in lacking.tallies(on=today)] == [late]
    assert ("1 of them late" in text(cast.client("admin").get("/record/"))) is bool(late)


def test_of_accepted_terms_the_districts_signature_alone_counts_on_every_page(cast):
    today = timezone.localdate()
    made = agreement(cast, kind="click-wrap", accepted_terms="We sell no data.", posted=False)
    Agreement.objects.filter(pk=made.pk).update(district_signed_on=today - timedelta(days=11), vendor_signed_on=today)
    made = Agreement.objects.get(pk=made.pk)
    [row] = [row for row in lacking.agreements_lacking(cast.it_director, on=today) if row.agreement == made]
    assert made.post_by == posting(made, on=today).due == today - timedelta(days=1)
    assert [gap.due_on for gap in row.gaps if gap.due_on] == [made.post_by]
    assert [tally.late for tally in lacking.tallies(on=today) if tally.gap == "posting"] == [1]


def test_each_reader_is_led_to_what_they_may_mend_and_nobody_elsewhere(cast):
    unposted, nameless = agreement(cast, posted=False), agreement(cast, vendor=VendorFactory(name="No address"))
    posting, vendor = f"/cases/{unposted.pk}/agreement/post/", f"/vendors/{nameless.vendor_id}/edit/"
    mends = {"compliance_officer": (True, True), "it_director": (True, True), "admin": (False, True)}
    for person in READERS:
        client = cast.client(person)
        page = text(client.get("/record/"))
        shown = (f'href="{posting}"' in page, f'href="{vendor}"' in page)
        assert shown == mends.get(person, (False, False)), person
        for address, is_shown in zip((posting, vendor), shown, strict=True):
            assert not is_shown or client.get(address).status_code == 200


def test_a_breach_that_is_not_on_the_list_in_time_is_told_to_those_alone_who_may_know_of_it(cast):
    breach(cast, posted=False, known=9)
    assert "Not on the public list yet" not in text(cast.client("compliance_officer").get("/record/"))
    breach(cast, posted=False, known=11)
    told = {person: "Not on the public list yet" in text(cast.client(person).get("/record/")) for person in READERS}
    assert told == {"compliance_officer": True, "it_director": True, "general_counsel": True, "admin": False}


def test_the_page_asks_the_same_however_much_is_missing(cast):
    client, asked = cast.client("compliance_officer"), set()
    for first, size in ((0, 1), (100, 29)):
        for number in range(first, first + size):
            agreement(cast, name=f"Operator {number}", product=f"Product {number}", posted=False, companies=())
        client.get("/record/")
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/record/")
        asked.add(len(queries))
    assert asked == {13}
    assert len(page.context["page"].object_list) == 25
    assert "Page" in text(client.get("/record/?page=2"))
    many(cast, 1, first=900)
    assert "Operator 900" not in text(client.get("/record/?page=2&gap=posting"))


# --- the district's own words -------------------------------------------------------------------------------------


def test_a_text_is_looked_at_then_posted_and_every_earlier_one_is_kept(cast, client):
    officer, url = cast.client("compliance_officer"), "/record/statements/4/en/"
    assert "Missing" in text(officer.get("/record/"))

    looked = fill(officer, url, words="Write to us first.", preview="1")
    assert (looked.status_code, Statement.objects.count()) == (200, 0)
    assert '<div class="district-words" lang="en"><p>Write to us first.</p></div>' in text(looked)
    assert "Write to us first." in text(looked)[text(looked).index("<textarea") :]

    for words in ("Write to us first.", "Call us, or write."):
        posted = fill(officer, url, words=words)
        assert (posted.status_code, posted.url) == (303, "/record/")
    assert fill(officer, url, words="  Call us, or write.  ").status_code == 303  # nothing changed: no new row

    assert list(Statement.objects.values_list("item", "language", "words", "by__username")) == [
        (4, "en", "Call us, or write.", "compliance-officer"),
        (4, "en", "Write to us first.", "compliance-officer"),
    ]
    history = text(officer.get(url))
    assert history.index("Call us, or write.") < history.index("Write to us first.")
    assert "Call us, or write." in text(client.get("/public/privacy/"))
    fill(officer, url, words="")
    assert "Call us, or write." not in text(client.get("/public/privacy/"))
    assert "The text was taken away." in text(officer.get(url))
    assert [line.texts[0].missing for line in lacking.items()] == [True, False, False, True, False]


def test_a_text_that_somebody_else_changed_meanwhile_is_not_overwritten_and_what_was_typed_stays(cast):
    officer, url = cast.client("compliance_officer"), "/record/statements/1/es/"
    record.post_statement(item=Item.DATA, language="es", words="Antes", by=cast.compliance_officer, at=timezone.now())
    page = officer.get(url).context["form"]
    record.post_statement(item=Item.DATA, language="es", words="Mientras", by=cast.it_director, at=timezone.now())

    refused = officer.post(url, {"seen": page["seen"].value(), "words": "Mi texto"})

    assert refused.status_code == 422
    assert "Somebody changed this text meanwhile" in text(refused)
    assert "Mi texto" in text(refused)
    assert record.newest_statement(Item.DATA, "es").words == "Mientras"


def test_only_the_compliance_officer_writes_and_only_the_keepers_read(cast):
    url = "/record/statements/1/en/"
    for person in ("admin", "it_director", "general_counsel"):
        page = cast.client(person).get(url)
        assert (page.status_code, "<textarea" in text(page)) == (200, False)
        assert cast.client(person).post(url, {"words": "x", "seen": ""}).status_code == 403
    for person in ("teacher", "principal", "procurement", "district_administrator"):
        assert {cast.client(person).get(address).status_code for address in ("/record/", url)} == {403}
    assert Statement.objects.count() == 0


@pytest.mark.parametrize("address", ["0/en", "6/en", "1/fr", "1/xx-yy", f"{10**30}/en"])
def test_there_is_no_other_item_and_no_other_language(cast, address):
    assert cast.client("compliance_officer").get(f"/record/statements/{address}/").status_code == 404


@pytest.mark.parametrize("words", ["x" * 20_001, "zero\0byte"])
def test_words_that_cannot_be_kept_are_refused_beside_the_field(cast, words):
    answer = cast.client("compliance_officer").post("/record/statements/1/en/", {"words": words, "seen": ""})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["words"]
