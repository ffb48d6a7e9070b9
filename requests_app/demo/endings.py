"""The demo's ended agreements: deletion asked for, nobody known to ask, certified, accepted, closed (RENEW-6)."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.files import store_file
from catalog import services as library
from catalog.models import Privacy
from contracts import offboarding
from contracts.models import Offboarding
from requests_app.demo.district import District
from requests_app.demo.paper import pdf
from requests_app.demo.papers import draft, sign
from workflows import engine
from workflows.actors import Actor

# Product, its maker, an address there, where it is used, days since it was ended, and why.
ENDED = (
    ("Sum Garden", "Brightleaf Labs", "privacy@brightleaf.example", "lincoln", 24, "Desmos does the same."),
    ("Echo Reader", "Echo Pond Software", "", "district", 3, "The vendor now trains its models with recordings."),
    ("Maple Quiz", "Maple Court Media", "office@maplecourt.example", "lincoln", 150, "The company closes."),
)


def end_agreements(district: District, *, now: datetime) -> None:
    """One in each state; those the demo's own papers ended wait for their certificate, or have it."""
    for product, vendor, email, place, ago, why in ENDED:
        _end(district, product, vendor, email, place, why, at=now - timedelta(days=ago, hours=2))
    in_hand = {case.contract.products.first().name: case for case in Offboarding.objects.order_by("pk")}
    _ask(in_hand["Sum Garden"], district, at=now - timedelta(days=20))
    hand_in(in_hand["Sum Garden"], at=now - timedelta(days=1, hours=3))
    _close(in_hand["Maple Quiz"], district, at=now - timedelta(days=70))
    done = in_hand["Discovery Education Experience"]
    hand_in(done, at=now - timedelta(days=33))
    engine.perform(done.pk, "accept", by=_officer(district), at=now - timedelta(days=31))


def hand_in(case: Offboarding, *, at: datetime) -> None:
    """As the vendor does it through its link."""
    link = case.links.get()
    by, day = Actor.outside(link), timezone.localdate(at)
    paper = pdf(
        f"Certificate of deletion {case.vendor}.pdf".replace("/", " "),
        "Certificate of deletion",
        f"{case.vendor} has deleted all student data received under: {case.contract.title}.",
        f"Deleted everywhere, backups included, on {day}.",
        f"Signed: {link.name}. This paper belongs to a demonstration.",
    )
    offboarding.add_certificate(case, store_file(paper, by=None, at=at), by=by, at=at)
    told = {"deleted_by": f"{link.name}, Privacy Office", "deleted_on": day, "deletion_method": "deleted"}
    offboarding.hand_in(case, by=by, at=at + timedelta(minutes=4), **told)


def _end(district: District, product: str, maker: str, email: str, place: str, why: str, *, at: datetime) -> None:
    """An agreement of a year ago that is ended now, with its product in use."""
    by, begun = _officer(district), at - timedelta(days=370)
    vendor = library.add_vendor(
        name=maker, contact_name="Robin Shah" if email else "", contact_email=email, by=by.user, at=begun
    )
    resource = library.add_resource(name=product, vendor=vendor, by=by.user, at=begun)
    where = district.place(place)
    paper = draft(district, vendor, [resource], places=[where], signer="Robin Shah", at=begun)
    sign(district, paper, at=begun + timedelta(hours=1))
    library.make_available(
        resource=resource, places=[where], privacy=Privacy.AGREEMENT, by=by.user, at=begun + timedelta(days=1)
    )
    engine.perform(paper.pk, "terminate", by=by, at=at, rationale=why)


def _ask(case: Offboarding, district: District, *, at: datetime) -> None:
    """A question of the vendor's and the answer."""
    engine.comment(case.pk, "Do backups of the last 30 days count?", by=Actor.outside(case.links.get()), at=at)
    answer = "Yes. Certify once they have run out."
    engine.comment(case.pk, answer, by=_officer(district), at=at + timedelta(hours=3), vendor=True)


def _close(case: Offboarding, district: District, *, at: datetime) -> None:
    why = "The company no longer exists; its receiver has confirmed that the servers were destroyed."
    engine.perform(case.pk, "close", by=_officer(district), at=at, rationale=why)


def _officer(district: District) -> Actor:
    return Actor(district.person("compliance-officer"))
