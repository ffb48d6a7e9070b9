"""What the worker and beat do at start: refuse an unsafe installation, then say that they are alive."""

import sys
import threading

import django
from celery.signals import beat_init, worker_init, worker_ready, worker_shutting_down
from django.core.exceptions import ImproperlyConfigured
from django.utils import timezone

HEARTBEAT_SECONDS = 30
_stopping = threading.Event()


@worker_init.connect
@beat_init.connect
def refuse(**kwargs) -> None:
    from config.checks import refuse_unsafe_start

    django.setup()
    try:
        refuse_unsafe_start()
    except ImproperlyConfigured as fault:
        print(fault, file=sys.stderr, flush=True)
        raise SystemExit(1) from fault  # Celery goes on after any other exception of a signal


@worker_ready.connect
def begin_heartbeats(**kwargs) -> None:
    from config.heartbeats import beat_once

    beat_once("worker", at=timezone.now())
    open_what_was_missed()
    threading.Thread(target=_ask_for_heartbeats, name="heartbeat", daemon=True).start()


def open_what_was_missed() -> None:
    """What opens by its day opens now, after any outage; by name, since the worker knows the tasks."""
    from config.celery import send

    send("contracts.tasks.open_cycles")


def _ask_for_heartbeats() -> None:
    """Each half minute, ask this worker through the broker for a sign of life: it shows that work is really done."""
    from config.celery import send
    from config.tasks import worker_heartbeat

    while not _stopping.wait(HEARTBEAT_SECONDS):
        send(worker_heartbeat)


@worker_shutting_down.connect
def end_heartbeats(**kwargs) -> None:
    _stopping.set()
