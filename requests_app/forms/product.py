"""The questions about an app or software; each says in plain words what is wanted (MICRO-3, SOFT-2)."""

from collections import Counter
from decimal import Decimal
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import RowsField
from accounts.models import Place
from catalog.forms import WebAddressField
from catalog.models import Grade, ResourceKind, Subject
from contracts.models import DataElement
from requests_app.forms.topics import TopicForm, count_of_people, one_of, several, words, yes_or_no
from requests_app.models import Login, PaidBy, ProductRequest, Rostering, YesNo
from requests_app.product_questions import INSTRUCTIONAL
from workflows.models import Case

SHOWN_WHEN = {
    "amount": "paid_by=district|grant|other",
    "budget_code": "paid_by=district",
    "principal_name": "paid_by=district",
    "data_elements": "student_data=yes",
    "other_data": "student_data=yes",
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
    "other_data": _("Where you ticked “Other”: say what it is, in a few words."),
    "media_release": _("Will students' pictures, voices or work be shown to others?"),
    "conditions_change": _("For example for other grades or subjects than those it is approved for."),
}


def line(name: str) -> forms.Field:
    """A line of text, as long as its column allows."""
    model = Case if name == "title" else ProductRequest
    return model._meta.get_field(name).formfield()


class ProductForm(TopicForm):
    """The form of every procedure that asks for an app or software."""

    hints = HINTS
    shown_when = SHOWN_WHEN
    may_stay_empty = frozenset({"other_data"})

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
    other_data = line("other_data")
    media_release = one_of(YesNo.choices)
    conditions_change = yes_or_no(empty=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "schools" in self.fields:
            self.offer_places("schools")
        if "data_elements" in self.fields:
            self.fields["data_elements"].choices = elements_by_category(self.fields["data_elements"].queryset)

    def _needed(self) -> set[str]:
        """Before it is said what it is for, what a lesson needs is not called optional."""
        unsaid = self.case.instructional is None and not self.case.is_extension
        return super()._needed() | (INSTRUCTIONAL if unsaid else set())

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
            said |= {"data_elements": [], "other_data": ""}
        return said


class SoftwareForm(ProductForm):
    """The same questions, asked by a procedure that looks for the funds later (SOFT-2, SOFT-13)."""

    hints = HINTS | {
        "paid_by": _("Funds of the district or the school are confirmed before it is ordered."),
        "data_elements": _("Tick all you know of. The Cybersecurity team will check it."),
        "setups": _("Separate them with commas. For example: Chromebooks, iPads, the computer lab."),
    }


def elements_by_category(elements) -> list[tuple]:
    """Data elements under their categories; a name that occurs in several says which it is."""
    elements = list(elements)
    often = Counter(element.name for element in elements)

    def label(element: DataElement) -> str:
        return str(element) if often[element.name] > 1 else element.name

    grouped = groupby(elements, key=lambda element: element.category)
    return [(category, [(element.pk, label(element)) for element in members]) for category, members in grouped]
