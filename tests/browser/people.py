"""What people do in a browser: sign in, go somewhere, read, press; and what their pages must never do."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Locator, Page

PASSWORD = "correct horse 7"  # everybody's in these tests
PICTURES = settings.BASE_DIR / ("docs" if os.environ.get("SCREENSHOTS") else "var") / "screenshots"
NARROW = {"width": 360, "height": 740}
WIDE = {"width": 1280, "height": 800}
AXE = Axe()
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
RULES = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": STANDARDS}}


class Visitor:
    """Somebody before a browser of their own."""

    def __init__(self, page: Page, url: str):
        self.page, self.url = page, url
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda line: self.errors.append(line.text) if line.type == "error" else None)

    def sign_in(self, person) -> "Visitor":
        """Through the form, as people do. Their password must have been set (`give_passwords`)."""
        self.go("/login/")
        self.fill("Username", person.username)
        self.fill("Password", PASSWORD)
        self.press("Sign in")
        return self

    def signed_in(self, session: str) -> "Visitor":
        """With a session that is there already."""
        self.page.context.add_cookies([{"name": "sessionid", "value": session, "url": self.url}])
        return self

    def go(self, path: str) -> None:
        self.page.goto(path)

    def opens_page(self, path: str) -> bool:
        """Goes there unless what is there is a file, or not meant to be looked at."""
        answer = self.page.request.get(f"{self.url}{path}")
        if not answer.headers.get("content-type", "").startswith("text/html") or "<html" not in answer.text():
            return False
        self.go(path)
        return True

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def text(self) -> str:
        return " ".join(self.main.inner_text().split())

    def fill(self, label: str, words: str) -> None:
        """A field of the page itself, by its label."""
        asked = self.main.get_by_label(label, exact=True)
        asked.or_(self.main.get_by_label(f"{label} (optional)", exact=True)).fill(words)

    def choose(self, question: str, *answers: str) -> None:
        """Boxes or buttons to choose from, by the question and the first words of each answer."""
        asked = self.main.get_by_role("group", name=question)
        for answer in answers:
            asked.get_by_label(answer).first.check()

    def wants_an_app_for_lessons(self) -> None:
        """The plain questions of a new request, answered so that it is a school-based one (X-13)."""
        self.choose("What do you need?", "An app")
        self.choose("What is it for?", "Teaching and learning")
        self.choose("Who will use it?", "One school or department")
        self.choose("Will it cost $10,000.00 or more", "Nothing, or less than that")
        self.press("Continue")

    def press(self, name: str) -> None:
        """A button of the page itself."""
        with self.page.expect_navigation():
            self.main.get_by_role("button", name=name).first.click()

    def follow(self, name: str) -> None:
        """A link of the page itself."""
        with self.page.expect_navigation():
            self.main.get_by_role("link", name=name).first.click()

    def open_step(self, title: str) -> None:
        """From the inbox, as it stands there."""
        with self.page.expect_navigation():
            self.page.get_by_role("banner").get_by_role("link", name="Inbox").click()
        self.follow(title)

    def reads(self, *words: str) -> None:
        """Fails unless the page says all of it."""
        for each in words:
            assert each in self.text, f"“{each}” is not on the page {self.page.url}: {self.text[:1500]}"

    def picture(self, name: str, *, narrow: bool = False) -> None:
        """What is on the screen, at a desk and on a phone; into docs/screenshots with SCREENSHOTS=1."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        self.page.evaluate("scrollTo(0, 0)")
        self.page.screenshot(path=PICTURES / f"{name}.png")
        if narrow:
            self.page.set_viewport_size(NARROW)
            self.page.screenshot(path=PICTURES / f"{name}-360.png")
            self.page.set_viewport_size(WIDE)

    def faults(self) -> list[str]:
        """What axe-core finds, what sticks out to the right, and what went wrong in the browser since last asked."""
        found = AXE.run(self.page, options=RULES).response["violations"]
        faults = [f"{each['id']}: {each['nodes'][0]['html'][:160]} ({len(each['nodes'])})" for each in found]
        beyond = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if beyond > 0:
            faults.append(f"{beyond} px stick out to the right: {self.page.evaluate(WIDEST)}")
        faults += self.errors
        self.errors.clear()
        return faults


WIDEST = """() => [...document.querySelectorAll('body *')]
  .filter((each) => each.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
  .slice(0, 3).map((each) => each.outerHTML.slice(0, 120)).join(' | ')"""


def give_passwords(*people) -> None:
    """The one password of these tests."""
    for person in people:
        person.set_password(PASSWORD)
        person.save()


def picture_path(name: str) -> Path:
    return PICTURES / f"{name}.png"
