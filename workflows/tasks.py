"""What the workers do: three lines each; the database remembers, Celery only wakes."""

from celery import shared_task
from django.utils import timezone

from workflows import links, notices, sweeps


@shared_task
def send_notices() -> None:
    """Mail what is due."""
    notices.send_due()


@shared_task
def send_digests() -> None:
    """One mail a day to those who prefer it."""
    notices.send_digests(at=timezone.now())


@shared_task
def sweep_clocks() -> None:
    """Reminders and escalation of the steps whose moment has come."""
    sweeps.sweep_clocks(at=timezone.now())


@shared_task
def sweep_wakes() -> None:
    """Words to cases, each under that case's own lock."""
    sweeps.sweep_wakes(at=timezone.now())


@shared_task
def expire_links() -> None:
    """Tell the cases whose vendor's link has run out; drop old refusals."""
    links.expire_links(at=timezone.now())
    links.forget_old(at=timezone.now())
