"""EQUIP-5 and EQUIP-6: quotes with file and amount; account, amount and order; “no funds” goes back."""

from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.district import change_setting
from requests_app.models import Quote
from tests.answering import answer, fill, now, step_url, text
from tests.equip_paths import EquipPath
from tests.paths import pdf

pytestmark = pytest.mark.django_db
ORDER = {"funding_source": "Levy", "budget_code": "10-2225", "po_number": "PO-77", "po_amount": "1450"}


def quotes_url(path: EquipPath) -> str:
    return f"{step_url(path.case, 'equip-quotes')}quotes/"


def add(cast, path: EquipPath, vendor: str, amount: str, **more):
    return fill(
        cast.client("technology"),
        quotes_url(path),
        vendor_name=vendor,
        quoted=amount,
        file=pdf(f"{vendor}.pdf"),
        **more,
    )


def ordered(cast, path: EquipPath, **said):
    today = timezone.localdate().isoformat()
    return answer(
        cast.client("business-office"),
        path.case,
        "equip-funds",
        move="place_order",
        **({"po_date": today} | ORDER | said),
    )


@pytest.mark.sop("EQUIP-5")
def test_quotes_are_added_with_file_and_amount_and_one_is_chosen(cast):
    path = EquipPath(cast)
    path.approved()
    assert add(cast, path, "Data House", "1450").status_code == 303
    assert add(cast, path, "School Supply", "1400").status_code == 303
    first, second = Quote.objects.order_by("pk")
    assert (first.chosen, second.chosen, first.amount, first.file.file.name) == (
        True, False, Decimal("1450.00"), "Data House.pdf",
    )  # fmt: skip
    client = cast.client("technology")
    assert client.post(quotes_url(path), {"what": "choose", "which": second.pk}).status_code == 303
    assert path.fresh.chosen_quote == second
    page = text(client.get(step_url(path.case, "equip-quotes")))
    assert "Data House.pdf" in page
    assert "$1,400.00" in page
    assert answer(client, path.case, "equip-quotes", move="send_for_funds").status_code == 303
    assert now(path.case).state == "funding"


@pytest.mark.sop("EQUIP-6")
def test_what_waits_for_its_order_is_on_the_business_offices_list(cast):
    path = EquipPath(cast)
    case = path.to_fund()
    assert case.money.standing == "order"
    assert case.title in text(cast.client("business-office").get("/purchases/"))


@pytest.mark.sop("EQUIP-5")
@pytest.mark.parametrize("left_out", ["vendor_name", "quoted", "file"])
def test_a_quote_has_a_company_an_amount_and_a_file(cast, left_out):
    path = EquipPath(cast)
    path.approved()
    said = {"vendor_name": "Data House", "quoted": "1450", "file": pdf("a.pdf")}
    del said[left_out]
    refused = fill(cast.client("technology"), quotes_url(path), **said)
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {left_out})
    assert not Quote.objects.exists()


@pytest.mark.sop("EQUIP-5")
def test_a_quote_for_several_years_says_so_and_is_chosen_as_it_is_added(cast):
    path = EquipPath(cast)
    path.approved()
    said = {"vendor_name": "Data House", "quoted": "1400", "years": "2", "per_year": "700", "file": pdf("a.pdf")}
    assert fill(cast.client("technology"), quotes_url(path), take="on", **said).status_code == 303
    kept = Quote.objects.get()
    assert (kept.amount, kept.per_year, kept.years, kept.chosen) == (Decimal("1400"), Decimal("700"), 2, True)
    assert [year.amount for year in path.fresh.money.year_amounts.all()] == [Decimal("700.00")] * 2


@pytest.mark.sop("EQUIP-5")
def test_only_whoever_has_the_step_adds_quotes_and_only_there(cast):
    path = EquipPath(cast)
    path.approved()
    url = quotes_url(path)
    for person in ("teacher", "principal", "business-office", "admin"):
        assert cast.client(person).post(url, {"what": "quote"}).status_code == 403, person
    path.quote()
    path.do("send_for_funds", cast.technology)
    assert cast.client("technology").post(url, {"what": "quote"}).status_code == 409


