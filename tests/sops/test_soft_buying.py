"""SOFT-13 to SOFT-15: quotes and the order, licences, installation."""

from datetime import timedelta
from decimal import Decimal

import pytest
from cryptography.fernet import Fernet
from django.urls import reverse
from django.utils import timezone

from accounts.files import kept_file
from assets.models import Licence, LicenceReading
from requests_app import installing, purchases
from requests_app.models import Purchase
from tests.answering import answer, fill, step_url, text
from tests.paths import pdf
from tests.software_paths import FUNDS, GRANT, ORDER, WHY, SoftwarePath
from workflows.actors import Actor
from workflows.models import Notice

pytestmark = pytest.mark.django_db
SECRET = "ZQ7X-KEY-0451"


@pytest.fixture
def sealed(settings):
    settings.LICENCE_KEYS = [Fernet.generate_key().decode()]


# --- SOFT-13: quotes and the order ------------------------------------------------------------------------------------


@pytest.mark.sop("SOFT-13")
def test_no_order_without_the_budget_owners_yes_then_it_goes_on_by_itself(cast):
    path = SoftwarePath(cast, paid=True)
    path.sound()
    aas = cast.client("aas")
    order = {name: str(value) for name, value in ORDER.items()}
    refused = answer(aas, path.case, "software-order", outcome="ordered", **order)
    assert refused.status_code in {409, 422}
    assert "The budget owner has not said yes." in text(refused)
    page = text(aas.get(step_url(path.case, "software-order")))
    assert "Don’t order yet: the budget owner has not said yes." in page
    assert "The order may be released." not in page
    assert page.count(reverse("case-purchase", args=[path.case.pk])) == 1

    funds = {name: str(value) for name, value in FUNDS.items()}
    principal = cast.client("principal")
    assert answer(principal, path.case, "software-funds", outcome="approve", **funds).status_code == 303
    assert answer(aas, path.case, "software-order", outcome="ordered", **order).status_code == 303

    case = path.fresh
    assert (case.state, case.open_step("licences").role) == ("licensing", "aas")
    bought = Purchase.objects.get()
    assert (bought.po_number, bought.supported_by, bought.ordered_by) == ("PO-17", cast.principal, cast.aas)


@pytest.mark.sop("SOFT-13")
def test_whoever_was_to_record_the_order_is_told_to_stop(cast):
    path = SoftwarePath(cast, paid=True)
    path.sound()
    url = reverse("case-move", args=[path.case.pk, "withdraw"])
    assert fill(cast.client("teacher"), url).status_code == 303
    assert [told.user for told in Notice.objects.filter(template="stop_order")] == [cast.aas]


@pytest.mark.sop("SOFT-13")
def test_no_funds_is_an_answer_and_the_request_may_be_denied_for_it(cast):
    path = SoftwarePath(cast, paid=True)
    path.sound()
    no = {"outcome": "no-funds", "rationale": "Nothing is left."}
    answer(cast.client("principal"), path.case, "software-funds", **no)
    aas = cast.client("aas")
    assert "Ask for funds once more" in text(aas.get(path.case.get_absolute_url()))

    url = reverse("case-move", args=[path.case.pk, "deny_unfunded"])
    assert fill(aas, url, rationale="There is no money this year.").status_code == 303

    case = path.fresh
    assert (case.state, case.resource.approval) == ("denied", "unreviewed")
    assert case.money.stopped_at is not None
    assert Notice.objects.filter(template="denied", user=cast.teacher).count() == 1


@pytest.mark.sop("SOFT-13")
def test_the_budget_owner_may_be_asked_once_more(cast):
    path = SoftwarePath(cast, paid=True)
    path.sound()
    path.answer("software-funds", cast.principal, "no-funds", rationale="Nothing is left.")

    url = reverse("case-move", args=[path.case.pk, "ask_for_funds"])
    assert fill(cast.client("aas"), url).status_code == 303

    path.answer("software-funds", cast.principal, **FUNDS)
    assert path.answer("software-order", cast.aas, "ordered", **ORDER).state == "licensing"


