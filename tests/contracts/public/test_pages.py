"""The public pages: what they say, what they never say, and that a change is there at once."""

import re
from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import services as people
from catalog import services as library
from contracts import record
from contracts.models import Agreement, DataElement, Item, Subcontractor
from contracts.services import draft_agreement, post_agreement
from tests.answering import text
from tests.config.processes import free_port
from tests.contracts.public.scenes import PAGES, agreement, breach, many
from tests.factories import ResourceFactory, VendorFactory
from workflows import engine
from workflows.actors import Actor

pytestmark = pytest.mark.django_db
TABLE = "/public/privacy/agreements/"


def everything(client) -> str:
    """The words of all public pages."""
    pages = [*PAGES, *(f"/public/privacy/agreements/{row.pk}/" for row in Agreement.objects.all())]
    return " ".join(text(client.get(page)) for page in pages)


def end(made: Agreement, cast) -> None:
    engine.perform(made.pk, "terminate", by=Actor(cast.it_director), at=timezone.now(), rationale="Sold to a rival.")


# --- what is said, and what is not --------------------------------------------------------------------------------


def test_only_what_is_posted_is_said_and_nobody_of_the_staff_is_named(cast, client):
    agreement(cast)
    agreement(cast, name="Not Yet Posted Inc", product="Hidden Product", posted=False)
    by, at = Actor(cast.it_director), timezone.now()
    draft_agreement(kind="nda", vendor=VendorFactory(name="Drafted Ltd"), by=by, at=at, place=cast.district)
    engine.comment(agreement(cast, name="Quizco").pk, "They were hard to reach.", by=by, at=at, internal=True)
    breach(cast, posted=False, description="Nobody may read this")

    words = everything(client)

    said = ["Kahoot ASA", "Quizco", "Amazon Web Services", "1 Main Street", "Quizzes in class"]
    assert [name for name in said if name not in words] == []
    unsaid = ["Not Yet Posted", "Hidden Product", "Drafted Ltd", "Dana Signer", "Vic Vendor", "hard to reach"]
    unsaid += ["secret-original", "Nobody may read this", str(cast.it_director), cast.it_director.username]
    assert [name for name in unsaid if name in words] == []


def test_an_agreement_that_has_ended_is_gone_at_once_and_its_copy_with_it(cast, client):
    ended, runs_out = agreement(cast), agreement(cast, name="Short Ltd", product="Short")
    copy = f"/public/files/{ended.public_copy.key}/"
    assert client.get(copy).status_code == 200
    assert "Kahoot ASA" in text(client.get("/public/privacy/"))

    end(ended, cast)
    Agreement.objects.filter(pk=runs_out.pk).update(ends_on=timezone.localdate() - timedelta(days=1))
    engine.comment(runs_out.pk, "Over.", by=Actor(cast.it_director), at=timezone.now())

    for page in PAGES:
        assert not {"Kahoot", "Short"} & set(re.findall("Kahoot|Short", text(client.get(page))))
    assert client.get(copy).status_code == 404
    for made in (ended, runs_out):
        page = client.get(f"/public/privacy/agreements/{made.pk}/")
        assert page.status_code == 200
        assert "This agreement has ended" in text(page)
        assert "Sold to a rival" not in text(page)


def test_of_what_was_never_posted_there_is_no_page(cast, client):
    waiting = agreement(cast, posted=False)
    for pk in (waiting.pk, 999999, 10**30):
        assert client.get(f"/public/privacy/agreements/{pk}/").status_code == 404


def test_the_copy_for_the_public_is_a_download_and_no_other_file_is_to_be_had(cast, client):
    made, waiting = agreement(cast), agreement(cast, name="Waits", posted=False)

    answer = client.get(f"/public/files/{made.public_copy.key}/")

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith('attachment; filename="for-everybody.pdf"')
    assert answer["X-Content-Type-Options"] == "nosniff"
    papers = [row.file.key for row in (made.files.get(kind="contract"), waiting.files.get())]
    others = [*papers, "no-such-key", "%00"]
    assert {client.get(f"/public/files/{key}/").status_code for key in others} == {404}


