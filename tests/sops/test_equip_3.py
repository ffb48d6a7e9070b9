"""EQUIP-3: feasible, aligned and with an estimate on to the supervisor; or from stock, by repair; or denied."""

from decimal import Decimal

import pytest
from django.utils import timezone

from assets import services as assets
from requests_app.equip_selectors import in_stock
from tests.answering import answer, now, step_url, text
from tests.equip_paths import EquipPath

pytestmark = [pytest.mark.django_db, pytest.mark.sop("EQUIP-3")]
KEY = "equip-review"
GOOD = {"move": "forward_to_supervisor", "feasible": "yes", "aligned": "yes", "estimate": "1500"}


def test_the_reviewer_reads_what_is_asked_and_what_is_in_stock(cast):
    path = EquipPath(cast)
    path.submitted()
    unit = path.in_stock()
    page = text(cast.client("technology").get(step_url(path.case, KEY)))
    for words in ("Ours no longer start.", "Thirty students cannot write.", "3 × Laptop", unit.tag, "With a camera."):
        assert words in page


def test_feasible_and_aligned_with_an_estimate_it_goes_to_the_supervisor(cast):
    path = EquipPath(cast)
    case = path.submitted()
    sent = answer(cast.client("technology"), case, KEY, **GOOD, impact_found="Needs two more outlets.")

    assert sent.status_code == 303
    found = now(case)
    assert (found.state, found.amount, found.impact_found) == (
        "supervisor-review", Decimal("1500.00"), "Needs two more outlets.",
    )  # fmt: skip
    assert path.step("equip-supervisor").role == "principal"


@pytest.mark.parametrize(("said", "field"), [
    ({"feasible": "no"}, "feasible"), ({"aligned": "no"}, "aligned"), ({"estimate": ""}, "estimate"),
])  # fmt: skip
def test_what_is_not_feasible_or_aligned_or_has_no_estimate_does_not_go_on(cast, said, field):
    case = EquipPath(cast).submitted()
    refused = answer(cast.client("technology"), case, KEY, **(GOOD | said))
    assert refused.status_code == 422
    assert set(refused.context["form"].errors) == {field}
    assert now(case).state == "technology-review"


@pytest.mark.parametrize("met_by", ["stock", "repair"])
def test_met_from_stock_or_by_repair_it_goes_straight_to_a_technician(cast, met_by):
    path = EquipPath(cast)
    case = path.submitted()
    assert answer(cast.client("technology"), case, KEY, move="meet_without_buying", met_by=met_by).status_code == 303
    found = now(case)
    assert (found.state, found.technician, found.answered_at is not None) == ("deployment", cast.technician, True)
    assert not found.is_bought
    assert cast.teacher.notices.filter(template="equipment_granted").count() == 1


def test_without_saying_how_it_is_not_met(cast):
    case = EquipPath(cast).submitted()
    refused = answer(cast.client("technology"), case, KEY, move="meet_without_buying")
    assert set(refused.context["form"].errors) == {"met_by"}


def test_a_repair_needs_no_unit_but_stock_names_what_was_taken(cast):
    repaired, stocked = EquipPath(cast), EquipPath(cast)
    repaired.from_stock("repair")
    stocked.from_stock("stock")
    assert repaired.do("deployed", cast.technician).state == "receipt"
    refused = answer(cast.client("technician"), stocked.case, "equip-deployment", move="deployed")
    assert refused.status_code in {409, 422}
    assert stocked.fresh.state == "deployment"


def test_what_cannot_be_met_this_way_is_reviewed_again(cast):
    path = EquipPath(cast)
    path.listed()
    unit = path.fresh.units.get()
    technician, said = cast.client("technician"), {"move": "not_met", "rationale": "The battery is dead."}
    assert answer(technician, path.case, "equip-deployment", **said).status_code == 303
    found = now(path.case)
    assert (found.state, found.met_by, found.units.count(), found.is_bought) == ("technology-review", "", 0, True)
    assert cast.teacher.notices.filter(template="equipment_not_met").count() == 1
    # What they were told no longer holds: an answer is owed again, by a new clock.
    assert (path.fresh.answered_at, path.fresh.response_due) == (None, path.fresh.response_date(timezone.now()))
    other = EquipPath(cast)
    other.from_stock()
    sent = {"what": "list", "asset": unit.asset.tag}
    assert technician.post(f"{step_url(other.case, 'equip-deployment')}units/", sent).status_code == 303


def test_what_came_back_from_buying_and_is_met_from_stock_is_not_bought(cast):
    path = EquipPath(cast)
    path.forwarded()
    path.do("back", path.fresh.routed_to)
    assert path.do("meet_without_buying", path.holder(KEY), met_by="stock").money.standing == "stopped"


def test_the_nearest_of_many_units_are_shown_first(cast):
    path = EquipPath(cast)
    case = path.submitted()
    unit = {"name": "Chromebook 511", "category": "laptop", "place": cast.district}
    units = [unit | {"tag": f"A-{n:03d}"} for n in range(101)] + [unit | {"tag": "Z-1", "place": cast.school}]
    assets.register(units, case=None, by=cast.technology, at=path.at)
    assert [asset.tag for asset in in_stock(case)][:2] == ["Z-1", "A-000"]


def test_it_is_returned_for_changes_and_comes_back_to_the_same_person(cast):
    path = EquipPath(cast)
    case = path.submitted()
    assert answer(cast.client("technology"), case, KEY, move="return_for_changes").status_code == 422
    words = {"rationale": "Which room?"}
    assert answer(cast.client("technology"), case, KEY, move="return_for_changes", **words).status_code == 303
    teacher = cast.client("teacher")
    assert "Which room?" in text(teacher.get(f"/cases/{case.pk}/check/"))
    assert teacher.get(step_url(case, "changes")).url == f"/cases/{case.pk}/check/"
    path.do("resubmit", cast.teacher)
    assert path.step(KEY).person == cast.technology


def test_nobody_else_reviews_it(cast):
    case = EquipPath(cast).submitted()
    url = step_url(case, KEY)
    for person in ("teacher", "principal", "technician", "it-director", "business-office", "admin"):
        assert cast.client(person).post(url, GOOD).status_code == 403, person
