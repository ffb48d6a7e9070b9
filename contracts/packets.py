"""A vendor's packet: inviting somebody, sending a new link, and what comes through it (PROC-1 to PROC-3)."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.district import setting
from accounts.models import Place, StoredFile
from accounts.roles import Role
from catalog import services as library
from catalog.models import Resource, Vendor
from catalog.search import normalise, search
from catalog.selectors import may_keep_vendors
from contracts.models import Packet
from workflows import engine, links, notices
from workflows.actors import Actor, Hats
from workflows.engine import Shown
from workflows.engine.amending import put_right
from workflows.engine.door import admit, locked
from workflows.engine.record import passage, record
from workflows.errors import Invalid, NotYours, Unmet
from workflows.models import Case, CaseFile, Event, Link
from workflows.moves import Phase

PURPOSE = Link.Purpose.PACKET
MOST_FILES = 60


# --- the district: inviting, and new links ----------------------------------------------------------------------------


def invite(
    *,
    vendor: Vendor,
    title: str,
    contact_name: str,
    contact_email: str,
    by: Actor,
    at: datetime,
    place: Place,
    resource: Resource | None = None,
    amount: Decimal | None = None,
    board_flag: bool = False,
    opened_from: Case | None = None,
    schools: Iterable[Place] = (),
    language: str = "en",
    message: str = "",
    key: str = "",
) -> Packet:
    """Open a packet and send the vendor's contact a link to it; the same form again gives the packet it opened.

    The `message` is the first word of the thread: the vendor reads it on its page, so no mail of its own tells it.
    """

    def then(packet: Packet) -> None:
        _invite(packet, contact_name, contact_email, language=language, by=by, at=at)
        first_word(packet, message, by=by, at=at)

    return engine.start(
        Packet,
        by=by,
        at=at,
        place=place,
        key=key,
        then=then,
        **_columns(vendor, title, resource, amount, board_flag, opened_from, schools),
    )


def begin_packet(
    *,
    vendor: Vendor,
    title: str,
    contact_name: str,
    contact_email: str,
    by: Actor,
    at: datetime,
    place: Place,
    resource: Resource | None = None,
    amount: Decimal | None = None,
    board_flag: bool = False,
    opened_from: Case | None = None,
    schools: Iterable[Place] = (),
    language: str = "en",
    **more: Any,
) -> Packet:
    """`invite` within a transaction that is open already: a request or a renewal opens it. `more`: columns."""
    columns = _columns(vendor, title, resource, amount, board_flag, opened_from, schools) | more
    packet = engine.begin(Packet, by=by, at=at, place=place, **columns)
    _invite(packet, contact_name, contact_email, language=language, by=by, at=at)
    return packet


def first_word(packet: Packet, message: str, *, told: bool = False, by: Actor, at: datetime) -> None:
    """What the vendor should know, in the thread; within the transaction that opens the packet.

    `told` by a mail of its own where the packet was open already, as nobody is invited with these words.
    """
    if not message.strip():
        return
    label, words = gettext_lazy("Word with the vendor"), passage(message)
    seen = Event.Seen.VENDOR
    event = record(packet, Event.Kind.COMMENT, by=by, at=at, name="comment", label=label, words=words, seen=seen)
    if told:
        notices.tell_links(packet, "vendor_answer", at=at, key=f"event:{event.pk}")


def _columns(vendor, title, resource, amount, board_flag, opened_from, schools) -> dict[str, Any]:
    return {
        "vendor": vendor,
        "title": title[:200],
        "resource": resource,
        "amount": amount,
        "board_flag": board_flag,
        "opened_from": opened_from,
        "many": {"schools": list(schools)},
    }


def _invite(packet: Packet, name: str, email: str, *, language: str, by: Actor, at: datetime) -> Link:
    link = _give_link(packet, name, email, language=language, by=by, at=at)
    notices.tell_link(link, "vendor_invitation", at=at, key=f"link:{link.pk}:invited")
    return link


def _give_link(packet: Packet, name: str, email: str, *, language: str, by: Actor, at: datetime) -> Link:
    return links.issue(
        packet,
        purpose=PURPOSE,
        name=name,
        email=email,
        organisation=str(packet.vendor or ""),
        language=language,
        by=by,
        at=at,
    )


def new_link(
    packet: int,
    *,
    by: Actor,
    at: datetime,
    contact_name: str = "",
    contact_email: str = "",
    language: str = "",
    key: str = "",
) -> None:
    """Send a new link, to somebody else where named; those before stop working, and a packet whose link had run out
    goes on. Raises Unmet when the packet is over."""
    told = {"contact_name": contact_name, "contact_email": contact_email, "language": language}
    if Packet.objects.filter(pk=packet, state=Packet.State.EXPIRED).exists():
        engine.perform(packet, "renew_link", by=by, at=at, key=key, sends_to=told)
        return
    with locked(packet) as child:
        admit(child, by=by, at=at, key=key)
        _must_sponsor(child, by, at)
        if child.is_over or child.state == Packet.State.EXPIRED:
            raise Unmet(_("It is now: %(state)s.") % {"state": child.state_words})
        send_new_link(child, by=by, at=at, **told)


def send_new_link(packet: Packet, *, by: Actor, at: datetime, contact_name="", contact_email="", language="") -> Link:
    """Within the packet's lock: those before stop working; without a name it goes to whoever had the last."""
    last = Link.objects.filter(case_id=packet.pk).first()
    links.revoke_all(packet, by=by, at=at)
    name = contact_name or (last.name if last else "")
    email = contact_email or (last.email if last else "")
    return _invite(packet, name, email, language=language or (last.language if last else "en"), by=by, at=at)