def test_what_is_passed_on_is_told_by_kind_of_data_with_who_gets_it_and_what_for(cast, client):
    grades = DataElement.objects.filter(category__startswith="Transcript")
    assert grades
    agreement(cast, companies=())
    agreement(cast, name="Gradebook Inc", product="Gradebook", elements=list(grades))
    later = timezone.localdate() + timedelta(days=30)
    future = agreement(cast, name="Later Ltd", product="Later", posted=False, starts_on=later)

    rows = {row.category: row for row in record.data_passed_on(on=timezone.localdate())}

    assert rows["Student name"].operators == ["Kahoot ASA"]
    assert rows[grades[0].category].operators == ["Gradebook Inc"]
    assert rows[grades[0].category].elements == [row.name for row in grades]
    assert future.vendor.name not in str(rows)
    found = text(client.get("/public/privacy/agreements/", {"data": grades[0].category}))
    assert "Gradebook Inc" in found
    assert "Quizzes in class" in found
    assert "Kahoot ASA" not in found


def test_the_table_is_searched_by_operator_and_product_and_turned_page_by_page(cast, client):
    many(cast, 27)
    first = client.get("/public/privacy/agreements/")
    assert "Operator 000" in text(first)
    assert "Operator 026" not in text(first)
    assert "Operator 026" in text(client.get("/public/privacy/agreements/?page=2"))
    assert "Operator 026" in text(client.get("/public/privacy/agreements/?q=operator+026"))
    by_product = text(client.get("/public/privacy/agreements/?q=PRODUCT 26"))
    assert "Operator 026" in by_product
    assert "Operator 025" not in by_product
    for odd in ("?page=x", "?page=-1", "?page=999", "?q=%00", "?q=" + "x" * 5000, "?data=nothing"):
        assert client.get(f"/public/privacy/agreements/{odd}").status_code == 200


def test_a_page_of_subcontractors_names_them_by_operator_or_links_to_the_operators_list(cast, client):
    two = agreement(cast, companies=("Beta Hosting", "Alpha Mail"))
    agreement(cast, name="Zeta", vendor=two.vendor, product="Second", companies=("Beta Hosting", "Gamma"))
    agreement(cast, name="Links Ltd", companies=(), subcontractors_url="https://links.example/sub")
    agreement(cast, name="Script Ltd", companies=(), subcontractors_url="javascript:alert(1)")
    agreement(cast, name="Silent Ltd", companies=())

    page = client.get("/public/privacy/subcontractors/")

    rows = {row.operator: [each.name for each in row.companies] for row in page.context["page"].object_list}
    assert rows["Kahoot ASA"] == ["Alpha Mail", "Beta Hosting", "Gamma"]
    assert 'href="https://links.example/sub"' in text(page)
    assert 'href="javascript' not in text(page)
    assert text(page).count("It has named none to us.") == 1


# --- breaches -----------------------------------------------------------------------------------------------------


def test_a_breach_tells_where_when_which_data_and_how_many_unless_the_law_forbids_the_number(cast, client):
    made = agreement(cast)
    breach(cast, contract=made, students=37, elements=["Student name"])
    breach(cast, source="district", students=4711, pipa=True, estimate=True)
    gone = breach(cast, contract=agreement(cast, name="Old Ltd"), students=9)
    type(gone).objects.filter(pk=gone.pk).update(posted_on=timezone.localdate() - relativedelta(years=5, days=1))

    words = text(client.get("/public/privacy/"))

    listed = words[words.index('id="breaches"') :]
    assert "Kahoot ASA" in listed
    assert "37" in re.findall(r"\d+", re.sub("<[^>]+>", " ", listed))
    assert "4711" not in words
    assert "not published, by law" in listed
    assert "Student name" in listed
    assert "(estimated)" in listed
    assert "Old Ltd" not in listed


def test_the_rule_for_small_breaches_stands_there_once_the_district_says_how_many_students_it_has(cast, client):
    assert "may be left out" not in text(client.get("/public/privacy/"))
    people.change_settings(values={"enrollment": 5000}, by=cast.admin, at=timezone.now())
    assert "fewer than 10 of every 100 students may be left out" in text(client.get("/public/privacy/"))


# --- kept pages ---------------------------------------------------------------------------------------------------


