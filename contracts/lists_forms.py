"""Forms of the district's own lists. Fields posted:

`signers`: `name`, `title`, `starts_on`, `ends_on`; `signer-end`: `ends_on`; `data-elements`: `category`,
`new_category`, `name`; `data-element`: `act` (rename, end, reopen), `name`.
"""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contracts.fields import day_field
from contracts.models import DataElement


def _squeezed(value: str) -> str:
    return " ".join(value.split())


class SignerForm(forms.Form):
    """Somebody who may sign for the district."""

    name = forms.CharField(
        label=_("Name, as it is signed"),
        max_length=120,
        help_text=_("An agreement counts only when the name on it is the same."),
    )
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    starts_on = day_field(_("From"), initial=timezone.localdate)
    ends_on = day_field(_("Until"), help_text=_("Leave empty when it has no end."))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].required = True

    def clean_name(self) -> str:
        return _squeezed(self.cleaned_data["name"])


class SignerEndForm(forms.Form):
    """The last day on which somebody may sign."""

    ends_on = day_field(_("Last day on which they may sign"), initial=timezone.localdate)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["ends_on"].required = True


class ElementForm(forms.Form):
    """A new element of the schedule of data, in a category that is there or a new one."""

    category = forms.ChoiceField(label=_("Category"), required=False)
    new_category = forms.CharField(label=_("Or a new category"), max_length=80, required=False)
    name = forms.CharField(label=_("Element"), max_length=160)

    def __init__(self, *args, categories: list[str], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["category"].choices = [("", _("Choose one")), *((name, name) for name in categories)]

    def clean(self):
        told = super().clean()
        told["name"] = _squeezed(told.get("name", ""))
        told["category"] = _squeezed(told.get("new_category") or "") or told.get("category", "")
        if not told["category"] and "category" not in self.errors:
            self.add_error("category", _("Choose a category, or name a new one."))
        return told


class RenameForm(forms.Form):
    """Better words for an element that no agreement lists."""

    name = forms.CharField(label=_("Element"), max_length=160)

    def __init__(self, *args, element: DataElement, **kwargs):
        super().__init__(*args, initial={"name": element.name}, **kwargs)

    def clean_name(self) -> str:
        return _squeezed(self.cleaned_data["name"])
