"""Where a case is, who has it, since when, until when, and what comes next: in one sentence (X-2)."""

from collections.abc import Iterable
from datetime import date

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.district import role_name
from accounts.roles import NAMES, Part, Role
from accounts.wording import calendar_words, day_of, days_late, due_words, when_words
from workflows.models import Case, Step
from workflows.moves import Phase
from workflows.words import state_words


def sentence(case: Case, *, today: date, own: Iterable[int] = ()) -> str:
    """The whole answer for somebody who reads the case; `own` are ids of steps that are the reader's."""
    waiting = f"{case.state_words}." if case.phase == Phase.WAITING else ""
    parts = [waiting, _present(case, today=today, own=set(own)), _answer_expected(case, today=today)]
    return " ".join(part for part in (*parts, comes_next(case)) if part)


def summary(case: Case, *, today: date) -> str:
    """The answer for any member of staff: state and dates alone."""
    if case.is_over:
        return _ended(case, today=today)
    return " ".join(part for part in (_in_state(case, today=today), _answer_expected(case, today=today)) if part)


def holder_words(step: Step) -> str:
    """Whom a step is with: the person by name, else the role."""
    named = step.named_person
    if step.role == Part.VENDOR:
        return _("the vendor")
    if named is None:
        return role_named(step.role)
    return str(named) if step.role == Part.REQUESTER else f"{named} ({role_of_named(step)})"


def role_of_named(step: Step) -> str:
    """As what the person has a step that is with them by name."""
    if not step.stage.by_name:
        return role_words(step.role)
    return str(step.stage.taken_as or _("Person in charge"))


def role_words(role: str) -> str:
    """A role or part as the district says it."""
    return role_name(role) if role in Role.values else str(Part(role).label)


def role_named(role: str) -> str:
    """A role within a sentence: "the Principal", "Procurement and Contracts"."""
    return role_words(role) if role in NAMES else _("the %(role)s") % {"role": role_words(role)}


def waited_for(case: Case) -> list[Step]:
    """Open steps that the case waits for; where it waits for none, those that are open all the same."""
    return case.required_open() or case.open_steps()


# --- the parts of the sentence ----------------------------------------------------------------------------------------


def _present(case: Case, *, today: date, own: set[int]) -> str:
    if case.is_over:
        return _ended(case, today=today)
    steps = waited_for(case)
    if case.paused_at and steps and all(step.stands_still for step in steps):
        return _stood_still(case, today=today)
    if not steps:
        return _in_state(case, today=today)
    with_whom = list(dict.fromkeys(_("you") if step.pk in own else holder_words(step) for step in steps))
    said = {
        "who": get_text_list(with_whom, _("and")),
        "since": when_words(min(step.opened_at for step in steps), today=today),
        "due": _until(steps, today=today),
    }
    return _("With %(who)s since %(since)s, %(due)s.") % said


def _until(steps: list[Step], today: date) -> str:
    days = sorted({step.due_on for step in steps if step.due_on})
    if not days:
        return _("without a date")
    if len(days) > 1 and not days_late(days[0], today=today):
        return _("the last %(due)s") % {"due": due_words(days[-1], today=today)}
    return due_words(days[0], today=today)


def _in_state(case: Case, *, today: date) -> str:
    since = case.stands_since()
    if since is None or case.phase == Phase.PREPARING:
        return f"{case.state_words}."
    said = {"state": case.state_words, "since": when_words(since, today=today)}
    return _("%(state)s since %(since)s.") % said


def _ended(case: Case, *, today: date) -> str:
    day = calendar_words(day_of(case.closed_at), today=today) if case.closed_at else ""
    return _("%(state)s on %(day)s.") % {"state": case.state_words, "day": day} if day else f"{case.state_words}."


def _answer_expected(case: Case, *, today: date) -> str:
    if case.is_over or not case.response_due:
        return ""
    if case.answered_at:
        day = calendar_words(day_of(case.answered_at), today=today)
        return _("The reviewers' decision was told on %(day)s.") % {"day": day}
    if case.paused_at:
        return _stood_still(case, today=today)
    if case.late_on(today):
        day = calendar_words(case.response_due, today=today)
        return _("The answer was expected by %(day)s.") % {"day": day}
    return _("Answer expected by %(day)s.") % {"day": calendar_words(case.response_due, today=today)}


def _stood_still(case: Case, *, today: date) -> str:
    return _("The clock has stood still since %(since)s.") % {"since": when_words(case.paused_at, today=today)}


def comes_next(case: Case) -> str:
    """What follows, and with whom; nothing at an end."""
    state = next_state(case)
    if not state:
        return ""
    asked = [stage for stage in case.opens(state) if stage.required and case.open_step(stage.key) is None]
    takers = list(dict.fromkeys(_taker(case, stage) for stage in asked))
    words = {"state": state_words(case.kind, state), "who": get_text_list(takers, _("and"))}
    return _("Next: %(state)s, by %(who)s.") % words if takers else _("Next: %(state)s.") % words


def _taker(case: Case, stage) -> str:
    """Who takes a stage that is not open yet: whoever the case has in charge, as that is called, or its role."""
    if not stage.taken_as:
        return role_named(case.role_for(stage))
    return str(case.person_for(stage) or stage.taken_as)


def next_state(case: Case) -> str:
    """The state that follows on the main line, leaving out what this case does not come to."""
    if case.is_over or not case.machine.stages:
        return ""
    line = [state.value for state in case.machine.main_line]
    if case.state not in line:
        return str(case.before[case.state])
    later = line[line.index(case.state) + 1 :]
    return next((state for state in later if state not in case.passed_over), "")
