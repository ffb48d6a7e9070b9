"""Opening the door: the case's row is locked, its child loaded, the form's one-time key and versions checked."""

from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.roles import Part
from workflows.access import may_see
from workflows.actors import Actor
from workflows.errors import NotSeen, Replayed, Stale, Unmet
from workflows.models import Case, Event, Link, Review


@dataclass(frozen=True)
class Shown:
    """What the form was made from: the case's version, and the round's count of reviews where they are weighed."""

    case: int | None = None
    step: int | None = None
    reviews: int | None = None


@contextmanager
def locked(case_id: int):
    """One transaction with the case's row locked; yields the child. Another case must never be locked within."""
    try:
        with transaction.atomic(durable=True):
            # The parent row itself, by its own model: a lock through the child's join holds only the child.
            case = Case.objects.select_for_update(no_key=True).get(pk=case_id)
            yield case.child
    except IntegrityError as error:
        if not is_key_taken(error):
            raise
        # The same form for another case, at the same moment: neither saw the other's row of the history.
        raise Stale(_("This form was sent for something else already.")) from error


def is_key_taken(error: IntegrityError) -> bool:
    """Does the database refuse a one-time key that another transaction has just used up?"""
    return "event_form_once" in str(error) or "workflows_event.key" in str(error)


def count_reviews(case: Case) -> int:
    return Review.objects.filter(step__case_id=case.pk).count()


def admit(case: Case, *, by: Actor, at, key: str = "") -> None:
    """First of all: may the person see the case, and is this the same form again? Raises NotSeen or Replayed."""
    if by.link is not None:
        # Read again under the lock: it may have been withdrawn since the page was opened.
        link = Link.objects.filter(pk=by.link.pk, case_id=case.pk).first()
        if link is None or not link.works_at(at):
            raise NotSeen()
    elif not by.is_system and not may_see(by.user, case, at=at):
        raise NotSeen()
    if not key:
        return
    event = Event.objects.filter(key=key).first()
    if event and event.by_id == getattr(by.user, "pk", None):
        raise Replayed(event)
    if event:
        raise Stale(_("This form was already sent by somebody else."))


def must_be_with_vendor(case: Case) -> None:
    """Raises Unmet unless a step of the case is with somebody outside now."""
    if not any(step.role == Part.VENDOR for step in case.open_steps()):
        raise Unmet(_("The district has it now: it can’t be changed until it is returned."))


def check_case_version(case: Case, shown: Shown | None, *, weighs_reviews: bool) -> None:
    """Raises Stale when the case moved on, or when a review came in that the person has not seen."""
    if shown is None:
        return
    if shown.case != case.version:
        raise Stale(_("The case has moved on since you opened this page."))
    if weighs_reviews and shown.reviews is not None and shown.reviews != count_reviews(case):
        raise Stale(_("Another review came in since you opened this page."))
