"""What is left before a district purchase may be bought, or start: its stages, each with what it still needs.

Only the stage it is in is looked at closely, so that the page asks the database the same few questions at every stage.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from requests_app.models import DistrictPurchase
from workflows.words import state_words

State = DistrictPurchase.State


@dataclass(frozen=True)
class Task:
    """One thing of a stage: where it is done or read, and what it lacks; as `components/task_list.html` shows it."""

    name: Any
    url: str
    hint: str = ""
    done: bool = False
    optional: bool = False
    reason: str = ""


@dataclass(frozen=True)
class Part:
    """One thing that belongs to a stage: its page, and which fact of the case says what it lacks."""

    name: Any
    page: str
    lacks: str = ""
    when: Callable[[DistrictPurchase], bool] = lambda case: True


PARTS: dict[str, tuple[Part, ...]] = {
    State.VENDOR_SEARCH: (
        Part(_("Criteria for the vendors"), "district-criteria"),
        Part(_("Candidates, and who was asked"), "district-candidates", "candidates_lack"),
        Part(_("What their vendors answer"), "district-answers"),
        Part(_("Compliance of each candidate"), "district-compliance", "findings_lack"),
    ),
    State.BUDGETING: (
        Part(_("Quotes, and the cost over the years"), "district-budget", "quotes_lack"),
        Part(_("Funds, from the Business Office"), "district-budget", "funds_lack"),
    ),
    State.EVALUATION: (
        Part(_("The committee’s view"), "district-committee", "committee_lacks", lambda case: case.has_committee),
        Part(_("Pilots"), "district-pilots"),
        Part(_("Integration with our platforms"), "district-platforms", "integration_lacks"),
    ),
    State.GATE: (Part(_("Compliant, and integrates"), "district-gate", "gate_lacks"),),
    State.BOARD: (Part(_("The Board’s approval"), "case-purchase"),),
    State.PURCHASING: (
        Part(_("Checklist, from the notices to the accounts"), "district-coordination", "coordination_lacks"),
    ),
    State.POSTING: (Part(_("Contract documented and posted"), "case-purchase", "posting_lacks"),),
    State.PLANNING: (
        Part(_("Short- and long-term goals"), "district-goals", "goals_lack"),
        Part(_("The plan, in seven parts"), "district-plan", "plan_lacks"),
        Part(_("What is measured, and how often"), "district-measures", "measures_lack"),
    ),
    State.MONITORING: (Part(_("Check-ins and what they show"), "district-monitoring", "check_ins_lack"),),
}


@dataclass(frozen=True)
class StageShown:
    """A stage as the workspace shows it: done, here or next."""

    words: Any
    place: str
    tasks: list[Task] = field(default_factory=list)


def stages_of(case: DistrictPurchase) -> list[StageShown]:
    """The stages after the needs assessment, in order; those it does not come to are left out."""
    line = [state for state in case.main_line[1:-1] if state.value not in case.passed_over]
    here = _reached(case, line)
    return [
        StageShown(
            state_words(case.kind, state.value),
            "done" if number < here else "here" if number == here else "next",
            _tasks(case, state, closely=number == here and state == case.state) if number <= here else [],
        )
        for number, state in enumerate(line)
    ]


def _reached(case: DistrictPurchase, line: list) -> int:
    """How far it is, or was when it ended."""
    state = case.ended_from if case.is_over and case.state != State.COMPLETE else case.state
    if state == State.COMPLETE:
        return len(line)
    return next((number for number, each in enumerate(line) if each == state), -1)


def _tasks(case: DistrictPurchase, state, *, closely: bool) -> list[Task]:
    return [_task(case, part, closely=closely) for part in PARTS.get(state, ()) if part.when(case)]


def _task(case: DistrictPurchase, part: Part, *, closely: bool) -> Task:
    url = reverse(part.page, args=[case.pk])
    if not closely:
        return Task(part.name, url, done=True)
    if not part.lacks:
        return Task(part.name, url, optional=True)
    lacks = str(getattr(case, part.lacks)())
    return Task(part.name, url, hint=lacks, done=not lacks)
