"""The outbox: a notice is a row of the causing transaction; a sender takes one, with no transaction open (X-7)."""

import hashlib
import logging
import smtplib
import socket
import threading
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from config.celery import wake
from workflows.letters import letter
from workflows.models import Case, Link, Notice, Step

log = logging.getLogger(__name__)
TRIES = 8
_sending = threading.Lock()
_more = threading.Event()


def tell(
    people,
    template: str,
    *,
    case: Case | None,
    at: datetime,
    key: str,
    step: Step | None = None,
    but: User | None = None,
    context: dict[str, Any] | None = None,
    receipt: bool = False,
) -> list[Notice]:
    """Write a notice for each person, once per key; the actor (`but`) is not told of their own act.

    `receipt` notices go out at once even to people who prefer a digest.
    """
    told = {person.pk: person for person in people if person.is_active and (but is None or person.pk != but.pk)}
    keys = {pk: f"{key}:user:{pk}" for pk in told}
    known = set(Notice.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    rows = [
        Notice(
            key=keys[pk],
            user=person,
            case_id=case.pk if case else None,
            step=step,
            template=template,
            context=context or {},
            created_at=at,
            in_digest=person.mail == User.Mail.DAILY and not receipt,
            by_mail=bool(person.email),
            due_at=at if person.email and (receipt or person.mail == User.Mail.NOW) else None,
        )
        for pk, person in told.items()
        if keys[pk] not in known
    ]
    made = Notice.objects.bulk_create(rows)
    if any(row.due_at for row in made):
        wake("workflows.tasks.send_notices")
    return made


def tell_links(case: Case, template: str, *, at: datetime, key: str, step: Step | None = None, **context: Any) -> None:
    """Write a mail to everybody outside who reaches the case by a link that works, once per key."""
    for link in Link.objects.filter(case_id=case.pk, revoked_at__isnull=True, expires_at__gt=at):
        tell_link(link, template, at=at, key=key, step=step, **context)


def tell_link(link: Link, template: str, *, at: datetime, key: str, step: Step | None = None, **context: Any) -> None:
    """Write a mail to the holder of one link, once per key."""
    _row, new = Notice.objects.get_or_create(
        key=f"{key}:link:{link.pk}",
        defaults={
            "link": link,
            "case_id": link.case_id,
            "step": step,
            "template": template,
            "context": context,
            "created_at": at,
            "due_at": at,
        },
    )
    if new:
        wake("workflows.tasks.send_notices")


def tell_outsider(case: Case, template: str, *, at: datetime, key: str) -> None:
    """Write a mail to whom the case names outside, once per key; nothing when no address was left."""
    if case.outsider() is None:
        return
    said = {"to_outsider": True, "case_id": case.pk, "template": template, "created_at": at, "due_at": at}
    _row, new = Notice.objects.get_or_create(key=f"{key}:outsider", defaults=said)
    if new:
        wake("workflows.tasks.send_notices")


# --- sending ----------------------------------------------------------------------------------------------------------


def claim_next(*, at: datetime) -> Notice | None:
    """Take the next notice to be mailed, by a conditional update: of two senders one gets it."""
    free = Q(claimed_until__isnull=True) | Q(claimed_until__lt=at)
    waiting = Notice.objects.filter(free, due_at__lte=at)
    while True:
        pk = waiting.order_by("due_at", "pk").values_list("pk", flat=True).first()
        if pk is None:
            return None
        claim = at + timedelta(seconds=settings.NOTICE_CLAIM_SECONDS)
        if waiting.filter(pk=pk).update(claimed_until=claim, tries=F("tries") + 1):
            return Notice.objects.select_related("user", "link", "case", "step").get(pk=pk)


def send_due(*, limit: int = 500) -> int:
    """Send what is due, one notice at a time; returns how many went out.

    One thread of a process sends, so that a slow mail server leaves the others to reminders and signs of life; what
    came while it sent is sent by it too.
    """
    sent = 0
    _more.set()
    while _more.is_set() and _sending.acquire(blocking=False):
        try:
            _more.clear()
            sent += _send_waiting(limit)
        finally:
            _sending.release()
    return sent


def _send_waiting(limit: int) -> int:
    sent = 0
    for _turn in range(limit):
        notice = claim_next(at=timezone.now())
        if notice is None:
            break
        if notice.to_outsider and notice.case.child.outsider() is None:  # the address was removed meanwhile
            Notice.objects.filter(pk=notice.pk).update(due_at=None, claimed_until=None)
            continue
        try:
            message(notice).send()
        except Exception as error:  # one bad row or one refused address must not keep the others
            log.warning("Notice %s was not sent: %s", notice.pk, error)
            _put_back(notice, error)
            if _is_away(error):
                break
        else:
            done = {"sent_at": timezone.now(), "due_at": None, "claimed_until": None, "error": ""}
            Notice.objects.filter(pk=notice.pk).update(**done)
            sent += 1
    return sent


def _is_away(error: Exception) -> bool:
    """The mail server was not reached at all: no fault of this mail."""
    return isinstance(error, (ConnectionError, TimeoutError, socket.gaierror, smtplib.SMTPConnectError))


def _put_back(notice: Notice, error: Exception) -> None:
    """Try again later, each time later still; after eight tries an administrator is shown it.

    While the mail server is away nothing is counted: a night without it sets no mail aside.
    """
    now = timezone.now()
    changes: dict[str, Any] = {"error": f"{type(error).__name__}: {error}"[:300], "claimed_until": None}
    if _is_away(error):
        changes |= {"due_at": now + timedelta(seconds=30), "tries": notice.tries - 1}
    elif notice.tries >= TRIES:
        changes |= {"set_aside_at": now, "due_at": None}
    else:
        changes["due_at"] = now + timedelta(seconds=15 * 2**notice.tries)
    Notice.objects.filter(pk=notice.pk, sent_at__isnull=True).update(**changes)


def message_id(key: str) -> str:
    """The same for the same notice, so that a mail repeated after a crash is one mail to its reader."""
    digest = hashlib.sha256(key.encode()).hexdigest()[:40]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<{digest}@{domain}>"


def message(notice: Notice) -> EmailMultiAlternatives:
    """The mail, in its recipient's language."""
    subject, plain, html = letter(notice)
    headers = {"Message-ID": message_id(notice.key), "Auto-Submitted": "auto-generated"}
    mail = EmailMultiAlternatives(subject, plain, to=[_address(notice)], headers=headers)
    mail.attach_alternative(html, "text/html")
    return mail


def _address(notice: Notice) -> str:
    if notice.to_outsider:
        return notice.case.child.outsider().email
    return notice.user.email if notice.user_id else notice.link.email


# --- the daily digest -------------------------------------------------------------------------------------------------


def send_digests(*, at: datetime) -> int:
    """One mail to each person who prefers one a day, with what has come since the last."""
    waiting = Notice.objects.filter(in_digest=True, by_mail=True, sent_at__isnull=True, due_at__isnull=True)
    people = User.objects.filter(is_active=True, pk__in=waiting.values("user")).exclude(email="")
    return sum(_digest(person, waiting.filter(user=person, created_at__lte=at), at=at) for person in people)


def _digest(person: User, waiting: QuerySet, *, at: datetime) -> int:
    rows = list(waiting.values_list("pk", flat=True)[:200])
    if not rows:
        return 0
    key, context = f"digest:{timezone.localdate(at)}", {"rows": rows}
    try:
        with transaction.atomic():
            made = tell([person], "digest", case=None, at=at, key=key, context=context, receipt=True)
            if made:
                Notice.objects.filter(pk__in=rows).update(sent_at=at)
    except IntegrityError:  # another worker wrote this person's just now
        return 0
    return len(made)
