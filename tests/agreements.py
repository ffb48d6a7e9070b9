"""Agreements in every state, for tests: drafted and moved by those who keep them."""

from datetime import timedelta

from django.utils import timezone

from accounts.files import store_file
from catalog import services as library
from catalog.models import Resource
from contracts.models import Agreement, DataElement
from contracts.services import draft_agreement
from tests.factories import VendorFactory
from tests.paths import authorise, pdf
from workflows import engine
from workflows.actors import Actor

# State → the moves that lead there from the draft; those in capitals are the system's.
WAYS = {
    "drafting": (),
    "sent": ("send",),
    "negotiating": ("send", "negotiate"),
    "signed": ("sign",),
    "in-force": ("sign",),
    "expiring": ("sign", "RUN_OUT"),
    "lapsed": ("sign", "LAPSE"),
    "terminated": ("sign", "terminate"),
    "superseded": ("sign", "supersede"),
    "dropped": ("drop",),
}
# First and last day, in days from today, where they are not today and none.
DAYS = {"signed": (1, None), "lapsed": (-400, -1)}


def fresh(agreement: Agreement) -> Agreement:
    """As it stands now."""
    return Agreement.objects.get(pk=agreement.pk)


def draft(cast, *, starts: int = 0, ends: int | None = None, kind: str = "ndpa", **columns) -> Agreement:
    """A draft with everything it needs but the file; its first and last day are given in days from today."""
    today, at = timezone.localdate(), columns.pop("at", timezone.now())
    vendor = columns.pop("vendor", None) or VendorFactory()
    authorise()
    said = {
        "products": columns.pop("products", None) or [_product(vendor)],
        "places": [cast.district],
        "elements": list(DataElement.objects.filter(category="Student name")),
        "starts_on": today + timedelta(days=starts),
        "ends_on": None if ends is None else today + timedelta(days=ends),
        "district_signer": "Dana Director",
        "district_signed_on": today + timedelta(days=min(starts, 0)),
        "vendor_signer": "Vic Vendor",
        "vendor_signed_on": today + timedelta(days=min(starts, 0)),
    }
    by = Actor(cast.it_director)
    return draft_agreement(kind=kind, vendor=vendor, by=by, at=at, place=cast.district, **(said | columns))


def _product(vendor) -> Resource:
    """As the library keeps one, so that it is found by its name."""
    return library.add_resource(name=f"Product of {vendor}", vendor=vendor, by=None, at=timezone.now())


def move(agreement: Agreement, cast, name: str, **details) -> Agreement:
    """One move; a name in capitals is the system's."""
    by = Actor.system() if name.isupper() else Actor(cast.it_director)
    asked = {"rationale": "Nobody needs it."} if name in {"drop", "terminate", "supersede"} else {}
    engine.perform(agreement.pk, name.lower(), by=by, at=timezone.now(), **(asked | details))
    return fresh(agreement)


def add_paper(agreement: Agreement, cast, name: str = "dpa.pdf") -> None:
    by, at = Actor(cast.it_director), timezone.now()
    engine.attach(agreement.pk, store_file(pdf(name), by=by.user, at=at), kind="contract", by=by, at=at)


def agreement_in(cast, state: str, **columns) -> Agreement:
    """An agreement in a state, brought there by its moves."""
    starts, ends = DAYS.get(state, (0, None))
    agreement = draft(cast, **({"starts": starts, "ends": ends} | columns))
    if "sign" in WAYS[state]:
        add_paper(agreement, cast)
    for name in WAYS[state]:
        move(agreement, cast, name)
    return fresh(agreement)
