"""Drafting, signing and posting agreements (PROC-6, MICRO-11, MICRO-12). Their states change through the engine."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.district import setting
from accounts.models import Place, StoredFile
from accounts.roles import Role
from catalog.models import Vendor
from contracts.models import Agreement, Packet, Subcontractor
from workflows import engine
from workflows.actors import Actor, Hats
from workflows.engine.amending import put_right
from workflows.engine.record import as_kept
from workflows.errors import NotYours, Unmet
from workflows.machines.agreement import KEEPERS
from workflows.models import Case, CaseFile

MANY = ("products", "places", "elements")
# What may change while the vendor has it to sign, and what is kept up while it is in force.
SIGNATURES = frozenset({"district_signer", "district_signed_on", "vendor_signer", "vendor_signed_on", "starts_on"})
UPKEEP = frozenset({"owner", "subcontractors", "subcontractors_url"})


def may_keep(user, *, at: datetime) -> bool:
    """The Director of Information Technology and the Compliance Officer keep the agreements."""
    return bool(_roles(user, at) & set(KEEPERS))


def may_read(user, *, at: datetime) -> bool:
    """Those who keep agreements or read all of them, those who look after data, and administrators."""
    return bool(_roles(user, at) & {*Agreement.readers, Role.CYBERSECURITY, Role.ADMIN})


def _roles(user, at: datetime) -> set:
    """Every role held today, and those lent by others."""
    hats = Hats.of(user, on=timezone.localdate(at))
    return hats.roles_at(None) | {grant.role for grants in hats.lent.values() for grant in grants}


def draft_agreement(*, kind: str, vendor: Vendor, by: Actor, at: datetime, place=None, key: str = "", **columns):
    """Start an agreement with a vendor. `products`, `places` and `elements` are lists, `subcontractors` a list of
    dicts of columns; dates are dates."""
    if not may_keep(by.user, at=at):
        raise NotYours(_("Only those who keep the agreements start one."))
    many = {name: list(columns.pop(name, [])) for name in MANY}
    subcontractors = columns.pop("subcontractors", [])
    return engine.start(
        Agreement,
        by=by,
        at=at,
        place=place or by.user.place or _top(),
        key=key,
        then=lambda agreement: write_subcontractors(agreement, subcontractors),
        title=_title(kind, vendor),
        vendor=vendor,
        agreement_kind=kind,
        many=many,
        **columns,
    )


def _top() -> Place:
    return Place.objects.filter(parent__isnull=True, kind=Place.Kind.DISTRICT).first()


def _title(kind: str, vendor: Vendor) -> str:
    return f"{as_kept(Agreement.Kind(kind).label)}: {vendor}"[:200]


def write_subcontractors(case: Case, rows: list[dict[str, str]]) -> dict[str, list[str]]:
    """Replace a case's list of subcontractors; what it said before and says now."""
    before = "; ".join(str(row) for row in case.subcontractors.all())
    case.subcontractors.all().delete()
    Subcontractor.objects.bulk_create([Subcontractor(case_id=case.pk, **row) for row in rows])
    return {"subcontractors": [before, "; ".join(row["name"] for row in rows)]}


def change_agreement(
    *, agreement: int, by: Actor, at: datetime, shown=None, key: str = "", vendor: Vendor | None = None, **columns
) -> Agreement:
    """Change what a draft says; while the vendor has it, only who signed and when. What both sides have signed is not
    changed; it is terminated or replaced."""

    def allowed(case) -> None:
        _must_keep(by, at)
        if case.state not in Agreement.UNSIGNED_STATES:
            raise Unmet(_("Both sides have signed it: it can't be changed."))
        if case.state == Agreement.State.SENT and not set(columns) <= SIGNATURES:
            raise Unmet(_("The vendor has it to sign: only the signatures can be filled in now."))

    if vendor is not None:
        columns |= {"vendor": vendor, "title": _title(columns["agreement_kind"], vendor)}
    return _change(
        agreement, columns, label=gettext_lazy("Agreement changed"), by=by, at=at, allowed=allowed, shown=shown, key=key
    )


