"""The form of a request, a topic a page: what all procedures' forms share, and files and quotes (MICRO-3, X-14)."""

from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.forms import CheckedFileField
from accounts.models import Place
from requests_app import questions
from requests_app.forms.new import grouped_by_kind
from requests_app.models import Request
from workflows.http import CaseForm

MOST_LETTERS = 4000
MOST_PEOPLE = 1_000_000


def words(rows: int = 4) -> forms.CharField:
    return forms.CharField(max_length=MOST_LETTERS, widget=forms.Textarea(attrs={"rows": rows}))


def one_of(choices) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices, widget=forms.RadioSelect)


def yes_or_no(empty: bool | None = None) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=[("True", _("Yes")), ("False", _("No"))],
        coerce=lambda value: value == "True",
        empty_value=empty,
        widget=forms.RadioSelect,
    )


def several(choices) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple)


def count_of_people() -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=MOST_PEOPLE)


class TopicForm(forms.Form):
    """One topic of the form. Drafts are kept incomplete: what is not answered yet is no error, only what can't be so.

    A procedure's form declares the fields of all topics. `answers()` are the valid ones, to be kept by the service; the
    form itself writes nothing.
    """

    use_required_attribute = False
    # What stands under a question; and questions shown only with certain answers to another ("paid_by=district|grant").
    hints: dict = {}
    shown_when: dict[str, str] = {}
    # Of these, questions that may be left empty all the same.
    may_stay_empty: frozenset[str] = frozenset()

    def __init__(self, data=None, *, case: Request, topic: questions.Topic):
        self.case, self.topic = case, topic
        super().__init__(data, initial={name: value_of(case, name) for name in topic.fields})
        self.needed = self._needed()
        self.fields = {name: self._asked(name) for name in topic.fields}

    def _needed(self) -> set[str]:
        return questions.required_fields(self.case)

    def _asked(self, name: str) -> forms.Field:
        field = self.fields[name]
        field.label = capfirst(str(questions.name_of(self.case, name)))
        field.help_text = self.hints.get(name, "")
        # For the eye alone: what is shown only sometimes is needed whenever it is shown.
        field.required = name in self.needed or (name in self.shown_when and name not in self.may_stay_empty)
        return field

    def offer_places(self, name: str) -> None:
        """Schools and departments to choose from, the requester's own first, and chosen unless they said otherwise."""
        own = self.case.place
        places = list(self.fields[name].queryset)
        shown = [place for place in places if place.kind != Place.Kind.DISTRICT or place.pk == own.pk]
        self.fields[name].choices = grouped_by_kind(shown, first=own)
        if not self.initial.get(name):
            self.initial[name] = [own]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        shown = self.shown_when
        helper.layout = Layout(
            *(Div(name, data_shows_when=shown[name]) if name in shown else name for name in self.fields)
        )
        return helper

    # --- what was typed ---

    def full_clean(self):
        needed = [field for field in self.fields.values() if field.required]
        for field in needed:
            field.required = False
        super().full_clean()
        for field in needed:
            field.required = True

    def clean_title(self):
        return " ".join(self.cleaned_data["title"].split()) or self.case.title

    def answers(self) -> dict:
        """What may be kept: everything that was understood."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.fields}


def value_of(case: Request, name: str):
    """An answer as its field shows it."""
    return case.questionnaire.value(case, name)


class FileForm(CaseForm):
    """A file for the request."""

    file = CheckedFileField(label=_("File"))
    use_required_attribute = False


class QuoteForm(FileForm):
    """A vendor's quote: the paper, what it costs, and for how many years."""

    file = CheckedFileField(label=_("Quote from the vendor"))
    quoted = forms.DecimalField(
        label=_("Amount of the quote"),
        min_value=Decimal(0),
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01"}),
    )
    years = forms.IntegerField(label=_("For how many years"), min_value=1, max_value=20, initial=1)
