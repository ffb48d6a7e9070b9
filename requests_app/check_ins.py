"""The days on which each measure is looked at, generated from the plan, and those that have come due (MACRO-10)."""

import logging
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.district import read_once
from workflows import engine
from workflows.actors import Actor
from workflows.errors import Refused

log = logging.getLogger(__name__)
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


def open_due(*, at: datetime) -> int:
    """Ask whoever records a measure for each check-in that has come due; returns how many were asked (MACRO-10).

    Found by the index of those that are not recorded. The move opens a step under the case's lock, and refuses where
    one is open: each is asked for once, however many sweeps run and wherever one is killed. A case that fails is said
    in the log, and the rest goes on.
    """
    from requests_app.models import CheckIn, DistrictPurchase

    due = CheckIn.objects.filter(recorded_on__isnull=True, due_on__lte=timezone.localdate(at))
    due = due.filter(measure__case__state=DistrictPurchase.State.MONITORING).order_by()
    with read_once():
        rows = due.values_list("measure__case_id", "measure__about").distinct()
        return sum(_ask(pk, about, at=at) for pk, about in sorted(rows))


def _ask(pk: int, about: str, *, at: datetime) -> int:
    try:
        engine.perform(pk, f"{about}_due", by=Actor.system(), at=at)
        return 1
    except OperationalError as error:  # somebody else has it just now: the next sweep finds it
        log.warning("Purchase %s waits for the next sweep: %s", pk, error)
    except Refused:
        pass  # somebody is asked already, or it has moved on
    except Exception:
        log.exception("A check-in of purchase %s could not be asked for", pk)
    return 0
