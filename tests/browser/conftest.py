"""A real Chromium on a real server: signing in, looking, and a picture of what was on the screen when a test fails."""

import os
import re
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, sync_playwright

from tests.browser.people import Visitor

# Playwright keeps an event loop in this thread; what Django reads here is the test's own, between two clicks.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Stored files have no address of the web (None); the live server of Django's tests must have one all the same.
settings.MEDIA_URL = "/there-are-no-media/"

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = "no-sandbox disable-gpu disable-quic no-first-run disable-background-networking disable-component-update"
FAILED = settings.BASE_DIR / "var" / "screenshots"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[OUTCOME] = report
    return report


OUTCOME = pytest.StashKey[pytest.CollectReport]()


@pytest.fixture(scope="session")
def chromium():
    """The browser named by CHROMIUM; without it the test fails."""
    if not Path(CHROMIUM).exists():
        pytest.fail(f"There is no browser at {CHROMIUM}: install Debian's chromium, or name one with CHROMIUM.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=[f"--{flag}" for flag in [*FLAGS.split(), "disable-sync"]]
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(request, chromium, live_server):
    """`visit()` opens a new browser of somebody nobody knows yet; its pages are pictured when the test fails."""
    opened: list[Visitor] = []

    def new(width: int = 1280, height: int = 800, **more) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=live_server.url, reduced_motion="reduce", **more
        )
        context.set_default_timeout(10_000)
        visitor = Visitor(context.new_page(), live_server.url)
        opened.append(visitor)
        return visitor

    yield new
    report = request.node.stash.get(OUTCOME, None)
    for number, visitor in enumerate(opened):
        if report is not None and report.failed:
            _picture(visitor.page, request.node.name, number)
        visitor.page.context.close()


def _picture(page: Page, test: str, number: int) -> None:
    FAILED.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=FAILED / f"{re.sub('[^a-z0-9]+', '-', test)}-{number}.png", full_page=True)
