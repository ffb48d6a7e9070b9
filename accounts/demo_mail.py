"""The mails the demo would have sent, read from the folder that Django's file backend writes."""

import email
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

BETWEEN = re.compile(rb"^-{79}\n", re.MULTILINE)
NEWEST = 200  # files looked at


@dataclass(frozen=True)
class Mail:
    """One mail: `name` is its address on the page, of the file's name and its place in the file."""

    name: str
    to: str
    subject: str
    at: datetime | None
    text: str
    html: str


def mails() -> list[Mail]:
    """The latest mails, newest first."""
    return [mail for path in _files()[:NEWEST] for mail in reversed(_mails_in(path))]


def mail(name: str) -> Mail | None:
    """One mail; None for a name that is not in the folder, whatever it looks like."""
    stem = name.rpartition("-")[0]
    path = next((each for each in _files() if each.stem == stem), None)
    return next((each for each in _mails_in(path) if each.name == name), None) if path else None


def _files() -> list[Path]:
    folder = Path(settings.EMAIL_FILE_PATH)
    return sorted(folder.glob("*.log"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)


def _mails_in(path: Path) -> list[Mail]:
    parts = [part for part in BETWEEN.split(path.read_bytes()) if part.strip()]
    return [_read(f"{path.stem}-{number}", part) for number, part in enumerate(parts, 1)]


def _read(name: str, content: bytes) -> Mail:
    message = email.message_from_bytes(content, policy=policy.default)
    return Mail(
        name=name,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        at=_sent(message["Date"]),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _sent(date) -> datetime | None:
    if not date:
        return None
    moment = parsedate_to_datetime(str(date))
    # "-0000" means UTC, and is read without a zone.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return body.get_content() if body is not None else ""
