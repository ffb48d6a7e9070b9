"""The feed of renewals, as two programs that are not ours read it: icalendar and vobject (tests/browser asks khal)."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.ical import Entry, feed

AT = datetime(2026, 11, 22, 8, 30, tzinfo=ZoneInfo("America/Chicago"))
CHANGED = datetime(2026, 3, 1, 17, 0, 5, tzinfo=UTC)
NAME = "Renewals, all; of\nPrairie View \\ “100”"
URL = "https://requests.district.example/renewals/7/?from=feed&a=1,2;3"

TEXTS = {
    "plain": "Acme Maths: cancel by today",
    "marks": "Commas, semicolons; colons: back\\slashes\\ \"quoted\" 'and' <b>tags</b> &amp; %s {0}",
    "folder": "C:\\new\\Notes",
    "lines": "First line\nBEGIN:VEVENT\nSUMMARY:Not an event\nEND:VEVENT\n\n  indented",
    "emoji": "🧮 Matemáticas 👩🏽‍🏫 日本語 عربي",
    "long": "Läse-Übung 📚 " * 25,
    "edge": " " + "x" * 64 + " " + "é" * 90 + "\\",
}


def entry(uid: str, text: str, day=date(2027, 3, 31)) -> Entry:
    return Entry(uid, day, text, f"{text}\n\n{text}", URL, CHANGED)


FEED = feed(NAME, [entry(uid, text) for uid, text in TEXTS.items()], "district.example", AT)


def by_icalendar(data: bytes) -> list[dict]:
    [calendar] = icalendar.Calendar.from_ical(data, multiple=True)
    return [
        {
            "uid": str(event["UID"]),
            "summary": str(event["SUMMARY"]),
            "description": str(event["DESCRIPTION"]),
            "day": event.decoded("DTSTART"),
            "until": event.decoded("DTEND"),
            "stamp": event.decoded("DTSTAMP"),
            "changed": event.decoded("LAST-MODIFIED"),
            "url": str(event["URL"]),
            "transparent": str(event["TRANSP"]),
        }
        for event in calendar.walk("VEVENT")
        if not event.errors and not calendar.errors
    ]


def by_vobject(data: bytes) -> list[dict]:
    [calendar] = vobject.readComponents(data.decode())
    return [
        {
            "uid": event.uid.value,
            "summary": event.summary.value,
            "description": event.description.value,
            "day": event.dtstart.value,
            "until": event.dtend.value,
            "stamp": event.dtstamp.value,
            "changed": event.last_modified.value,
            "url": event.url.value,
            "transparent": event.transp.value,
        }
        for event in calendar.contents.get("vevent", [])
    ]


READERS = [by_icalendar, by_vobject]


@pytest.mark.parametrize("read", READERS)
def test_each_date_arrives_as_it_was_sent(read):
    assert read(FEED) == [
        {
            "uid": f"{uid}@district.example",
            "summary": text,
            "description": f"{text}\n\n{text}",
            "day": date(2027, 3, 31),
            "until": date(2027, 4, 1),
            "stamp": AT,
            "changed": CHANGED,
            "url": URL,
            "transparent": "TRANSPARENT",
        }
        for uid, text in TEXTS.items()
    ]


@pytest.mark.parametrize("read", READERS)
def test_a_feed_with_nothing_in_it_is_a_calendar_too(read):
    assert read(feed(NAME, [], "district.example", AT)) == []


@settings(max_examples=100, deadline=None)
@given(text=st.text(min_size=1, max_size=120), name=st.text(min_size=1, max_size=40))
def test_whatever_people_write_stays_inside_its_own_line(text, name):
    data = feed(name, [entry("one", text), entry("two", "The next")], "district.example", AT)
    lines = data.decode().split("\r\n")

    assert data.endswith(b"\r\n")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]", "".join(lines))
    assert max(len(line.encode()) for line in lines) <= 75
    kept = re.sub("\r\n|[\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]", "\n", text)
    kept = re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f]", "", kept)
    for read in READERS:
        assert [found["summary"] for found in read(data)] == [kept, "The next"]


def test_the_calendar_says_what_it_is_and_how_often_to_look():
    [calendar] = vobject.readComponents(FEED.decode())
    lines = FEED.replace(b"\r\n ", b"").decode().split("\r\n")

    assert {key: found[0].value for key, found in calendar.contents.items() if key != "vevent"} == {
        "version": "2.0",
        "prodid": "-//Technology Requests//Renewals//EN",
        "method": "PUBLISH",
        "calscale": "GREGORIAN",
        "name": NAME,
        "x-wr-calname": NAME,
        "refresh-interval": "PT12H",
        "x-published-ttl": "PT12H",
    }
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H" in lines
    assert lines.count("DTSTAMP:20261122T143000Z") == lines.count("BEGIN:VEVENT") == len(TEXTS)


def test_a_date_that_moves_keeps_its_name():
    old = feed(NAME, [entry("renewal-7", "Acme")], "district.example", AT)
    new = feed(NAME, [entry("renewal-7", "Acme", date(2028, 2, 29))], "district.example", AT + timedelta(days=1))

    assert [by_icalendar(data)[0]["uid"] for data in (old, new)] == ["renewal-7@district.example"] * 2
    assert [by_icalendar(data)[0]["day"] for data in (old, new)] == [date(2027, 3, 31), date(2028, 2, 29)]
