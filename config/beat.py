"""Celery's beat, which also writes that it is alive.

It writes from its own process, not by a task: a stopped worker must not look like a stopped beat.
"""

import time

from celery.beat import PersistentScheduler
from django.db import close_old_connections
from django.utils import timezone

from config.heartbeats import beat_once

HEARTBEAT_SECONDS = 30


class HeartbeatScheduler(PersistentScheduler):
    """Writes the heartbeat `beat` at start and every half minute."""

    _next_heartbeat = 0.0

    def tick(self, *args, **kwargs) -> float:
        self._write_heartbeat()
        return super().tick(*args, **kwargs)

    def _write_heartbeat(self) -> None:
        if time.monotonic() < self._next_heartbeat:
            return
        self._next_heartbeat = time.monotonic() + HEARTBEAT_SECONDS
        close_old_connections()
        beat_once("beat", at=timezone.now())
