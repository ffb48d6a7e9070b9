"""What `make sops` says, shown on a small suite of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
HEAD = """
import pytest
from django.test import Client
from accounts.models import User
from tests.factories import GrantFactory, PlaceFactory

sop = pytest.mark.sop
get = "/healthz"

@pytest.fixture
def principal(db):
    return signed_in("principal")

@pytest.fixture
def ict(db):
    return signed_in("ict")

def signed_in(role):
    user = User.objects.create(username=role)
    GrantFactory(user=user, role=role, place=PlaceFactory())
    client = Client()
    client.force_login(user)
    return client

@pytest.fixture
def visitor(db):
    return Client()

@pytest.fixture
def seen(principal):
    principal.get(get)
"""
PYPROJECT = """
[tool.sops]
due = 2
[tool.pytest.ini_options]
DJANGO_SETTINGS_MODULE = "config.settings"
markers = ["sop"]
"""
NOT_ACTED = "missing (no request was made as the one who does this)"
# ID: (who, issue, tests, what is said)
MET = {
    "in-the-role": ("principal", 2, "def test(principal): principal.get(get)", "passed"),
    "in-one-of-two": ("coach|ict", 2, "def test(ict): ict.get(get)", "passed"),
    "anybody-signed-in": ("requester", 2, "def test(ict): ict.get(get)", "passed"),
    "by-the-system": ("system", 2, "def test(visitor): visitor.get(get)", "passed"),
    "public": ("public", 2, "def test(visitor): visitor.get(get)", "passed"),
    "later": ("principal", 3, "", "not due"),
    "early": (
        "anyone",
        3,
        """def test(visitor):
    user = User(username="p")
    user.set_password("a-long-word")
    user.save()
    assert visitor.login(username="p", password="a-long-word")
    visitor.get(get)""",
        "passed",
    ),
}
UNMET = {
    "untested": ("principal", 2, "", "missing (no test)"),
    "skipped": ("principal", 2, "def test(): pytest.skip('later')", "missing (a test is skipped)"),
    "xfailed": ("principal", 2, "def test(): pytest.xfail('later')", "missing (a test is xfailed)"),
    "failed": ("principal", 2, "def test(principal): assert principal.get(get) is None", "failed"),
    "broken": ("principal", 2, "def test(no_such_fixture): pass", "failed"),
    "idle": ("principal", 2, "def test(principal): pass", NOT_ACTED),
    "idle-system": ("system", 2, "def test(db): pass", NOT_ACTED),
    "in-another-role": ("principal", 2, "def test(ict): ict.get(get)", NOT_ACTED),
    "visitor": ("principal", 2, "def test(visitor): visitor.get(get)", NOT_ACTED),
    "signed-out": ("principal", 2, "def test(principal): principal.logout(); principal.get(get)", NOT_ACTED),
    "by-a-fixture": ("principal", 2, "def test(seen): pass", NOT_ACTED),
    "public-signed-in": ("public", 2, "def test(principal): principal.get(get)", NOT_ACTED),
    "vendor-signed-in": ("vendor", 2, "def test(principal): principal.get(get)", NOT_ACTED),
    "partly-skipped": (
        "principal",
        2,
        "def test(principal): principal.get(get)\n\n@sop('partly-skipped')\ndef test_b(): pytest.skip('later')",
        "missing (a test is skipped)",
    ),
}


def suite(cases: dict) -> str:
    """A test file with one marked test a case, each under a name of its own."""
    parts = [HEAD]
    for number, (id, (_who, _issue, body, _said)) in enumerate(cases.items()):
        if body:
            parts.append(f"@sop({id!r})\n{body.replace('def test', f'def test_{number}')}")
    return "\n\n".join(parts)


@pytest.fixture
def run(tmp_path):
    def run(cases: dict, *more: str, tests: str = "") -> tuple[int, dict[str, str]]:
        rows = [f"{id},{who},words,{issue}" for id, (who, issue, _body, _said) in cases.items()]
        (tmp_path / "requirements.csv").write_text("\n".join(["id,who,words,issue", *rows]))
        (tmp_path / "pyproject.toml").write_text(PYPROJECT)
        (tmp_path / "test_acts.py").write_text(suite(cases) + tests)
        words = [
            "-m",
            "pytest",
            "-p",
            "tests.plugins.sops",
            "--sops",
            "--sops-csv",
            "requirements.csv",
            "-q",
            "--nomigrations",
            *more,
        ]
        env = os.environ | {"PYTHONPATH": str(ROOT), "VAR_DIR": str(tmp_path / "var")}
        env = {name: value for name, value in env.items() if name not in ("DATABASE_URL", "REDIS_URL")}
        ended = subprocess.run([sys.executable, *words], cwd=tmp_path, env=env, capture_output=True, text=True)
        report = ended.stdout.partition(" requirements ")[2].splitlines()[1:]
        return ended.returncode, dict(line.split(" ", 1) for line in report if line.split(" ")[0] in {*cases, "Z-9"})

    return run


def said(cases: dict) -> dict[str, str]:
    return {id: words for id, (_who, _issue, _body, words) in cases.items()}


def test_all_that_is_due_has_passed_told_from_two_processes(run):
    assert run(MET, "-n", "2") == (0, said(MET))


def test_each_way_of_not_being_met_is_said_in_the_order_of_the_list(run):
    code, report = run(MET | UNMET)
    assert code == 1
    assert report == said(MET | UNMET)
    assert list(report) == [*MET, *UNMET]


def test_one_skip_fails_the_run_although_no_test_failed(run):
    assert run(MET | {"skipped": UNMET["skipped"]})[0] == 1


def test_an_id_that_is_not_in_the_list_fails_the_run(run):
    code, report = run(MET, tests="\n\n@sop('Z-9')\ndef test_z(principal): principal.get(get)\n")
    assert (code, report["Z-9"]) == (1, "is not in docs/requirements.csv")