def living_links(packet: Packet, *, at: datetime) -> QuerySet[Link]:
    """The links that open the packet."""
    return Link.objects.filter(case_id=packet.pk, purpose=PURPOSE, revoked_at__isnull=True, expires_at__gt=at)


def replace_dead_links(packet: Packet, *, by: Actor, at: datetime) -> None:
    """Within the packet's lock: whoever had the last link gets another where none opens the packet any more; the mail
    that says why is the caller's to send."""
    last = Link.objects.filter(case_id=packet.pk, purpose=PURPOSE).first()
    if last is not None and not living_links(packet, at=at).exists():
        _give_link(packet, last.name, last.email, language=last.language, by=by, at=at)


def keep_links_alive(packet: Packet, *, at: datetime) -> None:
    """Within the packet's lock: its links work until the district owes its answer, and as long again as a new one."""
    days = max((packet.response_due - timezone.localdate(at)).days, 0) + int(setting("link_days"))
    for link in living_links(packet, at=at).filter(expires_at__lt=at + timedelta(days=days)):
        links.extend(link, by=Actor.system(), at=at, days=days)


def withdraw_link(link: Link, *, by: Actor, at: datetime) -> None:
    """The link stops working at once: whoever invited the vendor, or Procurement and Contracts."""
    with locked(link.case_id) as child:
        admit(child, by=by, at=at)
        _must_sponsor(child, by, at)
        links.revoke(link, by=by, at=at)


def may_sponsor(user, packet: Packet, *, at: datetime) -> bool:
    """Whoever invited the vendor, and Procurement and Contracts there, look after its links."""
    if user.pk == packet.requester_id:
        return True
    return Hats.of(user, on=timezone.localdate(at)).holding_role(Role.PROCUREMENT, packet.place) is not None


def _must_sponsor(packet: Packet, by: Actor, at: datetime) -> None:
    if by.user is None or not may_sponsor(by.user, packet, at=at):
        raise NotYours(_("Whoever invited the vendor, or Procurement and Contracts, sends links."))


# --- the district: its product in the library -------------------------------------------------------------------------


