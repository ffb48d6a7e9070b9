"""Files people hand in: checked before they are kept, kept under a random key, always sent as a download.

Who may open a file is its owner's to say: an app registers a function with `register_file_owner` when it is ready.
"""

import hashlib
import subprocess
import sys
import unicodedata
import zipfile
from collections import deque
from collections.abc import Callable, Collection
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import filetype
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.http import FileResponse
from django.utils.translation import gettext as _

from accounts.district import setting
from accounts.models import StoredFile, User

OFFICE = "application/vnd.openxmlformats-officedocument."
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": f"{OFFICE}wordprocessingml.document",
    "xlsx": f"{OFFICE}spreadsheetml.sheet",
    "pptx": f"{OFFICE}presentationml.presentation",
    "odt": f"{OPEN_DOCUMENT}text",
    "ods": f"{OPEN_DOCUMENT}spreadsheet",
    "csv": "text/csv",
    "txt": "text/plain",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
ALLOWED = tuple(CONTENT_TYPES)
OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
MACRO_PARTS = ("vbaproject.bin", "basic/", "scripts/", "macrosheets/", "activex/")
TEXTS = {"csv", "txt"}
ZIP, PDF = b"PK\x03\x04", b"%PDF-"
HEAD = 8192  # bytes; enough for every signature
PDF_READER = Path(__file__).with_name("pdf_inside.py")
PDF_SECONDS = 20  # for the whole of it; the reader's own limits are lower
MOST_UNPACKED = 50  # times the largest file allowed; more is a document made to fill disks
UNOWNED_AFTER = timedelta(days=1)

# PDFs found to be pages alone, by their hash: a form checks a file, and so does whoever keeps it.
_pages_alone: deque[bytes] = deque(maxlen=500)

MayOpen = Callable[[User, StoredFile], bool]
_owners: list[MayOpen] = []


# What may be kept


def clean_name(name: str) -> str:
    """The last part of what the browser calls the file, without characters that don't show; at most 255."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(" " if c.isspace() else c for c in last if c.isspace() or unicodedata.category(c)[0] != "C")
    stem, dot, ending = " ".join(shown.split()).rpartition(".")
    return f"{(stem or 'file')[: 254 - len(ending)]}{dot}{ending}" if dot else (ending or "file")[:255]


def ending_of(name: str) -> str:
    """What follows the last dot, in lower case."""
    return clean_name(name).rpartition(".")[2].lower() if "." in name else ""


def check_file(upload: UploadedFile, *, kinds: Collection[str] = ALLOWED) -> str:
    """The kind of a file that may be kept ("pdf"). ValidationError with a sentence for the person otherwise."""
    kind, limit = ending_of(upload.name), setting("file_megabytes")
    if kind not in kinds or kind not in CONTENT_TYPES:
        raise ValidationError(
            _("“%(name)s” can't be added. Choose one of these kinds: %(kinds)s.")
            % {"name": clean_name(upload.name), "kinds": ", ".join(kinds)},
            code="kind",
        )
    if not upload.size:
        raise ValidationError(_("“%(name)s” is empty.") % {"name": clean_name(upload.name)}, code="empty")
    if upload.size > limit * 1024 * 1024:
        raise ValidationError(
            _("“%(name)s” is larger than %(limit)s MB.") % {"name": clean_name(upload.name), "limit": limit},
            code="large",
        )
    fault = _fault_inside(upload, kind)
    upload.seek(0)
    if fault:
        raise ValidationError(fault % {"name": clean_name(upload.name), "kind": kind.upper()}, code="content")
    return kind


def _fault_inside(upload: UploadedFile, kind: str) -> str:
    """A sentence when the content is not what the name says, or carries macros."""
    upload.seek(0)
    head = upload.read(HEAD)
    if kind in OFFICE_FOLDERS or kind in ("odt", "ods"):
        return _fault_of_document(upload, kind) if head.startswith(ZIP) else _not_what_it_says()
    right = _is_text(head) if kind in TEXTS else _guessed(head) == CONTENT_TYPES[kind]
    if not right or _is_something_else_too(upload, head, kind):
        return _not_what_it_says()
    return _fault_of_pdf(upload) if kind == "pdf" else ""


def _is_something_else_too(upload: UploadedFile, head: bytes, kind: str) -> bool:
    """One file that two programs read as two things: a picture that is an archive or a PDF as well."""
    if kind != "pdf" and kind not in TEXTS and PDF in head:
        return True
    upload.seek(0)
    return zipfile.is_zipfile(upload)


def _fault_of_pdf(upload: UploadedFile) -> str:
    """A sentence when a PDF carries scripts, actions or other files, or can't be read."""
    upload.seek(0)
    content = upload.read()
    digest = hashlib.sha256(content).digest()
    if digest not in _pages_alone:
        found = _read_pdf(content)
        if found != "pages":
            return _pdf_words().get(found) or _not_what_it_says()
        _pages_alone.append(digest)
    return ""


