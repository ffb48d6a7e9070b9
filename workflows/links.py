"""Links by which somebody outside reaches one case without an account: given, withdrawn, opened (PROC-1, RENEW-6).

A link that does not work is refused in one way whatever is wrong with it. What was refused is kept for ninety days;
after twenty guesses from one address within fifteen minutes that address opens no link for the first time. A browser
that has opened a link before goes on: whoever guesses must not shut out those who share the address.
"""

import hmac
import ipaddress
import logging
from datetime import datetime, timedelta

from django.db import OperationalError, transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from accounts.district import setting
from workflows.actors import Actor
from workflows.engine.moving import perform
from workflows.engine.record import record
from workflows.errors import Refused, Unmet
from workflows.models import Case, Event, Link, LinkAttempt
from workflows.moves import moves_of

log = logging.getLogger(__name__)
GUESSES = 20
WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=90)
# An address that goes on after it was limited fills no table.
MOST_ROWS = 3 * GUESSES
USED_AGAIN = timedelta(minutes=5)


# --- given and withdrawn ----------------------------------------------------------------------------------------------


def issue(
    case: Case,
    *,
    purpose: str,
    name: str,
    email: str,
    organisation: str = "",
    language: str = "en",
    by: Actor,
    at: datetime,
    days: int | None = None,
) -> Link:
    """Give somebody outside a link to a case, within a transaction that is open already; `days` it works."""
    link = Link.objects.create(
        case_id=case.pk,
        purpose=purpose,
        name=name,
        email=email,
        organisation=organisation,
        language=language,
        created_at=at,
        created_by=by.user,
        expires_at=at + timedelta(days=days or int(setting("link_days"))),
    )
    _noted(link, case, "link-issued", lambda: _("A link was given to %(name)s"), by=by, at=at)
    return link


def revoke(link: Link, *, by: Actor, at: datetime) -> None:
    """From now on the link opens nothing; a second time changes nothing."""
    with transaction.atomic():
        if Link.objects.filter(pk=link.pk, revoked_at__isnull=True).update(revoked_at=at, revoked_by=by.user):
            _noted(link, link.case, "link-revoked", lambda: _("The link of %(name)s was withdrawn"), by=by, at=at)
    link.revoked_at, link.revoked_by = link.revoked_at or at, by.user


def revoke_all(case: Case, *, by: Actor, at: datetime) -> None:
    """Withdraw every link to a case."""
    for link in Link.objects.filter(case_id=case.pk, revoked_at__isnull=True):
        revoke(link, by=by, at=at)


def extend(link: Link, *, by: Actor, at: datetime, days: int | None = None) -> None:
    """The same link works for so many days from now. Raises Unmet when it was withdrawn."""
    ends = at + timedelta(days=days or int(setting("link_days")))
    with transaction.atomic():
        living = Link.objects.filter(pk=link.pk, revoked_at__isnull=True)
        if not living.update(expires_at=ends, expiry_noted_at=None):
            raise Unmet(_("This link was withdrawn: send a new one."))
        _noted(link, link.case, "link-extended", lambda: _("The link of %(name)s works longer"), by=by, at=at)
    link.expires_at, link.expiry_noted_at = ends, None


def _noted(link: Link, case: Case, name: str, words, *, by: Actor, at: datetime) -> None:
    label = lambda: words() % {"name": link.holder}  # noqa: E731 (made in the language of the history)
    record(case, Event.Kind.ASSIGN, by=by, at=at, name=name, label=label, details={"link": link.pk})


# --- opened -----------------------------------------------------------------------------------------------------------


