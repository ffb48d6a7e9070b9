"""“Doing business with us”: papers for vendors, in versions, and asking a member of staff for a link (PROC-9)."""

from datetime import date, datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Max, OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import StoredFile, User
from accounts.roles import Role
from contracts.models import DocumentVersion, LinkRequest, PublicDocument
from contracts.public_record import holds
from workflows import notices
from workflows.errors import NotYours, Replayed
from workflows.links import network_of

KEEPERS = (Role.PROCUREMENT, Role.COMPLIANCE_OFFICER, Role.ADMIN)
A_DAY = timedelta(days=1)
FROM_ONE_ADDRESS = 10  # a day
TO_ONE_SPONSOR = 5  # a day


def may_keep(user: User, *, on: date) -> bool:
    """Procurement and Contracts, the Compliance Officer and administrators keep the papers."""
    return holds(user, *KEEPERS, on=on)


# --- papers -----------------------------------------------------------------------------------------------------------


def newest() -> QuerySet[DocumentVersion]:
    """The newest version of each paper."""
    last = DocumentVersion.objects.filter(document=OuterRef("document")).order_by("-number").values("number")[:1]
    return DocumentVersion.objects.filter(number=Subquery(last)).select_related("document", "file")


def offered() -> list[tuple[str, list[DocumentVersion]]]:
    """What the public page offers: by kind, the newest version of each paper that is not withdrawn; one query."""
    rows = newest().filter(document__withdrawn_at__isnull=True, file__removed_at__isnull=True)
    order = list(PublicDocument.Kind.values)
    rows = sorted(rows, key=lambda row: (order.index(row.document.kind), row.document.order, row.document.title))
    grouped = groupby(rows, key=lambda row: row.document.kind)
    return [(PublicDocument.Kind(kind).label, list(group)) for kind, group in grouped]


def blank_forms() -> list[tuple[str, list[DocumentVersion]]]:
    """Of what is offered the forms to fill in."""
    return [(kind, rows) for kind, rows in offered() if rows[0].document.kind == PublicDocument.Kind.FORM]


def public_version(document: int, number: int) -> DocumentVersion | None:
    """A version of a paper that is not withdrawn, with its document; None of every other."""
    rows = DocumentVersion.objects.select_related("document", "file")
    return rows.filter(document=document, number=number, document__withdrawn_at__isnull=True).first()


def newest_number(document: int) -> int:
    return DocumentVersion.objects.filter(document=document).aggregate(newest=Max("number"))["newest"]


def documents() -> QuerySet[PublicDocument]:
    """All papers with their versions, the newest first; two queries."""
    versions = DocumentVersion.objects.select_related("file", "by").order_by("-number")
    return PublicDocument.objects.prefetch_related(Prefetch("versions", versions))


@transaction.atomic
def add_document(
    *, kind: str, title: str, language: str, by: User, at: datetime, file=None, url: str = "", note: str = ""
) -> PublicDocument:
    """Offer a new paper, with its first version. Raises Replayed for what this person added just before."""
    _keepers_only(by, at)
    User.objects.select_for_update(no_key=True).get(pk=by.pk)  # so that of two clicks one is the first
    last = DocumentVersion.objects.filter(by=by).select_related("document", "file").order_by("-pk").first()
    if last is not None and last.number == 1 and _is_same(last, file, url, note):
        paper = last.document
        if (paper.kind, paper.title, paper.language, paper.withdrawn_at) == (kind, title, language, None):
            raise Replayed(paper)
    document = PublicDocument.objects.create(kind=kind, title=title, language=language)
    _add(document, 1, by=by, at=at, file=file, url=url, note=note)
    return document


@transaction.atomic
def add_version(
    *, document: PublicDocument, by: User, at: datetime, file: StoredFile | None = None, url: str = "", note: str = ""
) -> DocumentVersion:
    """Put a new version of a paper in the place of the last; that one stays readable to staff. Raises Replayed for one
    that does not differ from the last."""
    _keepers_only(by, at)
    locked = PublicDocument.objects.select_for_update().get(pk=document.pk)
    last = locked.versions.select_related("file").order_by("-number").first()
    if last is not None and _is_same(last, file, url, note):
        raise Replayed(last)
    return _add(locked, newest_number(locked.pk) + 1, by=by, at=at, file=file, url=url, note=note)


