"""What the holder of a step records on the request: student data found (`step-finding`), links (`step-link`)."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import RowsField
from catalog.forms import WebAddressField
from catalog.models import Resource, Vendor
from contracts.forms import ElementsField
from contracts.models import Agreement
from requests_app.forms.fields import YES_NO, radios
from workflows.http import CaseForm


class FindingForm(CaseForm):
    """Whether student data is shared, and which: `student_data_found` (yes, no), `elements_found` (ids)."""

    student_data_found = radios(
        gettext_lazy("Is student data shared with the vendor?"),
        YES_NO,
        help_text=gettext_lazy("Any sign-in by students counts as shared until somebody finds otherwise."),
    )

    def __init__(self, *args, case, **kwargs):
        found = {True: "yes", False: "no", None: ""}[case.student_data_found]
        initial = {"student_data_found": found, "elements_found": case.elements()}
        super().__init__(*args, case=case, initial=initial, **kwargs)
        self.fields["elements_found"] = ElementsField(
            label=_("Which data?"), kept=case.elements(), required=False, help_text=_("Needed when data is shared.")
        )

    def clean(self):
        told = super().clean()
        if told.get("student_data_found") == "yes" and not told.get("elements_found"):
            self.add_error("elements_found", _("Choose which data is shared."))
        return told

    def changes(self) -> dict:
        return {"student_data_found": self.cleaned_data["student_data_found"] == "yes"}

    def many(self) -> dict:
        shared = self.cleaned_data["student_data_found"] == "yes"
        return {"elements_found": list(self.cleaned_data["elements_found"]) if shared else []}


class LinkForm(CaseForm):
    """A link of the request; `what` says which, so that several stand on one page."""

    what = forms.CharField(widget=forms.HiddenInput)
    says = ""

    def __init__(self, *args, **kwargs):
        # Several of these stand on one page: each names its fields in its own way.
        super().__init__(*args, initial={"what": self.says}, auto_id=f"{self.says}_%s", **kwargs)


class ResourceLink(LinkForm):
    """The entry of the library this request is about: `resource` (id)."""

    says = "resource"

    def __init__(self, *args, found: list[Resource] = (), **kwargs):
        super().__init__(*args, **kwargs)
        labels = [(resource.pk, f"{resource.name} ({resource.get_approval_display()})") for resource in found]
        self.fields["resource"] = forms.ModelChoiceField(
            label=_("Which one is it?"), queryset=Resource.objects.all(), widget=forms.RadioSelect, empty_label=None
        )
        self.fields["resource"].choices = labels


class VendorLink(LinkForm):
    """The vendor: `vendor` (id)."""

    says = "vendor"

    def __init__(self, *args, found: list[Vendor] = (), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["vendor"] = forms.ModelChoiceField(
            label=_("Which one is it?"), queryset=Vendor.objects.all(), widget=forms.RadioSelect, empty_label=None
        )
        self.fields["vendor"].choices = [(vendor.pk, vendor.name) for vendor in found]


class NewVendor(LinkForm):
    """A vendor the list does not have: `name`, `website`, `contact_email`."""

    says = "new-vendor"
    name = forms.CharField(label=gettext_lazy("Name of the vendor"), max_length=200)
    website = WebAddressField(label=gettext_lazy("Website"), required=False)
    contact_email = forms.EmailField(
        label=gettext_lazy("Contact's e-mail"),
        required=False,
        help_text=gettext_lazy("Used to ask the vendor for agreements and papers."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].initial = self.case.vendor_name
        self.order_fields(["what", "name", "website", "contact_email"])


class AgreementsLink(LinkForm):
    """The agreements this request rests on: `agreements` (ids), all that shall be linked."""

    says = "agreements"

    def __init__(self, *args, found: list[Agreement] = (), **kwargs):
        super().__init__(*args, **kwargs)
        ids = [agreement.pk for agreement in found]
        self.fields["agreements"] = RowsField(
            label=_("Which agreements does it rest on?"),
            queryset=Agreement.objects.filter(pk__in=ids).select_related("vendor"),
            widget=forms.CheckboxSelectMultiple,
            required=False,
            initial=list(self.case.agreements.all()),
        )


class FindForm(forms.Form):
    """Words to look for among resources or vendors; given by GET."""

    q = forms.CharField(label=gettext_lazy("Look for"), required=False, max_length=200)
