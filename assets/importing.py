"""A file of equipment, row by row: what is new, what changes, what stays, what is refused and why; then carried out.

A row is the unit with its asset tag; without one, the unit with its manufacturer and serial number; else it is new.
Empty cells leave what is there; a lone "-" empties it.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import Place, User
from assets import services
from assets.access import KEEPERS, paths_of
from assets.models import Asset, AssetChange, Category
from assets.spreadsheet import CATEGORIES, COLUMNS, EMPTIED, STATES, Row, Sheet, known_words, squeeze
from assets.tags import clean_tag
from assets.told import line_of
from workflows.errors import Stale

KEPT = (*services.RECORD, *services.WHEREABOUTS)
TITLE = ("tag", "name", "serial")  # what a row is called by
NEEDED = ("name", "category", "place")
# With or without a currency around it.
AMOUNT = re.compile(
    r"[^\d.,-]*(?P<whole>[0-9]{1,3}(?P<group>[ ,.'])[0-9]{3}(?:(?P=group)[0-9]{3})*|[0-9]{1,15})"
    r"(?:(?P<point>[.,])(?P<cents>[0-9]{1,2}))?[^\d.,-]*"
)
DAYS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y", "%Y/%m/%d")


class Verdict:
    NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"


@dataclass
class Line:
    """What would become of a row."""

    row: Row
    asset: Asset | None = None
    unit: dict[str, Any] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def verdict(self) -> str:
        if self.faults:
            return Verdict.REFUSED
        if self.asset is None:
            return Verdict.NEW
        return Verdict.CHANGED if self.values else Verdict.SAME

    @property
    def title(self) -> str:
        """What the row is about: the unit it is, or what it calls itself."""
        said = self.row.cells
        return str(self.asset or " ".join(filter(None, (said.get("tag"), said.get("name"), said.get("serial")))))[:200]


@dataclass
class Plan:
    """What a file would do today, for one person."""

    sheet: Sheet
    lines: list[Line]

    @property
    def counts(self) -> dict[str, int]:
        """Verdict → number of rows."""
        found = Counter(line.verdict for line in self.lines)
        return {name: found[name] for name in ("new", "changed", "same", "refused")}

    @property
    def fingerprint(self) -> str:
        """The same as long as carrying it out does the same."""
        told = [[line.row.line, line.verdict, line.changes, line.faults] for line in self.lines]
        return hashlib.sha256(json.dumps(told, default=str).encode()).hexdigest()

    @property
    def does_something(self) -> bool:
        return any(line.verdict in (Verdict.NEW, Verdict.CHANGED) for line in self.lines)


# --- planned ----------------------------------------------------------------------------------------------------------


def plan(sheet: Sheet, *, by: User, at: datetime, lock: bool = False) -> Plan:
    """What each row would do; a fixed number of queries for up to 500 rows of a kind. `lock` keeps units as found."""
    known = _Known(sheet, by, at, lock)
    lines = [_line(row, known) for row in sheet.rows]
    _refuse_doubles(lines)
    _check(lines)
    for line in lines:
        _compare(line)
    return Plan(sheet, lines)


class _Known:
    """What the rows may mean, read once."""

    def __init__(self, sheet: Sheet, by: User, at: datetime, lock: bool):
        self.paths = paths_of(by, KEEPERS, at=at)
        self.on = timezone.localdate(at)
        self.places = _by_word(Place.objects.all(), lambda place: (place.name, place.code))
        named = any("assigned_to" in row.cells for row in sheet.rows)
        self.people = _by_word(User.objects.all(), _names_of) if named else {}
        self.categories = known_words(Category.choices, CATEGORIES)
        self.states = known_words(Asset.State.choices, STATES)
        units = Asset.objects.select_related("place", "assigned_to")
        self.units = units.select_for_update(of=("self",), no_key=True) if lock else units
        self.by_tag = self._read({_tag(row) for row in sheet.rows} - {""}, "tag", lambda unit: unit.tag)
        alone = {row.cells["serial"].upper() for row in sheet.rows if not _tag(row) and "serial" in row.cells}
        found = services.by_serial(self.units, alone)
        self.by_serial = {(unit.manufacturer.upper(), unit.serial.upper()): unit for unit in found}

    def _read(self, words: set[str], column: str, key: Callable[[Asset], Any]) -> dict[Any, Asset]:
        parts = services.batched(sorted(words))
        return {
            key(unit): unit for part in parts for unit in self.units.filter(**{f"{column}__in": part}).order_by("pk")
        }

    def unit_of(self, row: Row) -> Asset | None:
        if tag := _tag(row):
            return self.by_tag.get(tag)
        serial = row.cells.get("serial", "").upper()
        return self.by_serial.get((row.cells.get("manufacturer", "").upper(), serial)) if serial else None

    def keeps(self, place: Place) -> bool:
        return any(place.path.startswith(path) for path in self.paths)


def _tag(row: Row) -> str:
    try:
        return clean_tag(row.cells["tag"]) if "tag" in row.cells else ""
    except ValueError:
        return ""


def _names_of(person: User) -> tuple[str, ...]:
    return person.username, person.email, str(person), f"{person} ({person.username})"


def _by_word(rows, words_of: Callable[[Any], tuple[str, ...]]) -> dict[str, list]:
    """Word, small and with single spaces → rows that are called so."""
    found: dict[str, list] = {}
    for row in rows:
        for word in {_plain(word) for word in words_of(row)} - {""}:
            found.setdefault(word, []).append(row)
    return found


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _line(row: Row, known: _Known) -> Line:
    line = Line(row, known.unit_of(row))
    said: dict[str, Any] = {}
    for name, text in row.cells.items():
        try:
            said[name] = _value(name, text, line.asset, known)
        except ValueError as fault:
            line.faults.append(str(fault))
    if line.asset is None:
        said.setdefault("state", Asset.State.STOCK)
        missing = [name for name in NEEDED if name not in row.cells]
        line.faults += [_("%(what)s is missing.") % {"what": _heading(name)} for name in missing]
    else:
        said = {name: getattr(line.asset, name) for name in KEPT} | said
        if not known.keeps(line.asset.place):
            line.faults.append(_("You don’t keep the equipment of %(place)s.") % {"place": line.asset.place})
    place = said.get("place")
    if isinstance(place, Place) and not known.keeps(place) and not line.faults:
        line.faults.append(_("You don’t keep the equipment of %(place)s.") % {"place": place})
    line.unit = said
    return line


def _heading(name: str) -> str:
    return str(next(column.heading for column in COLUMNS if column.name == name))


def _value(name: str, text: str, asset: Asset | None, known: _Known) -> Any:
    """A cell as the record keeps it. ValueError with a sentence."""
    if text == EMPTIED and name not in (*NEEDED, "tag", "state"):
        return None if name in ("assigned_to", "cost", "acquired_on", "warranty_until") else ""
    text = "-" if text == EMPTIED else text
    match name:
        case "category":
            return _choice(text, known.categories, _("“%(text)s” is no category we know."))
        case "state":
            return _choice(text, known.states, _("“%(text)s” is no state we know, such as “In use”."))
        case "place":
            return _place(text, asset, known)
        case "assigned_to":
            return _person(text, asset, known)
        case "cost":
            return _amount(text)
        case "acquired_on" | "warranty_until":
            return _day(text)
        case "tag":
            return clean_tag(text)
    return text


def _choice(text: str, words: dict[str, str], fault: str) -> str:
    value = words.get(squeeze(text))
    if value is None:
        raise ValueError(fault % {"text": text[:60]})
    return value


def _place(text: str, asset: Asset | None, known: _Known) -> Place:
    found = known.places.get(_plain(text), [])
    now = [place for place in found if place.is_open(on=known.on) or (asset and place.pk == asset.place_id)]
    if len(now) != 1:
        words = _("“%(text)s” is no place of the district.") if not now else _("“%(text)s” fits several places.")
        raise ValueError(words % {"text": text[:60]})
    return now[0]


def _person(text: str, asset: Asset | None, known: _Known) -> User:
    found = known.people.get(_plain(text), [])
    now = [person for person in found if person.is_active or (asset and person.pk == asset.assigned_to_id)]
    if len(now) != 1:
        words = (
            _("Nobody called “%(text)s” was found.")
            if not now
            else _("“%(text)s” fits several people. Use the user name.")
        )
        raise ValueError(words % {"text": text[:60]})
    return now[0]


def _amount(text: str) -> Decimal:
    """ "$1,234.50", "1.234,50" and "310" alike: three digits behind a separator are thousands, one or two the cents."""
    written = AMOUNT.fullmatch(text.strip())
    if written is None or (written["cents"] and written["group"] == written["point"]):
        raise ValueError(_("“%(text)s” is no amount, such as 310.50.") % {"text": text[:60]})
    whole = "".join(sign for sign in written["whole"] if sign.isdigit())
    return Decimal(f"{whole}.{written['cents'] or '00'}".ljust(len(whole) + 3, "0"))


def _day(text: str) -> date:
    word = text.split()[0].split("T")[0] if text.split() else ""
    for layout in DAYS:
        try:
            return datetime.strptime(word, layout).date()  # noqa: DTZ007 (a day has no zone)
        except ValueError:
            continue
    raise ValueError(_("“%(text)s” is no date. Write it as 2026-08-31 or 8/31/2026.") % {"text": text[:60]})


def _refuse_doubles(lines: list[Line]) -> None:
    """The second row about one unit is refused: which of the two is right nobody can say."""
    seen: set[int] = set()
    for line in lines:
        if line.asset is None:
            continue
        if line.asset.pk in seen:
            line.faults.append(_("This unit stands in the file twice."))
        seen.add(line.asset.pk)


def _check(lines: list[Line]) -> None:
    """What services would refuse, said here row by row."""
    whole = [line for line in lines if not line.faults]
    faults = services.faults_of(
        [line.unit for line in whole], known=[line.asset.pk if line.asset else None for line in whole]
    )
    for name, words in faults.items():
        column, _dash, number = name.rpartition("-")
        whole[int(number)].faults.append(f"{_heading(column)}: {words}")


def _compare(line: Line) -> None:
    if line.faults:
        return
    if line.asset is None:
        new = Asset(**line.unit)
        told = [name for name in KEPT if name not in TITLE and line.unit.get(name) not in (None, "")]
        line.changes = [line_of(name, "", services.words_of(new, name)) for name in told]
        return
    line.values = {name: line.unit[name] for name in KEPT if line.unit[name] != getattr(line.asset, name)}
    if why := _reason_against(line.asset, line.values):
        line.faults.append(why)
        return
    after = Asset(**{name: line.unit[name] for name in KEPT})
    line.changes = [
        line_of(name, services.words_of(line.asset, name), services.words_of(after, name)) for name in line.values
    ]


def _reason_against(asset: Asset, values: dict[str, Any]) -> str:
    """Why the act that a row comes to can't be done now; a file goes around none of their conditions."""
    if why := services.reason_against(asset, _act_of(values)):
        return why
    if values.get("state") == Asset.State.RETIRED and not values.get("note"):
        return _("Say in the note why it is retired.")
    return ""


