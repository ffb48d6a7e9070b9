"""The demo's agreements with vendors: signed and posted ones, and some in every other state."""

from datetime import date, datetime, timedelta
from random import Random

from dateutil.relativedelta import relativedelta

from accounts.files import store_file
from accounts.models import Place
from catalog.models import Privacy, Resource, Vendor
from contracts import services
from contracts.models import Agreement, AuthorisedSigner, DataElement
from requests_app.demo.district import District
from requests_app.demo.paper import pdf
from workflows import engine
from workflows.actors import Actor

USUAL = ("Student name", "Student in-app performance", "Application use statistics", "Enrollment", "Student work")
SIGNERS = ("Terry Vaughn", "Chris Delaney", "Kim Sato", "Pat Moreno", "Jesse Warner")


def sign_agreements(district: District, resources: dict[str, Resource], *, random: Random, now: datetime) -> None:
    """For each vendor whose products hold students' data an agreement in force; and a few in the other states."""
    AuthorisedSigner.objects.create(
        name=str(district.person("it-director")), title="Director of Information Technology", starts_on=date(2021, 7, 1)
    )
    covered: dict[Vendor, list[Resource]] = {}
    for resource in resources.values():
        if resource.privacy == Privacy.AGREEMENT and resource.vendor_id and resource.approval == "approved":
            covered.setdefault(resource.vendor, []).append(resource)
    for number, (vendor, products) in enumerate(covered.items()):
        runs_out = number % 11 == 3  # in two to five weeks
        at = now - timedelta(days=random.randint(330, 350) if runs_out else random.randint(195, 420))
        kind = Agreement.Kind.GENERAL_OFFER if number % 5 == 4 else Agreement.Kind.NDPA
        months = 12 if runs_out else random.choice([18, 24, 36])
        paper = draft(
            district, vendor, products, kind=kind, signer=SIGNERS[number % len(SIGNERS)], months=months, at=at
        )
        sign(district, paper, at=at + timedelta(minutes=20))
        services.post_agreement(agreement=paper, by=_keeper(district), at=at + timedelta(days=2))
    _others(district, resources, now=now)


def draft(
    district: District,
    vendor: Vendor,
    products: list[Resource],
    *,
    kind: str = Agreement.Kind.NDPA,
    signer: str = "Terry Vaughn",
    months: int = 36,
    at: datetime,
    places: list[Place] | None = None,
    elements: list[DataElement] | None = None,
) -> Agreement:
    """A draft with all that is needed to sign it."""
    day = at.date()
    return services.draft_agreement(
        kind=kind,
        vendor=vendor,
        products=products,
        places=places or [district.place("district")],
        elements=elements or usual_elements(),
        starts_on=day,
        ends_on=day + relativedelta(months=months),
        district_signer=str(district.person("it-director")),
        district_signed_on=day,
        vendor_signer=signer,
        vendor_signed_on=day,
        by=_keeper(district),
        at=at,
    )


def sign(district: District, paper: Agreement, *, at: datetime) -> Agreement:
    """Add the signed file and record the signatures."""
    by = _keeper(district)
    stored = store_file(_file(paper), by=by.user, at=at)
    engine.attach(paper.pk, stored, kind="contract", by=by, at=at)
    engine.perform(paper.pk, "sign", by=by, at=at + timedelta(minutes=5))
    return Agreement.objects.get(pk=paper.pk)


def usual_elements() -> list[DataElement]:
    """The data elements that most products ask for."""
    return list(DataElement.objects.filter(category__in=USUAL))


def _keeper(district: District) -> Actor:
    return Actor(district.person("compliance-officer"))


def _file(paper: Agreement):
    kind = paper.get_agreement_kind_display()
    products = ", ".join(paper.products.values_list("name", flat=True))
    elements = "; ".join(map(str, paper.elements.all()))
    return pdf(
        f"{paper.vendor} signed.pdf".replace("/", " "),
        kind,
        f"Between {paper.place} and {paper.vendor}.",
        f"Products: {products}.",
        f"In force from {paper.starts_on} until {paper.ends_on or 'ended by either side'}.",
        f"Schedule of data: {elements}.",
        f"Signed for the district by {paper.district_signer} on {paper.district_signed_on},"
        f" for the vendor by {paper.vendor_signer} on {paper.vendor_signed_on}.",
        "This paper belongs to a demonstration. The district and its agreements are invented.",
    )


def _others(district: District, resources: dict[str, Resource], *, now: datetime) -> None:
    """Ended, terminated, dropped, and still being drafted."""
    flip, remind, discovery = (resources[name] for name in ("Flip", "Remind", "Discovery Education Experience"))
    ended = draft(district, remind.vendor, [remind], months=12, at=now - timedelta(days=500))
    sign(district, ended, at=now - timedelta(days=500) + timedelta(minutes=20))
    by = _keeper(district)
    for resource, why in (
        (flip, "The maker has closed the website."),
        (discovery, "The subscription was not renewed."),
    ):
        at = now - timedelta(days=400)
        paper = sign(district, draft(district, resource.vendor, [resource], at=at), at=at + timedelta(minutes=20))
        engine.perform(paper.pk, "terminate", by=by, at=now - timedelta(days=60), rationale=why)
    rest = [r for r in resources.values() if r.privacy == Privacy.MISSING and r.vendor_id]
    for resource in rest[:3]:
        draft(district, resource.vendor, [resource], at=now - timedelta(days=12))
    if rest[3:]:
        paper = draft(district, rest[3].vendor, [rest[3]], at=now - timedelta(days=90))
        engine.perform(paper.pk, "drop", by=by, at=now - timedelta(days=50), rationale="The vendor wants other terms.")
