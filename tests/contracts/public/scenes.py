"""A district with something to show on its public page."""

from datetime import timedelta

from django.utils import timezone

from accounts.files import store_file
from contracts.models import Agreement, Breach, DataElement, Subcontractor
from contracts.services import draft_agreement, post_agreement
from tests.factories import ResourceFactory, VendorFactory
from tests.paths import authorise, pdf
from workflows import engine
from workflows.actors import Actor
from workflows.models import Step

PAGES = ("/public/privacy/", "/public/privacy/agreements/", "/public/privacy/subcontractors/")


def agreement(
    cast, *, name: str = "Kahoot ASA", product: str = "Kahoot!", copy: bool = True, posted: bool = True, **columns
) -> Agreement:
    """Signed by both sides and posted, with a copy for the public and its subcontractors."""
    at, by = columns.pop("at", timezone.now()), Actor(cast.it_director)
    companies, kind = columns.pop("companies", ("Amazon Web Services",)), columns.pop("kind", "ndpa")
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
    made = draft_agreement(kind=kind, vendor=vendor, by=by, at=at, place=cast.district, **said)
    signed = store_file(pdf("secret-original.pdf"), by=cast.it_director, at=at)
    engine.attach(made.pk, signed, kind="contract", by=by, at=at)
    for company in companies:
        Subcontractor.objects.create(case=made, name=company, service="Hosting")
    engine.perform(made.pk, "sign", by=by, at=at)
    if posted:
        stored = store_file(pdf("for-everybody.pdf"), by=cast.it_director, at=at) if copy else None
        post_agreement(agreement=made, by=by, at=at, public_copy=stored)
    return Agreement.objects.get(pk=made.pk)


def many(cast, size: int, *, first: int = 0) -> None:
    """So many more posted agreements, each of another operator with a product and subcontractors of its own."""
    for number in range(first, first + size):
        agreement(cast, name=f"Operator {number:03}", product=f"Product {number}", companies=(f"Host {number}",))


def breach(
    cast,
    *,
    contract: Agreement | None = None,
    source: str = "operator",
    students: int = 12,
    pipa: bool = False,
    estimate: bool = False,
    posted: bool = True,
    elements: list[str] = (),
    description: str = "A file was left open.",
    known: int = 3,
) -> Breach:
    """A breach known since so many days; posted through its step unless `posted` is False."""
    at, by, today = timezone.now(), Actor(cast.compliance_officer), timezone.localdate()
    made = engine.start(
        Breach,
        by=by,
        at=at,
        place=cast.district,
        title="Breach",
        source=source,
        contract=contract,
        vendor=contract.vendor if contract else None,
        known_on=today - timedelta(days=known),
        known_how="They told us.",
        happened_from=today - timedelta(days=20),
        date_is_estimate=estimate,
        description=description,
        pipa=pipa,
    )
    made.elements.set(DataElement.objects.filter(category__in=elements))
    made.counts.create(school=cast.school, students=students)
    if posted:
        step = Step.objects.get(case=made, key="post-breach")
        answer = engine.StepAnswer(step=step.pk, version=step.version, outcome="done", details={})
        engine.review(made.pk, [answer], by=by, at=at)
    return Breach.objects.get(pk=made.pk)
