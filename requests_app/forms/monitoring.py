"""What is recorded at a check-in, and putting it right (MACRO-10).

step-check-in       `figure`, `note`, one of them at least
district-check-in   the same
district-recorder   `person`
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PersonField
from requests_app.forms.plan import PlanForm, figure
from requests_app.models import CheckIn
from workflows.asking import words


class CheckInForm(PlanForm):
    """A figure in the unit of its measure, or notes where there is none."""

    figure = figure(gettext_lazy("Figure"))
    note = words(
        gettext_lazy("Notes"),
        required=False,
        help_text=gettext_lazy(
            "What stands behind it, and what was seen. Leave out students’ names and data."
            " Where nobody measured it, say why."
        ),
    )

    def __init__(self, *args, case, row: CheckIn, **kwargs):
        super().__init__(*args, case=case, initial={"figure": row.figure, "note": row.note}, **kwargs)
        unit = row.measure.unit
        if unit:
            self.fields["figure"].label = _("Figure, in %(unit)s") % {"unit": unit}
        elif row.figure is None:
            del self.fields["figure"]
            self.fields["note"].required = True

    def clean(self):
        told = super().clean()
        if not self.errors and told.get("figure") is None and not told.get("note"):
            raise ValidationError(_("Give the figure, or say in the notes why there is none."))
        return told

    def said(self) -> dict:
        return {"figure": self.cleaned_data.get("figure"), "note": self.cleaned_data["note"]}


class RecorderForm(PlanForm):
    """Who records a measure from now on."""

    person = PersonField(label=gettext_lazy("Who records it from now on?"))
