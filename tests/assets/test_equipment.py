"""Units of equipment: what may be recorded, where they go, and what their history says."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.services import change_settings
from assets import selectors, services
from assets.models import Asset, AssetChange, Category
from tests.assets.things import asset, unit
from workflows.errors import Invalid, Stale, Unmet

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)
State = Asset.State


def register(cast, *units, key=""):
    return services.register(
        [unit(cast.school) | each for each in units], case=None, by=cast.technology, at=AT, key=key
    )


def refused(cast, *units) -> dict[str, str]:
    with pytest.raises(Invalid) as refusal:
        register(cast, *units)
    return refusal.value.errors


def test_units_without_a_tag_get_the_next_numbers_of_the_district(cast):
    tags = [each.tag for each in register(cast, {}, {"tag": "old 17"}, {})]
    assert tags == ["PV-000001", "OLD 17", "PV-000002"]
    change_settings(values={"asset_tag_prefix": "D100-"}, by=cast.admin, at=AT)
    assert register(cast, {})[0].tag == "D100-000001"


def test_a_number_somebody_typed_is_passed_over(cast):
    register(cast, {"tag": "pv-000002"})
    assert [each.tag for each in register(cast, {}, {}, {"tag": "PV-000004"}, {})] == [
        "PV-000001", "PV-000003", "PV-000004", "PV-000005",
    ]  # fmt: skip


def test_a_tag_is_unique_in_any_case(cast):
    register(cast, {"tag": "Lab-7"})
    assert "LAB-7" in refused(cast, {"tag": "lab-7"})["tag-0"]
    assert {"tag-1"} == {*refused(cast, {"tag": "x1"}, {"tag": "X1"})}


@pytest.mark.parametrize("tag", ["=1+1", "-5", "@x", "Ü1", "a\x00b", "a\tb;c", "x" * 41, "１２"])
def test_a_tag_is_what_stands_on_a_label(cast, tag):
    assert "tag-0" in refused(cast, {"tag": tag})


def test_a_serial_number_is_unique_for_its_manufacturer(cast):
    register(cast, {"manufacturer": "Acer", "serial": "SN1"}, {"manufacturer": "Dell", "serial": "SN1"}, {"serial": ""})
    register(cast, {"serial": ""})
    assert "sn1" in refused(cast, {"manufacturer": "ACER", "serial": "sn1"})["serial-0"]
    assert {"serial-1"} == {*refused(cast, {"serial": "q"}, {"serial": "Q"})}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", " "),
        ("name", "x" * 201),
        ("category", "spaceship"),
        ("place", None),
        ("cost", Decimal("-1")),
        ("cost", Decimal("NaN")),
        ("cost", Decimal("1e12")),
        ("serial", "№5"),
        ("note", "x" * 4001),
    ],
)
def test_what_a_record_may_not_say(cast, name, value):
    assert f"{name}-0" in refused(cast, {name: value})
    assert not Asset.objects.exists()


def test_one_wrong_unit_refuses_all(cast):
    assert {"category-1"} == {*refused(cast, {}, {"category": ""}, {})}
    assert not Asset.objects.exists()


def test_the_same_form_again_gives_the_same_units(cast):
    first = register(cast, {}, {}, key="once")
    assert register(cast, {}, {}, key="once") == first
    assert Asset.objects.count() == 2
    others = services.register([unit(cast.school)], case=None, by=cast.dii, at=AT, key="once")
    assert others[0] not in first


def test_a_unit_goes_out_and_comes_back(cast):
    laptop = asset(cast)
    by = {"by": cast.technician, "at": AT}
    laptop = services.deploy(laptop, place=cast.other_school, person=cast.stranger, reason="New teacher", **by)
    assert (laptop.state, laptop.place, laptop.assigned_to, laptop.since) == (
        State.DEPLOYED, cast.other_school, cast.stranger, AT,
    )  # fmt: skip
    laptop = services.move(laptop, place=cast.school, **by)
    laptop = services.assign(laptop, person=cast.teacher, **by)
    laptop = services.send_to_repair(laptop, place=cast.department, **by)
    assert (laptop.state, laptop.assigned_to) == (State.REPAIR, cast.teacher)
    laptop = services.take_back(laptop, **by)
    assert (laptop.state, laptop.assigned_to, laptop.place) == (State.STOCK, None, cast.department)
    laptop = services.report_lost(laptop, **by)
    laptop = services.retire(laptop, reason="Never found", **by)
    assert [row.what for row in selectors.history(laptop)] == [
        "retired", "lost", "stock", "repair", "assigned", "moved", "deployed", "registered",
    ]  # fmt: skip
    out = laptop.history.get(what="deployed")
    assert out.changed == {
        "state": ["stock", "deployed"],
        "place": ["Lincoln School", "Roosevelt School"],
        "assigned_to": ["", str(cast.stranger)],
    }
    assert (out.by_name, out.reason, out.at) == (str(cast.technician), "New teacher", AT)


@pytest.mark.parametrize(
    ("state", "act", "more"),
    [
        (State.RETIRED, services.deploy, {}),
        (State.RETIRED, services.move, {"place": None}),
        (State.RETIRED, services.send_to_repair, {}),
        (State.RETIRED, services.report_lost, {}),
        (State.STOCK, services.assign, {"person": None}),
        (State.LOST, services.assign, {"person": None}),
        (State.STOCK, services.take_back, {}),
    ],
)
def test_what_cant_be_done_in_a_state_is_refused_with_the_reason(cast, state, act, more):
    laptop = asset(cast, state=state)
    with pytest.raises(Unmet) as refusal:
        act(laptop, by=cast.technology, at=AT, **more)
    assert str(refusal.value.reason).endswith(".")
    laptop.refresh_from_db()
    assert (laptop.state, laptop.version) == (state, 1)


def test_a_retirement_needs_a_reason(cast):
    with pytest.raises(Invalid):
        services.retire(asset(cast), reason=" ", by=cast.technology, at=AT)


def test_an_act_is_done_once_and_only_on_what_was_shown(cast):
    laptop = asset(cast)
    services.deploy(laptop, by=cast.technician, at=AT, key="k", version=1)
    services.deploy(laptop, by=cast.technician, at=AT, key="k", version=1)
    assert laptop.history.filter(what="deployed").count() == 1
    with pytest.raises(Stale):
        services.move(laptop, place=cast.other_school, by=cast.technician, at=AT, version=1)


def test_a_record_is_put_right(cast):
    laptop, other = asset(cast), asset(cast, tag="T9", manufacturer="Acer", serial="S1")
    changes = {"cost": Decimal("310.50"), "tag": "t8", "warranty_until": AT.date()}
    laptop = services.edit(laptop, changes=changes, by=cast.aas, at=AT)
    assert laptop.tag == "T8"
    assert laptop.history.first().changed == {
        "cost": ["", "310.50"], "tag": ["PV-000001", "T8"], "warranty_until": ["", "2026-11-20"],
    }  # fmt: skip
    assert laptop.since != AT  # it stands where it stood
    with pytest.raises(Invalid) as refusal:
        services.edit(laptop, changes={"tag": "t9", "manufacturer": "acer", "serial": "s1"}, by=cast.aas, at=AT)
    assert {*refusal.value.errors} == {"tag", "serial"}
    assert services.edit(other, changes={"serial": "s1"}, by=cast.aas, at=AT).serial == "s1"


def test_the_history_can_be_neither_changed_nor_deleted(cast):
    row = asset(cast).history.get()
    for spoil in (lambda: AssetChange.objects.filter(pk=row.pk).update(reason="x"), row.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            spoil()


def test_what_is_in_stock(cast):
    here, there = asset(cast), asset(cast, place=cast.other_school)
    asset(cast, category=Category.TABLET)
    services.deploy(asset(cast), by=cast.technician, at=AT)
    assert list(selectors.available_in_stock(Category.LAPTOP)) == [here, there]
    assert list(selectors.available_in_stock(Category.LAPTOP, place=cast.other_school)) == [there]


def test_units_of_a_person_and_of_a_place(cast):
    laptop = asset(cast, place=cast.other_school)
    at = timezone.now()
    assert not selectors.assets_of(cast.teacher, at=at)
    services.deploy(laptop, person=cast.teacher, by=cast.technician, at=at)
    assert [*selectors.assets_of(cast.teacher, at=at)] == [laptop]
    assert not selectors.assets_of(cast.principal, at=at)
    assert [*selectors.assets_of(cast.other_principal, at=at)] == [laptop]
    assert [*selectors.assets_of(cast.technology, at=at, words=f"{laptop.tag} chrome", place=cast.district)] == [laptop]
    assert not selectors.assets_of(cast.technology, at=at, words="chrome nothing")
