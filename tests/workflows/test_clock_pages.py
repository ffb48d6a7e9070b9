"""What people see of the clock (X-3): the date of the answer, a late step in the inbox, the word one level up."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.paths import Path
from workflows.clocks import add_school_days
from workflows.models import Notice, Step
from workflows.sweeps import sweep_clocks

pytestmark = [pytest.mark.django_db, pytest.mark.sop("X-3")]


def text(client, name: str, *args) -> str:
    """A page, with its white space in order."""
    page = client.get(reverse(name, args=args))
    assert page.status_code == 200
    return " ".join(page.content.decode().split())


def test_a_late_step_is_late_in_the_inbox_and_the_next_level_is_told_once(cast):
    case = Path(cast, at=timezone.now() - timedelta(days=14)).submit()
    Notice.objects.all()._raw_delete("default")
    reviewer, superior = cast.client("assistant_superintendent"), cast.client("district_administrator")
    assert case.title not in text(superior, "notices")

    for _turn in range(2):
        sweep_clocks(at=timezone.now())

    inbox = text(reviewer, "inbox")
    assert case.title in inbox
    assert f'<time datetime="{case.open_step("initial").due_on.isoformat()}"' in inbox
    assert "days late" in inbox
    told = text(superior, "notices")
    assert told.count(case.title) == 1
    assert Notice.objects.filter(user=cast.district_administrator, template="escalation").count() == 1
    assert Notice.objects.filter(user=cast.assistant_superintendent).count() == 1
    history = text(reviewer, "case-history", case.pk)
    assert "Overdue: District administrator Test told" in history


def test_the_requester_reads_by_when_to_expect_an_answer_and_a_return_moves_it(cast):
    start = timezone.now() - timedelta(days=6)
    path = Path(cast, at=start)
    path.returned()
    path.at = timezone.now()
    case = path.do("resubmit", cast.teacher)

    assert case.response_due == timezone.localdate(start) + timedelta(days=36)
    page = text(cast.client("teacher"), "case", case.pk)
    assert f'<time datetime="{case.response_due.isoformat()}"' in page


def test_a_step_is_due_in_school_days_and_the_reviewer_reads_the_date(cast):
    case = Path(cast).submit()
    step = case.open_step("initial")

    assert step.due_on == add_school_days(timezone.localdate(), 3, set())
    assert f'<time datetime="{step.due_on.isoformat()}"' in text(cast.client("assistant_superintendent"), "inbox")


def test_after_the_calendar_was_closed_by_the_administrator_steps_fall_due_later(cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    last = tomorrow + timedelta(days=13)
    page = cast.client("admin").post(
        reverse("settings-calendar"),
        {"name": "Break", "starts_on": tomorrow.isoformat(), "ends_on": last.isoformat()},
    )
    assert page.status_code in {302, 303}
    case = Path(cast).submit()

    assert Step.objects.get(case=case).due_on == add_school_days(last, 3, set())
