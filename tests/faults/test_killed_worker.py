"""The worker is killed in the middle of sending: nothing is lost, and hardly anything is sent twice."""

import pytest
from django.utils import timezone

from tests.config.processes import wait_until
from tests.mailbox import receiving
from tests.paths import Path
from tests.servers import kill
from workflows import notices
from workflows.models import Notice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
MAILS = 200


@pytest.fixture
def mailbox():
    """A mail server that takes its time, so that the worker is in the middle of it."""
    with receiving(slowly=0.01) as box:
        yield box


def test_each_of_two_hundred_mails_arrives_though_the_worker_is_killed_while_it_sends(installation, cast, mailbox):
    case = Path(cast).submit()
    Notice.objects.all()._raw_delete("default")
    people = [cast.assistant_superintendent, cast.district_administrator, cast.admin, cast.coach]
    for number in range(MAILS // len(people)):
        notices.tell(people, "step_opened", case=case, step=case.open_steps()[0], at=timezone.now(), key=f"n{number}")
    installation.env |= {"SWEEP_SECONDS": "1", "NOTICE_CLAIM_SECONDS": "2"}

    worker = installation.start("worker")
    installation.start("beat")
    wait_until(lambda: mailbox.count >= 20, seconds=60, every=0.01)
    kill(worker)
    arrived, done = mailbox.count, Notice.objects.filter(sent_at__isnull=False).count()
    assert done < MAILS
    assert Notice.objects.filter(claimed_until__isnull=False).count() <= 1  # one sender a process

    installation.start("worker")
    wait_until(lambda: not Notice.objects.filter(sent_at__isnull=True).exists(), seconds=60)
    twice = sum(times - 1 for times in mailbox.times.values())
    print(f"killed after {arrived} mails, {done} marked; {twice} sent twice")
    assert len(mailbox.times) == MAILS
    assert twice <= 1
