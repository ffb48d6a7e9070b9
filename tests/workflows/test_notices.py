"""Notices in the app and by mail: three templates each, in the reader's language, never about one's own act (X-7)."""

import ast
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone, translation

from accounts.models import User
from tests.factories import UserFactory
from tests.packet_paths import PacketPath
from tests.paths import WITH_DATA, Path
from tests.workflows.browsing import send, text
from workflows import engine, notices
from workflows.actors import Actor
from workflows.letters import letter, subject_of
from workflows.machines import MACHINES
from workflows.models import Event, Notice
from workflows.moves import moves_of

pytestmark = pytest.mark.django_db
EMAILS = settings.BASE_DIR / "templates" / "emails"
REMINDERS = {"reminder_before", "reminder_due", "reminder_late", "reminder_escalated"}


def told_in_code(*functions: str) -> set[str]:
    """Second arguments of every call of these, where they are written out."""
    found = set()
    for app in ("workflows", "contracts", "requests_app", "catalog", "accounts"):
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                named = getattr(node.func, "attr", getattr(node.func, "id", "")) if isinstance(node, ast.Call) else ""
                if named in functions:
                    found |= {arg.value for arg in node.args[1:2] if isinstance(arg, ast.Constant)}
    return found


def named_by_machines() -> set[str]:
    stages = {stage.notice for machine in MACHINES.values() for stage in machine.stages}
    moves = [move for machine in MACHINES.values() for move in moves_of(machine).values()]
    return stages | {template for move in moves for template in move.tells.values()}


NAMES = sorted(told_in_code("tell") | named_by_machines() | REMINDERS)
# To people outside, by their link.
OUTSIDE = sorted(told_in_code("tell_link", "tell_links"))
# To parents who left an address.
PUBLIC = sorted(told_in_code("tell_outsider"))
ABOUT_NO_CASE = {"digest", "link_request", "review_digest"}


def notice(cast, name: str, *, language: str = "en") -> Notice:
    """A notice of a kind about a funded request with student data."""
    path = Path(cast, funded=True, **WITH_DATA)
    case = path.to("soppa-review")
    person = UserFactory(language=language, place=cast.school)
    event = Event.objects.filter(case=case, name="submit").get()
    return Notice.objects.create(
        key=f"test:{name}",
        user=person,
        case=None if name in ABOUT_NO_CASE else case,
        step=None if name in ABOUT_NO_CASE else case.open_step("purchase"),
        template=name,
        context={"event": event.pk, "rows": list(Notice.objects.values_list("pk", flat=True)[:3]), "why": "vacant"}
        | {"count": 3, "late": 1},
        created_at=path.at,
    )


# --- the templates ----------------------------------------------------------------------------------------------------


def test_every_name_in_the_code_has_its_three_files_and_there_are_no_others():
    files = {"subject.txt", "body.txt", "body.html"}
    kept = {folder.name: {file.name for file in folder.iterdir()} for folder in EMAILS.iterdir() if folder.is_dir()}
    assert kept == dict.fromkeys([*NAMES, *OUTSIDE, *PUBLIC], files)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", NAMES)
def test_every_mail_says_what_it_is_about_where_to_look_and_in_which_language(cast, name, language):
    subject, plain, html = letter(notice(cast, name, language=language))

    assert 5 < len(subject) < 120
    assert "\n" not in subject
    assert "\n\n\n" not in plain
    assert f"{settings.SITE_URL}/" in plain
    assert f'<html lang="{language}">' in html
    for body in (plain, html):
        assert "{{" not in body
        assert "{%" not in body
        assert "None" not in body


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", OUTSIDE)
def test_every_mail_to_somebody_outside_carries_their_link_and_their_language_and_no_address_of_staff_pages(
    cast, name, language
):
    path = PacketPath(cast, language=language)
    notice = Notice.objects.create(
        key=f"test:{name}",
        link=path.link,
        case=path.packet,
        step=path.packet.open_step("packet"),
        template=name,
        created_at=path.at,
    )
    subject, plain, html = letter(notice)
    assert 5 < len(subject) < 120
    assert "\n" not in subject
    assert f'<html lang="{language}">' in html
    for body in (plain, html):
        assert f"{settings.SITE_URL}/for-vendors/{path.link.token}/" in body
        assert path.link.name in body
        for left_over in ("{{", "{%", "None", "/cases/", "/preferences/"):
            assert left_over not in body


@pytest.mark.parametrize("name", sorted(set(NAMES) - ABOUT_NO_CASE))
def test_every_mail_about_a_request_names_it_and_none_shows_what_the_form_says_about_students(cast, name):
    subject, plain, html = letter(notice(cast, name))
    assert "Kahoot!" in subject
    for body in (plain, html):
        assert "Students answer on their devices" not in body
        assert "/cases/" in body


