"""All changes to schools, departments and people. Each leaves a row of their history; nothing is ever deleted."""

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.district import change_setting, role_name, setting
from accounts.models import Delegation, DirectoryChange, Place, RoleGrant, User
from accounts.roles import Role
from accounts.services import end_delegation, end_grant, grant_role

What = DirectoryChange.What


# The district


@transaction.atomic
def start_district(*, name: str, admin: User, at: datetime) -> Place:
    """The district itself and its first administrator, who is not kept yet and has a password.

    ValidationError when a name or address is missing or makes no sense.
    """
    district = Place(name=name, kind=Place.Kind.DISTRICT)
    district.full_clean(exclude=["path"])
    district.save()
    validate_email(admin.email)
    admin.place = district
    admin.full_clean()
    admin.save()
    grant_role(user=admin, role=Role.ADMIN, place=district, starts_on=timezone.localdate(at), by=admin, at=at)
    change_setting(key="district_name", value=name, by=admin, at=at)
    _note(What.ADDED, place=district, details=_first({"name": name}), by=admin, at=at)
    said = {field: getattr(admin, field) for field in ("first_name", "last_name", "username", "email", "place")}
    _note(What.ADDED, person=admin, details=_first(said), by=admin, at=at)
    return district


# Schools and departments


@transaction.atomic
def add_place(*, name: str, kind: str, parent: Place, code: str = "", by: User, at: datetime) -> Place:
    """A school or department under `parent`. ValidationError when the name is taken or the parent is closed."""
    parent = Place.objects.select_for_update(no_key=True).get(pk=parent.pk)
    if not parent.is_open(on=timezone.localdate(at)):
        raise ValidationError({"parent": _("%(place)s is closed.") % {"place": parent}})
    place = Place(name=name, kind=kind, parent=parent, code=code)
    with _taken_meanwhile("name", _("There is a place of this name already.")):
        place.save()
    said = {"name": name, "kind": kind, "parent": parent, "code": code}
    _note(What.ADDED, place=place, details=_first(said), by=by, at=at)
    return place


@transaction.atomic
def rename_place(*, place: Place, name: str, code: str = "", by: User, at: datetime) -> Place:
    """A new name or short code. The district's name at the top of every page goes along when it was the same."""
    place = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    before = place.name
    changed = _change(place, {"name": name, "code": code})
    if not changed:
        return place
    with _taken_meanwhile("name", _("There is a place of this name already.")):
        place.save(update_fields=list(changed))
    if place.kind == Place.Kind.DISTRICT and setting("district_name") == before:
        change_setting(key="district_name", value=name, by=by, at=at)
    _note(What.CHANGED, place=place, details=changed, by=by, at=at)
    return place


@transaction.atomic
def close_place(*, place: Place, on: date, by: User, at: datetime) -> Place:
    """Closed from a day on: no longer offered. Its people, roles and requests stay as they are.

    ValidationError for the district, and while a place within it stays open.
    """
    place = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    if place.kind == Place.Kind.DISTRICT:
        raise ValidationError(_("The district itself stays open."))
    within = ", ".join(each.name for each in place.children.open(on=on).order_by("name"))
    if within:
        raise ValidationError(_("Close what belongs to it first: %(places)s.") % {"places": within})
    changed = _change(place, {"ended_on": on})
    if changed:
        place.save(update_fields=["ended_on"])
        _note(What.CLOSED, place=place, details=changed, by=by, at=at)
    return place


@transaction.atomic
def open_place(*, place: Place, by: User, at: datetime) -> Place:
    """Open again. ValidationError while the place it belongs to is closed."""
    place = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    if place.parent and not place.parent.is_open(on=timezone.localdate(at)):
        raise ValidationError(_("%(place)s is closed: open it first.") % {"place": place.parent})
    changed = _change(place, {"ended_on": None})
    if changed:
        place.save(update_fields=["ended_on"])
        _note(What.OPENED, place=place, details=changed, by=by, at=at)
    return place


# People