def vouch_for_pdf(content: bytes) -> None:
    """Our own program has just drawn this PDF from plain lines, so it need not be read to know that it is pages alone.

    Never for anything that came from outside.
    """
    _pages_alone.append(hashlib.sha256(content).digest())


def _read_pdf(content: bytes) -> str:
    """What accounts/pdf_inside.py finds; "damaged" also when it ran into one of its limits."""
    try:
        command = [sys.executable, "-I", str(PDF_READER)]
        done = subprocess.run(command, input=content, capture_output=True, timeout=PDF_SECONDS)  # noqa: S603 (our words)
        return done.stdout.decode()
    except subprocess.TimeoutExpired:
        return "damaged"


def _pdf_words() -> dict[str, str]:
    again = _("Print it to a new PDF and add that.")
    return {
        "script": f"{_('“%(name)s” contains a script.')} {again}",
        "launch": f"{_('“%(name)s” starts other programs.')} {again}",
        "action": f"{_('“%(name)s” does something by itself when it is opened.')} {again}",
        "attachment": f"{_('“%(name)s” carries other files inside.')} {again}",
        "password": f"{_('“%(name)s” is protected by a password, so it can’t be checked.')} {again}",
    }


def _guessed(head: bytes) -> str:
    return filetype.guess_mime(head) or ""


