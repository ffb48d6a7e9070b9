"""What a vendor answers through its link, all on one page; POST to `vendor-criteria` (MACRO-2a).

`says_<id>` (yes, partly, planned, no) and `words_<id>` of each criterion, `note`, `once`; `later` keeps it for later.
"""

from itertools import groupby

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Fieldset, Layout
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from requests_app.criteria import said_now
from requests_app.models import CriteriaAnswer, CriteriaForm, Criterion
from requests_app.vendor_criteria import Reply, lacks
from workflows.forms import ForTheEye, OnceForm


class RepliesForm(ForTheEye, OnceForm):
    """The criteria that are asked now. Saved as it stands; sent only when nothing is missing."""

    def __init__(self, *args, form: CriteriaForm, asked: list[Criterion], **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.has_note = asked, form.answered_at is None
        kept = {each.criterion_id: each for each in form.answers.all() if each.given_at is None}
        for criterion in asked:
            self._add(criterion, kept.get(criterion.pk))
        if self.has_note:
            self.fields["note"] = _words(_("What you would like to add"), 4000, rows=4)
            self.initial["note"] = form.note
        self.helper = FormHelper(self)
        self.helper.layout = Layout("once", *self._parts())

    def _add(self, criterion: Criterion, kept: CriteriaAnswer | None) -> None:
        choices = CriteriaAnswer.Says.choices
        label = said_now(criterion.words)
        says = forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect)
        if criterion.must:
            says.help_text = _("The district cannot do without it.")
        self.fields[f"says_{criterion.pk}"] = says
        said = self.fields[f"words_{criterion.pk}"] = _words(_("In your words"), 2000, rows=2)
        said.help_text = _("Needed with “Partly” and “Planned”.")
        # The page has many of these: read aloud, each says to which need it belongs.
        said.widget.attrs["aria-label"] = f"{said.label}: {label}"
        if kept is not None:
            self.initial |= {f"says_{criterion.pk}": kept.says, f"words_{criterion.pk}": kept.words}

    def _parts(self) -> list:
        parts = []
        for about, rows in groupby(self.asked, key=lambda each: each.get_about_display()):
            parts.append(HTML(format_html("<h2>{}</h2>", about)))
            parts += [Div(f"says_{each.pk}", _said_with(each), css_class="answer") for each in rows]
        return parts + ([Fieldset("", "note")] if self.has_note else [])

    def replies(self) -> dict[int, Reply]:
        """What was understood of each."""
        said = self.cleaned_data
        return {
            each.pk: Reply(said.get(f"says_{each.pk}", ""), said.get(f"words_{each.pk}", "")) for each in self.asked
        }

    def refuse_what_is_missing(self) -> None:
        """Beside each field, what is missing before all of it can be sent."""
        for pk, reply in self.replies().items():
            if f"says_{pk}" not in self.errors and (lack := lacks(reply)):
                self.add_error(f"words_{pk}" if reply.says else f"says_{pk}", lack)

    @property
    def note(self) -> str:
        return self.cleaned_data.get("note", "")


def _said_with(criterion: Criterion) -> Div:
    """Shown once there is an answer."""
    return Div(f"words_{criterion.pk}", data_shows_when=f"says_{criterion.pk}")


def _words(label, most: int, *, rows: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=False, widget=widget)
