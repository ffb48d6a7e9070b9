"""What was to happen by itself and did not: administrators are shown it, and nobody else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from contracts.models import Schedule
from tests.answering import text
from tests.paths import Path
from tests.public_cases import ask
from tests.renewal_paths import running
from workflows.models import Notice, Step, Wake
from workflows.sweeps import WAKE_TRIES, sweep_wakes
from workflows.wakes import wake_case

pytestmark = pytest.mark.django_db
HEADING = "What could not be done"


def shown(cast) -> str:
    return text(cast.client("admin").get("/settings/"))


def test_nothing_is_said_while_everything_goes_as_it_should(cast):
    case = Path(cast).submit()
    wake_case(case, "no_such_move", key="one", at=timezone.now())
    Wake.objects.update(done_at=timezone.now(), result=Wake.DONE)
    assert HEADING not in shown(cast)


def test_a_mail_that_was_set_aside_is_shown_with_whom_it_was_for_and_why(cast):
    case = Path(cast).submit()
    mail = Notice.objects.filter(case=case.pk).first()
    Notice.objects.filter(pk=mail.pk).update(set_aside_at=timezone.now(), error="SMTPRecipientsRefused: 550")
    page = shown(cast)
    for words in (HEADING, f"Mail to {mail.user}", "SMTPRecipientsRefused: 550", f'href="/cases/{case.pk}/"'):
        assert words in page
    assert cast.client("principal").get("/settings/").status_code == 403


def test_a_word_that_was_refused_and_one_that_was_given_up_are_shown_with_the_reason(cast):
    case = Path(cast).submit()
    now = timezone.now()
    wake_case(case, "vendor_answered", key="refused", at=now)
    wake_case(case, "deny", key="given up", at=now, no=1)
    Wake.objects.filter(key="given up").update(tries=WAKE_TRIES, done_at=now, result="date value out of range")
    wake_case(case, "vendor_answered", key="too old", at=now - Wake.TRIED_FOR)
    sweep_wakes(at=now)
    page = shown(cast)
    assert page.count("What follows elsewhere:") == 3
    assert "Unmet: " in page
    assert "date value out of range" in page
    Wake.objects.update(done_at=now - timedelta(days=91), created_at=now - timedelta(days=91))
    assert HEADING not in shown(cast)


def test_steps_and_dates_that_were_set_aside_are_shown_until_they_are_put_right(cast):
    case, agreement = Path(cast).submit(), running(cast)
    Step.objects.filter(case=case.pk).update(set_aside="KeyError: stage")
    Schedule.objects.filter(agreement=agreement).update(set_aside="OverflowError: date value out of range")
    page = shown(cast)
    assert page.index("OverflowError: date value out of range") < page.index("KeyError: stage")
    assert f'href="{agreement.get_absolute_url()}"' in page
    Step.objects.update(closed_at=timezone.now(), closing=Step.Closing.CANCELLED)
    Schedule.objects.update(set_aside="")
    assert HEADING not in shown(cast)


def test_of_what_few_may_know_of_nothing_is_said_but_that_there_is_something(cast):
    case = ask(cast)
    wake_case(case, "no_such_move", key="one", at=timezone.now())
    sweep_wakes(at=timezone.now())
    page = shown(cast)
    assert "Something that few may know of" in page
    assert f"/cases/{case.pk}/" not in page
    assert case.title not in page


def test_many_are_shown_by_the_page_with_a_fixed_number_of_queries(cast):
    case, admin = Path(cast).submit(), cast.client("admin")
    counts = []
    for many in (1, 30):
        for number in range(many):
            wake_case(case, "no_such_move", key=f"{many}-{number}", at=timezone.now())
        sweep_wakes(at=timezone.now())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            page = text(admin.get("/settings/"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert page.count("What follows elsewhere:") == 25
    assert text(admin.get("/settings/?page=2")).count("What follows elsewhere:") == 6
