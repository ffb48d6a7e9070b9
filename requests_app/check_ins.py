"""The check-ins of a plan: rows for the days of each measure, and those that have come due (MACRO-10)."""

import logging
from datetime import datetime

from django.db import OperationalError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.district import read_once
from requests_app.check_in_days import change, days_of
from workflows import engine
from workflows.actors import Actor
from workflows.errors import Refused

log = logging.getLogger(__name__)
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
