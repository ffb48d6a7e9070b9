"""The worker's application, and the one way to wake it.

Celery only wakes: what is to be done stands in the database, and a sweep each minute finds whatever was not woken.
So a broker that is away may cost a minute, never a page and never a mail.
"""

import logging
import os
import time
from functools import partial

from celery import Celery, Task
from django.db import transaction
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
TRANSPORT_ALIASES["filesystem"] = "config.filebroker:Transport"

log = logging.getLogger(__name__)

app = Celery("technology-requests")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

BROKER_REST_SECONDS = 5
_broker_rests_until = 0.0


def wake(task: Task | str, *args) -> None:
    """Start a task, or the one of that dotted name, once the surrounding transaction is committed.

    Never raises: a sweep does what was not woken.
    """
    transaction.on_commit(lambda: send(task, *args), robust=True)


def send(task: Task | str, *args) -> bool:
    """Hand the task to the broker, now; False when it did not take it.

    After a refusal the broker is left alone for a few seconds, so that a page with ten wakes waits for one.
    """
    global _broker_rests_until
    if time.monotonic() < _broker_rests_until:
        return False
    try:
        start = task.apply_async if isinstance(task, Task) else partial(app.send_task, task)
        start(args, retry=True, retry_policy={"max_retries": 0})
    except Exception as error:  # each transport has errors of its own, and none may reach the page
        _broker_rests_until = time.monotonic() + BROKER_REST_SECONDS
        log.warning("The broker did not take %s (%s): the next sweep will do it.", getattr(task, "name", task), error)
        return False
    return True


from config import processes  # noqa: E402, F401  (connects what the worker and beat do at start)
