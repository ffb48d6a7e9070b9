"""Forms of agreements. Fields posted:

`agreement-new`, `agreement-edit`: `once`, `case_version` (edit), `agreement_kind`, `vendor` (a name), `products`
(names, one a line), `places` (ids), `elements` (ids), `starts_on`, `ends_on`, `district_signer`, `district_signed_on`,
`vendor_signer`, `vendor_signed_on`, `file`, `both_signed`; `agreement-post`: `once`, `case_version`, `review_interval`
(6, 12, 24), `public_copy`.
"""

import secrets
from itertools import groupby

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.district import setting
from accounts.forms import CheckedFileField, RowsField
from accounts.models import Place
from catalog.forms import lines
from catalog.models import Resource, Vendor
from catalog.search import normalise, search
from contracts.models import Agreement, DataElement
from workflows.http import CaseForm

MONTHS = [("6", _("6 months")), ("12", _("12 months")), ("24", _("24 months"))]


class _ByCategory(forms.models.ModelChoiceIterator):
    def __iter__(self):
        for category, rows in groupby(self.queryset, key=lambda element: element.category):
            yield category, [self.choice(row) for row in rows]


class ElementsField(RowsField):
    """Elements of the schedule of data (NDPA, Exhibit B) as boxes to tick, by category. Ended ones only if chosen."""

    iterator = _ByCategory
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, kept=(), **kwargs):
        open_or_kept = Q(ended_on__isnull=True) | Q(pk__in=[element.pk for element in kept])
        super().__init__(queryset=DataElement.objects.filter(open_or_kept), **kwargs)

    def label_from_instance(self, obj) -> str:
        return obj.name


class VendorField(forms.CharField):
    """A vendor by its name as it stands in the list; cleans to a Vendor."""

    def __init__(self, **kwargs):
        super().__init__(max_length=200, **kwargs)

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        found = Vendor.objects.filter(name__iexact=" ".join(name.split())).first()
        if found is None:
            raise ValidationError(
                _("There is no vendor “%(name)s” in the list. Add the vendor first."), params={"name": name}
            )
        return found


class ResourcesField(forms.CharField):
    """Resources of the library by name, one a line; cleans to a list."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value):
        return [self._named(name) for name in lines(super().clean(value))]

    def _named(self, name: str) -> Resource:
        for hit in search(name, limit=10):
            if normalise(hit.resource.name) == normalise(name):
                return hit.resource
        raise ValidationError(_("“%(name)s” is not in the library."), params={"name": name})


def _day(label, **kwargs) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    return forms.DateField(label=label, widget=widget, required=False, **kwargs)


def _signer(label) -> forms.CharField:
    return forms.CharField(label=label, max_length=120, required=False)


class AgreementForm(forms.Form):
    """What the paper says. It counts once both sides have signed and the signed file is here."""

    once = forms.CharField(widget=forms.HiddenInput, required=False, max_length=48)
    agreement_kind = forms.ChoiceField(
        label=_("What kind of agreement?"), choices=Agreement.Kind.choices, initial=Agreement.Kind.NDPA.value
    )
    vendor = VendorField(label=_("Vendor"), help_text=_("As it stands in the list of vendors."))
    products = ResourcesField(
        label=_("Products it names"), required=False, help_text=_("As they stand in the library, one a line.")
    )
    places = RowsField(
        label=_("Places it names"),
        queryset=Place.objects.open().order_by("path"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The district stands for all of its schools and departments."),
    )
    elements = ElementsField(label=_("Student data it lists"), required=False)
    starts_on = _day(_("In force from"))
    ends_on = _day(_("Until"), help_text=_("Leave empty when it has no end."))
    vendor_signer = _signer(_("Signed for the vendor by"))
    vendor_signed_on = _day(_("On"))
    district_signer = _signer(_("Signed for the district by"))
    district_signed_on = _day(_("On"))
    file = CheckedFileField(label=_("The paper"), required=False)
    both_signed = forms.BooleanField(
        label=_("Both sides have signed it: record it as signed now"),
        required=False,
        help_text=_("Everything above must be filled in. What is signed can't be changed any more."),
    )

    def __init__(self, *args, kept=(), initial=None, **kwargs):
        super().__init__(*args, initial={"once": secrets.token_urlsafe(24)} | (initial or {}), **kwargs)
        self.fields["elements"] = ElementsField(label=_("Student data it lists"), required=False, kept=kept)
        self.order_fields([*self.base_fields])
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            *(name for name in self.fields if self.fields[name].widget.is_hidden),
            "agreement_kind",
            "vendor",
            "products",
            "places",
            "elements",
            Fieldset(
                _("Dates and signatures"),
                Row(Column("starts_on"), Column("ends_on")),
                Row(Column("vendor_signer"), Column("vendor_signed_on")),
                Row(Column("district_signer"), Column("district_signed_on")),
                "file",
                "both_signed",
            ),
        )

    def clean(self):
        told = super().clean()
        starts, ends = told.get("starts_on"), told.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day can't be before the first."))
        return told

    def columns(self) -> dict:
        """What the agreement itself keeps."""
        beside = {"once", "file", "both_signed", "case_version", "reviews", "step_version"}
        return {name: value for name, value in self.cleaned_data.items() if name not in beside}


class ChangeForm(AgreementForm, CaseForm):
    """The same for a draft that is there already; its version tells whether somebody changed it meanwhile."""

    def __init__(self, *args, case: Agreement, initial=None, **kwargs):
        super().__init__(
            *args, case=case, kept=list(case.elements.all()), initial=as_shown(case) | (initial or {}), **kwargs
        )


def as_shown(agreement: Agreement) -> dict:
    """What the form shows of an agreement."""
    plain = ("agreement_kind", "starts_on", "ends_on", "vendor_signer", "vendor_signed_on")
    shown = {name: getattr(agreement, name) for name in (*plain, "district_signer", "district_signed_on")}
    return shown | {
        "vendor": agreement.vendor.name if agreement.vendor_id else "",
        "products": "\n".join(product.name for product in agreement.products.all()),
        "places": list(agreement.places.all()),
        "elements": list(agreement.elements.all()),
    }


class PostingForm(CaseForm):
    """Posting a signed agreement (MICRO-12)."""

    review_interval = forms.ChoiceField(label=_("Looked at again every"), choices=MONTHS, widget=forms.RadioSelect)
    public_copy = CheckedFileField(
        label=_("Copy for the public"),
        required=False,
        kinds=("pdf",),
        help_text=_("With what must not be published made unreadable. A PDF."),
    )

    def __init__(self, *args, case: Agreement, **kwargs):
        months = case.review_interval or setting("review_interval")
        super().__init__(*args, case=case, initial={"review_interval": str(months)}, **kwargs)


class AgreementFilter(forms.Form):
    """Narrowing the list of agreements; given by GET."""

    q = forms.CharField(label=_("Vendor, product or kind"), required=False, max_length=200)
    shown = forms.ChoiceField(label=_("Show"), required=False)

    def __init__(self, *args, shown: dict, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["shown"].choices = [("", _("All")), *shown.items()]