def _is_text(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\0" not in head and not _guessed(head) and not head.startswith((b"MZ", b"#!"))


def _fault_of_document(upload: UploadedFile, kind: str) -> str:
    upload.seek(0)
    try:
        with zipfile.ZipFile(upload) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED * _largest():
                return _("“%(name)s” grows far too large when it is unpacked.")
            names = [name.lower() for name in parts.namelist()]
            if any(name.endswith(MACRO_PARTS) or f"/{part}" in f"/{name}" for name in names for part in MACRO_PARTS):
                return _("“%(name)s” contains macros. Save it without macros and add it again.")
            return "" if _is_document(parts, names, kind) else _not_what_it_says()
    except (zipfile.BadZipFile, OSError, ValueError, KeyError, RuntimeError, NotImplementedError):
        return _not_what_it_says()


def _largest() -> int:
    """Bytes a file may have."""
    return setting("file_megabytes") * 1024 * 1024


def _is_document(parts: zipfile.ZipFile, names: list[str], kind: str) -> bool:
    if kind in OFFICE_FOLDERS:
        return "[content_types].xml" in names and any(name.startswith(OFFICE_FOLDERS[kind]) for name in names)
    with parts.open("mimetype") as declared:
        return declared.read(200).decode("ascii", "replace").strip() == CONTENT_TYPES[kind]


def _not_what_it_says() -> str:
    return _("“%(name)s” is not a %(kind)s file, or it is damaged. Open it, save it again and add it.")


# Keeping, sending, removing


def store_file(upload: UploadedFile, *, by: User | None, at: datetime, kinds: Collection[str] = ALLOWED) -> StoredFile:
    """Check a file and keep it with its SHA-256. ValidationError with a sentence for the person when it may not be."""
    kind = check_file(upload, kinds=kinds)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return StoredFile.objects.create(
        name=clean_name(upload.name),
        content=upload,
        size=upload.size,
        content_type=CONTENT_TYPES[kind],
        sha256=digest.hexdigest(),
        by=by,
        at=at,
    )


@contextmanager
def kept_file(upload: UploadedFile | None, *, by: User | None, at: datetime, kinds: Collection[str] = ALLOWED):
    """`store_file`, undone when what follows is refused: nothing is left of a file that belongs to nothing.

    None where no file was added.
    """
    if not upload:
        yield None
        return
    stored = store_file(upload, by=by, at=at, kinds=kinds)
    path = stored.content.name
    try:
        yield stored
    except Exception:
        StoredFile.objects.filter(pk=stored.pk).delete()
        default_storage.delete(path)
        raise


def keep_content(content: bytes, *, name: str, by: User | None, at: datetime) -> StoredFile:
    """Keep bytes that an app made itself, encrypted ones for example; nothing about them is checked.

    No app should say that such a file may be opened: its own view knows what it is.
    """
    return StoredFile.objects.create(
        name=clean_name(name),
        content=ContentFile(content, name="content"),
        size=len(content),
        content_type="application/octet-stream",
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
        at=at,
    )


def serve(stored: StoredFile) -> FileResponse:
    """The file as a download that no browser shows by itself and nothing keeps. FileNotFoundError when it is gone."""
    if stored.removed_at:
        raise FileNotFoundError(stored.key)
    response = FileResponse(
        stored.content.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def remove_content(*, stored: StoredFile, by: User, at: datetime, reason: str) -> None:
    """Take the content away for good (X-5); name, hash, who, when and why stay."""
    path = stored.content.name
    stored.content, stored.removed_by, stored.removed_at, stored.removed_reason = "", by, at, reason
    stored.save(update_fields=["content", "removed_by", "removed_at", "removed_reason"])
    if path:
        transaction.on_commit(lambda: default_storage.delete(path))


def drop_content(stored: StoredFile) -> None:
    """Delete a row that nothing points to any more, and after the commit what it kept."""
    path = stored.content.name
    stored.delete()
    if path:
        transaction.on_commit(lambda: default_storage.delete(path))


# Who may open it


def register_file_owner(may_open_it: MayOpen) -> None:
    """Called in an AppConfig.ready: `may_open_it(user, stored)` says yes for an app's files that the user may read."""
    if may_open_it not in _owners:
        _owners.append(may_open_it)


def may_open(user: User, stored: StoredFile) -> bool:
    """True when any owner says yes."""
    return any(owner(user, stored) for owner in _owners)


# What nobody owns


def unowned(*, before: datetime) -> QuerySet[StoredFile]:
    """Files that no row of any table points to, kept since before a moment: forms that were never finished."""
    found = StoredFile.objects.filter(at__lt=before)
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if relation.auto_created and not relation.concrete and not relation.many_to_many:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
            found = found.filter(~Exists(rows))
    return found


def sweep_orphans(*, at: datetime) -> int:
    """Remove rows nobody owns and files on disk without a row, both older than a day. How many went."""
    before = at - UNOWNED_AFTER
    gone = 0
    for stored in unowned(before=before):
        path = stored.content.name
        stored.delete()
        if path:
            default_storage.delete(path)
        gone += 1
    return gone + _sweep_disk(before)


def _sweep_disk(before: datetime) -> int:
    gone = 0
    for folder in default_storage.listdir("")[0]:
        names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
        known = set(StoredFile.objects.filter(content__in=names).values_list("content", flat=True))
        for name in names:
            if name not in known and default_storage.get_modified_time(name) < before:
                default_storage.delete(name)
                gone += 1
    return gone
