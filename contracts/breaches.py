"""Breaches: what the public list shows, and how one is recorded and put right (LAW-4; 105 ILCS 85/27(a)(5))."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.db.models import QuerySet

from accounts.district import setting
from contracts.models import Breach


def posted(on: date) -> QuerySet[Breach]:
    """Breaches on the public list on a day, the newest first: posted, found to be one, and not older than the years
    the district lists them for. With operator, counts and elements; three queries however many they are."""
    since = on - relativedelta(years=int(setting("breach_years")))
    found = Breach.objects.filter(posted_on__lte=on, posted_on__gt=since).exclude(state=Breach.State.CLOSED)
    joined = found.select_related("vendor", "contract__vendor").prefetch_related("counts__school", "elements")
    return joined.order_by("-posted_on", "-pk")
