"""Equipment as comma-separated values: written so that no spreadsheet runs a cell, read however it was saved."""

import csv
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import as_typed
from assets.models import Asset, Category
from workflows.chronicle import FORMULA, plain_cell

MOST_ROWS = 2000
LARGEST = 5 * 1024 * 1024  # bytes
EMPTIED = "\0"  # a lone hyphen, which empties what is there; no other cell has this sign
BYTE_ORDER_MARK = "\ufeff"  # so that a spreadsheet reads the letters right


@dataclass(frozen=True)
class Column:
    """A column: the field, its heading, other headings people use (letters and digits only), and its cell."""

    name: str
    heading: Any
    others: str
    cell: Callable[[Asset], Any]


COLUMNS = (
    Column("tag", gettext_lazy("Asset tag"), "tag asset assetnumber assetno assetid inventorynumber barcode etiqueta",
           lambda a: a.tag),
    Column("name", gettext_lazy("Name or model"), "name model item description device equipment nombre modelo",
           lambda a: a.name),
    Column("category", gettext_lazy("Category"), "type kind class devicetype categoria tipo",
           lambda a: a.get_category_display()),
    Column("manufacturer", gettext_lazy("Manufacturer"), "make maker brand vendor fabricante marca",
           lambda a: a.manufacturer),
    Column("serial", gettext_lazy("Serial number"), "serial serialno sn servicetag numerodeserie serie",
           lambda a: a.serial),
    Column("place", gettext_lazy("Place"), "location site school building department lugar escuela ubicacion",
           lambda a: a.place.name),
    Column("assigned_to", gettext_lazy("With"), "assignedto person user owner username email asignadoa persona usuario",
           lambda a: as_typed(a.assigned_to) if a.assigned_to else ""),
    Column("state", gettext_lazy("State"), "status condition estado", lambda a: a.get_state_display()),
    Column("cost", gettext_lazy("Cost"), "price amount unitcost purchaseprice costo precio",
           lambda a: "" if a.cost is None else a.cost),
    Column("po_number", gettext_lazy("Purchase order"), "po ponumber pono order ordernumber ordendecompra",
           lambda a: a.po_number),
    Column("acquired_on", gettext_lazy("Acquired on"),
           "acquired purchased purchasedate purchasedon datepurchased received receivedon fechadecompra",
           lambda a: a.acquired_on or ""),
    Column("warranty_until", gettext_lazy("Warranty until"),
           "warranty warrantyend warrantyends warrantyexpires warrantyexpiration garantia",
           lambda a: a.warranty_until or ""),
    Column("note", gettext_lazy("Note"), "notes comment comments remark remarks nota notas", lambda a: a.note),
)  # fmt: skip
# What people call a category besides.
CATEGORIES = {
    Category.LAPTOP: "notebook chromebook macbook portatil",
    Category.TABLET: "ipad",
    Category.DESKTOP: "desktop pc computer workstation imac",
    Category.DISPLAY: "monitor projector panel screen interactivepanel television tv",
    Category.PRINTER: "copier multifunctionprinter mfp",
    Category.NETWORK: "network switch router accesspoint firewall",
    Category.AUDIO_VISUAL: "audiovisual av camera speaker microphone documentcamera",
    Category.PHONE: "telephone smartphone voip",
    Category.ACCESSORY: "charger keyboard mouse headset cart dock adapter",
    Category.OTHER: "other misc",
}
STATES = {
    Asset.State.STOCK: "stock storage available spare",
    Asset.State.DEPLOYED: "deployed inuse active assigned",
    Asset.State.REPAIR: "repair broken service",
    Asset.State.RETIRED: "disposed surplus recycled",
    Asset.State.LOST: "missing stolen",
}


class Unreadable(Exception):  # noqa: N818 (an answer to the person who sent the file)
    """The file can't be taken as a table; `str()` says why and what to do."""


