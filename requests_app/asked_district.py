"""The fields that the steps of a district purchase ask for; names as in its machine's `asks`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_app.models import Candidate, DistrictPurchase, Quote
from workflows.asking import day, radios, words


class _Choice(forms.ModelChoiceField):
    """Each says its name; a quote its candidate and amount too."""

    def label_from_instance(self, row) -> str:
        if isinstance(row, Quote):
            return f"{row.candidate}: {row.amount} ({row.vendor_name or row.file})"
        return str(row)


def _candidate(case) -> forms.Field:
    live = Candidate.objects.filter(case=case.pk).exclude(standing=Candidate.Standing.RULED_OUT)
    return _Choice(label=_("Which candidate?"), queryset=live, widget=forms.RadioSelect, empty_label=None)


def _quote(case) -> forms.Field:
    live = Quote.objects.filter(purchase__case=case.pk, candidate__isnull=False, amount__isnull=False)
    live = live.exclude(candidate__standing=Candidate.Standing.RULED_OUT).select_related("candidate", "file__file")
    return _Choice(
        label=_("Which quote is taken?"),
        queryset=live,
        required=False,
        help_text=_("Needed where the candidate has several."),
    )


def _rollout_on(case) -> forms.Field:
    return day(_("Rolled out from"), help_text=_("Teachers read it in the library until the plan is complete."))


def _next_step(case) -> forms.Field:
    return radios(_("What comes next?"), DistrictPurchase.NextStep.choices)


def _figure(case) -> forms.Field:
    widget = forms.NumberInput(attrs={"step": "0.01", "class": "tiny"})
    return forms.DecimalField(label=_("Figure"), max_digits=12, decimal_places=2, required=False, widget=widget)


def _note(case) -> forms.Field:
    return words(_("Notes"), required=False)


MAKERS = {
    "candidate": _candidate,
    "quote": _quote,
    "rollout_on": _rollout_on,
    "next_step": _next_step,
    "figure": _figure,
    "note": _note,
}
