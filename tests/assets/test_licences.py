"""Licence keys: who may read them, that each reading is written down, and that they can be read nowhere else."""

import logging
import re
import traceback
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from accounts.models import Delegation
from assets import licences, sealing, selectors
from assets.access import may_read
from assets.models import Licence, LicenceReading
from tests.assets.things import SECRET, licence
from workflows.errors import Invalid, NotYours, Stale

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
CONTENT = b"LICENSE v2\nSERIAL 4711-SECRET-OF-THE-FILE\n"


def upload(content: bytes = CONTENT, name: str = "server.lic") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def on_disk(kept: Licence) -> bytes:
    return Path(default_storage.path(kept.file.content.name)).read_bytes()


def files_on_disk() -> set[Path]:
    return {path for path in Path(default_storage.location).rglob("*") if path.is_file()}


# --- reading ----------------------------------------------------------------------------------------------------------


def test_aas_reads_the_key_and_it_is_written_down(cast):
    kept = licence(cast)
    assert licences.read_key(kept, by=cast.aas, at=AT) == SECRET
    row = kept.readings.get()
    assert (row.by, row.at, row.case, row.step) == (cast.aas, AT, None, None)
    assert "AAS" in row.by_role


def test_nobody_else_reads_it_and_nothing_is_written(cast):
    kept = licence(cast)
    others = ("dii", "it_director", "technology", "business_office", "admin", "principal", "teacher")
    for person in map(cast.person, others):
        assert not may_read(person, kept, AT)
        with pytest.raises(NotYours):
            licences.read_key(kept, by=person, at=AT)
    assert not LicenceReading.objects.exists()


def test_a_deputy_reads_for_whom_they_stand_in(cast):
    kept, day = licence(cast), AT.date()
    Delegation.objects.create(
        giver=cast.aas, receiver=cast.colleague, starts_on=day, ends_on=day, created_by=cast.aas, created_at=AT
    )
    licences.read_key(kept, by=cast.colleague, at=AT)
    assert kept.readings.get().on_behalf_of == cast.aas
    assert not may_read(cast.colleague, kept, AT + timedelta(days=2))


def test_readings_can_be_neither_changed_nor_deleted(cast):
    kept = licence(cast)
    licences.read_key(kept, by=cast.aas, at=AT)
    row = kept.readings.get()
    for spoil in (lambda: LicenceReading.objects.filter(pk=row.pk).update(by=cast.dii), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_a_file_comes_back_as_it_was(cast):
    kept = licence(cast, file=upload())
    assert licences.read_file(kept, by=cast.aas, at=AT) == CONTENT
    assert kept.readings.count() == 1
    with pytest.raises(NotYours):
        licences.read_file(kept, by=cast.dii, at=AT)
    with pytest.raises(Invalid):
        licences.read_key(kept, by=cast.aas, at=AT)


# --- what is kept -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"secret": "  "}, "secret"),
        ({"secret": "x" * 8001}, "secret"),
        ({"seats": 2, "seats_used": 3}, "seats_used"),
        ({"starts_on": AT.date(), "ends_on": AT.date() - timedelta(days=1)}, "ends_on"),
        ({"file": upload(b"")}, "file"),
        ({"file": upload(b"x" * (2 * 1024 * 1024 + 1))}, "file"),
    ],
)
def test_what_a_licence_may_not_say(cast, more, field):
    with pytest.raises(Invalid) as refusal:
        licence(cast, **more)
    assert field in refusal.value.errors
    assert not Licence.objects.exists()


def test_the_same_form_again_gives_the_same_licence(cast):
    assert licence(cast, key="once") == licence(cast, key="once")
    assert Licence.objects.count() == 1


def test_two_clicks_at_once_give_one_licence_and_one_file(cast):
    first, before = [], files_on_disk()

    def while_the_other_click_is_quicker():
        first.append(licence(cast, file=upload(), key="once"))
        yield cast.school

    assert licence(cast, file=upload(), key="once", places=while_the_other_click_is_quicker()) == first[0]
    assert Licence.objects.count() == 1
    assert {path.name for path in files_on_disk() - before} == {Path(first[0].file.content.name).name}


def test_a_form_does_its_act_on_one_licence(cast):
    kept, other = licence(cast), licence(cast)
    licences.edit_licence(kept, changes={"seats": 3}, by=cast.aas, at=AT, key="k")
    with pytest.raises(Stale):
        licences.edit_licence(other, changes={"seats": 3}, by=cast.aas, at=AT, key="k")
    with pytest.raises(Stale):
        licences.replace_secret(other, secret="another", by=cast.aas, at=AT, key="k")
    assert licences.read_key(other, by=cast.aas, at=AT) == SECRET


def test_a_record_is_put_right_and_says_what_changed(cast):
    kept = licence(cast, seats=30)
    changes = {"seats": 60, "ends_on": AT.date()}
    kept = licences.edit_licence(kept, changes=changes, places=[cast.other_school], by=cast.aas, at=AT, version=1)
    assert kept.history.first().changed == {
        "seats": ["30", "60"], "ends_on": ["", "2026-11-20"], "places": ["Lincoln School", "Roosevelt School"],
    }  # fmt: skip
    assert licences.read_key(kept, by=cast.aas, at=AT) == SECRET


def test_another_key_takes_the_place_of_the_first(cast, django_capture_on_commit_callbacks):
    kept = licence(cast, file=upload())
    path = Path(default_storage.path(kept.file.content.name))
    with django_capture_on_commit_callbacks(execute=True):
        kept = licences.replace_secret(kept, secret="NEW-KEY-22", by=cast.aas, at=AT, reason="Renewed")
    assert licences.read_key(kept, by=cast.aas, at=AT) == "NEW-KEY-22"
    assert not path.exists()
    assert (kept.history.first().what, kept.history.first().changed) == ("replaced", {})


