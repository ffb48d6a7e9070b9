"""The check-ins of a plan: rows for the days of each measure, and those that have come due (MACRO-10)."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from requests_app.check_in_days import change, days_of

NOTHING_DUE = _("Nothing is due.")


def make(case, *, at: datetime) -> None:
    """A row for each day of each measure, as the plan has them now; those recorded stay as they are."""
    from requests_app.models import CheckIn

    today = timezone.localdate(at)
    for measure in case.measures.all():
        known = dict(measure.check_ins.values_list("due_on", "recorded_on"))
        recorded = {day for day, done in known.items() if done}
        planned = days_of(measure.first_on, measure.until, measure.every)
        found = change(planned, recorded=recorded, waiting=known.keys() - recorded, today=today)
        measure.check_ins.filter(due_on__in=found.gone, recorded_on__isnull=True).delete()
        CheckIn.objects.bulk_create(CheckIn(measure=measure, due_on=day) for day in found.new)


def open_due(at: datetime) -> list[int]:
    """Ids of the purchases that have a check-in due and unrecorded; read from the index of those alone."""
    from requests_app.models import CheckIn

    due = CheckIn.objects.filter(recorded_on__isnull=True, due_on__lte=timezone.localdate(at))
    return list(due.order_by().values_list("measure__case_id", flat=True).distinct())
