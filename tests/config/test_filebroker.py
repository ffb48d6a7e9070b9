"""A folder as the broker: every message is taken whole and once, by whoever is quicker."""

import subprocess
import sys
from collections import Counter

import pytest

from tests.config.processes import ROOT, environment

MESSAGES = 300
WRITERS = READERS = 2
WRITE = """
import sys
from config.celery import app
with app.connection_for_write() as broker:
    for number in range(int(sys.argv[2])):
        broker.default_channel._put("celery", {"from": sys.argv[1], "number": number, "ballast": "x" * 20000})
"""
READ = """
import sys, time
from queue import Empty
from config.celery import app
quiet_since = time.monotonic()
with app.connection_for_read() as broker:
    while time.monotonic() - quiet_since < 2:
        try:
            message = broker.default_channel._get("celery")
        except Empty:
            time.sleep(0.001)
            continue
        quiet_since = time.monotonic()
        print(message["from"], message["number"])
"""


def start(code, *words, env):
    words = [sys.executable, "-c", code, *words]
    return subprocess.Popen(words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.timeout(60)
def test_messages_written_and_taken_side_by_side_are_each_taken_whole_and_once(tmp_path):
    env = environment(tmp_path, PYTHONPATH=str(ROOT))
    readers = [start(READ, env=env) for _ in range(READERS)]
    writers = [start(WRITE, f"writer-{number}", str(MESSAGES), env=env) for number in range(WRITERS)]
    told = [process.communicate(timeout=50) for process in [*writers, *readers]]
    assert [errors for _said, errors in told if errors] == []
    taken = Counter(line for said, _errors in told for line in said.splitlines())
    assert taken == Counter(f"writer-{writer} {number}" for writer in range(WRITERS) for number in range(MESSAGES))
    assert list((tmp_path / "broker").rglob("*.msg*")) == []
