"""X-14: one purchase record, whatever the procedure: the owner's yes, quotes, amounts, order, receipt, papers, list."""

import csv
from datetime import date, timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.utils import timezone

from accounts.district import change_setting
from requests_app.lists import spend_at
from requests_app.models import Purchase
from tests.answering import answer, now, proposed, step_url, text
from tests.paths import WITH_DATA, Path, authorise, pdf
from workflows.letters import address_of, letter
from workflows.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("X-14")]
ORDER = {"outcome": "ordered", "po_number": "PO-77", "po_date": "2026-03-02", "po_amount": "1200.00"}


@pytest.fixture
def case(cast):
    """Funded, and approved by the reviewers: the order may be placed."""
    return Path(cast, funded=True).approved()


@pytest.fixture
def office(cast):
    return cast.client("business-office")


def record(case) -> str:
    return f"/cases/{case.pk}/purchase/"


def money(case) -> Purchase:
    return Purchase.objects.get(case=case.pk)


def keep(client, case, what: str, **said):
    """Fill in one of the forms of the record and send it."""
    form = client.get(record(case)).context["forms"][what]
    return client.post(record(case), proposed(form) | said)


def quoted(client, case, name: str, whole: str, **said):
    offer = {"vendor_name": name, "quoted": whole, "file": pdf(f"{name}.pdf")} | said
    response = keep(client, case, "quote", **offer)
    assert response.status_code == 303, response.context["forms"]["quote"].errors
    return money(case).quotes.get(vendor_name=name)


def chosen(client, case, quote):
    return keep(client, case, "choose", quote=quote.pk)


def ordered(cast, case, **said):
    response = answer(cast.client("principal"), case, "purchase", **(ORDER | said))
    assert response.status_code == 303
    return money(case)


def listed(client, query: str = "") -> set:
    return {row.case_id for row, _badge in client.get(f"/purchases/{query}").context["rows"]}


# --- the yes, the order -----------------------------------------------------------------------------------------------


def test_a_request_that_needs_funds_has_its_record_from_the_day_it_is_submitted(cast, office):
    path = Path(cast, funded=True)
    assert office.get("/purchases/").context["page"].paginator.count == 0
    case = path.submit()
    assert money(case).standing == "agreed"
    assert listed(office, "?state=agreed") == {case.pk}
    assert text(office.get(record(case))).count("School budget") == 1


def test_no_order_without_the_budget_owners_yes(cast, office, case):
    answer(cast.client("principal"), case, "purchase", outcome="no-funds", rationale="The grant fell through.")
    assert money(case).standing == "no-funds"
    assert listed(office, "?state=no-funds") == {case.pk}
    assert "no funds" in text(office.get(record(case)))
    assert now(case).order_refused(Decimal("1.00"), agreed=True) == "The budget owner has not said yes."


def test_a_quote_over_what_was_approved_goes_back_to_the_budget_owner(cast, office, case):
    quote = quoted(office, case, "Acme", "1320.01")
    assert money(case).standing == "order"

    assert chosen(office, case, quote).status_code == 303

    assert money(case).standing == "funds"
    assert "over what was approved" in text(office.get(record(case)))
    principal = cast.client("principal")
    assert answer(principal, case, "purchase", **ORDER).status_code == 422
    agreed = ordered(cast, case, po_amount="1320.01", agree_amount="on")
    assert (agreed.support_amount, agreed.standing) == (Decimal("1320.01"), "ordered")


def test_the_budget_owner_who_orders_is_told_of_a_quote_over_what_was_approved_once_an_amount(cast, office, case):
    told = Notice.objects.filter(template="quote_over_approved")
    small, large = quoted(office, case, "Acme", "1320.00"), quoted(office, case, "Beta", "1500.00")
    chosen(office, case, small)
    assert not told.exists()

    chosen(office, case, large)

    notice = told.get()
    step = now(case).open_step("purchase")
    assert (notice.user, notice.step, address_of(notice)) == (cast.principal, step, step_url(case, "purchase"))
    _subject, plain, _html = letter(notice)
    assert "over the amount you approved" in plain
    chosen(office, case, small)
    chosen(office, case, large)
    assert told.count() == 1
    assert keep(office, case, "term", years="1", whole_term="1600.00").status_code == 303
    assert told.count() == 2


