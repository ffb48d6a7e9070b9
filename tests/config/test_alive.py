"""/healthz tells which of database, broker, worker and beat is alive."""

import datetime as dt
import json
import urllib.error
import urllib.request

import pytest
from django.utils import timezone

from config.heartbeats import beat_once
from tests.config.processes import (
    BEAT,
    GUNICORN,
    WORKER,
    end,
    environment,
    free_port,
    manage,
    run_code,
    running,
    wait_until,
)

ALL_ALIVE = {"ok": True, "database": "alive", "broker": "alive", "worker": "alive", "beat": "alive"}


@pytest.fixture
def both_alive(db):
    beat_once("worker", at=timezone.now())
    beat_once("beat", at=timezone.now())


def test_all_alive_gives_200(client, both_alive):
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, ALL_ALIVE)


@pytest.mark.parametrize("name", ["worker", "beat"])
def test_a_heartbeat_older_than_two_minutes_gives_503_and_names_it(client, both_alive, name):
    beat_once(name, at=timezone.now() - dt.timedelta(seconds=121))
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == ALL_ALIVE | {"ok": False, name: "down"}


def test_processes_never_started_give_503(client, db):
    response = client.get("/healthz")
    assert response.status_code == 503
    assert response.json() == ALL_ALIVE | {"ok": False, "worker": "down", "beat": "down"}


def test_nobody_needs_to_sign_in_and_nothing_is_kept(client, both_alive):
    response = client.get("/healthz")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_it_can_only_be_read(client, both_alive):
    assert client.post("/healthz").status_code == 405


def ask(port: int) -> dict | None:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return json.load(answer)
    except urllib.error.HTTPError as error:
        return json.load(error)
    except OSError:
        return None


@pytest.mark.timeout(180)
def test_three_real_processes_are_alive_and_a_killed_worker_does_not_look_like_a_killed_beat(tmp_path):
    port = free_port()
    env = environment(tmp_path, PORT=str(port), WEB_WORKERS="1")
    manage("migrate", "--verbosity", "0", env=env)
    manage("collectstatic", "--noinput", "--verbosity", "0", env=env)
    with (
        running(GUNICORN, env=env, log=tmp_path / "web.log"),
        running(WORKER, env=env, log=tmp_path / "worker.log") as worker,
        running(BEAT, env=env, log=tmp_path / "beat.log"),
    ):
        wait_until(lambda: ask(port) == ALL_ALIVE, seconds=60)
        end(worker)
        make_older(env, "worker")
        assert ask(port) == ALL_ALIVE | {"ok": False, "worker": "down"}


def make_older(env: dict, name: str) -> None:
    """What two minutes of silence leave behind."""
    code = f"""
import datetime as dt
from django.db.models import F
from accounts.models import Heartbeat
Heartbeat.objects.filter(name="{name}").update(at=F("at") - dt.timedelta(seconds=121))
"""
    run_code(code, env=env)


def test_a_redis_that_refuses_is_told_within_a_second(tmp_path):
    answer = json.loads(run_code(ASK_HEALTH, env=environment(tmp_path, REDIS_URL=f"redis://127.0.0.1:{free_port()}/0")))
    assert answer["broker"] is False
    assert answer["seconds"] < 1


def test_a_database_that_is_away_is_told_and_is_no_error(tmp_path):
    env = environment(tmp_path, DATABASE_URL=f"postgres://nobody@127.0.0.1:{free_port()}/nothing")
    status, answer = run_code(ASK_PAGE, env=env).split(" ", 1)
    assert (status, json.loads(answer)["database"]) == ("503", "down")


ASK_PAGE = """
from django.test import Client
answer = Client().get("/healthz", headers={"host": "localhost"})
print(answer.status_code, answer.text)
"""
ASK_HEALTH = """
import json, time
from config import health
started = time.monotonic()
print(json.dumps({"broker": health.broker_answers(), "seconds": time.monotonic() - started}))
"""
