"""What follows when an agreement ends or its end is undone (RENEW-6), in the transaction of that move."""

from datetime import datetime

from django.utils import timezone

from contracts.models import Agreement
from workflows.actors import Actor
from workflows.models import Event


def ended(agreement: Agreement, *, event: Event, by: Actor, at: datetime) -> None:
    """It lapsed, was terminated or replaced."""
    agreement.ended_on = timezone.localdate(at)


def undone(agreement: Agreement, *, event: Event, by: Actor, at: datetime) -> None:
    """The end was a mistake."""
    agreement.ended_on = None
