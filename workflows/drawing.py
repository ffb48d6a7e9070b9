"""The procedure drawn from the machine itself: with "you are here" for a page (X-2), and as text for docs/machines."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from workflows.models import Case, Step
from workflows.words import state_words


@dataclass(frozen=True)
class Station:
    """One stage of the drawing. `place` is done, here, next or left-out; `steps` are what runs there side by side."""

    state: str
    words: str
    place: str
    tone: str = ""
    on: datetime | None = None
    beside: str = ""
    steps: list[Step] = field(default_factory=list)


def stations(case: Case) -> list[Station]:
    """The main line with where the case is on it; a state beside the line stands with the stage it interrupts."""
    line = [state.value for state in case.machine.main_line]
    anchor = _on_the_line(case, line)
    ended_early = case.is_over and case.state not in line
    drawn = []
    for state in line:
        place = _place(case, state, line, anchor, ended_early)
        drawn.append(_station(case, state, place, beside=state == anchor and not ended_early))
        if state == anchor and ended_early:
            drawn.append(_end(case))
    return drawn


def _on_the_line(case: Case, line: list[str]) -> str:
    """The stage of the main line at which the case is, or from which it ended."""
    state = case.state
    if case.is_over and state not in line:
        state = case.ended_from
    while state not in line:
        state = str(case.before[state] or case.looked_at_first[0])
    return state


def _place(case: Case, state: str, line: list[str], anchor: str, ended_early: bool) -> str:
    distance = line.index(state) - line.index(anchor)
    if distance < 0:
        return "done" if _was_there(case, state, line) else "left-out"
    if distance == 0:
        return "done" if ended_early else "here"
    return "left-out" if ended_early or state in case.passed_over else "next"


def _was_there(case: Case, state: str, line: list[str]) -> bool:
    """A stage that opened no step was passed by, unless one opened before spans it; every case begins at the first."""
    if state == line[0] or not case.machine.stages:
        return True
    spanned = {stage.key for stage in case.opens(state) if stage.spans}
    return any(step.state == state or step.key in spanned for step in case.all_steps)


def _station(case: Case, state: str, place: str, *, beside: bool) -> Station:
    steps = _latest(case, state)
    aside = case.state_words if beside and case.state != state else ""
    if aside:
        steps = _latest(case, case.state)
    shown = steps if place == "here" else [step for step in steps if step.is_open]
    on = max((step.closed_at for step in steps if step.closed_at), default=None) if place == "done" else None
    tone = case.look.tone if place == "here" else ""
    return Station(state, state_words(case.kind, state), place, tone=tone, on=on, beside=aside, steps=shown)


def _latest(case: Case, state: str) -> list[Step]:
    """The steps opened at a stage, of the last time the case was there."""
    steps = [step for step in case.all_steps if step.state == state]
    last = max((step.round for step in steps), default=0)
    return [step for step in steps if step.round == last]


def _end(case: Case) -> Station:
    return Station(case.state, case.state_words, "here", tone=case.look.tone, on=case.closed_at)


def place_words(station: Station) -> str:
    """The same for somebody who does not see the drawing."""
    return {
        "done": _("done"),
        "here": _("it is here now"),
        "next": _("still to come"),
        "left-out": _("left out"),
    }[station.place]
