"""Answering a step: one form for a step answered by a move, one for steps answered side by side.

Field names: a step answered by a move posts `move`, `rationale`, `internal` and what the move asks; steps answered side
by side post one answer each, numbered from 0 in the order shown: `0-step`, `0-step_version`, `0-outcome`,
`0-rationale`, `0-internal` and what the stage asks. Hidden on both: `once`, `case_version`, `reviews`, `step_version`.
"""

from dataclasses import dataclass
from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.models import User
from workflows.actors import Hats
from workflows.asking import made
from workflows.engine import StepAnswer
from workflows.forms import ForTheEye
from workflows.http import CaseForm
from workflows.models import Case, Review, Step
from workflows.moves import Move, Stage, moves_of

HIDDEN = ("once", "case_version", "reviews", "step_version")
MOST_ANSWERS = 12
TONES = ["primary", "secondary", "danger", "quiet"]  # the order in which decisions are offered


class ReasonedRadios(forms.RadioSelect):
    """Radio buttons of which some can't be chosen yet: `reasons` maps a value to why."""

    reasons: dict[str, str] = {}
    hints: dict[str, str] = {}

    def create_option(self, name, value, label, selected, index, **kwargs):
        option = super().create_option(name, value, label, selected, index, **kwargs)
        reason, hint = self.reasons.get(str(value), ""), self.hints.get(str(value), "")
        if reason:
            option["attrs"]["disabled"] = True
        if reason or hint:
            option["label"] = format_html('{}<span class="choice-hint">{}</span>', label, reason or hint)
        return option


class AnswerForm(ForTheEye, CaseForm):
    """What both kinds of answer share: the procedure says what a decision must hold, the form only reads it."""

    def _ask(self, name: str, before: str = "") -> bool:
        """Add a field; False when it is not asked of this case."""
        field = made(name, self.case)
        if field is not None:
            self.fields[before + name] = field
            known = self.case.known_answer(name)
            if known not in (None, "") and not callable(known):
                field.initial = known
        return field is not None


class MoveAnswer(AnswerForm):
    """A step answered by a move: which one, and what it asks."""

    always = frozenset({"move"})

    def __init__(self, *args, moves: list[tuple[Move, str]], **kwargs):
        super().__init__(*args, **kwargs)
        self.moves = {move.name: move for move, _reason in moves}
        self.reasons = {move.name: reason for move, reason in moves if reason}
        choices = [(move.name, move.label) for move, _reason in moves]
        self.fields["move"] = forms.ChoiceField(label=_("What do you decide?"), choices=choices)
        if len(moves) == 1:
            self.fields["move"].widget, self.fields["move"].initial = forms.HiddenInput(), moves[0][0].name
        else:
            widget = ReasonedRadios(choices=choices)
            widget.reasons = self.reasons
            widget.hints = {move.name: str(move.hint) for move, _reason in moves if move.hint}
            self.fields["move"].widget = widget
        names = dict.fromkeys(name for move, _reason in moves for name in move.asks)
        asked = [name for name in names if name not in {"rationale", "words"} and self._ask(name)]
        self._ask("rationale")
        if not self._may_want_reason():
            self.fields["rationale"].required = False
            self.fields["rationale"].help_text = _("Kept in the history.")
        self._ask("internal")
        self.helper = FormHelper(self)
        conditions = [name for name in asked if name.startswith("condition_")]
        others = [self._part(name) for name in asked if name not in conditions]
        self.helper.layout = Layout(*HIDDEN, "move", *others, *self._bound_to(conditions), "rationale", "internal")

    def _may_want_reason(self) -> bool:
        """Is there an answer that has to be explained? One thing alone that can be done says itself what it needs."""
        if self.only_move:
            return any("rationale" in need(self.case, {}) for need in self.only_move.needs)
        return any(move.needs for move in self.moves.values())

    @property
    def only_move(self) -> Move | None:
        """The one thing that can be done at this step, if it is one."""
        return next(iter(self.moves.values())) if len(self.moves) == 1 else None

    @property
    def only_reason(self) -> str:
        """Why that one thing can't be done yet."""
        return self.reasons.get(self.only_move.name, "") if self.only_move else ""

    def _bound_to(self, conditions: list[str]) -> list:
        """What a yes may be bound to, under one heading."""
        if not conditions:
            return []
        bound = Fieldset(_("Conditions it keeps"), *(self._part(name) for name in conditions))
        return [bound if self.only_move else Div(bound, data_shows_when=self._asked_with(conditions[0]))]

    def _part(self, name: str):
        return name if self.only_move else Div(name, data_shows_when=self._asked_with(name))

    def _asked_with(self, name: str) -> str:
        return f"move={'|'.join(move.name for move in self.moves.values() if name in move.asks)}"

    def details(self) -> dict:
        """What the engine is told beside the move."""
        told = self.cleaned_data
        names = ["rationale", "internal", *self.moves[told["move"]].asks]
        return {name: told[name] for name in dict.fromkeys(names) if name in told}


