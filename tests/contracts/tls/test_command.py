"""`manage.py tls_grade` as a script calls it: a process of its own, without a database."""

import json
import subprocess
import sys

import psutil
import pytest
from django.core.management import call_command

from tests.config.processes import ROOT, environment, wait_until
from tests.contracts.tls.authority import Authority
from tests.contracts.tls.servers import YEAR, after_the_first, answer, listening, modern, silent


def tls_grade(tmp_path, *words, **more) -> subprocess.CompletedProcess:
    env = environment(tmp_path / "var", DATABASE_URL="sqlite:////nowhere/db.sqlite3", **more)
    command = [sys.executable, "manage.py", "tls_grade", *map(str, words)]
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=60, check=False)


def test_grade_as_json_and_in_words(tmp_path):
    authority = Authority(tmp_path)
    with listening(modern(authority.paper(), page=answer(YEAR))) as server:
        host, allowed = f"127.0.0.1:{server.port}", {"TLS_ALLOW_NETWORKS": "10.0.0.0/8, 127.0.0.0/8"}
        told = tls_grade(tmp_path, host, "--json", "--ca-file", authority.file, **allowed)
        words = tls_grade(tmp_path, host, **allowed)
    found = json.loads(told.stdout)
    assert (told.returncode, found["grade"], found["score"], found["criteria_version"]) == (0, "A+", 93, "2009r")
    assert found["scores"] == {"protocol": 100, "key_exchange": 90, "cipher": 90}
    assert [reason[:38] for reason in found["reasons"]] == ["A good configuration without warnings,"]
    [address] = found["addresses"]
    assert (address["address"], address["grade"], address["untested"]) == ("127.0.0.1", "A+", [])
    # Without the authority's certificate nobody trusts it.
    assert words.returncode == 0
    assert words.stdout.startswith(
        f"{host}: T (certificate not trusted) (93 of 100, criteria 2009r)\n  - Browsers do not"
    )


def test_a_scanner_whose_worker_was_killed_ends_by_itself(tmp_path):
    """Its parent is gone, and the server keeps it waiting: nobody but itself is left to end it."""
    stalling = after_the_first(modern(Authority(tmp_path).paper(), page=answer()), silent)
    env = environment(tmp_path / "var", TLS_ALLOW_NETWORKS="127.0.0.0/8")
    with listening(stalling) as server:
        command = [sys.executable, "manage.py", "tls_grade", f"127.0.0.1:{server.port}", "--timeout", "4"]
        parent = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(lambda: server.met > 1, seconds=30)
        [scanner] = [child for child in psutil.Process(parent.pid).children() if "sslyze" in child.cmdline()]
        parent.kill()
        parent.wait()
        assert scanner.is_running()
        wait_until(lambda: not scanner.is_running(), seconds=15)


REFUSED = [
    (["127.0.0.1"], "not-public"),
    (["https://example.org/"], "bad-port"),
    (["127.0.0.1:1", "--ca-file", "/nowhere.pem"], "no-ca-file"),
]


@pytest.mark.parametrize(("words", "code"), REFUSED)
def test_no_grade_is_exit_code_1_with_the_reason(capsys, words, code):
    with pytest.raises(SystemExit) as ended:
        call_command("tls_grade", *words, "--json")
    found = json.loads(capsys.readouterr().out)
    assert (ended.value.code, found["code"], "grade" in found, bool(found["error"])) == (1, code, False, True)


def test_the_reason_is_said_in_words(capsys):
    with pytest.raises(SystemExit) as ended:
        call_command("tls_grade", "localhost")
    said = capsys.readouterr()
    assert (ended.value.code, said.out) == (1, "")
    assert "which is not a public address" in said.err
