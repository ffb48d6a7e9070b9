"""A real installation on the database under test: server processes, browsers signed in to them, code side by side.

`Installation` starts the processes of the Procfile, each in a process group of its own, and ends them by their ids.
The test's own process writes and reads the same database (a file, or a PostgreSQL database of its own), so it needs
`@pytest.mark.django_db(transaction=True)`.
"""

import http.client
import os
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote, urlencode, urlsplit

from django.conf import settings
from django.db import connection
from django.test import Client

from tests.config.processes import GOOD_SECRET, ROOT, environment, free_port, manage, wait_until

TOKEN = "x" * 32


def database_url() -> str:
    """Address of the database under test, as DATABASE_URL takes it."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    who = quote(database["USER"] or "", safe="")
    if database["PASSWORD"]:
        who += ":" + quote(database["PASSWORD"], safe="")
    where = f"{database['HOST'] or '127.0.0.1'}:{database['PORT'] or 5432}"
    return f"postgres://{who}@{where}/{database['NAME']}"


def procfile() -> dict[str, str]:
    """The command of each process, as it is run in service."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    commands = dict(line.split(": ", 1) for line in lines if line.strip())
    return {name: words.replace(".venv/bin/", f"{Path(sys.executable).parent}/") for name, words in commands.items()}


class Installation:
    """Processes of one installation; `var` is its folder, `more` further variables of its environment."""

    def __init__(self, var: Path, **more: str):
        # Sessions and one-time links made in the test's own process must hold in the servers.
        settings.SECRET_KEY = GOOD_SECRET
        self.var, self.port = var, free_port()
        self.env = environment(
            var,
            DATABASE_URL=database_url(),
            DJANGO_SETTINGS_MODULE="config.settings",
            PORT=str(self.port),
            SITE_URL=f"http://127.0.0.1:{self.port}",
            LOG_LEVEL="WARNING",
            PYTHONPATH=str(ROOT),
            **more,
        )
        self._running = ExitStack()
        self._started = 0

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._running.close()

    def start(self, name: str, more: str = "") -> subprocess.Popen:
        """Start a process of the Procfile (web, worker, beat); it ends with the installation at the latest."""
        self._started += 1
        log = self.var / f"{name}-{self._started}.log"
        return self._running.enter_context(process(f"{procfile()[name]} {more}", env=self.env, log=log))

    def serve(self) -> None:
        """Start the web server and wait until it answers."""
        manage("collectstatic", "--noinput", "--verbosity", "0", env=self.env)
        self.start("web")
        wait_until(lambda: self.visitor().get("/login/").status == 200, seconds=60)

    def visitor(self) -> "Browser":
        return Browser(self.port)

    def browser(self, person) -> "Browser":
        """A browser in which a person is signed in."""
        client = Client()
        client.force_login(person)
        return Browser(self.port, {settings.SESSION_COOKIE_NAME: client.session.session_key})

    def log(self, name: str) -> str:
        """What the processes of a name wrote."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted(self.var.glob(f"{name}-*.log")))

    def side_by_side(self, code: str, *, processes: int) -> list[str]:
        """Run Python code in several processes at once; what each printed.

        All have loaded the application before any begins.
        """
        code = f"import django, sys\ndjango.setup()\nprint('ready', flush=True)\nsys.stdin.readline()\n{code}"
        started = [
            subprocess.Popen(
                [sys.executable, "-c", code],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _number in range(processes)
        ]
        try:
            for one in started:
                assert one.stdout.readline() == "ready\n", one.stderr.read()
            for one in started:
                one.stdin.write("\n")
                one.stdin.flush()
            told = [one.communicate(timeout=300) for one in started]
        finally:
            for one in started:
                one.kill()
        assert [one.returncode for one in started] == [0] * processes, "\n".join(errors for _said, errors in told)
        return [said for said, _errors in told]


@contextmanager
def process(words: str, *, env: dict[str, str], log: Path):
    """A command of the Procfile in a process group of its own, ended when the block ends."""
    with log.open("w") as output:
        started = subprocess.Popen(
            ["sh", "-c", words], cwd=ROOT, env=env, stdout=output, stderr=subprocess.STDOUT, start_new_session=True
        )
    try:
        yield started
    finally:
        kill(started)


def kill(started: subprocess.Popen) -> None:
    """`kill -9` of the process group: nobody in it says goodbye."""
    with suppress(ProcessLookupError):
        os.killpg(started.pid, signal.SIGKILL)
    started.wait(timeout=10)


@contextmanager
def own_redis(var: Path, *, port: int | None = None):
    """A Redis of the test's own that keeps nothing on disk; yields its address."""
    port = port or free_port()
    words = f"exec redis-server --bind 127.0.0.1 --port {port} --save '' --appendonly no --dir {var}"
    with process(words, env=dict(os.environ), log=var / f"redis-{port}.log") as started:
        wait_until(lambda: started.poll() is not None or _answers(port), seconds=10)
        assert started.poll() is None, "redis-server did not start: is it installed?"
        yield f"redis://127.0.0.1:{port}/0"


def _answers(port: int) -> bool:
    from redis import Redis
    from redis.exceptions import RedisError

    try:
        return Redis(port=port, socket_connect_timeout=1).ping()
    except RedisError:
        return False


# --- browsers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Answer:
    """A page: status, where it leads (path and query, or an empty text), body, and the hidden fields of its forms."""

    status: int
    location: str
    body: str

    @property
    def hidden(self) -> dict[str, str]:
        parser = _HiddenFields()
        parser.feed(self.body)
        return parser.fields


class _HiddenFields(HTMLParser):
    def __init__(self):
        super().__init__()
        self.fields: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.fields.setdefault(given["name"], given.get("value") or "")


class Browser:
    """Asks a server process over HTTP, with its cookies; follows no redirect."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None):
        self.port, self.cookies = port, {settings.CSRF_COOKIE_NAME: TOKEN} | (cookies or {})

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, data: dict) -> Answer:
        body = urlencode(data | {"csrfmiddlewaretoken": TOKEN}, doseq=True)
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(self, method: str, path: str, body: str | None = None, headers: dict | None = None) -> Answer:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            asking.request(method, path, body, {"Cookie": cookies} | (headers or {}))
            answer = asking.getresponse()
            text = answer.read().decode()
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, value = line.split(";", 1)[0].split("=", 1)
                if name != settings.CSRF_COOKIE_NAME:
                    self.cookies[name] = value
        except ConnectionRefusedError:
            return Answer(0, "", "")
        finally:
            asking.close()
        return Answer(answer.status, urlsplit(answer.headers.get("Location", "")).path, text)


def at_once(*acts) -> list:
    """What each act returns, all begun in the same moment."""
    gate, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number, act):
        gate.wait(timeout=30)
        results[number] = act()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    return results
