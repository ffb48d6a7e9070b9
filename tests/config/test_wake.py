"""A broker that is away costs neither an error nor time; what it missed, the sweep finds."""

import json

import pytest

from tests.config.processes import environment, free_port, run_code

WAKE_TEN_TIMES = """
import json, time
from django.conf import settings
from django.db import transaction
from config.celery import app, wake
from config.tasks import worker_heartbeat

def waiting():
    with app.connection_for_read() as broker:
        return broker.default_channel._size("celery")

started = time.monotonic()
with transaction.atomic():
    for _ in range(10):
        wake(worker_heartbeat)
    inside = waiting() if COUNT else None
print(json.dumps({"seconds": time.monotonic() - started, "inside": inside, "after": waiting() if COUNT else None}))
"""


def wake_ten_times(env: dict, *, count: bool) -> dict:
    return json.loads(run_code(WAKE_TEN_TIMES.replace("COUNT", str(count)), env=env).splitlines()[-1])


def test_wakes_reach_the_broker_only_after_the_commit(tmp_path):
    told = wake_ten_times(environment(tmp_path), count=True)
    assert (told["inside"], told["after"]) == (0, 10)


def test_a_refusing_broker_neither_fails_nor_delays_the_commit(tmp_path):
    env = environment(tmp_path, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")
    # The best of three: a busy machine may stretch one, but trying again would stretch them all (19 s by Celery's way).
    assert min(wake_ten_times(env, count=False)["seconds"] for _ in range(3)) < 1


@pytest.mark.parametrize("words", ["cache", "no cache"])
def test_a_cache_that_is_away_remembers_nothing_and_fails_nobody(tmp_path, words):
    env = environment(tmp_path)
    if words == "no cache":
        env["REDIS_URL"] = f"redis://127.0.0.1:{free_port()}/0"
    code = "from config.cache import remembered\nfor n in (1, 2): print(remembered('k', seconds=9, make=lambda: n))"
    expected = ["1", "1"] if words == "cache" else ["1", "2"]
    assert run_code(code, env=env).splitlines() == expected
