"""The fields a reviewer's answer may have, each made anew for a form: what is asked, in the district's words."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import RowsField
from accounts.models import Place
from catalog.models import Grade, Ground, Subject
from contracts.asked import has_come
from contracts.forms import ElementsField
from workflows.asking import YES_NO, day, money, radios, words
from workflows.models import Case

WHERE = [
    ("school", _("Where it was asked for")),
    ("named", _("At places I name")),
    ("district", _("In the whole district")),
]
MONTHS = [("6", _("6 months")), ("12", _("12 months")), ("24", _("24 months"))]


def rationale(case: Case) -> forms.Field:
    return words(
        _("What should the requester know?"), help_text=_("The requester reads this. Needed whenever you say no.")
    )


def internal(case: Case) -> forms.Field:
    return words(
        _("A note for the reviewers only"), rows=2, required=False, help_text=_("The requester never sees it.")
    )


def ground(case: Case) -> forms.Field:
    return radios(_("On what ground?"), Ground.choices)


def library_words(case: Case) -> forms.Field:
    return words(
        _("What the library will say"),
        rows=2,
        help_text=_("The next person who looks for it reads this sentence. Left empty: what the requester reads."),
    )


def needs_funds(case: Case) -> forms.Field:
    return radios(_("Are district funds needed?"), YES_NO, help_text=_("If so, the principal is asked as well."))


def other_funding(case: Case) -> forms.Field:
    return forms.CharField(
        label=_("Another source of funds"),
        max_length=300,
        required=False,
        help_text=_("Needed when the funds were denied and you approve all the same."),
    )


def contact_name(case: Case) -> forms.Field:
    return forms.CharField(
        label=_("Who at the vendor fills in the packet?"),
        max_length=120,
        help_text=_("They get a link by mail and need no account."),
    )


def contact_email(case: Case) -> forms.Field:
    return forms.EmailField(label=_("Their e-mail address"), max_length=254)


def where(case: Case) -> forms.Field:
    asked = ", ".join(map(str, case.asked_places()))
    return radios(_("Where may it be used?"), [("school", f"{WHERE[0][1]}: {asked}"), *WHERE[1:]])


def _below_the_district():
    return Place.objects.open().exclude(kind=Place.Kind.DISTRICT).order_by("name")


def places(case: Case) -> forms.Field:
    return RowsField(label=_("Which places?"), queryset=_below_the_district(), widget=forms.CheckboxSelectMultiple)


def review_interval(case: Case) -> forms.Field:
    return radios(_("Looked at again every"), MONTHS)


def briefing(case: Case) -> forms.Field:
    return words(
        _("Briefing for the Integration Specialist"),
        required=False,
        help_text=_("Which schools first, class lists or single sign-on, whom to ask."),
    )


# --- conditions -------------------------------------------------------------------------------------------------------


def condition_grades(case: Case) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Only for these grades"),
        choices=lambda: list(Grade.objects.values_list("code", "name")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def condition_subjects(case: Case) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Only for these subjects"),
        choices=lambda: list(Subject.objects.values_list("name", "name")),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def condition_places(case: Case) -> forms.Field:
    return forms.MultipleChoiceField(
        label=_("Only at these places"),
        choices=[(place.name, place.name) for place in case.asked_places()],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


def condition_no_student_accounts(case: Case) -> forms.Field:
    return forms.BooleanField(label=_("No student accounts"), required=False)


def condition_until(case: Case) -> forms.Field:
    return day(_("Only until"), required=False)


def condition_words(case: Case) -> forms.Field:
    return words(_("In words"), rows=2, most=1000, required=False)


CONDITIONS = (
    "condition_words",
    "condition_no_student_accounts",
    "condition_until",
    "condition_places",
    "condition_grades",
    "condition_subjects",
)


# --- answers side by side ---------------------------------------------------------------------------------------------


def amount(case: Case) -> forms.Field:
    return money(_("Amount allocated"))


def funding_source(case: Case) -> forms.Field:
    return forms.CharField(label=_("Funding source"), max_length=120)


def budget_code(case: Case) -> forms.Field:
    return forms.CharField(label=_("Budget code"), max_length=60, widget=forms.TextInput(attrs={"class": "short"}))


def student_data_found(case: Case) -> forms.Field:
    return radios(
        _("Is student data shared with the vendor?"),
        [*YES_NO, ("", _("I leave this to others"))],
        required=False,
        help_text=_("Any sign-in by students counts as shared until somebody finds otherwise."),
    )


def elements_found(case: Case) -> forms.Field:
    return ElementsField(label=_("Which data?"), kept=case.elements(), required=False)


def po_number(case: Case) -> forms.Field:
    return forms.CharField(label=_("Order number"), max_length=60, widget=forms.TextInput(attrs={"class": "short"}))


def po_date(case: Case) -> forms.Field:
    return day(_("Order date"))


def po_amount(case: Case) -> forms.Field:
    return money(_("Order amount"))


def received_on(case: Case) -> forms.Field:
    return day(_("Received on"), validators=[has_come])


def agree_amount(case: Case) -> forms.Field:
    return forms.BooleanField(
        label=_("I agree to this amount though it is more than what was approved"), required=False
    )


MAKERS = {
    maker.__name__: maker
    for maker in (
        rationale,
        internal,
        ground,
        library_words,
        needs_funds,
        other_funding,
        contact_name,
        contact_email,
        where,
        places,
        review_interval,
        briefing,
        condition_grades,
        condition_subjects,
        condition_places,
        condition_no_student_accounts,
        condition_until,
        condition_words,
        amount,
        funding_source,
        budget_code,
        student_data_found,
        elements_found,
        po_number,
        po_date,
        po_amount,
        received_on,
        agree_amount,
    )
}


def made(name: str, case: Case) -> forms.Field:
    """A new field of this name for a form about a case."""
    return MAKERS[name](case)