def open_link(
    token: str, *, address: str, at: datetime, purpose: str | None = None, opened_before: str = ""
) -> Link | None:
    """The link of a token if it works; None otherwise, after the same work whatever is wrong with it.

    `opened_before` is what the browser was given by `mark_of` when it opened the link the last time.
    """
    address = network_of(address)
    found = Link.objects.filter(token_hash=Link.hash_of(token))
    # No more of the row than is needed to refuse it: making the object takes time that would tell it from no row.
    why = _why_not(found.values_list("revoked_at", "expires_at", "purpose").first(), at=at, purpose=purpose)
    link = None if why else found.get()
    if link and not _knows(link, opened_before) and _guesses(address, at=at) >= GUESSES:
        why = "limited"
    if why:
        note_refusal(token, why=why, address=address, at=at)
        return None
    if link.last_used_at is None or at - link.last_used_at > USED_AGAIN:
        Link.objects.filter(pk=link.pk).update(last_used_at=at)
    return link


def note_refusal(token: str, *, why: str, address: str, at: datetime) -> None:
    """Keep that a link was refused: no more of the token than is needed to tell one from another."""
    address = network_of(address)
    if LinkAttempt.objects.filter(address=address, at__gt=at - WINDOW).count() < MOST_ROWS:
        LinkAttempt.objects.create(address=address, at=at, token_start=token.replace("\0", "")[:8], why=why)
    log.warning("A link was refused (%s) from %s", why, address)


def mark_of(link: Link) -> str:
    """What a browser is given when it opens the link, and shows when it comes again."""
    return salted_hmac("workflows.link.opened", link.salt, algorithm="sha256").hexdigest()


def network_of(address: str) -> str:
    """Whose guesses are counted together: an address, or the network of 64 bits that one IPv6 subscriber has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:45]
    if found.version == 4:
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False).network_address)


def _why_not(row: tuple | None, *, at: datetime, purpose: str | None) -> str:
    if row is None:
        return "unknown"
    revoked_at, expires_at, is_for = row
    if revoked_at is not None:
        return "revoked"
    if expires_at <= at:
        return "expired"
    return "other-purpose" if purpose and is_for != purpose else ""


def _guesses(address: str, *, at: datetime) -> int:
    """How many tokens nobody was ever given came from an address of late; a link that has run out is no guess."""
    return LinkAttempt.objects.filter(address=address, at__gt=at - WINDOW, why="unknown").count()


def _knows(link: Link, mark: str) -> bool:
    return hmac.compare_digest(mark_of(link).encode(), mark.encode())


# --- run out ----------------------------------------------------------------------------------------------------------


def expire_links(*, at: datetime, limit: int = 200) -> int:
    """Tell the cases whose last working link has run out; returns how many links were noted."""
    due = Link.objects.filter(revoked_at__isnull=True, expiry_noted_at__isnull=True, expires_at__lte=at)
    noted = 0
    for link in due.order_by("expires_at").select_related("case")[:limit]:
        noted += _expired(link, at=at)
    return noted


def _expired(link: Link, *, at: datetime) -> int:
    try:
        _tell_case(link, at=at)
    except OperationalError as error:  # the case is held by somebody else just now: the next sweep comes soon
        log.warning("Link %s waits for the next sweep: %s", link.pk, error)
        return 0
    except Refused:
        pass  # the case is no longer where it waits for this link
    except Exception:
        log.exception("The end of link %s could not be told to its case", link.pk)
    return Link.objects.filter(pk=link.pk, expiry_noted_at__isnull=True, expires_at__lte=at).update(expiry_noted_at=at)


def _tell_case(link: Link, *, at: datetime) -> None:
    others = Link.objects.filter(case_id=link.case_id, purpose=link.purpose, revoked_at__isnull=True)
    if "expire" in moves_of(link.case.machine) and not others.filter(expires_at__gt=at).exists():
        perform(link.case_id, "expire", by=Actor.system(), at=at)


def forget_old(*, at: datetime, limit: int = 1000) -> int:
    """Drop refusals older than ninety days, the oldest first; returns how many went."""
    oldest = LinkAttempt.objects.order_by("pk").values_list("pk", "at")[:limit]
    gone = [pk for pk, when in oldest if when < at - KEPT]
    LinkAttempt.objects.filter(pk__in=gone).delete()
    return len(gone)
