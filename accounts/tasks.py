"""What the worker does for people and places."""

from celery import shared_task
from django.utils import timezone

from accounts import files, signin


@shared_task
def sweep_orphan_files() -> None:
    """Once a day: files that belong to nothing, and refused sign-ins nobody needs any more."""
    now = timezone.now()
    files.sweep_orphans(at=now)
    signin.forget_old(at=now)
