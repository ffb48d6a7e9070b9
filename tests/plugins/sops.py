"""Says which requirements are met: one line an ID of docs/requirements.csv.

A test names what it acts out: `@pytest.mark.sop("MICRO-6")`, several IDs if need be. With `--sops` each ID is printed
as passed, failed, missing or not due, and the run fails unless all that are due have passed. A test counts only when it
made a request, with Django's test client, as the one who does this: a person who holds the role (any person who is
signed in, for what a requester or anyone does; a visitor, for what the public or a vendor does; anybody, for what the
system does). A skip, an xfail or no such request leaves the ID missing.
"""

import csv
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.signals import user_logged_in
from django.test import Client

SIGNED_IN, VISITOR = "signed in", "visitor"
# What stands in the list's column `who` beside the values of Role; several are parted by "|".
MEANS = {"requester": {SIGNED_IN}, "anyone": {SIGNED_IN}, "system": {SIGNED_IN, VISITOR}}
MEANS |= {"public": {VISITOR}, "vendor": {VISITOR}}


@dataclass(frozen=True)
class Requirement:
    id: str
    who: str
    issue: int

    def is_acted_by(self, acts: set[str]) -> bool:
        """Whether somebody made a request as the one whom this requirement is about."""
        return any(acts & MEANS.get(who, {who}) for who in self.who.split("|"))


@dataclass(frozen=True)
class Run:
    """One test that named an ID: how it ended, and as whom it made requests."""

    outcome: str
    acts: frozenset[str]


def read_requirements(path: Path) -> list[Requirement]:
    with path.open(newline="", encoding="utf-8") as file:
        return [Requirement(row["id"], row["who"], int(row["issue"])) for row in csv.DictReader(file)]


def read_due(pyproject: Path) -> int:
    return tomllib.loads(pyproject.read_text(encoding="utf-8"))["tool"]["sops"]["due"]


def verdict(requirement: Requirement, runs: list[Run], *, due: int) -> tuple[str, str]:
    """(passed | failed | missing | not due, why)."""
    outcomes = {run.outcome for run in runs}
    if "failed" in outcomes:
        return "failed", ""
    if not runs:
        return ("missing", "no test") if requirement.issue <= due else ("not due", "")
    if outcomes != {"passed"}:
        return "missing", f"a test is {', '.join(sorted(outcomes - {'passed'}))}"
    if not any(requirement.is_acted_by(run.acts) for run in runs):
        return "missing", "no request was made as the one who does this"
    return "passed", ""


class WhoAsks:
    """Notes as whom the test client makes requests: as a visitor, or signed in and in which roles."""

    def __init__(self):
        self.acts: set[str] = set()
        self._signed_in: dict[str, set[str]] = {}

    def begin(self) -> None:
        self.acts = set()

    def install(self) -> None:
        user_logged_in.connect(self._note_sign_in, weak=False)
        original = Client.request
        who_asks = self

        def request(client, **kwargs):
            cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
            who_asks.acts |= who_asks._signed_in.get(cookie.value if cookie else "", {VISITOR})
            return original(client, **kwargs)

        Client.request = request

    def _note_sign_in(self, request, user, **kwargs) -> None:
        """Roles are read at sign-in: later, a query of ours would be counted as the page's."""
        if not request.session.session_key:
            request.session.save()
        self._signed_in[request.session.session_key] = {SIGNED_IN, *user.grants.values_list("role", flat=True)}


class SopsReport:
    def __init__(self, root: Path, *, csv_path: Path):
        self.requirements = read_requirements(csv_path)
        self.due = read_due(root / "pyproject.toml")
        self.runs: dict[str, list[Run]] = {requirement.id: [] for requirement in self.requirements}
        self.who_asks = WhoAsks()
        self.who_asks.install()
        self._outcomes: dict[str, str] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item):
        self.who_asks.begin()
        try:
            return (yield)
        finally:
            # What is written here reaches the process that prints the report, whichever process ran the test.
            item.user_properties.append(("sops", [id for mark in item.iter_markers("sop") for id in mark.args]))
            item.user_properties.append(("acts", sorted(self.who_asks.acts)))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item):
        item.user_properties.append(("sops", [id for mark in item.iter_markers("sop") for id in mark.args]))
        return (yield)

    def pytest_runtest_logreport(self, report):
        told = dict(report.user_properties)
        if report.failed:
            outcome = "failed"
        elif report.skipped or hasattr(report, "wasxfail"):
            outcome = "xfailed" if hasattr(report, "wasxfail") else "skipped"
        else:
            outcome = "passed"
        before = self._outcomes.get(report.nodeid, "passed")
        self._outcomes[report.nodeid] = outcome if before == "passed" else before
        if report.when == "teardown":
            run = Run(self._outcomes.pop(report.nodeid), frozenset(told.get("acts", ())))
            for id in told.get("sops", ()):
                self.runs.setdefault(id, []).append(run)

    def pytest_terminal_summary(self, terminalreporter):
        terminalreporter.section("requirements")
        for requirement in self.requirements:
            word, why = verdict(requirement, self.runs[requirement.id], due=self.due)
            terminalreporter.write_line(f"{requirement.id} {word}" + (f" ({why})" if why else ""))
        for id in self.unknown():
            terminalreporter.write_line(f"{id} is not in docs/requirements.csv")
        due = [requirement for requirement in self.requirements if requirement.issue <= self.due]
        terminalreporter.write_line(f"{len(due) - len(self.unmet())} of {len(due)} due have passed")

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session):
        if not hasattr(session.config, "workerinput") and (self.unmet() or self.unknown()):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def unmet(self) -> list[str]:
        """The IDs that are due and have not passed."""
        return [
            requirement.id
            for requirement in self.requirements
            if requirement.issue <= self.due
            and verdict(requirement, self.runs[requirement.id], due=self.due)[0] != "passed"
        ]

    def unknown(self) -> list[str]:
        return sorted(set(self.runs) - {requirement.id for requirement in self.requirements})


def pytest_addoption(parser):
    parser.addoption("--sops", action="store_true", help="print which requirements are met, fail when one due is not")
    parser.addoption("--sops-csv", default="docs/requirements.csv", help="the list of requirements")


def pytest_configure(config):
    if config.getoption("--sops"):
        root = Path(config.rootpath)
        config.pluginmanager.register(SopsReport(root, csv_path=root / config.getoption("--sops-csv")), "sops-report")
