"""Moving a request to the procedure it belongs to (X-13)."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.asking import words
from workflows.forms import HIDDEN
from workflows.http import CaseForm
from workflows.machines import MACHINES
from workflows.selectors import offered_kinds


class ProcedureForm(CaseForm):
    """POST to `case-procedure`: `to` (a kind of request), `rationale`, and the hidden fields of every CaseForm."""

    to = forms.ChoiceField(
        label=_("Where does it belong?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose where it belongs."), "invalid_choice": _("Choose one of those listed.")},
    )
    rationale = words(_("What should the requester know?"), required=False)
    use_required_attribute = False

    def __init__(self, *args, own: bool, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = [(kind, MACHINES[kind].machine_title) for kind in offered_kinds()]
        self.fields["to"].choices = kinds
        # The second of two clicks names the procedure it is in by now: the engine gives it the first one's result.
        self.fields["to"].widget.choices = [choice for choice in kinds if choice[0] != self.case.kind]
        if own:
            del self.fields["rationale"]
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*HIDDEN, *(name for name in ("to", "rationale") if name in self.fields))
