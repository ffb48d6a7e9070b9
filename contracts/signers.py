"""Who may sign agreements for the district, from a day to a day (SOPPA §27; PROC-6). Nobody is ever taken off the list:
papers they signed stay right."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from contracts.models import AuthorisedSigner
from contracts.services import may_keep
from workflows.actors import Hats, is_admin_hat
from workflows.errors import Invalid, NotYours


def may_list(user: User, *, at: datetime) -> bool:
    """Those who keep the agreements, and administrators."""
    return may_keep(user, at=at) or is_admin_hat(Hats.of(user, on=timezone.localdate(at)))


@dataclass(frozen=True)
class Entry:
    """One line of the list: may they sign on the day?"""

    signer: AuthorisedSigner
    may_sign: bool
    is_over: bool


def entries(*, on: date) -> list[Entry]:
    """Everybody who may sign, may from a later day, or could; those who may now first. One query."""
    rows = AuthorisedSigner.objects.select_related("added_by", "ended_by")
    found = [Entry(row, _may_on(row, on), row.ends_on is not None and row.ends_on < on) for row in rows]
    return sorted(found, key=lambda entry: (entry.is_over, not entry.may_sign))


def _may_on(row: AuthorisedSigner, on: date) -> bool:
    return row.starts_on <= on and (row.ends_on is None or row.ends_on >= on)


def add_signer(*, name: str, title: str, starts_on: date, ends_on: date | None, by: User, at: datetime):
    """Put somebody on the list. Raises Invalid where the same name stands there for some of these days already."""
    _must_list(by, at)
    if ends_on and ends_on < starts_on:
        raise Invalid({"ends_on": _("The last day can't be before the first.")})
    for row in AuthorisedSigner.objects.filter(name__iexact=name):
        begins_before_it_ends = row.ends_on is None or starts_on <= row.ends_on
        ends_after_it_begins = ends_on is None or ends_on >= row.starts_on
        if begins_before_it_ends and ends_after_it_begins:
            raise Invalid({"name": _("%(name)s is on the list for these days already.") % {"name": row.name}})
    return AuthorisedSigner.objects.create(
        name=name, title=title, starts_on=starts_on, ends_on=ends_on, added_by=by, added_at=at
    )


def end_signer(*, signer: AuthorisedSigner, ends_on: date, by: User, at: datetime) -> AuthorisedSigner:
    """They may sign until that day, and no longer."""
    _must_list(by, at)
    if ends_on < signer.starts_on:
        raise Invalid({"ends_on": _("The last day can't be before the first.")})
    signer.ends_on, signer.ended_by, signer.ended_at = ends_on, by, at
    signer.save(update_fields=["ends_on", "ended_by", "ended_at"])
    return signer


def _must_list(by: User, at: datetime) -> None:
    if not may_list(by, at=at):
        raise NotYours(_("Only those who keep the agreements, and administrators, change this list."))
