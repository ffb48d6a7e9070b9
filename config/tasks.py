"""The worker's own sign of life."""

from celery import shared_task
from django.utils import timezone

from config.heartbeats import beat_once


@shared_task(expires=60)
def worker_heartbeat() -> None:
    beat_once("worker", at=timezone.now())
