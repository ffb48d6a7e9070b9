"""Drafting, signing and posting agreements (MICRO-11, MICRO-12). Their states change through the engine."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.district import setting
from accounts.models import Place
from catalog.models import Vendor
from contracts.models import Agreement
from workflows import engine
from workflows.actors import Actor, Hats
from workflows.engine.amending import put_right
from workflows.errors import NotYours, Unmet
from workflows.machines.agreement import KEEPERS
from workflows.models import Case

MANY = ("products", "places", "elements")


def may_keep(user, *, at: datetime) -> bool:
    """The Director of Information Technology and the Compliance Officer keep the agreements."""
    hats = Hats.of(user, on=timezone.localdate(at))
    lent = {grant.role for grants in hats.lent.values() for grant in grants}
    return bool((hats.roles_at(None) | lent) & set(KEEPERS))


def draft_agreement(*, kind: str, vendor: Vendor, by: Actor, at: datetime, place=None, key: str = "", **columns):
    """Start an agreement with a vendor. `products`, `places` and `elements` are lists; dates are dates."""
    if not may_keep(by.user, at=at):
        raise NotYours(_("Only those who keep the agreements start one."))
    many = {name: list(columns.pop(name, [])) for name in MANY}
    title = f"{Agreement.Kind(kind).label}: {vendor}"[:200]
    where = place or by.user.place or _top()
    agreement = engine.start(
        Agreement, by=by, at=at, place=where, key=key, title=title, vendor=vendor, agreement_kind=kind, **columns
    )
    for name, rows in many.items():
        getattr(agreement, name).set(rows)
    return agreement


def _top() -> Place:
    return Place.objects.filter(parent__isnull=True, kind=Place.Kind.DISTRICT).first()


def change_agreement(
    *, agreement: int, by: Actor, at: datetime, shown=None, key: str = "", vendor: Vendor | None = None, **columns
) -> Agreement:
    """Change what a draft says. What both sides have signed is not changed; it is terminated or superseded."""
    many = {name: list(columns.pop(name)) for name in MANY if name in columns}

    def allowed(case) -> None:
        if not may_keep(by.user, at=at):
            raise NotYours(_("Only those who keep the agreements change one."))
        if case.state != Agreement.State.DRAFTING:
            raise Unmet(_("Both sides have signed it: it can't be changed."))

    if vendor is not None:
        columns |= {"vendor": vendor, "title": f"{Agreement.Kind(columns['agreement_kind']).label}: {vendor}"[:200]}
    return put_right(
        agreement,
        label=gettext_lazy("Agreement changed"),
        by=by,
        at=at,
        allowed=allowed,
        shown=shown,
        changes=columns,
        many=many,
        key=key,
    )


def link_to_request(*, agreement: Agreement, case: Case, step: int, by: Actor, at: datetime, key: str = "") -> None:
    """Put an agreement on a request whose step the actor holds (MICRO-11)."""

    def act(child) -> dict:
        child.agreements.add(agreement)
        return {"agreements": ["", str(agreement)]}

    if not case.agreements.filter(pk=agreement.pk).exists():
        engine.amend(case.pk, step, label=gettext_lazy("Agreement linked"), by=by, at=at, act=act, key=key)


def post_agreement(
    *,
    agreement: Agreement,
    by: Actor,
    at: datetime,
    public_copy=None,
    review_interval: int | None = None,
    shown=None,
    key: str = "",
) -> Agreement:
    """Post a signed agreement in the library and on the public page, and schedule its review (MICRO-12)."""

    def allowed(case) -> None:
        if not may_keep(by.user, at=at):
            raise NotYours(_("Only those who keep the agreements post one."))
        if case.state != Agreement.State.IN_FORCE:
            raise Unmet(_("Only an agreement signed by both sides is posted."))

    today = timezone.localdate(at)
    months = review_interval or agreement.review_interval or int(setting("review_interval"))
    changes = {
        "posted_on": today,
        "posted_by": by.user,
        "review_interval": months,
        "next_review_on": today + relativedelta(months=months),
    }
    if public_copy is not None:
        changes["public_copy"] = public_copy
    return put_right(
        agreement.pk,
        label=gettext_lazy("Agreement posted"),
        by=by,
        at=at,
        allowed=allowed,
        shown=shown,
        changes=changes,
        key=key,
    )
