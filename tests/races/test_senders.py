"""Two senders at once: each notice is mailed once."""

import pytest
from django.utils import timezone

from tests.paths import Path
from workflows import notices
from workflows.models import Notice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
NOTICES = 120
SEND = "from workflows import notices\nprint(notices.send_due())"


def test_two_senders_side_by_side_mail_each_notice_once(installation, cast, mailbox):
    case = Path(cast).submit()
    Notice.objects.all()._raw_delete("default")
    people = [cast.assistant_superintendent, cast.district_administrator, cast.admin]
    for number in range(NOTICES // len(people)):
        notices.tell(people, "step_opened", case=case, step=case.open_steps()[0], at=timezone.now(), key=f"n{number}")

    sent = [int(said) for said in installation.side_by_side(SEND, processes=2)]

    assert sum(sent) == NOTICES
    assert min(sent) > 0, "one sender had nothing to do: they did not run side by side"
    assert (len(mailbox.times), set(mailbox.times.values())) == (NOTICES, {1})
    assert not Notice.objects.filter(sent_at__isnull=True).exists()
    assert set(Notice.objects.values_list("tries", flat=True)) == {1}
