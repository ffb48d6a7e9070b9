"""The lines of an installation: POST to `step-setups` with `what` (SOFT-15).

add      `name`, `place`, `note`
done     `setup`, `done_on` (left empty: today)
undo     `setup`
remove   `setup` (one that is not done)
"""

from django import forms
from django.utils.translation import gettext_lazy

from accounts.models import Place
from workflows.http import CaseForm


class SetUpForm(CaseForm):
    """One more set-up on which it is installed."""

    name = forms.CharField(
        label=gettext_lazy("Set-up"), max_length=200, help_text=gettext_lazy("For example: the computer lab.")
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("Where"),
        queryset=Place.objects.open().order_by("name"),
        empty_label=gettext_lazy("Choose a place"),
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())