def _act_of(values: dict[str, Any]) -> str:
    what = AssetChange.What
    if state := values.get("state"):
        return what(state)
    return what.ASSIGNED if "assigned_to" in values else what.MOVED if "place" in values else what.EDITED


# --- carried out ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Done:
    """What an import did."""

    added: int
    changed: int

    def __str__(self):
        added = ngettext("%(count)d unit added", "%(count)d units added", self.added) % {"count": self.added}
        changed = ngettext("%(count)d changed", "%(count)d changed", self.changed) % {"count": self.changed}
        return f"{added}, {changed}."


def carry_out(sheet: Sheet, *, shown: str, by: User, at: datetime, key: str, reason: str) -> Done:
    """All rows that are new or changed, in one transaction; the same form again does nothing more.

    Stale when the rows would do something else by now than what was `shown` (a plan's fingerprint).
    """
    if done := _done(by, key):
        return done
    with transaction.atomic():
        now = plan(sheet, by=by, at=at, lock=True)
        if now.fingerprint != shown:
            raise Stale(_("Some of these units changed since you looked. Check the rows again."))
        new = [line.unit for line in now.lines if line.verdict == Verdict.NEW]
        changed = [(line.asset, line.values) for line in now.lines if line.verdict == Verdict.CHANGED]
        services.register(new, case=None, by=by, at=at, key=key, reason=reason)
        services.correct(changed, by=by, at=at, key=key, reason=reason)
        return Done(len(new), len(changed))


def _done(by: User, key: str) -> Done | None:
    found = Counter(AssetChange.objects.filter(key__startswith=f"{by.pk}:{key}:").values_list("what", flat=True))
    what = AssetChange.What
    return Done(found[what.REGISTERED], found[what.IMPORTED]) if found else None
