"""Files nobody should be able to hand in, and what makes each hostile."""

import io
import zipfile

from tests.hostile import pdfs

MEGABYTE = 1024 * 1024
EXE = b"MZ\x90\x00" + b"\0" * 400
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
HTML = b"<!doctype html><script>alert(document.cookie)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def document(**parts: bytes) -> bytes:
    """A Word document of these parts (a name's double underscore is a slash)."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", "<w:document/>")
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def bomb() -> bytes:
    """A document of less than a megabyte that unpacks to over sixty times that."""
    return document(word__media_dot_bin=b"\0" * (64 * MEGABYTE))


# One file that two programs read as two things.
GIF_AND_ZIP = b"GIF89a" + b"\0" * 40 + document()
PNG_AND_PDF = b"\x89PNG\r\n\x1a\n" + b"\0" * 40 + PDF
PDF_AND_ZIP = PDF + document()

# Why it is hostile → name, content and the kind it claims. Files may be of one megabyte in these tests.
FILES = {
    "a program": ("setup.exe", EXE, "application/octet-stream"),
    "a program under a paper's name": ("quote.pdf", EXE, "application/pdf"),
    "two endings": ("quote.pdf.exe", PDF, "application/pdf"),
    "a script under a paper's name": ("quote.pdf", b"#!/bin/sh\nrm -rf /\n", "application/pdf"),
    "a document of macros": ("quote.docm", document(), "application/vnd.ms-word.document.macroEnabled.12"),
    "macros inside": ("quote.docx", document(word__vbaProject_dot_bin=b"x"), DOCX),
    "empty": ("quote.pdf", b"", "application/pdf"),
    "too large": ("quote.pdf", PDF + b" " * MEGABYTE, "application/pdf"),
    "a path for a name": ("../../../etc/passwd", b"root::0:0", "text/plain"),
    "a path of Windows": ("..\\..\\startup\\run.bat", b"del *", "text/plain"),
    "a sign of nothing in the name": ("quote.exe\0.pdf", EXE, "application/pdf"),
    "words that turn round": ("quote\u202efdp.exe", EXE, "application/pdf"),
    "a page": ("😀 ünïcødé.html", HTML, "text/html"),
    "a page under a picture's name": ("logo.png", HTML, "image/png"),
    "a drawing that acts": ("logo.svg", SVG, "image/svg+xml"),
    "a drawing under a picture's name": ("logo.png", SVG, "image/png"),
    "no ending": ("quote", PDF, "application/pdf"),
    "an ending alone": (".htaccess", b"Options +ExecCGI", "text/plain"),
    "not packed at all": ("quote.docx", b"PK\x03\x04 broken", DOCX),
    "grows when it is unpacked": ("quote.docx", bomb(), DOCX),
    "a picture that is an archive too": ("logo.gif", GIF_AND_ZIP, "image/gif"),
    "a picture that is a paper too": ("logo.png", PNG_AND_PDF, "image/png"),
    "a paper that is an archive too": ("quote.pdf", PDF_AND_ZIP, "application/pdf"),
    **{
        f"a paper with {why}": ("quote.pdf", pdfs.HOSTILE[why][0], "application/pdf")
        for why in ("a script when it is opened", "a script in packed objects", "another file inside", "a password")
    },
}
# Names that are made safe → as they are kept.
NAMES = {
    "../../../etc/order.pdf": "order.pdf",
    "C:\\orders\\order.pdf": "order.pdf",
    "or\u202eder\x07.pdf": "order.pdf",
    "  order \t form.pdf ": "order form.pdf",
}


def sent(client, path: str, body: dict, field: str, why: str):
    """The answer to a form with this file, its name sent as it stands (Django's test client would cut the path off)."""
    name, content, kind = FILES[why]
    lines = []
    for each, value in body.items():
        for one in value if isinstance(value, list) else [value]:
            lines += [b"--cut", f'Content-Disposition: form-data; name="{each}"'.encode(), b"", str(one).encode()]
    lines += [b"--cut", f'Content-Disposition: form-data; name="{field}"; filename="{name}"'.encode()]
    lines += [f"Content-Type: {kind}".encode(), b"", content, b"--cut--", b""]
    return client.post(path, b"\r\n".join(lines), content_type="multipart/form-data; boundary=cut")
