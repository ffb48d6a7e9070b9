"""Forms of a district purchase's budget: quotes and funding (MACRO-3).

step-quote-add      `file`, `quoted` (whole term), `years`, `per_year` (may be left empty)
step-quote-change   `quoted`, `years`, `per_year`
step-funding        `funding_source`
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_app.forms.purchases import MOST_YEARS
from requests_app.forms.topics import QuoteForm
from requests_app.models import Purchase, Quote
from workflows.asking import money
from workflows.http import CaseForm


class CandidateQuoteForm(QuoteForm):
    """A vendor's quote for one term."""

    per_year = money(gettext_lazy("Amount a year, if the quote says one"), required=False)
    field_order = ("file", "years", "quoted", "per_year")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["quoted"].label = _("Amount for the whole term")
        self.fields["quoted"].widget.attrs["class"] = "tiny"
        self.fields["quoted"].help_text = _("Set-up, training and support included.")
        self.fields["years"] = forms.IntegerField(
            label=_("For how many years"), min_value=1, max_value=MOST_YEARS, initial=1
        )

    def clean(self):
        told = super().clean()
        whole, each, years = told.get("quoted"), told.get("per_year"), told.get("years")
        if whole is not None and each is not None and years and each > whole:
            raise ValidationError(_("One year can’t cost more than the whole term."))
        return told

    def said(self) -> dict:
        """The columns of the quote."""
        told = self.cleaned_data
        return {"amount": told["quoted"], "years": told["years"], "per_year": told["per_year"]}


class QuoteChangeForm(CandidateQuoteForm):
    """A quote that was typed wrong; its paper stays."""

    file = None

    def __init__(self, *args, quote: Quote, **kwargs):
        known = {"quoted": quote.amount, "years": quote.years, "per_year": quote.per_year}
        super().__init__(*args, initial=known, **kwargs)


class FundingForm(CaseForm):
    """How the purchase would be paid for."""

    use_required_attribute = False
    funding_source = forms.CharField(
        label=gettext_lazy("From which funds would it be paid?"),
        max_length=Purchase._meta.get_field("funding_source").max_length,
        help_text=gettext_lazy("For example: the general fund, Title I, a grant. The Business Office confirms it."),
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, initial={"funding_source": case.money.funding_source}, **kwargs)
