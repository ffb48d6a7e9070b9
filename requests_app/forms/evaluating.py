"""Forms of the evaluation: committee, pilots, platforms (MACRO-4a, MACRO-4b).

step-score       `score` (1 to 5), `pros`, `cons`, `gaps`
step-pilot       `place`, `begins_on`, `ends_on`, `with_students`, `findings`; step-pilot-add the same
step-platforms   for each platform, numbered from 0 in the setting's order: `0-says`, `0-owner`, `0-due_on`, `0-words`
"""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PersonField
from accounts.models import Place
from requests_app import evaluating
from requests_app.models import CommitteeScore, Pilot, PlatformAnswer
from workflows.answering import HIDDEN, AnswerForm
from workflows.asking import day, radios, words
from workflows.http import CaseForm

SCORES = [
    (5, gettext_lazy("5: meets the need in full")),
    (4, gettext_lazy("4: meets most of it")),
    (3, gettext_lazy("3: meets about half of it")),
    (2, gettext_lazy("2: meets little of it")),
    (1, gettext_lazy("1: does not meet it")),
]
LEAVE_OUT = gettext_lazy("Leave out students’ names and data.")


class ScoreForm(CaseForm):
    """What one member thinks of one candidate."""

    use_required_attribute = False
    score = forms.TypedChoiceField(
        label=gettext_lazy("How well does it meet the need?"), choices=SCORES, coerce=int, widget=forms.RadioSelect
    )
    pros = words(gettext_lazy("What speaks for it?"), rows=3, most=2000, required=False)
    cons = words(gettext_lazy("What speaks against it?"), rows=3, most=2000, required=False)
    gaps = words(gettext_lazy("What is missing?"), rows=3, most=2000, required=False)

    def __init__(self, *args, given: CommitteeScore | None = None, **kwargs):
        names = ("score", "pros", "cons", "gaps")
        known = {name: getattr(given, name) for name in names} if given else {}
        super().__init__(*args, initial=known, **kwargs)

    def clean(self):
        told = super().clean()
        if not self.errors and not any(told.get(name) for name in ("pros", "cons", "gaps")):
            raise ValidationError(_("Give at least one reason: for it, against it, or what is missing."))
        return told

    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("score", "pros", "cons", "gaps")}


class PilotForm(CaseForm):
    """A trial of one candidate at one place."""

    use_required_attribute = False
    place = forms.ModelChoiceField(
        label=gettext_lazy("Where is it tried?"),
        queryset=Place.objects.open().order_by("name"),
        empty_label=gettext_lazy("Choose a place"),
    )
    begins_on = day(gettext_lazy("First day"))
    ends_on = day(gettext_lazy("Last day"))
    with_students = forms.BooleanField(
        label=gettext_lazy("Students take part"),
        required=False,
        help_text=gettext_lazy("Only where an agreement with the vendor covers it on all of these days."),
    )
    findings = words(gettext_lazy("What was found?"), required=False, help_text=LEAVE_OUT)

    def __init__(self, *args, pilot: Pilot | None = None, **kwargs):
        names = ("place", "begins_on", "ends_on", "with_students", "findings")
        known = {name: getattr(pilot, name) for name in names} if pilot else {}
        super().__init__(*args, initial=known, **kwargs)
        if pilot is not None and pilot.place.ended_on:
            self.fields["place"].queryset |= Place.objects.filter(pk=pilot.place_id)

    def clean(self):
        told = super().clean()
        begins, ends = told.get("begins_on"), told.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("The last day comes after the first."))
        return told

    def said(self) -> dict:
        names = ("place", "begins_on", "ends_on", "with_students", "findings")
        return {name: self.cleaned_data[name] for name in names}


class PlatformsForm(AnswerForm):
    """For each of the district's platforms: does the candidate integrate with it?"""

    def __init__(self, *args, candidate: evaluating.Integrated, **kwargs):
        super().__init__(*args, **kwargs)
        self.names = [name for name, _answer in candidate.answers]
        parts = [self._add(number, name, answer) for number, (name, answer) in enumerate(candidate.answers)]
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*HIDDEN, *parts)

    def _add(self, number: int, name: str, answer: PlatformAnswer | None) -> Div:
        says, owner, due_on, note = (f"{number}-{part}" for part in ("says", "owner", "due_on", "words"))
        choices = PlatformAnswer.Says.choices
        self.fields[says] = radios(name, choices, initial=answer.says if answer else None)
        self.fields[owner] = PersonField(label=_("Who does the work?"))
        self.fields[due_on] = day(_("By when?"))
        self.fields[note] = forms.CharField(label=_("Note"), max_length=500, required=False)
        if answer is not None:
            self.fields[owner].initial, self.fields[due_on].initial = answer.owner, answer.due_on
            self.fields[note].initial = answer.words
        work = f"{says}={PlatformAnswer.Says.WORK}"
        return Div(
            Field(says),
            Div(owner, due_on, data_shows_when=work),
            note,
            css_class="answer",
        )

    def clean(self):
        told = super().clean()
        for number in range(len(self.names)):
            if not told.get(f"{number}-says") and f"{number}-says" not in self.errors:
                self.add_error(f"{number}-says", _("Choose an answer."))
            if told.get(f"{number}-says") != PlatformAnswer.Says.WORK:
                continue
            if not told.get(f"{number}-owner") and f"{number}-owner" not in self.errors:
                self.add_error(f"{number}-owner", _("Say who does the work."))
            if not told.get(f"{number}-due_on") and f"{number}-due_on" not in self.errors:
                self.add_error(f"{number}-due_on", _("Say by when."))
        return told

    def said(self) -> list[evaluating.Said]:
        parts = ("says", "owner", "due_on", "words")
        return [
            evaluating.Said(name, *(self.cleaned_data[f"{number}-{part}"] for part in parts))
            for number, name in enumerate(self.names)
        ]