def test_a_kept_page_is_the_same_for_everybody_and_costs_next_to_nothing(cast, client):
    agreement(cast)
    first = client.get("/public/privacy/")
    with CaptureQueriesContext(connection) as queries:
        second = Client().get("/public/privacy/")

    assert len(queries) == 3  # what is newest; nothing is made again
    assert second.content == first.content
    assert second["Cache-Control"] == "public, max-age=30"
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in second["Vary"].split(",")}
    assert not second.cookies
    assert "csrfmiddlewaretoken" not in text(second)
    unchanged = Client().get("/public/privacy/", headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize(
    ("page", "as_well"),
    [
        ("/public/privacy/", "/public/privacy/?x=1&q=Kahoot"),
        (f"{TABLE}?q=Kahoot", f"{TABLE}?x=1&q=+Kahoot++&page=1"),
        (f"{TABLE}?page=2", f"{TABLE}?page=0002"),
        (TABLE, f"{TABLE}?page=99999999&%3Cb%3E=1"),
        ("/public/business/", "/public/business/?page=7"),
    ],
)
def test_words_in_an_address_that_no_page_reads_neither_make_a_page_nor_stand_on_one(cast, client, page, as_well):
    for number in range(30):
        agreement(cast, name=f"Vendor {number}")
    first = client.get(as_well)
    with CaptureQueriesContext(connection) as queries:
        second = Client().get(page)
    assert len(queries) == 3  # nothing is made again
    assert second.content == first.content
    assert not re.search(r"[?&;]x=1|99999999|%3Cb", second.content.decode())


def change_address(cast, made):
    library.edit_vendor(vendor=made.vendor, by=cast.it_director, at=timezone.now(), business_address="Now in Bergen")


def change_product(cast, made):
    library.edit_resource(resource=made.products.get(), by=cast.it_director, at=timezone.now(), name="Now in Bergen")


def change_element(cast, made):
    element = made.elements.first()
    element.name = "Now in Bergen"
    element.save()


def add_subcontractor(cast, made):
    Subcontractor.objects.create(case=made, name="Now in Bergen")


def post_another(cast, made):
    agreement(cast, name="Now in Bergen")


def post_text(cast, made):
    record.post_statement(
        item=Item.DATA, language="en", words="Now in Bergen", by=cast.compliance_officer, at=timezone.now()
    )


def name_officer(cast, made):
    people.change_settings(values={"privacy_officer": "Now in Bergen"}, by=cast.admin, at=timezone.now())


def list_breach(cast, made):
    breach(cast, contract=agreement(cast, name="Now in Bergen", posted=False))


CHANGES = [change_address, change_product, change_element, add_subcontractor, post_another, post_text]
CHANGES += [name_officer, list_breach]


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changes_is_on_the_kept_pages_at_once(cast, client, change):
    made = agreement(cast)
    assert "Now in Bergen" not in everything(client)
    change(cast, made)
    assert "Now in Bergen" in everything(client)


def test_a_posting_and_an_end_are_there_at_once(cast, client):
    made = agreement(cast, posted=False)
    assert "Kahoot ASA" not in text(client.get(PAGES[1]))
    post_agreement(agreement=made, by=Actor(cast.it_director), at=timezone.now())
    assert "Kahoot ASA" in text(client.get(PAGES[1]))
    end(made, cast)
    assert "Kahoot ASA" not in text(client.get(PAGES[1]))


def test_with_the_cache_away_the_pages_are_made_each_time_and_say_what_is_posted(cast, client, settings):
    settings.CACHES = {
        "default": {"BACKEND": "config.cache.QuickRedisCache", "LOCATION": f"redis://127.0.0.1:{free_port()}/0"}
    }
    made = agreement(cast)
    assert "Kahoot ASA" in text(client.get(PAGES[1]))
    end(made, cast)
    answer = client.get(PAGES[1])
    assert (answer.status_code, "Kahoot ASA" in text(answer)) == (200, False)


def test_whoever_is_signed_in_has_a_page_of_their_own_which_nobody_else_gets(cast, client):
    agreement(cast)
    own = cast.client("teacher").get("/public/privacy/")
    assert own["Cache-Control"] == "private, no-store"
    assert "Sign out" in text(own)
    assert "Sign out" not in text(client.get("/public/privacy/"))


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_the_same_however_much_is_posted(cast, page):
    asked = set()
    agreement(cast, elements=list(DataElement.objects.all()[:40]))
    for size in (1, 6):
        many(cast, size, first=100 * size)
        Client().get("/public/privacy/nothing-here/")
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(f"{page}?size={size}").status_code == 200
        asked.add(len(queries))
    assert len(asked) == 1
    assert asked.pop() <= 14


@pytest.mark.parametrize("page", ["/help/", "/login/", "/public/privacy/"])
def test_the_foot_of_every_page_leads_to_the_public_record(cast, client, page):
    for reader in (client, cast.client("teacher")):
        answer = reader.get(page, follow=True)
        assert '<a href="/public/privacy/">Student data privacy</a>' in text(answer)
        assert '<a href="/privacy/">Privacy</a>' in text(answer)


# --- words --------------------------------------------------------------------------------------------------------


def test_the_switch_at_the_foot_changes_the_language_without_a_token(cast):
    strict = Client(enforce_csrf_checks=True)
    for language, words in (("es", "Este texto es nuestro."), ("en", "These are our words.")):
        record.post_statement(
            item=Item.DATA, language=language, words=words, by=cast.compliance_officer, at=timezone.now()
        )
    english = text(strict.get("/public/privacy/"))
    assert 'action="/public/language/"' in english
    assert "These are our words." in english

    answer = strict.post("/public/language/", {"language": "es", "next": "/public/privacy/"})

    assert (answer.status_code, answer.url) == (302, "/public/privacy/")
    spanish = text(strict.get("/public/privacy/"))
    assert 'lang="es"' in spanish
    assert "Este texto es nuestro." in spanish
    assert "These are our words." not in spanish
    away = strict.post("/public/language/", {"language": "es", "next": "https://evil.example/"})
    assert "evil" not in away.url
    assert "These are our words." in text(Client().get("/public/privacy/"))


def test_a_text_that_is_only_there_in_english_is_shown_and_marked_as_english(cast):
    record.post_statement(
        item=Item.RIGHTS, language="en", words="Ask us.", by=cast.compliance_officer, at=timezone.now()
    )
    words = text(Client().get("/public/privacy/", headers={"Accept-Language": "es"}))
    assert '<div class="district-words" lang="en"><p>Ask us.</p></div>' in words


def test_what_the_district_writes_is_words_and_never_markup(cast, client):
    typed = "Read <script>alert(1)</script> at https://district.example/x\n\nSecond paragraph & more"
    record.post_statement(item=Item.DATA, language="en", words=typed, by=cast.compliance_officer, at=timezone.now())
    page = text(client.get("/public/privacy/"))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert '<a href="https://district.example/x" rel="nofollow">' in page
    assert "<p>Second paragraph &amp; more</p>" in page


def grade(words: str) -> float:
    """School grade of a text by Flesch and Kincaid; syllables counted by groups of vowels."""
    sentences = [part for part in re.split(r"[.!?:]\s", words) if re.search("[a-z]", part)]
    tokens = re.findall(r"[A-Za-z’]+", words)
    syllables = sum(max(1, len(re.findall("[aeiouy]+", re.sub("(e|es|ed)$", "", token.lower())))) for token in tokens)
    return 0.39 * len(tokens) / len(sentences) + 11.8 * syllables / len(tokens) - 15.59


def test_the_page_reads_as_easily_as_grade_eight(cast, client):
    page = client.get("/public/privacy/").content.decode()
    main = page[page.index('<section class="posted-item"') : page.index("</main>")]
    prose = " ".join(re.sub("<[^>]+>", "", each) for each in re.findall(r"<p>(.*?)</p>", main, re.S))
    assert len(prose.split()) > 60
    assert grade(prose) <= 8


def test_on_paper_nothing_is_cut_short(cast, client):
    products = [ResourceFactory(name=f"Product {n}") for n in range(6)]
    agreement(cast, products=products)
    many(cast, 27)
    page = text(client.get("/public/privacy/agreements/"))
    assert [f"Product {n}" in page for n in range(6)] == [True] * 6
    assert "Page 1 of 2 of this list, which has 28 rows." in page
    whole = client.get("/public/privacy/agreements/?all=1")
    assert len(whole.context["page"].object_list) == 28
    assert "Page 1 of" not in text(whole)
    named = text(client.get("/public/privacy/"))
    assert [f"Operator {n:03}" in named for n in range(27)] == [True] * 27


def test_a_number_of_students_has_its_thousands_apart_and_dates_are_written_in_one_way(cast, client):
    made = agreement(cast, ends_on=date(2031, 5, 11))
    breach(cast, students=1385)
    assert "1,385" in text(client.get("/public/privacy/"))
    assert "11 May 2031" in text(client.get(f"/public/privacy/agreements/{made.pk}/"))
    assert "in force until 11 May 2031" in text(cast.client("it-director").get(f"/cases/{made.pk}/"))


def test_the_list_claims_neither_copies_nor_data_that_are_not_there(cast, client):
    agreement(cast, copy=False, elements=[])
    page = text(client.get("/public/privacy/agreements/"))
    assert "Ask us for a copy" in page
    assert "get student data have signed" not in page
    assert "a copy of each agreement" not in text(client.get("/public/privacy/"))
