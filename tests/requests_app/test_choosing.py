"""A new request reaches the right procedure: the district's rule and the plain questions it asks (X-13)."""

import pytest
from django.utils import timezone

from accounts.district import change_setting
from requests_app import choosing
from requests_app.choosing import Told
from tests.requests_app.pages import TOLD, text
from workflows.models import Case

pytestmark = [pytest.mark.django_db, pytest.mark.sop("X-13")]


def set_to(**values):
    for key, value in values.items():
        change_setting(key=key, value=value, by=None, at=timezone.now())


APP = {"need": "app", "reach": "one", "cost": "less"}
# The district's rule, what was told, and the one procedure it leads to.
RULE = (
    ({}, APP | {"use": "teaching"}, "micro"),
    ({}, APP | {"use": "office"}, "soft"),
    ({"apps_go_to": "micro"}, APP | {"use": "office"}, "micro"),
    ({"apps_go_to": "soft"}, APP | {"use": "teaching"}, "soft"),
    ({"offers_soft": False}, APP | {"use": "office"}, "micro"),
    ({"offers_micro": False}, APP | {"use": "teaching"}, "soft"),
    ({}, {"need": "equipment"}, "equip"),
    ({"offers_equip": False}, {"need": "equipment"}, ""),
    ({"offers_micro": False, "offers_soft": False, "offers_macro": False}, {}, "equip"),
    ({}, APP | {"use": "teaching", "reach": "several"}, "macro"),
    ({}, APP | {"use": "office", "cost": "more"}, "macro"),
    ({"several_schools_are_macro": False}, APP | {"use": "teaching", "reach": "several"}, "micro"),
    ({"district_purchase_threshold": 0}, APP | {"use": "teaching", "cost": "more"}, "micro"),
    ({"offers_macro": False}, APP | {"use": "teaching", "reach": "several"}, "micro"),
    ({"offers_micro": False, "offers_soft": False}, APP, "macro"),
)


@pytest.mark.parametrize(("rule", "told", "kind"), RULE)
def test_the_rule_leads_to_one_procedure(rule, told, kind):
    set_to(**rule)

    assert choosing.procedure_for(Told(**told)) == kind


def test_only_what_the_rule_needs_is_asked():
    set_to(offers_macro=False)
    assert choosing.questions() == ("need", "use")

    set_to(apps_go_to="micro")
    assert choosing.questions() == ("need",)

    set_to(offers_equip=False)
    assert choosing.questions() == ()


def test_a_requester_answers_plain_questions_and_comes_to_the_library_check(cast):
    teacher = cast.client("teacher")

    asked = text(teacher.get("/new/"))
    assert "What do you need?" in asked
    assert "What is it for?" in asked

    there = text(teacher.get("/new/", TOLD | {"go": "1"}))
    assert "What is it called, or its web address?" in there
    assert "This will be: School-based request." in there


def test_what_was_not_answered_is_said_beside_the_question(cast):
    page = cast.client("teacher").get("/new/", {"go": "1", "need": "app"})

    assert "Choose what fits best." in text(page)
    assert 'aria-invalid="true"' in page.content.decode()


def test_whoever_comes_to_the_library_check_by_another_way_is_asked_first(cast):
    teacher = cast.client("teacher")

    response = teacher.post("/new/check/", {"q": "Kahoot!", "act": "new", "once": "another-way-to-it"})

    assert response.status_code == 303
    assert response.url == "/new/?q=Kahoot%21"
    assert not Case.objects.exists()
    onwards = teacher.get("/new/", TOLD | {"go": "1", "q": "Kahoot!"})
    assert onwards.status_code == 303
    assert onwards.url.startswith("/new/check/?")


def test_office_software_begins_as_a_software_request(cast):
    teacher = cast.client("teacher")

    sent = TOLD | {"use": "office", "q": "Ledger Pro", "act": "new", "once": "office-software-1"}
    response = teacher.post("/new/check/", sent)

    assert response.status_code == 303
    case = Case.objects.get()
    assert (case.kind, case.child.instructional) == ("soft", False)


def test_equipment_is_asked_for_on_its_own_page(cast):
    response = cast.client("teacher").get("/new/", {"go": "1", "need": "equipment"})

    assert (response.status_code, response.url) == (303, "/new/equipment/")


def test_a_procedure_that_is_not_offered_is_not_begun(cast):
    set_to(offers_equip=False, offers_micro=False)
    teacher = cast.client("teacher")

    assert "Equipment" not in text(teacher.get("/new/"))
    teacher.post("/new/check/", TOLD | {"q": "Kahoot!", "act": "new", "once": "not-offered-at-all"})
    assert [case.kind for case in Case.objects.all()] == ["soft"]
