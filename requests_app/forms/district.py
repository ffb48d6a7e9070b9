"""The sections of a needs assessment; each says in plain words what is wanted (MACRO-1)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import PersonField, RowsField
from accounts.models import Place
from catalog.forms import WebAddressField
from catalog.models import Grade, Subject
from requests_app.district_questions import INSTRUCTIONAL
from requests_app.forms.topics import TopicForm, count_of_people, several, words, yes_or_no
from requests_app.models import TeamMember
from workflows.asking import day, money
from workflows.http import CaseForm
from workflows.models import Case

HINTS = {
    "title": _("If no product is in mind yet, say what it should be: “A reading program for grades 3 to 5”."),
    "website": _("If a product is in mind already."),
    "instructional": _("No for something that staff use in the office alone."),
    "need": _("Which need is not met, or which goal of the building or district does it serve?"),
    "purpose": _("What is the problem, and what is this work for?"),
    "impact": _("What does it mean for students and staff as long as nothing is done?"),
    "outcome": _("What will be different when it has worked?"),
    "measured_by": _("How will you know? Name the figures."),
    "existing": _("What do we have already that might do, and why does it not?"),
    "look_fors": _(
        "What must a new resource have? For example: several languages, works offline, reports for parents."
    ),
    "schools": _("Everywhere it will be used. Yours stands first."),
    "needed_by": _("A district purchase takes months. We can't promise this date, but it helps to know."),
    "amount": _("For the whole term, as far as you can tell. Quotes are asked for later."),
    "leaders": _("Who leads, and who has a stake in it? You can give people a part once it is written down."),
    "action_plan": _("Who does what, by when, until the choice is made?"),
}


class NeedsForm(TopicForm):
    """The form of a district purchase."""

    hints = HINTS

    title = Case._meta.get_field("title").formfield()
    website = WebAddressField()
    instructional = yes_or_no()
    grade_levels = several(lambda: [(grade.code, grade.name) for grade in Grade.objects.all()])
    content_areas = several(lambda: [(subject.name, subject.name) for subject in Subject.objects.all()])
    need = words()
    purpose = words()
    impact = words()
    outcome = words()
    measured_by = words()
    existing = words()
    look_fors = words()
    schools = RowsField(Place.objects.open(), widget=forms.CheckboxSelectMultiple)
    students = count_of_people()
    staff = count_of_people()
    needed_by = day("")
    amount = money("")
    leaders = words()
    action_plan = words()

    shown_when = dict.fromkeys(sorted(INSTRUCTIONAL), "instructional=True")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "schools" in self.fields:
            self.offer_places("schools")

    def clean_needed_by(self):
        found = self.cleaned_data["needed_by"]
        if found and found != self.case.needed_by and found < timezone.localdate():
            raise ValidationError(_("Choose a date from today on."))
        return found

    def clean(self):
        """Grades and subjects are dropped with what they are asked of."""
        said = self.cleaned_data
        if said.get("instructional") is False:
            said |= {name: [] for name in INSTRUCTIONAL & self.fields.keys()}
        return said


class MemberForm(CaseForm):
    """Somebody of the staff, and the part they take."""

    person = PersonField(label=_("Who?"))
    part = forms.ChoiceField(
        label=_("Which part?"),
        choices=TeamMember.Part.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a part.")},
    )
    use_required_attribute = False


class LeadForm(CaseForm):
    """Whom the lead is handed over to."""

    lead = PersonField(label=_("Who leads it from now on?"))
    use_required_attribute = False