@pytest.mark.sop("SOFT-13")
def test_a_grant_that_fails_at_the_order_leaves_nothing_stuck(cast):
    path = SoftwarePath(cast, **GRANT)
    path.sound()
    aas, principal = cast.client("aas"), cast.client("principal")
    assert path.fresh.open_step("software-funds") is None
    page = text(aas.get(step_url(path.case, "software-order")))
    assert "The order may be released." in page
    assert "A grant or another outside source" in page
    no = {"outcome": "no-funds", "rationale": "The grant was not given."}
    assert answer(aas, path.case, "software-order", **no).status_code == 303
    assert path.fresh.money.standing == "no-funds"
    page = text(aas.get(path.case.get_absolute_url()))
    assert "Deny the request: there are no funds" in page

    url = reverse("case-move", args=[path.case.pk, "ask_for_funds"])
    assert fill(aas, url).status_code == 303

    order = {"outcome": "ordered"} | {name: str(value) for name, value in ORDER.items()}
    assert answer(aas, path.case, "software-order", **order).status_code == 422
    funds = {name: str(value) for name, value in FUNDS.items()}
    assert answer(principal, path.case, "software-funds", outcome="approve", **funds).status_code == 303
    assert answer(aas, path.case, "software-order", **order).status_code == 303
    assert path.fresh.state == "licensing"


@pytest.mark.sop("SOFT-13")
def test_a_quote_over_what_a_grant_was_asked_for_goes_to_the_budget_owner(cast):
    path = SoftwarePath(cast, **GRANT)
    path.sound()
    by, at = Actor(cast.aas), path.at
    with kept_file(pdf("quote.pdf"), by=cast.aas, at=at) as stored:
        said = {"vendor_name": "Euclid", "amount": Decimal("1500.00"), "years": 1}
        purchases.add_quote(path.fresh, stored, by=by, at=at, **said)
    purchases.choose_quote(path.fresh, path.fresh.money.quotes.get(), by=by, at=at)

    step = path.fresh.open_step("software-funds")
    assert Notice.objects.get(step=step, template="step_opened").user == cast.principal
    more = {"po_number": "PO-1", "po_date": ORDER["po_date"], "po_amount": Decimal("1500.00")}
    assert path.fresh.order_refused(Decimal("1500.00"), agreed=False)
    path.answer("software-funds", cast.principal, **FUNDS | {"amount": Decimal("1500.00")})
    assert path.answer("software-order", cast.aas, "ordered", **more).state == "licensing"


# --- SOFT-14: licences ------------------------------------------------------------------------------------------------


@pytest.mark.sop("SOFT-14")
def test_the_licence_is_stored_for_the_request_and_read_on_the_installation_step_alone(cast, sealed):
    path = SoftwarePath(cast, paid=True)
    case = path.ordered()
    aas, dii = cast.client("aas"), cast.client("dii")
    assert answer(aas, case, "licences", move="licences_stored").status_code == 409
    url = f"{reverse('licence-add')}?case={case.pk}"
    assert url in aas.get(step_url(case, "licences")).content.decode()

    response = fill(aas, url, secret=SECRET, seats="60", places=[cast.school.pk])
    assert response.status_code == 303, text(response)
    licence = Licence.objects.get()
    assert (licence.case_id, licence.resource, licence.seats) == (case.pk, case.resource, 60)
    read = reverse("licence-key", args=[licence.pk])
    assert dii.post(read).status_code == 403

    assert answer(aas, case, "licences", move="licences_stored").status_code == 303
    assert licence.get_absolute_url() in dii.get(step_url(case, "installation")).content.decode()
    assert SECRET in dii.post(read).content.decode()
    assert SECRET in aas.post(read).content.decode()
    assert LicenceReading.objects.count() == 2


