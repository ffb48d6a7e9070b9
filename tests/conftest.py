"""What every test stands on: quick passwords, a folder of its own, and a database that can be emptied again."""

import importlib
import shutil
import tempfile
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db.backends.base.operations import BaseDatabaseOperations
from django.urls import clear_url_caches

pytest_plugins = ["tests.plugins.sops", "tests.cast"]


def pytest_configure(config):
    """Keep what tests write in a folder that goes away, and leave out what only costs time."""
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


@pytest.fixture(scope="session", autouse=True)
def _empty_tables_despite_triggers():
    """Between tests of real transactions Django empties every table; the append-only history refuses that.

    So its triggers are taken off for the emptying, and put back as they were.
    """
    original = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        if self.connection.vendor != "sqlite":
            return original(self, sql_list)
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
            try:
                original(self, sql_list)
            finally:
                for _name, sql in triggers:
                    cursor.execute(sql)
        return None

    patch = pytest.MonkeyPatch()
    patch.setattr(BaseDatabaseOperations, "execute_sql_flush", execute_sql_flush)
    yield
    patch.undo()


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
