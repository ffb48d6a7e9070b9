"""LAW-3: a parent's request, from the public page to its answer; the Compliance Officer alone knows of it."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone, translation

from accounts.wording import day_words
from contracts.models import RightsRequest
from tests.answering import answer, step_url, text
from tests.public_cases import PARENT, ask, do, fresh
from workflows.models import Event, Notice
from workflows.notices import send_due

pytestmark = [pytest.mark.django_db, pytest.mark.sop("LAW-3")]
FORM = "/public/privacy/request/"


def typed(cast, **said) -> dict:
    """What a parent types."""
    return PARENT | {"school": cast.school.pk, "signed_on": timezone.localdate().isoformat()} | said


def test_a_parent_asks_without_an_account_checks_the_answers_and_is_told_what_happens_next(cast):
    parent = Client()
    assert "45 days" in text(parent.get(FORM))

    checked = parent.post(FORM, typed(cast, go="check", once="form-sent-once-k1"))
    assert checked.status_code == 200
    assert "Stu Dent" in text(checked)
    assert not RightsRequest.objects.exists()

    changing = parent.post(FORM, typed(cast, go="change", once="form-sent-once-k1"))
    assert 'value="Stu Dent"' in changing.content.decode()
    sent = [parent.post(FORM, typed(cast, go="send", once="form-sent-once-k1")) for _twice in range(2)]
    assert [(each.status_code, each["Location"]) for each in sent] == [(303, f"{FORM}sent/")] * 2

    case = RightsRequest.objects.get()
    today = timezone.localdate()
    assert (case.state, case.response_due, case.requester) == ("received", today + timedelta(days=45), None)
    page = text(parent.get(f"{FORM}sent/"))
    assert case.number in page
    assert "Within 45 days" in page


def test_a_correction_has_ninety_days_and_the_parent_is_told_within_ten_more(cast):
    parent, officer = Client(), cast.client("compliance-officer")
    parent.post(FORM, typed(cast, go="send", wish="correct"))
    assert "Within 90 days" in text(parent.get(f"{FORM}sent/"))
    case, today = RightsRequest.objects.get(), timezone.localdate()
    assert case.response_due == today + timedelta(days=90)

    answer(officer, case, "identity", move="confirm_identity", identity_checked="Called the number on record")
    assert fresh(case).open_step("rights").due_on == today + timedelta(days=90)
    said = {"move": "correct", "given": "The name is spelled right now."}
    before = answer(officer, case, "rights", **said, given_on=(today - timedelta(days=1)).isoformat())
    assert before.status_code == 422
    assert "give that day or a later one" in text(before)
    answer(officer, case, "rights", **said, given_on=today.isoformat())
    assert fresh(case).open_step("tell-parent").due_on == today + timedelta(days=10)
    answer(officer, case, "tell-parent", given_on=today.isoformat())
    assert (fresh(case).state, fresh(case).corrected_on) == ("answered", today)


def test_nobody_but_the_compliance_officer_learns_that_there_is_a_request(cast):
    case = ask(cast)
    addresses = [
        "/rights/",
        "/rights/new/",
        f"/cases/{case.pk}/",
        f"/cases/{case.pk}/history/",
        step_url(case, "identity"),
    ]
    for name in ("admin", "it-director", "general-counsel", "principal", "teacher", "district-administrator"):
        assert {cast.client(name).get(address).status_code for address in addresses} == {404}, name
    officer = cast.client("compliance-officer")
    assert {officer.get(address).status_code for address in addresses} == {200}
    assert case.number in text(officer.get("/rights/"))
    listed = cast.client("admin").get("/dashboard/")
    assert "Parent’s request" not in text(listed)


def test_no_name_stands_in_a_mail_in_the_title_or_in_a_row_of_the_history_and_names_can_be_removed(cast):
    case, officer = ask(cast), cast.client("compliance-officer")
    answer(officer, case, "identity", move="confirm_identity", identity_checked="Pia Parent came by")
    answer(officer, case, "rights", move="answer", given="Stu Dent's data on paper")
    notice = Notice.objects.get(user=cast.compliance_officer, template="step_opened")
    kept = [case.title, str(notice.context), *Event.objects.filter(case=case).values_list("by_name", flat=True)]
    kept += [str(details) for details in Event.objects.filter(case=case).values_list("details", flat=True)]
    assert not [words for words in kept if "Pia" in words or "Stu" in words]

    for field in ("student_name", "identity_checked", "given"):
        removed = officer.post(f"/cases/{case.pk}/remove/answer/{field}/", {"reason": "The law gives it no longer."})
        assert removed.status_code == 303
    now = fresh(case)
    assert (now.student_name, now.identity_checked, now.given) == ("", "", "")
    assert cast.client("admin").post(f"/cases/{case.pk}/remove/answer/details/", {"reason": "x"}).status_code == 404


def test_the_third_request_for_a_copy_in_a_quarter_is_shown_and_can_be_refused_but_not_answered(cast):
    for _earlier in range(2):
        ask(cast, wish="copy", student_name="stu  DENT")
    case, officer = ask(cast, wish="copy", student_name="Dent, Stu"), cast.client("compliance-officer")
    answer(officer, case, "identity", move="confirm_identity", identity_checked="Called")

    page = text(officer.get(step_url(case, "rights")))
    assert "There were 2 requests for copies in this quarter already." in page
    assert len(re.findall("Other requests for copies", page)) == 1
    refused = answer(officer, case, "rights", move="answer", given="A copy")
    assert refused.status_code == 409
    answer(officer, case, "rights", move="refuse", rationale="Two copies went out this quarter.")
    assert fresh(case).state == "refused"


def test_the_compliance_officer_records_a_request_that_came_on_paper(cast):
    officer, day = cast.client("compliance-officer"), timezone.localdate() - timedelta(days=4)
    paper = typed(cast, signed_on=day.isoformat(), received_on=day.isoformat(), once="form-sent-once-paper")
    recorded = officer.post("/rights/new/", paper)
    case = RightsRequest.objects.get()
    assert (recorded.status_code, recorded["Location"]) == (303, f"/cases/{case.pk}/")
    assert (case.response_due, case.requester) == (day + timedelta(days=45), None)


# --- mails to a parent who left an address ----------------------------------------------------------------------------

ADDRESS = "pia@example.org"


def mails_to_the_parent() -> list:
    mail.outbox.clear()
    send_due()
    return [each for each in mail.outbox if each.to == [ADDRESS]]


def whole(sent) -> str:
    return "\n".join([sent.subject, sent.body, sent.alternatives[0][0]])


def test_a_parent_who_left_an_address_gets_a_receipt_and_the_answer_without_a_name_in_them(cast):
    parent, officer = Client(), cast.client("compliance-officer")
    for _twice in range(2):
        parent.post(FORM, typed(cast, go="send", once="form-sent-once-by-a-parent", parent_email=ADDRESS))
    case = RightsRequest.objects.get()
    [receipt] = mails_to_the_parent()
    assert case.number in receipt.subject
    assert day_words(case.response_due) in receipt.body

    answer(officer, case, "identity", move="confirm_identity", identity_checked="Called")
    assert mails_to_the_parent() == []
    answer(officer, case, "rights", move="answer", given="Stu Dent's data on paper")
    [told] = mails_to_the_parent()
    assert told.subject == f"Your request {case.number} is answered"
    for sent in (receipt, told):
        assert not [word for word in ("Stu ", "Dent", "Pia", "reading", "on paper", "/cases/") if word in whole(sent)]


def test_a_refusal_and_a_correction_are_mailed_each_time_they_are_decided(cast):
    officer = cast.client("compliance-officer")
    refused = ask(cast, parent_email=ADDRESS)
    answer(officer, refused, "identity", move="refuse_identity", rationale="Stu Dent lives elsewhere.")
    corrected = ask(cast, wish="correct", parent_email=ADDRESS)
    answer(officer, corrected, "identity", move="confirm_identity", identity_checked="Called")
    today = timezone.localdate().isoformat()
    answer(officer, corrected, "rights", move="correct", given="The name", given_on=today)
    answer(officer, corrected, "tell-parent", given_on=today)
    subjects = [sent.subject for sent in mails_to_the_parent()]
    assert subjects[1:] == [
        f"Your request {refused.number} was refused",
        f"Your request {corrected.number} has come to us",
        f"What you asked about in {corrected.number} was corrected",
    ]
    case = do(refused, "reopen", cast.compliance_officer, rationale="She came with a paper.")
    answer(officer, case, "identity", move="refuse_identity", rationale="It was no paper.")
    assert [sent.subject for sent in mails_to_the_parent()] == [f"Your request {refused.number} was refused"]


def test_the_mail_is_in_the_language_of_the_form(cast):
    Client(headers={"accept-language": "es"}).post(FORM, typed(cast, go="send", parent_email=ADDRESS))
    case = RightsRequest.objects.get()
    [sent] = mails_to_the_parent()
    with translation.override("es"):
        day = day_words(case.response_due)
    assert " de " in day
    assert day in sent.body
    assert '<html lang="es">' in whole(sent)


def test_without_an_address_or_once_it_was_removed_nothing_is_mailed(cast):
    ask(cast)
    case = ask(cast, parent_email=ADDRESS)
    officer = cast.client("compliance-officer")
    removed = officer.post(f"/cases/{case.pk}/remove/answer/parent_email/", {"reason": "It is somebody else’s."})
    assert removed.status_code == 303
    assert mails_to_the_parent() == []
    assert not Notice.objects.filter(to_outsider=True, due_at__isnull=False).exists()
    assert not [row for row in Notice.objects.values_list("context", flat=True) if ADDRESS in str(row)]


def test_a_signature_with_another_name_is_remarked_to_the_officer(cast):
    officer = cast.client("compliance-officer")
    words = "but the parent’s name is given as"
    same = ask(cast, signature="pia  PARENT")
    assert words not in text(officer.get(step_url(same, "identity")))
    other = ask(cast, signature="Mickey Mouse")
    assert words in text(officer.get(step_url(other, "identity")))
