"""What people do with a request for equipment besides its moves (document 002, EQUIP-1 to EQUIP-9)."""

import logging
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.district import read_once
from accounts.files import kept_file
from accounts.models import User
from accounts.roles import Role
from assets import services as assets
from assets.access import may_handle
from assets.models import Asset
from requests_app.equip_selectors import listed_units
from requests_app.models import (
    Delivery,
    EquipmentAlternative,
    EquipmentItem,
    EquipmentRequest,
    EquipmentUnit,
)
from requests_app.purchases import keep_quote, take_quote
from workflows import engine
from workflows.actors import Actor, Hats
from workflows.engine.amending import held_step, put_right
from workflows.engine.steps import redate_open_steps
from workflows.errors import Invalid, NotYours, Refused, Stale, Unmet
from workflows.machines.equip import DEPLOYMENT, INVENTORY, QUOTES, RECEIPT
from workflows.models import CaseFile, Step, Urgency
from workflows.moves import Phase
from workflows.selectors import offered_kinds

log = logging.getLogger(__name__)
MOST_AT_ONCE = 300  # units of one delivery


# --- 1. beginning -----------------------------------------------------------------------------------------------------


def begin(*, by: User, at: datetime, key: str = "", **columns) -> EquipmentRequest:
    """Start a draft at the person's own place; the same form again gives the same draft (EQUIP-1).

    Unmet where the district does not offer it (X-13).
    """
    if "equip" not in offered_kinds():
        raise Unmet(_("Requests for equipment are not made here."))
    known = {"title": str(_("New equipment")), "goes_to": by.place} | columns
    return engine.start(EquipmentRequest, by=Actor(by), at=at, place=by.place, key=key, **known)


def begin_from(offer: EquipmentAlternative, *, by: User, at: datetime, key: str = "") -> EquipmentRequest:
    """A new draft from what was offered instead; what was said of the need is kept (EQUIP-9).

    NotYours for anybody but the requester of the denied request.
    """
    denied = offer.case
    if denied.requester_id != by.pk:
        raise NotYours(_("Only the requester goes on from what was offered."))
    kept = {name: getattr(denied, name) for name in ("problem", "impact", "priority", "goes_to", "room")}
    quantity = sum(item.quantity for item in denied.items.all()) or 1
    lines = _lines_of(offer, denied, quantity)
    return begin(
        by=by,
        at=at,
        key=key,
        title=str(offer)[:200],
        specifications=_("Offered instead of %(title)s: %(offer)s") % {"title": denied.title, "offer": offer},
        opened_from=denied,
        then=lambda case: EquipmentItem.objects.bulk_create(EquipmentItem(case=case, **line) for line in lines),
        **kept,
    )


def _lines_of(offer: EquipmentAlternative, denied: EquipmentRequest, quantity: int) -> list[dict]:
    """The items: a unit that was offered, else those of the denied request by category, in the words of the offer."""
    if offer.asset:
        return [{"category": offer.asset.category, "words": str(offer.asset)[:200], "quantity": 1}]
    words = str(offer)[:200]
    return [{"category": i.category, "words": words, "quantity": i.quantity} for i in denied.items.all()]


# --- 2. priority ------------------------------------------------------------------------------------------------------


def may_set_priority(case: EquipmentRequest, user: User, *, at: datetime) -> bool:
    """The team that looks after it, while it is open; nobody for their own request (EQUIP-1)."""
    if case.phase not in {Phase.OPEN, Phase.WAITING} or user.pk == case.requester_id:
        return False
    hats = Hats.of(user, on=timezone.localdate(at))
    roles = {case.routed_role or Role.TECHNOLOGY.value, Role.TECHNOLOGY.value, Role.IT_DIRECTOR.value}
    return any(hats.holding_role(role, case.place) for role in roles)


def set_priority(case: EquipmentRequest, urgency: int, *, by: User, at: datetime, shown=None, key: str = "") -> None:
    """The technology department's priority beside the requester's; open steps get its dates (EQUIP-1)."""

    def allowed(child) -> None:
        if not may_set_priority(child, by, at=at):
            raise NotYours(_("The technology department changes the priority."))

    def act(child) -> dict:
        before = str(child.priority_words)
        child.priority_set = urgency
        redate_open_steps(child, at=at)
        return {"priority_set": [before, str(Urgency(urgency).label)]}

    label = gettext_lazy("Priority set by the technology department")
    put_right(case.pk, label=label, by=Actor(by), at=at, allowed=allowed, act=act, shown=shown, key=key)


# --- 3. quotes --------------------------------------------------------------------------------------------------------


