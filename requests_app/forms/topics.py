"""The questions of the request form, a topic a page; each says in plain words what is wanted (MICRO-3, SOFT-2)."""

from collections import Counter
from decimal import Decimal
from itertools import groupby

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from accounts.forms import CheckedFileField, RowsField
from accounts.models import Place
from catalog.forms import WebAddressField
from catalog.models import Grade, ResourceKind, Subject
from contracts.models import DataElement
from requests_app import questions
from requests_app.forms.new import grouped_by_kind
from requests_app.models import Login, MicroRequest, PaidBy, Rostering, YesNo
from workflows.http import CaseForm

MOST_LETTERS = 4000
MOST_PEOPLE = 1_000_000
SHOWN_WHEN = {
    "amount": "paid_by=district|grant|other",
    "budget_code": "paid_by=district",
    "principal_name": "paid_by=district",
    "data_elements": "student_data=yes",
}
HINTS = {
    "title": _("As its maker writes it."),
    "website": _("Where one finds or installs it."),
    "vendor_name": _("The company or group behind it. “I don't know” is an answer."),
    "instructional": _("No for something that staff use in the office alone."),
    "what_changed": _("It was denied before. What is different now?"),
    "purpose": _("What will it do that nothing we have does?"),
    "student_vision": _("What will students do with it in a lesson?"),
    "standards": _("Numbers or words. “None” is an answer."),
    "common_core": _("Which Common Core standards does it serve? “None” is an answer."),
    "schools": _("Everywhere it will be used. Yours stands first."),
    "seats": _("If licences are counted. Leave it empty if not."),
    "setups": _("For example: Chromebooks, iPads, the computer lab."),
    "needed_by": _("A review takes weeks. We can't promise this date, but it helps to know."),
    "amount": _("What it costs in all for the whole time it is bought for."),
    "paid_by": _("Funds of the district or the school need the principal's support before you submit."),
    "budget_code": _("Ask your school's office if you don't know it."),
    "principal_name": _("Who is responsible for the money."),
    "student_login": _("Signing in counts as sharing student data until somebody finds otherwise."),
    "rostering": _("Should class lists or sign-in come from the district's systems?"),
    "student_data": _("Names, accounts, work, grades: anything about a student. “I don't know” is fine."),
    "data_elements": _("Tick all you know of. Information Technology will check it."),
    "media_release": _("Will students' pictures, voices or work be shown to others?"),
    "conditions_change": _("For example for other grades or subjects than those it is approved for."),
}


def line(name: str) -> forms.Field:
    """A line of text, as long as its column allows."""
    return MicroRequest._meta.get_field(name).formfield()


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

    `answers()` are the valid ones, to be kept by the service; the form itself writes nothing.
    """

    use_required_attribute = False

    title = line("title")
    product_kind = one_of(ResourceKind.choices)
    website = WebAddressField()
    vendor_name = line("vendor_name")
    instructional = yes_or_no()
    what_changed = words()
    purpose = words()
    student_vision = words()
    grade_levels = several(lambda: [(grade.code, grade.name) for grade in Grade.objects.all()])
    content_areas = several(lambda: [(subject.name, subject.name) for subject in Subject.objects.all()])
    standards = words(2)
    common_core = words(2)
    schools = RowsField(Place.objects.open(), widget=forms.CheckboxSelectMultiple)
    students = count_of_people()
    staff = count_of_people()
    seats = count_of_people()
    setups = line("setups")
    needed_by = forms.DateField(
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": _("Give a date, such as 2027-01-31.")},
    )
    amount = forms.DecimalField(
        min_value=Decimal(0), max_digits=12, decimal_places=2, widget=forms.NumberInput(attrs={"step": "0.01"})
    )
    paid_by = one_of(PaidBy.choices)
    budget_code = line("budget_code")
    principal_name = line("principal_name")
    student_login = one_of(Login.choices)
    rostering = one_of(Rostering.choices)
    student_data = one_of(YesNo.choices)
    data_elements = RowsField(DataElement.objects.filter(ended_on=None), widget=forms.CheckboxSelectMultiple)
    media_release = one_of(YesNo.choices)
    conditions_change = yes_or_no(empty=False)

    def __init__(self, data=None, *, case: MicroRequest, topic: questions.Topic):
        self.case, self.topic = case, topic
        super().__init__(data, initial={name: value_of(case, name) for name in topic.fields})
        self.needed = questions.required_fields(case)
        if case.instructional is None:  # not said yet: what a lesson needs is not called optional
            self.needed |= set() if case.is_extension else questions.INSTRUCTIONAL
        self.fields = {name: self._asked(name) for name in topic.fields}
        if "schools" in self.fields:
            self._offer_places()
        if "data_elements" in self.fields:
            self.fields["data_elements"].choices = elements_by_category(self.fields["data_elements"].queryset)

    def _asked(self, name: str) -> forms.Field:
        field = self.fields[name]
        field.label = capfirst(str(questions.name_of(self.case, name)))
        field.help_text = HINTS.get(name, "")
        # For the eye alone: what is shown only sometimes is needed whenever it is shown.
        field.required = name in self.needed or name in SHOWN_WHEN
        return field

    def _offer_places(self) -> None:
        own = self.case.place
        places = list(self.fields["schools"].queryset)
        shown = [place for place in places if place.kind != Place.Kind.DISTRICT or place.pk == own.pk]
        self.fields["schools"].choices = grouped_by_kind(shown, first=own)
        if not self.initial.get("schools"):
            self.initial["schools"] = [own]

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.layout = Layout(
            *(Div(name, data_shows_when=SHOWN_WHEN[name]) if name in SHOWN_WHEN else name for name in self.fields)
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

    def clean_needed_by(self):
        day = self.cleaned_data["needed_by"]
        if day and day != self.case.needed_by and day < timezone.localdate():
            raise ValidationError(_("Choose a date from today on."))
        return day

    def clean(self):
        """Answers to questions that no longer arise are dropped."""
        said = self.cleaned_data
        if said.get("paid_by") == PaidBy.FREE:
            said["amount"] = None
        if said.get("paid_by") and said["paid_by"] != PaidBy.DISTRICT:
            said |= {"budget_code": "", "principal_name": ""}
        if said.get("student_data") and said["student_data"] != YesNo.YES:
            said["data_elements"] = []
        return said

    def answers(self) -> dict:
        """What may be kept: everything that was understood."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.fields}


def value_of(case: MicroRequest, name: str):
    """An answer as its field shows it."""
    value = getattr(case, name)
    return list(value.all()) if case._meta.get_field(name).many_to_many else value


def elements_by_category(elements) -> list[tuple]:
    """Data elements under their categories; a name that occurs in several says which it is."""
    elements = list(elements)
    often = Counter(element.name for element in elements)

    def label(element: DataElement) -> str:
        return str(element) if often[element.name] > 1 else element.name

    grouped = groupby(elements, key=lambda element: element.category)
    return [(category, [(element.pk, label(element)) for element in members]) for category, members in grouped]


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