@dataclass(frozen=True)
class Asked:
    """One of the steps on the page: where its fields stand, and the step."""

    number: int
    step: Step

    @property
    def before(self) -> str:
        return f"{self.number}-"


class ReviewAnswer(AnswerForm):
    """One person's answers to one or several side-by-side steps of a case, a review each (X-1)."""

    def __init__(self, *args, steps: list[Step], **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = [Asked(number, step) for number, step in enumerate(steps)]
        self.always = frozenset({"0-outcome"}) if len(self.asked) == 1 else frozenset()
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*HIDDEN, *(self._add(asked) for asked in self.asked))

    def _add(self, asked: Asked):
        before, step = asked.before, asked.step
        for name, value in {"step": step.pk, "step_version": step.version}.items():
            self.fields[before + name] = forms.CharField(widget=forms.HiddenInput, required=False, initial=value)
        choices = [(outcome, Review.Outcome(outcome).label) for outcome in step.stage.outcomes]
        if len(self.asked) > 1:
            choices.append(("", _("I answer this later")))
        outcome = forms.ChoiceField(label=step.stage.question, choices=choices, required=len(self.asked) == 1)
        outcome.widget = ReasonedRadios(choices=choices)
        outcome.widget.reasons = reasons_against(self.case, step.stage)
        if len(choices) == 1:
            outcome.widget, outcome.initial = forms.HiddenInput(), choices[0][0]
        self.fields[before + "outcome"] = outcome
        names = [name for name in _asked_at(step.stage) if self._ask(name, before)]
        if "rationale" in names:
            self.fields[before + "rationale"].required = False
        parts = [before + name for name in ("step", "step_version", "outcome")]
        parts += [self._shown(before, name, step.stage) for name in names]
        if len(self.asked) == 1:
            return Div(*parts)
        return Div(HTML(format_html("<h2>{}</h2>", step.label)), *parts, css_class="answer")

    def _shown(self, before: str, name: str, stage: Stage):
        """A field, shown with the answers for which it is asked."""
        if name not in stage.asks or not stage.asked_for:
            return before + name
        return Div(before + name, data_shows_when=f"{before}outcome={'|'.join(stage.asked_for)}")

    only_move = None

    def clean(self):
        told = super().clean()
        if not self.errors and not any(told.get(f"{asked.before}outcome") for asked in self.asked):
            raise forms.ValidationError(_("Answer one of them at least."))
        return told

    def answers(self) -> list[tuple[int, StepAnswer]]:
        """Each answer that was given, with its number on the page."""
        given = []
        for asked in self.asked:
            outcome = self.cleaned_data.get(f"{asked.before}outcome")
            if outcome:
                details = {name: self.cleaned_data.get(asked.before + name) for name in _asked_at(asked.step.stage)}
                version = self._number(f"{asked.before}step_version")
                given.append((asked.number, StepAnswer(asked.step.pk, version, outcome, details)))
        return given


def _asked_at(stage: Stage) -> tuple[str, ...]:
    """What an answer side by side is asked besides its outcome."""
    return stage.asks if stage.wordless else (*stage.asks, "rationale", "internal")


def form_for(case: Case, step: Step, user: User, *, on: date, data=None) -> MoveAnswer | ReviewAnswer:
    """The form for a step: one decision, or every side-by-side answer the person owes on this case."""
    if step.key not in case.machine.side_by_side:
        return MoveAnswer(data, case=case, step=step, moves=moves_at(case, step))
    steps = steps_sent(case, data, step) if data is not None else held_side_by_side(case, user, on=on, first=step)
    return ReviewAnswer(data, case=case, step=step, steps=steps)


def reasons_against(case: Case, stage: Stage) -> dict[str, str]:
    """Of the answers to a step side by side, those that can't be given yet, each with why."""
    reasons = {outcome: case.outcome_refused(stage, outcome) for outcome in stage.outcomes}
    return {outcome: str(reason) for outcome, reason in reasons.items() if reason}


def moves_at(case: Case, step: Step) -> list[tuple[Move, str]]:
    """The moves that answer a step, each with the reason why it can't be made yet."""
    moves = [move for move in moves_of(type(case)).values() if step.key in move.step]
    moves.sort(key=lambda move: TONES.index(move.tone))
    return [(move, move.unmet(case)) for move in moves]


def held_side_by_side(case: Case, user: User, *, on: date, first: Step) -> list[Step]:
    """The open side-by-side steps of a case that a person holds, the one they opened first."""
    hats = Hats.of(user, on=on)
    held = []
    for step in case.open_steps():
        step.case = case
        if step.key in case.machine.side_by_side and step.pk != first.pk and hats.holding(step):
            held.append(step)
    return [first, *held]


def steps_sent(case: Case, data, first: Step) -> list[Step]:
    """The steps the form was made for, in its own order; the page's own step when it doesn't say."""
    known = {str(step.pk): step for step in case.all_steps if step.key in case.machine.side_by_side}
    sent = [known.get(data.get(f"{number}-step", "")) for number in range(MOST_ANSWERS)]
    steps = list(dict.fromkeys(step for step in sent if step))
    for each in steps:
        each.case = case
    return steps or [first]