def keep_up(*, agreement: int, by: Actor, at: datetime, shown=None, key: str = "", **columns) -> Agreement:
    """While it is signed: who is in charge, and the subcontractors the vendor last named (105 ILCS 85/15(6))."""

    def allowed(case) -> None:
        _must_keep(by, at)
        if case.state not in Agreement.SIGNED_STATES:
            raise Unmet(_("It is now: %(state)s.") % {"state": case.state_words})
        if not set(columns) <= UPKEEP:
            raise NotYours(_("What both sides have signed is not changed."))

    label = gettext_lazy("Kept up to date")
    return _change(agreement, columns, label=label, by=by, at=at, allowed=allowed, shown=shown, key=key)


def _must_keep(by: Actor, at: datetime) -> None:
    if not may_keep(by.user, at=at):
        raise NotYours(_("Only those who keep the agreements change one."))


def _change(agreement: int, columns: dict[str, Any], **how) -> Agreement:
    many = {name: list(columns.pop(name)) for name in MANY if name in columns}
    rows = columns.pop("subcontractors", None)
    act = None if rows is None else lambda case: write_subcontractors(case, rows)
    return put_right(agreement, changes=columns, many=many, act=act, **how)


def link_to_request(*, agreement: Agreement, case: Case, step: int, by: Actor, at: datetime, key: str = "") -> None:
    """Put an agreement on a request whose step the actor holds (MICRO-11)."""

    def act(child) -> dict:
        child.agreements.add(agreement)
        return {"agreements": ["", str(agreement)]}

    if not case.agreements.filter(pk=agreement.pk).exists():
        engine.amend(case.pk, step, label=gettext_lazy("Agreement linked"), by=by, at=at, act=act, key=key)


def link_to_packet(*, agreement: Agreement, packet: Packet, by: Actor, at: datetime, key: str = "") -> Packet:
    """Record that an agreement came of a vendor's packet (PROC-6)."""

    def allowed(case) -> None:
        _must_keep(by, at)
        if case.is_over:
            raise Unmet(_("It is now: %(state)s.") % {"state": case.state_words})

    label = gettext_lazy("Agreement drafted")
    return put_right(packet.pk, label=label, by=by, at=at, allowed=allowed, changes={"contract": agreement}, key=key)


def post_agreement(
    *,
    agreement: Agreement,
    by: Actor,
    at: datetime,
    public_copy: StoredFile | None = None,
    review_interval: int | None = None,
    shown=None,
    key: str = "",
) -> Agreement:
    """Post a signed agreement in the library and on the public page, and schedule its review (MICRO-12).

    A new copy for the public takes the place of the one before, which stays among the papers. The day of the first
    posting stays.
    """

    def allowed(case) -> None:
        if not may_keep(by.user, at=at):
            raise NotYours(_("Only those who keep the agreements post one."))
        if case.state not in Agreement.SIGNED_STATES:
            raise Unmet(_("Only an agreement signed by both sides is posted."))

    changes = {
        "posted_on": agreement.posted_on or timezone.localdate(at),
        "posted_by": agreement.posted_by or by.user,
        "review_interval": review_interval or agreement.review_interval or int(setting("review_interval")),
    }
    act = None
    if public_copy is not None:
        changes["public_copy"] = public_copy

        def act(case) -> dict:
            CaseFile.objects.create(case_id=case.pk, file=public_copy, kind=CaseFile.Kind.PUBLIC_COPY)
            return {"sha256": ["", public_copy.sha256]}

    return put_right(
        agreement.pk,
        label=gettext_lazy("Agreement posted"),
        by=by,
        at=at,
        allowed=allowed,
        shown=shown,
        changes=changes,
        act=act,
        key=key,
    )