def may_name_product(user, packet: Packet, *, at: datetime) -> bool:
    """Is its product still to be put into the library, and may this person do so?"""
    missing = packet.resource_id is None and not packet.is_over
    return missing and may_keep_vendors(user, on=timezone.localdate(at))


def name_product(
    packet: int, *, name: str, kind: str, by: Actor, at: datetime, shown: Shown | None = None, key: str = ""
) -> Packet:
    """Link the packet's product in the library; what is not there yet is added under the packet's vendor (PROC-6).

    Invalid when the library has one of that name from another vendor.
    """

    def allowed(case) -> None:
        if by.user is None or not may_keep_vendors(by.user, on=timezone.localdate(at)):
            raise NotYours(_("Only those who keep the library add resources."))
        if case.resource_id or case.is_over:
            raise Unmet(_("This packet needs no product any more."))

    def act(case) -> dict:
        found = _product_called(name, case.vendor)
        case.resource = found or library.add_resource(name=name, kind=kind, vendor=case.vendor, by=by.user, at=at)
        return {"resource": ["", str(case.resource)]}

    label = gettext_lazy("Product linked in the library")
    return put_right(packet, label=label, by=by, at=at, allowed=allowed, act=act, shown=shown, key=key)


def _product_called(name: str, vendor: Vendor | None) -> Resource | None:
    named = resource_called(name)
    if named is None or named.vendor_id is None or vendor is None or named.vendor_id == vendor.pk:
        return named
    words = _("The library has “%(name)s” of %(vendor)s. Give this product’s whole name.")
    raise Invalid({"name": words % {"name": named.name, "vendor": named.vendor}})


def resource_called(name: str) -> Resource | None:
    """The resource of that name in the library, however it is written."""
    found = [hit.resource for hit in search(name, limit=10)]
    return next((resource for resource in found if normalise(resource.name) == normalise(name)), None)


# --- the vendor: through the link -------------------------------------------------------------------------------------


def save_answers(packet: Packet, link: Link, fields: dict[str, Any], *, at: datetime, many=None, act=None) -> Packet:
    """Keep what the vendor says (columns, lists, rows of its own); the first time the packet begins."""
    _begun(packet, link, at=at)
    return engine.edit(packet.pk, fields, many=many, act=act, by=Actor.outside(link), at=at)


def hand_over(packet: Packet, link: Link, stored: StoredFile, *, kind: str, at: datetime, key: str = "") -> CaseFile:
    """Put a file of the vendor on the packet; of several of a kind the newest counts. Raises Invalid when it has sent
    so many that nobody would read them."""
    if CaseFile.objects.filter(case_id=packet.pk, file__by__isnull=True).count() >= MOST_FILES:
        raise Invalid({"file": _("There are too many files in this packet already. Write to the district.")})
    _begun(packet, link, at=at)
    return engine.attach(packet.pk, stored, kind=kind, by=Actor.outside(link), at=at, key=key)


def _begun(packet: Packet, link: Link, *, at: datetime) -> None:
    """PROC-1: with the first thing saved the packet is in progress."""
    if packet.state != Packet.State.INVITED:
        return
    with suppress(Unmet):  # somebody else at the vendor saved something at the same moment
        engine.perform(packet.pk, "begin", by=Actor.outside(link), at=at)


def say(packet: Packet, text: str, *, by: Actor, at: datetime, key: str = "") -> Event:
    """A word of the thread both sides read. Raises Invalid without one, Unmet when a vendor's packet is over."""
    if by.link is not None and packet.phase in Phase.ended():
        raise Unmet(_("This packet is over. Write to the contact at the district instead."))
    return engine.comment(packet.pk, text, by=by, at=at, vendor=True, key=key)


def hand_in(packet: Packet, link: Link, *, at: datetime, key: str = "", shown=None) -> Event:
    """Send the packet to the district; raises Unmet while something is missing."""
    return engine.perform(packet.pk, "hand_in", by=Actor.outside(link), at=at, key=key, shown=shown)
