"""EQUIP-1: one place to ask, what is asked there, and a priority that sets due dates and the inbox's order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.district import change_setting
from requests_app.models import EquipmentRequest
from tests.answering import fill, text
from tests.equip_paths import ANSWERS, EquipPath
from workflows import clocks
from workflows.models import Step, Urgency

pytestmark = [pytest.mark.django_db, pytest.mark.sop("EQUIP-1")]
LINES = {"items-0-category": "laptop", "items-0-words": "Chromebook", "items-0-quantity": "3"}


def began(cast) -> EquipmentRequest:
    cast.client("teacher").post("/new/equipment/", {"once": "first-of-two-clicks"})
    return EquipmentRequest.objects.get()


def test_a_press_begins_one_draft_however_often_it_is_sent(cast):
    client = cast.client("teacher")
    answers = [client.post("/new/equipment/", {"once": "one-page-shown-once"}) for _click in range(2)]

    case = EquipmentRequest.objects.get()
    assert [answer.url for answer in answers] == [f"/cases/{case.pk}/form/need/"] * 2
    assert (case.state, case.requester, case.goes_to) == ("draft", cast.teacher, cast.school)


def test_the_form_asks_problem_impact_priority_items_and_place_and_is_submitted(cast):
    case, client = began(cast), cast.client("teacher")
    form = f"/cases/{case.pk}/form"
    said = {name: ANSWERS[name] for name in ("title", "problem", "impact")} | {"priority": "3"}
    assert client.post(f"{form}/need/", said).url == f"{form}/items/"
    assert client.post(f"{form}/items/", LINES | {"specifications": "With a camera."}).url == f"{form}/where/"
    client.post(f"{form}/where/", {"goes_to": cast.other_school.pk, "room": "204"})

    check = text(client.get(f"/cases/{case.pk}/check/"))
    for words in (*(ANSWERS[n] for n in ("problem", "impact")), "High", "3 × Laptop: Chromebook", "Roosevelt School"):
        assert words in check
    page = client.get(f"/cases/{case.pk}/check/").context["form"]
    sent = {name: page[name].value() for name in ("once", "case_version", "reviews")}
    assert client.post(f"/cases/{case.pk}/submit/", sent).status_code == 303
    found = EquipmentRequest.objects.get()
    assert (found.state, found.number is not None) == ("technology-review", True)


@pytest.mark.parametrize(("line", "words"), [
    ({"items-0-category": "", "items-0-quantity": "3"}, "Choose a category."),
    ({"items-0-category": "laptop", "items-0-quantity": "0"}, "Say how many"),
    ({"items-0-category": "laptop", "items-0-quantity": "many"}, "Say how many"),
    ({"items-0-category": "boat", "items-0-quantity": "1"}, "Choose a category."),
])  # fmt: skip
def test_a_line_that_cannot_be_so_is_refused_with_its_number(cast, line, words):
    case = began(cast)
    answer = cast.client("teacher").post(f"/cases/{case.pk}/form/items/", line)

    assert answer.status_code == 422
    assert f"Line 1: {words}" in text(answer)
    assert not case.items.exists()


def test_without_an_item_it_is_not_submitted(cast):
    case = EquipPath(cast, items=[]).fresh
    client = cast.client("teacher")
    page = client.get(f"/cases/{case.pk}/check/")

    assert "items and quantities" in text(page)
    assert client.post(f"/cases/{case.pk}/submit/", {"case_version": case.version}).status_code == 409


@pytest.mark.parametrize(("priority", "days"), [(1, 15), (2, 7), (3, 3), (4, 1)])
def test_the_priority_sets_the_due_dates_by_the_districts_terms(cast, priority, days):
    path = EquipPath(cast, priority=priority)
    path.submitted()
    start = timezone.localdate(path.at)

    step = path.step("equip-review")
    assert step.due_on == clocks.add_school_days(start, days, clocks.closed_days(start))
    assert step.urgency == priority


def test_the_terms_are_the_districts_choice(cast):
    change_setting(key="equipment_high_days", value=9, by=cast.admin, at=timezone.now())
    path = EquipPath(cast)
    path.submitted()
    start = timezone.localdate(path.at)
    assert path.step("equip-review").due_on == clocks.add_school_days(start, 9, clocks.closed_days(start))


def test_in_the_inbox_the_sooner_due_stand_first_and_on_a_day_the_more_urgent(cast):
    for title, priority in (("Low one", 1), ("High one", 3), ("Critical one", 4)):
        EquipPath(cast, title=title, priority=priority).submitted()
    Step.objects.update(due_on=timezone.localdate() + timedelta(days=30))
    Step.objects.filter(case__title="Low one").update(due_on=timezone.localdate() + timedelta(days=29))

    page = text(cast.client("technology").get("/inbox/"))
    assert page.rindex("Low one") < page.rindex("Critical one") < page.rindex("High one")


def test_the_department_changes_the_priority_and_both_stay_visible(cast):
    path = EquipPath(cast, at=timezone.now() - timedelta(days=1))
    case = path.submitted()
    url = f"/cases/{case.pk}/priority/"
    before = path.step("equip-review").due_on
    answer = fill(cast.client("technology"), url, priority_set="1")

    assert answer.status_code in {302, 303}
    step, now = path.step("equip-review"), path.fresh
    assert (now.priority, now.priority_set, now.urgency) == (Urgency.HIGH, Urgency.LOW, Urgency.LOW)
    assert step.due_on > before
    assert step.due_on == clocks.due_after(step.opened_at, "equipment_low_days")
    assert step.next_reminder_at.date() < step.due_on + timedelta(days=1)
    for person in ("teacher", "technology"):
        page = text(cast.client(person).get(f"/cases/{case.pk}/"))
        assert "set by the technology department; asked for: High" in page
    assert "Priority set by the technology department" in text(
        cast.client("technology").get(f"/cases/{case.pk}/history/")
    )


@pytest.mark.parametrize("person", ["teacher", "principal", "stranger", "admin"])
def test_nobody_else_changes_the_priority(cast, person):
    case = EquipPath(cast).submitted()
    assert cast.client(person).post(f"/cases/{case.pk}/priority/", {"priority_set": "1"}).status_code == 403
    assert EquipPath(cast).fresh.priority_set is None


def test_a_priority_changed_by_a_stale_page_is_refused(cast):
    path = EquipPath(cast)
    case = path.submitted()
    answer = cast.client("technology").post(
        f"/cases/{case.pk}/priority/", {"priority_set": "1", "case_version": "1", "reviews": "0"}
    )
    assert (answer.status_code, path.fresh.priority_set) == (409, None)


def test_where_it_is_not_offered_nobody_begins_one(cast):
    denied = EquipPath(cast)
    offer = denied.denied().offered.first()
    change_setting(key="offers_equip", value=False, by=cast.admin, at=timezone.now())
    teacher = cast.client("teacher")
    assert teacher.get("/new/equipment/").url == "/new/"
    assert teacher.post("/new/equipment/").url == "/new/"
    assert teacher.post(f"/cases/{denied.case.pk}/instead/{offer.pk}/").status_code == 409
    assert EquipmentRequest.objects.count() == 1
