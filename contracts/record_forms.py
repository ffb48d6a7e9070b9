"""Forms of parents' requests, breaches and “Doing business with us”. Fields posted:

`rights-ask` (public)  `go` (check, change, send), `once`, `wish`, `parent_name`, `parent_address`, `parent_phone`,
                       `parent_email`, `student_name`, `school`, `details`, `signature`, `signed_on`
`rights-new`           the same and `received_on`, without `go`
`breach-new`, `-edit`  `once`, `case_version` (edit), `source`, `contract`, `vendor`, `known_on`, `known_how`,
                       `happened_from`, `happened_to`, `date_is_estimate`, `elements`, `description`, `pipa`; rows
                       `counts-0-school`, `counts-0-students` …; `go=more` for more rows
`business-ask` (public) `company`, `product`, `contact_name`, `contact_email`, `sponsor_email`, `message`
`document-new`         `kind`, `title`, `language` and the fields of `document`
`document`             `file` or `url`, `note`
"""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import LONGEST_NUMBER, CheckedFileField
from accounts.models import Place
from accounts.wording import day_words, exact_words
from contracts.asked import has_come
from contracts.forms import ElementsField, VendorField
from contracts.models import Agreement, Breach, LinkRequest, PublicDocument, RightsRequest
from workflows.asking import YES_NO, day, radios, words
from workflows.http import CaseForm
from workflows.keys import OnceField, fresh_key


def open_schools(*, on: date):
    """Schools that are open on a day, by name."""
    return Place.objects.open(on=on).filter(kind=Place.Kind.SCHOOL).order_by("name")


def passed_day(label, **kwargs) -> forms.DateField:
    """A day that has come."""
    return day(label, validators=[has_come], **kwargs)


def _line(label, most: int, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **kwargs)


class OnceForm(forms.Form):
    """A form that begins something, once however often it is sent."""

    once = OnceField()

    def __init__(self, *args, initial=None, **kwargs):
        super().__init__(*args, initial={"once": fresh_key()} | (initial or {}), **kwargs)


# --- parents' requests (LAW-3) ----------------------------------------------------------------------------------------


