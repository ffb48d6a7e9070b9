"""Refused sign-ins, counted in the database so that every server sees the same number."""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest

from accounts.models import FailedSignIn

TRIES = 10
WINDOW = timedelta(minutes=15)
KEPT = timedelta(days=1)


def address_of(request: HttpRequest) -> str:
    """Where the request comes from; behind a proxy, what the proxy next to us saw."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    return (forwarded.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", ""))[:45]


def is_closed(*, username: str, address: str, at: datetime) -> bool:
    """True after ten refusals of a user name from an address within fifteen minutes."""
    return FailedSignIn.objects.filter(**_whose(username, address), at__gt=at - WINDOW).count() >= TRIES


def note_refusal(*, username: str, address: str, at: datetime) -> None:
    """Remember a refusal."""
    FailedSignIn.objects.create(**_whose(username, address), at=at)


def forget(*, username: str, address: str) -> None:
    """A right password clears the count."""
    FailedSignIn.objects.filter(**_whose(username, address)).delete()


def forget_old(*, at: datetime) -> None:
    """Drop what no longer counts."""
    FailedSignIn.objects.filter(at__lt=at - KEPT).delete()


def _whose(username: str, address: str) -> dict[str, str]:
    return {"username": username.strip().lower()[:150], "address": address}