def test_names_with_special_signs_are_plain_in_plain_mails_and_escaped_in_html(cast):
    case = Path(cast, title="Math & <b>More</b>").to("denied")
    told = Notice.objects.get(template="denied", case=case)
    subject, plain, html = letter(told)
    assert subject == "Denied: Math & <b>More</b>"
    assert "Math & <b>More</b>" in plain
    assert "Math &amp; &lt;b&gt;More&lt;/b&gt;" in html


@pytest.mark.sop("X-7")
def test_a_mail_is_in_its_recipients_language_whoever_caused_it(cast):
    User.objects.filter(pk=cast.teacher.pk).update(language="es")
    path = Path(cast)
    case = path.to("initial-review")
    with translation.override("es"):
        month = f"{case.response_due:%d}".lstrip("0")
        spanish = str(translation.gettext("December")) if case.response_due.month == 12 else ""

    answer = cast.client("teacher").get(f"/cases/{case.pk}/")
    _subject, plain, html = letter(Notice.objects.get(template="receipt"))

    assert answer.status_code == 200
    assert '<html lang="es">' in html
    assert month in plain
    assert spanish.lower() in plain.lower()


# --- what the mails say -----------------------------------------------------------------------------------------------


def words_to(person, template: str) -> str:
    return letter(Notice.objects.filter(user=person, template=template).latest("pk"))[1]


def test_a_denial_says_why_and_a_follower_of_the_outcome_is_told_without_the_words(cast):
    path = Path(cast)
    case = path.to("initial-review")
    engine.follow(case.pk, cast.stranger, by=Actor(cast.stranger), at=path.at)
    path.do("deny", cast.assistant_superintendent, ground="not-funded", rationale="Too dear this year.", internal="Hm.")

    assert "Why: Too dear this year." in words_to(cast.teacher, "denied")
    assert "was denied" in words_to(cast.stranger, "denied")
    for person in (cast.teacher, cast.stranger):
        assert "Hm." not in words_to(person, "denied")
    assert "Too dear" not in words_to(cast.stranger, "denied")


def test_a_follower_of_the_outcome_is_not_told_of_what_lies_between(cast):
    path = Path(cast)
    case = path.to("initial-review")
    engine.follow(case.pk, cast.stranger, by=Actor(cast.stranger), at=path.at)
    path.do("return_for_changes", cast.assistant_superintendent, rationale="Which classes?")
    assert not Notice.objects.filter(user=cast.stranger).exists()

    path.do("withdraw", cast.teacher)
    assert "was withdrawn by its requester" in words_to(cast.stranger, "withdrawn")


def test_the_order_may_be_released_or_not_yet_is_said_as_it_is_when_the_mail_goes_out(cast):
    path = Path(cast, funded=True, **WITH_DATA)
    path.to("soppa-review")
    told = Notice.objects.filter(user=cast.principal, template="proceed_with_order").first()
    assert "don’t release it yet" in letter(told)[1]

    free = Path(cast, funded=True, title="Other")
    free.to("soppa-review")
    assert "You may now release the purchase order" in words_to(cast.principal, "proceed_with_order")


def test_approval_says_where_under_which_conditions_and_how_to_get_it(cast):
    path = Path(cast)
    case = path.covered()
    case.resource.how_to_get = "Ask the help desk."
    case.resource.save(update_fields=["how_to_get"])
    conditions = {"grades": ["6", "7"], "words": "In class only."}
    path.do("approve_contract", cast.it_director, places=[case.place], conditions=conditions)

    words = words_to(cast.teacher, "approved")

    for expected in ("Where: Lincoln School.", "For grades 6, 7 only.", "In class only.", "Ask the help desk."):
        assert expected in words


def test_a_step_that_fell_to_somebody_else_says_why(cast):
    cast.principal.grants.all().delete()
    Path(cast, funded=True).do("ask_support", cast.teacher)
    words = words_to(cast.district_administrator, "step_opened")
    assert "It comes to you because nobody holds the role of Principal there." in words


def test_a_removed_passage_is_not_mailed_any_more(cast):
    path = Path(cast)
    case = path.denied(words="Sam Smith asked.")
    passage = Event.objects.get(name="deny").words_id
    engine.remove_passage(case.pk, passage, by=Actor(cast.admin), at=path.at, reason="Names a student.")
    assert "Sam Smith" not in words_to(cast.teacher, "denied")


# --- who is told ------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-7")
def test_nobody_is_told_of_their_own_act_but_whoever_submits_gets_a_receipt(cast):
    path = Path(cast)
    case = path.to("initial-review")
    send(cast.client("teacher"), f"/cases/{case.pk}/do/withdraw/")
    path.do("reopen", cast.teacher, rationale="After all.")

    assert set(Notice.objects.filter(user=cast.teacher).values_list("template", flat=True)) == {"receipt"}


