"""The worker is killed while it asks for the check-ins that are due: each is asked for once (MACRO-10)."""

from collections import Counter

import pytest

from accounts.models import User
from tests.config.processes import wait_until
from tests.macro_paths import ABOUT, MacroPath
from tests.servers import kill
from workflows.models import Event, Notice, Step

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
PURCHASES = 6
# What the clock of the installation does each hour of the day.
HOURLY = "from config.celery import send\nassert send('requests_app.tasks.open_check_ins')"
SWEEP = """from django.utils import timezone
from requests_app import check_ins
print(check_ins.open_due(at=timezone.now()))"""


@pytest.fixture
def due(cast) -> dict[tuple[int, str], int]:
    """Each check-in that is due, by purchase and step; none is asked for yet. Some purchases have nothing due."""
    cases = [MacroPath(cast, committee=False).monitored() for _number in range(PURCHASES)]
    MacroPath(cast, committee=False).monitored(first_in=7)
    User.objects.update(email="")  # so that the worker does nothing but ask
    return dict.fromkeys(((case.pk, f"check-{about}") for case in cases for about in ABOUT), 1)


def asked() -> Counter:
    return Counter(Step.objects.filter(key__startswith="check-").values_list("case", "key"))


def test_a_worker_killed_while_it_asks_for_check_ins_asks_for_each_once_when_it_is_back(installation, due):
    installation.side_by_side(HOURLY, processes=1)
    worker = installation.start("worker")
    wait_until(lambda: asked().total() >= 3, seconds=60, every=0.005)
    kill(worker)
    done = asked().total()
    assert 3 <= done < len(due)

    installation.side_by_side(HOURLY, processes=1)
    installation.start("worker")
    wait_until(lambda: asked().total() >= len(due), seconds=60)
    print(f"killed after {done} were asked for")
    assert dict(asked()) == due
    assert Event.objects.filter(name__endswith="_due").count() == len(due)
    assert Notice.objects.filter(step__key__startswith="check-", template="step_opened").count() == len(due)


def test_two_sweeps_side_by_side_ask_for_each_check_in_once(installation, due):
    shares = [int(told) for told in installation.side_by_side(SWEEP, processes=2)]

    assert sum(shares) == len(due)
    assert dict(asked()) == due
