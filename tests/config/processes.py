"""Starts the real processes of an installation, each with exactly the environment a test names."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent.parent
GOOD_SECRET = "tDq0Zc4xN7bV1mK9pL2sW8eR5yU3iO6aG0hJ4fXwQvBz-SlnTk"
GUNICORN = ["gunicorn", "--config", "config/gunicorn.py", "config.wsgi"]
WORKER = ["celery", "-A", "config", "worker", "--loglevel", "INFO"]
BEAT = ["celery", "-A", "config", "beat", "--pidfile=", "--loglevel", "INFO"]


def environment(var: Path, **more: str) -> dict[str, str]:
    """A real installation on a database of its own under `var`."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"VAR_DIR": str(var), "SECRET_KEY": GOOD_SECRET, "PYTHONDONTWRITEBYTECODE": "1"} | more


def command(words: list[str]) -> list[str]:
    return [sys.executable, "-m", *words]


def manage(*words: str, env: dict[str, str], check: bool = True, typed: str = "") -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env=env,
        input=typed,
        capture_output=True,
        text=True,
        check=check,
        timeout=180,
    )


def run_code(code: str, *, env: dict[str, str]) -> str:
    """What the code prints when it is run with Django set up."""
    return manage("shell", "--verbosity", "0", "--command", code, env=env).stdout


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextmanager
def running(words: list[str], *, env: dict[str, str], log: Path):
    """The process and all its children, ended when the block ends."""
    with log.open("w") as output:
        process = subprocess.Popen(command(words), cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen) -> None:
    family = [process]
    if psutil.pid_exists(process.pid) and process.poll() is None:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children(recursive=True)]
    for member in family:
        try:
            member.kill()
        except psutil.NoSuchProcess:
            continue
    process.wait(timeout=10)


def wait_until(condition: Callable[[], object], *, seconds: float = 30, every: float = 0.1) -> object:
    """What the condition answers once it is true; fails after so many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if answer := condition():
            return answer
        time.sleep(every)
    raise AssertionError(f"not within {seconds} seconds")
