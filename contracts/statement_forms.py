"""The form of a text on the public page. Posted to `record-statement`: `words`, `seen` (the newest text that was shown)
and, when the text is only to be looked at, `preview`."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from contracts.models import Statement
from contracts.record import LONGEST


class StatementForm(forms.Form):
    """The district's words for one item in one language."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    words = forms.CharField(
        label=_("Text"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_(
            "Short sentences and plain words. An empty line begins a new paragraph. Web addresses become links."
        ),
    )

    def __init__(self, *args, newest: Statement | None, **kwargs):
        self.newest = newest
        initial = {"words": newest.words if newest else "", "seen": self._number}
        super().__init__(*args, initial=initial, **kwargs)

    @property
    def _number(self) -> str:
        return str(self.newest.pk) if self.newest else ""

    def clean(self):
        told = super().clean()
        if told.get("seen", "") != self._number:
            raise ValidationError(
                _("Somebody changed this text meanwhile: it is the first in the list below. Yours is not posted yet.")
            )
        return told
