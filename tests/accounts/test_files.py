"""Files: what may be kept, what is refused and why, who may open them, what is swept away."""

import hashlib
import io
import os
import zipfile
from datetime import timedelta

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.utils import timezone

from accounts import files
from accounts.district import change_setting
from accounts.files import check_file, clean_name, remove_content, store_file, sweep_orphans
from accounts.forms import CheckedFileField, CheckedFilesField
from accounts.models import StoredFile
from requests_app.models import MicroRequest
from tests.accounts import cast
from workflows.models import CaseFile

pytestmark = pytest.mark.django_db

NOW = timezone.now()
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 40
GIF = b"GIF89a" + b"\0" * 40
WEBP = b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 40
EXE = b"MZ\x90\0\x03" + b"\0" * 300


def document(*names, mimetype=""):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as parts:
        if mimetype:
            parts.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            parts.writestr(zipfile.ZipInfo(name), "<x/>")  # of 1980: two workers name their tests alike
    return content.getvalue()


DOCX = document("[Content_Types].xml", "word/document.xml")
XLSX = document("[Content_Types].xml", "xl/workbook.xml")
PPTX = document("[Content_Types].xml", "ppt/presentation.xml")
ODT = document("content.xml", mimetype="application/vnd.oasis.opendocument.text")
ODS = document("content.xml", mimetype="application/vnd.oasis.opendocument.spreadsheet")

GOOD = [
    ("a.pdf", PDF),
    ("A.PDF", PDF),
    ("a.docx", DOCX),
    ("a.xlsx", XLSX),
    ("a.pptx", PPTX),
    ("a.odt", ODT),
    ("a.ods", ODS),
    ("a.csv", b"name,cost\nKahoot,12\n"),
    ("a.txt", "Crème brûlée".encode("utf-16")),
    ("a.txt", "Crème brûlée".encode("latin-1")),
    ("a.png", PNG),
    ("a.jpg", JPEG),
    ("a.jpeg", JPEG),
    ("a.gif", GIF),
    ("a.webp", WEBP),
]
BAD = [
    ("a.exe", EXE, "kind"),
    ("a.docm", DOCX, "kind"),
    ("a.xlsm", XLSX, "kind"),
    ("a.svg", b"<svg/>", "kind"),
    ("a.html", b"<html>", "kind"),
    ("a.zip", DOCX, "kind"),
    ("pdf", PDF, "kind"),
    ("a.pdf.exe", PDF, "kind"),
    ("a.pdf", b"", "empty"),
    ("a.pdf", EXE, "content"),
    ("a.pdf", b"<html>%PDF", "content"),
    ("a.txt", EXE, "content"),
    ("a.csv", b"#!/bin/sh\nrm", "content"),
    ("a.txt", PDF, "content"),
    ("a.png", JPEG, "content"),
    ("a.docx", XLSX, "content"),
    ("a.docx", b"PK\x03\x04 damaged", "content"),
    ("a.docx", document("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "content"),
    ("a.xlsx", document("[Content_Types].xml", "xl/workbook.xml", "xl/macrosheets/sheet1.xml"), "content"),
    ("a.odt", document("Basic/Standard/Module1.xml", mimetype="application/vnd.oasis.opendocument.text"), "content"),
    ("a.odt", document("content.xml"), "content"),
    ("a.ods", ODT, "content"),
]


def upload(name, content):
    return SimpleUploadedFile(name, content, content_type="application/x-whatever")


def keep(name="Quote.pdf", content=PDF, by=None):
    return store_file(upload(name, content), by=by, at=NOW)


@pytest.mark.parametrize(("name", "content"), GOOD)
def test_a_file_of_an_allowed_kind_is_kept_as_it_came(name, content):
    stored = keep(name, content)
    assert stored.content.open("rb").read() == content
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert (stored.name, stored.size) == (name, len(content))
    assert stored.content_type != "application/x-whatever"
    assert name not in stored.content.name


@pytest.mark.parametrize(("name", "content", "code"), BAD)
def test_a_file_that_may_not_be_kept_is_refused_with_a_sentence(name, content, code):
    with pytest.raises(ValidationError) as refused:
        keep(name, content)
    assert refused.value.code == code
    assert refused.value.messages[0].endswith(".")
    assert not StoredFile.objects.exists()


def test_a_file_over_the_districts_limit_is_refused():
    change_setting(key="file_megabytes", value=1, by=None, at=NOW)
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        keep(content=PDF + b"x" * 1024 * 1024)


def test_a_form_may_allow_fewer_kinds():
    with pytest.raises(ValidationError, match="Choose one of these kinds: pdf"):
        check_file(upload("a.png", PNG), kinds=["pdf"])


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Ana\\Quote 1.pdf", "Quote 1.pdf"),
        ("Quo\x00te\r\n\x1b.pdf", "Quote .pdf"),
        ("invoice\u202efdp.pdf", "invoicefdp.pdf"),
        ("Presupuesto año 2026.pdf", "Presupuesto año 2026.pdf"),
        (".pdf", "file.pdf"),
        ("", "file"),
        ("x" * 400 + ".pdf", "x" * 251 + ".pdf"),
    ],
)
def test_the_original_name_is_kept_without_paths_and_hidden_characters(given, kept):
    assert clean_name(given) == kept
    assert len(kept) <= 255


