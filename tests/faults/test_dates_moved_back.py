"""Four days pass unseen and the clock is started again: each step is reminded of once."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import F

from tests.config.processes import wait_until
from tests.paths import Path
from workflows.models import Notice, Step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
REQUESTS = 15


def test_after_four_days_unseen_a_real_beat_sends_exactly_one_reminder_a_step(installation, cast, mailbox):
    for _number in range(REQUESTS):
        Path(cast).submit()
    Notice.objects.all()._raw_delete("default")
    four = timedelta(days=4)
    Step.objects.update(due_on=F("due_on") - four, next_reminder_at=F("next_reminder_at") - four)

    installation.env["SWEEP_SECONDS"] = "1"
    installation.start("worker")
    installation.start("beat")
    wait_until(lambda: mailbox.count >= REQUESTS, seconds=60)
    time.sleep(4)  # some sweeps more, which find nothing to say

    assert Counter(Notice.objects.values_list("step", flat=True)) == Counter(Step.objects.values_list("pk", flat=True))
    assert {template.split("_")[0] for template in Notice.objects.values_list("template", flat=True)} == {"reminder"}
    assert (len(mailbox.times), set(mailbox.times.values())) == (REQUESTS, {1})