def _is_same(last: DocumentVersion, file: StoredFile | None, url: str, note: str) -> bool:
    """The same paper with the same words again, while it can still be read."""
    if last.file is not None and last.file.removed_at is not None:
        return False
    kept, added = ((each.name, each.sha256) if each else None for each in (last.file, file))
    return (kept, last.url, last.note) == (added, url, note)


def _add(document, number: int, **version) -> DocumentVersion:
    return DocumentVersion.objects.create(document=document, number=number, **version)


def withdraw(*, document: PublicDocument, by: User, at: datetime) -> None:
    """Take a paper off the public page."""
    _keepers_only(by, at)
    document.withdrawn_at = document.withdrawn_at or at
    document.save(update_fields=["withdrawn_at"])


def offer_again(*, document: PublicDocument, by: User, at: datetime) -> None:
    """Put a withdrawn paper back on the public page."""
    _keepers_only(by, at)
    document.withdrawn_at = None
    document.save(update_fields=["withdrawn_at"])


def _keepers_only(by: User, at: datetime) -> None:
    if not may_keep(by, on=timezone.localdate(at)):
        raise NotYours(_("Only those who keep these papers change them."))


def may_open_document(user: User, stored: StoredFile) -> bool:
    """Every version that ever was: any member of staff."""
    return user.is_active and DocumentVersion.objects.filter(file=stored).exists()


# --- asking for a link ------------------------------------------------------------------------------------------------


class TooMany(Exception):  # noqa: N818 (an answer, not a fault)
    """Nothing was sent: this address, or those who write to this person, asked too often today."""


def ask_for_link(*, address: str, at: datetime, sponsor_email: str, **said) -> LinkRequest:
    """Keep that a vendor asks a member of staff for a link, and tell them; the same question again within a day is the
    one that was kept. Raises TooMany.

    Whether there is such a person changes nothing that the vendor can see.
    """
    address = network_of(address)
    today = LinkRequest.objects.filter(at__gt=at - A_DAY)
    same = today.filter(address=address, sponsor_email=sponsor_email, **said)
    if asked := same.first():
        return asked
    if today.filter(address=address).count() >= FROM_ONE_ADDRESS:
        raise TooMany(_("Too many requests came from your connection today. Try again tomorrow, or call us."))
    if today.filter(sponsor_email=sponsor_email).count() >= TO_ONE_SPONSOR:
        raise TooMany(_("This person was asked often today. Try again tomorrow, or call us."))
    with transaction.atomic():
        sponsor = _sponsor(sponsor_email)
        if sponsor is not None and (asked := same.first()):  # the second click was as quick as the first
            return asked
        asked = LinkRequest.objects.create(address=address, at=at, sponsor=sponsor, sponsor_email=sponsor_email, **said)
        if sponsor is not None:
            context = {
                "company": asked.company,
                "product": asked.product,
                "contact": f"{asked.contact_name}, {asked.contact_email}",
                "address": f"/packets/invite/?asked={asked.pk}",
            }
            notices.tell([sponsor], "link_request", case=None, at=at, key=f"link-request:{asked.pk}", context=context)
    return asked


def _sponsor(email: str) -> User | None:
    """The one member of staff with this address, whose row is locked: what is asked of them is written in turn."""
    people = list(User.objects.select_for_update(no_key=True).filter(email__iexact=email, is_active=True)[:2])
    return people[0] if len(people) == 1 else None


def asked_of(sponsor: User, number: str) -> LinkRequest | None:
    """What a vendor asked of this person, by the number in the address of their notice; nobody else reads it."""
    known = number.isascii() and number.isdigit() and len(number) < 10
    return LinkRequest.objects.filter(pk=int(number), sponsor=sponsor).first() if known else None


def note_answer(asked: LinkRequest, *, packet, at: datetime) -> None:
    """The sponsor has invited the vendor: the first packet stands as the answer."""
    LinkRequest.objects.filter(pk=asked.pk, packet=None).update(packet=packet, answered_at=at)
