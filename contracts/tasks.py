"""What the workers do for agreements, grades and renewals: three lines each; the database remembers."""

from celery import shared_task
from django.utils import timezone

from contracts import confirming, kept_pages, renewal_sweeps
from contracts.tls import work


@shared_task
def measure_tls(check_id: int) -> None:
    """Measure one website's TLS grade."""
    work.run(check_id, at=timezone.now())


@shared_task
def sweep_tls_checks() -> None:
    """What a killed worker left, and what nobody woke."""
    work.sweep(at=timezone.now())


@shared_task
def open_confirmation() -> None:
    """The confirmation of a half-year that has begun; and rows no kept page rests on any more go."""
    confirming.open_confirmation(at=timezone.now())
    kept_pages.sweep_changes()


@shared_task
def open_cycles() -> None:
    """Renewals and reviews whose day has come; agreements that begin or have ended."""
    renewal_sweeps.open_cycles(at=timezone.now())
