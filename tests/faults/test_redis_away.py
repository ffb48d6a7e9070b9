"""Redis goes away while requests are submitted: no page shows an error, and every mail arrives when it is back."""

import time

import pytest
from django.urls import reverse

from tests.config.processes import free_port, wait_until
from tests.paths import Path
from tests.servers import Installation, at_once, own_redis
from workflows.models import Case, Notice

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
REQUESTS = 50
WINDOWS = 5


def test_fifty_requests_are_submitted_while_redis_is_away_and_every_mail_arrives_after(
    transactional_db, settings, tmp_path, mailbox, cast
):
    port = free_port()
    more = {"REDIS_URL": f"redis://127.0.0.1:{port}/0", "EMAIL_URL": mailbox.url, "SWEEP_SECONDS": "1"}
    with Installation(tmp_path, **more) as installation:
        with own_redis(tmp_path, port=port):
            installation.serve()
            installation.start("worker")
            installation.start("beat")
            first = Path(cast).fresh
            submit(installation.browser(cast.teacher), first)
            wait_until(lambda: mailbox.count == 2, seconds=30)
        # Redis is gone.
        drafts = [Path(cast).fresh for _number in range(REQUESTS)]
        browsers = [installation.browser(cast.teacher) for _window in range(WINDOWS)]
        shares = [drafts[number::WINDOWS] for number in range(WINDOWS)]
        took = [
            second
            for share in at_once(
                *(lambda b=b, s=s: [submit(b, case) for case in s] for b, s in zip(browsers, shares, strict=True))
            )
            for second in share
        ]
        assert Case.objects.filter(state="initial-review").count() == 1 + REQUESTS
        assert mailbox.count == 2
        assert max(took) < 10

        with own_redis(tmp_path, port=port):
            back = time.monotonic()
            wait_until(lambda: mailbox.count >= 2 + 2 * REQUESTS, seconds=60)
            wait_until(lambda: not Notice.objects.filter(sent_at__isnull=True).exists())
            print(f"slowest page {max(took):.2f} s; all mails {time.monotonic() - back:.1f} s after Redis was back")
    assert set(mailbox.times.values()) == {1}
    assert len(mailbox.to(cast.teacher.email)) == 1 + REQUESTS
    assert len(mailbox.to(cast.assistant_superintendent.email)) == 1 + REQUESTS


def submit(browser, case) -> float:
    """Submit a request over HTTP; how many seconds the slower page took."""
    began = time.monotonic()
    form = browser.get(reverse("case-check", args=[case.pk]))
    shown = time.monotonic()
    answer = browser.post(reverse("case-submit", args=[case.pk]), form.hidden)
    assert (form.status, answer.status) == (200, 303)
    return max(shown - began, time.monotonic() - shown)
