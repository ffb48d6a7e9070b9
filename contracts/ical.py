"""The calendar feed of renewals (RENEW-7), as RFC 5545 and 7986 want it: whole days, shown as free time."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import icalendar
from icalendar.prop import vDuration, vText

PRODUCT = "-//Technology Requests//Renewals//EN"
REFRESH = timedelta(hours=12)

# Some readers break a line at any of these, and the standard has no way to write the other control characters.
LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
MARKS = re.compile(r"[\\;,]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Entry:
    """One date of the feed. `uid` is the same as long as the date is the same thing, wherever it moves to."""

    uid: str
    day: date
    summary: str
    description: str
    url: str
    changed_at: datetime


def feed(name: str, entries: Iterable[Entry], domain: str, at: datetime) -> bytes:
    """A whole calendar under a name, made at a moment; each entry is an all-day event known as uid@domain."""
    calendar = icalendar.Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("NAME", _text(name))
    calendar.add("X-WR-CALNAME", _text(name))
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))
    for entry in entries:
        calendar.add_component(_event(entry, domain, at))
    return calendar.to_ical()


def _event(entry: Entry, domain: str, at: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("UID", _text(f"{entry.uid}@{domain}"))
    event.add("DTSTAMP", at)
    event.add("DTSTART", entry.day)
    event.add("DTEND", entry.day + timedelta(days=1))  # the first day after it
    event.add("SUMMARY", _text(entry.summary))
    if entry.description:
        event.add("DESCRIPTION", _text(entry.description))
    event.add("URL", entry.url)
    event.add("LAST-MODIFIED", entry.changed_at)
    event.add("TRANSP", "TRANSPARENT")
    return event


class _Text(vText):
    """Words as a value. icalendar 7 writes a backslash before an N as the end of a line, so the marks are set here."""

    def to_ical(self) -> bytes:
        return MARKS.sub(r"\\\g<0>", self).replace("\n", r"\n").encode()


def _text(words) -> _Text:
    return _Text(CONTROLS.sub("", LINE_ENDS.sub("\n", str(words))))
