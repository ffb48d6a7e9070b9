"""Two sweeps at once, and two real beats: each reminder is said and mailed once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.config.processes import wait_until
from tests.paths import Path
from workflows.models import Case, Event, Notice, Step
from workflows.sweeps import sweep_clocks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
CASES = 30
BRIEFLY = {"sqlite": "PRAGMA busy_timeout = 50", "postgresql": "SET lock_timeout = '50ms'"}
SWEEP = "from django.utils import timezone\nfrom workflows import sweeps\nprint(sweeps.sweep_clocks(at=timezone.now()))"


@pytest.fixture
def overdue(cast) -> list[Step]:
    """Initial reviews that should have been escalated some days ago."""
    for _number in range(CASES):
        Path(cast).submit()
    Notice.objects.all()._raw_delete("default")
    make_overdue(days=9)
    return list(Step.objects.all())


def make_overdue(*, days: int) -> None:
    now = timezone.now()
    due_on = timezone.localdate(now) - timedelta(days=days)
    Step.objects.update(due_on=due_on, next_reminder_at=now - timedelta(days=days + 2))


def said() -> list[tuple[int, str]]:
    return sorted(Notice.objects.values_list("step_id", "template"))


def each_once(steps) -> list[tuple[int, str]]:
    return sorted((step.pk, name) for step in steps for name in ("escalation", "reminder_escalated"))


def test_two_sweeps_side_by_side_say_each_reminder_once(installation, overdue):
    # A busy machine may let one sweep finish before the other begins: until both had a share, the date moves again.
    shares = []
    for days in range(10, 15):
        Notice.objects.all()._raw_delete("default")
        now = timezone.now()
        Step.objects.update(
            due_on=timezone.localdate(now) - timedelta(days=days), next_reminder_at=now - timedelta(days=days + 2)
        )
        shares = [int(told) for told in installation.side_by_side(SWEEP, processes=2)]
        assert sum(shares) == CASES
        assert said() == each_once(overdue)
        if min(shares):
            break

    assert min(shares) > 0
    assert Event.objects.filter(name="escalated").count() == CASES * (days - 9)
    assert not Step.objects.exclude(set_aside="").exists()


def test_two_beats_and_two_workers_say_and_mail_each_reminder_once(installation, overdue, mailbox, tmp_path):
    installation.env |= {"SWEEP_SECONDS": "1", "WORKERS": "2"}
    for machine in ("one", "two"):
        installation.start("worker")
        installation.start("beat", f"--schedule {tmp_path / machine}")
    wait_until(lambda: mailbox.count >= 2 * CASES, seconds=60)
    wait_until(lambda: not Notice.objects.filter(due_at__isnull=False).exists(), seconds=20)

    assert said() == each_once(overdue)
    assert (len(mailbox.times), set(mailbox.times.values())) == (2 * CASES, {1})


def test_a_step_whose_case_is_held_by_somebody_is_left_for_the_next_sweep(installation, overdue):
    held, free = overdue[0], overdue[1:]
    holding, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=held.case_id)
            holding.set()
            done.wait(60)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert holding.wait(10)
        with connection.cursor() as cursor:
            cursor.execute(BRIEFLY[connection.vendor])
        treated = sweep_clocks(at=timezone.now())
    finally:
        done.set()
        thread.join(20)
        connection.close()
    # SQLite holds the whole file; PostgreSQL that one row.
    assert treated == (0 if connection.vendor == "sqlite" else len(free))
    assert not Step.objects.exclude(set_aside="").exists()
    assert treated + sweep_clocks(at=timezone.now()) == CASES
    assert said() == each_once(overdue)