@pytest.mark.sop("X-7")
def test_who_gets_a_step_is_told_in_the_app_and_by_mail(cast, settings):
    case = Path(cast).to("in-review")
    notices.send_due()

    assert "Waiting on you: Curriculum review, Kahoot!" in text(cast.client("curriculum-director").get("/notices/"))
    sent = [message for message in mail.outbox if message.to == [cast.curriculum_director.email]]
    step = case.open_step("curriculum")
    assert [message.subject for message in sent] == ["Waiting on you: Curriculum review, Kahoot!"]
    assert f"{settings.SITE_URL}/cases/{case.pk}/steps/{step.pk}/" in sent[0].body


@pytest.mark.sop("X-7")
def test_whoever_prefers_one_mail_a_day_gets_one_with_everything_in_it(cast):
    User.objects.filter(pk=cast.curriculum_director.pk).update(mail=User.Mail.DAILY)
    for title in ("Kahoot!", "Desmos"):
        Path(cast, title=title).to("in-review")
    notices.send_due()
    assert not [message for message in mail.outbox if message.to == [cast.curriculum_director.email]]

    notices.send_digests(at=timezone.now())
    notices.send_due()

    [message] = [message for message in mail.outbox if message.to == [cast.curriculum_director.email]]
    assert message.subject == "2 notices since yesterday"
    for title in ("Kahoot!", "Desmos"):
        assert f"Waiting on you: Curriculum review, {title}" in message.body
    assert "2 notices since yesterday" not in text(cast.client("curriculum-director").get("/notices/"))


# --- in the app -------------------------------------------------------------------------------------------------------


@pytest.mark.sop("X-7")
def test_opening_a_notice_marks_it_read_and_leads_to_the_step_while_it_waits(cast):
    path = Path(cast)
    case = path.to("in-review")
    told = Notice.objects.get(user=cast.ict_coordinator)
    client = cast.client("ict-coordinator")

    answer = client.get(f"/notices/{told.pk}/")

    told.refresh_from_db()
    assert (answer.status_code, answer.url) == (303, f"/cases/{case.pk}/steps/{told.step_id}/")
    assert told.read_at is not None
    path.answer("ict", cast.ict_coordinator, rationale="Fine")
    assert client.get(f"/notices/{told.pk}/").url == f"/cases/{case.pk}/"


def test_a_notice_without_a_step_leads_to_its_request(cast):
    case = Path(cast).to("denied")
    told = Notice.objects.get(user=cast.teacher, template="denied")
    assert cast.client("teacher").get(f"/notices/{told.pk}/").url == f"/cases/{case.pk}/"


def test_somebody_elses_notice_is_not_found_and_stays_unread(cast):
    Path(cast).to("denied")
    told = Notice.objects.get(user=cast.teacher, template="denied")
    assert cast.client("stranger").get(f"/notices/{told.pk}/").status_code == 404
    told.refresh_from_db()
    assert told.read_at is None


def test_all_are_marked_read_at_once_and_only_ones_own(cast):
    Path(cast).to("in-review")
    answer = cast.client("teacher").post("/notices/")

    assert (answer.status_code, answer.url) == (303, "/notices/")
    assert not Notice.objects.filter(user=cast.teacher, read_at__isnull=True).exists()
    assert Notice.objects.filter(user=cast.ict_coordinator, read_at__isnull=True).exists()


def test_unread_ones_are_marked_and_the_number_stands_in_the_frame(cast):
    Path(cast).to("denied")
    client = cast.client("teacher")
    assert text(client.get("/notices/")).count("New") >= 2
    client.post("/notices/")
    assert "Mark all as read" not in text(client.get("/notices/"))


def test_without_notices_the_page_says_what_will_stand_there(cast):
    assert "Nothing has been told to you yet." in text(cast.client("stranger").get("/notices/"))


def test_the_page_is_in_its_readers_language_not_that_of_the_cause(cast):
    Path(cast).to("in-review")
    told = Notice.objects.get(user=cast.ict_coordinator)
    with translation.override("es"):
        assert "Kahoot!" in subject_of(told)


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_list_has_pages_of_25_and_costs_a_fixed_number_of_queries(cast, django_assert_max_num_queries, count):
    case = Path(cast).to("in-review")
    step = case.open_step("ict")
    rows = [
        Notice(
            key=f"test:{number}",
            user=cast.ict_coordinator,
            case_id=case.pk,
            step=step,
            template="reminder_due",
            created_at=timezone.now() - timedelta(hours=number),
        )
        for number in range(count)
    ]
    Notice.objects.bulk_create(rows)
    client = cast.client("ict-coordinator")
    with django_assert_max_num_queries(12):
        page = client.get("/notices/")
    assert text(page).count("Due today") == min(count, 25)