def squeeze(text: str) -> str:
    """Letters and digits alone, small and without accents: "Serial No." and "serialno" are one."""
    plain = unicodedata.normalize("NFKD", str(text)).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def in_all_languages(words: Any) -> set[str]:
    """What a phrase is in each language of the application, squeezed."""
    found = set()
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found.add(squeeze(str(words)))
    return found


def known_words(choices: Iterable[tuple[str, Any]], others: dict[str, str]) -> dict[str, str]:
    """Squeezed word → value, for codes, labels in every language and what people say besides."""
    found = {}
    for value, label in choices:
        for word in {squeeze(value), *in_all_languages(label), *others.get(value, "").split()}:
            found.setdefault(word, value)
    return found


# --- written ----------------------------------------------------------------------------------------------------------


def write(assets: Iterable[Asset]) -> str:
    """The table with a byte order mark; `read` takes it back as it is."""
    file = StringIO()
    table = csv.writer(file)
    table.writerow([column.heading for column in COLUMNS])
    for asset in assets:
        table.writerow([plain_cell(column.cell(asset)) for column in COLUMNS])
    return BYTE_ORDER_MARK + file.getvalue()


# --- read -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A row of the file: its line, and what each known column says (only cells that say something)."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """A file as it was understood."""

    rows: list[Row]
    headings: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def read(content: bytes) -> Sheet:
    """The rows of a file. Unreadable when it is no table with headings we know."""
    if len(content) > LARGEST:
        raise Unreadable(_("The file is larger than %(most)s MB.") % {"most": LARGEST // (1024 * 1024)})
    lines = _lines(_decoded(content))
    if not lines:
        raise Unreadable(_("The file is empty."))
    (_first, titles), *rest = lines
    names, unknown = _columns(titles)
    if not names:
        raise Unreadable(_("No heading in the first line is one we know, such as “Asset tag” or “Name”."))
    rows = [_row(line, cells, names) for line, cells in rest]
    rows = [row for row in rows if row.cells]
    if not rows:
        raise Unreadable(_("There is no row below the headings."))
    if len(rows) > MOST_ROWS:
        raise Unreadable(_("The file has more than %(most)s rows. Send it in parts.") % {"most": MOST_ROWS})
    return Sheet(rows, {name: titles[index].strip() for index, name in names.items()}, unknown)


def _decoded(content: bytes) -> str:
    """UTF-8, UTF-16 with its mark, else as Windows programs of the Americas save it."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """(number of the line, cells), without empty lines."""
    text = text.replace("\0", "")
    head = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(",;\t", key=head.count)
    table = csv.reader(StringIO(text, newline=""), delimiter=separator)
    found = []
    try:
        for cells in table:
            if any(cell.strip() for cell in cells):
                found.append((table.line_num, cells))
            if len(found) > MOST_ROWS + 1:
                break  # told by `read`
    except csv.Error as fault:
        words = _("Line %(line)s can't be read as a row of a table. Save the file as CSV again.")
        raise Unreadable(words % {"line": table.line_num}) from fault
    return found


def _columns(titles: list[str]) -> tuple[dict[int, str], list[str]]:
    """Column's number → field, each field once; and the headings nobody knows."""
    words = {word: column.name for column in COLUMNS for word in column.others.split()}
    words |= {word: column.name for column in COLUMNS for word in in_all_languages(column.heading)}
    found: dict[int, str] = {}
    unknown = []
    for index, title in enumerate(titles):
        name = words.get(squeeze(title))
        if name and name not in found.values():
            found[index] = name
        elif title.strip():
            unknown.append(title.strip()[:60])
    return found, unknown


def _row(line: int, cells: list[str], names: dict[int, str]) -> Row:
    said = {name: _said(cells[index]) for index, name in names.items() if index < len(cells)}
    return Row(line, {name: text for name, text in said.items() if text})


def _said(cell: str) -> str:
    """What a cell says; the apostrophe that kept a spreadsheet from running it is not part of it."""
    text = cell.strip()
    if text == "-":
        return EMPTIED
    return text[1:] if text.startswith("'") and text[1:].lstrip().startswith(FORMULA) else text
