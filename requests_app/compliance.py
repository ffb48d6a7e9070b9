"""What the Compliance Officer finds of each candidate: student data, an agreement, or one that is pursued (MACRO-2b).

Compliant is what the district's rule of cover says, never what somebody ticks: the finding is refused without it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from catalog import services as library
from catalog.models import Resource
from contracts import packets
from contracts.cover import in_force_for, not_covered
from contracts.models import DataElement, Packet
from requests_app.candidates import OPEN_IN, candidate_of, known_vendor
from requests_app.models import Candidate, DistrictPurchase
from workflows import engine
from workflows.actors import Actor, Hats
from workflows.engine.amending import put_right
from workflows.engine.record import as_kept
from workflows.errors import Invalid, NotYours, Unmet
from workflows.models import Step
from workflows.selectors import OPEN_PHASES

STEP = "compliance"
Found = Candidate.Compliance
State = DistrictPurchase.State
# Until the gate is passed, a finding can be put right.
RECORDED_IN = OPEN_IN | {State.GATE}


def step_held(case: DistrictPurchase, user: User, *, at: datetime) -> Step | None:
    """The open step at which this person records findings, if there is one."""
    hats = Hats.of(user, on=timezone.localdate(at))
    for step in case.open_steps():
        step.case = case
        if step.key == STEP and hats.holding(step):
            return step
    return None


def may_record(user: User, case: DistrictPurchase, *, at: datetime) -> bool:
    """Whoever holds the step; between two, the Compliance Officer there, until the gate is passed."""
    if case.state not in RECORDED_IN:
        return False
    return step_held(case, user, at=at) is not None or _is_officer(user, case, at=at)


def _is_officer(user: User, case: DistrictPurchase, *, at: datetime) -> bool:
    hats = Hats.of(user, on=timezone.localdate(at))
    barred = case.requester_id if case.machine.bars_requester else None
    return hats.holding_role(Role.COMPLIANCE_OFFICER, case.place, barred=barred) is not None


def product_of(candidate: Candidate) -> Resource | None:
    """Its entry in the library, or the one that came of its vendor's packet."""
    return candidate.resource or (candidate.packet.resource if candidate.packet else None)


def uncovered(
    case: DistrictPurchase, resource: Resource | None, elements: Iterable[DataElement], *, at: datetime
) -> str:
    """Why no agreement covers this candidate where it is wanted, or an empty text (105 ILCS 85/26)."""
    return not_covered(resource=resource, places=case.asked_places(), elements=elements, on=timezone.localdate(at))


def findings(case: DistrictPurchase, *, at: datetime) -> list[tuple[Candidate, str]]:
    """Each candidate that is not ruled out; for one that was compliant, why no agreement covers it today."""
    rows = case.candidates.exclude(standing=Candidate.Standing.RULED_OUT)
    rows = rows.select_related("packet__resource", "resource__vendor", "vendor", "compliance_by")
    rows, today, places = list(rows.prefetch_related("elements")), timezone.localdate(at), case.asked_places()
    known = in_force_for([each.resource for each in rows if each.resource], on=today)

    def lapsed(candidate: Candidate) -> str:
        if candidate.compliance != Found.COMPLIANT:
            return ""
        use = {"resource": candidate.resource, "places": places, "elements": candidate.elements.all()}
        return not_covered(**use, on=today, known=known)

    return [(each, lapsed(each)) for each in rows]


@dataclass(frozen=True)
class Served:
    """A candidate for which a vendor's packet was opened, as the packet reads a request that it serves."""

    candidate: Candidate

    @property
    def case(self) -> DistrictPurchase:
        return self.candidate.case

    def __getattr__(self, name: str) -> Any:
        return getattr(self.candidate.case, name)

    @property
    def student_data_found(self) -> bool | None:
        return self.candidate.data_shared

    def elements(self) -> list[DataElement]:
        return list(self.candidate.elements.all())

    @property
    def waits(self) -> bool:
        """Does the purchase go on with it when the packet ends?"""
        pursued = self.candidate.compliance == Found.PURSUED
        return pursued and self.candidate.standing != Candidate.Standing.RULED_OUT and self.case.state in RECORDED_IN


def served_by(packet: Packet) -> list[Served]:
    """The candidates that a packet serves."""
    return [Served(each) for each in Candidate.objects.filter(packet=packet).select_related("case__place")]


def packet_underway(candidate: Candidate) -> Packet | None:
    """An open packet of its vendor for this product, whoever it was opened for."""
    if candidate.packet is not None and not candidate.packet.is_over:
        return candidate.packet
    vendor, product = candidate.vendor or known_vendor(candidate.vendor_name), product_of(candidate)
    if vendor is None:
        return None
    found = Packet.objects.filter(vendor=vendor, phase__in=OPEN_PHASES)
    same = {"resource": product} if product else {"title__iexact": candidate.name}
    return found.filter(**same).order_by("pk").first()


