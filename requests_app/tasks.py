"""What the workers do for requests: three lines each; the database remembers."""

from celery import shared_task
from django.utils import timezone

from requests_app import check_ins, equipment, owners, vetting


@shared_task
def close_equipment() -> None:
    """Requests for equipment whose receipt nobody confirmed in time."""
    equipment.close_unanswered(at=timezone.now())


@shared_task
def sweep_vettings() -> None:
    """Vendors that are silent too long, and websites to be tested again (SOFT-5, SOFT-6)."""
    vetting.sweep(at=timezone.now())


@shared_task
def remind_owners() -> None:
    """Whoever promised a part of a district purchase for today (MACRO-4b, MACRO-5)."""
    owners.remind(at=timezone.now())


@shared_task
def open_check_ins() -> None:
    """Check-ins of district purchases that have come due (MACRO-10)."""
    check_ins.open_due(at=timezone.now())
