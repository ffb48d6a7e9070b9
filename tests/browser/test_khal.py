"""The feed of renewals, as a calendar program that people use reads it: Debian's khal (RENEW-7)."""

import os
import shutil
import subprocess

import pytest

from tests.contracts.test_ical import FEED, TEXTS, URL, by_icalendar

KHAL = os.environ.get("KHAL", "/usr/bin/khal")
SETTINGS = """\
[calendars]
[[renewals]]
path = {folder}/renewals
type = calendar
[sqlite]
path = {folder}/khal.db
[locale]
local_timezone = America/Chicago
default_timezone = America/Chicago
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
timeformat = %H:%M
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
"""


@pytest.fixture
def khal(tmp_path):
    """`khal(words)` asks the calendar program named by KHAL, with a calendar of its own; without it the test fails."""
    if shutil.which(KHAL) is None:
        pytest.fail(f"There is no khal at {KHAL}: install Debian's khal, or name one with KHAL.")
    (tmp_path / "renewals").mkdir()
    (tmp_path / "config").write_text(SETTINGS.format(folder=tmp_path))
    kept = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "LANG": "C.UTF-8", "PYTHONUTF8": "1"}

    def ask(*words: str) -> str:
        told = subprocess.run(
            [KHAL, "-c", str(tmp_path / "config"), *words], env=kept, capture_output=True, text=True, timeout=60
        )
        assert (told.returncode, told.stderr) == (0, ""), told
        return told.stdout

    return ask


def test_khal_takes_the_feed_in_and_lists_each_date_once(khal, tmp_path):
    (tmp_path / "feed.ics").write_bytes(FEED)
    khal("import", "--batch", "-a", "renewals", str(tmp_path / "feed.ics"))
    khal("import", "--batch", "-a", "renewals", str(tmp_path / "feed.ics"))  # fetched again: the same dates, not more

    shape = "{uid}|{start}|{end}|{all-day}|{url}"
    listed = khal("list", "--day-format", "", "--format", shape, "2027-03-01", "60d").split()
    titles = khal("list", "--day-format", "", "--format", "{title}", "2027-03-31", "1d")
    files = [by_icalendar(path.read_bytes())[0] for path in (tmp_path / "renewals").glob("*.ics")]
    kept = {found["uid"].partition("@")[0]: found["summary"] for found in files}

    assert sorted(listed) == sorted(f"{uid}@district.example|2027-03-31|2027-03-31|True|{URL}" for uid in TEXTS)
    assert all(TEXTS[uid] in titles for uid in ("plain", "emoji", "long"))
    # Debian 12's khal itself takes a written backslash before an n for the end of a line.
    assert {uid: text for uid, text in kept.items() if uid != "folder"} == {
        uid: text for uid, text in TEXTS.items() if uid != "folder"
    }
