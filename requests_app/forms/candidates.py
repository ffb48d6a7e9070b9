"""Candidates and criteria of a district purchase (MACRO-2a). What each address takes by POST, beside the token:

district-candidates  `what` "typed": `name`, `vendor_name`, `website`; "library": `resource` (an id)
district-candidate   `name`, `vendor_name`, `website`
district-rule-out    `what` "out": `because`; "again"
district-criteria    before they are sent `about_<n>`, `words_<n>`, `must_<n>`; then `about`, `words`, `must`
criteria-send        `due_on`, and of each candidate `send_<id>`, `contact_name_<id>`, `contact_email_<id>`,
                     `language_<id>`
criteria-form        `what` "remind", "withdraw"; "extend": `due_on`; "again": `contact_name`, `contact_email`,
                     `language`, `due_on`
and the hidden fields of CaseForm.
"""

from datetime import timedelta

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalog.forms import WebAddressField
from catalog.search import normalise
from requests_app.comparing import Asked
from requests_app.criteria import MOST, Addressee, Line, in_order, proposed, said_now
from requests_app.models import Criterion, DistrictPurchase
from workflows.asking import day, words
from workflows.http import CaseForm

SPARE = 3
WEEKS = timedelta(weeks=2)
FURTHEST = timedelta(days=366)
HIDDEN = ("once", "case_version", "reviews", "step_version")


class WhatForm(CaseForm):
    """One of several forms of a page; `what` says which."""

    use_required_attribute = False
    what = forms.CharField(widget=forms.HiddenInput, required=False)
    says = ""

    def __init__(self, *args, **kwargs):
        initial = {"what": self.says} | kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, auto_id=f"{self.says or 'id'}_%s", **kwargs)


# --- candidates -------------------------------------------------------------------------------------------------------


class CandidateForm(WhatForm):
    """A product that the library does not have."""

    says = "typed"
    name = forms.CharField(label=gettext_lazy("Product"), max_length=200)
    vendor_name = forms.CharField(label=gettext_lazy("Company that offers it"), max_length=200)
    website = WebAddressField(label=gettext_lazy("Web address"), required=False)

    def clean_name(self) -> str:
        return self._said("name", _("Write the name of the product."))

    def clean_vendor_name(self) -> str:
        return self._said("vendor_name", _("Write the name of the company."))

    def _said(self, name: str, otherwise: str) -> str:
        if not normalise(self.cleaned_data[name]):
            raise ValidationError(otherwise)
        return self.cleaned_data[name]


class LookForm(forms.Form):
    """Words to look for in the library; given by GET."""

    q = forms.CharField(
        label=gettext_lazy("Look in the library"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search"}),
        help_text=gettext_lazy("A name, nearly right is enough, or a web address."),
    )


class RuleOutForm(WhatForm):
    """Why a candidate is no longer compared."""

    says = "out"
    because = words(
        gettext_lazy("Why is it ruled out?"),
        most=2000,
        help_text=gettext_lazy("Everybody on the purchase reads it. The vendor does not."),
    )


# --- criteria ---------------------------------------------------------------------------------------------------------


def _about(**kwargs) -> forms.ChoiceField:
    return forms.ChoiceField(label=_("About"), choices=Criterion.About.choices, **kwargs)


def _need(**kwargs) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 2})
    return forms.CharField(label=_("What the district needs"), max_length=300, widget=widget, **kwargs)


def _must() -> forms.BooleanField:
    return forms.BooleanField(label=_("We cannot do without it"), required=False)


class CriteriaListForm(CaseForm):
    """The whole list; a line without words is no line."""

    use_required_attribute = False

    def __init__(self, *args, case: DistrictPurchase, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        kept = [Line(each.about, said_now(each.words), each.must) for each in in_order(case.criteria.all())]
        self.is_new = not kept
        lines = kept or proposed()
        self.count = min(max(len(lines) + SPARE, self._sent()), MOST)
        for n in range(self.count):
            line = lines[n] if n < len(lines) else Line(Criterion.About.OTHER.value, "")
            self.fields |= {f"about_{n}": _about(), f"words_{n}": _need(required=False), f"must_{n}": _must()}
            self.initial |= {f"about_{n}": line.about, f"words_{n}": line.words, f"must_{n}": line.must}
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*HIDDEN, *(self._row(n) for n in range(self.count)))

    def _row(self, n: int) -> Fieldset:
        return Fieldset(
            _("Line %(number)s") % {"number": n + 1},
            Row(Column(f"about_{n}", css_class="col-md-5"), Column(f"words_{n}", css_class="col-md-7")),
            f"must_{n}",
        )

    def _sent(self) -> int:
        """How many lines the browser sent; what was tampered with counts for none."""
        names = (key.removeprefix("words_") for key in self.data if key.startswith("words_"))
        return 1 + max((int(each) for each in names if each.isascii() and each.isdigit() and len(each) < 4), default=-1)

    def clean(self):
        told, known = super().clean(), set()
        for n in range(self.count):
            said = " ".join(told.get(f"words_{n}", "").split()).casefold()
            if said and said in known:
                self.add_error(f"words_{n}", _("Line %(number)s stands here twice.") % {"number": n + 1})
            known.add(said)
        if not self.errors and not self.lines():
            raise ValidationError(_("Write down at least one thing that the district needs."))
        return told

    def lines(self) -> list[Line]:
        said = self.cleaned_data
        rows = [Line(said[f"about_{n}"], said[f"words_{n}"], said[f"must_{n}"]) for n in range(self.count)]
        return [row for row in rows if row.words.strip()]


