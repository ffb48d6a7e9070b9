"""Deletion of the data after an agreement has ended: asked of the vendor by a link, chased until certified (RENEW-6).

What is asked, by when and how it is certified follows the NDPA's Exhibit D, "Directive for Disposition of Data".
"""

from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.district import setting
from accounts.models import User
from accounts.roles import Role
from catalog import services as library
from contracts.found import elements_of
from contracts.models import Agreement, Offboarding
from workflows import engine, links, notices
from workflows.actors import Actor, Hats
from workflows.engine.door import admit, locked
from workflows.errors import NotYours, Unmet
from workflows.models import CaseFile, Event, Link
from workflows.wakes import wake_case

PURPOSE = Link.Purpose.CERTIFICATE
OPEN = (Offboarding.State.REQUESTED, Offboarding.State.CERTIFIED)
CHASED = timedelta(days=8)  # a little longer than from one reminder to the next
MOST_FILES = 20  # of one vendor on one case: more than any certificate has pages


# --- it opens with the end of an agreement ----------------------------------------------------------------------------


def begin_offboarding(agreement: Agreement, *, event: Event, at: datetime) -> Offboarding | None:
    """Ask the vendor to delete what it holds, in the transaction that ended the agreement; None where it holds no data.

    Without an address of the vendor's the Compliance Officer is asked for one first.
    """
    if not _may_hold_data(agreement):
        return None
    vendor = agreement.vendor
    case = engine.begin(
        Offboarding,
        by=Actor.system(),
        at=at,
        place=agreement.place,
        key=f"offboarding:{event.pk}",
        requester=None,
        title=_title(agreement),
        contract=agreement,
        vendor=vendor,
        opened_from=agreement,
        certificate_due=agreement.ended_on + timedelta(days=agreement.deletion_days),
    )
    if vendor is not None and vendor.contact_email:
        send_request(case, vendor.contact_name or vendor.name, vendor.contact_email, by=Actor.system(), at=at)
    return case


def _may_hold_data(agreement: Agreement) -> bool:
    """By its kind, by what it lists, or by what was found of its products, whatever was written down of it."""
    if agreement.agreement_kind in agreement.DATA_KINDS or agreement.elements.exists():
        return True
    return bool(elements_of(agreement.products.all()))


def _title(agreement: Agreement) -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return (_("Deletion of data: %(vendor)s") % {"vendor": agreement.vendor or agreement.title})[:200]


def no_longer_needed(agreement: Agreement, *, event: Event, at: datetime) -> None:
    """The end of the agreement was undone: what is open about it closes, each under its own lock."""
    for case in agreement.offboardings.filter(state__in=OPEN):
        wake_case(case, "agreement_reinstated", key=f"event:{event.pk}:case:{case.pk}", at=at)


# --- the request, and the links it goes by ----------------------------------------------------------------------------


def send_request(case: Offboarding, name: str, email: str, *, by: Actor, at: datetime, language: str = "en") -> Link:
    """Give somebody at the vendor a link and mail the request; within a transaction that is open already."""
    left = max((case.certificate_due - timezone.localdate(at)).days, 0)
    link = links.issue(
        case,
        purpose=PURPOSE,
        name=name,
        email=email,
        organisation=str(case.vendor or ""),
        language=language,
        by=by,
        at=at,
        days=left + int(setting("link_days")),
    )
    notices.tell_link(link, "vendor_deletion", at=at, key=f"link:{link.pk}:deletion")
    return link


def contact_named(case: Offboarding, name: str, email: str, *, by: Actor, at: datetime) -> None:
    """The request goes to the person named; the vendor's page keeps them where it named nobody."""
    if case.vendor is not None and not case.vendor.contact_email:
        library.edit_vendor(vendor=case.vendor, contact_name=name, contact_email=email, by=by.user, at=at)
    send_request(case, name, email, by=by, at=at)


def send_again(
    case: int, name: str, email: str, *, language: str = "en", by: Actor, at: datetime, key: str = ""
) -> Link:
    """A new link, to the same person or another; those before stop working. Raises Unmet when it is over."""
    with locked(case) as child:
        admit(child, by=by, at=at, key=key)
        _must_look_after(child, by, at)
        if child.is_over:
            raise Unmet(_("It is now: %(state)s.") % {"state": child.state_words})
        links.revoke_all(child, by=by, at=at)
        return send_request(child, name, email, language=language, by=by, at=at)


def withdraw(link: Link, *, by: Actor, at: datetime) -> None:
    """The link stops working at once."""
    with locked(link.case_id) as child:
        admit(child, by=by, at=at)
        _must_look_after(child, by, at)
        links.revoke(link, by=by, at=at)


def may_look_after(user: User, case: Offboarding, *, at: datetime) -> bool:
    """The Compliance Officer there sends the request and its links."""
    return Hats.of(user, on=timezone.localdate(at)).holding_role(Role.COMPLIANCE_OFFICER, case.place) is not None


def _must_look_after(case: Offboarding, by: Actor, at: datetime) -> None:
    if by.user is None or not may_look_after(by.user, case, at=at):
        raise NotYours(_("The Compliance Officer sends the request to the vendor."))


def keep_link_alive(case: Offboarding, *, at: datetime) -> None:
    """A link that nobody withdrew works until the next reminder at least."""
    for link in case.links.filter(revoked_at__isnull=True, expires_at__lt=at + CHASED):
        links.extend(link, by=Actor.system(), at=at)


def ask_again(case: Offboarding, *, event: Event, at: datetime) -> None:
    """After it was over: the same people are asked for another certificate."""
    keep_link_alive(case, at=at)
    notices.tell_links(case, "vendor_deletion", at=at, key=f"event:{event.pk}")


# --- what is asked ----------------------------------------------------------------------------------------------------


def data_listed(agreement: Agreement) -> list[tuple[str, list[str]]]:
    """The data to be deleted, by category, as the agreement lists it; one query."""
    rows = list(agreement.elements.all())
    return [(category, [row.name for row in found]) for category, found in groupby(rows, key=lambda row: row.category)]


# --- the certificate --------------------------------------------------------------------------------------------------


def add_certificate(case: Offboarding, stored, *, by: Actor, at: datetime, key: str = "") -> CaseFile:
    """Put a certificate on the case, from the vendor's link or as it came by post."""

    def few_enough(child: Offboarding, _row: CaseFile) -> None:
        if child.state != Offboarding.State.REQUESTED:
            raise Unmet(_("It is now: %(state)s.") % {"state": child.state_words})
        if child.files.filter(kind=CaseFile.Kind.CERTIFICATE).count() > MOST_FILES:
            raise Unmet(_("There are too many files already. Ask the district which of them counts."))

    kind = CaseFile.Kind.CERTIFICATE
    return engine.attach(case.pk, stored, kind=kind, by=by, at=at, vendor=True, act=few_enough, key=key)


def hand_in(case: Offboarding, *, by: Actor, at: datetime, key: str = "", **told: Any) -> Event:
    """Send the certificate to the district, with who deleted what, when and how."""
    return engine.perform(case.pk, "hand_in" if by.link else "receive", by=by, at=at, key=key, **told)


def sent_back_with(case: Offboarding) -> Event | None:
    """The district's words when it sent the last certificate back, while it is with the vendor again."""
    if case.state != Offboarding.State.REQUESTED:
        return None
    moves = Event.objects.filter(case_id=case.pk, kind=Event.Kind.MOVE).exclude(name="name_contact")
    last = moves.select_related("words").order_by("pk").last()
    return last if last is not None and last.name == "send_back" else None
