"""Check your answers, ask for support, submit, and the receipt (MICRO-2, MICRO-3)."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from accounts.district import change_setting
from accounts.models import RoleGrant, StoredFile
from accounts.wording import when_words
from catalog import services as library
from catalog.models import Resource
from requests_app.models import MicroRequest
from tests.factories import GrantFactory
from tests.paths import WITH_DATA, Path, pdf
from tests.requests_app.pages import ANSWERS, FUNDS, answer, begin, fill, hidden, press, submit, text
from workflows.models import Answers, CaseFile, Notice

pytestmark = pytest.mark.django_db
SUPPORT = {"amount": "1200", "funding_source": "School budget", "budget_code": "10-2210-400"}


@pytest.fixture
def teacher(cast):
    return cast.client("teacher")


@pytest.fixture
def principal(cast):
    return cast.client("principal")


def page_of(case):
    return f"/cases/{case.pk}/check/"


def fresh(case) -> MicroRequest:
    return MicroRequest.objects.get(pk=case.pk)


# Submitting


@pytest.mark.sop("MICRO-3")
def test_a_complete_request_gets_a_number_a_clock_and_a_receipt_with_the_next_step(cast, teacher):
    case = fill(teacher, begin(teacher, "Kahoot"))
    page = text(teacher.get(page_of(case)))
    assert "Quizzes in mathematics" in page
    assert "You get an answer within 30 days of submitting." in page
    assert "Still to answer" not in page

    response = submit(teacher, case)

    assert (response.status_code, response.url) == (303, f"/cases/{case.pk}/receipt/")
    case = fresh(case)
    due = timezone.localdate() + timedelta(days=30)
    assert (case.state, case.number, case.response_due) == (
        "initial-review",
        f"{timezone.localdate().year}-00001",
        due,
    )
    receipt = text(teacher.get(response.url))
    assert case.number in receipt
    assert f"Answer expected by {when_words(due)}" in receipt
    assert "Initial review Assistant Superintendent Test, Assistant Superintendent" in receipt
    assert "Director of Curriculum, ICT Coordinator" in receipt
    assert f'href="/cases/{case.pk}/"' in teacher.get(response.url).content.decode()
    assert Notice.objects.filter(user=cast.teacher, template="receipt").count() == 1
    assert Answers.objects.get(case=case).data["purpose"]["said"] == "Quizzes in mathematics"
    assert case.resource.approval == "in-review"


@pytest.mark.sop("MICRO-3")
def test_what_is_missing_is_listed_and_submitting_says_so(cast, teacher):
    case = begin(teacher, "Kahoot")

    page = teacher.get(page_of(case))
    assert "Still to answer: kind of product, company, purpose" in text(page)
    assert "Missing" in text(page)
    assert "Submit the request Answer first what is marked as missing." in text(page)
    assert f'href="/cases/{case.pk}/form/teaching/?back=check#div_id_purpose"' in page.content.decode()
    assert 'aria-disabled="true"' in page.content.decode()

    response = submit(teacher, case)
    assert response.status_code == 409
    assert "Still to answer:" in text(response)
    assert (fresh(case).state, fresh(case).number) == ("draft", None)


def test_submitting_twice_gives_one_number_and_leads_to_the_first_result(teacher):
    case = fill(teacher, begin(teacher, "Kahoot"))
    address = f"/cases/{case.pk}/submit/"
    sent = hidden(teacher.get(page_of(case)), address)

    first, second = teacher.post(address, sent), teacher.post(address, sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert fresh(case).events.filter(name="submit").count() == 1


def test_submitting_what_has_moved_on_says_what_changed(cast, teacher):
    case = fill(teacher, begin(teacher, "Kahoot"))
    address = f"/cases/{case.pk}/submit/"
    sent = hidden(teacher.get(page_of(case)), address)
    submit(teacher, case)

    response = teacher.post(address, sent | {"once": "form-sent-once-another"})
    assert response.status_code == 409
    assert "Submit the request" in text(response)


@pytest.mark.parametrize("sent", [{}, {"case_version": "x"}, {"case_version": "99"}, {"case_version": "-1"}])
def test_a_form_without_what_was_shown_submits_nothing(teacher, sent):
    case = fill(teacher, begin(teacher, "Kahoot"))

    assert teacher.post(f"/cases/{case.pk}/submit/", sent).status_code == 409
    assert fresh(case).state == "draft"


def test_a_submitted_request_leads_from_the_check_to_its_page_and_an_ended_one_from_the_receipt(cast, teacher):
    case = Path(cast).submit()
    assert teacher.get(page_of(case)).url == f"/cases/{case.pk}/"
    assert teacher.get(f"/cases/{case.pk}/receipt/").status_code == 200

    ended = Path(cast, title="Other").denied()
    assert teacher.get(f"/cases/{ended.pk}/receipt/").url == f"/cases/{ended.pk}/"
    draft = Path(cast, title="Third").to("draft")
    assert teacher.get(f"/cases/{draft.pk}/receipt/").url == page_of(draft)


def test_the_clock_is_the_districts(cast, teacher):
    change_setting(key="response_days", value=12, by=cast.admin, at=timezone.now())
    case = fill(teacher, begin(teacher, "Kahoot"))
    assert "within 12 days" in text(teacher.get(page_of(case)))

    submit(teacher, case)
    assert fresh(case).response_due == timezone.localdate() + timedelta(days=12)


# Support and funds


@pytest.mark.sop("MICRO-2")
def test_district_funds_wait_for_the_principals_support_before_submitting(cast, teacher, principal):
    case = fill(teacher, begin(teacher, "Kahoot"), money=FUNDS)
    page = text(teacher.get(page_of(case)))
    assert "This asks Principal Test (Principal)." in page
    assert "ask the principal for support first" in page
    assert submit(teacher, case).status_code == 409

    assert press(teacher, case, "case-support", move="ask_support").url == page_of(case)
    page = text(teacher.get(page_of(case)))
    assert "Asked: Principal Test (Principal), since today" in page
    assert "The form is with the principal for support." in page
    assert submit(teacher, case).status_code == 409

    assert answer(principal, case, "support", "approve", **SUPPORT).status_code in {302, 303}

    page = text(teacher.get(page_of(case)))
    assert "Principal Test, Principal, supports it. $1,200.00, School budget, 10-2210-400." in page
    assert submit(teacher, case).status_code == 303
    assert fresh(case).state == "initial-review"


@pytest.mark.sop("MICRO-2")
def test_declined_support_says_why_and_the_form_opens_to_ask_again(cast, teacher, principal):
    case = fill(teacher, begin(teacher, "Kahoot"), money=FUNDS)
    press(teacher, case, "case-support", move="ask_support")
    answer(principal, case, "support", "deny", ground="not-funded", rationale="Too dear: find a cheaper plan.")

    page = text(teacher.get(page_of(case)))
    assert "Principal Test, Principal, does not support it." in page
    assert "“Too dear: find a cheaper plan.”" in page
    assert submit(teacher, case).status_code == 409

    assert teacher.post(f"/cases/{case.pk}/form/money/", FUNDS | {"amount": "600"}).status_code == 303
    assert press(teacher, case, "case-support", move="ask_support").status_code == 303
    answer(principal, case, "support", "approve", **SUPPORT | {"amount": "600"})
    assert submit(teacher, case).status_code == 303


@pytest.mark.sop("MICRO-2")
def test_support_for_less_than_is_asked_now_is_no_support(cast, teacher, principal):
    case = fill(teacher, begin(teacher, "Kahoot"), money=FUNDS)
    press(teacher, case, "case-support", move="ask_support")
    answer(principal, case, "support", "approve", **SUPPORT)
    teacher.post(f"/cases/{case.pk}/form/money/", FUNDS | {"amount": "5000"})

    page = text(teacher.get(page_of(case)))
    assert "You now ask for more than was supported: $1,200.00." in page
    assert submit(teacher, case).status_code == 409


def test_support_is_not_asked_before_the_form_is_complete_nor_without_funds(teacher):
    case = begin(teacher, "Kahoot")
    teacher.post(f"/cases/{case.pk}/form/money/", FUNDS)
    assert "Still to answer:" in text(press(teacher, case, "case-support", move="ask_support"))

    free = fill(teacher, begin(teacher, "Quizizz", once="form-sent-once-k2"))
    assert "Support and funds" not in text(teacher.get(page_of(free)))
    version = {"case_version": free.version}
    assert teacher.post(f"/cases/{free.pk}/support/", {"move": "ask_support", **version}).status_code == 409
    assert teacher.post(f"/cases/{free.pk}/support/", {"move": "cancel_ask", **version}).status_code == 409


@pytest.mark.sop("MICRO-2")
def test_a_principals_own_request_asks_nobody_and_is_decided_one_level_up(cast, principal):
    case = fill(principal, begin(principal, "Kahoot"), money=FUNDS)
    assert "You hold the budget here yourself" in text(principal.get(page_of(case)))

    assert submit(principal, case).status_code == 303
    case = fresh(case)
    assert (case.money.supported, case.money.support_amount) == (True, Decimal("1200.00"))
    superior = cast.client("assistant_superintendent")
    step = case.open_step("initial")
    sent = {"move": "send_to_review", "needs_funds": "yes", "case_version": case.version, "reviews": 0}
    superior.post(
        f"/cases/{case.pk}/steps/{step.pk}/", {**sent, "step_version": step.version, "once": "form-sent-once-s1"}
    )
    own = fresh(case).open_step("principal")
    assert (own.role, own.instead_of) == ("assistant-superintendent", "principal")
    assert principal.get(f"/cases/{case.pk}/steps/{own.pk}/").status_code == 403


@pytest.mark.sop("MICRO-2")
def test_in_a_department_its_administrator_is_asked(cast):
    cast.colleague.place = cast.department
    cast.colleague.save()
    client = cast.client(cast.colleague)
    case = fill(client, begin(client, "Kahoot"), money=FUNDS)
    press(client, case, "case-support", move="ask_support")

    answer(cast.client("department_administrator"), case, "support", "approve", **SUPPORT)

    assert "Department administrator, supports it." in text(client.get(page_of(case)))
    assert submit(client, case).status_code == 303


def test_where_nobody_is_principal_the_page_says_who_is_asked_instead(cast, teacher):
    RoleGrant.objects.filter(user=cast.principal).delete()
    case = fill(teacher, begin(teacher, "Kahoot"), money=FUNDS)

    assert "This asks District administrator Test (District administrator)." in text(teacher.get(page_of(case)))


# Adding a school or seats


def extension(cast, client, **conditions) -> MicroRequest:
    made = library.add_resource(name="Desmos", by=None, at=timezone.now())
    library.make_available(resource=made, places=[cast.other_school], by=None, at=timezone.now())
    case = begin(client, "Desmos", "extend", on=made.pk)
    people = {"schools": [cast.school.pk], "students": "20", "staff": "1"}
    for topic, said in (("people", people), ("money", conditions.pop("money", {"paid_by": "free"}))):
        assert client.post(f"/cases/{case.pk}/form/{topic}/", said).status_code == 303
    said = {"conditions_change": "False"} | conditions
    assert client.post(f"/cases/{case.pk}/form/conditions/", said).status_code == 303
    return fresh(case)


@pytest.mark.sop("MICRO-1")
def test_another_school_alone_goes_straight_to_the_agreement(cast, teacher):
    case = extension(cast, teacher)
    assert "looks at it first" not in text(teacher.get(page_of(case)))

    assert submit(teacher, case).status_code == 303
    assert fresh(case).state == "soppa-review"
    assert Resource.objects.count() == 1


@pytest.mark.sop("MICRO-1")
def test_other_conditions_go_to_the_director_of_curriculum_first(cast, teacher):
    case = extension(cast, teacher, conditions_change="True", purpose="Also for grade 3", grade_levels=["3"])
    assert "Director of Curriculum looks at it first." in text(teacher.get(page_of(case)))

    submit(teacher, case)
    assert [step.key for step in fresh(case).open_steps()] == ["curriculum"]


@pytest.mark.sop("MICRO-1")
def test_seats_that_cost_need_support_and_go_to_the_principal(cast, teacher, principal):
    case = extension(cast, teacher, money=FUNDS)
    assert submit(teacher, case).status_code == 409
    press(teacher, case, "case-support", move="ask_support")
    answer(principal, case, "support", "approve", **SUPPORT)

    submit(teacher, case)
    assert [step.key for step in fresh(case).open_steps()] == ["principal"]


# Files


def test_a_file_added_at_the_check_stands_on_the_request(teacher):
    case = begin(teacher, "Kahoot")
    response = teacher.post(f"/cases/{case.pk}/check/file/", {"file": pdf("plan.pdf"), "once": "form-sent-once-f1"})

    assert response.url == f"{page_of(case)}#files"
    assert CaseFile.objects.get(case=case).kind == "other"
    assert "plan.pdf (PDF" in text(teacher.get(page_of(case)))


@pytest.mark.parametrize("sent", [{}, {"file": "no file"}, {"file": pdf("x.exe")}])
def test_a_file_that_will_not_do_is_refused_by_the_field(teacher, sent):
    case = begin(teacher, "Kahoot")
    response = teacher.post(f"/cases/{case.pk}/check/file/", sent)

    assert response.status_code == 422
    assert "There is a problem" in text(response)
    assert "Check your answers" in text(response)


# Submitting again


@pytest.mark.sop("MICRO-3", "X-5")
def test_a_returned_request_is_submitted_again_from_the_same_page(cast, teacher):
    case = Path(cast).returned()
    page = text(teacher.get(page_of(case)))
    assert "“Which classes?”" in page
    teacher.post(f"/cases/{case.pk}/form/teaching/", ANSWERS["teaching"] | {"purpose": "For 6a"})

    assert submit(teacher, case).status_code == 303
    case = fresh(case)
    assert case.state == "initial-review"
    assert [kept.data["purpose"]["said"] for kept in case.answers.order_by("pk")] == [
        "Quizzes in mathematics",
        "For 6a",
    ]


@pytest.mark.sop("MICRO-2")
def test_a_returned_request_that_comes_to_need_funds_asks_for_support_there(cast, teacher, principal):
    case = Path(cast).returned()
    teacher.post(f"/cases/{case.pk}/form/money/", FUNDS)
    assert submit(teacher, case).status_code == 409

    press(teacher, case, "case-support", move="ask_support")
    assert teacher.post(f"/cases/{case.pk}/form/product/", ANSWERS["product"]).status_code == 409
    answer(principal, case, "support", "approve", **SUPPORT)
    assert submit(teacher, case).status_code == 303
    assert fresh(case).state == "initial-review"


@pytest.mark.parametrize("moment", ["draft", "asked", "declined", "given", "own", "returned"])
def test_the_check_costs_twelve_queries_at_most(cast, django_assert_max_num_queries, moment):
    requester = cast.principal if moment == "own" else cast.teacher
    path = Path(cast, requester=requester, funded=True, **WITH_DATA)
    if moment in {"asked", "declined", "given"}:
        path.do("ask_support", requester)
    if moment == "declined":
        path.answer("support", cast.principal, "deny", ground="not-funded", rationale="No.")
    if moment == "given":
        path.answer("support", cast.principal, **path.funds)
    if moment == "returned":
        path.returned()
    client = cast.client(requester)
    client.get(page_of(path.case))
    with django_assert_max_num_queries(12):
        assert client.get(page_of(path.case)).status_code == 200


def test_the_receipt_costs_twelve_queries_at_most(cast, teacher, django_assert_max_num_queries):
    case = Path(cast, funded=True, **WITH_DATA).send()
    with django_assert_max_num_queries(12):
        assert teacher.get(f"/cases/{case.pk}/receipt/").status_code == 200


def test_two_principals_are_asked_together(cast, teacher):
    GrantFactory(user=cast.colleague, role="principal", place=cast.school)
    case = fill(teacher, begin(teacher, "Kahoot"), money=FUNDS)

    page = text(teacher.get(page_of(case)))
    assert "Principal Test" in page.split("This asks")[1].split("(Principal)")[0]


def test_of_a_file_that_is_refused_nothing_is_left(teacher):
    case = begin(teacher, "Kahoot")
    for _twice in range(2):
        teacher.post(f"/cases/{case.pk}/check/file/", {"file": pdf("plan.pdf"), "once": "form-sent-once-f1"})
    assert (CaseFile.objects.count(), StoredFile.objects.count()) == (1, 1)