def test_a_quote_within_the_tolerance_needs_no_second_yes(cast, office, case):
    assert chosen(office, case, quoted(office, case, "Acme", "1320.00")).status_code == 303
    assert money(case).standing == "order"


def test_below_so_many_quotes_no_large_order_is_recorded(cast, office, case):
    change_setting(key="quotes_from", value=Decimal("1000.00"), by=cast.admin, at=timezone.now())
    principal = cast.client("principal")
    assert "needs 2 quotes: 2 are missing" in text(office.get(record(case)))
    assert answer(principal, case, "purchase", **ORDER).status_code == 422
    quoted(office, case, "Acme", "1200.00")
    assert "needs 2 quotes: 1 is missing" in text(principal.get(step_url(case, "purchase")))
    quoted(office, case, "Beta", "1250.00")
    assert ordered(cast, case).po_number == "PO-77"


def test_thresholds_are_told_from_the_amount_of_all_years(cast, office, case):
    assert "the Board decides" not in text(office.get(record(case)))
    chosen(office, case, quoted(office, case, "Acme", "60000.00", years="3"))
    page = text(office.get(record(case)))
    assert "the Board decides" in page
    assert "a purchase for the whole district" in page


# --- quotes, years, receipt, papers -----------------------------------------------------------------------------------


def test_the_chosen_quote_says_years_and_amounts(cast, office, case):
    first = quoted(office, case, "Acme", "900.00", years="3", per_year="300.00")
    second = quoted(office, case, "Beta", "1000.00", years="3")
    chosen(office, case, first)
    assert [year.amount for year in money(case).year_amounts.all()] == [Decimal("300.00")] * 3

    chosen(office, case, second)

    kept = money(case)
    assert (kept.years, kept.whole_term) == (3, Decimal("1000.00"))
    assert [year.amount for year in kept.year_amounts.all()] == [
        Decimal("333.34"),
        Decimal("333.33"),
        Decimal("333.33"),
    ]
    assert [quote.vendor_name for quote in kept.quotes.filter(chosen=True)] == ["Beta"]
    history = text(office.get(f"/cases/{case.pk}/history/"))
    assert "Quote chosen" in history
    assert "Acme, 900.00" in history


def test_each_year_may_cost_something_else_and_adds_up(cast, office, case):
    years = {"years": "2", "whole_term": "1000.00", "starts_on": "2026-07-01", "year_1": "600.00", "year_2": "300.00"}
    wrong = keep(office, case, "term", **years)
    assert wrong.status_code == 422
    assert "do not add up" in text(wrong)

    assert keep(office, case, "term", **years | {"year_2": "400.00"}).status_code == 303

    kept = [(year.amount, year.starts_on) for year in money(case).year_amounts.all()]
    assert kept == [(Decimal("600.00"), date(2026, 7, 1)), (Decimal("400.00"), date(2027, 7, 1))]
    assert money(case).whole_term == Decimal("1000.00")


def test_an_order_is_received_on_a_day_that_has_come(cast, office, case):
    assert "forms" in office.get(record(case)).context
    early = office.post(record(case), {"what": "receipt", "received_on": "2026-03-03"})
    assert early.status_code == 409
    ordered(cast, case)
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert keep(office, case, "receipt", received_on=str(tomorrow)).status_code == 422

    assert keep(office, case, "receipt").status_code == 303

    kept = money(case)
    assert (kept.received_on, kept.received_by, kept.standing) == (
        timezone.localdate(),
        cast.business_office,
        "received",
    )
    assert listed(office, "?state=received") == {case.pk}
    assert "Receipt of the purchase" in text(office.get(f"/cases/{case.pk}/history/"))


