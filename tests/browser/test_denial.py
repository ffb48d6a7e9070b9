"""A denial, and the next teacher who looks for the same (MICRO-4, MICRO-10, MICRO-1)."""

import pytest

from requests_app.models import MicroRequest
from tests.browser.district import District
from tests.paths import Path

pytestmark = pytest.mark.django_db(transaction=True)
TITLE = "Prodigy Math"
SENTENCE = "We already have Desmos for this, and it is paid for."


def test_a_second_teacher_meets_a_denial_in_the_library_check(visit):
    district = District()
    Path(district, title=TITLE, product_kind="website", website="https://prodigygame.com/").submit()
    it_is_denied(visit().sign_in(district.assistant_superintendent))
    the_requester_is_told(visit().sign_in(district.teacher))
    the_next_teacher_is_told(visit().sign_in(district.colleague))


def it_is_denied(sam):
    sam.open_step(TITLE)
    sam.choose("What do you decide?", "Deny the request")
    sam.press("Send my answer")
    sam.reads("There is a problem", "Choose the ground for the denial.")
    assert sam.page.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    sam.choose("On what ground?", "We already have something for this")
    sam.fill("What should the requester know?", "Desmos does the same. Ask Carla Mendes for a lesson with it.")
    sam.fill("What the library will say", SENTENCE)
    sam.picture("step-denial")
    sam.press("Send my answer")
    assert MicroRequest.objects.get().state == "denied"


def the_requester_is_told(ana):
    with ana.page.expect_navigation():
        ana.page.get_by_role("banner").get_by_role("link", name="Notices").click()
    ana.follow(TITLE)
    ana.reads("Denied", "Desmos does the same.")


def the_next_teacher_is_told(ben):
    ben.go("/new/")
    ben.wants_an_app_for_lessons()
    ben.fill("What is it called, or its web address?", "prodigy math")
    ben.press("Look it up")
    ben.reads(TITLE, "No", SENTENCE, "We already have something for this")
    ben.picture("step-denial-met")
    ben.press(f"Ask again for {TITLE}")
    ben.main.get_by_label("What has changed").wait_for()
    ben.go(f"/library/{MicroRequest.objects.first().resource_id}/")
    ben.reads("No", SENTENCE)
