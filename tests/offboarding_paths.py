"""The deletion of data in every state, for tests: an agreement was terminated, and its vendor answers or not."""

from django.utils import timezone

from accounts.files import store_file
from contracts import offboarding
from contracts.models import Offboarding
from tests.agreements import agreement_in, move
from tests.factories import VendorFactory
from tests.paths import pdf
from workflows import engine
from workflows.actors import Actor

TOLD = {"deleted_by": "Vic Vendor, Operations", "deletion_method": "deleted"}


def told() -> dict:
    """What a certificate says."""
    return TOLD | {"deleted_on": timezone.localdate()}


def requested(cast, *, known: bool = True, **columns) -> Offboarding:
    """The vendor was asked; or nobody knows its address."""
    contact = {"contact_name": "Vic Vendor", "contact_email": "vic@vendor.example"} if known else {}
    agreement = agreement_in(cast, "in-force", vendor=VendorFactory(**contact), **columns)
    return move(agreement, cast, "terminate").offboardings.get()


def add_certificate(case: Offboarding) -> Offboarding:
    """As the vendor hands it in."""
    at, by = timezone.now(), Actor.outside(case.links.filter(revoked_at=None).get())
    offboarding.add_certificate(case, store_file(pdf("certificate.pdf"), by=None, at=at), by=by, at=at)
    return Offboarding.objects.get(pk=case.pk)


def offboarding_in(cast, state: str, **columns) -> Offboarding:
    """The shortest way to a state."""
    case = requested(cast, **columns)
    officer, at = Actor(cast.compliance_officer), timezone.now()
    if state == "closed":
        engine.perform(case.pk, "close", by=officer, at=at, rationale="The company holds nothing.")
    if state in {"certified", "complete"}:
        offboarding.hand_in(add_certificate(case), by=Actor.outside(case.links.get()), at=at, **told())
    if state == "complete":
        engine.perform(case.pk, "accept", by=officer, at=at)
    return Offboarding.objects.get(pk=case.pk)
