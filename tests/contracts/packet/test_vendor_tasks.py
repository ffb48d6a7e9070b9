"""A vendor's tasks: what each page takes, keeps, refuses; what is missing; who may still change it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from accounts.district import setting
from accounts.files import store_file
from accounts.models import Place, StoredFile
from contracts import packets
from contracts.business import add_document
from contracts.models import Agreement, DataElement, Packet
from contracts.packet_tasks import asked_words, tasks_of
from tests.agreements import agreement_in
from tests.contracts.packet.vendors import AtVendor, invited
from tests.factories import VendorFactory
from tests.offboarding_paths import requested
from tests.paths import pdf
from workflows import engine
from workflows.actors import Actor
from workflows.engine.remarks import MOST_WORDS_A_DAY
from workflows.models import CaseFile, Notice

pytestmark = pytest.mark.django_db
LINKS = "/for-vendors/"
INFORMATION = ["product", "data", "accessibility", "ai", "age", "subcontractors"]
B = ["path", "order-form", *INFORMATION, "soppa", "schools", "deadline"]
A = ["path", "agreement", "order-form", "schools", "deadline"]


@pytest.fixture
def vendor(cast) -> AtVendor:
    """Somebody with a new link."""
    return AtVendor(invited(cast))


@pytest.fixture
def with_agreement(cast) -> AtVendor:
    """A vendor whose agreement is in force."""
    agreement = agreement_in(cast, Agreement.State.IN_FORCE)
    return AtVendor(invited(cast, vendor=agreement.vendor))


def done(vendor) -> dict[str, bool]:
    return {task.key: task.done for task in tasks_of(vendor.fresh)}


def missing(vendor) -> list[str]:
    return [key for key, is_done in done(vendor).items() if not is_done]


def text(answer) -> str:
    return answer.content.decode()


# --- the list ---------------------------------------------------------------------------------------------------------


def test_before_a_path_is_taken_only_that_is_asked(vendor):
    assert done(vendor) == {"path": False}
    assert vendor.fresh.state == "invited"
    page = text(vendor.get())
    for words in ("Begin here", "Which path is yours", "You need no account", "It takes about 4 weeks", "Tea Cher"):
        assert words in page
    assert vendor.get("packet-task", "soppa").status_code == 404


def test_path_b_asks_for_all_five_and_the_list_says_what_is_missing(vendor, cast):
    assert vendor.send("path", path="b")["Location"] == vendor.url("packet-task", "order-form")
    assert vendor.fresh.state == "in-progress"
    assert list(done(vendor)) == B
    assert missing(vendor) == B[1:]
    assert "10 tasks are missing" in text(vendor.get())
    vendor.path_b(cast.school)
    assert missing(vendor) == []
    assert "Nothing is missing" in text(vendor.get())
    assert "Check your answers and send them" in text(vendor.get())


@pytest.mark.parametrize(
    ("task", "answers", "left", "words"),
    [
        ("product", {"description": "Articles"}, True, "Business address"),
        ("product", {"description": "Articles", "business_address": "1 Main Street"}, False, ""),
        ("data", {"student_data": "yes"}, True, "which data"),
        ("data", {"student_data": "no"}, False, ""),
        ("accessibility", {"has_accessibility_report": "yes", "accessibility_on": "2026-01-31"}, True, "the report or"),
        ("accessibility", {"has_accessibility_report": "no"}, True, "What is known about its accessibility"),
        (
            "accessibility",
            {"has_accessibility_report": "yes", "accessibility_on": "2026-01-31", "accessibility_url": "v.example/a"},
            False,
            "",
        ),
        ("ai", {"uses_ai": "yes", "ai_features": "A tutor"}, True, "Is student data used to train models?"),
        ("ai", {"uses_ai": "yes", "ai_features": "A tutor", "ai_trains": "no"}, False, ""),
        ("age", {"minimum_age": "0"}, True, "Is parental consent needed?"),
        ("age", {"minimum_age": "0", "parental_consent": "yes"}, False, ""),
        ("subcontractors", {"has_subcontractors": "yes"}, True, "at least one of them"),
        ("subcontractors", {"has_subcontractors": "yes", "name_0": "Amazon"}, False, ""),
        ("soppa", {"soppa": "not-subject"}, True, "Why it is not subject to SOPPA"),
        ("soppa", {"soppa": "not-subject", "not_subject_because": "It knows no student."}, False, ""),
    ],
)
def test_a_task_is_done_when_all_of_it_is_answered(vendor, task, answers, left, words):
    vendor.send("path", path="b")
    assert vendor.send(task, **answers).status_code == 303
    found = next(each for each in tasks_of(vendor.fresh) if each.key == task)
    assert (not found.done, words in found.hint) == (left, True)


def test_saving_for_later_goes_to_the_list_and_coming_back_finds_what_was_typed(vendor):
    vendor.send("path", path="b")
    assert vendor.send("product", description="Articles for classes", later="1")["Location"] == vendor.url()
    back = AtVendor(vendor.packet)  # another day, another computer
    assert "Articles for classes" in text(back.get("packet-task", "product"))
    assert back.client.post(f"{back.url('packet-task', 'product')}?back=check", {"description": "More"})[
        "Location"
    ] == back.url("packet-check")


# --- path A -----------------------------------------------------------------------------------------------------------


def test_path_a_is_offered_only_with_an_agreement_in_force(vendor, with_agreement):
    assert 'value="a"' not in text(vendor.get("packet-task", "path"))
    refused = vendor.send("path", path="a")
    assert refused.status_code == 422
    assert "Choose this path to go on." in text(vendor.send("path"))
    assert "Choose one of the two." in text(with_agreement.send("path"))
    assert vendor.fresh.path == ""
    with_agreement.send("path", path="a")
    assert list(done(with_agreement)) == A


def test_path_a_takes_only_an_agreement_of_this_vendor_that_is_in_force(with_agreement, cast):
    with_agreement.send("path", path="a")
    other = agreement_in(cast, Agreement.State.IN_FORCE)
    mine = Agreement.objects.get(vendor=with_agreement.packet.vendor)
    page = text(with_agreement.get("packet-task", "agreement"))
    assert f'value="{mine.pk}"' in page
    assert f'value="{other.pk}"' not in page
    assert with_agreement.send("agreement", contract=other.pk, agreement_confirmed="on").status_code == 422
    with_agreement.send("agreement", contract=mine.pk)
    assert "agreement" in missing(with_agreement)
    with_agreement.send("agreement", contract=mine.pk, agreement_confirmed="on")
    assert "agreement" not in missing(with_agreement)
    engine.perform(mine.pk, "terminate", by=Actor(cast.it_director), at=timezone.now(), rationale="Breach")
    assert "agreement" in missing(with_agreement)


def test_another_path_lets_the_agreement_go(with_agreement):
    mine = Agreement.objects.get(vendor=with_agreement.packet.vendor)
    with_agreement.send("path", path="a")
    with_agreement.send("agreement", contract=mine.pk, agreement_confirmed="on")
    with_agreement.send("path", path="b")
    assert (with_agreement.fresh.contract_id, with_agreement.fresh.agreement_confirmed) == (None, False)


# --- SOPPA ------------------------------------------------------------------------------------------------------------


def test_with_student_data_ticked_the_statement_is_neither_offered_nor_taken(vendor):
    vendor.send("path", path="b")
    vendor.send("soppa", soppa="not-subject", not_subject_because="It knows no student.")
    vendor.with_data()
    assert "soppa" in missing(vendor)
    assert 'value="not-subject"' not in text(vendor.get("packet-task", "soppa"))
    refused = vendor.send("soppa", soppa="not-subject", not_subject_because="It knows no student.")
    assert refused.status_code == 422
    assert "so SOPPA applies" in text(refused)
    assert vendor.send("soppa", soppa="subject").status_code == 422
    assert vendor.send("soppa", soppa="subject", file=pdf("soppa.pdf")).status_code == 303
    assert "soppa" not in missing(vendor)


def test_what_no_longer_arises_is_dropped(vendor):
    vendor.send("path", path="b")
    vendor.with_data()
    vendor.send("data", student_data="no", data_location="Ohio", elements=[DataElement.objects.first().pk])
    vendor.send("subcontractors", has_subcontractors="no", name_0="Amazon")
    vendor.send("ai", uses_ai="no", ai_features="A tutor", ai_trains="yes")
    now = vendor.fresh
    assert (now.data_location, now.ai_features, now.ai_trains) == ("", "", "")
    assert (now.elements.count(), now.subcontractors.count()) == (0, 0)


def test_who_ticks_other_says_which(cast, vendor):
    vendor.send("path", path="b")
    vendor.with_data()
    other = DataElement.objects.get(category="Assessment", name="Other")
    said = {"student_data": "yes", "data_location": "Ohio", "elements": [other.pk]}
    vendor.send("data", **said)
    assert "data" in missing(vendor)
    assert "which other data" in text(vendor.get())

    vendor.send("data", **said, other_data="Reading aloud, recorded")

    assert "data" not in missing(vendor)
    packet = vendor.fresh
    page = text(cast.client("it-director").get(packet.get_absolute_url()))
    assert "Reading aloud, recorded" in page
    vendor.send("data", student_data="no", other_data="Reading")
    assert vendor.fresh.other_data == ""


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_is_replaced_by_a_newer_one_and_both_stay_on_the_case(vendor):
    vendor.send("path", path="b")
    assert vendor.send("order-form").status_code == 422
    vendor.order_form("first.pdf")
    assert vendor.send("order-form").status_code == 303  # nothing chosen: the one handed in stays
    vendor.order_form("second.pdf")
    page = text(vendor.get("packet-task", "order-form"))
    assert "second.pdf" in page
    assert "first.pdf" not in page + text(vendor.get()) + text(vendor.get("packet-check"))
    kinds = list(CaseFile.objects.filter(case=vendor.packet.pk).values_list("kind", "file__name", "file__by"))
    assert kinds == [("order-form", "first.pdf", None), ("order-form", "second.pdf", None)]


def test_our_blank_forms_and_what_a_file_may_be_stand_where_they_are_asked_for(vendor, cast):
    said = {"by": cast.procurement, "at": timezone.now(), "language": "en"}
    form = add_document(kind="form", title="Order form 2026", file=store_file(pdf(), by=None, at=said["at"]), **said)
    add_document(kind="handbook", title="Handbook", url="https://handbook.example/", **said)
    vendor.send("path", path="b")
    home, task = text(vendor.get()), text(vendor.get("packet-task", "order-form"))
    for page in (home, task):
        assert f"/public/documents/{form.pk}/1/" in page
        assert "Order form 2026" in page
    assert ("https://handbook.example/" in home, "https://handbook.example/" in task) == (True, False)
    assert f"At most {setting('file_megabytes')} MB. Kinds: PDF" in task
    assert "Order form 2026" not in text(vendor.get("packet-task", "age"))


def test_a_question_that_is_missing_ends_with_its_own_mark(vendor):
    vendor.send("path", path="b")
    hints = {task.key: task.hint for task in tasks_of(vendor.fresh)}
    assert hints["data"] == "Still missing: Does it receive data about students?"
    assert hints["product"].endswith(".")
    with override("es"):
        assert asked_words(Packet, "path")[:2] == "¿C"


def test_the_vendor_opens_its_own_files_and_those_shared_with_it_and_no_others(vendor, cast):
    now = timezone.now()
    vendor.send("path", path="b")
    vendor.order_form()
    kept = vendor.fresh.files.get().file
    answer = vendor.get("outside-file", kept.key)
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert answer["Content-Disposition"] == 'attachment; filename="order.pdf"'
    assert (answer["X-Content-Type-Options"], answer["Referrer-Policy"]) == ("nosniff", "no-referrer")
    shared, inside = (store_file(pdf(name), by=cast.procurement, at=now) for name in ("shared.pdf", "inside.pdf"))
    by = Actor(cast.procurement)
    engine.attach(vendor.packet.pk, shared, kind="letter", by=by, at=now, vendor=True)
    engine.attach(vendor.packet.pk, inside, kind="letter", by=by, at=now)
    assert vendor.get("outside-file", shared.key).status_code == 200
    assert vendor.get("outside-file", inside.key).status_code == 404
    assert "shared.pdf" in text(vendor.get())
    assert "inside.pdf" not in text(vendor.get())
    assert Client().get(kept.get_absolute_url()).status_code == 302  # the staff's address asks to sign in


def test_so_many_files_are_enough(vendor, monkeypatch):
    vendor.send("path", path="b")
    monkeypatch.setattr(packets, "MOST_FILES", 2)
    vendor.order_form()
    vendor.order_form()
    kept = StoredFile.objects.count()
    refused = vendor.order_form()
    assert refused.status_code == 422
    assert "too many files" in text(refused)
    assert StoredFile.objects.count() == kept == 2


# --- what is typed wrong ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("task", "answers", "words"),
    [
        ("path", {"path": "c"}, "Select a valid choice"),
        ("data", {"student_data": "perhaps"}, "Select a valid choice"),
        ("data", {"student_data": "yes", "elements": ["9" * 40]}, "Select a valid choice"),
        ("accessibility", {"has_accessibility_report": "yes", "accessibility_on": "2999-01-01"}, "from a day to come"),
        ("accessibility", {"accessibility_url": "javascript:alert(1)", "has_accessibility_report": "yes"}, "valid URL"),
        ("age", {"minimum_age": "-1"}, "greater than or equal to 0"),
        ("age", {"minimum_age": "1" * 30}, "less than or equal to 99"),
        ("deadline", {"deadline": "2020-01-01"}, "from today on"),
        ("deadline", {"deadline": "soon"}, "Give a date, such as"),
        ("deadline", {"deadline": "9999-12-31"}, "within the next three years"),
        ("schools", {"schools": ["0"]}, "Select a valid choice"),
        (
            "subcontractors",
            {"has_subcontractors": "yes", "name_0": "A", "name_1": "a"},
            "Subcontractor 2 stands here twice",
        ),
        ("subcontractors", {"has_subcontractors": "yes", "service_2": "Hosting"}, "Name subcontractor 3"),
        ("product", {"description": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_what_can_not_be_so_is_told_at_its_field_and_nothing_is_saved(vendor, task, answers, words):
    vendor.send("path", path="b")
    before = Packet.objects.filter(pk=vendor.packet.pk).values().get()
    answer = vendor.send(task, **answers)
    assert answer.status_code == 422
    assert words in text(answer)
    assert 'aria-invalid="true"' in text(answer)
    assert Packet.objects.filter(pk=vendor.packet.pk).values().get() == before


def test_a_closed_school_is_not_offered(vendor, cast):
    vendor.send("path", path="b")
    Place.objects.filter(pk=cast.other_school.pk).update(ended_on=timezone.localdate() - timedelta(days=1))
    assert "Roosevelt School" not in text(vendor.get("packet-task", "schools"))
    assert vendor.send("schools", schools=[cast.other_school.pk]).status_code == 422


# --- sending, and afterwards ------------------------------------------------------------------------------------------


def test_an_incomplete_packet_is_not_sent_whatever_is_posted(vendor):
    vendor.send("path", path="b")
    answer = vendor.hand_in()
    assert answer.status_code == 409
    assert "Still missing" in text(answer)
    assert vendor.fresh.state == "in-progress"


def test_a_packet_is_sent_once_and_then_read_alone(vendor, cast):
    vendor.path_b(cast.school)
    page = text(vendor.get("packet-check"))
    assert "Articles for classes" in page
    hidden = {name: page.split(f'name="{name}" value="')[1].split('"')[0] for name in ("once", "case_version")}
    assert vendor.client.post(vendor.url("packet-check"), hidden).status_code == 303
    assert vendor.client.post(vendor.url("packet-check"), hidden).status_code == 303  # the second of a double click
    sent = vendor.fresh
    assert (sent.state, sent.events.filter(name="hand_in").count()) == ("complete", 1)
    assert sent.response_due == timezone.localdate() + timedelta(days=28)
    assert Notice.objects.filter(case=sent.pk, template="packet_complete", user=cast.teacher).exists()
    page = text(vendor.get())
    assert "Procurement and Contracts checks whether it is complete" in page
    assert "What happens next" in page
    assert "Change" not in text(vendor.get("packet-check"))
    assert vendor.get("packet-task", "product")["Location"] == vendor.url("packet-check")
    late = vendor.send("product", description="Something else")
    assert late.status_code == 409
    assert "Something else" in text(late)  # what was typed is not lost
    assert vendor.order_form().status_code == 409
    assert vendor.fresh.description == "Articles for classes"


def test_a_page_of_yesterday_does_not_send_what_has_changed_since(vendor, cast):
    vendor.path_b(cast.school)
    assert vendor.hand_in(case_version="1").status_code == 409
    assert vendor.hand_in(case_version="junk").status_code == 409
    assert vendor.fresh.state == "in-progress"


def test_a_returned_packet_shows_the_words_and_can_be_changed_and_sent_again(vendor, cast):
    vendor.path_b(cast.school)
    vendor.hand_in()
    by = Actor(cast.procurement)
    engine.perform(vendor.packet.pk, "return_to_vendor", by=by, at=timezone.now(), rationale="No price for year two.")
    assert Notice.objects.filter(link=vendor.link, template="vendor_returned").exists()
    for page in (vendor.get(), vendor.get("packet-task", "order-form"), vendor.get("packet-check")):
        assert "No price for year two." in text(page)
    tasks = text(vendor.get())
    assert "nothing is missing. Look through your answers, then send it." in tasks
    assert "fill in what is missing" not in tasks
    assert vendor.order_form("with price.pdf").status_code == 303
    assert vendor.hand_in().status_code == 303
    assert vendor.fresh.state == "complete"
    assert "No price for year two." not in text(vendor.get())


# --- questions --------------------------------------------------------------------------------------------------------


def test_questions_and_answers_are_read_by_both_sides_and_nothing_else_of_the_history(vendor, cast):
    now = timezone.now()
    vendor.send("path", path="b")
    body = {"text": "Do you need our W-9?", "once": "form-sent-once-a-key"}
    for _twice in range(2):
        assert vendor.client.post(vendor.url("packet-questions"), body).status_code == 303
    for person in (cast.teacher, cast.procurement):
        assert Notice.objects.filter(case=vendor.packet.pk, template="comment", user=person).count() == 1
    packets.say(vendor.fresh, "The order form is enough.", by=Actor(cast.procurement), at=now)
    engine.comment(vendor.packet.pk, "They are slow.", by=Actor(cast.procurement), at=now)
    engine.comment(vendor.packet.pk, "Careful.", by=Actor(cast.procurement), at=now, internal=True)
    page = text(vendor.get("packet-questions"))
    assert page.count("Do you need our W-9?") == 1
    assert "The order form is enough." in page
    assert "They are slow." not in page
    assert "Careful." not in page
    assert Notice.objects.filter(link=vendor.link, template="vendor_answer").count() == 1
    assert "Do you need our W-9?" in text(cast.client(cast.procurement).get(vendor.packet.get_absolute_url()))
    empty = vendor.client.post(vendor.url("packet-questions"), {"text": "  "})
    assert (empty.status_code, "Write your question" in text(empty)) == (422, True)


def test_a_vendor_writes_so_often_a_day_and_no_more_and_the_words_are_read_by_the_page(vendor, cast):
    yesterday = timezone.now() - timedelta(days=1, minutes=1)
    for number in range(MOST_WORDS_A_DAY):
        packets.say(vendor.fresh, f"Word {number}.", by=Actor.outside(vendor.link), at=yesterday)
    asked = [vendor.client.post(vendor.url("packet-questions"), {"text": f"Word {20 + n}."}) for n in range(21)]
    assert [each.status_code for each in asked] == [303] * MOST_WORDS_A_DAY + [409]
    assert "You wrote very often today. Nothing was sent." in text(asked[-1])
    assert "Word 40." in text(asked[-1])  # what was typed is not lost
    packets.say(vendor.fresh, "We read all of it.", by=Actor(cast.procurement), at=timezone.now())

    district, page = cast.client(cast.procurement), vendor.packet.get_absolute_url()
    newest = (text(vendor.get("packet-questions")), text(district.get(page)))
    oldest = (
        text(vendor.client.get(f"{vendor.url('packet-questions')}?page=1")),
        text(district.get(f"{page}?thread=1")),
    )
    for later, earlier in zip(newest, oldest, strict=True):
        assert ("We read all of it." in later, "Word 24." in later, "Word 25." in later) == (True, False, True)
        assert ("We read all of it." in earlier, "Word 24." in earlier, "Word 25." in earlier) == (False, True, False)
    assert "(41)" in newest[1]


def test_whoever_certifies_a_deletion_writes_no_more_often_and_reads_by_the_page(cast):
    case = requested(cast)
    home, link = f"{LINKS}{case.links.get().token}/", case.links.get()
    for number in range(26):
        by = Actor.outside(link) if number < MOST_WORDS_A_DAY else Actor(cast.compliance_officer)
        engine.comment(case.pk, f"Word {number}.", by=by, at=timezone.now(), vendor=True)
    assert Client().post(f"{home}certificate/say/", {"text": "More"}).status_code == 409
    pages = [text(Client().get(f"{home}?page={number}")) for number in (1, 2)]
    assert [("Word 0." in page, "Word 25." in page) for page in pages] == [(True, False), (False, True)]
    officer = cast.client("compliance_officer").get(case.get_absolute_url())
    assert ("Word 0." in text(officer), "Word 25." in text(officer)) == (False, True)


def test_when_the_packet_is_over_nothing_more_is_written(vendor, cast):
    vendor.path_b(cast.school)
    vendor.hand_in()
    engine.perform(vendor.packet.pk, "decline", by=Actor(cast.procurement), at=timezone.now(), rationale="Too dear")
    page = text(vendor.get())
    assert "The district has declined." in page
    assert "Too dear" not in page
    answer = vendor.client.post(vendor.url("packet-questions"), {"text": "Why?"})
    assert answer.status_code == 409
    assert "Why?" in text(answer)


# --- language, and who is at the browser ------------------------------------------------------------------------------


def test_the_language_is_that_of_the_link_until_another_is_chosen(cast):
    vendor = AtVendor(invited(cast, language="es"), HTTP_ACCEPT_LANGUAGE="en")
    assert '<html lang="es">' in text(vendor.get())
    assert vendor.client.post(vendor.url("outside-language"), {"language": "en"})["Location"] == vendor.url()
    assert '<html lang="en">' in text(vendor.get())
    vendor.client.post(vendor.url("outside-language"), {"language": "../xx"})
    assert '<html lang="en">' in text(vendor.get())


def test_no_page_shows_the_staff_menu_even_to_staff(vendor, cast):
    vendor.client.force_login(cast.admin)
    for page in (
        vendor.get(),
        vendor.get("packet-task", "path"),
        vendor.get("packet-check"),
        Client().get("/for-vendors/x/"),
    ):
        assert "/inbox/" not in text(page)
        assert "Sign in" not in text(page)
        assert "noindex" in text(page)
    vendor.send("path", path="b")
    assert vendor.fresh.events.get(name="begin").by is None


def test_forms_work_without_any_cookie_and_without_a_referrer(vendor):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(vendor.url("packet-task", "path"), {"path": "b"}, HTTP_ORIGIN="null")
    assert answer.status_code == 303
    assert vendor.fresh.path == "b"


def test_a_vendor_without_a_district_agreement_on_record_sees_its_own_name(cast):
    vendor = AtVendor(invited(cast, vendor=VendorFactory(name="Newsela, Inc.")))
    assert "Newsela, Inc." in text(vendor.get())


# --- how much each page asks of the database --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "more", "most"),
    [
        ("outside", (), 22),
        ("packet-task", ("data",), 16),
        ("packet-task", ("schools",), 14),
        ("packet-task", ("subcontractors",), 14),
        ("packet-check", (), 22),
        ("packet-questions", (), 8),
    ],
)
def test_pages_ask_the_same_number_of_queries_however_much_is_in_the_packet(cast, vendor, name, more, most):
    vendor.path_b(cast.school)
    packets.say(vendor.fresh, "The first question", by=Actor.outside(vendor.link), at=timezone.now())
    vendor.get(name, *more)
    with CaptureQueriesContext(connection) as few:
        assert vendor.get(name, *more).status_code == 200
    vendor.send(
        "data",
        student_data="yes",
        elements=[row.pk for row in DataElement.objects.all()],
        data_location="Ohio",
        other_data="More",
    )
    rows = {f"name_{number}": f"Company {number}" for number in range(30)}
    vendor.send("subcontractors", has_subcontractors="yes", **rows)
    vendor.send("schools", schools=[place.pk for place in Place.objects.all()])
    for number in range(5):
        vendor.order_form(f"{number}.pdf")
        packets.say(vendor.fresh, f"Question {number}", by=Actor.outside(vendor.link), at=timezone.now())
    with CaptureQueriesContext(connection) as many:
        assert vendor.get(name, *more).status_code == 200
    assert len(many) == len(few) <= most, "\n".join(query["sql"] for query in many)
