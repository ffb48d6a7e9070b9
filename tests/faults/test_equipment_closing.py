"""The worker is killed while it closes requests that nobody confirmed: each is closed once, and said once (EQUIP-8)."""

from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from requests_app.models import EquipmentRequest
from tests.config.processes import wait_until
from tests.equip_paths import EquipPath
from tests.servers import kill
from workflows.models import Event, Notice, Review, Step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
REQUESTS = 20
# What the clock of the installation does each morning.
MORNING = "from config.celery import send\nassert send('requests_app.tasks.close_equipment')"


def closed() -> int:
    return Event.objects.filter(name="close_unanswered").count()


def test_a_worker_killed_while_it_closes_what_nobody_confirmed_closes_each_once_when_it_is_back(installation, cast):
    unanswered = [EquipPath(cast).to_confirm() for _number in range(REQUESTS)]
    last_day = {case.closes_on for case in unanswered}
    assert last_day == {case.open_step("equip-receipt").due_on for case in unanswered}
    in_time, today = EquipPath(cast).to_confirm(), timezone.localdate()
    EquipmentRequest.objects.exclude(pk=in_time.pk).update(closes_on=today - timedelta(days=1))
    EquipmentRequest.objects.filter(pk=in_time.pk).update(closes_on=today)
    Notice.objects.all()._raw_delete("default")
    User.objects.update(email="")  # so that the worker does nothing but close them

    installation.side_by_side(MORNING, processes=1)
    worker = installation.start("worker")
    wait_until(lambda: closed() >= 3, seconds=60, every=0.01)
    kill(worker)
    done = closed()
    assert 3 <= done < REQUESTS
    assert EquipmentRequest.objects.filter(state="complete", closes_on=None).count() == done

    installation.side_by_side(MORNING, processes=1)
    installation.start("worker")
    wait_until(lambda: closed() >= REQUESTS, seconds=60)
    wait_until(lambda: not EquipmentRequest.objects.filter(closes_on__lt=today).exists(), seconds=20)
    print(f"killed after {done} were closed")
    pks = [case.pk for case in unanswered]
    once = dict.fromkeys(pks, 1)
    assert Counter(Event.objects.filter(name="close_unanswered").values_list("case", flat=True)) == once
    assert Counter(Notice.objects.filter(template="equipment_closed").values_list("case", flat=True)) == once
    assert not Step.objects.filter(case__in=pks, closed_at=None).exists()
    assert not Review.objects.filter(step__case__in=pks, step__key="equip-receipt").exists()
    kept = EquipmentRequest.objects.get(pk=in_time.pk)
    assert (kept.state, kept.closes_on) == ("receipt", today)
