"""The demo's agreements with vendors: signed and posted ones, and some in every other state."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from accounts.files import store_file
from accounts.models import Place
from catalog.models import Privacy, Resource, Vendor
from contracts import services, signers
from contracts.models import Agreement, DataElement
from contracts.models.elements import OTHERS
from requests_app.demo.district import District
from requests_app.demo.paper import pdf
from workflows import engine
from workflows.actors import Actor
from workflows.sweeps import sweep_wakes

USUAL = ("Student name", "Student in-app performance", "Application use statistics", "Enrollment", "Student work")
SUBCONTRACTORS = [
    {"name": "Northern Cloud Hosting", "service": "servers", "website": "https://northern-cloud.example"},
    {"name": "Postbird Mail", "service": "mail to users", "website": ""},
    {"name": "Helpdesk Harbor", "service": "support", "website": ""},
]
CLICKED = (
    "By using this service you agree to these terms.\n\nWe use what is entered only to give you the service, sell none"
    " of it, and delete it within 30 days when you ask us to."
)
WITHOUT_COPY = 3  # agreements whose copy for the public is still to be made
SIGNERS = ("Terry Vaughn", "Chris Delaney", "Kim Sato", "Pat Moreno", "Jesse Warner")


def sign_agreements(district: District, resources: dict[str, Resource], *, random: Random, now: datetime) -> None:
    """For each vendor whose products hold students' data an agreement in force; and a few in the other states."""
    _list_signers(district, now=now)
    covered: dict[Vendor, list[Resource]] = {}
    for resource in resources.values():
        if resource.privacy == Privacy.AGREEMENT and resource.vendor_id and resource.approval == "approved":
            covered.setdefault(resource.vendor, []).append(resource)
    for number, (vendor, products) in enumerate(covered.items()):
        runs_out = number % 11 == 3  # in two to five weeks
        looked_at = number % 8 == 2  # this month
        age = 330 + random.randint(0, 20) if runs_out else random.randint(195, 420)
        at = now - timedelta(days=random.randint(190, 204) if looked_at else age)
        kind = Agreement.Kind.GENERAL_OFFER if number % 5 == 4 else Agreement.Kind.NDPA
        paper = draft(
            district,
            vendor,
            products,
            kind=kind,
            signer=SIGNERS[number % len(SIGNERS)],
            at=at,
            review_interval=6 if looked_at else _months_until_a_look(at, now=now),
            **_term(number, runs_out=runs_out, random=random),
            **_protection(number, district),
        )
        sign(district, paper, at=at + timedelta(minutes=20))
        late = number % 13 == 5
        copied = number >= WITHOUT_COPY
        _post(district, paper, at=at + timedelta(days=16 if late else 2), public=copied)
    _others(district, resources, now=now)


def _months_until_a_look(at: datetime, *, now: datetime) -> int:
    """So many that the first review of what begins on a day lies ahead."""
    return next(months for months in (6, 12, 18) if at + relativedelta(months=months) > now + timedelta(days=10))


def _list_signers(district: District, *, now: datetime) -> None:
    """Who may sign today, and who could until last summer."""
    director, counsel = district.person("it-director"), district.person("general-counsel")
    admin = district.person("admin")
    begun = now - timedelta(days=510)
    for name, title, starts_on in (
        (str(director), "Director of Information Technology", date(2021, 7, 1)),
        (str(counsel), "General Counsel", date(2023, 7, 1)),
    ):
        signers.add_signer(name=name, title=title, starts_on=starts_on, ends_on=None, by=admin, at=begun)
    former = signers.add_signer(
        name="Robin Alder", title="Superintendent", starts_on=date(2018, 7, 1), ends_on=None, by=admin, at=begun
    )
    signers.end_signer(signer=former, ends_on=date(2025, 6, 30), by=admin, at=now - timedelta(days=500))


def _term(number: int, *, runs_out: bool, random: Random) -> dict[str, Any]:
    """How long it runs and what it costs: some to a last day, some term by term, some for nothing."""
    yearly = None if number % 4 == 1 else Decimal(random.randrange(8, 240) * 50)
    if runs_out:
        return {"months": 12, "yearly_amount": yearly, "amount": yearly}
    months, tacit, notice = random.choice([(36, 12, 3), (12, 12, 2), (24, None, 0), (36, None, 0), (18, None, 0)])
    cost = {"yearly_amount": yearly, "amount": yearly and yearly * months / 12}
    if tacit is None:
        return {"months": months, **cost}
    term = {"first_term_months": months, "tacit_months": tacit, "notice_months": notice}
    return {"months": None, **term, **cost}


def _protection(number: int, district: District) -> dict[str, Any]:
    """Who is in charge, the framework, and the subcontractors or the vendor's page of them."""
    in_charge = (None, "curriculum-director", "it-director", "ict-coordinator")[number % 4]
    page = {"subcontractors_url": f"https://vendor-{number}.example/subprocessors"}
    named = {"subcontractors": SUBCONTRACTORS[: 1 + number % len(SUBCONTRACTORS)]}
    frameworks = [*Agreement.Framework.values, ""]
    return {
        "owner": district.person(in_charge) if in_charge else None,
        "framework": frameworks[number % len(frameworks)],
        **(named if number % 2 else page),
    }


def _post(district: District, paper: Agreement, *, at: datetime, public: bool) -> None:
    """Post it, with a copy for the public where there is one."""
    by = _keeper(district)
    copy = store_file(_file(paper, public=True), by=by.user, at=at) if public else None
    services.post_agreement(agreement=paper, by=by, at=at, public_copy=copy)


