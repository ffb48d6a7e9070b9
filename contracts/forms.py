"""Forms of agreements. Fields posted:

`agreement-new`, `agreement-edit`: `once`, `case_version` (edit), `agreement_kind`, `vendor` (a name), `owner` (a
person), `products` (names, one a line), `places` (ids), `elements` (ids), `starts_on`, `ends_on`, `first_term_months`,
`tacit_months`, `notice_months`, `notice_days`, `yearly_amount`, `amount`, `framework`, `subcontractors` (one a line),
`subcontractors_url`, `deletion_days`, `joins`, `accepted_terms`, `district_signer`, `district_signed_on`,
`vendor_signer`, `vendor_signed_on`, `file`, `both_signed`; `agreement-upkeep`: `once`, `case_version`, `owner`,
`subcontractors`, `subcontractors_url`; `agreement-post`: `once`, `case_version`, `review_interval` (6, 12, 24),
`public_copy`.
"""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Fieldset, Layout, Row
from dateutil.relativedelta import relativedelta
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.district import setting
from accounts.forms import CheckedFileField, PersonField, RowsField
from accounts.models import Place
from contracts.fields import (
    ElementsField,
    ResourcesField,
    SubcontractorsField,
    VendorField,
    day_field,
    money_field,
    months_field,
)
from contracts.models import Agreement
from contracts.schedule import Terms
from contracts.services import SIGNATURES
from workflows.http import CaseForm
from workflows.keys import OnceField, fresh_key

MONTHS = [("6", _("6 months")), ("12", _("12 months")), ("24", _("24 months"))]
OFFER_YEARS = 3  # of a general offer, from the vendor's signature (NDPA Exhibit E, California's form)
Kind = Agreement.Kind
# Kinds under which a vendor may hold students' data.
WITH_DATA = [kind.value for kind in Kind if kind != Kind.NDA]
SIGNED_BY_BOTH = [kind.value for kind in Kind if kind != Kind.CLICK_WRAP]
BESIDE = {"once", "file", "both_signed", "case_version", "reviews", "step_version"}


def _signer(label) -> forms.CharField:
    return forms.CharField(label=label, max_length=120, required=False)


def _only(kinds: list[str], *shown) -> Div:
    """Shown only for agreements of these kinds."""
    return Div(*shown, data_shows_when=f"agreement_kind={'|'.join(kinds)}")


def _hint(words) -> HTML:
    return HTML(format_html('<p class="hint">{}</p>', words))