# In forms


class QuoteForm(forms.Form):
    quote = CheckedFileField(kinds=["pdf"])
    others = CheckedFilesField(required=False)


def test_a_form_says_what_is_wrong_with_each_file():
    form = QuoteForm({}, {"quote": upload("a.png", PNG)})
    assert not form.is_valid()
    assert "Choose one of these kinds: pdf." in form.errors["quote"][0]
    assert not QuoteForm({}, {"quote": upload("a.pdf", b"")}).is_valid()


def test_a_form_takes_several_files_or_none():
    from django.utils.datastructures import MultiValueDict

    several = MultiValueDict(
        {"quote": [upload("a.pdf", PDF)], "others": [upload("b.png", PNG), upload("c.txt", b"hi")]}
    )
    form = QuoteForm({}, several)
    assert form.is_valid(), form.errors
    assert [each.name for each in form.cleaned_data["others"]] == ["b.png", "c.txt"]
    form = QuoteForm({}, {"quote": upload("a.pdf", PDF)})
    assert form.is_valid()
    assert form.cleaned_data["others"] == []


def test_the_control_tells_the_browser_which_kinds():
    assert 'accept=".pdf"' in str(QuoteForm()["quote"])
    assert "multiple" in str(QuoteForm()["others"])


# Opening


@pytest.fixture
def owner(monkeypatch):
    monkeypatch.setattr(files, "_owners", [])

    def register(may):
        files.register_file_owner(may)

    return register


def test_whoever_the_owner_admits_gets_a_download_that_nothing_keeps(signed_in, owner):
    stored = keep("Presupuesto año.pdf")
    reader = cast.person()
    owner(lambda user, asked: user == reader and asked == stored)
    response = signed_in(reader).get(stored.get_absolute_url())
    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"].startswith("attachment; filename")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Content-Type"] == "application/pdf"


def test_nobody_else_learns_that_the_file_is_there(signed_in, owner):
    stored = keep()
    owner(lambda user, asked: False)
    assert signed_in(cast.person()).get(stored.get_absolute_url()).status_code == 404
    assert signed_in(cast.person("other")).get("/files/no-such-key/").status_code == 404


def test_a_stranger_signs_in_first(client):
    stored = keep()
    assert client.get(stored.get_absolute_url()).url.startswith("/login/?next=")


def test_a_file_gone_from_the_disk_is_not_found(signed_in, owner):
    stored = keep()
    default_storage.delete(stored.content.name)
    owner(lambda user, asked: True)
    assert signed_in(cast.person()).get(stored.get_absolute_url()).status_code == 404


def test_removed_content_leaves_who_when_why_and_hash(signed_in, owner):
    admin, stored = cast.person("admin"), keep()
    path, digest = stored.content.name, stored.sha256
    with TestCase.captureOnCommitCallbacks(execute=True):
        remove_content(stored=stored, by=admin, at=NOW, reason="Held a student's name")
    stored.refresh_from_db()
    assert not default_storage.exists(path)
    assert (stored.sha256, stored.removed_by, stored.removed_at, stored.name) == (digest, admin, NOW, "Quote.pdf")
    owner(lambda user, asked: True)
    response = signed_in(cast.person()).get(stored.get_absolute_url())
    assert response.status_code == 410
    assert "Held a student&#x27;s name" in response.content.decode()


def test_a_file_on_a_request_is_open_to_its_requester_and_not_to_other_teachers(signed_in):
    requester, stored = cast.person(), keep()
    attach(stored, requester)
    assert signed_in(requester).get(stored.get_absolute_url()).status_code == 200
    assert signed_in(cast.person("other")).get(stored.get_absolute_url()).status_code == 404


# Sweeping


def attach(stored, requester):
    """The file on a request of this person."""
    case = MicroRequest.objects.create(
        kind="micro",
        state="draft",
        title="Kahoot!",
        place=cast.school(),
        requester=requester,
        created_at=NOW,
        updated_at=NOW,
    )
    CaseFile.objects.create(case_id=case.pk, file=stored)


def age(stored, days):
    StoredFile.objects.filter(pk=stored.pk).update(at=NOW - timedelta(days=days))
    old = (NOW - timedelta(days=days)).timestamp()
    os.utime(default_storage.path(stored.content.name), (old, old))


def test_what_nobody_owns_goes_after_a_day_and_what_is_owned_stays():
    lost, fresh, owned = keep("lost.pdf"), keep("fresh.pdf"), keep("owned.pdf")
    attach(owned, cast.person())
    for each in (lost, owned):
        age(each, 2)
    assert sweep_orphans(at=NOW) == 1
    assert set(StoredFile.objects.all()) == {fresh, owned}
    assert not default_storage.exists(lost.content.name)
    assert default_storage.exists(owned.content.name)


def test_a_file_on_disk_without_a_row_goes_after_a_day():
    left, young = keep("left.pdf"), keep("young.pdf")
    age(left, 2)
    StoredFile.objects.all().delete()
    sweep_orphans(at=NOW)
    assert not default_storage.exists(left.content.name)
    assert default_storage.exists(young.content.name)


def test_the_daily_task_sweeps():
    from accounts.tasks import sweep_orphan_files

    lost = keep()
    age(lost, 2)
    sweep_orphan_files()
    assert not StoredFile.objects.exists()
