"""What the Cybersecurity team records, a short page each: POST to `vetting-policy`, `-agreement`, `-hosts` and so on.

vetting-policy     `policy_url`, `found`, or `not_needed`
vetting-agreement  `what` "send": `contact_name`, `contact_email`, `message`; `what` "not-needed": `reason`
vetting-hosts      `what` "add": `address`, `use`; "remove" and "measure": `host`; "none": `reason`
vetting-letter     `contact_name`, `contact_email`, `text`, `retest_on`
"""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.forms import WebAddressField
from requests_app.models import Host
from workflows.asking import day, words
from workflows.http import CaseForm


class VettingForm(CaseForm):
    """A page of the vetting; `what` says which of several forms of one page it is."""

    use_required_attribute = False
    what = forms.CharField(widget=forms.HiddenInput, required=False)
    says = ""

    def __init__(self, *args, **kwargs):
        initial = {"what": self.says} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, auto_id=f"{self.says or 'id'}_%s", **kwargs)


class PolicyForm(VettingForm):
    """What the privacy policy says (SOFT-4)."""

    policy_url = WebAddressField(label=gettext_lazy("Address of the privacy policy"), required=False)
    found = words(
        gettext_lazy("What did you find?"),
        required=False,
        help_text=gettext_lazy("What is collected, whether it is sold or used for advertising, how long it is kept."),
    )
    not_needed = words(
        gettext_lazy("Or: why is there none to read?"),
        rows=2,
        most=1000,
        required=False,
        help_text=gettext_lazy("For example: it runs on one computer and sends nothing."),
    )

    def __init__(self, *args, case, **kwargs):
        known = case.vetting
        initial = {"policy_url": known.policy_url, "found": known.policy_found, "not_needed": known.policy_not_needed}
        super().__init__(*args, case=case, initial=initial, **kwargs)

    def clean(self):
        told = super().clean()
        if not (told.get("found") or told.get("not_needed")):
            raise ValidationError(_("Say what you found, or why there is no policy to read."))
        if told.get("found") and told.get("not_needed"):
            raise ValidationError(_("Either it was evaluated, or none is needed: fill in one of the two."))
        return told


class SendForm(VettingForm):
    """The agreement goes to the vendor through its link (SOFT-4)."""

    says = "send"
    contact_name = forms.CharField(label=gettext_lazy("Who at the vendor gets the link?"), max_length=120)
    contact_email = forms.EmailField(label=gettext_lazy("Their e-mail address"), max_length=254)
    message = words(
        gettext_lazy("A first word to the vendor"),
        rows=3,
        required=False,
        help_text=gettext_lazy("It begins the thread of questions and answers. Leave out students’ names and data."),
    )

    def __init__(self, *args, case, **kwargs):
        vendor = case.vendor
        initial = {"contact_name": vendor.contact_name, "contact_email": vendor.contact_email} if vendor else {}
        super().__init__(*args, case=case, initial=initial, **kwargs)


class JoinForm(VettingForm):
    """The vendor has an open packet for this product: it serves this request too."""

    says = "join"


class ReasonForm(VettingForm):
    """Recorded as not applicable, with the reason (SOFT-6)."""

    says = "none"
    reason = words(gettext_lazy("Why does it not apply?"), rows=2, most=1000)


class HostForm(VettingForm):
    """Another host that the product needs (SOFT-5)."""

    says = "add"
    address = forms.CharField(
        label=gettext_lazy("Address of the host"),
        max_length=300,
        help_text=gettext_lazy("For example: login.example.org. Where one signs in, and where data is kept."),
    )
    use = forms.ChoiceField(label=gettext_lazy("What is it used for?"), choices=Host.Use.choices)


class LetterForm(VettingForm):
    """The vendor is told that its website is not safe enough (SOFT-5)."""

    contact_name = forms.CharField(label=gettext_lazy("To whom?"), max_length=120)
    contact_email = forms.EmailField(label=gettext_lazy("Their e-mail address"), max_length=254)
    text = words(gettext_lazy("What the letter says"), rows=8)
    retest_on = day(
        gettext_lazy("Test again on"), required=False, help_text=gettext_lazy("You are reminded on that day.")
    )

    def clean_retest_on(self):
        on = self.cleaned_data["retest_on"]
        if on and on <= timezone.localdate():
            raise ValidationError(_("Choose a day after today."))
        return on
