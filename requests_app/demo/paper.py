"""Small real PDF files: a page of plain lines, readable in any viewer."""

from textwrap import wrap

from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.files import vouch_for_pdf

WIDTH, HEIGHT, MARGIN, LEADING = 612, 792, 72, 16  # points; US letter


def pdf(name: str, *paragraphs: str) -> SimpleUploadedFile:
    """A one-page PDF: the first paragraph is its heading."""
    heading, *rest = paragraphs
    lines = [(16, heading), (11, "")]
    for paragraph in rest:
        lines += [(11, line) for line in wrap(paragraph, 84)] + [(11, "")]
    content = _document(_page(lines))
    vouch_for_pdf(content)
    return SimpleUploadedFile(name, content, "application/pdf")


def _page(lines: list[tuple[int, str]]) -> bytes:
    said = [f"BT {MARGIN} {HEIGHT - MARGIN} Td {LEADING} TL"]
    for size, line in lines:
        said.append(f"/F1 {size} Tf ({_escaped(line)}) Tj T*")
    return "\n".join([*said, "ET"]).encode("cp1252", "replace")


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _document(page: bytes) -> bytes:
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>" % (WIDTH, HEIGHT),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    written, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, start=1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(parts) + 1
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(written))
    return written + b"xref\n0 %d\n0000000000 65535 f \n%s%s" % (count, table, trailer)
