"""Parents' requests to see, copy or correct a student's data (LAW-3; 105 ILCS 85/33, 23 Ill. Adm. Code 380.20).

A third request for a copy within a fiscal quarter is recorded and shown, can't be answered and may be refused; a
district that gives more raises its setting `copies_a_quarter`.
"""

from datetime import date, datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.district import setting
from accounts.models import Place, User
from accounts.roles import Role
from contracts.models import RightsRequest
from contracts.public_record import fiscal_quarter, holds, kept_by, student_key
from workflows import engine, notices
from workflows.actors import Actor
from workflows.engine.record import as_kept
from workflows.errors import NotYours
from workflows.moves import Phase

KEEPERS = (Role.COMPLIANCE_OFFICER,)
OPEN = (Phase.OPEN.value, Phase.WAITING.value)


def may_keep(user: User, *, on: date) -> bool:
    """Parents' requests are the Compliance Officer's alone."""
    return holds(user, *KEEPERS, on=on)


def receive(*, by: Actor, at: datetime, received_on: date, school: Place, key: str = "", **said) -> RightsRequest:
    """Record a parent's request; the clock runs from the day on which it was received.

    A parent who left an address gets a receipt by mail. `by` is the public for the form on the public page, the
    Compliance Officer for one that came on paper.
    """
    if not by.is_public and not may_keep(by.user, on=timezone.localdate(at)):
        raise NotYours(_("Only the Compliance Officer records a parent’s request."))
    days = setting("correction_days") if said["wish"] == RightsRequest.Wish.CORRECT else setting("rights_days")
    return engine.start(
        RightsRequest,
        by=by,
        at=at,
        place=school,
        key=key,
        requester=None,
        # Titles stand in mails and in lists: no names.
        title=as_kept(lambda: _("Parent’s request: %(school)s") % {"school": school})[:200],
        school=school,
        received_on=received_on,
        response_due=received_on + timedelta(days=int(days)),
        student_key=student_key(said["student_name"], school),
        then=lambda case: notices.tell_outsider(case, "rights_receipt", at=at, key=f"case:{case.pk}:receipt"),
        **said,
    )


def the_public() -> Actor:
    """Whoever fills in the public form, as the history calls them."""
    return Actor.public(as_kept(lambda: _("A parent, on the public page")))


def listed(user: User, *, on: date, over: bool) -> QuerySet[RightsRequest]:
    """Requests this person keeps: those to be answered by their date, or those that are over, the latest first."""
    mine = kept_by(user, KEEPERS, on=on)
    if mine is None:
        return RightsRequest.objects.none()
    rows = RightsRequest.objects.filter(mine).select_related("school")
    if over:
        return rows.exclude(phase__in=OPEN).order_by("-closed_at", "-pk")
    return rows.filter(phase__in=OPEN).order_by("response_due", "pk")


def others_of_the_quarter(request: RightsRequest) -> QuerySet[RightsRequest]:
    """Other requests for copies about this student in the fiscal quarter."""
    first, following = fiscal_quarter(request.received_on)
    same = RightsRequest.objects.filter(
        student_key=request.student_key,
        wish=RightsRequest.Wish.COPY,
        received_on__gte=first,
        received_on__lt=following,
    )
    return same.exclude(pk=request.pk).order_by("received_on", "pk")