def record(
    case: DistrictPurchase,
    candidate: int,
    *,
    compliance: str,
    elements: Iterable[DataElement] = (),
    resource: Resource | None = None,
    words: str = "",
    contact_name: str = "",
    contact_email: str = "",
    language: str = "en",
    message: str = "",
    by: Actor,
    at: datetime,
    key: str = "",
) -> DistrictPurchase:
    """Keep what was found of a candidate; an agreement that is pursued opens a vendor's packet, or joins the open one.

    `resource` links its entry of the library. Invalid, by field, for what the finding lacks.
    """
    elements = list(elements)
    contact = {"contact_name": contact_name, "contact_email": contact_email, "language": language}

    def act(child: DistrictPurchase) -> dict:
        if child.state not in RECORDED_IN:
            raise Unmet(_("It is now: %(state)s.") % {"state": child.state_words})
        found = candidate_of(child, candidate)
        if found.standing == Candidate.Standing.RULED_OUT:
            raise Unmet(_("This candidate was ruled out."))
        before = _said(found)
        found.resource = resource or product_of(found)
        _must_hold(child, found, compliance, elements, words, at=at)
        found.data_shared = _shares(compliance, elements)
        if compliance == Found.PURSUED:
            found.packet = _pursue(child, found, contact, message, by=by, at=at)
        found.vendor = found.vendor or (found.resource.vendor if found.resource else None)
        found.compliance, found.compliance_words = compliance, words
        found.compliance_by, found.compliance_at = by.user, at
        found.save()
        found.elements.set(elements if found.data_shared else [])
        return {"candidates": [before, _said(found)]}

    return _kept(case, act, by=by, at=at, key=key)


def _kept(case: DistrictPurchase, act, *, by: Actor, at: datetime, key: str) -> DistrictPurchase:
    """At the step where it is open; between two steps by the Compliance Officer there."""
    label = gettext_lazy("Compliance of a candidate")
    step = step_held(case, by.user, at=at)
    if step is not None:
        return engine.amend(case.pk, step.pk, label=label, act=act, by=by, at=at, key=key)

    def allowed(child: DistrictPurchase) -> None:
        if not _is_officer(by.user, child, at=at):
            raise NotYours(_("The Compliance Officer records whether a candidate is compliant."))

    return put_right(case.pk, label=label, by=by, at=at, allowed=allowed, act=act, key=key)


def _said(candidate: Candidate) -> str:
    if not candidate.compliance:
        return ""
    return f"{candidate}: {as_kept(Found(candidate.compliance).label)}"


def _shares(compliance: str, elements: list) -> bool | None:
    """Student data is shared, or not; of what was refused for another reason nobody need know."""
    if compliance == Found.NO_DATA:
        return False
    return True if elements else None


def _must_hold(
    case: DistrictPurchase, candidate: Candidate, compliance: str, elements: list, words: str, *, at: datetime
) -> None:
    """What each finding rests on."""
    if compliance not in Found.values:
        raise Invalid({"compliance": _("Say what you found.")})
    if compliance in {Found.COMPLIANT, Found.PURSUED} and not elements:
        raise Invalid({"elements": _("Choose which data is shared.")})
    if compliance == Found.REFUSED and not words.strip():
        raise Invalid({"words": _("Say why it is not compliant: the lead and the committee read it.")})
    if compliance == Found.COMPLIANT and (reason := uncovered(case, candidate.resource, elements, at=at)):
        raise Invalid({"compliance": reason})


def _pursue(
    case: DistrictPurchase, candidate: Candidate, contact: dict[str, Any], message: str, *, by: Actor, at: datetime
) -> Packet:
    """PROC: the vendor's contact gets a link; the packet that is open for this product already serves this one too."""
    underway = packet_underway(candidate)
    if underway is not None:
        return underway
    if not (contact["contact_name"] and contact["contact_email"]):
        raise Invalid({"contact_email": _("Give the name and the e-mail address to which the link goes.")})
    if candidate.vendor is None:
        candidate.vendor = known_vendor(candidate.vendor_name) or _added(candidate, contact, by=by, at=at)
    packet = packets.begin_packet(
        vendor=candidate.vendor,
        title=candidate.name,
        resource=candidate.resource,
        place=case.place,
        schools=case.asked_places(),
        opened_from=case,
        by=by,
        at=at,
        **contact,
    )
    packets.first_word(packet, message, by=by, at=at)
    return packet


def _added(candidate: Candidate, contact: dict[str, Any], *, by: Actor, at: datetime):
    """The company is new to the district."""
    return library.add_vendor(
        name=candidate.vendor_name or candidate.name,
        website=candidate.website,
        contact_name=contact["contact_name"],
        contact_email=contact["contact_email"],
        by=by.user,
        at=at,
    )
