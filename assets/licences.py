"""Licences: kept encrypted, read by few, each reading written down (SOFT-14).

`by` is a user. The secret goes in as text or as an uploaded file and comes out of `read_key` and `read_file` alone,
which write who read it first. Refusals are those of workflows.errors; NotSealable when the installation has no usable
key.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from accounts.district import role_name
from accounts.files import clean_name, drop_content, keep_content
from accounts.models import Place, User
from assets.access import reading_right
from assets.models import Licence, LicenceChange, LicenceReading
from assets.sealing import is_newest, seal, unseal
from catalog.models import Resource, Vendor
from workflows.errors import Invalid, NotYours, Stale
from workflows.models import Case

Kind, What = Licence.Kind, LicenceChange.What
RECORD = ("resource", "vendor", "seats", "seats_used", "starts_on", "ends_on", "note")
LONGEST_KEY = 8000  # characters
LARGEST_FILE = 2 * 1024 * 1024  # bytes; a licence file is a page or two
MOST_NOTE = 4000


@sensitive_variables("secret", "file")
def add_licence(
    *,
    resource: Resource,
    places: Iterable[Place],
    by: User,
    at: datetime,
    case: Case | None = None,
    vendor: Vendor | None = None,
    secret: str = "",
    file: UploadedFile | None = None,
    key: str = "",
    **record: Any,
) -> Licence:
    """A licence with its key (`secret`) or its file, for places. The same form again gives the licence it added.

    `record` may hold seats, seats_used, starts_on, ends_on and note.
    """
    if again := _added(key, by):
        return again
    places = list(places)
    licence = Licence(resource=resource, case=case, vendor=vendor, kind=Kind.FILE if file else Kind.KEY, **record)
    _check(licence, places)
    try:
        with _no_file_left(licence), transaction.atomic():
            _put_in(licence, secret, file, by=by, at=at)
            licence.save()
            licence.places.set(places)
            changed = {name: ["", words_of(licence, name)] for name in RECORD if words_of(licence, name)}
            changed["places"] = ["", "; ".join(map(str, places))]
            _note(licence, What.ADDED, changed, by=by, at=at, case=case, key=key)
            return licence
    except IntegrityError:
        if again := _added(key, by):  # as quick as another click
            return again
        raise


@contextmanager
def _no_file_left(licence: Licence) -> Iterator[None]:
    """What a new licence put on the disk goes again when its row is not kept."""
    try:
        yield
    except Exception:
        if licence.file:
            default_storage.delete(licence.file.content.name)
        raise


@sensitive_variables("secret", "file")
def replace_secret(
    licence: Licence,
    *,
    by: User,
    at: datetime,
    secret: str = "",
    file: UploadedFile | None = None,
    key: str = "",
    reason: str = "",
) -> Licence:
    """Another key or file in place of the one kept; the history says that it changed, not what it was."""
    with _sent_once(licence, key, by), transaction.atomic():
        found = Licence.objects.select_for_update(no_key=True).get(pk=licence.pk)
        if _sent_before(found, key, by):
            return found
        old = found.file
        found.kind, found.file, found.sealed = (Kind.FILE if file else Kind.KEY), None, b""
        _put_in(found, secret, file, by=by, at=at)
        found.version += 1
        found.save(update_fields=["kind", "file", "sealed", "version"])
        if old is not None:
            drop_content(old)
        _note(found, What.REPLACED, {}, by=by, at=at, case=None, key=key, reason=reason)
        return found


def edit_licence(
    licence: Licence,
    *,
    changes: dict[str, Any],
    by: User,
    at: datetime,
    places: Iterable[Place] | None = None,
    key: str = "",
    reason: str = "",
    version: int | None = None,
) -> Licence:
    """The record (`RECORD`, places) put right; never the secret."""
    if unknown := {*changes} - {*RECORD}:
        raise ValueError(f"not part of the record: {sorted(unknown)}")
    with _sent_once(licence, key, by), transaction.atomic():
        found = Licence.objects.select_for_update(no_key=True).get(pk=licence.pk)
        if _sent_before(found, key, by):
            return found
        if version is not None and version != found.version:
            raise Stale(_("Somebody else changed this licence meanwhile."))
        changed = {}
        for name, value in changes.items():
            if getattr(found, name) != value:
                was = words_of(found, name)
                setattr(found, name, value)
                changed[name] = [was, words_of(found, name)]
        have = list(found.places.all())
        wanted = have if places is None else list(places)
        _check(found, wanted)
        if {place.pk for place in have} != {place.pk for place in wanted}:
            found.places.set(wanted)
            changed["places"] = ["; ".join(map(str, have)), "; ".join(map(str, wanted))]
        if changed:
            found.version += 1
            found.save(update_fields=[*(name for name in changed if name != "places"), "version"])
            _note(found, What.EDITED, changed, by=by, at=at, case=None, key=key, reason=reason)
        return found


# Reading


@sensitive_variables()
def read_key(licence: Licence, *, by: User, at: datetime) -> str:
    """The key, after the reading is written down. NotYours for whoever may not, without anything written."""
    with transaction.atomic():
        _log(licence, Kind.KEY, by=by, at=at)
        return unseal(licence.sealed).decode()


@sensitive_variables()
def read_file(licence: Licence, *, by: User, at: datetime) -> bytes:
    """The file's content, after the reading is written down. NotYours for whoever may not."""
    with transaction.atomic():
        _log(licence, Kind.FILE, by=by, at=at)
        with licence.file.content.open("rb") as kept:
            return unseal(kept.read())


