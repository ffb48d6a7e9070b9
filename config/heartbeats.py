"""The worker and beat each write that they are alive; `/healthz` reads it."""

import datetime as dt
import logging

from django.apps import apps
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

log = logging.getLogger(__name__)


def beat_once(name: str, *, at: dt.datetime) -> bool:
    """Write that the process `name` was alive at `at`. A database that is away is logged, not raised."""
    try:
        apps.get_model("accounts", "Heartbeat").objects.update_or_create(name=name, defaults={"at": at})
    except DatabaseError as error:
        log.warning("The heartbeat of the %s was not written: %s", name, error)
        return False
    return True


def is_alive(name: str, *, at: dt.datetime | None = None) -> bool:
    """Whether the process `name` has written within the last HEARTBEAT_MAX_AGE seconds."""
    oldest = (at or timezone.now()) - dt.timedelta(seconds=settings.HEARTBEAT_MAX_AGE)
    return apps.get_model("accounts", "Heartbeat").objects.filter(name=name, at__gte=oldest).exists()
