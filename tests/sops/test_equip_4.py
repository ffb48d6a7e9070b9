"""EQUIP-4: the immediate supervisor, else the head of their place; the feedback goes to both sides."""

import pytest
from django.utils import timezone

from accounts import changes
from tests.answering import answer, fill, now, step_url, text
from tests.equip_paths import EquipPath

pytestmark = [pytest.mark.django_db, pytest.mark.sop("EQUIP-4")]
KEY = "equip-supervisor"


def with_supervisor(cast, supervisor) -> EquipPath:
    changes.change_person(person=cast.teacher, supervisor=supervisor, by=cast.admin, at=timezone.now())
    cast.teacher.refresh_from_db()
    path = EquipPath(cast)
    path.forwarded()
    return path


def test_an_administrator_sets_whose_supervisor_somebody_is(cast):
    url = f"/people/{cast.teacher.pk}/edit/"
    sent = fill(cast.client("admin"), url, supervisor="coach", place=cast.school.pk)
    assert sent.status_code in {302, 303}
    cast.teacher.refresh_from_db()
    assert cast.teacher.supervisor == cast.coach


def test_the_persons_own_supervisor_is_asked_and_nobody_else(cast):
    path = with_supervisor(cast, cast.coach)
    step = path.step(KEY)
    assert step.person == cast.coach
    for person in ("principal", "technology", "teacher", "admin"):
        assert cast.client(person).post(step_url(path.case, KEY), {"move": "approve"}).status_code == 403, person
    assert answer(cast.client("coach"), path.case, KEY, move="approve", urgency_found="4").status_code == 303
    assert now(path.case).urgency_found == 4


def test_a_supervisor_without_any_role_decides(cast):
    path = with_supervisor(cast, cast.colleague)
    page = cast.client(cast.colleague).get(step_url(path.case, KEY))
    assert "Ours no longer start." in text(page)
    assert answer(cast.client(cast.colleague), path.case, KEY, move="approve").status_code == 303


def test_without_one_or_when_they_left_the_head_of_the_place_is_asked(cast):
    assert EquipPath(cast).forwarded().open_step(KEY).role == "principal"
    left = with_supervisor(cast, cast.colleague)
    changes.make_inactive(person=cast.colleague, by=cast.admin, at=timezone.now())
    assert answer(cast.client("principal"), left.case, KEY, move="approve").status_code == 303


def test_in_a_department_its_administrator_is_the_head(cast):
    cast.colleague.place = cast.department
    cast.colleague.save()
    path = EquipPath(cast, requester=cast.colleague)
    assert path.forwarded().open_step(KEY).role == "department-administrator"


def test_nobody_decides_their_own(cast):
    path = EquipPath(cast, requester=cast.principal)
    step = path.forwarded().open_step(KEY)
    assert (step.role, step.instead_of) == ("assistant-superintendent", "principal")
    assert cast.client("principal").post(step_url(path.case, KEY), {"move": "approve"}).status_code == 403


@pytest.mark.parametrize(("move", "state", "mail"), [
    ("approve", "quoting", "equipment_approved"),
    ("deny", "denied", "equipment_denied"),
])  # fmt: skip
def test_the_feedback_goes_to_the_requester_and_to_the_technology_department(cast, move, state, mail):
    path = EquipPath(cast)
    path.forwarded()
    words = "The writing lab depends on it."
    assert answer(cast.client("principal"), path.case, KEY, move=move, rationale=words).status_code == 303

    assert path.fresh.state == state
    assert cast.teacher.notices.filter(template=mail).count() == 1
    assert cast.technology.notices.filter(template="equipment_decided").count() == 1
    for person in ("teacher", "technology"):
        assert words in text(cast.client(person).get(f"/cases/{path.case.pk}/")), person


def test_a_denial_needs_a_reason(cast):
    path = EquipPath(cast)
    path.forwarded()
    refused = answer(cast.client("principal"), path.case, KEY, move="deny")
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"rationale"})
