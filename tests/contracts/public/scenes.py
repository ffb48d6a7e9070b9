"""A district with something to show on its public page."""

from datetime import timedelta

from django.utils import timezone

from accounts.files import store_file
from contracts.models import Agreement, DataElement, Subcontractor
from contracts.services import draft_agreement, post_agreement
from tests.factories import ResourceFactory, VendorFactory
from tests.paths import authorise, pdf
from workflows import engine
from workflows.actors import Actor

PAGES = ("/public/privacy/", "/public/privacy/agreements/", "/public/privacy/subcontractors/")


def agreement(cast, *, name: str = "Kahoot ASA", product: str = "Kahoot!", copy: bool = True, **columns) -> Agreement:
    """Signed by both sides and posted, with a copy for the public; `posted=False` leaves it signed."""
    at, by = columns.pop("at", timezone.now()), Actor(cast.it_director)
    is_posted, companies = columns.pop("posted", True), columns.pop("companies", ("Amazon Web Services",))
    today = timezone.localdate(at)
    vendor = columns.pop("vendor", None) or VendorFactory(name=name, business_address="1 Main Street\nOslo, Norway")
    authorise("Dana Signer")
    said = {
        "products": [ResourceFactory(name=product, vendor=vendor, description="Quizzes in class")],
        "places": [cast.district],
        "elements": list(DataElement.objects.filter(category="Student name")),
        "starts_on": today,
        "ends_on": today + timedelta(days=365),
        "district_signer": "Dana Signer",
        "district_signed_on": today,
        "vendor_signer": "Vic Vendor",
        "vendor_signed_on": today,
    } | columns
    made = draft_agreement(kind="ndpa", vendor=vendor, by=by, at=at, place=cast.district, **said)
    signed = store_file(pdf("secret-original.pdf"), by=cast.it_director, at=at)
    engine.attach(made.pk, signed, kind="contract", by=by, at=at)
    for company in companies:
        Subcontractor.objects.create(case=made, name=company, service="Hosting")
    engine.perform(made.pk, "sign", by=by, at=at)
    if is_posted:
        stored = store_file(pdf("for-everybody.pdf"), by=cast.it_director, at=at) if copy else None
        post_agreement(agreement=made, by=by, at=at, public_copy=stored)
    return Agreement.objects.get(pk=made.pk)


def many(cast, first: Agreement, size: int) -> None:
    """So many more posted agreements like the first, each of another operator with a product of its own."""
    today = timezone.localdate()
    for number in range(size):
        agreement(cast, name=f"Operator {number:03}", product=f"Product {number}", starts_on=today)
