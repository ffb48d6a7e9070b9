"""A real installation does not start with what only a demo or a developer may have."""

import subprocess

import pytest

from tests.config.processes import BEAT, GUNICORN, ROOT, WORKER, command, environment, manage, run_code

ADD_DEMO_ACCOUNT = """
from django.contrib.auth import get_user_model
get_user_model().objects.create(username="teacher", is_demo=True)
"""
FAULTS = {
    "config.E001": {"DEBUG": "1"},
    "config.E002": {"SECRET_KEY": "short"},
}


@pytest.fixture(scope="module")
def empty_installation(tmp_path_factory):
    var = tmp_path_factory.mktemp("installation")
    manage("migrate", "--verbosity", "0", env=environment(var))
    return var


@pytest.fixture(scope="module")
def installation_with_demo_account(tmp_path_factory):
    var = tmp_path_factory.mktemp("demo-account")
    manage("migrate", "--verbosity", "0", env=environment(var))
    run_code(ADD_DEMO_ACCOUNT, env=environment(var))
    return var


def start(words, env):
    return subprocess.run(command(words), cwd=ROOT, env=env, capture_output=True, text=True, timeout=60)


@pytest.mark.parametrize("words", [GUNICORN, WORKER, BEAT], ids=["web", "worker", "beat"])
@pytest.mark.parametrize("fault", FAULTS)
def test_each_process_refuses_a_fault_and_names_it(empty_installation, words, fault):
    ended = start(words, environment(empty_installation, PORT="0", **FAULTS[fault]))
    assert ended.returncode != 0
    assert "Not started" in ended.stdout + ended.stderr
    assert fault in ended.stdout + ended.stderr


@pytest.mark.parametrize("words", [GUNICORN, WORKER, BEAT], ids=["web", "worker", "beat"])
def test_each_process_refuses_a_database_with_demo_accounts(installation_with_demo_account, words):
    ended = start(words, environment(installation_with_demo_account, PORT="0"))
    assert ended.returncode != 0
    assert "config.E003" in ended.stdout + ended.stderr
    assert "DATABASE_URL" in ended.stdout + ended.stderr


@pytest.mark.parametrize("secret", ["", "short", "django-insecure-" + "x7Kd9" * 12, "a" * 60])
def test_check_lists_a_secret_that_others_know(empty_installation, secret):
    ended = manage("check", env=environment(empty_installation, SECRET_KEY=secret), check=False)
    assert ended.returncode == 1
    assert "config.E002" in ended.stderr


def test_check_lists_every_fault_at_once(installation_with_demo_account):
    env = environment(installation_with_demo_account, DEBUG="1", SECRET_KEY="short")
    ended = manage("check", env=env, check=False)
    assert {f"config.E00{n}" for n in (1, 2, 3) if f"config.E00{n}" in ended.stderr} == {
        "config.E001",
        "config.E002",
        "config.E003",
    }


def test_check_finds_nothing_in_a_safe_installation(empty_installation):
    assert manage("check", env=environment(empty_installation)).returncode == 0


def test_check_finds_nothing_before_the_first_migration(tmp_path):
    assert manage("check", env=environment(tmp_path)).returncode == 0


def test_the_demo_may_have_demo_accounts(installation_with_demo_account):
    env = environment(installation_with_demo_account, DEMO="1", SECRET_KEY="short")
    assert manage("check", env=env).returncode == 0
