"""The outbox: each notice is mailed once, by whoever takes it, in its reader's language, again when it was refused."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from tests.config.processes import free_port
from tests.mailbox import receiving
from tests.paths import Path
from workflows import notices
from workflows.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def mailbox(settings):
    with receiving() as box:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", box.port
        yield box


@pytest.fixture
def one(cast) -> Notice:
    """One notice waiting to be mailed: the initial review is with the Assistant Superintendent."""
    case = Path(cast).submit()
    Notice.objects.exclude(template="step_opened")._raw_delete("default")
    return Notice.objects.get(case=case)


def make_due(notice: Notice) -> Notice:
    Notice.objects.filter(pk=notice.pk).update(due_at=timezone.now() - timedelta(seconds=1))
    return Notice.objects.get(pk=notice.pk)


def test_a_notice_is_taken_by_one_sender_until_its_claim_is_over(one):
    now = timezone.now()

    assert notices.claim_next(at=now) == one
    assert notices.claim_next(at=now) is None
    assert notices.claim_next(at=now + timedelta(seconds=299)) is None
    assert notices.claim_next(at=now + timedelta(seconds=301)) == one
    assert Notice.objects.get(pk=one.pk).tries == 2


def test_how_long_a_claim_holds_can_be_set(one, settings):
    settings.NOTICE_CLAIM_SECONDS = 2
    now = timezone.now()
    notices.claim_next(at=now)

    assert notices.claim_next(at=now + timedelta(seconds=3)) == one


def test_a_notice_is_mailed_once_and_is_then_done(one, mailbox):
    assert (notices.send_due(), notices.send_due()) == (1, 0)

    sent = Notice.objects.get(pk=one.pk)
    assert (sent.due_at, sent.claimed_until, sent.error, bool(sent.sent_at)) == (None, None, "", True)
    assert list(mailbox.times.values()) == [1]


def test_the_message_id_is_the_same_for_the_same_notice_and_names_the_districts_domain(one, mailbox):
    first = notices.message(one).extra_headers["Message-ID"]
    notices.send_due()

    assert first == mailbox.mails[0][1]["Message-ID"] == notices.message_id(one.key)
    assert first.endswith("@district.example>")
    assert notices.message_id(one.key + "x") != first
    assert mailbox.mails[0][1]["Auto-Submitted"] == "auto-generated"


def test_a_refused_mail_is_tried_later_and_later_and_set_aside_after_eight_times_while_the_others_go_out(
    one, cast, mailbox
):
    mailbox.refused.add(one.user.email)
    waits = []
    for _turn in range(8):
        notices.send_due()
        row = Notice.objects.get(pk=one.pk)
        waits.append(row.due_at and round((row.due_at - timezone.now()).total_seconds() / 15))
        make_due(one) if row.due_at else None

    assert waits == [2, 4, 8, 16, 32, 64, 128, None]
    row = Notice.objects.get(pk=one.pk)
    assert (row.tries, bool(row.set_aside_at), row.sent_at) == (8, True, None)
    assert "550" in row.error

    Path(cast, requester=cast.colleague).submit()
    assert notices.send_due() == 1  # the receipt; the step's notice is refused like the first
    assert [recipient for recipient, _mail in mailbox.mails] == [cast.colleague.email]


def test_a_mail_server_that_is_away_costs_no_tries_and_everything_goes_out_when_it_is_back(cast, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    Path(cast, funded=True).send()
    waiting = Notice.objects.filter(due_at__isnull=False)
    expected = waiting.count()
    for _turn in range(20):
        assert notices.send_due() == 0
        waiting.update(due_at=timezone.now() - timedelta(seconds=1))

    assert (waiting.count(), set(waiting.values_list("tries", flat=True))) == (expected, {0})
    with receiving(port=settings.EMAIL_PORT) as box:
        assert notices.send_due() == expected
    assert set(box.times.values()) == {1}


def test_a_row_that_cannot_be_written_keeps_no_other_from_going_out(one, cast, mailbox):
    Notice.objects.filter(pk=one.pk).update(template="no-such-mail")
    Path(cast, requester=cast.colleague).submit()

    assert notices.send_due() == 2
    assert "TemplateDoesNotExist" in Notice.objects.get(pk=one.pk).error


def test_a_mail_is_in_its_readers_language(one, mailbox, settings):
    User.objects.filter(pk=one.user.pk).update(language="es")
    spanish = notices.message(Notice.objects.get(pk=one.pk))
    User.objects.filter(pk=one.user.pk).update(language="en")
    english = notices.message(Notice.objects.get(pk=one.pk))

    assert 'lang="es"' in spanish.alternatives[0][0]
    assert 'lang="en"' in english.alternatives[0][0]


def test_nobody_is_mailed_about_their_own_act(cast):
    path = Path(cast, funded=True)
    path.do("ask_support", cast.teacher)
    assert set(Notice.objects.values_list("user__username", flat=True)) == {"principal"}

    path.answer("support", cast.principal, **path.funds)
    path.do("submit", cast.teacher)
    before = Notice.objects.count()
    path.do("send_to_review", cast.assistant_superintendent)
    new = Notice.objects.order_by("pk")[:]
    assert "assistant-superintendent" not in [row.user.username for row in new][before:]
    # The receipt is the one word to the person who acted.
    assert Notice.objects.filter(user=cast.teacher).values_list("template", flat=True)[0] == "receipt"


def test_a_notice_is_written_once_for_a_key_and_only_to_people_who_are_here(cast):
    at = timezone.now()
    User.objects.filter(pk=cast.stranger.pk).update(is_active=False)
    people = [cast.teacher, cast.colleague, User.objects.get(pk=cast.stranger.pk), cast.teacher]
    for _turn in range(2):
        notices.tell(people, "following", case=Path(cast).case, at=at, key="same")

    assert sorted(Notice.objects.values_list("user__username", flat=True)) == ["colleague", "teacher"]


def test_somebody_without_an_address_is_told_in_the_app_alone(cast, mailbox):
    User.objects.filter(pk=cast.assistant_superintendent.pk).update(email="")
    Path(cast).submit()
    notices.send_due()

    told = Notice.objects.get(user=cast.assistant_superintendent)
    assert (told.by_mail, told.due_at, told.sent_at) == (False, None, None)
    assert [recipient for recipient, _mail in mailbox.mails] == [cast.teacher.email]


# --- one mail a day ---------------------------------------------------------------------------------------------------


@pytest.fixture
def daily(cast) -> User:
    User.objects.filter(pk=cast.assistant_superintendent.pk).update(mail=User.Mail.DAILY)
    for _n in range(3):
        Path(cast).submit()
    return User.objects.get(pk=cast.assistant_superintendent.pk)


def test_whoever_prefers_it_gets_one_mail_a_day_with_everything(daily, mailbox):
    notices.send_due()
    assert mailbox.to(daily.email) == []

    now = timezone.now()
    assert (notices.send_digests(at=now), notices.send_digests(at=now)) == (1, 0)
    notices.send_due()
    [mail] = mailbox.to(daily.email)
    assert mail.get_body(["plain"]).get_content().count("Kahoot!") == 3
    assert notices.send_digests(at=now + timedelta(days=1)) == 0  # nothing has come since


def test_a_receipt_goes_out_at_once_all_the_same(cast, mailbox):
    User.objects.filter(pk=cast.teacher.pk).update(mail=User.Mail.DAILY)
    path = Path(cast, requester=User.objects.get(pk=cast.teacher.pk))
    path.submit()
    notices.send_due()

    assert len(mailbox.to(cast.teacher.email)) == 1
