"""Everything by keyboard alone: reaching, seeing where one is, menus, errors, and a step answered without a mouse."""

import pytest
from django.urls import reverse

from requests_app.models import MicroRequest
from tests.access.world import World
from tests.browser.district import District
from tests.browser.people import PASSWORD
from tests.paths import Path

pytestmark = pytest.mark.django_db(transaction=True)
MOST_TABS = 150
# Where somebody is, in words, and whether one can see it.
FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at);
  const drawn = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  return {
    words: (at.labels && at.labels.length ? at.labels[0].innerText : at.innerText || at.value || at.name || '').trim(),
    tag: at.tagName.toLowerCase(), kind: at.type || '', name: at.name || '', href: at.getAttribute('href') || '',
    seen: drawn || style.boxShadow !== 'none', body: at === document.body,
  };
}"""


class Keyboard:
    """Hands on the keyboard of a visitor's page."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def at(self) -> dict:
        return self.page.evaluate(FOCUSED)

    def tab_to(self, words: str, *, tag: str = "") -> dict:
        """Tab until something with these words has the focus; each stop on the way can be seen."""
        passed = []
        for _stop in range(MOST_TABS):
            at = self.at()
            if not at["body"]:
                passed.append(at["words"][:30])
                assert at["seen"] or at["tag"] == "main", f"nobody sees the focus on {at}"
                if words.lower() in at["words"].lower() and tag in ("", at["tag"]):
                    return at
            self.press("Tab")
        raise AssertionError(f"“{words}” is not reached on {self.page.url}: {passed}")

    def type_into(self, label: str, words: str) -> None:
        self.tab_to(label)
        self.page.keyboard.type(words)

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.press("Enter")


@pytest.fixture
def world():
    return World()


MAIN_ACTS = [
    ("teacher", "/", "Look it up"),
    ("teacher", "/new/", "Continue"),
    ("teacher", "/requests/", "New request"),
    ("teacher", "/requests/all/", "Show"),
    ("teacher", "/library/", "Name or web address"),
    ("teacher", "/notices/", "Mark"),
    ("teacher", "/preferences/", "Keep"),
    ("curriculum_director", "/inbox/", "Open the next one"),
    ("curriculum_director", "step", "Send my answer"),
    ("curriculum_director", "case", "Curriculum review"),
    ("it_director", "/agreements/", "Draft an agreement"),
    ("it_director", "/vendors/", "Add a vendor"),
    ("admin", "/roles/", "Grant a role"),
    ("admin", "/settings/", "How long things may take"),
]


def test_the_main_act_of_each_page_is_reached_and_seen_by_tab(visit, world):
    step = world.step(world.review, "curriculum")
    paths = {"step": reverse("step", args=[world.review.pk, step.pk]), "case": reverse("case", args=[world.review.pk])}
    visitors, missed = {}, {}
    for person, path, words in MAIN_ACTS:
        visitor = visitors.get(person) or visit().signed_in(world.sessions[person])
        visitors[person] = visitor
        visitor.go(paths.get(path, path))
        try:
            Keyboard(visitor).tab_to(words)
        except AssertionError as fault:
            missed[person, path] = str(fault)
    assert missed == {}


def test_the_first_tab_stop_skips_to_the_page(visit, world):
    visitor = visit().signed_in(world.sessions["teacher"])
    visitor.go("/library/")
    keyboard = Keyboard(visitor)
    at = keyboard.tab_to("Skip to the page")
    assert at["href"] == "#main"
    keyboard.press("Enter")
    keyboard.press("Tab")
    assert visitor.page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize(("width", "menu", "inside"), [(1280, "First", "Preferences"), (360, "Menu", "Library")])
def test_a_menu_opens_by_enter_and_closes_by_escape(visit, world, width, menu, inside):
    visitor = visit(width).signed_in(world.sessions["teacher"])
    visitor.go("/help/")
    keyboard = Keyboard(visitor)
    keyboard.tab_to("Tea" if width == 1280 else menu, tag="summary")
    keyboard.press("Enter")
    keyboard.tab_to(inside, tag="a")
    keyboard.press("Escape")
    assert visitor.page.locator("details.menu[open]").count() == 0
    assert keyboard.at()["tag"] == "summary"


def test_what_is_wrong_takes_the_focus_and_leads_to_the_field(visit, world):
    visitor = visit().signed_in(world.sessions["teacher"])
    visitor.go("/delegation/")
    keyboard = Keyboard(visitor)
    keyboard.tab_to("Hand the work over", tag="button")
    keyboard.enter()
    assert visitor.page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    keyboard.press("Tab")
    keyboard.press("Enter")
    assert keyboard.at()["name"] == "receiver"


def test_a_request_is_begun_and_a_step_answered_by_keyboard_alone(visit):
    district = District()
    ana = Keyboard(visit())
    signs_in(ana, district.teacher)
    ana.tab_to("New request", tag="a")
    ana.enter()
    for answer in ("An app", "Teaching and learning", "One school or department", "Nothing, or less than that"):
        ana.tab_to(answer)
        ana.press("Space")
    ana.tab_to("Continue", tag="button")
    ana.enter()
    ana.type_into("What is it called", "Blooket")
    ana.enter()
    ana.tab_to("Ask for “Blooket”", tag="button")
    ana.enter()
    ana.tab_to("Name of the product")
    ana.tab_to("App")
    ana.press("ArrowDown")
    ana.type_into("Company", "Blooket LLC")
    ana.tab_to("Save and continue", tag="button")
    ana.enter()
    assert MicroRequest.objects.get().vendor_name == "Blooket LLC"
    case = Path(district, title="Gimkit").send()
    carla = Keyboard(visit())
    signs_in(carla, district.curriculum_director)
    carla.tab_to("Inbox", tag="a")
    carla.enter()
    carla.tab_to("Open the next one: Gimkit", tag="a")
    carla.enter()
    carla.tab_to("Approve")
    carla.press("Space")
    carla.type_into("What should the requester know?", "Fits the standards.")
    carla.tab_to("Send my answer", tag="button")
    carla.enter()
    answered = next(step for step in MicroRequest.objects.get(pk=case.pk).all_steps if step.key == "curriculum")
    assert answered.review.outcome == "approve"


def signs_in(keyboard: Keyboard, person) -> None:
    keyboard.visitor.go("/login/")
    keyboard.type_into("Username", person.username)
    keyboard.type_into("Password", PASSWORD)
    keyboard.enter()
