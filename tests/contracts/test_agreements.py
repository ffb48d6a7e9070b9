"""Agreements as pages: the list, drafting, signing, posting, ending."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Delegation
from catalog import services as library
from contracts import services
from contracts.models import Agreement, DataElement
from contracts.selectors import agreement_list, fits
from contracts.standing import standing
from tests.answering import fill, proposed, text
from tests.paths import WITH_DATA, Path, authorise, pdf, signed_agreement
from workflows import engine
from workflows.actors import Actor
from workflows.models import Event

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SIGNED = {
    "starts_on": TODAY.isoformat(),
    "vendor_signer": "Vic",
    "vendor_signed_on": TODAY.isoformat(),
    "district_signer": "Dana",
    "district_signed_on": TODAY.isoformat(),
}


@pytest.fixture
def director(cast):
    authorise("Dana")
    return cast.client("it-director")


@pytest.fixture
def vendor(cast):
    return library.add_vendor(name="Acme Learning", by=None, at=timezone.now())


@pytest.fixture
def product(cast, vendor):
    return library.add_resource(name="Acme Maths", vendor=vendor, by=None, at=timezone.now())


def said(cast, **more):
    return {
        "agreement_kind": "ndpa",
        "vendor": "acme learning",
        "products": "Acme Maths",
        "places": [cast.district.pk],
        "elements": list(DataElement.objects.values_list("pk", flat=True)[:3]),
    } | more


def drafted(cast, vendor, product, **columns):
    return services.draft_agreement(
        kind="ndpa",
        vendor=vendor,
        products=[product],
        places=[cast.district],
        elements=[],
        by=Actor(cast.it_director),
        at=timezone.now(),
        **columns,
    )


# Who


@pytest.mark.parametrize("name", ["teacher", "principal", "admin", "procurement", "integration-specialist"])
def test_only_the_keepers_draft_change_and_post(cast, vendor, product, name):
    agreement = drafted(cast, vendor, product)
    client = cast.client(name)
    assert client.get("/agreements/new/").status_code == 403
    assert client.post("/agreements/new/", said(cast)).status_code == 403
    assert client.post(f"/cases/{agreement.pk}/agreement/edit/", said(cast)).status_code == 403
    assert client.get(f"/cases/{agreement.pk}/agreement/post/").status_code == 403
    assert client.get("/agreements/").status_code == 200
    assert "Draft an agreement" not in text(client.get("/agreements/"))
    assert Agreement.objects.count() == 1


def test_the_compliance_officer_keeps_agreements_too(cast, vendor, product):
    client = cast.client("compliance-officer")
    assert client.post("/agreements/new/", said(cast)).status_code == 303


def test_a_request_is_no_agreement(cast, director):
    case = Path(cast).submit()
    assert director.get(f"/cases/{case.pk}/agreement/edit/").status_code == 404
    assert director.get(f"/cases/{case.pk}/agreement/post/").status_code == 404


# Drafting


def test_a_draft_keeps_what_was_said_and_covers_nothing(cast, director, vendor, product):
    response = director.post("/agreements/new/", said(cast, ends_on="2031-01-01"))
    agreement = Agreement.objects.get()
    assert (response.status_code, response.url) == (303, f"/cases/{agreement.pk}/")
    assert (agreement.vendor, agreement.state, agreement.ends_on) == (vendor, "drafting", date(2031, 1, 1))
    assert list(agreement.products.all()) == [product]
    assert agreement.elements.count() == 3
    assert "It is being drafted: it covers nothing yet." in text(director.get(response.url))


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"vendor": "Nobody Inc."}, "vendor"),
        ({"vendor": ""}, "vendor"),
        ({"products": "Unknown app"}, "products"),
        ({"agreement_kind": "promise"}, "agreement_kind"),
        ({"starts_on": "2031-02-01", "ends_on": "2031-01-01"}, "ends_on"),
        ({"starts_on": "soon"}, "starts_on"),
        ({"places": ["999999"]}, "places"),
        ({"elements": ["x"]}, "elements"),
    ],
)
def test_what_will_not_do_is_said_by_the_field(cast, director, vendor, product, wrong, field):
    response = director.post("/agreements/new/", said(cast) | wrong)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not Agreement.objects.exists()


def test_the_same_form_sent_twice_drafts_one_agreement(cast, director, vendor, product):
    sent = said(cast, once="a" * 32)
    first = director.post("/agreements/new/", sent | {"file": pdf("dpa.pdf")})
    again = director.post("/agreements/new/", sent | {"file": pdf("dpa.pdf")})
    assert first.url == again.url
    assert Agreement.objects.get().files.count() == 1


def test_signed_and_complete_it_is_in_force_at_once(cast, director, vendor, product):
    director.post("/agreements/new/", said(cast, **SIGNED, both_signed="on", file=pdf("dpa.pdf")))
    agreement = Agreement.objects.get()
    assert agreement.state == "in-force"
    assert Event.objects.filter(case=agreement.pk, name="sign").exists()


def test_said_to_be_signed_but_incomplete_it_stays_a_draft_and_says_what_is_missing(cast, director, vendor, product):
    response = director.post("/agreements/new/", said(cast, **SIGNED | {"vendor_signer": ""}, both_signed="on"))
    agreement = Agreement.objects.get()
    assert agreement.state == "drafting"
    assert "the vendor&#x27;s signer, the signed file" in text(director.get(response.url))


def test_said_to_be_signed_by_somebody_who_may_not_it_stays_a_draft_and_says_why(cast, director, vendor, product):
    by_another = SIGNED | {"district_signer": "Sam Somebody"}
    response = director.post("/agreements/new/", said(cast, **by_another, both_signed="on", file=pdf("dpa.pdf")))
    agreement = Agreement.objects.get()
    assert agreement.state == "drafting"
    page = text(director.get(response.url))
    assert "can&#x27;t count as signed yet. Sam Somebody was not on the list of authorised signers on" in page


def test_a_draft_is_changed_until_it_is_signed(cast, director, vendor, product):
    agreement = drafted(cast, vendor, product)
    url = f"/cases/{agreement.pk}/agreement/edit/"
    assert fill(director, url, **SIGNED, file=pdf("dpa.pdf")).status_code == 303
    sign = f"/cases/{agreement.pk}/do/sign/"
    director.post(sign, proposed(director.get(sign).context["form"]))
    assert Agreement.objects.get().state == "in-force"
    assert fill(director, url, vendor_signer="Somebody else").status_code == 409
    assert Agreement.objects.get().vendor_signer == "Vic"


def test_a_change_made_on_a_page_that_is_no_longer_true_is_refused(cast, director, vendor, product):
    agreement = drafted(cast, vendor, product)
    url = f"/cases/{agreement.pk}/agreement/edit/"
    sent = proposed(director.get(url).context["form"])
    fill(cast.client("compliance-officer"), url, vendor_signer="Vic")
    assert director.post(url, sent | {"vendor_signer": "Other"}).status_code == 409
    assert Agreement.objects.get().vendor_signer == "Vic"


def test_a_file_that_is_not_what_it_says_is_refused(cast, director, vendor, product):
    fake = pdf("dpa.pdf")
    fake.seek(0)
    fake.write(b"MZ\x00\x00")
    fake.seek(0)
    response = director.post("/agreements/new/", said(cast, file=fake))
    assert response.status_code == 422
    assert "file" in response.context["form"].errors


# Posting and ending


def test_only_what_is_signed_is_posted(cast, director, vendor, product):
    agreement = drafted(cast, vendor, product)
    assert fill(director, f"/cases/{agreement.pk}/agreement/post/", review_interval="6").status_code == 409
    assert Agreement.objects.get().posted_on is None


def test_terminated_it_covers_nothing_any_more(cast, director):
    path = Path(cast, **WITH_DATA)
    case = path.covered()
    agreement = case.agreements.get()
    assert case.not_covered() == ""
    url = f"/cases/{agreement.pk}/do/terminate/"
    director.post(url, proposed(director.get(url).context["form"]) | {"rationale": "Breach."})
    assert Agreement.objects.get().state == "terminated"
    assert path.fresh.not_covered()
    assert "It was terminated" in text(director.get(f"/cases/{agreement.pk}/"))


def test_staff_read_the_summary_and_not_the_papers(cast):
    agreement = Path(cast, **WITH_DATA).covered().agreements.get()
    page = cast.client("colleague").get(f"/cases/{agreement.pk}/")
    assert page.status_code == 200
    assert "dpa.pdf" not in text(page)


# The list


def test_the_list_is_searched_and_narrowed(cast, director, vendor, product):
    drafted(cast, vendor, product)
    case = Path(cast, **WITH_DATA).vendor_linked()
    signed_agreement(cast, case=case, at=timezone.now())
    assert "Acme Learning" in text(director.get("/agreements/", {"q": "maths"}))
    assert "Acme Learning" not in text(director.get("/agreements/", {"q": "kahoot"}))
    shown = text(director.get("/agreements/", {"shown": "in-force"}))
    assert "Acme Learning" not in shown
    assert str(case.vendor) in shown
    assert "No agreements here" in text(director.get("/agreements/", {"shown": "running-out"}))
    for asked in ({"shown": "x"}, {"page": "x"}, {"q": "\0"}):
        assert director.get("/agreements/", asked).status_code == 200


def test_the_list_costs_the_same_with_one_and_with_many(cast, director, vendor, product):
    costs = []
    for count in (1, 2, 37):
        for _each in range(count):
            drafted(cast, vendor, product)
        director.get("/agreements/")
        with CaptureQueriesContext(connection) as queries:
            assert director.get("/agreements/").status_code == 200
        costs.append(len(queries))
    assert len(set(costs)) == 1
    assert costs[0] <= 15


def test_those_that_run_out_first_stand_on_top(cast, vendor, product):
    for days in (None, 400, 30):
        ends = TODAY + timedelta(days=days) if days else None
        drafted(cast, vendor, product, ends_on=ends)
    shown = [row.agreement.ends_on for row in agreement_list(on=TODAY)]
    assert shown == [TODAY + timedelta(days=30), TODAY + timedelta(days=400), None]


# Standing and fit


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        (-10, None, "It is in force, with no end."),
        (-10, 400, "It is in force until"),
        (-10, 0, "It is in force until"),
        (-10, -1, "It ended on"),
        (1, None, "It is signed, and in force from"),
    ],
)
def test_the_sentence_says_whether_it_is_in_force(starts, ends, words):
    agreement = Agreement(
        starts_on=TODAY + timedelta(days=starts),
        ends_on=None if ends is None else TODAY + timedelta(days=ends),
        district_signed_on=TODAY,
        vendor_signed_on=TODAY,
    )
    agreement.__dict__["state"] = "in-force"
    assert standing(agreement, on=TODAY).sentence.startswith(words)


def test_every_shortfall_is_named(cast, vendor, product):
    other = library.add_resource(name="Other app", vendor=vendor, by=None, at=timezone.now())
    drafted(cast, vendor, product)
    element = DataElement.objects.first()
    (fit,) = fits(resource=other, vendor=vendor, places=[cast.school], elements=[element], on=TODAY)
    assert not fit.covers
    assert [line.split(":")[0] for line in fit.missing] == [
        "It is being drafted",
        "The agreement does not name Other app.",
        "The agreement does not list",
    ]


def test_an_agreement_drafted_by_a_deputy_is_the_directors_right(cast, vendor, product):
    Delegation.objects.create(
        giver=cast.it_director,
        receiver=cast.colleague,
        starts_on=TODAY,
        ends_on=TODAY,
        created_at=timezone.now(),
        created_by=cast.it_director,
    )
    client = cast.client("colleague")
    assert client.post("/agreements/new/", said(cast)).status_code == 303
    assert engine.allowed_moves(Agreement.objects.get(), cast.colleague, at=timezone.now())


def test_its_page_names_the_requests_that_wait_for_the_vendor(cast, director, product):
    case = Path(cast, title="Gimkit", **WITH_DATA).waiting()
    agreement = drafted(cast, case.vendor, product)
    page = text(director.get(f"/cases/{agreement.pk}/"))
    assert "Requests that wait for this vendor" in page
    assert "Gimkit" in page
