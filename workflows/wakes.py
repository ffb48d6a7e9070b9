"""Leaving word for another case: a transaction locks one existing case at most (two in opposite order deadlock)."""

from datetime import datetime

from config.celery import wake
from workflows.models import Case, Wake


def wake_case(case: Case, move: str, *, key: str, at: datetime, **details) -> Wake:
    """Leave word for another case, in this transaction; a worker acts on it under that case's lock."""
    row = leave_word(case, move, key=key, at=at, **details)
    wake("workflows.tasks.sweep_wakes")
    return row


def leave_word(case: Case, move: str, *, key: str, at: datetime, **details) -> Wake:
    """The same without waking the worker: for whoever leaves many words, and wakes it once when all are left."""
    row, _new = Wake.objects.get_or_create(
        key=key, defaults={"case_id": case.pk, "move": move, "details": details, "created_at": at}
    )
    return row
