"""Two sweeps at once, and two real beats: each reminder is said and mailed once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.config.processes import wait_until
from tests.paths import Path
from workflows.models import Event, Notice, Step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
CASES = 40
SWEEP = "from django.utils import timezone\nfrom workflows import sweeps\nprint(sweeps.sweep_clocks(at=timezone.now()))"


@pytest.fixture
def overdue(cast) -> list[Step]:
    """Initial reviews that should have been escalated some days ago."""
    for _number in range(CASES):
        Path(cast).submit()
    Notice.objects.all()._raw_delete("default")
    now = timezone.now()
    Step.objects.update(due_on=timezone.localdate(now) - timedelta(days=9), next_reminder_at=now - timedelta(days=11))
    return list(Step.objects.all())


def said() -> list[tuple[int, str]]:
    return sorted(Notice.objects.values_list("step_id", "template"))


def each_once(steps) -> list[tuple[int, str]]:
    return sorted((step.pk, name) for step in steps for name in ("escalation", "reminder_escalated"))


def test_two_sweeps_side_by_side_say_each_reminder_once(installation, overdue):
    treated = [int(told) for told in installation.side_by_side(SWEEP, processes=2)]

    assert sum(treated) == CASES
    assert min(treated) > 0, "one sweep had nothing to do: they did not run side by side"
    assert said() == each_once(overdue)
    assert Event.objects.filter(name="escalated").count() == CASES
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
