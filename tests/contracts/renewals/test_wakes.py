"""What a renewal decides reaches its agreement by a wake: once, and not lost on the way."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from tests.config.test_busy import BRIEFLY
from tests.renewal_paths import RenewalPath
from workflows import engine
from workflows.actors import Actor
from workflows.errors import Invalid
from workflows.models import Case, Event, Wake
from workflows.sweeps import WAKE_TRIES, sweep_wakes


def renewed(cast, ends: date) -> RenewalPath:
    """A renewal that was decided; its agreement was not told yet."""
    path = RenewalPath(cast, ends=60)
    path.deciding()
    engine.perform(path.pk, "renew", by=Actor(cast.it_director), at=timezone.now(), new_ends_on=ends)
    return path


@pytest.mark.django_db
def test_a_word_that_two_sweeps_act_on_moves_the_agreement_once(cast):
    path = renewed(cast, timezone.localdate() + timedelta(days=425))
    waiting = Wake.objects.get(move="renew")
    sweep_wakes(at=timezone.now())
    # As a second sweep that read the row before the first had noted that it was done, or a worker killed in between.
    Wake.objects.filter(pk=waiting.pk).update(done_at=None, result="")
    sweep_wakes(at=timezone.now())

    assert Event.objects.filter(case_id=path.contract.pk, name="renew").count() == 1
    assert Wake.objects.get(pk=waiting.pk).result == "done"


@pytest.mark.django_db
@pytest.mark.parametrize("ends", [date(2201, 1, 1), date.max])
def test_a_term_that_no_date_can_be_reckoned_from_is_refused_before_it_is_decided(cast, ends):
    with pytest.raises(Invalid) as refusal:
        renewed(cast, ends)
    assert set(refusal.value.errors) == {"new_ends_on"}
    assert not Wake.objects.filter(move="renew").exists()


@pytest.mark.django_db(transaction=True)
def test_a_word_waits_while_its_case_is_held_however_often_it_is_tried(cast):
    ends = timezone.localdate() + timedelta(days=425)
    path = renewed(cast, ends)
    holding, done = threading.Event(), threading.Event()

    def hold():
        with transaction.atomic():
            Case.objects.select_for_update().get(pk=path.contract.pk)
            holding.set()
            done.wait(60)
        connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    try:
        assert holding.wait(10)
        with connection.cursor() as cursor:
            cursor.execute(BRIEFLY[connection.vendor])
        treated = [sweep_wakes(at=timezone.now()) for _turn in range(WAKE_TRIES)]
    finally:
        done.set()
        thread.join(20)
        connection.close()
    assert treated == [0] * WAKE_TRIES
    assert sweep_wakes(at=timezone.now()) == 1
    assert path.contract.ends_on == ends
