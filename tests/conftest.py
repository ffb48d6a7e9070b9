"""What every test stands on: quick passwords, a folder of its own, and a database that can be emptied again."""

import gc
import importlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations
from django.urls import clear_url_caches
from django.utils import translation

# Before hypothesis asks: what it remembers stays under var/ too.
os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(Path(__file__).resolve().parent.parent / "var/hypothesis"))

pytest_plugins = [
    "tests.plugins.sops",
    "tests.plugins.seeds",
    "tests.plugins.migrated",
    "tests.cast",
    "tests.access.undone",
]


def pytest_configure(config):
    """Keep what tests write in a folder that goes away, and leave out what only costs time."""
    gc.set_threshold(100_000, 50, 100)  # a fifth of the time went into looking for garbage among what stays
    var = Path(tempfile.mkdtemp(prefix="technology-requests-test-"))
    config.stash[VAR] = var
    settings = django_settings
    for folder in ("files", "mail", "static", "tmp", "broker/messages", "broker/control", "broker/processed"):
        (var / folder).mkdir(parents=True)
    settings.VAR_DIR = var
    settings.MEDIA_ROOT = var / "files"
    settings.STATIC_ROOT = var / "static"
    settings.EMAIL_FILE_PATH = var / "mail"
    settings.FILE_UPLOAD_TEMP_DIR = var / "tmp"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WHITENOISE_AUTOREFRESH = True
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = settings.LANGUAGE_COOKIE_SECURE = False
    if not settings.REDIS_URL:
        settings.CELERY_BROKER_TRANSPORT_OPTIONS |= {
            "data_folder_in": str(var / "broker/messages"),
            "data_folder_out": str(var / "broker/messages"),
            "control_folder": str(var / "broker/control"),
            "processed_folder": str(var / "broker/processed"),
        }
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file, so that a live server's threads and other processes meet the same locks as in service.
        database.setdefault("TEST", {})["NAME"] = str(var / "test.sqlite3")
        database["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"


def pytest_unconfigure(config):
    shutil.rmtree(config.stash[VAR], ignore_errors=True)


VAR = pytest.StashKey[Path]()

# What starts, kills or races real processes and servers, builds the whole demo, or sends hostile words, files and posts
# to every address: a minute each rather than a moment (`make processes`).
OF_PROCESSES = (
    "tests/faults/",
    "tests/races/",
    "tests/config/test_alive.py",
    "tests/config/test_run.py",
    "tests/config/test_refuses_to_start.py",
    "tests/contracts/tls/test_command.py",
    "tests/contracts/tls/test_servers.py",
    "tests/accounts/test_start_district.py",
    "tests/sops_report/test_report.py",
    "tests/requests_app/test_demo_district.py",
    "tests/hostile/",
)


def pytest_collection_modifyitems(items):
    """Mark the tests of processes, so that they can be run apart."""
    for item in items:
        if item.nodeid.startswith(OF_PROCESSES):
            item.add_marker("processes")


@pytest.fixture(autouse=True)
def own_language():
    """A page asked for in Spanish leaves its language to the thread until the next page; never to the next test."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def nothing_kept():
    """Rows taken back leave their numbers to the next test: a page kept under such a number would be another's."""
    from workflows.selectors import kinds_read

    yield
    cache.clear()
    kinds_read.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Between tests of real transactions Django empties every table: two things stand in its way here.

    The append-only history refuses it, so its triggers are taken off meanwhile. And what the migrations wrote (grades,
    subjects, the schedule of data) would be gone for the next test, so it is put back.
    """
    with django_db_blocker.unblock():
        written_by_migrations = connection.creation.serialize_db_to_string()
    original = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        with triggers_taken_off(self.connection):
            original(self, sql_list)
        self.connection.creation.deserialize_db_from_string(written_by_migrations)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseDatabaseOperations, "execute_sql_flush", execute_sql_flush)
        yield


@contextmanager
def triggers_taken_off(connection):
    """Without triggers on SQLite, which empties a table row by row; PostgreSQL's TRUNCATE meets none."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _sql in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            yield
        finally:
            for _name, sql in triggers:
                cursor.execute(sql)


@pytest.fixture
def demo_site(settings):
    """The addresses and settings of the demo, which do not exist outside it."""
    settings.DEMO = True
    urls = importlib.import_module(settings.ROOT_URLCONF)
    importlib.reload(urls)
    clear_url_caches()
    yield settings
    settings.DEMO = False
    importlib.reload(urls)
    clear_url_caches()
