"""Goals, the plan and its measures (MACRO-8, MACRO-9), a short page each.

step-goals     `what` "add" or "change" (with `goal`): `term`, `words`, `source`, `follows_up`; "remove": `goal`
step-plan      `words`
step-measure   `words`, `unit`, `baseline`, `target`, `every`, `first_on`, `until`, `recorded_by`
step-reached   `goal-<id>` (yes, no, early)
"""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PersonField
from requests_app.goals import Part, proposed
from requests_app.models import Goal, Measure
from workflows.asking import YES_NO, day, radios, words
from workflows.http import CaseForm

MOST = Decimal("999999999.99")


def figure(label, **kwargs) -> forms.DecimalField:
    """A figure of any unit, to two places."""
    widget = forms.NumberInput(attrs={"class": "tiny", "step": "any"})
    limits = {"max_digits": 11, "decimal_places": 2, "max_value": MOST, "min_value": -MOST}
    return forms.DecimalField(label=label, required=False, widget=widget, **limits, **kwargs)


class PlanForm(CaseForm):
    """A page of the plan: what is needed is marked for the eye, and asked by the form."""

    use_required_attribute = False


class GoalForm(PlanForm):
    """One goal: what is to be reached, which data shows it, and who follows it up (MACRO-8)."""

    term = radios(gettext_lazy("Is it a short-term or a long-term goal?"), Goal.Term.choices)
    words = forms.CharField(
        label=gettext_lazy("What is to be reached?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("For example: by May, seven of ten students of grade 6 read at grade level."),
    )
    source = forms.CharField(
        label=gettext_lazy("Which data measures it?"),
        max_length=300,
        help_text=gettext_lazy("Its source, so that somebody else would find it: the winter benchmark, usage reports."),
    )
    follows_up = PersonField(label=gettext_lazy("Who follows it up?"))

    def __init__(self, *args, case, goal: Goal | None = None, **kwargs):
        initial = {"follows_up": case.the_lead}
        if goal is not None:
            initial = {name: getattr(goal, name) for name in ("term", "words", "source", "follows_up")}
        super().__init__(*args, case=case, initial=initial, **kwargs)

    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("term", "words", "source", "follows_up")}


class PartForm(PlanForm):
    """One of the seven parts of the plan (MACRO-9)."""

    words = words("", rows=6)

    def __init__(self, *args, case, part: Part, **kwargs):
        super().__init__(*args, case=case, initial={"words": proposed(case, part)}, **kwargs)
        self.fields["words"].label, self.fields["words"].help_text = part.question, part.hint


class MeasureForm(PlanForm):
    """How one of the four is measured (MACRO-9)."""

    words = forms.CharField(
        label=gettext_lazy("What is measured, and from which source?"),
        max_length=200,
        help_text=gettext_lazy("For example: students at grade level in the benchmark of the district."),
    )
    unit = forms.CharField(
        label=gettext_lazy("Unit of the figure"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("For example: percent, minutes a week, points. Left empty: notes without a figure."),
    )
    baseline = figure(gettext_lazy("Figure at the start, if it is known"))
    target = figure(gettext_lazy("Figure aimed at, if there is one"))
    every = forms.TypedChoiceField(
        label=gettext_lazy("How often?"), choices=Measure.Every.choices, coerce=int, widget=forms.RadioSelect
    )
    first_on = day(gettext_lazy("First time on"))
    until = day(gettext_lazy("Until"), help_text=gettext_lazy("Five years at most; the plan can be adjusted."))
    recorded_by = PersonField(
        label=gettext_lazy("Who records it?"),
        help_text=gettext_lazy("They are asked each time. Type a name, a user name or an e-mail address."),
    )

    NAMES = ("words", "unit", "baseline", "target", "every", "first_on", "until", "recorded_by")

    def __init__(self, *args, case, measure: Measure | None = None, **kwargs):
        self.measure = measure
        initial = {"recorded_by": case.the_lead}
        if measure is not None:
            initial = {name: getattr(measure, name) for name in self.NAMES}
        super().__init__(*args, case=case, initial=initial, **kwargs)

    def clean_first_on(self):
        found = self.cleaned_data["first_on"]
        known = self.measure.first_on if self.measure else None
        if found < timezone.localdate() and found != known:
            raise ValidationError(_("Choose a day that has not passed."))
        return found

    def clean(self):
        told = super().clean()
        if not told.get("unit") and (told.get("baseline") is not None or told.get("target") is not None):
            self.add_error("unit", _("Say what the figures count."))
        return told

    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.NAMES}


class ReachedForm(PlanForm):
    """Which goals were reached (MACRO-10)."""

    def __init__(self, *args, case, goals: list[Goal], **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.goals = goals
        choices = [*YES_NO, ("early", gettext_lazy("Too early to say"))]
        for goal in goals:
            field = radios(goal.words, choices, help_text=goal.get_term_display())
            field.initial = {True: "yes", False: "no", None: "early"}[goal.reached]
            self.fields[f"goal-{goal.pk}"] = field

    def reached(self) -> dict[int, bool | None]:
        said = {"yes": True, "no": False, "early": None}
        return {goal.pk: said[self.cleaned_data[f"goal-{goal.pk}"]] for goal in self.goals}
