"""Entering a result. Fields posted to `tls-enter`: `grade`, `checked_on`, `criteria_version`, `report`, `link`."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import CheckedFileField
from contracts.tls.guide import CRITERIA_VERSION, Letter


class ResultForm(forms.Form):
    """A grade of Qualys SSL Labs with its report (SOFT-5)."""

    grade = forms.ChoiceField(label=_("Grade"), choices=[("", _("Choose the grade")), *Letter.choices])
    checked_on = forms.DateField(
        label=_("Date of the result"),
        help_text=_("As the report says it. The newest result counts."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )
    criteria_version = forms.CharField(
        label=_("Version of the criteria"),
        initial=CRITERIA_VERSION,
        max_length=20,
        help_text=_("At the foot of the report, for example SSL Report v2.4 or 2009r."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    report = CheckedFileField(label=_("Report"), required=False, kinds=("pdf", "png", "jpg", "jpeg"))
    link = forms.URLField(label=_("or a link to it"), required=False, max_length=500, assume_scheme="https")