class RightsForm(OnceForm):
    """What a parent signs (23 Ill. Adm. Code 380.20): name, address, telephone, student, school, date."""

    wish = radios(
        _("What do you ask for?"),
        RightsRequest.Wish.choices,
        error_messages={"required": _("Choose what you ask for.")},
    )
    student_name = _line(_("The student’s name"), 120)
    school = forms.ModelChoiceField(
        label=_("The student’s school"), queryset=Place.objects.none(), empty_label=_("Choose a school")
    )
    details = words(
        _("What is it about?"),
        help_text=_("For example: grades in a reading program, or a name that is spelled wrong."),
    )
    parent_name = _line(_("Your name"), 120, help_text=_("Parent, guardian, or a student who is 18."))
    parent_address = forms.CharField(label=_("Your address"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    parent_phone = _line(_("Your telephone number"), 40)
    parent_email = forms.EmailField(label=_("Your e-mail"), required=False, max_length=254)
    signature = _line(_("Sign by typing your full name"), 120)
    signed_on = passed_day(_("Date"), initial=timezone.localdate)

    parts = (
        (_("What you ask for"), ("wish", "student_name", "school", "details")),
        (_("About you"), ("parent_name", "parent_address", "parent_phone", "parent_email")),
        (_("Your signature"), ("signature", "signed_on")),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["school"].queryset = open_schools(on=timezone.localdate())
        self.helper = FormHelper(self)
        self.helper.layout = Layout("once", *(Fieldset(title, *names) for title, names in self.parts))

    def said(self) -> dict:
        """What the request keeps."""
        return {name: value for name, value in self.cleaned_data.items() if name != "once"}

    def answers(self) -> list[tuple]:
        """Each question with its answer in words, by part."""
        told = self.cleaned_data
        shown = told | {"wish": RightsRequest.Wish(told["wish"]).label, "signed_on": exact_words(told["signed_on"])}
        return [(title, [(self.fields[n].label, n, shown[n]) for n in names]) for title, names in self.parts]


class PaperRightsForm(RightsForm):
    """The same for a request that came on paper."""

    received_on = passed_day(
        _("Received on"), initial=timezone.localdate, help_text=_("The clock of the answer runs from this day.")
    )

    parts = (
        (_("What the parent asks for"), RightsForm.parts[0][1]),
        (_("The parent"), RightsForm.parts[1][1]),
        (_("The paper"), ("signature", "signed_on", "received_on")),
    )
    labels = {
        "wish": RightsRequest._meta.get_field("wish"),
        "parent_name": RightsRequest._meta.get_field("parent_name"),
        "parent_address": RightsRequest._meta.get_field("parent_address"),
        "parent_phone": RightsRequest._meta.get_field("parent_phone"),
        "parent_email": RightsRequest._meta.get_field("parent_email"),
        "signature": RightsRequest._meta.get_field("signature"),
        "signed_on": RightsRequest._meta.get_field("signed_on"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, column in self.labels.items():
            self.fields[name].label = str(column.verbose_name).capitalize()

    def clean(self):
        told = super().clean()
        signed, received = told.get("signed_on"), told.get("received_on")
        if signed and received and received < signed:
            self.add_error("received_on", _("It can’t have come before it was signed."))
        return told


# --- breaches (LAW-4) -------------------------------------------------------------------------------------------------


class _ByVendor(forms.ModelChoiceField):
    def label_from_instance(self, obj) -> str:
        """One vendor has several of a kind, one after the other: its first day tells them apart."""
        said = f"{obj.vendor}: {obj.get_agreement_kind_display()}"
        if obj.starts_on is None:
            return said
        return _("%(agreement)s, from %(day)s") % {"agreement": said, "day": day_words(obj.starts_on)}

    def to_python(self, value):
        if len(str(value or "")) > LONGEST_NUMBER:  # a number that no row can have
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice", params={"value": value})
        return super().to_python(value)


class BreachForm(OnceForm):
    """What is known of a breach; more can be put right later."""

    source = radios(_("Where did it happen?"), Breach.Source.choices, initial=Breach.Source.OPERATOR)
    contract = _ByVendor(
        label=_("Agreement with the operator"),
        queryset=Agreement.objects.exclude(state__in=[Agreement.State.DRAFTING, Agreement.State.DROPPED])
        .exclude(vendor=None)
        .select_related("vendor")
        .order_by("vendor__name", "pk"),
        required=False,
        empty_label=_("None of these"),
    )
    vendor = VendorField(
        label=_("Operator without an agreement"), required=False, help_text=_("As it stands in the list of vendors.")
    )
    known_on = passed_day(
        _("Known to the district since"),
        help_text=_("The day on which the district found it, or was told. The clocks run from here."),
    )
    known_how = words(_("How did it become known?"), rows=3, most=2000)
    happened_from = passed_day(_("Happened on, or from"), required=False, help_text=_("Empty: not known yet."))
    happened_to = passed_day(_("Until"), required=False)
    date_is_estimate = forms.BooleanField(label=_("The date is an estimate"), required=False)
    elements = ElementsField(label=_("Data concerned"), required=False)
    description = words(
        _("What happened?"), help_text=_("It stands in the letter to parents. Leave out names of students.")
    )
    pipa = radios(
        _("Is personal information under PIPA concerned?"),
        YES_NO,
        help_text=_(
            "A name with a Social Security, driver’s license or account number, medical, health insurance or biometric"
            " data, or a user name with its password (815 ILCS 530/5). Then the number of students is not published."
        ),
    )

    def __init__(self, *args, kept=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["elements"] = ElementsField(label=_("Data concerned"), required=False, kept=kept)
        self.order_fields([*self.base_fields])
        self.helper = FormHelper(self)
        hidden = [name for name, field in self.fields.items() if field.widget.is_hidden]
        self.helper.layout = Layout(
            *hidden,
            Fieldset(_("Where"), "source", "contract", "vendor"),
            Fieldset(
                _("When"),
                "known_on",
                "known_how",
                Row(Column("happened_from"), Column("happened_to")),
                "date_is_estimate",
            ),
            Fieldset(_("What"), "description", "elements", "pipa"),
        )

    def clean(self):
        told = super().clean()
        first, last = told.get("happened_from"), told.get("happened_to")
        if last and not first:
            self.add_error("happened_from", _("Give the first day too."))
        elif first and last and last < first:
            self.add_error("happened_to", _("The last day can't be before the first."))
        at_operator = told.get("source") == Breach.Source.OPERATOR
        unnamed = not told.get("contract") and not told.get("vendor")
        if at_operator and unnamed and not {"contract", "vendor"} & set(self.errors):
            self.add_error("contract", _("Choose the agreement, or name the operator below."))
        return told

    def columns(self) -> dict:
        """What the breach keeps; the operator of an agreement is its vendor."""
        names = ("source", "known_on", "known_how", "happened_from", "happened_to", "date_is_estimate", "description")
        columns = {name: self.cleaned_data[name] for name in names}
        columns["pipa"] = self.cleaned_data["pipa"] == "yes"
        contract, vendor = self.cleaned_data["contract"], self.cleaned_data["vendor"]
        if columns["source"] == Breach.Source.DISTRICT:
            contract = vendor = None
        return columns | {"contract": contract, "vendor": contract.vendor if contract else vendor}


class BreachChangeForm(BreachForm, CaseForm):
    """The same for a breach that is recorded; its version tells whether somebody changed it meanwhile."""

    def __init__(self, *args, case: Breach, **kwargs):
        names = ("source", "contract", "known_on", "known_how", "happened_from", "happened_to", "date_is_estimate")
        shown = {name: getattr(case, name) for name in (*names, "description")}
        shown |= {
            "pipa": "yes" if case.pipa else "no",
            "elements": list(case.elements.all()),
            "vendor": case.vendor.name if case.vendor_id and not case.contract_id else "",
        }
        super().__init__(*args, case=case, kept=shown["elements"], initial=shown, **kwargs)


class CountForm(forms.Form):
    """How many students of one school."""

    school = forms.ChoiceField(label=_("School"), required=False)
    students = forms.IntegerField(
        label=_("Students"),
        required=False,
        min_value=1,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "tiny"}),
    )

    def __init__(self, *args, schools: dict[str, Place], **kwargs):
        super().__init__(*args, **kwargs)
        self.schools = schools
        self.fields["school"].choices = [("", "–"), *((key, place.name) for key, place in schools.items())]
        self.helper = FormHelper(self)
        self.helper.layout = Layout(Row(Column("school"), Column("students")))

    def clean(self):
        told = super().clean()
        school, students = told.get("school"), told.get("students")
        if school and not students and "students" not in self.errors:
            self.add_error("students", _("Say how many students of this school."))
        if students and not school and "school" not in self.errors:
            self.add_error("school", _("Choose the school."))
        return told


class BaseCounts(forms.BaseFormSet):
    """One row a school."""

    def clean(self):
        chosen = [form.cleaned_data.get("school") for form in self.forms if form.is_valid()]
        named = [school for school in chosen if school]
        for form in self.forms:
            school = form.cleaned_data.get("school") if form.is_valid() else ""
            if school and named.count(school) > 1:
                form.add_error("school", _("This school stands here twice."))
                raise ValidationError("")

    def counts(self) -> dict[Place, int]:
        told = [form.cleaned_data for form in self.forms if form.cleaned_data.get("school")]
        return {self.form_kwargs["schools"][each["school"]]: each["students"] for each in told}


ROWS, MOST_ROWS = 3, 600
_Counts = forms.formset_factory(CountForm, BaseCounts, extra=ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def counts_form(data=None, *, breach: Breach | None = None, more: bool = False) -> BaseCounts:
    """The rows of schools; `more` adds empty ones to what was typed."""
    rows = list(breach.counts.select_related("school")) if breach else []
    known = {row.school for row in rows} | set(open_schools(on=timezone.localdate()))
    schools = {str(place.pk): place for place in sorted(known, key=lambda place: place.name)}
    if more:
        total = str(data.get("counts-TOTAL_FORMS", ""))
        shown = int(total) if total.isascii() and total.isdigit() and len(total) < 5 else ROWS
        data = data.copy()
        data["counts-TOTAL_FORMS"] = str(min(shown + ROWS, MOST_ROWS))
    initial = [{"school": str(row.school_id), "students": row.students} for row in rows]
    return _Counts(data, prefix="counts", initial=initial, form_kwargs={"schools": schools})


# --- doing business with us (PROC-9) ----------------------------------------------------------------------------------


class AskForm(forms.ModelForm):
    """A vendor asks somebody of the staff for a link to a packet."""

    class Meta:
        model = LinkRequest
        fields = ("company", "product", "contact_name", "contact_email", "sponsor_email", "message")
        widgets = {"message": forms.Textarea(attrs={"rows": 4})}

    def clean_sponsor_email(self):
        return self.cleaned_data["sponsor_email"].strip().lower()


class VersionForm(forms.Form):
    """A version of a paper: a file, or the address of a page elsewhere."""

    file = CheckedFileField(label=_("File"), required=False)
    url = forms.URLField(
        label=_("or web address"),
        required=False,
        max_length=300,
        assume_scheme="https",
        validators=[URLValidator(schemes=["https", "http"])],
        help_text=_("Videos are offered by their address and never shown inside our pages."),
    )
    note = forms.CharField(label=_("What changed?"), required=False, max_length=300)

    def clean(self):
        told = super().clean()
        if {"file", "url"} & set(self.errors):
            return told
        if bool(told.get("file")) == bool(told.get("url")):
            self.add_error("file", _("Add a file or give a web address: one of the two."))
        return told


class DocumentForm(VersionForm):
    """A new paper with its first version."""

    kind = radios(_("What is it?"), PublicDocument.Kind.choices, initial=PublicDocument.Kind.FORM)
    title = forms.CharField(label=_("Title"), max_length=200)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    field_order = ["kind", "title", "language", "file", "url", "note"]
