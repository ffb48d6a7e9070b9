"""PROC-6: an agreement signed by both sides, by somebody who may sign that day; of every kind the district knows."""

import hashlib

import pytest
from django.utils import timezone

from catalog import services as library
from contracts.models import Agreement, AuthorisedSigner
from tests.answering import fill, proposed, text
from tests.paths import PDF, pdf
from workflows.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.sop("PROC-6")]
TODAY = timezone.localdate().isoformat()
SIGNED = {
    "starts_on": TODAY,
    "vendor_signer": "Vic Vendor",
    "vendor_signed_on": TODAY,
    "district_signer": "Dana Director",
    "district_signed_on": TODAY,
}
ACCEPTED = {name: SIGNED[name] for name in ("starts_on", "district_signer", "district_signed_on")}
# Kind → what the Director of Information Technology fills in of it, besides vendor, product and place.
KINDS = {
    "ndpa": SIGNED,
    "general-offer": SIGNED | {"joins": "Northfield Unified School District"},
    "soppa": SIGNED,
    "contract": SIGNED | {"yearly_amount": "1200", "amount": "3600", "first_term_months": "36"},
    "psa": SIGNED,
    "nda": SIGNED,
    "click-wrap": ACCEPTED | {"accepted_terms": "By using this service you agree.\nWe sell no data."},
}


@pytest.fixture
def director(cast):
    vendor = library.add_vendor(name="Acme Learning", by=None, at=timezone.now())
    library.add_resource(name="Acme Maths", vendor=vendor, by=None, at=timezone.now())
    return cast.client("it-director")


def draft(cast, director, kind: str, **said) -> Agreement:
    covers = {"vendor": "Acme Learning", "products": "Acme Maths", "places": [cast.district.pk]}
    response = director.post("/agreements/new/", {"agreement_kind": kind} | covers | said)
    assert response.status_code == 303, response.context["form"].errors
    return Agreement.objects.order_by("-pk").first()


def sign(director, agreement: Agreement):
    url = f"/cases/{agreement.pk}/do/sign/"
    return director.post(url, proposed(director.get(url).context["form"]))


def list_signer(director, **said):
    return fill(director, "/agreements/signers/", **({"name": "Dana Director", "starts_on": TODAY} | said))


@pytest.mark.parametrize("kind", KINDS)
def test_the_director_records_each_kind_as_signed_by_both_sides(cast, director, kind):
    assert list_signer(director).status_code == 303
    by_file = {} if kind == "click-wrap" else {"file": pdf("signed.pdf")}
    agreement = draft(cast, director, kind, **KINDS[kind], **by_file)
    assert agreement.state == "drafting"
    sign(director, agreement)

    agreement = Agreement.objects.get()
    assert (agreement.state, agreement.agreement_kind) == ("in-force", kind)
    event = Event.objects.get(case=agreement.pk, name="sign")
    assert (event.by, event.by_role) == (cast.it_director, "Director of Information Technology")
    page = text(director.get(f"/cases/{agreement.pk}/"))
    assert "Dana Director" in page
    if kind == "click-wrap":
        assert "We sell no data." in page
        assert "Signed for the vendor" not in page
    else:
        assert hashlib.sha256(PDF).hexdigest() in page


def test_whoever_is_not_on_the_list_that_day_can_not_have_signed(cast, director):
    agreement = draft(cast, director, "ndpa", **SIGNED, file=pdf("signed.pdf"))
    refused = sign(director, agreement)
    assert refused.status_code == 409
    assert "Dana Director was not on the list of authorised signers on" in text(refused)
    assert list_signer(director, starts_on="2031-01-01").status_code == 303
    assert sign(director, agreement).status_code == 409
    row = AuthorisedSigner.objects.get()
    over = list_signer(director, name="dana director", starts_on=TODAY, ends_on=TODAY)
    assert over.status_code == 303
    assert sign(director, agreement).status_code == 303
    assert Agreement.objects.get().state == "in-force"
    assert AuthorisedSigner.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "left_out", ["vendor_signer", "vendor_signed_on", "district_signer", "district_signed_on", "file"]
)
def test_with_a_signature_a_date_or_the_file_missing_it_is_not_signed(cast, director, left_out):
    list_signer(director)
    said = {name: value for name, value in (SIGNED | {"file": pdf("signed.pdf")}).items() if name != left_out}
    agreement = draft(cast, director, "ndpa", **said)
    refused = sign(director, agreement)
    assert refused.status_code == 409
    assert "Still missing" in text(refused)
    assert Agreement.objects.get().state == "drafting"


def test_a_general_offer_is_joined_by_the_counter_signature_and_ends_three_years_after_the_vendors(cast, director):
    list_signer(director)
    said = SIGNED | {"vendor_signed_on": "2026-02-28", "joins": "Northfield"}
    agreement = draft(cast, director, "general-offer", **said, file=pdf("exhibit-e.pdf"), both_signed="on")
    assert agreement.state == "in-force"
    assert agreement.ends_on.isoformat() == "2029-02-28"
    page = text(director.get(f"/cases/{agreement.pk}/"))
    assert "Counter-signed for the district" in page
    assert "Northfield" in page


def test_without_whose_offer_it_is_it_is_not_joined(cast, director):
    list_signer(director)
    agreement = draft(cast, director, "general-offer", **SIGNED, file=pdf("exhibit-e.pdf"))
    assert "whose general offer is joined" in text(sign(director, agreement))


def test_accepted_terms_are_kept_as_they_were(cast, director):
    list_signer(director)
    agreement = draft(cast, director, "click-wrap", **ACCEPTED)
    assert "the terms as they were accepted" in text(sign(director, agreement))
    terms = "Terms of 2026.\n\n" + "word " * 400
    url = f"/cases/{agreement.pk}/agreement/edit/"
    assert fill(director, url, accepted_terms=terms, both_signed="on").status_code == 303
    agreement = Agreement.objects.get()
    assert (agreement.state, agreement.accepted_terms.split()) == ("in-force", terms.split())
    assert fill(director, f"/cases/{agreement.pk}/agreement/upkeep/", accepted_terms="Others").status_code == 303
    assert Agreement.objects.get().accepted_terms.split() == terms.split()


@pytest.mark.parametrize("name", ["teacher", "principal", "procurement", "general-counsel", "admin"])
def test_nobody_else_signs(cast, director, name):
    list_signer(director)
    agreement = draft(cast, director, "ndpa", **SIGNED, file=pdf("signed.pdf"))
    assert cast.client(name).post(f"/cases/{agreement.pk}/do/sign/").status_code == 403
    assert Agreement.objects.get().state == "drafting"
