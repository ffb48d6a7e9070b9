"""The days on which each measure is looked at, generated from the plan, and those that have come due (MACRO-10)."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# What is said in days is reckoned in weeks or months, so that a check-in stays on its day of the week or of the month.
STEPS = {
    7: relativedelta(weeks=1),
    30: relativedelta(months=1),
    91: relativedelta(months=3),
    182: relativedelta(months=6),
    365: relativedelta(years=1),
}
MOST = 520
NOTHING_DUE = _("Nothing is due.")


def days_of(first_on: date, until: date, every: int) -> list[date]:
    """The days of a measure: the first, and every so often until the last; never more than `MOST`."""
    return list(_days(first_on, until, every))


def _days(first_on: date, until: date, every: int) -> Iterator[date]:
    step = STEPS.get(every) or timedelta(days=every)
    for number in range(MOST):
        day = first_on + step * number
        if day > until:
            return
        yield day


def make(case) -> None:
    """A row for each day of each measure; those of an earlier plan that are not recorded and no longer meant go."""
    from requests_app.models import CheckIn

    for measure in case.measures.all():
        days = days_of(measure.first_on, measure.until, measure.every)
        measure.check_ins.filter(recorded_on__isnull=True).exclude(due_on__in=days).delete()
        known = set(measure.check_ins.values_list("due_on", flat=True))
        CheckIn.objects.bulk_create(CheckIn(measure=measure, due_on=day) for day in days if day not in known)


def open_due(at: datetime) -> list[int]:
    """Ids of the purchases that have a check-in due and unrecorded; read from the index of those alone."""
    from requests_app.models import CheckIn

    due = CheckIn.objects.filter(recorded_on__isnull=True, due_on__lte=timezone.localdate(at))
    return list(due.order_by().values_list("measure__case_id", flat=True).distinct())