@pytest.mark.sop("SOFT-14")
def test_a_web_service_without_a_key_is_recorded_so_with_the_reason(cast):
    path = SoftwarePath(cast, paid=True)
    path.ordered()
    aas = cast.client("aas")

    assert answer(aas, path.case, "licences", move="nothing_to_store").status_code == 422
    why = "It is a web service."
    assert answer(aas, path.case, "licences", move="nothing_to_store", rationale=why).status_code == 303
    assert path.fresh.state == "installation"


# --- SOFT-15: installation --------------------------------------------------------------------------------------------


@pytest.mark.sop("SOFT-15")
def test_each_set_up_is_a_line_done_on_a_day_by_somebody(cast):
    path = SoftwarePath(cast)
    case = path.to_install()
    dii = cast.client("dii")
    assert [str(line) for line in case.setup_lines.all()] == [
        "Chromebooks, Lincoln School",
        "computer lab, Lincoln School",
    ]
    url = reverse("step-setups", args=[case.pk, case.open_step("installation").pk])
    said = {"what": "add", "name": "Library", "place": cast.school.pk}
    assert dii.post(url, said).status_code == 303
    assert dii.post(url, said).status_code == 422
    first, second, third = case.setup_lines.all()

    day = timezone.localdate() - timedelta(days=1)
    assert dii.post(url, {"what": "done", "setup": first.pk, "done_on": day.isoformat()}).status_code == 303
    assert dii.post(url, {"what": "done", "setup": second.pk}).status_code == 303
    assert answer(dii, case, "installation", move="installed").status_code == 409
    assert dii.post(url, {"what": "remove", "setup": third.pk}).status_code == 303
    for act in ("remove", "done", "undo"):  # a second click, or a page that is no longer true
        assert dii.post(url, {"what": act, "setup": third.pk}).status_code == 409
    assert dii.post(url, {"what": "remove", "setup": "x" * 30}).status_code == 409

    assert answer(dii, case, "installation", move="installed").status_code == 303
    first.refresh_from_db()
    assert (first.done_on, first.done_by) == (day, cast.dii)
    assert path.fresh.state == "publication"


@pytest.mark.sop("SOFT-15")
def test_a_line_that_was_done_too_soon_is_taken_back(cast):
    path = SoftwarePath(cast)
    case = path.to_install()
    dii = cast.client("dii")
    url = reverse("step-setups", args=[case.pk, case.open_step("installation").pk])
    line = case.setup_lines.first()
    dii.post(url, {"what": "done", "setup": line.pk})
    refused = dii.post(url, {"what": "remove", "setup": line.pk})

    assert refused.status_code == 409
    assert dii.post(url, {"what": "undo", "setup": line.pk}).status_code == 303
    line.refresh_from_db()
    assert (line.done_on, line.done_by) == (None, None)


@pytest.mark.sop("SOFT-15")
def test_only_dii_says_what_is_installed(cast):
    path = SoftwarePath(cast)
    case = path.to_install()
    cast.client("dii").get("/inbox/")
    url = reverse("step-setups", args=[case.pk, case.open_step("installation").pk])

    response = cast.client("teacher").post(url, {"what": "done", "setup": case.setup_lines.first().pk})

    assert response.status_code == 403


@pytest.mark.sop("SOFT-15")
def test_what_was_installed_of_the_first_product_is_to_be_done_anew_for_its_replacement(cast):
    path = SoftwarePath(cast)
    case = path.to_install()
    line = case.setup_lines.first()
    installing.mark_done(line, path.step("installation"), done_on=timezone.localdate(), by=Actor(cast.dii), at=path.at)
    path.do("back", cast.dii)

    path.do("replace", cast.dii, replacement="Figure Studio", **WHY)

    assert path.fresh.setups_left() == path.fresh.setup_lines.count() == 2