def add_quote(
    case: EquipmentRequest,
    upload: UploadedFile,
    *,
    step: int,
    take: bool,
    by: User,
    at: datetime,
    key: str = "",
    **said: Any,
) -> CaseFile:
    """A vendor's quote with its file; the first, or one that says `take`, is chosen (EQUIP-5).

    `said` as in `purchases.add_quote`.
    """

    def with_quote(child: EquipmentRequest, file: CaseFile) -> None:
        _must_hold(child, step, QUOTES.key, by, at)
        quote = keep_quote(child, file, **said)
        if take or child.chosen_quote is None:
            take_quote(child, quote.pk)

    who = {"by": Actor(by), "at": at, "key": key}
    with kept_file(upload, by=by, at=at) as stored:
        return engine.attach(case.pk, stored, kind=CaseFile.Kind.QUOTE, act=with_quote, **who)


def choose_quote(case: EquipmentRequest, quote: int, *, step: int, by: User, at: datetime, key: str = "") -> None:
    """This one is to be ordered."""

    def act(child) -> dict:
        _must_be_at(child, step, QUOTES.key)
        return take_quote(child, quote)

    engine.amend(case.pk, step, label=gettext_lazy("Quote chosen"), by=Actor(by), at=at, act=act, key=key)


# --- 4. inventory -----------------------------------------------------------------------------------------------------


def record_delivery(
    case: EquipmentRequest,
    *,
    step: int,
    item: EquipmentItem,
    units: Iterable[dict],
    arrived_on: date,
    name: str,
    manufacturer: str = "",
    cost: Decimal | None = None,
    warranty_until: date | None = None,
    note: str = "",
    by: User,
    at: datetime,
    key: str = "",
) -> EquipmentRequest:
    """What came of one line: a unit each, with its serial number and, if typed, its tag; the rest get the next tags.

    Each is an asset at the place where it will be used, in stock until it is deployed (EQUIP-7). Invalid names
    the field, also when more came than is still awaited.
    """
    units = list(units)

    def act(child) -> dict:
        _must_be_at(child, step, INVENTORY.key)
        line = child.items.filter(pk=item.pk).first()
        if line is None:
            raise Stale(_("This line is no longer asked for."))
        left = line.quantity - line.cancelled - line.units.count()
        if len(units) > left:
            words = _("Of this line %(left)d are still awaited, and you list %(n)d.")
            raise Invalid({"units": words % {"left": left, "n": len(units)}})
        shared = {
            "name": name,
            "category": line.category,
            "place": child.destination,
            "manufacturer": manufacturer,
            "cost": cost,
            "po_number": child.money.po_number,
            "acquired_on": arrived_on,
            "warranty_until": warranty_until,
        }
        made = _register([shared | unit for unit in units], child, by=by, at=at)
        delivery = Delivery.objects.create(case=child, arrived_on=arrived_on, note=note, by=by, at=at)
        EquipmentUnit.objects.bulk_create(
            EquipmentUnit(case=child, asset=asset, item=line, delivery=delivery) for asset in made
        )
        child.forget_units()
        return {"units": ["", ", ".join(asset.tag for asset in made)]}

    label = gettext_lazy("Delivery recorded")
    return engine.amend(case.pk, step, label=label, by=Actor(by), at=at, act=act, key=key)


def _register(units: list[dict], child: EquipmentRequest, *, by: User, at: datetime) -> list[Asset]:
    """The list of equipment refuses by unit; the form has one box for all of them."""
    try:
        return assets.register(units, case=child, by=by, at=at)
    except Invalid as refusal:
        raise Invalid(_by_line(refusal.errors)) from refusal


