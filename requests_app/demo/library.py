"""The demo's vendors and library, decided about in the past two years."""

from datetime import datetime, timedelta
from random import Random

from dateutil.relativedelta import relativedelta
from django.db import transaction

from catalog import services
from catalog.models import Approval, Grade, Privacy, Resource, Subject, Vendor
from requests_app.demo.district import District
from requests_app.demo.products import MAKERS, Product, slug

CONTACTS = (
    "Dana Kim",
    "Lee Porter",
    "Sam Rivera",
    "Alex Chen",
    "Jordan Blake",
    "Morgan Ellis",
    "Robin Shah",
    "Jamie Cole",
)
STREETS = ("Market Street", "Second Avenue", "Mill Road", "Harbor Drive", "College Street")
TOWNS = ("Springfield, IL 62701", "Peoria, IL 61602", "Madison, WI 53703", "Columbus, OH 43215")
PRIVACY = {
    "agreement": Privacy.AGREEMENT,
    "none": Privacy.NO_STUDENT_DATA,
    "missing": Privacy.MISSING,
    "unknown": Privacy.UNKNOWN,
    "not-approved": Privacy.NOT_APPROVED,
}


@transaction.atomic
def fill_library(district: District, products: list[Product], *, random: Random, now: datetime) -> dict[str, Resource]:
    """All products with their vendors and the decisions about them; by name."""
    vendors: dict[str, Vendor] = {}
    made: dict[str, Resource] = {}
    grades = {grade.code: grade for grade in Grade.objects.all()}
    subjects = {subject.name: subject for subject in Subject.objects.all()}
    for product in products:
        at = now - timedelta(days=random.randint(200, 700), hours=random.randint(0, 6))
        lists = {
            "grades": [grades[code] for code in product.grades],
            "subjects": [subjects[name] for name in product.subjects if name in subjects],
        }
        made[product.name] = _add(district, product, vendors, random=random, at=at, **lists)
    for product in products:
        _decide(district, product, made[product.name], random=random, now=now)
    for product in products:
        if product.standing == "denied":
            made[product.name].alternatives.set(_instead(product, products, made))
    return made


def _add(district: District, product: Product, vendors: dict, *, random: Random, at: datetime, **lists) -> Resource:
    by = district.person("it-director")
    if product.vendor not in vendors and product.standing in {"approved", "retired"}:
        vendors[product.vendor] = _add_vendor(product, number=len(vendors), random=random, by=by, at=at)
    return services.add_resource(
        name=product.name,
        kind=product.kind,
        vendor=vendors.get(product.vendor),
        website=product.website,
        description=product.description,
        aliases=product.aliases,
        **lists,
        how_to_get=product.how,
        paid_seats=product.paid,
        by=by,
        at=at,
    )


def _add_vendor(product: Product, *, number: int, random: Random, by, at: datetime) -> Vendor:
    """Contacts are invented, for companies that exist too."""
    domain = f"{slug(product.vendor)}.example"
    invented = product.vendor in MAKERS
    street, town = STREETS[number % len(STREETS)], TOWNS[number % len(TOWNS)]
    return services.add_vendor(
        name=product.vendor,
        website=f"https://{domain}/" if invented else product.website,
        business_address=f"{100 + 7 * number} {street}, {town}" if number % 12 != 7 else "",  # a few are not known
        contact_name=random.choice(CONTACTS),
        contact_email=f"privacy@{domain}",
        contact_phone=f"(555) 010-{1000 + number}",
        by=by,
        at=at,
    )


# What the district says


def _decide(district: District, product: Product, resource: Resource, *, random: Random, now: datetime) -> None:
    at = now - timedelta(days=random.randint(70, 190), hours=random.randint(0, 6))
    if product.standing == "approved":
        _approve(district, product, resource, random=random, at=at, now=now)
    elif product.standing == "denied":
        services.set_status(
            resource=resource,
            approval=Approval.DENIED,
            places=[district.place(key) for key in product.where],
            privacy=PRIVACY[product.data],
            ground=product.ground,
            words=product.words,
            by=district.person("assistant-superintendent"),
            at=at,
        )
    elif product.standing == "retired":
        services.set_status(
            resource=resource,
            approval=Approval.RETIRED,
            privacy=PRIVACY[product.data],
            by=district.person("it-director"),
            at=at,
        )


def _approve(district, product: Product, resource: Resource, *, random: Random, at: datetime, now: datetime) -> None:
    until = (now + relativedelta(months=product.until_months)).date() if product.until_months else None
    months = random.choice([6, 6, 12])
    resource.review_interval = months
    resource.next_review_on = max((at + relativedelta(months=months)).date(), (now + timedelta(days=9)).date())
    resource.save(update_fields=["review_interval", "next_review_on"])
    services.make_available(
        resource=resource,
        places=[district.place(key) for key in product.where],
        until=until,
        seats=random.choice([60, 90, 120, 250]) if product.paid else None,
        privacy=PRIVACY[product.data],
        by=district.person("it-director"),
        at=at,
        **product.terms,
    )


def _instead(product: Product, products: list[Product], made: dict[str, Resource]) -> list[Resource]:
    """What to use instead of something denied: as written down, else two approved ones for the same subject."""
    names = product.instead or [
        other.name
        for other in products
        if other.standing == "approved" and other.where == ["district"] and set(other.subjects) & set(product.subjects)
    ]
    return [made[name] for name in names[:2]]
