"""EQUIP-2: routed at once by category and place, least loaded first; an administrator keeps the rules."""

import pytest
from django.utils import timezone

from accounts.district import change_setting
from accounts.roles import Role
from requests_app import routing
from requests_app.models import RoutingRule
from tests.answering import fill, text
from tests.equip_paths import EquipPath
from tests.factories import GrantFactory, UserFactory
from workflows import engine
from workflows.actors import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.sop("EQUIP-2")]
URL = "/settings/routing/"


def of_the_team(cast, name: str, role: str = Role.TECHNOLOGY, place=None):
    person = UserFactory(username=name, last_name=name.title(), place=cast.district)
    GrantFactory(user=person, role=role, place=place or cast.district)
    return person


def rule(cast, **columns) -> RoutingRule:
    known = {"order": 1, "category": "", "place": None, "role": Role.TECHNOLOGY, "person": None}
    return routing.add_rule(by=cast.admin, at=timezone.now(), **(known | columns))


def holder(path: EquipPath):
    return path.step("equip-review").person


def test_without_a_rule_the_technology_department_gets_it_and_whoever_has_least_first(cast):
    second = of_the_team(cast, "second")
    paths = [EquipPath(cast) for _request in range(3)]
    for path in paths:
        path.submitted()
    assert [holder(path) for path in paths] == [second, cast.technology, second]


@pytest.mark.parametrize(("columns", "fits"), [
    ({"category": "laptop"}, True),
    ({"category": "display"}, True),  # one of the categories asked for
    ({"category": "printer"}, False),
    ({"place": "school"}, True),
    ({"place": "other_school"}, False),
    ({"category": "laptop", "place": "district"}, True),
    ({"category": "laptop", "place": "other_school"}, False),
])  # fmt: skip
def test_a_rule_counts_for_its_category_and_its_place_and_all_below(cast, columns, fits):
    columns = {name: getattr(cast, value) if name == "place" else value for name, value in columns.items()}
    rule(cast, role=Role.ICT_COORDINATOR, **columns)
    path = EquipPath(cast)
    path.submitted()
    assert holder(path) == (cast.ict_coordinator if fits else cast.technology)
    assert path.step("equip-review").role == (Role.ICT_COORDINATOR if fits else Role.TECHNOLOGY)


def test_the_first_rule_that_fits_counts_and_may_name_a_person_of_the_team(cast):
    second = of_the_team(cast, "second")
    rule(cast, order=2, role=Role.ICT_COORDINATOR)
    rule(cast, order=1, category="laptop", person=second)
    EquipPath(cast).submitted()
    path = EquipPath(cast)
    path.submitted()  # though they have one already
    assert holder(path) == second


def test_whoever_was_named_and_left_the_team_is_passed_over(cast):
    second = of_the_team(cast, "second")
    rule(cast, person=second)
    second.grants.all().delete()
    path = EquipPath(cast)
    path.submitted()
    assert holder(path) == cast.technology


def test_nobody_gets_their_own_request(cast):
    path = EquipPath(cast, requester=cast.technology)
    path.submitted()
    step = path.step("equip-review")
    assert step.person is None
    assert (step.role, step.instead_of) == (Role.IT_DIRECTOR, Role.TECHNOLOGY)


def test_it_is_handed_on_given_back_to_the_team_and_taken_by_a_colleague(cast):
    second = of_the_team(cast, "second")
    path = EquipPath(cast)
    path.submitted()
    given, other = holder(path), None
    other = cast.technology if given == second else second
    step = path.step("equip-review")
    url = f"/cases/{path.case.pk}/steps/{step.pk}"
    assert fill(cast.client(given), f"{url}/assign/", to="role", words="I am away.").status_code in {302, 303}
    assert holder(path) is None
    assert (
        cast.client(other).post(f"{url}/claim/", {"step_version": path.step("equip-review").version}).status_code < 400
    )
    assert holder(path) == other
    engine.assign(path.case.pk, step.pk, person=given, by=Actor(other), at=timezone.now())
    assert holder(path) == given


def test_the_district_may_leave_it_with_the_whole_team(cast):
    change_setting(key="equipment_routing", value="team", by=cast.admin, at=timezone.now())
    path = EquipPath(cast)
    path.submitted()
    assert holder(path) is None
    assert path.fresh.title in text(cast.client("technology").get("/inbox/"))


# --- the rules --------------------------------------------------------------------------------------------------------


def test_an_administrator_adds_changes_and_removes_rules_and_each_change_is_in_the_history(cast):
    admin = cast.client("admin")
    said = {"order": "1", "category": "laptop", "place": cast.school.pk, "role": Role.ICT_COORDINATOR}
    assert fill(admin, URL, **said).status_code == 302
    made = RoutingRule.objects.get()
    assert (made.category, made.place, made.role) == ("laptop", cast.school, Role.ICT_COORDINATOR)

    assert fill(admin, f"{URL}{made.pk}/", order="5").status_code == 302
    assert admin.post(f"{URL}{made.pk}/", {"remove": "1"}).status_code == 302
    assert not RoutingRule.objects.exists()
    page = text(admin.get("/settings/history/"))
    for words in ("1. Laptop, Lincoln School", "5. Laptop, Lincoln School", "Routing of equipment"):
        assert words in page


def test_a_person_who_is_not_of_the_team_is_refused(cast):
    answer = fill(cast.client("admin"), URL, order="1", role=Role.TECHNOLOGY, person="teacher")
    assert answer.status_code == 422
    assert "does not hold the role" in text(answer)


def test_a_sample_says_who_would_get_it_and_why(cast):
    of_the_team(cast, "second")
    EquipPath(cast).submitted()  # one of them has one now
    rule(cast, order=3, category="printer", role=Role.ICT_COORDINATOR)
    admin = cast.client("admin")

    printer = text(admin.get(f"{URL}?category=printer&place={cast.school.pk}"))
    assert f"{cast.ict_coordinator} gets it" in printer
    assert "By rule 3." in printer
    laptop = text(admin.get(f"{URL}?category=laptop&place={cast.school.pk}"))
    assert "No rule fits." in laptop
    assert "1 open step" in laptop
    assert EquipPath(cast).fresh.routed_to is None  # nothing was routed


@pytest.mark.parametrize("person", ["teacher", "technology", "it-director"])
def test_only_administrators_see_or_change_the_rules(cast, person):
    assert cast.client(person).get(URL).status_code == 403
    assert cast.client(person).post(URL, {"order": "1", "role": Role.TECHNOLOGY}).status_code == 403
    assert not RoutingRule.objects.exists()
