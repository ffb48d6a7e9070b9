"""Forms of the district's pages of vendor packets. What each address takes by POST, beside the token:

packet-invite     `vendor` (a name), `new_vendor` (it is none of the similar ones), `product`, `contact_name`,
                  `contact_email`, `language` (en, es), `schools` (ids), `amount`, `board_flag`, `message`, `once`
packet-say        `text`, `once`
packet-link       `contact_name`, `contact_email`, `language`, `once`
packet-amount     `amount`, `board_flag`; the hidden fields of CaseForm
packet-product    `name`, `kind`; the hidden fields of CaseForm; by GET `to` (draft)
packet-agreement  `agreement` (an id); the hidden fields of CaseForm
"""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.forms import RowsField
from accounts.models import Place
from catalog.models import ResourceKind, Vendor
from catalog.search import normalise, vendors_called, vendors_like
from contracts.models import Agreement, Packet
from contracts.packet_selectors import SHOWN
from contracts.packets import resource_called
from workflows.asking import money, words
from workflows.forms import OnceForm
from workflows.http import CaseForm

SIMILAR = 5  # vendors named when the name is nearly one of the list


def _one_line(label, most: int, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, **kwargs)


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language of the mails and pages they get"),
        choices=settings.LANGUAGES,
        initial="en",
        widget=forms.RadioSelect,
    )


class InviteForm(OnceForm):
    """Whom to invite, and what it is about (PROC-1). Cleans to `known_vendor` and `resource` too, None for new ones."""

    vendor = _one_line(_("Vendor"), 200, help_text=_("The company’s name. One that is not in our list yet is added."))
    new_vendor = forms.BooleanField(label=_("It is a company of its own: add it to the list"), required=False)
    product = _one_line(_("Product"), 200, help_text=_("As it stands in the library, or what it is called."))
    contact_name = _one_line(_("Who at the vendor fills in the packet?"), 120)
    contact_email = forms.EmailField(
        label=_("Their e-mail address"), max_length=254, help_text=_("They get a link by mail and need no account.")
    )
    language = _language()
    schools = RowsField(
        label=_("Schools and departments that want it"),
        queryset=Place.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The vendor can change them."),
    )
    amount = money(
        _("What it costs for the whole term"),
        required=False,
        help_text=_("As far as you know. From a certain amount the Board decides."),
    )
    board_flag = forms.BooleanField(label=_("The Board must decide whatever it costs"), required=False)
    message = words(
        _("What should they know?"), most=2000, required=False, help_text=_("The vendor reads it on its page.")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["schools"].queryset = Place.objects.open().order_by("path")
        if not self.is_bound:
            del self.fields["new_vendor"]

    def clean_vendor(self) -> str:
        name = " ".join(self.cleaned_data["vendor"].split())
        if not normalise(name):
            raise ValidationError(_("Write the company’s name."))
        return name

    def clean_product(self) -> str:
        return " ".join(self.cleaned_data["product"].split())

    def clean(self):
        told = super().clean()
        similar = []
        if name := told.get("vendor"):
            told["known_vendor"], similar = _vendor_called(name)
        if similar and not told.get("new_vendor"):
            names = ", ".join(vendor.name for vendor in similar)
            message = _("Do you mean one of these? %(names)s. Write its name as it stands here, or tick the box below.")
            self.add_error("vendor", ValidationError(message, params={"names": names}))
        if not similar:
            del self.fields["new_vendor"]
        if product := told.get("product"):
            told["resource"] = resource_called(product)
        return told


def _vendor_called(name: str) -> tuple[Vendor | None, list[Vendor]]:
    """The vendor of that name, however it is written; where there is none, those with a similar one."""
    known = next(iter(vendors_called(name)), None)
    return known, [] if known else vendors_like(name, limit=SIMILAR)


class SayForm(OnceForm):
    """A word that the vendor reads."""

    text = words(
        _("Write to the vendor"),
        rows=3,
        help_text=_("The vendor is told by mail and answers through its link. Leave out students’ names and data."),
        error_messages={"required": _("Write what the vendor should read.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="say-%s", **kwargs)


class LinkForm(OnceForm):
    """To whom a new link goes."""

    contact_name = _one_line(_("Who gets the new link?"), 120)
    contact_email = forms.EmailField(label=_("Their e-mail address"), max_length=254)
    language = _language()


class AmountForm(CaseForm):
    """What decides whether the Board is asked (PROC-5)."""

    amount = money(_("What it costs for the whole term"), required=False)
    board_flag = forms.BooleanField(label=_("The Board must decide whatever it costs"), required=False)

    def __init__(self, *args, case: Packet, **kwargs):
        now = {"amount": case.amount, "board_flag": case.board_flag}
        super().__init__(*args, case=case, initial=now, **kwargs)


class ProductForm(CaseForm):
    """The packet's product as the library is to name it (PROC-6)."""

    name = _one_line(_("Name of the product"), 200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ResourceKind.choices, initial=ResourceKind.APP.value)

    def __init__(self, *args, case: Packet, **kwargs):
        super().__init__(*args, case=case, initial={"name": case.title}, **kwargs)

    def clean_name(self) -> str:
        name = " ".join(self.cleaned_data["name"].split())
        if not normalise(name):
            raise ValidationError(_("Write the product’s name."))
        return name


class ChooseAgreement(CaseForm):
    """Which agreement came of the packet (PROC-6)."""

    agreement = forms.ModelChoiceField(
        label=_("Which agreement is it?"),
        queryset=Agreement.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose an agreement."), "invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, *args, case: Packet, found: list[Agreement], **kwargs):
        super().__init__(*args, case=case, initial={"agreement": case.contract_id}, **kwargs)
        ids = [agreement.pk for agreement in found]
        field = self.fields["agreement"]
        field.queryset = Agreement.objects.filter(pk__in=ids).select_related("vendor")
        field.label_from_instance = lambda row: f"{row} · {row.number} · {row.state_words}"


class PacketFilter(forms.Form):
    """Narrowing the list of packets; given by GET."""

    q = forms.CharField(label=_("Number, product or vendor"), required=False, max_length=200)
    shown = forms.ChoiceField(label=_("Show"), required=False, choices=[("", _("All")), *SHOWN.items()])
