"""A sheet of labels with QR codes as a PDF, on the usual sheets of self-adhesive labels."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from reportlab.lib.pagesizes import A4, letter
from reportlab.lib.units import inch, mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from accounts.district import setting
from assets.models import Asset

MOST = 2000  # labels in one file


@dataclass(frozen=True)
class Sheet:
    """A sheet of labels; lengths in points (1/72 inch), from the upper left corner."""

    words: Any
    size: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    across: float  # from one label's left edge to the next one's
    down: float

    @property
    def count(self) -> int:
        return self.columns * self.rows

    def corner(self, number: int) -> tuple[float, float]:
        """Lower left corner of a label, counted along the rows from 0."""
        row, column = divmod(number, self.columns)
        return self.left + column * self.across, self.size[1] - self.top - row * self.down - self.height


# As their makers measure them: Avery 5160 and 5163 (letter), L7160 and L7163 (A4).
SHEETS = {
    "5160": Sheet(_("Letter, 30 labels of 1 by 2⅝ inches (Avery 5160)"), letter, 3, 10,
                  2.625 * inch, 1 * inch, 0.1875 * inch, 0.5 * inch, 2.75 * inch, 1 * inch),
    "5163": Sheet(_("Letter, 10 labels of 2 by 4 inches (Avery 5163)"), letter, 2, 5,
                  4 * inch, 2 * inch, 0.15625 * inch, 0.5 * inch, 4.1875 * inch, 2 * inch),
    "L7160": Sheet(_("A4, 21 labels of 63.5 by 38.1 mm (Avery L7160)"), A4, 3, 7,
                   63.5 * mm, 38.1 * mm, 7.25 * mm, 15.15 * mm, 66 * mm, 38.1 * mm),
    "L7163": Sheet(_("A4, 14 labels of 99.1 by 38.1 mm (Avery L7163)"), A4, 2, 7,
                   99.1 * mm, 38.1 * mm, 4.65 * mm, 15.15 * mm, 101.6 * mm, 38.1 * mm),
}  # fmt: skip
USUAL = "5160"
INSET = 5  # points kept free at a label's edge; printers are that far off
QUIET = 4  # modules around a QR code, as its standard asks


def address_of(asset: Asset) -> str:
    """What the QR code holds: where the unit's page is."""
    return settings.SITE_URL + reverse("asset", args=[asset.pk])


def code_of(asset: Asset) -> segno.QRCode:
    """The QR code, readable with a seventh of it scratched off."""
    return segno.make_qr(address_of(asset), error="M")


def draw(assets: Sequence[Asset], *, sheet: Sheet, first: int = 1) -> bytes:
    """The PDF. `first` is the place on the first sheet at which to begin, when labels of it were used before."""
    file = BytesIO()
    canvas = Canvas(file, pagesize=sheet.size, invariant=True, pageCompression=1)
    canvas.setTitle(str(_("Asset labels")))
    canvas.setCreator("Technology Requests")
    district = setting("district_name")
    for page in _pages(assets, sheet, first - 1):
        for number, asset in page:
            _draw_label(canvas, asset, sheet, sheet.corner(number), district)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _pages(assets: Sequence[Asset], sheet: Sheet, skipped: int) -> Iterator[list[tuple[int, Asset]]]:
    placed = [divmod(number, sheet.count) for number in range(skipped, skipped + len(assets))]
    for page in range(placed[-1][0] + 1 if placed else 0):
        yield [(number, asset) for (at, number), asset in zip(placed, assets, strict=True) if at == page]


def _draw_label(canvas: Canvas, asset: Asset, sheet: Sheet, corner: tuple[float, float], district: str) -> None:
    left, bottom = corner[0] + INSET, corner[1] + INSET
    side = sheet.height - 2 * INSET
    _draw_code(canvas, code_of(asset), left, bottom, side)
    begin = left + side + 2
    width = corner[0] + sheet.width - INSET - begin
    scale = min(side / 62, 1.6)
    line = bottom + side - 12 * scale
    for words, font, size, step in _lines(asset, district):
        text, fitting = _fit(words, font, size * scale, width)
        canvas.setFont(font, fitting)
        canvas.drawString(begin, line, text)
        line -= step * scale


def _lines(asset: Asset, district: str) -> Iterable[tuple[str, str, float, float]]:
    """Words, font, size and distance to the next line, for a label of one inch."""
    yield asset.tag, "Helvetica-Bold", 13, 14
    yield asset.name, "Helvetica", 8, 10
    if asset.serial:
        yield f"S/N {asset.serial}", "Helvetica", 7, 10
    yield district, "Helvetica", 7, 10


def _fit(words: str, font: str, size: float, width: float) -> tuple[str, float]:
    """The words in letters the font has; smaller, then shorter, until they fit."""
    text = words.encode("cp1252", "replace").decode("cp1252")
    smallest = size * 0.7
    while size > smallest and stringWidth(text, font, size) > width:
        size -= 0.25
    while len(text) > 1 and stringWidth(text, font, size) > width:
        text = text[:-2].rstrip() + "…"
    return text, size


def _draw_code(canvas: Canvas, code: segno.QRCode, left: float, bottom: float, side: float) -> None:
    """Dark modules as filled rectangles, runs in a row as one."""
    rows = code.matrix
    module = side / (len(rows) + 2 * QUIET)
    path = canvas.beginPath()
    for down, row in enumerate(rows):
        y = bottom + side - (down + 1 + QUIET) * module
        start = None
        for across, dark in enumerate([*row, 0]):
            if dark and start is None:
                start = across
            elif not dark and start is not None:
                path.rect(left + (start + QUIET) * module, y, (across - start) * module, module)
                start = None
    canvas.drawPath(path, stroke=0, fill=1)
