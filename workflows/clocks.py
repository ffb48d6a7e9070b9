"""Dates: school days on the district's calendar, reminders, and what a pause does to them (X-3)."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import chain, count, takewhile

from django.utils import timezone

from accounts.district import setting
from accounts.models import Closure


def closed_days(start: date, *, span: int = 800) -> set[date]:
    """The district's closed days from a date on, weekends apart; one query."""
    end = start + timedelta(days=span)
    days: set[date] = set()
    for closure in Closure.objects.filter(ends_on__gte=start, starts_on__lte=end):
        day = max(closure.starts_on, start)
        while day <= min(closure.ends_on, end):
            days.add(day)
            day += timedelta(days=1)
    return days


def add_school_days(start: date, days: int, closed: set[date]) -> date:
    """The date `days` school days after `start` (not counting `start` itself)."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in closed:
            days -= 1
    return day


def due_after(at: datetime, term: str) -> date:
    """The due date of a step that opens at a moment; `term` is a setting's key, in school days."""
    start = timezone.localdate(at)
    return add_school_days(start, int(setting(term)), closed_days(start))


def response_date(at: datetime) -> date:
    """The date by which a request submitted at a moment is answered; calendar days (MICRO-3)."""
    return timezone.localdate(at) + timedelta(days=int(setting("response_days")))


def response_date_after(at: datetime, days: int) -> date:
    """The day so many calendar days after a moment."""
    return timezone.localdate(at) + timedelta(days=days)


def moment(day: date) -> datetime:
    """The hour on a day at which the district sends reminders."""
    return timezone.make_aware(datetime.combine(day, time(int(setting("remind_hour")))))


def reminder_offsets(stage=None) -> dict[str, int]:
    """Days from the due date on which something is said: before, on the day, after, one level up.

    A stage may name a setting with days of its own before the date (renewals: 60, 30, 14, 7, 1); of a quiet one nothing
    is said step by step.
    """
    if stage is not None and stage.quiet:
        return {}
    before = {"before": -int(setting("remind_before"))}
    if stage is not None and stage.reminders:
        before = {f"before-{days}": -days for days in days_listed(setting(stage.reminders))}
    return {
        **before,
        "due": 0,
        "late": int(setting("remind_after")),
        "escalated": int(setting("escalate_after")),
    }


def days_listed(text: str) -> list[int]:
    """The whole numbers of a list such as "60, 30, 14", the largest first."""
    return sorted({int(word) for word in text.replace(",", " ").split() if word.isdecimal()}, reverse=True)


def next_reminder(due_on: date | None, *, after: datetime, stage=None) -> datetime | None:
    """The next moment at which something is said about a step due on a day; None when all has been said."""
    if due_on is None:
        return None
    offsets = sorted(reminder_offsets(stage).values())
    moments = (moment_after(due_on, days) for days in chain(offsets, _chasing(due_on, offsets, after, stage)))
    return next((when for when in moments if when > after), None)


def reminders_reached(due_on: date, *, since: datetime, at: datetime, stage=None) -> list[str]:
    """Reminders whose moment came between two (both included), in order: "before", "due", "late", "escalated".

    Of a step that is chased, then "escalated-12", "escalated-19" and so on: the days since it was due.
    """
    named = reminder_offsets(stage)
    further = _chasing(due_on, sorted(named.values()), since - timedelta(days=1), stage) if named else ()
    named |= {f"escalated-{days}": days for days in takewhile(lambda days: moment_after(due_on, days) <= at, further)}
    moments = [(moment_after(due_on, days), name) for name, days in named.items()]
    return [name for when, name in sorted(moments, key=lambda pair: pair[0]) if since <= when <= at]


def moment_after(due_on: date, days: int) -> datetime:
    """The moment of a reminder so many days after a due date (before it: a negative number)."""
    return moment(due_on + timedelta(days=days))


def _chasing(due_on: date, offsets: list[int], after: datetime, stage) -> Iterator[int]:
    """Days after the due date on which a step is chased, without end, from the last before a moment on."""
    if stage is None or not stage.chased or not offsets:
        return iter(())
    passed = (timezone.localdate(after) - due_on).days - offsets[-1]
    return count(offsets[-1] + stage.chased * max(passed // stage.chased, 1), stage.chased)


def days_between(start: datetime, end: datetime) -> timedelta:
    """Whole local days from one moment to another."""
    return timezone.localdate(end) - timezone.localdate(start)
