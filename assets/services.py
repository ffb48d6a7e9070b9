"""All changes to equipment. Each writes a row of its history in the same transaction, under the unit's own lock.

`by` is a user, or None when the system does it. `key` is a form's one-time key: the second of two clicks gets the
first's result. Refusals are those of workflows.errors: Invalid with a message for each field, Unmet with the reason,
Stale when somebody else was quicker. Who may do it is asked before (assets.access), or was by the engine.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.db.models.functions import Upper
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.models import Place, User
from assets.models import Asset, AssetChange, Category
from assets.tags import clean_tag, next_tags
from workflows.actors import Actor
from workflows.errors import Invalid, Stale, Unmet
from workflows.models import Case

State, What = Asset.State, AssetChange.What
# What the record says of a unit; where it is and whose changes through acts of their own.
RECORD = (
    "tag", "name", "category", "manufacturer", "serial", "cost", "po_number", "acquired_on", "warranty_until", "note",
)  # fmt: skip
WHEREABOUTS = ("place", "assigned_to", "state")
WITH_NOBODY = (State.STOCK, State.RETIRED)
MOST_AT_ONCE = 2000  # units in one registration
MOST_COST = Decimal("9999999999.99")
MOST_NOTE = 4000


# Added


def register(units: Iterable[dict[str, Any]], *, case: Case | None, by: User | None, at: datetime, key: str = "",
             reason: str = "") -> list[Asset]:  # fmt: skip
    """New units in stock, in the order given; the same form again gives the units it added (EQUIP-7).

    Each unit is a dict with name, category and place, and if known tag (else the next of the district's series),
    manufacturer, serial, cost, po_number, acquired_on, warranty_until, note, assigned_to and state (a stock that was
    kept elsewhere before). Invalid maps "serial-2" to what is wrong with the serial number of the third unit.
    """
    units = [{**unit} for unit in units]
    if len(units) > MOST_AT_ONCE:
        raise Invalid({"__all__": _("At most %(most)s units at once.") % {"most": MOST_AT_ONCE}})
    if again := _registered(key, by):
        return again
    try:
        with transaction.atomic():
            return _write(units, case, by, at, key, reason)
    except IntegrityError:
        # As quick as another click, or as another person with the same tag: what stands now says which.
        if again := _registered(key, by):
            return again
        _refuse(faults_of(units))
        raise


def _write(units: list[dict[str, Any]], case, by, at, key: str, reason: str) -> list[Asset]:
    _refuse(faults_of(units))
    typed = {unit["tag"] for unit in units if unit.get("tag")}
    fresh = iter(next_tags(sum(not unit.get("tag") for unit in units), taken=typed))
    for unit in units:
        unit["tag"] = unit.get("tag") or next(fresh)
    assets = Asset.objects.bulk_create([Asset(**unit, case=case, since=at) for unit in units])
    AssetChange.objects.bulk_create(
        AssetChange(
            asset=asset,
            what=What.REGISTERED,
            changed={name: ["", words_of(asset, name)] for name in (*RECORD, *WHEREABOUTS) if words_of(asset, name)},
            reason=reason,
            **_author(by, at, case, key, number),
        )
        for number, asset in enumerate(assets)
    )
    return assets


def _registered(key: str, by: User | None) -> list[Asset]:
    """What a form added when it was sent before, by the same person."""
    if not key:
        return []
    sent = AssetChange.objects.filter(key__startswith=f"{_whose(by)}:{key}:", what=What.REGISTERED)
    return [change.asset for change in sent.select_related("asset").order_by("pk")]


# Where it is, and whose

_RETIRED = _lazy("It is retired. Take it back into stock first.")
_STOCK = _lazy("It is in stock. Hand it out instead.")
_LOST = _lazy("It is reported lost. Take it back into stock, or hand it out, when it is found.")
# What can't be done in which state, and the sentence that says so.
BARRED: dict[str, dict[str, Any]] = {
    What.DEPLOYED: {State.RETIRED: _RETIRED},
    What.MOVED: {State.RETIRED: _RETIRED},
    What.ASSIGNED: {State.RETIRED: _RETIRED, State.STOCK: _STOCK, State.LOST: _LOST},
    What.REPAIR: {State.RETIRED: _RETIRED, State.REPAIR: _lazy("It is in repair already.")},
    What.STOCK: {State.STOCK: _lazy("It is in stock already.")},
    What.LOST: {State.RETIRED: _RETIRED, State.LOST: _lazy("It is reported lost already.")},
    What.RETIRED: {State.RETIRED: _lazy("It is retired already.")},
}


def reason_against(asset: Asset, what: str) -> str:
    """Why an act can't be done now, or an empty text."""
    return str(BARRED.get(what, {}).get(asset.state, ""))


def deploy(asset: Asset, *, place: Place | None = None, person: User | None = None, by: User | None, at: datetime,
           **sent) -> Asset:  # fmt: skip
    """Handed out: in use at a place (where it is now unless given), with a person or nobody in particular (EQUIP-8).

    All acts take besides: `reason`, `case` (the request it was done for), `key` (one-time key of the form) and
    `version` (the unit's, as it was shown).
    """
    return _change(asset, What.DEPLOYED, {"state": State.DEPLOYED, "assigned_to": person, **_at(place)}, by, at, **sent)


def move(asset: Asset, *, place: Place, by: User | None, at: datetime, **sent) -> Asset:
    """At another place; whose it is and its state stay."""
    return _change(asset, What.MOVED, _at(place), by, at, **sent)


def assign(asset: Asset, *, person: User | None, by: User | None, at: datetime, **sent) -> Asset:
    """With another person, or with nobody in particular. Unmet unless it is in use or in repair."""
    return _change(asset, What.ASSIGNED, {"assigned_to": person}, by, at, **sent)


def send_to_repair(asset: Asset, *, place: Place | None = None, by: User | None, at: datetime, **sent) -> Asset:
    """In repair, where it is now or at a place; it stays with whom it was."""
    return _change(asset, What.REPAIR, {"state": State.REPAIR, **_at(place)}, by, at, **sent)


def take_back(asset: Asset, *, place: Place | None = None, by: User | None, at: datetime, **sent) -> Asset:
    """In stock again, with nobody: given back, repaired, found, or retired by mistake."""
    return _change(asset, What.STOCK, {"state": State.STOCK, "assigned_to": None, **_at(place)}, by, at, **sent)


def report_lost(asset: Asset, *, by: User | None, at: datetime, **sent) -> Asset:
    """Nobody knows where it is; the last place and person stay on the record."""
    return _change(asset, What.LOST, {"state": State.LOST}, by, at, **sent)


def retire(asset: Asset, *, reason: str, by: User | None, at: datetime, **sent) -> Asset:
    """Out of use for good, with nobody. Invalid without a reason."""
    if not reason.strip():
        raise Invalid({"reason": _("Say why it is retired.")})
    to = {"state": State.RETIRED, "assigned_to": None}
    return _change(asset, What.RETIRED, to, by, at, reason=reason, **sent)


def _at(place: Place | None) -> dict[str, Place]:
    return {"place": place} if place else {}


# The record


def correct(changes: list[tuple[Asset, dict[str, Any]]], *, by: User | None, at: datetime, key: str = "",
            reason: str = "") -> None:  # fmt: skip
    """Many units put right at once, whereabouts too (an import). In a transaction that holds the units' locks, with
    values that `faults_of` found nothing wrong with; each has something that is different."""
    rows = []
    for number, (asset, values) in enumerate(changes):
        changed = _set(asset, values)
        asset.version += 1
        if not changed.keys().isdisjoint(WHEREABOUTS):
            asset.since = at
        author = _author(by, at, None, key, MOST_AT_ONCE + number)
        rows.append(AssetChange(asset=asset, what=What.IMPORTED, changed=changed, reason=reason, **author))
    Asset.objects.bulk_update([asset for asset, _values in changes], [*RECORD, *WHEREABOUTS, "since", "version"], 200)
    AssetChange.objects.bulk_create(rows)


def edit(asset: Asset, *, changes: dict[str, Any], by: User | None, at: datetime, **sent) -> Asset:
    """The record (`RECORD`) put right. Invalid maps a field to its message."""
    if unknown := {*changes} - {*RECORD}:
        raise ValueError(f"not part of the record: {sorted(unknown)}")

    def checked(found: Asset) -> dict[str, Any]:
        unit = {name: getattr(found, name) for name in (*RECORD, "place")} | changes
        _refuse({name.removesuffix("-0"): words for name, words in faults_of([unit], known=[found.pk]).items()})
        return {name: unit[name] for name in changes}

    try:
        return _change(asset, What.EDITED, checked, by, at, **sent)
    except IntegrityError:
        checked(asset)  # somebody took the tag or serial number meanwhile
        raise


def _change(
    asset: Asset,
    what: str,
    to: dict[str, Any] | Callable[[Asset], dict[str, Any]],
    by: User | None,
    at: datetime,
    *,
    reason: str = "",
    case: Case | None = None,
    key: str = "",
    version: int | None = None,
) -> Asset:
    """Sets what is different under the unit's lock, with its history row; nothing is written when nothing is."""
    try:
        with transaction.atomic():
            found = Asset.objects.select_for_update(no_key=True).get(pk=asset.pk)
            if _sent_before(found, key, by):
                return found
            if version is not None and version != found.version:
                raise Stale(_("Somebody else changed this unit meanwhile."))
            if why := reason_against(found, what):
                raise Unmet(why)
            values = to(found) if callable(to) else to
            changed = _set(found, values)
            if changed:
                _save(found, changed, at)
                AssetChange.objects.create(
                    asset=found, what=what, changed=changed, reason=reason[:500], **_author(by, at, case, key)
                )
            return found
    except IntegrityError:
        _sent_before(asset, key, by)  # the same form for another unit, at the same moment: Stale
        raise


def _sent_before(asset: Asset, key: str, by: User | None) -> bool:
    """Whether the form did its act on this unit. Stale when it did it on another."""
    sent = AssetChange.objects.filter(key=_key(by, key)).first() if key else None
    if sent and sent.asset_id != asset.pk:
        raise Stale(_("This form was sent for something else already."))
    return sent is not None


def _set(asset: Asset, values: dict[str, Any]) -> dict[str, list[str]]:
    """Sets what is different; what each said before and says now."""
    changed = {}
    for name, value in values.items():
        if getattr(asset, name) != value:
            was = words_of(asset, name)
            setattr(asset, name, value)
            changed[name] = [was, words_of(asset, name)]
    return changed


def _save(asset: Asset, changed: dict[str, list[str]], at: datetime) -> None:
    asset.version += 1
    columns = [*changed, "version"]
    if not changed.keys().isdisjoint(WHEREABOUTS):
        asset.since = at
        columns.append("since")
    asset.save(update_fields=columns)


def words_of(asset: Asset, name: str) -> str:
    """A column as the history keeps it: names in words, dates and amounts exact, codes as they are."""
    value = getattr(asset, name)
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _author(by: User | None, at: datetime, case: Case | None, key: str, number: int = 0) -> dict[str, Any]:
    name = Actor(by).shown_name if by else Actor.system().shown_name
    return {"by": by, "by_name": name, "at": at, "case": case, "key": _key(by, key, number) if key else None}


def _whose(by: User | None) -> int:
    return by.pk if by else 0


def _key(by: User | None, key: str, number: int = 0) -> str:
    """Of this person alone: nobody's form is taken for another's."""
    return f"{_whose(by)}:{key[:64]}:{number}"


# What may stand in a record


def faults_of(units: list[dict[str, Any]], *, known: Sequence[int | None] = ()) -> dict[str, str]:
    """What is wrong with units, "serial-2" for the third's serial number; brings their texts into the form kept.

    `known` has for each unit which one it is already, None for a new one.
    """
    faults: dict[str, str] = {}
    for number, unit in enumerate(units):
        for name, words in _faults_of_one(unit):
            faults.setdefault(f"{name}-{number}", words)
    _find_doubles(units, faults, known or [None] * len(units))
    return faults


def _faults_of_one(unit: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for name in ("name", "manufacturer", "serial", "po_number"):
        unit[name] = " ".join(str(unit.get(name) or "").replace("\0", "").split())
        most = Asset._meta.get_field(name).max_length
        if len(unit[name]) > most:
            yield name, _("At most %(most)s characters.") % {"most": most}
    if not unit["name"]:
        yield "name", _("Say what it is, such as its model.")
    if not (unit["serial"].isascii() and unit["serial"].isprintable()):
        yield "serial", _("A serial number has only letters A to Z, digits and signs of a keyboard.")
    unit["note"] = str(unit.get("note") or "").replace("\0", "").strip()
    if len(unit["note"]) > MOST_NOTE:
        yield "note", _("At most %(most)s characters.") % {"most": MOST_NOTE}
    if unit.get("tag"):
        try:
            unit["tag"] = clean_tag(unit["tag"])
        except ValueError as fault:
            yield "tag", str(fault)
    if unit.get("category") not in Category.values:
        yield "category", _("Choose a category.")
    if not isinstance(unit.get("place"), Place):
        yield "place", _("Choose a place.")
    if unit.get("assigned_to") and unit.get("state", State.STOCK) in WITH_NOBODY:
        yield "assigned_to", _("What is in stock or retired is with nobody.")
    cost = unit.get("cost")
    if cost is not None and not (cost.is_finite() and 0 <= cost <= MOST_COST):
        yield "cost", _("Give an amount of 0 or more.")


def _find_doubles(units: list[dict[str, Any]], faults: dict[str, str], known: Sequence[int | None]) -> None:
    """Tags and serial numbers that stand twice among the units, or that another unit has."""
    # What is no tag is not looked for: PostgreSQL takes no NUL.
    tags = {unit["tag"] for n, unit in enumerate(units) if unit.get("tag") and f"tag-{n}" not in faults}
    tagged = Asset.objects.only("tag")
    have_tag = {each.tag: each.pk for part in batched(tags) for each in tagged.filter(tag__in=part)}
    same_serial = by_serial(Asset.objects.only("manufacturer", "serial"), {unit["serial"] for unit in units} - {""})
    have_serial = {(each.manufacturer.upper(), each.serial.upper()): each.pk for each in same_serial}
    seen: set = set()
    for number, (unit, own) in enumerate(zip(units, known, strict=True)):
        if tag := unit.get("tag"):
            if have_tag.get(tag, own) != own or tag in seen:
                faults.setdefault(f"tag-{number}", _("Another unit has the tag %(tag)s.") % {"tag": tag})
            seen.add(tag)
        if unit["serial"]:
            pair = _serial_of(unit)
            if have_serial.get(pair, own) != own or pair in seen:
                words = _("Another unit of this manufacturer has the serial number %(serial)s.")
                faults.setdefault(f"serial-{number}", words % {"serial": unit["serial"]})
            seen.add(pair)


def _serial_of(unit: dict[str, Any]) -> tuple[str, str]:
    return unit["manufacturer"].upper(), unit["serial"].upper()


def by_serial(assets: QuerySet[Asset], serials: Iterable[str]) -> list[Asset]:
    """Units with one of these serial numbers, however it is written."""
    capitals = assets.annotate(upper=Upper("serial"))
    parts = batched(sorted({serial.upper() for serial in serials}))
    return [asset for part in parts for asset in capitals.filter(upper__in=part).order_by("pk")]


def batched(values: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """Parts of a set that a database takes as one question."""
    rest = iter(values)
    while part := list(islice(rest, size)):
        yield part


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise Invalid(faults)
