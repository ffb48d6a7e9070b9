"""The form of the month's reviews. Fields posted: `once`, and `pick` for each row that was ticked ("case:version")."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.keys import OnceField


class PicksField(forms.Field):
    """The rows that were ticked, each as case and version; what was tampered with is left out."""

    widget = forms.MultipleHiddenInput

    def clean(self, value) -> list[tuple[int, int]]:
        picked = [tuple(map(int, parts)) for text in value or [] if _are_numbers(parts := text.split(":"))]
        return super().clean(list(dict.fromkeys(picked)))


def _are_numbers(parts: list[str]) -> bool:
    return len(parts) == 2 and all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts)


class RowsForm(forms.Form):
    """Which rows of the worklist are still right; `most` is as many as a page shows."""

    once = OnceField()
    pick = PicksField(label="", error_messages={"required": _("Tick the rows that are still right.")})

    def __init__(self, *args, most: int, **kwargs):
        super().__init__(*args, **kwargs)
        self.most = most

    def clean_pick(self) -> list[tuple[int, int]]:
        return self.cleaned_data["pick"][: self.most]