def _log(licence: Licence, kind: str, *, by: User, at: datetime) -> None:
    right = reading_right(by, licence, at=at)
    if right is None:
        raise NotYours(_("Only purchasing and licences, and whoever installs it now, may read this key."))
    if licence.kind != kind:
        raise Invalid({"kind": _("It is a file.") if kind == Kind.KEY else _("It is a key.")})
    LicenceReading.objects.create(
        licence=licence,
        at=at,
        by=by,
        by_name=str(by),
        by_role=role_name(right.holding.role),
        on_behalf_of=right.holding.on_behalf_of,
        case=licence.case if right.step else None,
        step=right.step,
    )


# Rotation


@sensitive_variables()
def rotate(pk: int, *, at: datetime) -> bool:
    """Encrypt one licence with the first key. False when it was already; a row at a time, so that it can be stopped."""
    with transaction.atomic():
        licence = Licence.objects.select_for_update(no_key=True).get(pk=pk)
        if licence.kind == Kind.KEY:
            if is_newest(licence.sealed):
                return False
            licence.sealed = seal(unseal(licence.sealed))
            licence.save(update_fields=["sealed"])
            return True
        old = licence.file
        with old.content.open("rb") as kept:
            token = kept.read()
        if is_newest(token):
            return False
        licence.file = keep_content(seal(unseal(token)), name=old.name, by=old.by, at=old.at)
        licence.save(update_fields=["file"])
        drop_content(old)
        return True


# What is written


@sensitive_variables("secret", "file", "content")
def _put_in(licence: Licence, secret: str, file: UploadedFile | None, *, by: User, at: datetime) -> None:
    if file is not None:
        if not file.size or file.size > LARGEST_FILE:
            raise Invalid({"file": _("A licence file has at least 1 byte and at most 2 MB.")})
        content = file.read()
        licence.file = keep_content(seal(content), name=clean_name(file.name), by=by, at=at)
        return
    secret = secret.strip()
    if not secret:
        raise Invalid({"secret": _("Type the key, or add the file.")})
    if len(secret) > LONGEST_KEY:
        raise Invalid({"secret": _("At most %(most)s characters.") % {"most": LONGEST_KEY}})
    licence.sealed = seal(secret.encode())


def _check(licence: Licence, places: list[Place]) -> None:
    faults = {}
    if not places:
        faults["places"] = _("Choose at least one place.")
    if licence.seats is not None and licence.seats_used is not None and licence.seats_used > licence.seats:
        faults["seats_used"] = _("More seats are in use than there are.")
    if licence.starts_on and licence.ends_on and licence.ends_on < licence.starts_on:
        faults["ends_on"] = _("The last day can't be before the first.")
    licence.note = licence.note.replace("\0", "").strip()
    if len(licence.note) > MOST_NOTE:
        faults["note"] = _("At most %(most)s characters.") % {"most": MOST_NOTE}
    if faults:
        raise Invalid(faults)


def words_of(licence: Licence, name: str) -> str:
    """A column as the history keeps it."""
    value = getattr(licence, name)
    return "" if value is None else str(value)


def _note(licence: Licence, what: str, changed: dict, *, by: User, at: datetime, case, key: str, reason="") -> None:
    LicenceChange.objects.create(
        licence=licence,
        what=what,
        changed=changed,
        reason=reason[:500],
        by=by,
        by_name=str(by),
        at=at,
        case=case,
        key=_key(by, key),
    )


def _key(by: User, key: str) -> str | None:
    return f"{by.pk}:{key[:64]}" if key else None


def _sent_before(licence: Licence, key: str, by: User) -> bool:
    """Whether the form did its act on this licence. Stale when it did it on another."""
    sent = LicenceChange.objects.filter(key=_key(by, key)).first() if key else None
    if sent and sent.licence_id != licence.pk:
        raise Stale(_("This form was sent for something else already."))
    return sent is not None


@contextmanager
def _sent_once(licence: Licence, key: str, by: User) -> Iterator[None]:
    """The same form for another licence at the same moment is Stale: neither saw the other's row."""
    try:
        yield
    except IntegrityError:
        _sent_before(licence, key, by)
        raise


def _added(key: str, by: User) -> Licence | None:
    sent = LicenceChange.objects.filter(key=_key(by, key)).select_related("licence").first() if key else None
    return sent.licence if sent else None
