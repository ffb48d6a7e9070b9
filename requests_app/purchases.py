"""The record of a purchase, kept by those who buy beside the steps of its procedure (X-14).

Each act is a row of the history. What follows by itself is done: a quote that is chosen and over what was approved goes
back to the budget owner, where the machine says so.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import StoredFile, User
from accounts.roles import Role
from contracts.models import AuthorisedSigner
from contracts.public_record import holds
from requests_app.models import Purchase, PurchaseDocument, Quote
from requests_app.rules.purchase_facts import PurchaseFacts
from requests_app.rules.purchase_terms import as_quoted
from workflows import engine
from workflows.access import reads_whole
from workflows.actors import Actor, Hats
from workflows.engine.amending import put_right
from workflows.errors import Invalid, NotYours, Stale, Unmet
from workflows.machines.purchasing import BUYERS
from workflows.models import Case, CaseFile, Step

LISTED_FOR = (Role.BUSINESS_OFFICE, Role.PROCUREMENT, Role.DISTRICT_ADMINISTRATOR, Role.ADMIN)


# --- who --------------------------------------------------------------------------------------------------------------


def may_list(user: User, *, on: date) -> bool:
    """Business Office, Procurement, district and system administrators have the list of all purchases."""
    return holds(user, *LISTED_FOR, on=on)


def may_read(user: User, case: Case, *, at: datetime) -> bool:
    """Whoever has the list, or reads the whole request."""
    return may_list(user, on=timezone.localdate(at)) or reads_whole(user, case, at=at)


def may_keep(user: User, case: Case, *, at: datetime) -> bool:
    """Those who buy for the place, and whoever has the order to record; never for their own request (X-1)."""
    hats = Hats.of(user, on=timezone.localdate(at))
    if any(hats.holding_role(role, case.place, barred=case.requester_id) for role in BUYERS):
        return True
    if user.pk == case.requester_id:
        return False
    return any(step.key in case.orders_at and hats.holding(step) for step in _open_steps(case))


def has_record(case: Case) -> bool:
    """Is it something that is bought, and submitted?"""
    return isinstance(case, PurchaseFacts) and case.submitted_at is not None and (case.is_bought or bool(case.money.pk))


def receipt_step(case: Case) -> Step | None:
    """The open step at which the receipt is recorded, where the procedure has one."""
    return next((step for step in _open_steps(case) if step.key in case.receives_at), None)


def _open_steps(case: Case) -> list[Step]:
    steps = case.open_steps()
    for step in steps:
        step.case = case
    return steps


# --- quotes -----------------------------------------------------------------------------------------------------------


def keep_quote(child: PurchaseFacts, file: CaseFile, **said: Any) -> Quote:
    """Write a quote of a case that is locked; `said` are the columns of `Quote`."""
    if child.money.pk is None:
        child.money.save()
    return Quote.objects.create(purchase=child.money, file=file, **said)


def add_quote(case: Case, stored: StoredFile, *, by: Actor, at: datetime, key: str = "", **said: Any) -> CaseFile:
    """Add a vendor's quote: `vendor_name`, `amount` for the whole term, `per_year`, `years`."""

    def with_quote(child: Case, file: CaseFile) -> None:
        _keepers_only(child, by, at)
        _not_ordered(child)
        keep_quote(child, file, **said)

    return engine.attach(case.pk, stored, kind=CaseFile.Kind.QUOTE, by=by, at=at, key=key, act=with_quote)


def choose_quote(case: Case, quote: Quote, *, by: Actor, at: datetime, shown=None, key: str = "") -> Case:
    """Choose a quote: its years and amounts are those of the purchase."""

    label = gettext_lazy("Quote chosen")
    allowed = _allowed(by, at, _not_ordered)

    def act(child: PurchaseFacts) -> dict[str, list[str]]:
        return take_quote(child, quote.pk)

    return put_right(case.pk, label=label, by=by, at=at, allowed=allowed, act=act, shown=shown, key=key)


def take_quote(child: PurchaseFacts, pk: int) -> dict[str, list[str]]:
    """Choose a quote of a case that is locked; what was chosen before and is now."""
    money = child.money
    quotes = money.quotes.select_related("file__file") if money.pk else Quote.objects.none()
    chosen = quotes.filter(pk=pk).first()
    if chosen is None:
        raise Stale(_("This quote is no longer there."))
    if chosen.amount is None:
        raise Unmet(_("This quote says no amount."))
    if reason := child.quote_barred(chosen):
        raise Unmet(reason)
    before = quotes.filter(chosen=True).first()
    money.quotes.filter(chosen=True).update(chosen=False)
    money.quotes.filter(pk=chosen.pk).update(chosen=True)
    money.years, money.whole_term = chosen.years, chosen.amount
    money.save(update_fields=["years", "whole_term"])
    money.set_years(as_quoted(chosen.amount, chosen.per_year, chosen.years))
    return {"quote": [_named(before), _named(chosen)]}


