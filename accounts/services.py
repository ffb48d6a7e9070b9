"""All changes to settings, the calendar, roles and delegations. Each says who and when, and leaves its history."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.district import change_setting
from accounts.models import Closure, Delegation, DirectoryChange, Place, RoleGrant, SettingChange, User
from accounts.roles import Role
from accounts.selectors import in_force

CALENDAR = "calendar"  # the key under which SettingChange keeps the history of closures


@transaction.atomic
def change_settings(*, values: Mapping[str, Any], by: User, at: datetime, reason: str = "") -> list[SettingChange]:
    """Store several settings; one history row for each that really changed."""
    changes = [change_setting(key=key, value=value, by=by, at=at, reason=reason) for key, value in values.items()]
    return [change for change in changes if change]


# The calendar


@transaction.atomic
def add_closure(*, name: str, starts_on: date, ends_on: date, by: User, at: datetime, reason: str = "") -> Closure:
    """Days on which the district does not work. Dates already stored on steps stay (X-3)."""
    closure = Closure.objects.create(name=name, starts_on=starts_on, ends_on=ends_on)
    _note_closure(None, _words_of(closure), by=by, at=at, reason=reason)
    return closure


@transaction.atomic
def end_closure(*, closure: Closure, last_day: date | None, by: User, at: datetime, reason: str = "") -> None:
    """Let a closure end earlier; None takes it out of the calendar. The history keeps what it was."""
    old = _words_of(closure)
    if last_day is None:
        _note_closure(old, None, by=by, at=at, reason=reason)
        closure.delete()
        return
    if not closure.starts_on <= last_day <= closure.ends_on:
        raise ValidationError(_("Choose a day of the closure itself."))
    closure.ends_on = last_day
    closure.save(update_fields=["ends_on"])
    _note_closure(old, _words_of(closure), by=by, at=at, reason=reason)


def _words_of(closure: Closure) -> str:
    return f"{closure.name}, {closure.starts_on} – {closure.ends_on}"


def _note_closure(old: str | None, new: str | None, *, by: User, at: datetime, reason: str) -> None:
    SettingChange.objects.create(key=CALENDAR, old=old, new=new, by=by, at=at, reason=reason)


# Roles


def grant_role(
    *, user: User, role: str, place: Place, starts_on: date, ends_on: date | None = None, by: User, at: datetime
) -> RoleGrant:
    """Give a person a role at a place. ValidationError when they hold it there in those days already."""
    overlapping = RoleGrant.objects.filter(user=user, role=role, place=place)
    if _overlap(overlapping, starts_on, ends_on).exists():
        raise ValidationError(
            _("%(person)s holds this role at %(place)s in that time already.") % {"person": user, "place": place}
        )
    return RoleGrant.objects.create(
        user=user, role=role, place=place, starts_on=starts_on, ends_on=ends_on, granted_by=by, granted_at=at
    )


@transaction.atomic
def end_grant(*, grant: RoleGrant, last_day: date, by: User, at: datetime) -> RoleGrant:
    """The role is held through `last_day`; a day before its first means never. The row stays.

    ValidationError when nobody would keep the settings any more.
    """
    # All grants of the role are locked, so that two administrators can't end each other at once.
    locked = RoleGrant.objects.select_for_update().filter(role=grant.role).order_by("pk")
    grant = next(row for row in locked if row.pk == grant.pk)
    if grant.role == Role.ADMIN and not _another_admin(grant, last_day + timedelta(days=1)):
        raise ValidationError(_("This is the last system administrator. Grant the role to somebody else first."))
    grant.ends_on, grant.ended_by, grant.ended_at = last_day, by, at
    grant.save(update_fields=["ends_on", "ended_by", "ended_at"])
    return grant


def _another_admin(grant: RoleGrant, on: date) -> bool:
    others = RoleGrant.objects.filter(in_force(on), role=Role.ADMIN, user__is_active=True).exclude(pk=grant.pk)
    return others.exists()


def _overlap(rows, starts_on: date, ends_on: date | None):
    rows = rows.exclude(ends_on__lt=starts_on)
    return rows.filter(starts_on__lte=ends_on) if ends_on else rows


# Delegations


def delegate(
    *, giver: User, receiver: User, starts_on: date, ends_on: date, reason: str = "", by: User, at: datetime
) -> Delegation:
    """Let `receiver` act for `giver` from a day to a day. ValidationError when that is not possible."""
    if giver.pk == receiver.pk:
        raise ValidationError(_("Work can't be handed to the person it comes from."))
    running = Delegation.objects.filter(giver=giver, receiver=receiver)
    if _overlap(running, starts_on, ends_on).exists():
        raise ValidationError(
            _("%(receiver)s acts for %(giver)s in that time already.") % {"receiver": receiver, "giver": giver}
        )
    return Delegation.objects.create(
        giver=giver,
        receiver=receiver,
        starts_on=starts_on,
        ends_on=ends_on,
        reason=reason,
        created_by=by,
        created_at=at,
    )


def end_delegation(*, delegation: Delegation, last_day: date, by: User, at: datetime) -> Delegation:
    """The delegation holds through `last_day`; a day before its first means never. The row stays."""
    delegation.ends_on, delegation.ended_by, delegation.ended_at = min(last_day, delegation.ends_on), by, at
    delegation.save(update_fields=["ends_on", "ended_by", "ended_at"])
    return delegation


# Preferences


def change_preferences(*, user: User, shown_name: str, language: str, mail: str, by: User, at: datetime) -> User:
    """How a person is addressed. Only they themselves choose."""
    if by.pk != user.pk:
        raise ValidationError(_("Only the person themselves can choose this."))
    user.shown_name, user.language, user.mail = shown_name, language, mail
    user.save(update_fields=["shown_name", "language", "mail"])
    return user


@transaction.atomic
def choose_place(*, user: User, place: Place, by: User, at: datetime) -> User:
    """Where a person works, said once by themselves; after that it is not theirs to change."""
    if by.pk != user.pk or user.place_id:
        raise ValidationError(_("Where you work is known already. Ask for help if it is wrong."))
    user.place = place
    user.save(update_fields=["place"])
    DirectoryChange.objects.create(
        what=DirectoryChange.What.CHANGED, person=user, details={"place": ["", str(place)]}, by=by, at=at
    )
    return user