@pytest.mark.parametrize("kind", ["exemption", "confirmation"])
def test_papers_are_signed_by_somebody_who_may_sign_for_the_district(cast, office, case, kind):
    signer = authorise()
    paper = {"kind": kind, "signer": signer.pk, "signed_on": "2019-01-01"}
    refused = keep(office, case, "document", file=pdf("letter.pdf"), **paper)
    assert refused.status_code == 422
    assert "not on the list" in text(refused)
    assert not money(case).documents.exists()

    assert (
        keep(office, case, "document", file=pdf("letter.pdf"), **paper | {"signed_on": "2026-01-05"}).status_code == 303
    )

    kept = money(case).documents.get()
    assert (kept.file.kind, kept.signer, kept.signed_on) == (kind, signer, date(2026, 1, 5))
    page = office.get(record(case))
    assert "Dana Director" in text(page)
    assert office.get(kept.file.file.get_absolute_url()).status_code == 200


def test_once_it_is_ordered_no_other_quote_is_chosen(cast, office, case):
    quote = quoted(office, case, "Acme", "1200.00")
    sent = proposed(office.get(record(case)).context["forms"]["choose"]) | {"quote": quote.pk}
    ordered(cast, case)
    sent["case_version"] = now(case).version
    assert office.post(record(case), sent).status_code == 409
    assert not money(case).quotes.filter(chosen=True).exists()


# --- who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("person", ["business-office", "aas", "procurement"])
def test_those_who_buy_keep_the_record(cast, case, person):
    assert quoted(cast.client(person), case, "Acme", "1000.00").years == 1


@pytest.mark.parametrize("person", ["teacher", "it-director", "admin", "district-administrator"])
def test_others_who_read_it_do_not(cast, case, person):
    client = cast.client(person)
    page = client.get(record(case))
    assert page.status_code == 200
    assert page.context["forms"] == {}
    assert client.post(record(case), {"what": "receipt", "received_on": "2026-03-03"}).status_code == 403


def test_whoever_asked_keeps_no_record_of_their_own_request(cast, office):
    path = Path(cast, funded=True, requester=cast.business_office)
    path.do("ask_support", cast.business_office)
    path.answer("support", cast.district_administrator, **path.funds)
    case = path.do("submit", cast.business_office)
    assert office.get(record(case)).context["forms"] == {}
    assert office.post(record(case), {"what": "quote"}).status_code == 403


def test_strangers_read_no_record_and_nobody_of_what_costs_nothing(cast, office, case):
    assert cast.client("stranger").get(record(case)).status_code == 403
    free = Path(cast).submit()
    assert office.get(record(free)).status_code == 404
    draft = Path(cast, funded=True).case
    assert office.get(record(draft)).status_code == 404


@pytest.mark.parametrize("page", ["", "export.csv", "spend/", "spend/year.svg"])
def test_the_list_is_for_the_business_office_procurement_and_administrators(cast, case, page):
    for person in ("business-office", "procurement", "district-administrator", "admin"):
        assert cast.client(person).get(f"/purchases/{page}").status_code == 200
    for person in ("teacher", "principal", "it-director", "aas", "technology"):
        assert cast.client(person).get(f"/purchases/{page}").status_code == 403


def test_the_way_to_the_record_is_shown_to_who_may_read_it(cast, office, case):
    assert record(case) in text(office.get(f"/cases/{case.pk}/"))
    assert record(case) not in text(cast.client("stranger").get(f"/cases/{case.pk}/"))
    assert "/purchases/" in text(office.get("/"))
    assert "/purchases/" not in text(cast.client("teacher").get("/"))


# --- the list ---------------------------------------------------------------------------------------------------------


def test_the_list_begins_with_what_waits_and_is_narrowed(cast, office, case):
    other = Path(cast, funded=True, title="Desmos", amount=Decimal("300.00"), **WITH_DATA).approved()
    done = Path(cast, funded=True, title="Bought").approved()
    ordered(cast, done)

    assert listed(office) == {case.pk, other.pk}
    assert listed(office, "?state=bought") == {done.pk}
    assert listed(office, "?state=all") == {case.pk, other.pk, done.pk}
    assert listed(office, "?state=all&q=PO-77") == {done.pk}
    assert listed(office, "?q=desmos") == {other.pk}
    assert listed(office, f"?place={cast.school.pk}") == {case.pk, other.pk}
    assert listed(office, f"?place={cast.other_school.pk}") == set()
    assert listed(office, "?kind=micro&state=all") == {case.pk, other.pk, done.pk}
    rows = office.get("/purchases/?state=all&sort=amount").context["rows"]
    assert [row.amount for row, _badge in rows] == [Decimal("1200.00"), Decimal("1200.00"), Decimal("300.00")]
    counts = {each["words"]: each["count"] for each in office.get("/purchases/").context["standings"]}
    assert (counts["Waiting for an order"], counts["Ordered"]) == (2, 1)


