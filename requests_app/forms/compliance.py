"""What the Compliance Officer records of a candidate; POST to `district-compliance` (MACRO-2b).

`resource` (an id, or empty), `shared` (yes, no), `elements` (ids), `compliance` (compliant, no-data, pursued,
refused), `words`, `contact_name`, `contact_email`, `language`, `message`, and the hidden fields of CaseForm.
"""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.models import Resource
from contracts.forms import ElementsField
from contracts.models import Packet
from requests_app.models import Candidate
from workflows.asking import YES_NO, radios, words
from workflows.forms import ForTheEye
from workflows.http import CaseForm

Found = Candidate.Compliance
HIDDEN = ("once", "case_version", "reviews", "step_version")
CHOICES = [
    (Found.COMPLIANT.value, gettext_lazy("Compliant: an agreement in force covers it")),
    (Found.PURSUED.value, gettext_lazy("No agreement covers it yet: pursue one with the vendor")),
    (Found.REFUSED.value, gettext_lazy("Not compliant: it must not be used")),
]
WITHOUT_DATA = [
    (Found.NO_DATA.value, gettext_lazy("Compliant: nothing has to be agreed")),
    (Found.REFUSED.value, gettext_lazy("Not compliant: it must not be used")),
]


class ComplianceForm(ForTheEye, CaseForm):
    """Is student data shared, and which; and what follows from it."""

    always = frozenset({"shared"})

    def __init__(
        self,
        *args,
        candidate: Candidate,
        product: Resource | None,
        like: list[Resource],
        underway: Packet | None,
        **more,
    ):
        self.candidate, self.underway = candidate, underway
        kept = list(candidate.elements.all())
        super().__init__(*args, initial=_known(candidate, product, kept), **more)
        self.fields |= self._fields(like, product, kept)
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*HIDDEN, *self._parts())

    def _fields(self, like: list[Resource], product: Resource | None, kept: list) -> dict[str, forms.Field]:
        offered = list(dict.fromkeys([*([product] if product else []), *like]))
        entry = forms.ModelChoiceField(
            label=_("Its entry in the library"),
            queryset=Resource.objects.filter(pk__in=[each.pk for each in offered]),
            widget=forms.RadioSelect,
            empty_label=_("None of these"),
            required=False,
            help_text=_("An agreement names a product of the library: without an entry none covers it."),
        )
        entry.choices = [*((each.pk, _named(each)) for each in offered), ("", _("It is not in the library yet"))]
        fields: dict[str, forms.Field] = {
            "resource": entry,
            "shared": radios(
                _("Is student data shared with the vendor?"),
                YES_NO,
                help_text=_("Any sign-in by students counts as shared until somebody finds otherwise."),
            ),
            "elements": ElementsField(label=_("Which data?"), kept=kept),
            "compliance": radios(_("What did you find?"), CHOICES),
            "without_data": radios(_("What did you find?"), WITHOUT_DATA),
            "words": words(
                _("In your words"),
                rows=3,
                most=2000,
                required=False,
                help_text=_("The lead and the committee read it. Needed where it is not compliant."),
            ),
        }
        return fields | ({} if self.underway else _contact())

    def _parts(self) -> list:
        pursued = [name for name in ("contact_name", "contact_email", "language", "message") if name in self.fields]
        to_vendor = [Div(*pursued, data_shows_when=f"compliance={Found.PURSUED}")] if pursued else []
        with_data = Div("elements", "compliance", *to_vendor, data_shows_when="shared=yes")
        return ["resource", "shared", with_data, Div("without_data", data_shows_when="shared=no"), "words"]

    def clean(self):
        told = super().clean()
        asked = {"yes": "compliance", "no": "without_data"}.get(told.get("shared", ""))
        if asked and not told.get(asked) and asked not in self.errors:
            self.add_error(asked, _("Say what you found."))
        if told.get("shared") == "yes" and not told.get("elements") and told.get("compliance") != Found.REFUSED:
            self.add_error("elements", _("Choose which data is shared."))
        return told

    def finding(self) -> dict[str, Any]:
        """What `compliance.record` is told."""
        told = self.cleaned_data
        shared = told["shared"] == "yes"
        said = {name: told.get(name) or "" for name in ("words", "contact_name", "contact_email", "message")}
        return said | {
            "compliance": told["compliance"] if shared else told["without_data"],
            "elements": list(told["elements"]) if shared else [],
            "resource": told["resource"],
            "language": told.get("language") or "en",
        }

    def add_error(self, field, error):
        """What the service says of the finding stands beside the question that was asked."""
        if field == "compliance" and self.cleaned_data.get("shared") == "no":
            field = "without_data"
        super().add_error(field, error)


def _known(candidate: Candidate, product: Resource | None, kept: list) -> dict[str, Any]:
    vendor = candidate.vendor
    shared = {True: "yes", False: "no", None: "yes" if kept else ""}[candidate.data_shared]
    known = {"resource": product.pk if product else "", "shared": shared, "elements": kept, "language": "en"}
    found = {"compliance": CHOICES, "without_data": WITHOUT_DATA}
    known |= {name: candidate.compliance for name, offered in found.items() if candidate.compliance in dict(offered)}
    known["words"] = candidate.compliance_words
    return known | ({"contact_name": vendor.contact_name, "contact_email": vendor.contact_email} if vendor else {})


def _named(resource: Resource) -> str:
    company = f", {resource.vendor.name}" if resource.vendor else ""
    return f"{resource.name}{company} ({resource.get_approval_display()})"


def _contact() -> dict[str, forms.Field]:
    """To whom the packet goes."""
    return {
        "contact_name": forms.CharField(label=_("Who at the vendor signs or negotiates?"), max_length=120),
        "contact_email": forms.EmailField(
            label=_("Their e-mail address"),
            max_length=254,
            help_text=_("They get a link by mail and need no account."),
        ),
        "language": forms.ChoiceField(
            label=_("Language of the mails and pages they get"),
            choices=settings.LANGUAGES,
            widget=forms.RadioSelect,
        ),
        "message": words(
            _("A first word to the vendor"),
            rows=3,
            most=2000,
            required=False,
            help_text=_("It begins the thread of questions and answers. Leave out students’ names and data."),
        ),
    }
