"""Who promised something for a day is reminded on that day: lines of the checklist, work on a platform (MACRO-4b, -5).

Each was told when it was given to them. The clock reads the rows of the last days by their index, never a table.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.wording import day_words
from requests_app.models import Candidate, CoordinationLine, DistrictPurchase, PlatformAnswer
from workflows import notices
from workflows.selectors import OPEN_PHASES

# A clock that stood still for so long still says it; each is said once.
CAUGHT_UP = timedelta(days=7)


def remind(*, at: datetime) -> int:
    """Once a day: what is due and not done. Returns how many were reminded."""
    today = timezone.localdate(at)
    days = (today - CAUGHT_UP, today)
    lines = CoordinationLine.objects.filter(
        due_on__range=days, done_on__isnull=True, owner__isnull=False, case__state=DistrictPurchase.State.PURCHASING
    )
    works = PlatformAnswer.objects.filter(
        due_on__range=days,
        says=PlatformAnswer.Says.WORK,
        candidate__standing=Candidate.Standing.CHOSEN,
        candidate__case__phase__in=OPEN_PHASES,
    )
    told = sum(_tell(row, row.case, str(row), at=at) for row in lines.select_related("case", "owner"))
    named = works.select_related("candidate__case", "owner")
    return told + sum(_tell(row, row.candidate.case, row.platform, at=at) for row in named)


def _tell(row, case: DistrictPurchase, what: str, *, at: datetime) -> int:
    said = {"what": what, "due": day_words(row.due_on)}
    key = f"{row._meta.model_name}:{row.pk}:{row.due_on}:due"
    return len(notices.tell([row.owner], "district_owner_due", case=case, at=at, key=key, context=said))
