"""A database with every migration applied, made once while the workers gather the tests; each begins with a copy.

On SQLite with several workers. One process alone, or another database, makes its own as pytest-django does. Whoever
begins with a copy still asks `migrate` whether anything is missing.
"""

import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

NAME = "migrated.sqlite3"


class Maker:
    """In the process that hands out the tests: runs `manage.py migrate` beside it, and says when that has ended."""

    def __init__(self):
        self.folder = Path(tempfile.mkdtemp(prefix="technology-requests-migrated-"))
        env = {name: value for name, value in os.environ.items() if name not in ("DEMO", "DEBUG", "REDIS_URL")}
        env |= {"DATABASE_URL": f"sqlite:///{self.folder / 'making'}", "VAR_DIR": str(self.folder)}
        env["SECRET_KEY"] = secrets.token_urlsafe(64)
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "migrate", "--verbosity", "0"], cwd=settings.BASE_DIR, env=env
        )
        self.waiting = threading.Thread(target=self._wait, daemon=True)
        self.waiting.start()

    def _wait(self):
        if self.process.wait() == 0:
            (self.folder / "making").rename(self.folder / NAME)
        (self.folder / "ended").touch()

    @pytest.hookimpl(optionalhook=True)
    def pytest_configure_node(self, node):
        node.workerinput["migrated"] = str(self.folder)

    def pytest_unconfigure(self):
        self.process.kill()
        self.waiting.join()
        shutil.rmtree(self.folder, ignore_errors=True)


class Copy:
    """In a worker: waits before the first test, where no test's time runs."""

    def __init__(self, folder):
        self.folder = folder

    def pytest_collection_finish(self):
        while self.folder.exists() and not (self.folder / "ended").exists():
            time.sleep(0.05)


def pytest_configure(config):
    if not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3") or config.option.collectonly:
        return
    if hasattr(config, "workerinput"):
        config.pluginmanager.register(Copy(Path(config.workerinput["migrated"])), "migrated-copy")
    elif getattr(config.option, "numprocesses", None):
        config.pluginmanager.register(Maker(), "migrated-maker")


@pytest.fixture(scope="session")
def copied(request) -> Path | None:
    """The migrated database, if there is one to begin with."""
    copy = request.config.pluginmanager.get_plugin("migrated-copy")
    return copy.folder / NAME if copy and (copy.folder / NAME).exists() else None


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb, copied) -> bool:
    return django_db_keepdb or copied is not None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, copied):
    if copied:
        mine = settings.DATABASES["default"]["TEST"]["NAME"]
        with closing(sqlite3.connect(copied)) as made, closing(sqlite3.connect(mine)) as own:
            made.backup(own)