def test_the_fiscal_year_of_a_purchase_is_that_of_its_years(cast, office, case):
    done = ordered(cast, case)
    this = timezone.localdate().year
    assert keep(office, case, "term", starts_on=f"{this}-07-01", years="2", whole_term="1000.00").status_code == 303
    assert done.po_date == date(2026, 3, 2)
    assert listed(office, f"?state=all&year={this}") == {case.pk}
    assert listed(office, f"?state=all&year={this + 1}") == {case.pk}
    assert listed(office, f"?state=all&year={this + 2}") == set()


def test_what_makes_no_sense_narrows_to_what_waits(cast, office, case):
    for query in ("?state=nonsense", "?year=soon", "?place=0", "?sort=up&page=x"):
        assert listed(office, query) == {case.pk}


def test_the_export_runs_no_formula_and_follows_the_list(cast, office):
    case = Path(cast, funded=True, title='=HYPERLINK("http://evil.example")').approved()
    answer = office.get("/purchases/export.csv?state=all")
    assert answer["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["Number"], row["What"], row["Approved"], row["Currency"]) for row in rows] == [
        (case.number, '\'=HYPERLINK("http://evil.example")', "1200.00", "USD")
    ]
    assert list(csv.DictReader(StringIO(office.get("/purchases/export.csv?state=bought").content.decode()))) == []


# --- what is spent ----------------------------------------------------------------------------------------------------


def test_spend_is_shown_by_fiscal_year_place_and_procedure_with_its_list(cast, office, case):
    ordered(cast, case)
    year = timezone.localdate().year
    keep(office, case, "term", starts_on=f"{year}-07-01", years="2", whole_term="1000.01")

    shown = office.get(f"/purchases/spend/?year={year}").context["spent"]

    assert {each.year: each.total for each in shown.years if each.total} == {
        year: Decimal("500.01"),
        year + 1: Decimal("500.00"),
    }
    assert [(part.label, part.orders, part.total) for part in shown.places] == [
        ("Lincoln School", 1, Decimal("500.01"))
    ]
    assert [part.label for part in shown.kinds] == ["School-based request"]
    page = text(office.get(f"/purchases/spend/?year={year}"))
    link = f"/purchases/?state=bought&amp;year={year}&amp;place={cast.school.pk}"
    assert link in page
    assert listed(office, link.removeprefix("/purchases/").replace("&amp;", "&")) == {case.pk}
    for by in ("year", "place", "procedure"):
        picture = office.get(f"/purchases/spend/{by}.svg?year={year}")
        assert picture["Content-Type"] == "image/svg+xml"
        assert "$500.01" in picture.content.decode()
    assert office.get("/purchases/spend/vendor.svg").status_code == 404


def test_what_is_not_ordered_is_not_spent(cast, office, case):
    chosen(office, case, quoted(office, case, "Acme", "900.00"))
    assert not office.get("/purchases/spend/").context["spent"].any
    assert "Nothing was ordered yet" in text(office.get("/purchases/spend/"))


def test_where_there_were_no_funds_for_the_order_its_years_are_neither_spent_nor_promised(cast, office, case):
    chosen(office, case, quoted(office, case, "Acme", "900.00", years="3"))
    first = timezone.localdate().replace(day=1)
    keep(office, case, "term", starts_on=str(first), years="3", whole_term="900.00")
    assert spend_at([cast.school])["promised"] == Decimal("1200.00")

    answer(cast.client("principal"), case, "purchase", outcome="no-funds", rationale="The grant fell through.")

    assert [year.amount for year in money(case).year_amounts.all()] == [Decimal("300.00")] * 3
    assert money(case).standing == "no-funds"
    assert not office.get("/purchases/spend/").context["spent"].any
    assert spend_at([cast.school]) == {"ordered": None, "orders": 0, "promised": None, "promises": 0}