@pytest.mark.sop("EQUIP-5")
def test_a_quote_over_the_estimate_goes_back_to_the_supervisor_and_forth_again(cast):
    path = EquipPath(cast)
    path.quoted("1800.00")
    technology, key = cast.client("technology"), "equip-quotes"
    assert "it goes back to the supervisor" in text(technology.get(step_url(path.case, key)))
    assert answer(technology, path.case, key, move="ask_again", rationale="Dearer than we thought.").status_code == 303
    found = now(path.case)
    assert (found.state, found.amount, found.money.supported) == ("supervisor-review", Decimal("1800.00"), None)
    path.do("approve", cast.principal)
    assert path.fresh.money.support_amount == Decimal("1800.00")
    assert path.do("send_for_funds", cast.technology).state == "funding"


@pytest.mark.sop("EQUIP-5")
def test_the_district_may_want_more_quotes_for_such_an_amount(cast):
    for key, value in (("quotes_from", Decimal("1000.00")), ("quotes_number", 2)):
        change_setting(key=key, value=value, by=cast.admin, at=timezone.now())
    path = EquipPath(cast)
    path.quoted()
    page = text(cast.client("technology").get(step_url(path.case, "equip-quotes")))
    assert "needs 2 quotes" in page
    path.quote("1500.00", vendor="Other", take=False)
    assert path.do("send_for_funds", cast.technology).state == "funding"


@pytest.mark.sop("EQUIP-6")
def test_the_business_office_names_account_amount_and_order(cast):
    path = EquipPath(cast)
    path.to_fund()
    assert ordered(cast, path).status_code == 303
    found = now(path.case)
    money = found.money
    assert (found.state, money.po_number, money.po_amount, money.budget_code, money.funding_source) == (
        "ordered", "PO-77", Decimal("1450.00"), "10-2225", "Levy",
    )  # fmt: skip
    assert cast.teacher.notices.filter(template="equipment_ordered").count() == 1


@pytest.mark.sop("EQUIP-6")
@pytest.mark.parametrize("left_out", ["funding_source", "budget_code", "po_number", "po_amount", "po_date"])
def test_an_order_says_all_of_it(cast, left_out):
    path = EquipPath(cast)
    path.to_fund()
    refused = ordered(cast, path, **{left_out: ""})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {left_out})


@pytest.mark.sop("EQUIP-6")
def test_an_order_over_what_was_approved_is_refused(cast):
    path = EquipPath(cast)
    path.to_fund()
    assert set(ordered(cast, path, po_amount="1650.01").context["form"].errors) == {"po_amount"}
    assert ordered(cast, path, po_amount="1650.00").status_code == 303


@pytest.mark.sop("EQUIP-6")
def test_no_funds_is_an_answer_that_goes_back_to_the_supervisor(cast):
    path = EquipPath(cast)
    path.to_fund()
    office = cast.client("business-office")
    assert answer(office, path.case, "equip-funds", move="no_funds").status_code == 422
    words = "The levy is spent until July."
    assert answer(office, path.case, "equip-funds", move="no_funds", rationale=words).status_code == 303
    found = now(path.case)
    assert (found.state, found.money.supported) == ("supervisor-review", False)
    assert words in text(cast.client("principal").get(step_url(path.case, "equip-supervisor")))


@pytest.mark.sop("EQUIP-6")
def test_nobody_else_orders(cast):
    path = EquipPath(cast)
    path.to_fund()
    for person in ("teacher", "principal", "technology", "admin", "procurement"):
        url = step_url(path.case, "equip-funds")
        assert cast.client(person).post(url, {"move": "place_order"} | ORDER).status_code == 403, person