class AgreementForm(forms.Form):
    """What the paper says. It counts once both sides have signed and the signed file is here."""

    once = OnceField()
    agreement_kind = forms.ChoiceField(
        label=_("What kind of agreement?"), choices=Kind.choices, initial=Kind.NDPA.value
    )
    joins = forms.CharField(
        label=_("Whose general offer is joined?"),
        max_length=200,
        required=False,
        help_text=_("The district that first signed with the vendor."),
    )
    vendor = VendorField(label=_("Vendor"), help_text=_("As it stands in the list of vendors."))
    owner = PersonField(
        label=_("Person in charge"),
        required=False,
        help_text=_("Asked before it is renewed whether it is still used. A name, a user name or an e-mail address."),
    )
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
    framework = forms.ChoiceField(
        label=_("Data-security framework the vendor follows"),
        choices=[("", _("Not said")), *Agreement.Framework.choices],
        required=False,
        help_text=_("Exhibit F of the NDPA."),
    )
    subcontractors = SubcontractorsField(label=_("Subcontractors that may receive student data"), required=False)
    subcontractors_url = forms.URLField(
        label=_("Or the vendor’s page that lists them"), max_length=300, required=False, assume_scheme="https"
    )
    deletion_days = forms.IntegerField(
        label=_("Days the vendor has to delete the data after its end"),
        min_value=1,
        max_value=3650,
        initial=60,
        required=False,
    )
    starts_on = day_field(_("In force from"))
    ends_on = day_field(_("Until"), help_text=_("Leave empty when it has no end, or ends with its first term."))
    first_term_months = months_field(_("First term, in months"))
    tacit_months = months_field(
        _("Then goes on by itself for, in months"), help_text=_("Leave empty when it must be renewed.")
    )
    notice_months = months_field(_("Notice before the end of a term, in months"), initial=0)
    notice_days = months_field(_("and days"), initial=0)
    yearly_amount = money_field(_("Cost a year"))
    amount = money_field(_("Cost of the whole term"))
    accepted_terms = forms.CharField(
        label=_("The terms as they were accepted"),
        max_length=200_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("The whole text, kept as it was on that day. Or add it as a file below."),
    )
    vendor_signer = _signer(_("Signed for the vendor by"))
    vendor_signed_on = day_field(_("On"))
    district_signer = _signer(_("Signed for the district by"))
    district_signed_on = day_field(_("On"))
    file = CheckedFileField(label=_("The paper"), required=False)
    both_signed = forms.BooleanField(
        label=_("Both sides have signed it: record it as signed now"),
        required=False,
        help_text=_("Everything above must be filled in. What is signed can't be changed any more."),
    )

    def __init__(self, *args, kept=(), initial=None, **kwargs):
        once = {"once": fresh_key()}
        super().__init__(*args, initial=once | (initial or {}), **kwargs)
        self.fields["elements"] = ElementsField(label=_("Student data it lists"), required=False, kept=kept)
        self.order_fields([*self.base_fields])
        self.helper = FormHelper(self)
        self.helper.layout = self._layout()

    def _layout(self) -> Layout:
        return Layout(
            *(name for name in self.fields if self.fields[name].widget.is_hidden),
            Fieldset(
                _("The agreement and its parties"),
                "agreement_kind",
                _only([Kind.GENERAL_OFFER.value], "joins"),
                "vendor",
                "owner",
            ),
            Fieldset(_("What it covers"), "products", "places", "elements"),
            Fieldset(
                _("Protection of the data"),
                _only(WITH_DATA, "framework", "subcontractors", "subcontractors_url", "deletion_days"),
                data_shows_when=f"agreement_kind={'|'.join(WITH_DATA)}",
            ),
            Fieldset(
                _("Term and cost"),
                _hint(
                    _(
                        "Yearly, and renews by itself: first term 12, then 12, and no last day."
                        " Three years, then to be renewed: first term 36, or its last day."
                    )
                ),
                Row(Column("starts_on"), Column("ends_on")),
                Row(Column("first_term_months"), Column("tacit_months")),
                Row(Column("notice_months"), Column("notice_days")),
                Row(Column("yearly_amount"), Column("amount")),
            ),
            self._signatures(),
        )

    def _signatures(self) -> Fieldset:
        offer, click = [Kind.GENERAL_OFFER.value], [Kind.CLICK_WRAP.value]
        return Fieldset(
            _("Signatures and the paper"),
            _only(
                offer,
                _hint(
                    _(
                        "The vendor’s signature stands in its offer; ours is the counter-signature that joins it."
                        " Without a last day it ends three years after the vendor signed."
                    )
                ),
            ),
            _only(
                click,
                _hint(
                    _(
                        "Nobody signs for the vendor: it publishes its terms, and whoever accepted them signed for the"
                        " district."
                    )
                ),
                "accepted_terms",
            ),
            _only(SIGNED_BY_BOTH, Row(Column("vendor_signer"), Column("vendor_signed_on"))),
            Row(Column("district_signer"), Column("district_signed_on")),
            "file",
            "both_signed",
        )

    # --- what was filled in -------------------------------------------------------------------------------------------

    def clean(self):
        told = super().clean()
        if told.get("agreement_kind") == Kind.CLICK_WRAP:
            told |= {"vendor_signer": "", "vendor_signed_on": None}
        for name, empty in (("notice_months", 0), ("notice_days", 0), ("deletion_days", 60)):
            if name in self.fields and told.get(name) is None and name not in self.errors:
                told[name] = empty
        for name in ("first_term_months", "tacit_months"):
            told[name] = told.get(name) or None
        self._offer_ends(told)
        self._check_terms(told)
        return told

    def _offer_ends(self, told: dict) -> None:
        """A general offer without any term ends three years after the vendor signed it."""
        said = any(told.get(name) for name in ("ends_on", "first_term_months", "tacit_months"))
        if told.get("agreement_kind") == Kind.GENERAL_OFFER and told.get("vendor_signed_on") and not said:
            told["ends_on"] = told["vendor_signed_on"] + relativedelta(years=OFFER_YEARS)

    def _check_terms(self, told: dict) -> None:
        """The dates make sense together, by the schedule that reckons with them."""
        names = ("starts_on", "ends_on", "first_term_months", "tacit_months", "notice_months", "notice_days")
        if not told.get("starts_on") or any(name in self.errors for name in names):
            return
        said = {name: told.get(name) if name in self.fields else getattr(self.case, name) for name in names}
        try:
            Terms(**said)
        except ValueError as fault:
            backwards = said["ends_on"] and said["ends_on"] < said["starts_on"] and "ends_on" in self.fields
            self.add_error("ends_on" if backwards else "starts_on", str(fault))

    def columns(self) -> dict:
        """What the agreement itself keeps."""
        return {name: value for name, value in self.cleaned_data.items() if name in self.fields and name not in BESIDE}