def add_person(
    *,
    username: str,
    email: str,
    first_name: str,
    last_name: str,
    place: Place,
    title: str = "",
    supervisor: User | None = None,
    language: str = "en",
    by: User,
    at: datetime,
) -> User:
    """A new member of staff, without a role. ValidationError when the user name is taken.

    The password is one that nobody knows: they choose their own through a mailed link (accounts.invitations).
    """
    said = {
        "first_name": first_name,
        "last_name": last_name,
        "username": username,
        "email": email,
        "place": place,
        "title": title,
        "supervisor": supervisor,
        "language": language,
    }
    person = User(**said)
    person.set_password(secrets.token_urlsafe(32))  # takes a while: not within the transaction
    with transaction.atomic():
        with _taken_meanwhile("username", _("Somebody has this user name already.")):
            person.save()
        _note(What.ADDED, person=person, details=_first(said), by=by, at=at)
    return person


@transaction.atomic
def change_person(*, person: User, by: User, at: datetime, **values: Any) -> User:
    """What is known about a person: the fields of `add_person`. ValidationError when the user name is taken."""
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    changed = _change(person, values)
    if changed:
        with _taken_meanwhile("username", _("Somebody has this user name already.")):
            person.save(update_fields=list(changed))
        _note(What.CHANGED, person=person, details=changed, by=by, at=at)
    return person


@transaction.atomic
def make_inactive(*, person: User, by: User, at: datetime) -> User:
    """They can't sign in any more. Roles and delegations end today; what they did, and their requests, stay theirs.

    Steps that wait on them by name return to the role by themselves (workflows.actors).
    ValidationError for oneself and for the last system administrator.
    """
    if person.pk == by.pk:
        raise ValidationError(_("You can't close your own account. Ask another system administrator."))
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active:
        return person
    person.is_active = False
    person.save(update_fields=["is_active"])
    today = timezone.localdate(at)
    ended = _end_roles(person, today=today, by=by, at=at)
    handed_over = Delegation.objects.filter(Q(giver=person) | Q(receiver=person), ends_on__gt=today)
    for delegation in handed_over:
        end_delegation(delegation=delegation, last_day=today, by=by, at=at)
    _note(What.LEFT, person=person, details={"roles": ["", ended]} if ended else {}, by=by, at=at)
    return person


def _end_roles(person: User, *, today: date, by: User, at: datetime) -> str:
    """Ends what is held today or later; says what that was."""
    held = list(RoleGrant.objects.filter(user=person).exclude(ends_on__lte=today).select_related("place"))
    for grant in held:
        end_grant(grant=grant, last_day=today, by=by, at=at)
    return "; ".join(f"{role_name(grant.role)}, {grant.place}" for grant in held)


@transaction.atomic
def make_active(*, person: User, by: User, at: datetime) -> User:
    """They may sign in again. Roles are granted anew where they are wanted."""
    person = User.objects.select_for_update(no_key=True).get(pk=person.pk)
    if not person.is_active:
        person.is_active = True
        person.save(update_fields=["is_active"])
        _note(What.RETURNED, person=person, details={}, by=by, at=at)
    return person


def note_link(*, person: User, by: User, at: datetime) -> None:
    """A link to choose a password went to their e-mail address."""
    _note(What.LINK_SENT, person=person, details={"email": ["", person.email]}, by=by, at=at)


# History


def _note(what: str, *, details: Mapping[str, list[str]], by: User, at: datetime, **subject: Any) -> None:
    DirectoryChange.objects.create(what=what, details=details, by=by, at=at, **subject)


def _first(said: Mapping[str, Any]) -> dict[str, list[str]]:
    """What was said when something was added, as the history keeps it."""
    return {name: ["", _words(value)] for name, value in said.items() if value}


def _change(thing: Place | User, values: Mapping[str, Any]) -> dict[str, list[str]]:
    """Sets what is different; old and new words of each, by field."""
    changed = {}
    for name, value in values.items():
        old = getattr(thing, name)
        if old != value:
            changed[name] = [_words(old), _words(value)]
            setattr(thing, name, value)
    return changed


def _words(value: Any) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)


@contextmanager
def _taken_meanwhile(field: str, words: str) -> Iterator[None]:
    """A name that somebody else took since the form was checked is told like one that was taken before."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as fault:
        raise ValidationError({field: words}) from fault
