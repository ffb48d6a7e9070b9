"""X-13: a request begun in the wrong procedure goes on in the right one, and nothing is lost or typed again."""

import pytest
from django.urls import reverse

from accounts.files import store_file
from tests.factories import GrantFactory
from tests.paths import Path, pdf
from tests.requests_app.pages import hidden, text
from workflows import engine
from workflows.actors import Actor
from workflows.errors import Unmet
from workflows.models import Case, Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("X-13")]


def move(client, case, to, **body):
    """Open the page as one does, and send it."""
    path = reverse("case-procedure", args=[case.pk])
    page = client.get(path)
    assert page.status_code == 200, page.status_code
    return client.post(path, hidden(page, path) | {"to": to, **body})


def test_a_draft_goes_on_in_another_procedure_with_all_that_was_answered(cast):
    path = Path(cast, title="Ledger Pro", instructional=False)
    teacher = cast.client("teacher")

    response = move(teacher, path.case, "soft")

    case = Case.objects.get()
    assert (response.status_code, response.url) == (303, reverse("case-check", args=[case.pk]))
    assert (case.kind, case.state, case.number) == ("soft", "draft", None)
    assert case.child.purpose == "Quizzes in mathematics"
    assert list(case.child.schools.all()) == [cast.school]
    assert "Quizzes in mathematics" in text(teacher.get(response.url))


def test_a_submitted_request_keeps_its_number_words_files_steps_and_history(cast):
    path = Path(cast, title="Ledger Pro", instructional=False)
    path.submit()
    before = path.fresh
    teacher = Actor(cast.teacher)
    engine.comment(before.pk, "We need it in January.", by=teacher, at=path.at)
    engine.attach(before.pk, store_file(pdf(), by=cast.teacher, at=path.at), kind="quote", by=teacher, at=path.at)
    events = before.events.count()
    steps = list(before.steps.values_list("pk", flat=True))
    GrantFactory(user=cast.colleague, role="cybersecurity", place=cast.district)

    move(cast.client("assistant-superintendent"), before, "soft", rationale="Office software is vetted first.")

    case = Case.objects.get().child
    assert (case.kind, case.number, case.response_due) == ("soft", before.number, before.response_due)
    assert case.submitted_at == before.submitted_at
    assert case.events.count() == events + 1
    assert set(steps) < {step.pk for step in case.every_step}
    assert not [step for step in case.open_steps() if step.pk in steps]
    assert case.files.count() == 1
    assert case.answers.count() == 1
    history = text(cast.client("teacher").get(reverse("case-history", args=[case.pk])))
    assert "Moved to: Software" in history
    assert "Initial review" in history
    assert "Office software is vetted first." in history
    page = text(cast.client("teacher").get(case.get_absolute_url()))
    assert "We need it in January." in page
    assert "Initial review" in page


def test_its_requester_is_told_why(cast):
    path = Path(cast)
    path.submit()

    move(cast.client("assistant-superintendent"), path.case, "equip", rationale="This is a device.")

    notice = Notice.objects.get(template="transferred")
    assert notice.user == cast.teacher


def test_what_the_other_procedure_asks_besides_is_asked_of_the_requester(cast):
    path = Path(cast)
    path.submit()

    move(cast.client("assistant-superintendent"), path.case, "equip", rationale="This is a device.")

    case = Case.objects.get().child
    assert (case.kind, case.state, case.phase) == ("equip", "changes-requested", "waiting")
    assert [step.role for step in case.open_steps()] == ["requester"]
    assert case.problem == "Quizzes in mathematics"


def test_a_reviewer_says_why(cast):
    path = Path(cast)
    path.submit()

    response = move(cast.client("assistant-superintendent"), path.case, "soft", rationale=" ")

    assert response.status_code == 422
    assert "Say what the requester should know." in text(response)
    assert Case.objects.get().kind == "micro"


def test_it_comes_back_as_it_was(cast):
    path = Path(cast, title="Ledger Pro")
    teacher = cast.client("teacher")
    move(teacher, path.case, "soft")

    move(teacher, path.case, "micro")

    case = path.fresh
    assert (case.kind, case.state, case.purpose) == ("micro", "draft", "Quizzes in mathematics")
    assert Case.objects.count() == 1


def test_once_the_reviews_have_begun_it_stays(cast):
    path = Path(cast, funded=True)
    path.send()
    address = reverse("case-procedure", args=[path.case.pk])

    assert cast.client("assistant-superintendent").get(address).status_code == 409
    assert cast.client("teacher").get(address).status_code == 409


def test_it_is_moved_by_its_requester_or_whoever_looks_at_it_first(cast):
    path = Path(cast)
    path.submit()
    address = reverse("case-procedure", args=[path.case.pk])

    assert cast.client("principal").get(address).status_code == 403
    assert cast.client("teacher").get(address).status_code == 403
    assert cast.client("assistant-superintendent").get(address).status_code == 200


def test_two_clicks_move_it_once(cast):
    path = Path(cast)
    path.submit()
    client = cast.client("assistant-superintendent")
    address = reverse("case-procedure", args=[path.case.pk])
    sent = hidden(client.get(address), address) | {"to": "soft", "rationale": "Office software."}

    first, second = client.post(address, sent), client.post(address, sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert path.case.events.filter(name="transfer").count() == 1


def test_returned_from_the_final_review_it_stays(cast):
    path = Path(cast)
    path.to("final-review")
    path.do("return_for_changes", cast.assistant_superintendent, step=None, rationale="More words, please.")
    address = reverse("case-procedure", args=[path.case.pk])

    assert path.fresh.state == "changes-requested"
    assert cast.client("teacher").get(address).status_code == 409


def test_whoever_moved_it_can_not_go_back_past_what_is_still_to_be_answered(cast):
    path = Path(cast)
    path.submit()
    client = cast.client("assistant-superintendent")

    move(client, path.case, "equip", rationale="This is a device.")

    with pytest.raises(Unmet):
        engine.perform(path.case.pk, "back", by=Actor(cast.assistant_superintendent), at=path.at)
    assert Case.objects.get().state == "changes-requested"


def test_what_is_moved_out_of_its_vetting_is_vetted_anew_when_it_comes_back(cast):
    path = Path(cast, title="Ledger Pro", setups="Office computers", seats=3)
    path.submit()
    GrantFactory(user=cast.colleague, role="cybersecurity", place=cast.district)
    move(cast.client("assistant-superintendent"), path.case, "soft", rationale="Office software.")
    first = Case.objects.get().child.vetting

    move(cast.client("colleague"), path.case, "micro", rationale="It is for lessons after all.")
    assert type(first).objects.get(pk=first.pk).ended_at is not None
    move(cast.client("assistant-superintendent"), path.case, "soft", rationale="No: for the office.")

    case = Case.objects.get().child
    assert (case.vetting.number, case.vetting.ended_at) == (2, None)


def test_the_history_names_the_questions_of_the_procedure_it_was_in_then(cast):
    path = Path(cast, title="Ledger Pro", needed_by=None)
    path.returned()
    engine.edit(path.case.pk, {"student_login": "sso"}, by=Actor(cast.teacher), at=path.at)

    move(cast.client("teacher"), path.case, "equip")

    shown = text(cast.client("teacher").get(reverse("case-history", args=[path.case.pk])))
    assert "students sign in" in shown.lower()