def _by_line(errors: dict[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for field, words in errors.items():
        name, _dash, number = field.rpartition("-")
        if name in {"name", "manufacturer", "cost"}:
            found.setdefault(name, words)
        elif number.isdigit():
            said = _("Line %(n)d: %(words)s") % {"n": int(number) + 1, "words": words}
            found["units"] = f"{found['units']} {said}" if "units" in found else said
        else:
            found.setdefault("units", words)
    return found


# --- 5. deployment ----------------------------------------------------------------------------------------------------


def take_from_stock(case: EquipmentRequest, asset: Asset, *, step: int, by: User, at: datetime, key: str = "") -> None:
    """A unit of the district's own stock, or one that was repaired, is brought by this request (EQUIP-3)."""

    def act(child) -> dict:
        _must_be_at(child, step, DEPLOYMENT.key)
        if not child.met_by:
            raise Unmet(_("This request brings what was bought for it."))
        found = Asset.objects.select_for_update(no_key=True).get(pk=asset.pk)
        if reason := _why_not_taken(found, child, by=by, at=at):
            raise Invalid({"asset": reason % {"asset": found, "who": child.requester}})
        _unit, new = EquipmentUnit.objects.get_or_create(case=child, asset=found)
        child.forget_units()
        return {"units": ["", str(found)]} if new else {}

    label = gettext_lazy("Unit listed")
    engine.amend(case.pk, step, label=label, by=Actor(by), at=at, act=act, key=key)


def _why_not_taken(unit: Asset, child: EquipmentRequest, *, by: User, at: datetime) -> str:
    """Why a request can't bring a unit, with room for `asset` and `who`; or an empty text."""
    if listed_units().filter(asset=unit).exists():
        return _("%(asset)s is listed for a request already.")
    if child.met_by == "stock" and unit.state != Asset.State.STOCK:
        return _("%(asset)s is not in stock.")
    if child.met_by == "repair" and not _may_be_repaired(unit, child):
        return _("%(asset)s is neither in repair nor with %(who)s.")
    here, there = child.destination.path, unit.place.path
    if here.startswith(there) or there.startswith(here) or may_handle(by, unit, at=at):
        return ""
    return _("%(asset)s belongs to another place: it has to be moved here first.")


def _may_be_repaired(unit: Asset, child: EquipmentRequest) -> bool:
    """In repair or back from it, the requester's own, or nobody's where it is used."""
    if unit.state in {Asset.State.REPAIR, Asset.State.STOCK}:
        return True
    shared = unit.assigned_to_id is None and unit.place_id == child.destination.pk
    return unit.state == Asset.State.DEPLOYED and (shared or unit.assigned_to_id == child.requester_id)


def mark_deployed(
    unit: EquipmentUnit, *, step: int, deployed: bool, person: User | None = None, by: User, at: datetime, key: str = ""
) -> None:
    """A unit is where it belongs, with a person or nobody in particular; or is not after all (EQUIP-8)."""
    chosen = unit

    def act(child) -> dict:
        _must_be_at(child, step, DEPLOYMENT.key)
        unit = child.units.select_related("asset").filter(pk=chosen.pk).first()
        if unit is None:
            raise Stale(_("This unit is no longer on the list."))
        before = str(unit.deployed_at or "")
        if deployed:
            assets.deploy(unit.asset, place=child.destination, person=person, by=by, at=at, case=child)
        elif unit.deployed_at:
            assets.take_back(unit.asset, by=by, at=at, case=child)
        unit.deployed_at, unit.deployed_by = (at, by) if deployed else (None, None)
        unit.save(update_fields=["deployed_at", "deployed_by"])
        child.forget_units()
        return {str(unit.asset): [before, str(unit.deployed_at or "")]}

    words = gettext_lazy("Deployed: %(unit)s") if deployed else gettext_lazy("Not deployed after all: %(unit)s")
    label = lambda: str(words) % {"unit": chosen.asset}  # noqa: E731
    engine.amend(chosen.case_id, step, label=label, by=Actor(by), at=at, act=act, key=key)


def _must_be_at(child: EquipmentRequest, step: int, key: str) -> None:
    found = next(each for each in child.all_steps if each.pk == step)
    if found.key != key:
        raise Unmet(_("This is not done at this step."))


def _must_hold(child: EquipmentRequest, step: int, key: str, by: User, at: datetime) -> None:
    found, _holding = held_step(child, step, by=Actor(by), at=at)
    if found.key != key:
        raise NotYours(_("This step is not with you."))


# --- 6. receipt -------------------------------------------------------------------------------------------------------


def close_unanswered(*, at: datetime, limit: int = 200) -> int:
    """Close requests whose requester did not answer in time; returns how many (EQUIP-8).

    Found by their kept date alone. The move clears the date in its own transaction, under the case's lock: it is closed
    once, however many sweeps run and wherever one is killed.
    """
    set_aside = Step.objects.filter(key=RECEIPT.key, closed_at=None).exclude(set_aside="")
    due = EquipmentRequest.objects.filter(closes_on__lt=timezone.localdate(at)).exclude(pk__in=set_aside.values("case"))
    due = due.order_by("closes_on", "pk")
    with read_once():
        return sum(_close(pk, at=at) for pk in list(due.values_list("pk", flat=True)[:limit]))


def _close(pk: int, *, at: datetime) -> int:
    try:
        engine.perform(pk, "close_unanswered", by=Actor.system(), at=at)
        return 1
    except OperationalError as error:  # somebody else has it just now: the next sweep finds it
        log.warning("Request %s waits for the next sweep: %s", pk, error)
    except Refused:
        pass  # somebody was quicker
    except Exception as error:
        log.exception("Request %s could not be closed by the clock", pk)
        words = f"{type(error).__name__}: {error}"[:300]
        Step.objects.filter(case=pk, key=RECEIPT.key, closed_at__isnull=True).update(set_aside=words)
    return 0