class CriterionForm(CaseForm):
    """One more criterion, after the list was sent."""

    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= {"about": _about(), "words": _need(), "must": _must()}

    def line(self) -> Line:
        return Line(self.cleaned_data["about"], self.cleaned_data["words"], self.cleaned_data["must"])


# --- sending ----------------------------------------------------------------------------------------------------------


def _not_past(on) -> None:
    if on < timezone.localdate():
        raise ValidationError(_("Choose a day from today on."))
    if on > timezone.localdate() + FURTHEST:
        raise ValidationError(_("Choose a day within a year."))


def _due() -> forms.DateField:
    return day(
        _("Answer asked for by"),
        validators=[_not_past],
        help_text=_("The link works some weeks longer, in case somebody is late."),
    )


def _contact_name() -> forms.CharField:
    return forms.CharField(label=_("Who answers for the vendor?"), max_length=120)


def _contact_email() -> forms.EmailField:
    help_text = _("They get a link by mail and need no account.")
    return forms.EmailField(label=_("Their e-mail address"), max_length=254, help_text=help_text)


def _language() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Language of the mails and pages they get"), choices=settings.LANGUAGES, widget=forms.RadioSelect
    )


class SendForm(CaseForm):
    """To whom the criteria go, several at once."""

    use_required_attribute = False

    def __init__(self, *args, case: DistrictPurchase, asked: list[Asked], **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.asked = asked
        self.fields["due_on"], self.initial["due_on"] = _due(), timezone.localdate() + WEEKS
        for each in asked:
            self._add(each)
        self.helper = FormHelper(self)
        self.helper.layout = Layout(*HIDDEN, "due_on", *(self._part(each.candidate.pk) for each in asked))

    def _add(self, asked: Asked) -> None:
        candidate = asked.candidate
        vendor, last = candidate.vendor, asked.form.link if asked.form else None
        pk, is_new = candidate.pk, last is None
        self.fields |= {
            f"send_{pk}": forms.BooleanField(label=str(candidate), required=False),
            f"contact_name_{pk}": _contact_name(),
            f"contact_email_{pk}": _contact_email(),
            f"language_{pk}": _language(),
        }
        self.initial |= {
            f"send_{pk}": is_new,
            f"contact_name_{pk}": last.name if last else vendor.contact_name if vendor else "",
            f"contact_email_{pk}": last.email if last else vendor.contact_email if vendor else "",
            f"language_{pk}": last.language if last else "en",
        }
        if self.is_bound and not self.data.get(f"send_{pk}"):
            for name in ("contact_name", "contact_email", "language"):
                self.fields[f"{name}_{pk}"].required = False

    def _part(self, pk: int) -> Div:
        to = Div(f"contact_name_{pk}", f"contact_email_{pk}", f"language_{pk}", data_shows_when=f"send_{pk}")
        return Div(f"send_{pk}", to, css_class="answer")

    def clean(self):
        told = super().clean()
        if not self.errors and not self.to():
            raise ValidationError(_("Choose at least one vendor."))
        return told

    def to(self) -> list[Addressee]:
        said, chosen = self.cleaned_data, [each.candidate.pk for each in self.asked]
        return [
            Addressee(pk, said[f"contact_name_{pk}"], said[f"contact_email_{pk}"], said[f"language_{pk}"] or "en")
            for pk in chosen
            if said.get(f"send_{pk}")
        ]


class ExtendForm(WhatForm):
    """Another day for one vendor."""

    says = "extend"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["due_on"] = _due()


class AgainForm(WhatForm):
    """A new link for one vendor."""

    says = "again"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields |= {
            "contact_name": _contact_name(),
            "contact_email": _contact_email(),
            "language": _language(),
            "due_on": _due(),
        }

    def to(self, candidate: int) -> Addressee:
        said = self.cleaned_data
        return Addressee(candidate, said["contact_name"], said["contact_email"], said["language"])