def draft(
    district: District,
    vendor: Vendor,
    products: list[Resource],
    *,
    kind: str = Agreement.Kind.NDPA,
    signer: str = "Terry Vaughn",
    months: int | None = 36,
    at: datetime,
    places: list[Place] | None = None,
    elements: list[DataElement] | None = None,
    starts_in: int = 0,
    **columns,
) -> Agreement:
    """A draft with all that is needed to sign it; it begins so many days later."""
    day = timezone.localdate(at)
    starts_on = day + timedelta(days=starts_in)
    offer = {"joins": "Northfield Unified School District"} if kind == Agreement.Kind.GENERAL_OFFER else {}
    signed = {
        "district_signer": str(district.person("it-director")),
        "district_signed_on": day,
        "vendor_signer": signer,
        "vendor_signed_on": day - timedelta(days=40) if offer else day,
    }
    return services.draft_agreement(
        kind=kind,
        vendor=vendor,
        products=products,
        places=places or [district.place("district")],
        elements=usual_elements() if elements is None else elements,
        starts_on=starts_on,
        ends_on=starts_on + relativedelta(months=months, days=-1) if months else None,
        by=_keeper(district),
        at=at,
        **(signed | offer | columns),
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
    return list(DataElement.objects.filter(category__in=USUAL).exclude(name__in=OTHERS))


def _keeper(district: District) -> Actor:
    return Actor(district.person("compliance-officer"))


def _file(paper: Agreement, *, public: bool = False):
    kind = paper.get_agreement_kind_display()
    products = ", ".join(paper.products.values_list("name", flat=True))
    elements = "; ".join(map(str, paper.elements.all()))
    return pdf(
        f"{paper.vendor} {'for the public' if public else 'signed'}.pdf".replace("/", " "),
        kind,
        f"Between {paper.place} and {paper.vendor}.",
        f"Products: {products}.",
        f"In force from {paper.starts_on} until {paper.ends_on or 'ended by either side'}.",
        f"Schedule of data: {elements}.",
        "Signatures: not shown in this copy."
        if public
        else f"Signed for the district by {paper.district_signer} on {paper.district_signed_on},"
        f" for the vendor by {paper.vendor_signer} on {paper.vendor_signed_on}.",
        "This paper belongs to a demonstration. The district and its agreements are invented.",
    )


def _others(district: District, resources: dict[str, Resource], *, now: datetime) -> None:
    """One or more in every other state."""
    by = _keeper(district)
    flip, remind, discovery = (resources[name] for name in ("Flip", "Remind", "Discovery Education Experience"))
    ended = draft(district, remind.vendor, [remind], months=12, at=now - timedelta(days=500))
    sign(district, ended, at=now - timedelta(days=500) + timedelta(minutes=20))
    engine.perform(ended.pk, "lapse", by=Actor.system(), at=now - timedelta(days=134))
    for resource, why in (
        (flip, "The maker has closed the website."),
        (discovery, "The subscription was not renewed."),
    ):
        at = now - timedelta(days=400)
        paper = sign(district, draft(district, resource.vendor, [resource], at=at), at=at + timedelta(minutes=20))
        engine.perform(paper.pk, "terminate", by=by, at=now - timedelta(days=60), rationale=why)
    rest = [r for r in resources.values() if r.privacy == Privacy.MISSING and r.vendor_id]
    _unsigned(district, rest, now=now)
    _replaced(district, resources, now=now)


def _unsigned(district: District, wanted: list[Resource], *, now: datetime) -> None:
    """Being drafted, with the vendor, being negotiated, signed ahead of its day, dropped."""
    by, at = _keeper(district), now - timedelta(days=12)
    ways = ((), (), ("send",), ("send", "negotiate"), ("sign",), ("drop",))
    for resource, moves in zip(wanted, ways, strict=False):
        ahead = moves == ("sign",)
        signatures = {} if ahead or moves == ("drop",) else {"vendor_signer": "", "vendor_signed_on": None}
        starts_in = 12 + 45 if ahead else 0
        paper = draft(district, resource.vendor, [resource], at=at, starts_in=starts_in, **signatures)
        if ahead:
            sign(district, paper, at=at + timedelta(hours=1))
            continue
        for number, move in enumerate(moves, 1):
            told = {"rationale": "The vendor wants other terms."} if move == "drop" else {"words": ""}
            engine.perform(paper.pk, move, by=by, at=at + timedelta(days=2 * number), **told)


def _replaced(district: District, resources: dict[str, Resource], *, now: datetime) -> None:
    """A newer agreement took the place of an older one; and terms that were accepted by a click."""
    old = Agreement.objects.filter(state=Agreement.State.IN_FORCE, agreement_kind=Agreement.Kind.NDPA).first()
    at = now - timedelta(days=30)
    newer = draft(district, old.vendor, list(old.products.all()), at=at, replaces=old)
    newer = sign(district, newer, at=at + timedelta(minutes=20))
    _post(district, newer, at=at + timedelta(days=3), public=True)
    sweep_wakes(at=at + timedelta(hours=1))
    free = next(r for r in resources.values() if r.privacy == Privacy.NO_STUDENT_DATA and r.vendor_id)
    at = now - timedelta(days=100)
    accepted = {"vendor_signer": "", "vendor_signed_on": None, "accepted_terms": CLICKED, "elements": []}
    terms = draft(district, free.vendor, [free], kind=Agreement.Kind.CLICK_WRAP, months=None, at=at, **accepted)
    engine.perform(terms.pk, "sign", by=_keeper(district), at=at + timedelta(minutes=5))
    _post(district, terms, at=at + timedelta(days=1), public=False)