def test_who_sees_the_record(cast):
    kept = licence(cast)
    for name, seen in {"aas": True, "dii": True, "business_office": True, "admin": False, "teacher": False}.items():
        assert (selectors.licence_for(cast.person(name), kept.pk, at=AT) is not None) is seen, name


# --- unreadable anywhere else -----------------------------------------------------------------------------------------


def secret_in(text: bytes | str) -> bool:
    """The key or the file's content, as text or in pieces that a reader would know."""
    raw = text if isinstance(text, bytes) else text.encode()
    return any(piece in raw for piece in (SECRET.encode(), b"ZQ7X", b"4711-SECRET", b"0451-M"))


def in_the_database() -> list[bytes]:
    """All that the database keeps: its file's bytes, or every row as text where it is a server's."""
    if connection.vendor == "sqlite":
        name = Path(connection.settings_dict["NAME"])
        files = [name.with_name(name.name + ending) for ending in ("", "-wal")]
        return [file.read_bytes() for file in files if file.exists()]
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT kept::text FROM "{table}" kept')
            rows += [row.encode() for (row,) in cursor.fetchall()]
    # Columns of bytes are written in hexadecimal.
    return rows + [
        bytes.fromhex(found.decode()) for row in rows for found in re.findall(rb"\\x((?:[0-9a-f]{2})+)", row)
    ]


@pytest.mark.django_db(transaction=True)
def test_neither_stands_in_the_files_of_the_database_or_of_the_disk(cast):
    kept, filed = licence(cast), licence(cast, file=upload())
    licences.edit_licence(kept, changes={"note": "Findable-Note-1"}, by=cast.aas, at=AT)
    licences.read_key(kept, by=cast.aas, at=AT)
    licences.read_file(filed, by=cast.aas, at=AT)
    files = in_the_database()
    assert any(b"Findable-Note-1" in content for content in files)
    assert not any(secret_in(content) for content in files)
    assert not secret_in(on_disk(filed))


def test_it_stands_in_no_representation_and_no_row_of_history(cast):
    kept = licence(cast)
    licences.replace_secret(kept, secret=SECRET + "2", by=cast.aas, at=AT)
    kept.refresh_from_db()
    shown = [
        repr(kept),
        str(kept),
        repr(vars(kept)),
        repr(list(kept.history.values())),
        repr(list(Licence.objects.values())),
    ]
    assert not any(secret_in(text) for text in shown)


def test_it_stands_in_no_log(cast, caplog, settings):
    settings.DEBUG = True  # then the database's own log says every question with its values
    caplog.set_level(logging.DEBUG, logger="django.db.backends")
    connection.force_debug_cursor = True
    try:
        licences.read_key(licence(cast), by=cast.aas, at=AT)
    finally:
        connection.force_debug_cursor = False
    assert "assets_licence" in caplog.text
    assert not secret_in(caplog.text)


def test_a_fault_while_it_is_opened_says_nothing_of_it(cast, settings):
    kept = licence(cast)
    settings.LICENCE_KEYS = [Fernet.generate_key().decode()]
    with pytest.raises(sealing.NotSealable) as fault:
        licences.read_key(kept, by=cast.aas, at=AT)
    told = "".join(traceback.TracebackException.from_exception(fault.value, capture_locals=False).format())
    assert not secret_in(told)
    assert "LICENCE_KEYS" in str(fault.value)
    assert not LicenceReading.objects.exists()


# --- keys of the installation -----------------------------------------------------------------------------------------


def new_key() -> str:
    return Fernet.generate_key().decode()


@pytest.mark.parametrize("keys", [[], ["not-a-key"], [new_key(), "x" * 44]])
def test_without_a_usable_key_nothing_is_kept(cast, settings, keys):
    settings.DEMO = settings.TESTING = False
    settings.LICENCE_KEYS = keys
    assert not sealing.is_ready()
    with pytest.raises(sealing.NotSealable):
        licence(cast)
    assert not Licence.objects.exists()


def test_keys_are_rotated(cast, settings, capsys, django_capture_on_commit_callbacks):
    first, second = new_key(), new_key()
    settings.LICENCE_KEYS = [first]
    kept, filed = licence(cast), licence(cast, file=upload())
    settings.LICENCE_KEYS = [second, first]
    newer = licence(cast, secret="NEWER")
    before = Path(default_storage.path(filed.file.content.name))
    with django_capture_on_commit_callbacks(execute=True):
        call_command("rotate_licence_keys")
    assert "Encrypted anew: 2." in capsys.readouterr().out
    call_command("rotate_licence_keys")
    assert "Encrypted anew: 0." in capsys.readouterr().out
    settings.LICENCE_KEYS = [second]
    again = [Licence.objects.get(pk=each.pk) for each in (kept, newer, filed)]
    assert [licences.read_key(each, by=cast.aas, at=AT) for each in again[:2]] == [SECRET, "NEWER"]
    assert licences.read_file(again[2], by=cast.aas, at=AT) == CONTENT
    assert again[2].file.name == "server.lic"
    assert not before.exists()


def test_a_rotation_goes_on_past_what_it_cant_open(cast, settings):
    settings.LICENCE_KEYS = [new_key()]
    lost = licence(cast)
    settings.LICENCE_KEYS = [old := new_key()]
    kept = licence(cast)
    settings.LICENCE_KEYS = [newest := new_key(), old]
    with pytest.raises(CommandError, match=rf"Encrypted anew: 1\..*: {lost.pk} "):
        call_command("rotate_licence_keys")
    settings.LICENCE_KEYS = [newest]
    kept.refresh_from_db()
    assert licences.read_key(kept, by=cast.aas, at=AT) == SECRET
