"""Calendar feeds: a private address each, read by calendar programs without a sign-in (RENEW-7).

Kept is the hash of an address's token alone. An address that nobody gave, one that was revoked, and one of somebody who
has left or is no longer in charge are answered alike; who guesses is limited as with links.
"""

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.district import setting
from accounts.models import User
from contracts import calendar, ical
from contracts.models import CalendarFeed
from workflows import links
from workflows.errors import Unmet
from workflows.models import Link, LinkAttempt

MOST = 5  # of one person: a telephone, two computers, and two that were forgotten
BACK = timedelta(days=60)
AHEAD = timedelta(days=400)
MOST_DATES = 2000
USED_AGAIN = timedelta(hours=1)


def make(user: User, *, at: datetime, name: str = "") -> str:
    """A new feed; returns its token, which nobody can read again. Raises Unmet when the person has enough.

    One without a name is numbered: two made in the same minute are told apart.
    """
    if feeds_of(user).count() >= MOST:
        raise Unmet(_("You have %(most)d addresses already: revoke one first.") % {"most": MOST})
    name = name or _("Calendar %(n)d") % {"n": CalendarFeed.objects.filter(user=user).count() + 1}
    token = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(user=user, name=name, token_hash=Link.hash_of(token), created_at=at)
    return token


def revoke(feed: CalendarFeed, *, at: datetime) -> None:
    """From now on its address answers as if there had never been one."""
    CalendarFeed.objects.filter(pk=feed.pk, revoked_at__isnull=True).update(revoked_at=at)


def feeds_of(user: User):
    """Somebody's feeds that work, the newest first."""
    return CalendarFeed.objects.filter(user=user, revoked_at__isnull=True)


def address(token: str) -> str:
    """What is pasted into a calendar program."""
    return f"{settings.SITE_URL.rstrip('/')}{reverse('calendar-feed', args=[token])}"


def opened(token: str, *, address: str, at: datetime) -> CalendarFeed | None:
    """The feed of a token, or None; after twenty guesses from an address it opens only what was used before."""
    feed = CalendarFeed.objects.select_related("user").filter(token_hash=Link.hash_of(token)).first()
    why = _why_not(feed, address=address, at=at)
    if why:
        links.note_refusal(token, why=why, address=address, at=at)
        return None
    if feed.last_used_at is None or at - feed.last_used_at > USED_AGAIN:
        CalendarFeed.objects.filter(pk=feed.pk).update(last_used_at=at)
    return feed


def _why_not(feed: CalendarFeed | None, *, address: str, at: datetime) -> str:
    if feed is None:
        return "unknown"
    if feed.revoked_at is not None:
        return "revoked"
    if not calendar.may_read(feed.user, on=timezone.localdate(at)):
        return "no-right"
    network = links.network_of(address)
    guesses = LinkAttempt.objects.filter(address=network, at__gt=at - links.WINDOW, why="unknown")
    return "limited" if feed.last_used_at is None and guesses.count() >= links.GUESSES else ""


def written(feed: CalendarFeed, *, at: datetime) -> bytes:
    """The calendar, in its owner's language: what was late lately, and the year ahead."""
    today = timezone.localdate(at)
    site = settings.SITE_URL.rstrip("/")
    with translation.override(feed.user.language):
        dates = calendar.dates_between(today - BACK, today + AHEAD, on=today, most=MOST_DATES)
        entries = [
            ical.Entry(
                uid=each.uid,
                day=each.day,
                summary=f"{each.words}: {each.title}",
                description=each.vendor,
                url=f"{site}{each.url}",
                changed_at=each.changed_at or feed.created_at,
            )
            for each in dates
        ]
        name = _("Renewals: %(district)s") % {"district": setting("district_name")}
        return ical.feed(name, entries, site.partition("://")[2].partition("/")[0], at)
