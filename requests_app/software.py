"""What the rules of a software request write: its rounds of vetting, set-ups, the registry (document 004).

Called by the consequences of moves, within their transaction.
"""

import re
from datetime import datetime

from django.utils import timezone

from catalog.models import Resource
from catalog.search import host_of, search
from contracts import schedules
from contracts.cover import in_force
from contracts.models import Packet
from contracts.tls.address import of_website
from contracts.tls.errors import NotMeasured
from workflows.actors import Actor

THE_SAME = 98  # of 100: what was typed is this resource


# --- rounds of vetting ------------------------------------------------------------------------------------------------


def begin_vetting(case, *, at: datetime):
    """A round for the product the request is about now; its own website is the first host."""
    from requests_app.models import Host, Vetting

    number = case.vetting_rounds() + 1
    made = Vetting.objects.create(case=case, number=number, resource=case.resource, name=case.title, began_at=at)
    try:
        target = of_website(case.website or (case.resource.website if case.resource else ""))
        Host.objects.create(vetting=made, host=target.host, port=target.port)
    except NotMeasured:
        pass
    case.vetting = made
    return made


def end_vetting(case, *, at: datetime) -> None:
    """The round is over; what was found about student data stays with it."""
    vetting = case.vetting
    if vetting is None or vetting.ended_at is not None:
        return
    vetting.ended_at, vetting.data_shared = at, case.student_data_found
    vetting.resource, vetting.name = case.resource, case.title
    vetting.save(update_fields=["ended_at", "data_shared", "resource", "name"])
    vetting.elements.set(case.elements_found.all())


def resume_vetting(case) -> None:
    """Back to the vetting: its round is open again."""
    if case.vetting is not None:
        case.vetting.ended_at = None
        case.vetting.save(update_fields=["ended_at"])


def take_replacement(case, details: dict, *, by: Actor) -> None:
    """The request is about another product now: of the library where it has one of that name, else a new one."""
    named = " ".join(str(details["replacement"]).split())
    found = resource_named(named)
    case.resource = found
    case.title = found.name if found else (host_of(named) or named)[:200]
    case.website = details.get("replacement_website") or (found.website if found else "")
    case.vendor = found.vendor if found else None
    case.vendor_name = case.vendor.name if case.vendor else ""
    case.product_kind = found.kind if found else case.product_kind
    case.student_data_found, case.waits_for = None, None
    case.elements_found.clear()
    case.agreements.clear()
    case.setup_lines.update(done_on=None, done_by=None)


def resource_named(words: str) -> Resource | None:
    """The resource of the library that is called or addressed so."""
    hits = search(words, limit=1)
    return hits[0].resource if hits and hits[0].score >= THE_SAME else None


def packet_of(case) -> Packet | None:
    """The packet through which the vendor is asked in this round."""
    return case.vetting.packet if case.vetting else None


# --- set-ups ----------------------------------------------------------------------------------------------------------


def list_setups(case) -> None:
    """SOFT-15: a line for each set-up that was asked for, at each place; once."""
    if case.setup_lines.exists():
        return
    names = [name.strip() for name in re.split(r"[,;\n]", case.setups) if name.strip()] or [case.title]
    for place in case.asked_places():
        for name in dict.fromkeys(names):
            case.setup_lines.create(name=name[:200], place=place)


# --- the state's registry ---------------------------------------------------------------------------------------------


def registry_says(case, status: str, *, at: datetime) -> None:
    """What the registry shall say of the resource from now on; it is not posted there yet."""
    from requests_app.models import RegistryEntry

    entry, _new = RegistryEntry.objects.update_or_create(
        resource=case.resource,
        defaults={
            "status": status,
            "since": timezone.localdate(at),
            "case": case,
            "posted_on": None,
            "posted_by": None,
        },
    )
    case.resource.registry_entry = entry


def registry_undecided(case, *, at: datetime) -> None:
    """The decision of this request is looked at again."""
    entry = case.registry_entry
    if entry is not None and entry.case_id == case.pk:
        registry_says(case, case.registry_before or "under-review", at=at)


def schedule_yearly(case, *, at: datetime) -> None:
    """SOFT-17: agreements that name the resource follow its rhythm, unless one has its own."""
    for agreement in in_force(case.resource, on=timezone.localdate(at)):
        schedules.keep(agreement, at=at)
