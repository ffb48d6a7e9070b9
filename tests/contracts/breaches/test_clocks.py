"""A breach's clocks: thirty days to tell parents, ten to post it, standing still while law enforcement asks to wait."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.district import change_setting
from contracts.breaches import correct_breach, posted
from tests.answering import text
from tests.public_cases import breach_in, do, fresh, record, reply
from workflows.actors import Actor
from workflows.errors import Invalid, Unmet
from workflows.models import Notice
from workflows.sweeps import sweep_clocks

pytestmark = pytest.mark.django_db


def due(breach) -> dict:
    return {step.key: step.due_on for step in fresh(breach).open_steps()}


def test_a_hold_moves_both_dates_by_its_length_and_nothing_is_answered_or_reminded_meanwhile(cast):
    officer, start = cast.compliance_officer, timezone.now()
    breach = record(cast, at=start)
    before = due(breach)
    do(breach, "hold", officer, at=start + timedelta(days=1), rationale="The police asked in writing.")
    for key, said in (("notify-parents", {"done_on": timezone.localdate(start)}), ("post-breach", {})):
        with pytest.raises(Invalid) as refusal:
            reply(breach, key, officer, "done", at=start + timedelta(days=2), **said)
        assert set(refusal.value.errors) == {"0-outcome"}
    told = Notice.objects.count()
    sweep_clocks(at=start + timedelta(days=60))
    assert Notice.objects.count() == told

    do(breach, "release", officer, at=start + timedelta(days=61))
    assert due(breach) == {key: day + timedelta(days=60) for key, day in before.items()}
    assert fresh(breach).round == 1


def test_what_was_found_to_be_none_is_on_no_list_and_reopened_it_keeps_its_first_date(cast):
    officer, today = cast.compliance_officer, timezone.localdate()
    breach = record(cast)
    breach = reply(breach, "post-breach", officer, "done")
    assert [*posted(today)] == [breach]
    breach = do(breach, "close", officer, rationale="It was a test file.")
    assert [*posted(today)] == []

    breach = do(breach, "reopen", officer, rationale="It was none of ours.")
    breach = reply(breach, "post-breach", officer, "done", at=timezone.now() + timedelta(days=30))
    assert breach.posted_on == today


def test_left_off_the_list_after_all_it_is_not_posted_any_more(cast):
    officer = cast.compliance_officer
    breach = do(breach_in(cast, "complete"), "reopen", officer, rationale="Far fewer students.")
    change_setting(key="enrollment", value=1000, by=cast.admin, at=timezone.now())
    breach = reply(breach, "post-breach", officer, "not-needed", rationale="Ten of a thousand.")
    assert (breach.posted_on, [*posted(timezone.localdate())]) == (None, [])


@pytest.mark.parametrize(("enrollment", "small"), [(0, False), (100, False), (101, True), (10_000, True)])
def test_small_is_fewer_than_ten_per_cent_of_a_known_enrollment(cast, enrollment, small):
    change_setting(key="enrollment", value=enrollment, by=cast.admin, at=timezone.now())
    assert record(cast).is_small() is small


def put_right(cast, breach, **columns):
    """A correction by the Compliance Officer; ten students at the school unless said otherwise."""
    said = {"vendor": breach.vendor, "counts": {cast.school: 10}, "elements": []} | columns
    correct_breach(breach=breach.pk, by=Actor(cast.compliance_officer), at=timezone.now(), **said)
    return fresh(breach)


def test_open_clocks_and_reminders_follow_the_day_it_became_known_and_keep_what_a_hold_added(cast):
    officer, start = cast.compliance_officer, timezone.now() - timedelta(days=3)
    breach = record(cast, at=start)
    do(breach, "hold", officer, at=start, rationale="The police asked in writing.")
    breach = do(breach, "release", officer, at=start + timedelta(days=3))
    before = due(breach)
    reminded = {step.key: step.next_reminder_at for step in breach.open_steps()}
    breach = put_right(cast, breach, known_on=breach.known_on - timedelta(days=2))
    assert due(breach) == {key: day - timedelta(days=2) for key, day in before.items()}
    assert all(step.next_reminder_at < reminded[step.key] for step in breach.open_steps())


def test_a_correction_of_something_else_moves_no_clock(cast):
    breach = record(cast)
    before = due(breach)
    assert due(put_right(cast, breach, description="Another list was copied.")) == before


@pytest.mark.parametrize("state", ["recorded", "held"])
def test_left_off_the_list_as_small_it_is_asked_again_when_more_students_become_known(cast, state):
    officer = cast.compliance_officer
    change_setting(key="enrollment", value=1000, by=cast.admin, at=timezone.now())
    breach = reply(record(cast), "post-breach", officer, "not-needed", rationale="Ten of a thousand.")
    if state == "held":
        breach = do(breach, "hold", officer, rationale="The police asked in writing.")
    breach = put_right(cast, breach, counts={cast.school: 99})
    assert set(due(breach)) == {"notify-parents"}
    breach = put_right(cast, breach, counts={cast.school: 100})
    assert due(breach)["post-breach"] == breach.known_on + timedelta(days=10)
    if state == "held":
        breach = do(breach, "release", officer)
    breach = reply(breach, "post-breach", officer, "done")
    assert [*posted(timezone.localdate())] == [breach]
    assert reply(breach, "notify-parents", officer, "done", done_on=timezone.localdate()).state == "complete"


def test_one_that_is_over_and_was_left_off_the_list_is_reopened_before_so_many_students_are_recorded(cast):
    officer = cast.compliance_officer
    change_setting(key="enrollment", value=1000, by=cast.admin, at=timezone.now())
    breach = reply(record(cast), "post-breach", officer, "not-needed", rationale="Ten of a thousand.")
    breach = reply(breach, "notify-parents", officer, "done", done_on=timezone.localdate())
    with pytest.raises(Unmet):
        put_right(cast, breach, counts={cast.school: 100})
    assert fresh(breach).students() == 10
    do(breach, "reopen", officer, rationale="More students than we knew of.")
    breach = put_right(cast, breach, counts={cast.school: 100})
    assert set(due(breach)) == {"notify-parents", "post-breach"}


def test_while_it_is_held_it_is_late_nowhere_and_asks_nobody(cast):
    officer, today = cast.client("compliance-officer"), timezone.localdate()
    breach = record(cast, known_on=today - timedelta(days=45))
    inbox, case, listed = "/inbox/", f"/cases/{breach.pk}/", "/record/"
    assert [breach.title in text(officer.get(page)) for page in (inbox, listed)] == [True, True]
    assert "Answer: Letter to parents" in text(officer.get(case))

    breach = do(breach, "hold", cast.compliance_officer, rationale="The police asked in writing.")
    assert [breach.title in text(officer.get(page)) for page in (inbox, listed, "/")] == [False] * 3
    shown = text(officer.get(case))
    assert "The clock has stood still since today." in shown
    assert [words in shown for words in ("late</", "days late", "Answer: Letter", "Waiting on you")] == [False] * 4
    step = breach.open_step("notify-parents")
    assert "days late" not in text(officer.get(f"/cases/{breach.pk}/steps/{step.pk}/"))
    assert officer.get("/inbox/").context["frame"].counts["inbox"] == 0

    do(breach, "release", cast.compliance_officer)
    assert breach.title in text(cast.client("compliance-officer").get(inbox))