def _named(quote: Quote | None) -> str:
    return f"{quote.vendor_name or quote.file}, {quote.amount}" if quote else ""


# --- term and amounts -------------------------------------------------------------------------------------------------


def record_term(
    case: Case,
    *,
    starts_on: date | None,
    amounts: Sequence[Decimal],
    by: Actor,
    at: datetime,
    shown=None,
    key: str = "",
) -> Case:
    """Put the term right: its first day, and what each of its years costs."""

    def act(child: PurchaseFacts) -> dict[str, list[str]]:
        money = child.money
        before = [str(money.starts_on or ""), _amounts(money)]
        money.starts_on, money.years, money.whole_term = starts_on, len(amounts), sum(amounts, Decimal(0))
        money.save()
        money.set_years(list(amounts))
        return {"starts_on": [before[0], str(starts_on or "")], "year_amounts": [before[1], _amounts(money)]}

    label = gettext_lazy("Term and amounts of the purchase")
    allowed = _allowed(by, at)
    return put_right(case.pk, label=label, by=by, at=at, allowed=allowed, act=act, shown=shown, key=key)


def _amounts(money: Purchase) -> str:
    return "; ".join(str(year.amount) for year in money.year_amounts.all()) if money.pk else ""


# --- receipt, documents -----------------------------------------------------------------------------------------------


def record_receipt(case: Case, *, received_on: date, by: Actor, at: datetime, shown=None, key: str = "") -> Case:
    """All of it came, on a day; where the procedure has a step for it, it is recorded there."""

    def act(child: PurchaseFacts) -> dict[str, list[str]]:
        before = str(child.money.received_on or "")
        child.record_receipt(details={"received_on": received_on}, by=by, at=at)
        return {"received_on": [before, str(received_on)]}

    label = gettext_lazy("Receipt of the purchase")
    allowed = _allowed(by, at, _may_be_received)
    return put_right(case.pk, label=label, by=by, at=at, allowed=allowed, act=act, shown=shown, key=key)


def why_not_received(case: PurchaseFacts) -> str:
    """Why no receipt can be recorded on the page, or an empty text."""
    if not case.money.po_number:
        return _("The order is not recorded yet.")
    return _("It is recorded at its step.") if receipt_step(case) else ""


def add_document(
    case: Case,
    stored: StoredFile,
    *,
    kind: str,
    signer: AuthorisedSigner,
    signed_on: date,
    by: Actor,
    at: datetime,
    key: str = "",
) -> CaseFile:
    """Add a paper that the district signed; its signer was on the list of those who may sign on that day (PROC-6)."""
    if not AuthorisedSigner.on(signed_on).filter(pk=signer.pk).exists():
        raise Invalid({"signer": _("On that day this person was not on the list of those who may sign.")})

    def with_document(child: PurchaseFacts, file: CaseFile) -> None:
        _keepers_only(child, by, at)
        if child.money.pk is None:
            child.money.save()
        PurchaseDocument.objects.create(purchase=child.money, file=file, signer=signer, signed_on=signed_on)

    return engine.attach(case.pk, stored, kind=kind, by=by, at=at, key=key, act=with_document)


# --- what must hold ---------------------------------------------------------------------------------------------------


def _keepers_only(child: Case, by: Actor, at: datetime) -> None:
    if by.user is None or not (isinstance(child, PurchaseFacts) and may_keep(by.user, child, at=at)):
        raise NotYours(_("The record of a purchase is kept by those who buy."))
    if not has_record(child):
        raise Unmet(_("There is nothing to buy yet."))


def _not_ordered(child: PurchaseFacts) -> None:
    if child.money.po_number:
        raise Unmet(_("It is ordered already."))


def _may_be_received(child: PurchaseFacts) -> None:
    if reason := why_not_received(child):
        raise Unmet(reason)


def _allowed(by: Actor, at: datetime, *more: Callable[[PurchaseFacts], None]) -> Callable[[Case], None]:
    def check(child: Case) -> None:
        _keepers_only(child, by, at)
        for condition in more:
            condition(child)

    return check
