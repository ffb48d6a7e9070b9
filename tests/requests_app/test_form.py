"""The form: a topic a page, kept as one goes, read-only while it is not the requester's (MICRO-3)."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from contracts.models import DataElement
from requests_app.models import MicroRequest, Purchase, Quote
from tests.paths import WITH_DATA, Path, pdf
from tests.requests_app.pages import ANSWERS, FUNDS, begin, fill, text
from workflows.models import CaseFile, Event

pytestmark = pytest.mark.django_db
TOPICS = ["product", "teaching", "people", "money", "data"]


@pytest.fixture
def teacher(cast):
    return cast.client("teacher")


@pytest.fixture
def draft(teacher):
    return begin(teacher, "Kahoot")


def page_of(case, topic="product"):
    return f"/cases/{case.pk}/form/{topic}/"


def fresh(case) -> MicroRequest:
    return MicroRequest.objects.get(pk=case.pk)


# Going through


@pytest.mark.sop("MICRO-3")
def test_the_form_asks_a_topic_a_page_and_ends_at_the_check(cast, teacher, draft):
    seen = []
    address = page_of(draft)
    while "/form/" in address:
        topic = address.split("/")[4]
        assert teacher.get(address).status_code == 200
        seen.append(topic)
        answers = ANSWERS[topic] | ({"schools": [cast.school.pk, cast.other_school.pk]} if topic == "people" else {})
        response = teacher.post(address, answers)
        assert response.status_code == 303
        address = response.url

    case = fresh(draft)
    assert (seen, address) == (TOPICS, f"/cases/{draft.pk}/check/")
    assert (case.title, case.website, case.instructional) == ("Kahoot!", "https://kahoot.com", True)
    assert (case.grade_levels, case.content_areas, case.students) == (["6", "7"], ["Mathematics"], 60)
    assert set(case.schools.all()) == {cast.school, cast.other_school}
    assert (case.needs_funds, case.amount, case.missing_answers()) == (False, None, [])


def test_each_page_shows_what_was_answered_and_the_parts_by_name(teacher, draft):
    fill(teacher, draft)

    for topic in TOPICS:
        page = teacher.get(page_of(draft, topic)).content.decode()
        assert "Who will use it, and where" in page
        assert 'aria-current="step"' in page
        assert f'data-autosave="{page_of(draft, topic)}"' in page
    assert 'value="Kahoot!"' in teacher.get(page_of(draft)).content.decode()


def test_a_topic_that_is_not_asked_is_not_there(teacher, draft):
    assert teacher.get(page_of(draft, "conditions")).status_code == 404
    assert teacher.post(page_of(draft, "nonsense")).status_code == 404


def test_a_request_for_the_office_is_not_asked_about_lessons(teacher, draft):
    fill(teacher, draft, product=ANSWERS["product"] | {"instructional": "False"}, teaching={"purpose": "Budgets"})

    page = text(teacher.get(page_of(draft, "teaching")))
    assert "Purpose" in page
    assert "Grade levels" not in page
    assert fresh(draft).missing_answers() == []


def test_ones_own_school_stands_first_and_is_chosen(cast, teacher, draft):
    page = teacher.get(page_of(draft, "people")).content.decode()
    boxes = page.split('id="div_id_schools"')[1]

    assert boxes.index("Lincoln School") < boxes.index("Roosevelt School") < boxes.index("Department of Instruction")
    assert re.search(rf'value="{cast.school.pk}"[^>]* checked', boxes)
    assert "Test District" not in boxes.split("Number of students")[0]


def test_funds_are_needed_when_the_district_pays_and_not_otherwise(teacher, draft):
    teacher.post(page_of(draft, "money"), FUNDS)
    case = fresh(draft)
    assert (case.needs_funds, case.amount, case.budget_code) == (True, Decimal("1200.00"), "10-2210-400")

    teacher.post(page_of(draft, "money"), FUNDS | {"paid_by": "grant"})
    case = fresh(draft)
    assert (case.needs_funds, case.amount, case.budget_code) == (False, Decimal("1200.00"), "")

    teacher.post(page_of(draft, "money"), FUNDS | {"paid_by": "free"})
    assert fresh(draft).amount is None


def test_data_elements_stand_under_their_categories_and_are_dropped_when_no_data_is_shared(teacher, draft):
    page = text(teacher.get(page_of(draft, "data")))
    assert "Student name First and/or last" in page or "Student name: First and/or last" in page
    some = list(DataElement.objects.values_list("pk", flat=True)[:2])
    said = ANSWERS["data"] | {"student_data": "yes", "data_elements": some}
    teacher.post(page_of(draft, "data"), said)
    assert fresh(draft).data_elements.count() == 2

    teacher.post(page_of(draft, "data"), said | {"student_data": "no"})
    assert fresh(draft).data_elements.count() == 0


def test_who_ticks_other_is_asked_which_and_the_words_stand_with_the_data(cast, teacher, draft):
    fill(teacher, draft)
    other = DataElement.objects.get(category="Assessment", name="Other")
    said = ANSWERS["data"] | {"student_data": "yes", "data_elements": [other.pk]}
    teacher.post(page_of(draft, "data"), said)
    assert fresh(draft).missing_answers() == ["which other data?"]

    teacher.post(page_of(draft, "data"), said | {"other_data": "Reading aloud, recorded"})

    case = fresh(draft)
    assert case.missing_answers() == []
    assert case.data_in_words(case.elements()) == ["Assessment: Other", "Reading aloud, recorded"]
    assert "Reading aloud, recorded" in text(teacher.get(f"/cases/{draft.pk}/check/"))
    assert "other_data" in case.removable_answers()

    teacher.post(page_of(draft, "data"), said | {"student_data": "no"})
    assert fresh(draft).other_data == ""


# Keeping as one goes


@pytest.mark.sop("MICRO-3")
def test_an_incomplete_topic_is_kept_for_later(teacher, draft):
    response = teacher.post(page_of(draft, "teaching"), {"purpose": "Quizzes", "later": "1"})

    assert (response.status_code, response.url) == (303, "/requests/")
    assert fresh(draft).purpose == "Quizzes"
    assert "“Kahoot” is kept" in text(teacher.get("/requests/"))


def test_what_is_typed_is_kept_by_itself_and_what_can_not_be_so_is_left_out(teacher, draft):
    said = {"title": "Kahoot Edu", "website": "not an address", "vendor_name": "Kahoot ASA"}
    response = teacher.post(page_of(draft), said, headers={"X-Autosave": "1"})

    assert (response.status_code, response.content) == (204, b"")
    case = fresh(draft)
    assert (case.title, case.vendor_name, case.website) == ("Kahoot Edu", "Kahoot ASA", "")


def test_a_draft_keeps_its_title_when_the_field_is_emptied(teacher, draft):
    teacher.post(page_of(draft), {"title": "   "})

    assert fresh(draft).title == "Kahoot"


@pytest.mark.parametrize(
    ("topic", "said", "message"),
    [
        ("product", {"website": "nothing like it"}, "valid URL"),
        ("product", {"title": "x" * 201}, "at most 200"),
        ("product", {"product_kind": "rocket"}, "rocket is not one of the available choices"),
        ("teaching", {"purpose": "x" * 4001}, "at most 4000"),
        ("teaching", {"purpose": "a\0b"}, "Null characters are not allowed"),
        ("teaching", {"grade_levels": ["99"]}, "99 is not one of the available choices"),
        ("people", {"students": "-1"}, "greater than or equal to 0"),
        ("people", {"students": "99999999999"}, "less than or equal to 1000000"),
        ("people", {"students": "many"}, "whole number"),
        ("people", {"needed_by": "soon"}, "Give a date"),
        ("people", {"schools": ["999999"]}, "999999 is not one of the available choices"),
        ("people", {"schools": ["x"]}, "not a valid value"),
        ("people", {"schools": ["9" * 30]}, "is not one of the available choices"),
        ("data", {"student_data": "yes", "data_elements": ["9" * 30]}, "is not one of the available choices"),
        ("money", {"paid_by": "district", "amount": "1e30"}, "12 digits"),
        ("money", {"paid_by": "district", "amount": "-5"}, "greater than or equal to 0"),
        ("money", {"paid_by": "district", "amount": "NaN"}, "Enter a number"),
        ("data", {"student_data": "yes", "data_elements": ["0"]}, "0 is not one of the available choices"),
    ],
)
def test_what_can_not_be_so_is_said_by_the_field_and_what_was_typed_stays(teacher, draft, topic, said, message):
    response = teacher.post(page_of(draft, topic), said)

    assert response.status_code == 422
    page = text(response)
    assert "There is a problem" in page
    assert message in page
    typed = next(iter(said.values()))
    if isinstance(typed, str) and topic == "product" and "website" in said:
        assert typed in response.content.decode()


def test_a_day_that_is_past_is_no_day_to_need_it_by(cast, teacher, draft):
    yesterday = timezone.localdate() - timedelta(days=1)

    assert "from today on" in text(teacher.post(page_of(draft, "people"), {"needed_by": str(yesterday)}))

    fresh(draft).__class__.objects.filter(pk=draft.pk).update(needed_by=yesterday)
    said = {"needed_by": str(yesterday), "schools": [cast.school.pk]}
    assert teacher.post(page_of(draft, "people"), said).status_code == 303


def test_a_change_from_the_check_leads_back_to_the_check(teacher, draft):
    page = teacher.get(page_of(draft) + "?back=check")
    assert "Save and go back to your answers" in text(page)

    assert teacher.post(page_of(draft) + "?back=check", ANSWERS["product"]).url == f"/cases/{draft.pk}/check/"


# Quotes


@pytest.mark.sop("MICRO-3")
def test_a_quote_is_kept_with_its_amount_and_years(cast, teacher, draft):
    response = teacher.post(
        f"/cases/{draft.pk}/quote/", {"file": pdf(), "quoted": "900", "years": "3", "once": "form-sent-once-q1"}
    )

    assert (response.status_code, response.url) == (303, f"{page_of(draft, 'money')}#quotes")
    quote = Quote.objects.get()
    assert (quote.amount, quote.years, quote.purchase.case_id) == (Decimal("900.00"), 3, draft.pk)
    assert (quote.file.kind, quote.file.file.name, quote.file.file.by) == ("quote", "quote.pdf", cast.teacher)
    assert "$900.00 for 3 years" in text(teacher.get(page_of(draft, "money")))


def test_the_same_quote_sent_twice_is_kept_once(teacher, draft):
    for _ in range(2):
        sent = {"file": pdf(), "quoted": "900", "years": "3", "once": "form-sent-once-q1"}
        assert teacher.post(f"/cases/{draft.pk}/quote/", sent).status_code == 303
    assert (Quote.objects.count(), CaseFile.objects.count(), Purchase.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"quoted": "900", "years": "1"}, "Quote from the vendor"),
        ({"file": pdf("virus.exe"), "quoted": "900", "years": "1"}, "can't be added"),
        ({"file": pdf("picture.png"), "quoted": "900", "years": "1"}, "is not a PNG file"),
        ({"file": pdf(), "quoted": "", "years": "1"}, "Amount of the quote"),
        ({"file": pdf(), "quoted": "900", "years": "0"}, "For how many years"),
    ],
)
def test_a_quote_that_will_not_do_is_refused_by_the_field(teacher, draft, sent, message):
    response = teacher.post(f"/cases/{draft.pk}/quote/", sent)

    assert response.status_code == 422
    assert message in text(response).split("There is a problem")[1]
    assert not Quote.objects.exists()


# Whose it is


@pytest.mark.parametrize("who", ["colleague", "stranger", "principal", "it_director", "district_administrator"])
@pytest.mark.parametrize("address", ["form/product/", "check/", "receipt/"])
def test_somebody_elses_draft_is_not_there(cast, draft, who, address):
    assert cast.client(who).get(f"/cases/{draft.pk}/{address}").status_code == 404


@pytest.mark.parametrize("address", ["form/product/", "submit/", "support/", "quote/", "check/file/"])
def test_nothing_is_sent_to_somebody_elses_draft(cast, draft, address):
    assert cast.client("colleague").post(f"/cases/{draft.pk}/{address}", {"title": "X"}).status_code == 404
    assert fresh(draft).title == "Kahoot"


@pytest.mark.parametrize("address", ["form/product/", "quote/", "check/file/", "submit/", "support/"])
def test_a_submitted_request_is_nobody_elses_to_change(cast, address):
    case = Path(cast).submit()
    client = cast.client("colleague")

    sent = {"title": "X", "case_version": case.version}
    assert client.post(f"/cases/{case.pk}/{address}", sent).status_code == 403
    assert fresh(case).title == "Kahoot!"


@pytest.mark.parametrize("address", ["form/product/", "check/", "receipt/"])
def test_others_are_led_to_the_page_of_a_submitted_request(cast, address):
    case = Path(cast).submit()

    assert cast.client("colleague").get(f"/cases/{case.pk}/{address}").url == f"/cases/{case.pk}/"


@pytest.mark.parametrize("address", ["form/product/", "quote/", "check/file/"])
def test_a_submitted_request_changes_no_more(cast, teacher, address):
    case = Path(cast).submit()

    response = teacher.post(f"/cases/{case.pk}/{address}", {"title": "X"})
    assert response.status_code == 409
    assert "The request has been submitted." in text(response)
    assert "The request has been submitted." in text(teacher.get(page_of(case)))


def test_an_agreement_has_no_such_form(cast):
    case = Path(cast).covered()
    agreement = case.agreements.get()

    assert cast.client("it_director").get(page_of(agreement)).status_code == 404
    assert cast.client("it_director").get("/cases/999/form/product/").status_code == 404


# Read-only while support is asked


@pytest.mark.sop("MICRO-2")
def test_the_form_is_read_only_while_the_principal_is_asked_until_the_question_is_taken_back(cast, teacher):
    case = Path(cast, funded=True).do("ask_support", cast.teacher)

    page = teacher.get(page_of(case))
    assert "The form is read-only until the principal has answered." in text(page)
    assert "<textarea" not in page.content.decode()
    assert "Take the question back and edit the form" in text(page)
    for address, sent in [("form/product/", {"title": "X"}), ("quote/", {}), ("check/file/", {})]:
        assert teacher.post(f"/cases/{case.pk}/{address}", sent).status_code == 409
    autosaved = teacher.post(page_of(case), {"title": "X"}, headers={"X-Autosave": "1"})
    assert (autosaved.status_code, fresh(case).title) == (409, "Kahoot!")

    assert teacher.post(f"/cases/{case.pk}/support/", {"move": "cancel_ask", "case_version": case.version}).url == (
        f"/cases/{case.pk}/check/"
    )
    assert teacher.post(page_of(case), ANSWERS["product"] | {"title": "New"}).status_code == 303
    assert fresh(case).title == "New"


# Returned for changes


def test_a_returned_request_is_changed_in_the_same_form_with_the_reviewers_words_on_top(cast, teacher):
    case = Path(cast).returned()

    page = teacher.get(page_of(case, "teaching"))
    assert "“Which classes?”" in text(page)
    assert "Assistant Superintendent" in text(page)
    assert "data-autosave=" not in page.content.decode()

    said = ANSWERS["teaching"] | {"purpose": "Quizzes in 6a and 6b", "grade_levels": ["6"]}
    teacher.post(page_of(case, "teaching"), said)
    event = Event.objects.filter(case=case, kind="edit").get()
    # What was written freely stands with the submissions, where it could be removed; the history says that it changed.
    assert event.details["changed"] == {"purpose": [], "grade_levels": ["['6', '7']", "['6']"]}


@pytest.mark.parametrize("topic", TOPICS)
@pytest.mark.parametrize("state", ["draft", "changes-requested"])
def test_a_page_of_the_form_costs_twelve_queries_at_most(cast, teacher, django_assert_max_num_queries, topic, state):
    path = Path(cast, funded=True, **WITH_DATA)
    case = path.to(state)
    teacher.get(page_of(case, topic))
    with django_assert_max_num_queries(12):
        assert teacher.get(page_of(case, topic)).status_code == 200
