"""`make run` from start to Ctrl-C: all of it is there, then none of it is."""

import os
import signal
import subprocess
import urllib.request

import psutil
import pytest

from tests.config.processes import ROOT, free_port, wait_until
from tests.config.test_alive import ALL_ALIVE, ask


def start(var, port, log):
    env = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {"VAR_DIR": str(var)}
    words = ["make", "run", f"PORT={port}"]
    return subprocess.Popen(
        words, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, start_new_session=True
    )


def family(process) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


@pytest.mark.timeout(420)
def test_make_run_starts_all_says_where_to_go_and_ctrl_c_leaves_nothing_running(tmp_path):
    port, log = free_port(), tmp_path / "run.log"
    with log.open("w") as output:
        process = start(tmp_path / "var", port, output)
    try:
        wait_until(lambda: ask(port) == ALL_ALIVE, seconds=240, every=0.5)
        assert f"http://127.0.0.1:{port}/" in log.read_text()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/login/", timeout=10) as page:
            assert page.status == 200
        members = family(process)
        assert {"gunicorn", "worker", "beat"} <= {
            word for member in members for word in " ".join(member.cmdline()).replace("/", " ").split()
        }
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=20)
        wait_until(lambda: not any(member.is_running() for member in members), seconds=10)
    finally:
        for member in [*family(process)] if process.poll() is None else []:
            member.kill()
        if process.poll() is None:
            process.kill()
