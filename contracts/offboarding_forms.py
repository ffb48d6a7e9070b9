"""Forms of the deletion of data. What each address takes by POST, beside the token of staff pages:

certificate-send    `file`, `deleted_by`, `deleted_on`, `deletion_method` (one of Offboarding.Method), `once`
certificate-say     `text`, `once`
deletion-say        `text`, `once`
deletion-link       `contact_name`, `contact_email`, `language`, `once`
deletion-received   the same as certificate-send, and `words`
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import CheckedFileField
from contracts.models import Offboarding
from workflows.asking import made, words
from workflows.forms import OnceForm
from workflows.machines.offboarding import TOLD

KINDS = ("pdf", "docx", "odt", "png", "jpg", "jpeg")


class CertificateForm(OnceForm):
    """The certificate, and who deleted what, when and how. One that was handed in already need not be added again."""

    file = CheckedFileField(
        label=_("The certificate"), kinds=KINDS, error_messages={"required": _("Add the certificate.")}
    )

    def __init__(self, *args, case: Offboarding, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["file"].required = not case.has_certificate()
        for name in TOLD:
            self.fields[name] = made(name, case)
            self.fields[name].initial = getattr(case, name)

    def told(self) -> dict[str, Any]:
        """What the move is told."""
        return {name: self.cleaned_data[name] for name in TOLD}


class ReceivedForm(CertificateForm):
    """One that came by post or mail, recorded by the Compliance Officer."""

    words = words(_("How did it come?"), rows=2, required=False)

    field_order = ["file", *TOLD, "words"]

    def told(self) -> dict[str, Any]:
        return super().told() | {"words": self.cleaned_data["words"]}


class SayForm(OnceForm):
    """A word of the thread that both sides read."""

    text = words(
        _("Your question or answer"),
        rows=4,
        help_text=_("Both the district and the vendor read it. Leave out data about students."),
        error_messages={"required": _("Write your question or answer.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="say-%s", **kwargs)


class ContactForm(OnceForm):
    """Who gets the request, or gets it again."""

    contact_name = forms.CharField(label=_("Who gets the request?"), max_length=120)
    contact_email = forms.EmailField(label=_("Their e-mail address"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the mails and pages they get"), widget=forms.RadioSelect)

    def __init__(self, *args, languages, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages
        self.fields["language"].initial = "en"
