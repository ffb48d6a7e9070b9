"""The checklist of purchase and coordination (MACRO-5).

district-coordination        POST `what` "done": `line`, `done_on` (left empty: today); "undo": `line`
district-coordination-line   `owner`, `due_on`, `note`
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PersonField
from requests_app.models import CoordinationLine
from workflows.asking import day
from workflows.http import CaseForm


class LineForm(CaseForm):
    """Who does a line, and by when."""

    use_required_attribute = False
    owner = PersonField(label=gettext_lazy("Who does it?"))
    due_on = day(gettext_lazy("By when?"), help_text=gettext_lazy("They are told now, and reminded on that day."))
    note = forms.CharField(label=gettext_lazy("Note"), max_length=500, required=False)

    def __init__(self, *args, row: CoordinationLine, **kwargs):
        self.row = row
        known = {"owner": row.owner, "due_on": row.due_on, "note": row.note}
        super().__init__(*args, initial=known, **kwargs)

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on < timezone.localdate() and due_on != self.row.due_on:
            raise ValidationError(_("This day is over: choose today or later."))
        return due_on

    def said(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("owner", "due_on", "note")}
