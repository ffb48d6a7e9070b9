"""Answering steps given side by side, a review each; the field names are in requests_app/forms/steps.py."""

from dataclasses import dataclass

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_app.forms.answers import AnswerForm
from requests_app.forms.fields import made
from workflows.answering import ReasonedRadios, reasons_against
from workflows.engine import StepAnswer
from workflows.models import Step

FINDINGS = ("student_data_found", "elements_found")
FIND_DATA = {"curriculum", "ict"}
ANSWERS = {
    "approve": gettext_lazy("Approve"),
    "approve-with-conditions": gettext_lazy("Approve with conditions"),
    "deny": gettext_lazy("Deny"),
    "advice": gettext_lazy("Give this advice"),
    "ordered": gettext_lazy("The order was placed"),
    "no-funds": gettext_lazy("There are no funds for it"),
}


@dataclass(frozen=True)
class Asked:
    """One of the steps on the page: where its fields stand, and the step."""

    number: int
    step: Step

    @property
    def before(self) -> str:
        return f"{self.number}-"


def asked_at(step: Step) -> tuple[str, ...]:
    """Names of what an answer to a step is asked."""
    return FINDINGS if step.key in FIND_DATA else step.stage.asks


class ReviewForm(AnswerForm):
    """One person's answers to one or several side-by-side steps of a case, a review each."""

    def __init__(self, *args, steps: list[Step], **kwargs):
        super().__init__(*args, **kwargs)
        self.asked = [Asked(number, step) for number, step in enumerate(steps)]
        self.helper = FormHelper(self)
        self.helper.layout = Layout("once", "case_version", "reviews", "step_version")
        for asked in self.asked:
            self.helper.layout.append(self._add(asked))

    def _add(self, asked: Asked):
        before, step = asked.before, asked.step
        for name, value in {"step": step.pk, "step_version": step.version}.items():
            hidden = forms.CharField(widget=forms.HiddenInput, required=False, initial=value)
            self.fields[before + name] = hidden
        self.fields[before + "outcome"] = self._outcome(step)
        own = asked_at(step)
        says_no = ("ground",) if "deny" in step.stage.outcomes else ()
        for name in [*own, *says_no, "rationale"]:
            self.fields[before + name] = made(name, self.case)
        for name, value in self._starting_values(step).items():
            self.fields[before + name].initial = value
        conditional = self._add_conditions({}, before) if self._may_condition(step) else []
        self.fields[before + "internal"] = made("internal", self.case)
        return self._layout(asked, own, says_no, conditional)

    def _outcome(self, step: Step) -> forms.Field:
        choices = [(outcome, ANSWERS[outcome]) for outcome in step.stage.outcomes]
        if len(self.asked) > 1:
            choices.append(("", _("I answer this later")))
        field = forms.ChoiceField(label=step.stage.question, choices=choices, required=len(self.asked) == 1)
        field.widget = ReasonedRadios(choices=choices)
        field.widget.reasons = reasons_against(self.case, step.stage)
        return field

    def _may_condition(self, step: Step) -> bool:
        return "approve-with-conditions" in step.stage.outcomes

    def _starting_values(self, step: Step) -> dict:
        case = self.case
        if step.key in FIND_DATA:
            found = {True: "yes", False: "no", None: ""}[case.student_data_found]
            return {"student_data_found": found, "elements_found": case.elements()}
        return {name: case.known_answer(name) for name in step.stage.asks}

    def _layout(self, asked: Asked, own, says_no, conditional):
        before = asked.before
        parts = [before + name for name in ("step", "step_version")]
        outcome = f"{before}outcome"
        parts += [Div(before + name, data_shows_when=f"{outcome}=deny") for name in says_no]
        asked_for = "|".join(asked.step.stage.asked_for)
        parts += [Div(before + name, data_shows_when=f"{outcome}={asked_for}") for name in own if name not in FINDINGS]
        parts.append(f"{before}rationale")
        if conditional:
            parts.append(Div(*conditional, data_shows_when=f"{outcome}=approve-with-conditions"))
        parts += [self._finding(before, name) for name in own if name in FINDINGS]
        parts.append(f"{before}internal")
        if len(self.asked) == 1:
            return Div(outcome, *parts)
        title = HTML(format_html("<h2>{}</h2>", asked.step.label))
        return Div(title, outcome, *parts, css_class="answer")

    def _finding(self, before: str, name: str):
        field = before + name
        if name == "elements_found":
            return Div(field, data_shows_when=f"{before}student_data_found=yes")
        return field

    @property
    def always(self) -> set[str]:
        return {"0-outcome"} if len(self.asked) == 1 else set()

    def clean(self):
        told = super().clean()
        chosen = [asked for asked in self.asked if told.get(f"{asked.before}outcome")]
        if not chosen and not self.errors:
            raise forms.ValidationError(_("Answer one of them at least."))
        for asked in chosen:
            conditional = told[f"{asked.before}outcome"] == "approve-with-conditions"
            if conditional and not self.conditions(asked.before):
                self.add_error(f"{asked.before}condition_words", _("Say under which conditions."))
        return told

    def answers(self) -> list[tuple[int, StepAnswer]]:
        """Each answer that was given, with its number on the page."""
        given = []
        for asked in self.asked:
            outcome = self.cleaned_data.get(f"{asked.before}outcome")
            if outcome:
                version = self._number(f"{asked.before}step_version")
                answer = StepAnswer(
                    step=asked.step.pk, version=version, outcome=outcome, details=self._details(asked, outcome)
                )
                given.append((asked.number, answer))
        return given

    def _details(self, asked: Asked, outcome: str) -> dict:
        told, before = self.cleaned_data, asked.before
        details = {name: told.get(before + name, "") for name in ("rationale", "internal")}
        if outcome == "deny":
            details["ground"] = told.get(f"{before}ground", "")
        if outcome == "approve-with-conditions":
            details["conditions"] = self.conditions(before)
        own = asked_at(asked.step)
        if own == FINDINGS:
            return details | self._findings(before)
        return details | {name: told.get(before + name) for name in own}

    def _findings(self, before: str) -> dict:
        found = self.cleaned_data.get(f"{before}student_data_found")
        if not found:
            return {}
        elements = list(self.cleaned_data.get(f"{before}elements_found") or []) if found == "yes" else []
        return {"findings": {"student_data": found, "elements": elements}}
