"""Entering a result. Fields posted to `tls-enter`: `grade`, `checked_on`, `criteria_version`, `report`, `link`."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.forms import CheckedFileField
from contracts.tls.guide import CRITERIA_VERSION, Letter
from workflows.asking import day


class ResultForm(forms.Form):
    """A grade of Qualys SSL Labs with its report (SOFT-5)."""

    grade = forms.ChoiceField(label=_("Grade"), choices=[("", _("Choose the grade")), *Letter.choices])
    checked_on = day(_("Date of the result"), help_text=_("As the report says it. The newest result counts."))
    criteria_version = forms.CharField(
        label=_("Version of the criteria"),
        initial=CRITERIA_VERSION,
        max_length=20,
        help_text=_("At the foot of the report, for example SSL Report v2.4 or 2009r."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    report = CheckedFileField(label=_("Report"), required=False, kinds=("pdf", "png", "jpg", "jpeg"))
    link = forms.URLField(label=_("or a link to it"), required=False, max_length=500, assume_scheme="https")

    def clean_checked_on(self):
        if self.cleaned_data["checked_on"] > timezone.localdate():
            raise forms.ValidationError(_("The result can't be from the future."))
        return self.cleaned_data["checked_on"]
