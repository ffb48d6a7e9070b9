"""Drafting, signing and posting agreements (MICRO-11, MICRO-12). Their states change through the engine."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.district import setting
from catalog.models import Vendor
from contracts.models import Agreement
from workflows import engine
from workflows.actors import Actor, Hats
from workflows.engine.amending import put_right
from workflows.errors import NotYours, Unmet
from workflows.machines.agreement import KEEPERS
from workflows.models import Case
from workflows.moves import Phase

MANY = ("products", "places", "elements")


def may_keep(user, *, at: datetime) -> bool:
    """The Director of Information Technology and the Compliance Officer keep the agreements."""
    roles = Hats.of(user, on=timezone.localdate(at)).roles_at(None)
    return bool(roles & set(KEEPERS))


def draft_agreement(*, kind: str, vendor: Vendor, by: Actor, at: datetime, place=None, key: str = "", **columns):
    """Start an agreement with a vendor. `products`, `places` and `elements` are lists; dates are dates."""
    if not may_keep(by.user, at=at):
        raise NotYours(_("Only those who keep the agreements start one."))
    many = {name: list(columns.pop(name, [])) for name in MANY}
    title = f"{Agreement.Kind(kind).label}: {vendor}"[:200]
    where = place or by.user.place or many["places"][0]
    agreement = engine.start(
        Agreement, by=by, at=at, place=where, key=key, title=title, vendor=vendor, agreement_kind=kind, **columns
    )
    for name, rows in many.items():
        getattr(agreement, name).set(rows)
    return agreement


def change_agreement(*, agreement: int, by: Actor, at: datetime, shown=None, **columns) -> Agreement:
    """Change what a draft says. What both sides have signed is not changed; it is terminated or superseded."""
    many = {name: list(columns.pop(name)) for name in MANY if name in columns}

    def allowed(case) -> None:
        if not may_keep(by.user, at=at):
            raise NotYours(_("Only those who keep the agreements change one."))
        if case.state != Agreement.State.DRAFTING:
            raise Unmet(_("Both sides have signed it: it can't be changed."))

    return put_right(
        agreement, label=_("Agreement changed"), by=by, at=at, allowed=allowed, shown=shown, changes=columns, many=many
    )


def post_agreement(*, agreement: Agreement, by: Actor, at: datetime, public_copy=None) -> Agreement:
    """Post a signed agreement in the library and on the public page, and schedule its review (MICRO-12)."""

    def allowed(case) -> None:
        if not may_keep(by.user, at=at):
            raise NotYours(_("Only those who keep the agreements post one."))
        if case.state != Agreement.State.IN_FORCE:
            raise Unmet(_("Only an agreement signed by both sides is posted."))

    today = timezone.localdate(at)
    months = agreement.review_interval or int(setting("review_interval"))
    changes = {
        "posted_on": today,
        "posted_by": by.user,
        "review_interval": months,
        "next_review_on": today + relativedelta(months=months),
    }
    if public_copy is not None:
        changes["public_copy"] = public_copy
    return put_right(agreement.pk, label=_("Agreement posted"), by=by, at=at, allowed=allowed, changes=changes)


def requests_waiting_for(vendor: Vendor) -> list[Case]:
    """Requests that wait for this vendor's agreement."""
    return list(Case.objects.filter(kind="micro", vendor=vendor, phase=Phase.WAITING, state="waiting-vendor"))
