"""EQUIP-7: each unit is inventoried on arrival; deliveries may be partial; the rest is cancelled with a reason."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.district import setting
from assets.models import Asset
from contracts.commitment import fiscal_year_of
from requests_app import purchases
from requests_app.lists import spend_at
from tests.answering import answer, fill, now, step_url, text
from tests.equip_paths import EquipPath, order
from workflows.actors import Actor
from workflows.errors import Unmet

pytestmark = [pytest.mark.django_db, pytest.mark.sop("EQUIP-7")]
KEY = "equip-inventory"
SAID = {"name": "Chromebook 514", "manufacturer": "Acer", "cost": "420", "warranty_until": "2030-01-31"}


def url(path: EquipPath) -> str:
    return f"{step_url(path.case, KEY)}delivery/"


def deliver(cast, path: EquipPath, units: str, *, line: int = 0, **more):
    item = list(path.fresh.items.all())[line]
    return fill(cast.client("technology"), url(path), item=item.pk, units=units, **(SAID | more))


def test_each_unit_gets_tag_serial_model_place_cost_order_and_warranty(cast):
    path = EquipPath(cast)
    path.arriving()
    assert deliver(cast, path, "SN-1\nSN-2, OWN-7\n-", note="One box was open.").status_code == 303

    units = [unit.asset for unit in path.fresh.units.select_related("asset")]
    assert [(a.serial, a.tag == "OWN-7") for a in units] == [("SN-1", False), ("SN-2", True), ("", False)]
    assert len({a.tag for a in units}) == 3
    first = units[0]
    assert (first.name, first.manufacturer, first.category, first.place, first.state) == (
        "Chromebook 514", "Acer", "laptop", cast.school, Asset.State.STOCK,
    )  # fmt: skip
    assert (first.cost, first.po_number, first.acquired_on, first.warranty_until, first.case_id) == (
        Decimal("420.00"), "PO-77", timezone.localdate(), date(2030, 1, 31), path.case.pk,
    )  # fmt: skip
    page = text(cast.client("technology").get(step_url(path.case, KEY)))
    for words in ("3 units arrived", "OWN-7", "SN-1", "One box was open."):
        assert words in page


def test_deliveries_are_partial_and_the_step_stays_open_until_all_is_in(cast):
    path = EquipPath(cast)
    path.arriving()
    deliver(cast, path, "SN-1\nSN-2")
    technology = cast.client("technology")
    assert "2 units have not arrived yet." in text(technology.get(step_url(path.case, KEY)))
    assert answer(technology, path.case, KEY, move="all_in").status_code in {409, 422}
    assert path.fresh.state == "inventory"

    deliver(cast, path, "SN-3")
    deliver(cast, path, "D-1", line=1, name="Monitor")
    assert path.fresh.deliveries.count() == 3
    assert answer(technology, path.case, KEY, move="all_in").status_code == 303
    found = now(path.case)
    assert (found.state, found.money.received_on, found.technician) == (
        "deployment", timezone.localdate(), cast.technician,
    )  # fmt: skip


def test_the_rest_is_cancelled_with_a_reason(cast):
    path = EquipPath(cast)
    path.in_part()
    technology = cast.client("technology")
    assert answer(technology, path.case, KEY, move="cancel_rest").status_code == 422
    words = "The maker stopped it."
    assert answer(technology, path.case, KEY, move="cancel_rest", rationale=words).status_code == 303
    found = path.fresh
    assert [(item.quantity, item.cancelled) for item in found.items.all()] == [(3, 1), (1, 1)]
    assert (found.state, found.units_awaited()) == ("deployment", 0)
    assert cast.teacher.notices.filter(template="equipment_not_coming").count() == 1
    assert words in text(cast.client("teacher").get(f"/cases/{path.case.pk}/"))


@pytest.mark.parametrize(("units", "words"), [
    ("1\n2\n3\n4", "3 are still awaited, and you list 4"),
    ("SN-1\nSN-1", "Line 2:"),
    ("SN-1, TAG-1\nSN-2, TAG-1", "Line 2:"),
    ("SN-1, bad tag!!", "Line 1:"),
])  # fmt: skip
def test_what_cannot_be_so_is_refused_by_its_line_and_nothing_is_kept(cast, units, words):
    path = EquipPath(cast)
    path.arriving()
    refused = deliver(cast, path, units)
    assert refused.status_code == 422
    assert words in text(refused)
    assert (Asset.objects.count(), path.fresh.deliveries.count()) == (0, 0)


def test_a_form_sent_twice_records_one_delivery(cast):
    path = EquipPath(cast)
    path.arriving()
    client, item = cast.client("technology"), path.fresh.items.first()
    form = client.get(url(path)).context["form"]
    sent = {name: form[name].value() for name in ("once", "case_version", "reviews", "step_version", "arrived_on")}
    sent |= SAID | {"item": item.pk, "units": "SN-1"}
    answers = [client.post(url(path), sent).status_code for _click in range(2)]
    assert (answers, Asset.objects.count(), path.fresh.deliveries.count()) == ([303, 303], 1, 1)


def test_a_day_to_come_is_refused(cast):
    path = EquipPath(cast)
    path.arriving()
    assert set(deliver(cast, path, "SN-1", arrived_on="2099-01-01").context["form"].errors) == {"arrived_on"}


def test_only_whoever_has_the_step_records(cast):
    path = EquipPath(cast)
    path.arriving()
    for person in ("teacher", "principal", "technician", "business-office", "admin"):
        assert cast.client(person).post(url(path), {"units": "SN-1"}).status_code == 403, person
    assert not Asset.objects.exists()


def test_an_order_that_does_not_come_goes_back_to_the_quotes(cast):
    path = EquipPath(cast)
    path.ordered()
    technology = cast.client("technology")
    words = {"rationale": "The vendor closed."}
    assert answer(technology, path.case, "equip-arrival", move="order_failed", **words).status_code == 303
    found = now(path.case)
    assert (found.state, found.money.po_number, found.money.starts_on) == ("quoting", "", None)


def test_the_years_of_an_order_that_does_not_come_are_those_of_its_quote_and_nobody_spends_them(cast):
    path = EquipPath(cast)
    path.quoted("1450.00")
    path.do("send_for_funds", cast.technology)
    path.do("place_order", cast.business_office, **order("1500.00"))
    this = str(fiscal_year_of(timezone.localdate(), int(setting("fiscal_year_month"))))
    office = cast.client("business-office")
    assert office.get("/purchases/spend/").context["spent"].any
    assert office.get(f"/purchases/?state=bought&year={this}").context["page"].paginator.count == 1

    path.do("order_failed", cast.technology, rationale="The vendor closed.")

    kept = [(year.amount, year.starts_on) for year in path.fresh.money.year_amounts.all()]
    assert kept == [(Decimal("1450.00"), None)]
    assert not office.get("/purchases/spend/").context["spent"].any
    assert office.get(f"/purchases/?state=bought&year={this}").context["page"].paginator.count == 0
    assert spend_at([cast.school])["ordered"] is None


def test_arrived_by_mistake_it_may_still_not_come(cast):
    path = EquipPath(cast)
    path.arriving()
    said = {"move": "order_failed", "rationale": "The boxes were empty."}
    assert answer(cast.client("technology"), path.case, KEY, **said).status_code == 303
    assert path.fresh.state == "quoting"


@pytest.mark.parametrize("where", ["ordered", "in_part"])
def test_its_receipt_is_recorded_at_its_steps_alone(cast, where):
    path = EquipPath(cast)
    case = getattr(path, where)()
    said = {"received_on": timezone.localdate(), "by": Actor(cast.business_office), "at": timezone.now()}
    with pytest.raises(Unmet):
        purchases.record_receipt(case, **said)
    assert path.fresh.money.received_on is None


def test_the_business_office_is_told_to_stop_an_order_that_is_withdrawn(cast):
    path = EquipPath(cast)
    path.to_fund()
    path.do("withdraw", cast.teacher)
    assert cast.business_office.notices.filter(template="stop_order").count() == 1
    assert not cast.principal.notices.filter(template="stop_order").exists()
