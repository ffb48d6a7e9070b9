"""PDFs: those that do more than show pages are refused with a sentence; those that only look so are kept."""

import subprocess
import sys
import time

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts import files
from accounts.files import kept_file, store_file
from tests.hostile.everything import changed, everything
from tests.hostile.pdfs import HARMLESS, HOSTILE
from tests.hostile.uploads import GIF_AND_ZIP, PDF_AND_ZIP, PNG_AND_PDF

pytestmark = pytest.mark.django_db


def store(content: bytes, name: str = "order.pdf"):
    return store_file(SimpleUploadedFile(name, content), by=None, at=timezone.now())


@pytest.mark.parametrize("what", HOSTILE)
def test_a_pdf_that_acts_is_refused_and_leaves_nothing(what):
    content, words = HOSTILE[what]
    before, begun = everything(), time.monotonic()
    with pytest.raises(ValidationError) as refused:
        store(content)
    assert words in refused.value.messages[0]
    assert "order.pdf" in refused.value.messages[0]
    assert time.monotonic() - begun < files.PDF_SECONDS + 5
    assert changed(before, everything()) == {}


@pytest.mark.parametrize("what", HARMLESS)
def test_a_pdf_of_pages_is_kept(what):
    assert store(HARMLESS[what]).size == len(HARMLESS[what])


@pytest.mark.parametrize(
    ("name", "content"), [("a.gif", GIF_AND_ZIP), ("a.png", PNG_AND_PDF), ("a.pdf", PDF_AND_ZIP)], ids=lambda v: v[:5]
)
def test_a_file_that_is_two_things_at_once_is_refused(name, content):
    with pytest.raises(ValidationError) as refused:
        store(content, name)
    assert "is not a" in refused.value.messages[0]


def test_a_reader_that_takes_too_long_is_ended_and_the_file_refused(monkeypatch):
    monkeypatch.setattr(files, "PDF_SECONDS", 0.001)
    with pytest.raises(ValidationError):
        store(HARMLESS["a page"] + b"\n% not read before")


def test_the_reader_is_limited_whatever_it_reads():
    """Two kilobytes that ask for a gigabyte get half of one."""
    command = [sys.executable, "-I", str(files.PDF_READER)]
    content, _words = HOSTILE["grows to a gigabyte"]
    done = subprocess.run(command, input=content, capture_output=True, timeout=30)
    assert done.stdout == b"damaged"


def test_of_a_file_that_is_refused_after_it_was_kept_nothing_is_left():
    before = everything()

    def refuse(stored):
        raise LookupError(stored.name)

    upload = SimpleUploadedFile("a.txt", b"words")
    with pytest.raises(LookupError, match="txt"), kept_file(upload, by=None, at=timezone.now()) as stored:
        refuse(stored)
    assert changed(before, everything()) == {}
