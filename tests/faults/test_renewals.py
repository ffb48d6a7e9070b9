"""A renewal date passes while nothing runs, and a worker is killed among 500: each cycle is opened exactly once."""

from collections import Counter
from copy import copy
from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models.base import ModelState
from django.utils import timezone

from accounts.district import read_once
from accounts.models import User
from contracts import schedules
from contracts.models import Agreement, Cycle, Renewal, Schedule
from tests.config.processes import wait_until
from tests.renewal_paths import running
from tests.servers import kill
from workflows.models import Notice, Step, Wake

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
AGREEMENTS = 500
SOME = 12


def copies(first: Agreement, count: int) -> list[Agreement]:
    """An agreement in force so many times, with its dates kept."""
    made = []
    with read_once(), transaction.atomic():
        for _number in range(count):
            each = copy(first)
            each._state = ModelState()
            each.pk = each.id = each.case_ptr_id = each.number = None
            each.save(force_insert=True)
            schedules.keep(each, at=each.updated_at)
            made.append(each)
    return made


def without_mail() -> None:
    """So that the worker does nothing but open renewals."""
    User.objects.update(email="")


@pytest.mark.timeout(300)
def test_a_worker_killed_while_it_opens_500_renewals_opens_each_once_when_it_is_back(installation, cast):
    without_mail()
    first = running(cast, ends=60)
    agreements = [first, *copies(first, AGREEMENTS - 1)]

    worker = installation.start("worker")
    wait_until(lambda: Renewal.objects.count() >= 20, seconds=60, every=0.01)
    kill(worker)
    opened = Renewal.objects.count()
    assert 20 <= opened < AGREEMENTS
    assert Cycle.objects.count() == opened

    installation.start("worker")
    wait_until(lambda: Cycle.objects.count() >= AGREEMENTS, seconds=200)
    print(f"killed after {opened} renewals")
    each_once = dict.fromkeys((agreement.pk for agreement in agreements), 1)
    assert Counter(Renewal.objects.values_list("contract", flat=True)) == each_once
    assert Counter(Cycle.objects.values_list("schedule__agreement", flat=True)) == each_once
    assert Counter(Wake.objects.values_list("case", flat=True)) == each_once
    assert Counter(Step.objects.values_list("key", flat=True)) == {"usage": AGREEMENTS, "safeguards": AGREEMENTS}
    assert Notice.objects.filter(template="step_opened").count() == 2 * AGREEMENTS
    assert not Schedule.objects.exclude(set_aside="").exists()


def test_dates_that_passed_while_nothing_ran_are_opened_once_and_what_ended_has_ended(installation, cast):
    """Months pass unseen, with cancel-by dates and the last days of agreements among them."""
    without_mail()
    today = timezone.localdate()
    months = {"first_term_months": 12, "tacit_months": 12, "notice_months": 3, "review_interval": 6}
    # The present term ends in 80 days: notice was due some days ago.
    term = today + timedelta(days=80) - relativedelta(years=1)
    first = running(cast, starts=(term - today).days, ends=None, **months)
    tacit = [first]
    ended = copies(running(cast, starts=-400, ends=20), SOME)
    Agreement.objects.filter(pk__in=[each.pk for each in ended]).update(ends_on=today - timedelta(days=30))
    Schedule.objects.filter(agreement__in=ended).update(
        renewal_due=today - timedelta(days=30), turns_on=today - timedelta(days=29)
    )
    due = Schedule.objects.get(agreement=first).renewal_due
    passed = due - relativedelta(years=1)
    assert passed < today

    for _start in range(2):  # the second worker finds some more, and what the first one did
        tacit += copies(first, SOME)
        kept = Schedule.objects.filter(agreement__in=tacit, renewal_due=due, cycles=None)
        kept.update(renewal_due=passed, renewal_opens=passed - timedelta(days=90))
        worker, beat = installation.start("worker"), installation.start("beat")
        wait_until(
            lambda found=tuple(tacit): Renewal.objects.filter(contract__in=found).count() >= len(found), seconds=60
        )
        wait_until(lambda: not Schedule.objects.filter(turns_on__lte=today).exists(), seconds=60)
        kill(worker)
        kill(beat)

    assert Counter(Renewal.objects.filter(contract__in=tacit).values_list("contract", "renewal_due")) == {
        (each.pk, passed): 1 for each in tacit
    }
    following = Schedule.objects.filter(agreement__in=tacit).values_list("renewal_due", flat=True)
    assert all(due > today + timedelta(days=300) for due in following)
    assert set(Agreement.objects.filter(pk__in=[e.pk for e in ended]).values_list("state", flat=True)) == {"lapsed"}
    assert not Renewal.objects.filter(contract__in=ended).exists()
