"""Forms of purchases: narrowing the list (by GET), and keeping one record.

A record is kept by a POST to `case-purchase` with `what`:

quote      `file`, `vendor_name`, `quoted` (whole term), `per_year` (may be left empty), `years`
choose     `quote` (its number)
term       `starts_on`, `years`, `whole_term`, `year_1` … `year_10` (all left empty: the same each year)
receipt    `received_on`
document   `file`, `kind` (exemption, confirmation), `signer`, `signed_on`
"""

from decimal import Decimal

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import CheckedFileField
from accounts.models import Place
from contracts.asked import has_come
from contracts.models import AuthorisedSigner
from requests_app import purchase_lists
from requests_app.forms.topics import QuoteForm
from requests_app.models import Purchase
from requests_app.rules.purchase_terms import spread
from workflows.asking import day, money
from workflows.http import CaseForm
from workflows.models import CaseFile

MOST_YEARS = 10
SIGNED = (CaseFile.Kind.EXEMPTION, CaseFile.Kind.CONFIRMATION)


def states():
    together = [
        ("waiting", _("Waiting for funds or an order")),
        ("bought", _("Ordered or received")),
        ("all", _("All")),
    ]
    return [(_("Together"), together), (_("One state"), Purchase.Standing.choices)]


class PurchaseFilter(forms.Form):
    """Narrowing the list of purchases."""

    state = forms.ChoiceField(label=gettext_lazy("How it stands"), choices=states, required=False)
    q = forms.CharField(label=gettext_lazy("Number, code or words"), max_length=100, required=False)
    place = forms.ModelChoiceField(
        Place.objects.order_by("path"),
        label=gettext_lazy("School or department"),
        required=False,
        empty_label=gettext_lazy("All"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Procedure"), required=False)
    year = forms.TypedChoiceField(
        label=gettext_lazy("Fiscal year"), required=False, coerce=int, empty_value=None, choices=[]
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Sorted by"),
        required=False,
        choices=[
            ("newest", gettext_lazy("Newest first")),
            ("oldest", gettext_lazy("Oldest first")),
            ("amount", gettext_lazy("Largest amount first")),
        ],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        every = [("", _("All"))]
        self.fields["kind"].choices = every + purchase_lists.kinds_bought()
        years = purchase_lists.years_offered(on=timezone.localdate())
        self.fields["year"].choices = every + [(year.year, year.label) for year in reversed(years)]

    def narrowed(self) -> purchase_lists.Narrowed:
        """What was asked; where it makes no sense, what waits."""
        if not self.is_bound or not self.is_valid():
            return purchase_lists.Narrowed()
        asked = self.cleaned_data
        return purchase_lists.Narrowed(
            state=asked["state"] or purchase_lists.WAITING,
            place=asked["place"],
            kind=asked["kind"],
            year=asked["year"],
            words=asked["q"].replace("\0", ""),
            sort=asked["sort"] or "newest",
        )


class RecordForm(CaseForm):
    """One of several forms on the page of a purchase: `what` says which."""

    says = ""
    use_required_attribute = False
    what = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, initial=None, **kwargs):
        known = {"what": self.says} | (initial or {})
        super().__init__(*args, initial=known, auto_id=f"{self.says}_%s", **kwargs)


class OfferForm(QuoteForm, RecordForm):
    """A vendor's quote."""

    says = "quote"
    vendor_name = forms.CharField(label=gettext_lazy("Company"), max_length=200)
    per_year = money(gettext_lazy("Amount a year, if the quote says one"), required=False)
    field_order = ("vendor_name", "file", "quoted", "years", "per_year")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quoted"].label = _("Amount for the whole term")

    def said(self) -> dict:
        """The columns of the quote."""
        told = self.cleaned_data
        named = {name: told[name] for name in ("vendor_name", "per_year", "years")}
        return named | {"amount": told["quoted"]}


class TakenOfferForm(OfferForm):
    """A quote where one is being chosen: it may be chosen as it is added (EQUIP-5)."""

    take = forms.BooleanField(label=gettext_lazy("This is the one to order"), required=False)


class ChoiceForm(RecordForm):
    """Choosing a quote: a button beside it."""

    says = "choose"


class TermForm(RecordForm):
    """The first day of the term, and what it costs."""

    says = "term"
    starts_on = day(gettext_lazy("First day of the term"), required=False)
    years = forms.TypedChoiceField(
        label=gettext_lazy("Years"), coerce=int, choices=[(n, n) for n in range(1, MOST_YEARS + 1)]
    )
    whole_term = money(gettext_lazy("For the whole term"))

    def __init__(self, *args, case, **kwargs):
        kept = case.money
        planned = [year.amount for year in kept.year_amounts.all()] if kept.pk else []
        initial = {"starts_on": kept.starts_on, "years": kept.years, "whole_term": case.whole_term_amount}
        if planned and planned != spread(sum(planned), len(planned)):
            initial |= {f"year_{number}": amount for number, amount in enumerate(planned, 1)}
        super().__init__(*args, case=case, initial=initial, **kwargs)
        shown = []
        for number in range(1, MOST_YEARS + 1):
            self.fields[f"year_{number}"] = money(_("Year %(number)d") % {"number": number}, required=False)
            reaching = "|".join(str(years) for years in range(max(number, 2), MOST_YEARS + 1))
            shown.append(Div(f"year_{number}", data_shows_when=f"years={reaching}"))
        self.fields["whole_term"].help_text = _("Left empty below, each year costs the same.")
        self.helper = FormHelper(self)
        hidden = ("what", "once", "case_version", "reviews", "step_version")
        self.helper.layout = Layout(*hidden, "starts_on", "years", "whole_term", *shown)

    def clean(self):
        told = super().clean()
        years, whole = told.get("years"), told.get("whole_term")
        named = [told.get(f"year_{number}") for number in range(1, (years or 0) + 1)]
        if self.errors or all(amount is None for amount in named):
            return told
        for number, amount in enumerate(named, 1):
            if amount is None:
                self.add_error(f"year_{number}", _("Give the amount of each year, or of none."))
        if not self.errors and sum(named, Decimal(0)) != whole:
            self.add_error("whole_term", _("The years do not add up to this."))
        return told

    def amounts(self) -> list[Decimal]:
        """What each year costs."""
        told = self.cleaned_data
        if told["years"] == 1 or told["year_1"] is None:
            return spread(told["whole_term"], told["years"])
        return [told[f"year_{number}"] for number in range(1, told["years"] + 1)]


class ReceiptForm(RecordForm):
    """The day on which all of it came."""

    says = "receipt"
    received_on = day(gettext_lazy("Received on"), validators=[has_come])

    def __init__(self, *args, case, **kwargs):
        known = {"received_on": case.money.received_on or timezone.localdate()}
        super().__init__(*args, case=case, initial=known, **kwargs)


class DocumentForm(RecordForm):
    """A paper of the purchase that the district signed."""

    says = "document"
    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[(kind.value, kind.label) for kind in SIGNED],
        widget=forms.RadioSelect,
    )
    file = CheckedFileField(label=gettext_lazy("The signed paper"))
    signer = forms.ModelChoiceField(
        AuthorisedSigner.objects.all(), label=gettext_lazy("Who signed it?"), empty_label=gettext_lazy("Choose")
    )
    signed_on = day(gettext_lazy("Signed on"), validators=[has_come])