class ChangeForm(AgreementForm, CaseForm):
    """The same for a draft that is there already; its version tells whether somebody changed it meanwhile.

    While the vendor has it to sign, only the signatures and the paper are asked for.
    """

    def __init__(self, *args, case: Agreement, initial=None, **kwargs):
        self.only_signatures = case.state == case.State.SENT
        super().__init__(
            *args,
            case=case,
            kept=list(case.elements.all()),
            initial=as_shown(case) | (initial or {}),
            **kwargs,
        )
        if self.only_signatures:
            self._ask_signatures_alone()

    def _ask_signatures_alone(self) -> None:
        hidden = [name for name, field in self.fields.items() if field.widget.is_hidden]
        asked = ["starts_on", "vendor_signer", "vendor_signed_on", "district_signer", "district_signed_on"]
        if self.case.is_click_wrap:
            asked = [name for name in asked if not name.startswith("vendor")]
        for name in set(self.fields) - {*hidden, *asked, "file", "both_signed"}:
            del self.fields[name]
        self.helper.layout = Layout(*hidden, *asked, "file", "both_signed")

    def columns(self) -> dict:
        columns = super().columns()
        return {name: columns[name] for name in SIGNATURES & set(columns)} if self.only_signatures else columns


def as_shown(agreement: Agreement) -> dict:
    """What the form shows of an agreement."""
    lists = ("places", "elements", "subcontractors")
    named = {"once", "file", "both_signed", "vendor", "products", *lists}
    shown = {name: getattr(agreement, name) for name in AgreementForm.base_fields if name not in named}
    return shown | {
        "vendor": agreement.vendor.name if agreement.vendor_id else "",
        "products": "\n".join(product.name for product in agreement.products.all()),
        **{name: list(getattr(agreement, name).all()) for name in lists},
    }


class UpkeepForm(CaseForm):
    """What may change of a signed agreement: who is in charge, and the subcontractors as the vendor last named them."""

    owner = PersonField(label=_("Person in charge"), required=False)
    subcontractors = SubcontractorsField(label=_("Subcontractors that may receive student data"), required=False)
    subcontractors_url = forms.URLField(
        label=_("Or the vendor’s page that lists them"), max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args, case: Agreement, **kwargs):
        names = ("owner", "subcontractors_url")
        shown = {name: getattr(case, name) for name in names} | {"subcontractors": list(case.subcontractors.all())}
        super().__init__(*args, case=case, initial=shown, **kwargs)

    def columns(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("owner", "subcontractors", "subcontractors_url")}


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
