"""What the clock and the sender of mails would have done while the demo's requests moved on."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Min, Q

from config.celery import app, wake
from workflows.models import Notice, Step
from workflows.sweeps import sweep_clocks


def remind(*, until: datetime) -> None:
    """Each sweep of the clock that had something to say up to a moment, in its order."""
    waiting = Step.objects.filter(closed_at__isnull=True, next_reminder_at__lte=until)
    while first := waiting.aggregate(first=Min("next_reminder_at"))["first"]:
        sweep_clocks(at=first)


def settle_mail(*, since: datetime, now: datetime) -> None:
    """Old notices count as mailed and, when they are answered or older still, as read.

    The worker is woken once for what has come since the last school day.
    """
    _number_by_date()
    old = Notice.objects.filter(created_at__lt=since)
    old.filter(by_mail=True).update(sent_at=F("created_at"), due_at=None)
    done = Q(step__closed_at__isnull=False) | Q(created_at__lt=now - timedelta(days=5))
    read = old.filter(done).values_list("pk", flat=True)
    Notice.objects.filter(pk__in=list(read)).update(read_at=F("created_at") + timedelta(hours=5))
    app.control.purge()
    wake("workflows.tasks.send_notices")


@transaction.atomic
def _number_by_date() -> None:
    """One request was told after the other; the list of notices goes by number, so they are numbered by date."""
    rows = list(Notice.objects.order_by("created_at", "pk"))
    Notice.objects.all().delete()
    for row in rows:
        row.pk = None
    Notice.objects.bulk_create(rows)
