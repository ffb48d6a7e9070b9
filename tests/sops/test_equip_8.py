"""EQUIP-8: a technician deploys unit by unit, the requester confirms; unanswered it closes itself, once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.district import change_setting
from accounts.roles import Role
from assets import services as assets
from assets.models import Asset
from requests_app import equipment
from requests_app.models import EquipmentRequest
from tests.answering import answer, now, step_url, text
from tests.equip_paths import EquipPath
from tests.factories import GrantFactory, UserFactory
from workflows import clocks
from workflows.errors import Invalid
from workflows.models import Event, Step

pytestmark = [pytest.mark.django_db, pytest.mark.sop("EQUIP-8")]
KEY = "equip-deployment"


def units_url(path: EquipPath) -> str:
    return f"{step_url(path.case, KEY)}units/"


def unanswered(cast, days_ago: int) -> EquipPath:
    """Deployed so that the last day to confirm was so many days ago."""
    path = EquipPath(cast)
    path.to_confirm()
    EquipmentRequest.objects.filter(pk=path.case.pk).update(closes_on=timezone.localdate() - timedelta(days=days_ago))
    return path


def test_the_technician_with_least_to_do_gets_it_or_whoever_is_named(cast):
    second = UserFactory(username="second", last_name="Second", place=cast.district)
    GrantFactory(user=second, role=Role.TECHNICIAN, place=cast.district)
    first, other, named = EquipPath(cast), EquipPath(cast), EquipPath(cast)
    assert {first.from_stock().technician, other.from_stock().technician} == {cast.technician, second}
    named.submitted()
    said = {"move": "meet_without_buying", "met_by": "repair", "technician": "second"}
    assert answer(cast.client("technology"), named.case, "equip-review", **said).status_code == 303
    assert named.step(KEY).person == second


def test_somebody_who_is_no_technician_there_is_refused(cast):
    path = EquipPath(cast)
    path.submitted()
    said = {"move": "meet_without_buying", "met_by": "repair", "technician": "colleague"}
    refused = answer(cast.client("technology"), path.case, "equip-review", **said)
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"technician"})
    assert path.fresh.state == "technology-review"


def test_each_unit_is_deployed_where_it_belongs_and_with_whom(cast):
    path = EquipPath(cast)
    path.to_deploy()
    technician = cast.client("technician")
    page = text(technician.get(step_url(path.case, KEY)))
    assert "Lincoln School, 204" in page
    assert "4 units are not deployed yet." in page
    first, *others = path.fresh.units.select_related("asset")
    sent = {"what": "deployed", "which": first.pk, "person": "colleague"}
    assert technician.post(units_url(path), sent).status_code == 303
    found = Asset.objects.get(pk=first.asset_id)
    assert (found.state, found.place, found.assigned_to) == (Asset.State.DEPLOYED, cast.school, cast.colleague)
    assert answer(technician, path.case, KEY, move="deployed").status_code in {409, 422}
    for unit in others:
        technician.post(units_url(path), {"what": "deployed", "which": unit.pk})
    assert answer(technician, path.case, KEY, move="deployed").status_code == 303
    assert path.fresh.state == "receipt"
    assert path.step("equip-receipt").person == cast.teacher


def test_a_unit_is_not_deployed_after_all(cast):
    path = EquipPath(cast)
    path.listed()
    path.deploy()
    unit = path.fresh.units.get()
    assert cast.client("technician").post(units_url(path), {"what": "undo", "which": unit.pk}).status_code == 303
    assert (path.fresh.units_to_deploy(), Asset.objects.get(pk=unit.asset_id).state) == (1, Asset.State.STOCK)


def test_a_unit_from_stock_is_listed_once_for_one_request(cast):
    path, other = EquipPath(cast), EquipPath(cast)
    path.from_stock()
    other.from_stock()
    asset, technician = path.in_stock(), cast.client("technician")
    assert technician.post(units_url(path), {"what": "list", "asset": asset.tag.lower()}).status_code == 303
    assert path.fresh.units.get().asset == asset
    refused = technician.post(units_url(other), {"what": "list", "asset": asset.tag})
    assert refused.status_code == 422
    assert "is listed for a request already" in text(refused)
    assert technician.post(units_url(other), {"what": "list", "asset": "NO-SUCH"}).status_code == 422
    assert not other.fresh.units.exists()


def handed_out(path: EquipPath, **more) -> Asset:
    return assets.deploy(path.in_stock(), by=path.cast.technology, at=path.at, **more)


def test_a_unit_in_use_is_not_taken_from_stock(cast):
    path = EquipPath(cast)
    path.from_stock()
    unit = handed_out(path, person=cast.colleague)
    refused = cast.client("technician").post(units_url(path), {"what": "list", "asset": unit.tag})
    assert refused.status_code == 422
    assert "is not in stock" in text(refused)


def test_only_the_requesters_own_or_a_shared_unit_is_repaired(cast):
    path = EquipPath(cast)
    path.from_stock("repair")
    own = handed_out(path, person=cast.teacher)
    shared, foreign = handed_out(path, place=cast.school), handed_out(path, person=cast.colleague)
    technician = cast.client("technician")
    got = [
        technician.post(units_url(path), {"what": "list", "asset": a.tag}).status_code for a in (own, shared, foreign)
    ]
    assert got == [303, 303, 422]


def test_a_technician_of_a_school_does_not_take_from_another_schools_stock(cast):
    local = UserFactory(username="local", place=cast.school)
    GrantFactory(user=local, role=Role.TECHNICIAN, place=cast.school)
    path = EquipPath(cast)
    path.submitted()
    path.do("meet_without_buying", path.holder("equip-review"), met_by="stock", technician=local)
    theirs, central = path.in_stock(place=cast.other_school), path.in_stock()
    said = {"step": path.step(KEY).pk, "by": local, "at": path.at}
    with pytest.raises(Invalid):
        equipment.take_from_stock(path.fresh, theirs, **said)
    equipment.take_from_stock(path.fresh, central, **said)
    assert path.fresh.units.get().asset == central


@pytest.mark.parametrize("what", ["list", "deployed", "undo", "no-such"])
def test_nobody_else_deploys(cast, what):
    path = EquipPath(cast)
    path.listed()
    unit = path.fresh.units.get()
    for person in ("teacher", "technology", "principal", "admin"):
        sent = {"what": what, "which": unit.pk, "asset": unit.asset.tag}
        assert cast.client(person).post(units_url(path), sent).status_code == 403, person
    assert path.fresh.units_to_deploy() == 1


def test_the_requester_confirms_or_sends_it_back(cast):
    path = EquipPath(cast)
    path.to_confirm()
    teacher, key = cast.client("teacher"), "equip-receipt"
    assert answer(teacher, path.case, key, move="not_received").status_code == 422
    assert answer(teacher, path.case, key, move="not_received", rationale="One does not start.").status_code == 303
    assert (path.fresh.state, path.fresh.closes_on) == ("deployment", None)
    assert "One does not start." in text(cast.client("technician").get(step_url(path.case, KEY)))
    path.do("deployed", cast.technician)
    assert answer(teacher, path.case, key, move="confirm").status_code == 303
    found = now(path.case)
    assert (found.state, found.closes_on, found.phase) == ("complete", None, "done")


def test_it_may_be_confirmed_for_ten_working_days_or_as_many_as_the_district_says(cast):
    change_setting(key="equipment_receipt_days", value=4, by=cast.admin, at=timezone.now())
    path = EquipPath(cast)
    path.to_confirm()
    assert path.fresh.closes_on == path.step("equip-receipt").due_on
    assert path.fresh.closes_on == clocks.due_after(path.at, "equipment_receipt_days")
    today = timezone.localdate(path.at)
    assert path.fresh.closes_on == clocks.add_school_days(today, 4, clocks.closed_days(today))


def test_unanswered_it_closes_itself_the_day_after_and_once(cast):
    path, still = unanswered(cast, 1), unanswered(cast, 0)
    at = timezone.now()
    assert [equipment.close_unanswered(at=at) for _sweep in range(3)] == [1, 0, 0]
    assert (path.fresh.state, still.fresh.state) == ("complete", "receipt")
    assert Event.objects.filter(case=path.case.pk, name="close_unanswered").count() == 1
    assert cast.teacher.notices.filter(template="equipment_closed").count() == 1
    assert path.fresh.open_steps() == []


def test_what_the_clock_set_aside_keeps_its_day_and_closes_when_it_is_put_right(cast):
    path, at = unanswered(cast, 3), timezone.now()
    day = path.fresh.closes_on
    Step.objects.filter(pk=path.step("equip-receipt").pk).update(set_aside="ValueError: no")
    assert equipment.close_unanswered(at=at) == 0
    assert (path.fresh.state, path.fresh.closes_on) == ("receipt", day)
    Step.objects.filter(pk=path.step("equip-receipt").pk).update(set_aside="")
    assert equipment.close_unanswered(at=at) == 1


def test_whoever_was_quicker_than_the_clock_is_heard(cast):
    path = unanswered(cast, 3)
    path.do("confirm", cast.teacher)
    assert equipment.close_unanswered(at=timezone.now()) == 0
    assert not Event.objects.filter(name="close_unanswered").exists()


def test_a_reopened_request_is_asked_about_again(cast):
    path = unanswered(cast, 3)
    equipment.close_unanswered(at=timezone.now())
    path.do("reopen", cast.admin, rationale="The teacher was ill.")
    assert path.fresh.state == "receipt"
    assert path.fresh.closes_on > timezone.localdate()
