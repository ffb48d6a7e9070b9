"""Forms of a vendor's packet, a task a page. What `packet-task` takes by POST, by task:

path           `path` (a, b)
agreement      `contract` (an id), `agreement_confirmed`
order-form     `file`
product        `description`, `business_address`
data           `student_data` (yes, no), `elements` (ids), `other_data`, `data_location`
accessibility  `has_accessibility_report` (yes, no), `accessibility_on`, `accessibility_url`, `file`,
               `accessibility_words`
ai             `uses_ai` (yes, no), `ai_features`, `ai_trains` (yes, no)
age            `minimum_age`, `parental_consent` (yes, no)
subcontractors `has_subcontractors` (yes, no), `name_<n>`, `service_<n>`, `website_<n>`
soppa          `soppa` (subject, not-subject), `file`, `not_subject_because`
schools        `schools` (ids)
deadline       `deadline`
"""

from datetime import timedelta
from itertools import groupby
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import CheckedFileField, RowsField
from accounts.models import Place
from accounts.wording import day_words
from catalog.forms import WebAddressField
from contracts.asked import LONG_AGO
from contracts.forms import ElementsField
from contracts.models import Packet, Subcontractor
from contracts.packet_tasks import FILE, YES, agreements_of, asked_words
from workflows.forms import ForTheEye, OnceForm
from workflows.keys import OnceField, fresh_key, one_time_key

MOST_SUBCONTRACTORS = 40
EMPTY_ROWS = 3
OLDEST_AGE = 99
FURTHEST = timedelta(days=3 * 365)  # how far ahead a vendor may ask for an answer


# --- fields -----------------------------------------------------------------------------------------------------------


def _label(name: str) -> str:
    return asked_words(Packet, name)


def one_of(name: str, choices, **kwargs) -> forms.ChoiceField:
    return forms.ChoiceField(label=_label(name), choices=choices, widget=forms.RadioSelect, **kwargs)


def yes_or_no(name: str, **kwargs) -> forms.ChoiceField:
    return one_of(name, Packet.YesNo.choices, **kwargs)


def words(name: str, rows: int = 4, **kwargs) -> forms.CharField:
    most = Packet._meta.get_field(name).max_length
    return forms.CharField(
        label=_label(name), max_length=most, widget=forms.Textarea(attrs={"rows": rows}), strip=True, **kwargs
    )


def day(name: str, **kwargs) -> forms.DateField:
    return forms.DateField(
        label=_label(name),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": gettext_lazy("Give a date, such as 2027-01-31.")},
        **kwargs,
    )


def web(**kwargs) -> WebAddressField:
    return WebAddressField(**kwargs)


def upload(label, **kwargs) -> CheckedFileField:
    return CheckedFileField(label=label, **kwargs)


# --- a task -----------------------------------------------------------------------------------------------------------


class TaskForm(ForTheEye, OnceForm):
    """One page. What is not answered yet is no error: the task list says what is missing. It writes nothing itself."""

    shown_when: dict[str, str] = {}
    # What its file is, if it takes one.
    file_kind = ""
    # Columns that are kept as they are typed, and those that are lists of rows.
    columns: tuple[str, ...] = ()
    many: tuple[str, ...] = ()

    def __init__(self, *args, packet: Packet, **kwargs):
        self.packet = packet
        kept = {name: getattr(packet, name) for name in self.columns}
        kept |= {name: list(getattr(packet, name).all()) for name in self.many}
        super().__init__(*args, initial=kept, **kwargs)
        self.prepare()

    def prepare(self) -> None:
        """Fields that depend on the packet."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.layout = Layout(*self.parts())
        return helper

    def parts(self) -> list:
        return [
            Div(name, data_shows_when=self.shown_when[name]) if name in self.shown_when else name
            for name in self.fields
        ]

    def changes(self) -> dict[str, Any]:
        """Columns to keep: everything that was understood."""
        return {name: self.cleaned_data[name] for name in self.columns if name in self.cleaned_data}

    def rows(self) -> dict[str, list]:
        """Lists of rows to keep."""
        return {name: list(self.cleaned_data[name]) for name in self.many if name in self.cleaned_data}

    def act(self, packet: Packet) -> dict:
        """Rows of its own that it writes under the packet's lock; what each said before and says now."""
        return {}

    @property
    def file(self):
        """The file that came along, or None."""
        return self.cleaned_data.get("file") or None


class PathForm(TaskForm):
    columns = ("path",)

    def prepare(self):
        self.fields["path"] = one_of("path", Packet.Path.choices)
        self.fields["path"].help_text = _(
            "With an active agreement you confirm it and add the new order form. Without one you also answer questions "
            "about the product and add your SOPPA form."
        )
        if not agreements_of(self.packet, on=timezone.localdate()):
            self.fields["path"].choices = [(Packet.Path.NEW.value, Packet.Path.NEW.label)]
            self.fields["path"].help_text = _("The district has no agreement in force with you on record.")

    def clean_path(self):
        if not self.cleaned_data["path"]:
            alone = len(self.fields["path"].choices) == 1
            raise ValidationError(_("Choose this path to go on.") if alone else _("Choose one of the two."))
        return self.cleaned_data["path"]

    def changes(self):
        """Another path begins without the other's agreement."""
        said = super().changes()
        if said.get("path") and said["path"] != self.packet.path:
            said |= {"contract": None, "agreement_confirmed": False}
        return said


class AgreementForm(TaskForm):
    columns = ("contract", "agreement_confirmed")

    def prepare(self):
        offered = agreements_of(self.packet, on=timezone.localdate())
        self.by_id = {str(agreement.pk): agreement for agreement in offered}
        self.fields["contract"] = one_of("contract", [(pk, named(each)) for pk, each in self.by_id.items()])
        self.fields["agreement_confirmed"] = forms.BooleanField(label=_label("agreement_confirmed"))
        self.initial["contract"] = str(self.packet.contract_id or "")

    def clean_contract(self):
        return self.by_id.get(self.cleaned_data["contract"])


def named(agreement) -> str:
    """An agreement as its vendor knows it: number, kind, products, until when."""
    products = ", ".join(product.name for product in agreement.products.all())
    until = _("until %(day)s") % {"day": day_words(agreement.ends_on)} if agreement.ends_on else _("with no end")
    parts = [f"{agreement.get_agreement_kind_display()} {agreement.number or ''}".strip(), products, until]
    return ", ".join(part for part in parts if part)


class FileForm(TaskForm):
    """A task that is one file; it can be replaced, and the newest counts."""

    label = ""

    def prepare(self):
        self.fields["file"] = upload(self.label)

    def clean(self):
        if not self.file and not self.errors and self.file_kind not in self.packet.handed_in():
            self.add_error("file", _("Choose a file."))
        return self.cleaned_data


class OrderForm(FileForm):
    file_kind = FILE.ORDER_FORM
    label = gettext_lazy("Your order form, filled in")


class ProductForm(TaskForm):
    columns = ("description", "business_address")

    def prepare(self):
        self.fields["description"] = words(
            "description", help_text=_("What it does, who uses it, and how one signs in. Plain words are best.")
        )
        self.fields["business_address"] = words(
            "business_address", 3, help_text=_("The law has the district publish it beside the agreement.")
        )


class DataForm(TaskForm):
    columns = ("student_data", "other_data", "data_location")
    many = ("elements",)
    shown_when = dict.fromkeys(("elements", "other_data", "data_location"), "student_data=yes")

    def prepare(self):
        self.fields["student_data"] = yes_or_no(
            "student_data", help_text=_("Names, accounts, work, grades, device data: anything about a student.")
        )
        self.fields["elements"] = ElementsField(
            label=_label("elements"),
            kept=self.initial["elements"],
            help_text=_("The categories of the National Data Privacy Agreement (Exhibit B). Tick all that apply."),
        )
        self.fields["other_data"] = forms.CharField(
            label=_("Which other data?"),
            max_length=300,
            required=False,
            help_text=_("Where you ticked “Other”: say what it is, in a few words."),
        )
        self.fields["data_location"] = forms.CharField(
            label=_label("data_location"), max_length=200, help_text=_("Country, and who hosts it.")
        )

    def clean(self):
        said = self.cleaned_data
        if said.get("student_data") == Packet.YesNo.NO:
            said |= {"elements": [], "other_data": "", "data_location": ""}
        return said


class AccessibilityForm(TaskForm):
    columns = ("has_accessibility_report", "accessibility_on", "accessibility_url", "accessibility_words")
    file_kind = FILE.ACCESSIBILITY
    with_report, without = "has_accessibility_report=yes", "has_accessibility_report=no"
    shown_when = {
        "accessibility_on": with_report,
        "accessibility_url": with_report,
        "file": with_report,
        "accessibility_words": without,
    }

    def prepare(self):
        self.fields["has_accessibility_report"] = yes_or_no("has_accessibility_report")
        self.fields["accessibility_on"] = day("accessibility_on")
        self.fields["file"] = upload(_("The report as a file"), required=False)
        self.fields["accessibility_url"] = web(
            label=_label("accessibility_url"),
            required=False,
            help_text=_("If it stands on the web. One of the two is enough."),
        )
        self.fields["accessibility_words"] = words(
            "accessibility_words",
            help_text=_("For example: tested with a screen reader; known gaps; when a report comes."),
        )

    def clean_accessibility_on(self):
        when = self.cleaned_data["accessibility_on"]
        if when and when > timezone.localdate():
            raise ValidationError(_("The report can’t be from a day to come."))
        if when and when < LONG_AGO:
            raise ValidationError(_("Give the whole date: this day is too long ago."))
        return when

    def clean(self):
        said = self.cleaned_data
        if said.get("has_accessibility_report") == Packet.YesNo.NO:
            said |= {"accessibility_on": None, "accessibility_url": ""}
        elif said.get("has_accessibility_report") == YES:
            said["accessibility_words"] = ""
        return said


class AiForm(TaskForm):
    columns = ("uses_ai", "ai_features", "ai_trains")
    shown_when = {"ai_features": "uses_ai=yes", "ai_trains": "uses_ai=yes"}

    def prepare(self):
        self.fields["uses_ai"] = yes_or_no("uses_ai")
        self.fields["ai_features"] = words("ai_features")
        self.fields["ai_trains"] = yes_or_no(
            "ai_trains", help_text=_("Yours or anybody else’s, de-identified data too.")
        )

    def clean(self):
        said = self.cleaned_data
        if said.get("uses_ai") == Packet.YesNo.NO:
            said |= {"ai_features": "", "ai_trains": ""}
        return said


class AgeForm(TaskForm):
    columns = ("minimum_age", "parental_consent")

    def prepare(self):
        self.fields["minimum_age"] = forms.IntegerField(
            label=_label("minimum_age"),
            min_value=0,
            max_value=OLDEST_AGE,
            help_text=_("As your terms of use say. 0 if there is none."),
            widget=forms.NumberInput(attrs={"class": "tiny"}),
        )
        self.fields["parental_consent"] = yes_or_no("parental_consent")


class SubcontractorsForm(TaskForm):
    columns = ("has_subcontractors",)
    of_row = ("name", "service", "website")

    def prepare(self):
        self.fields["has_subcontractors"] = yes_or_no(
            "has_subcontractors",
            help_text=_("Hosting, support, analytics: whoever can reach it. The law has them published."),
        )
        kept = list(self.packet.subcontractors.all())
        self.row_count = min(max(len(kept) + EMPTY_ROWS, self._sent()), MOST_SUBCONTRACTORS)
        for number in range(self.row_count):
            row = kept[number] if number < len(kept) else Subcontractor()
            for name, field in self._fields_of_row().items():
                self.fields[f"{name}_{number}"] = field
                self.initial[f"{name}_{number}"] = getattr(row, name)

    def _fields_of_row(self) -> dict[str, forms.Field]:
        return {
            "name": forms.CharField(label=_("Name"), max_length=200),
            "service": forms.CharField(label=_("What it does"), max_length=200, required=False),
            "website": web(label=_("Web address"), required=False),
        }

    def _sent(self) -> int:
        """How many rows the browser sent; what was tampered with counts for none."""
        numbers = [key.removeprefix("name_") for key in self.data if key.startswith("name_")]
        return 1 + max(
            (int(each) for each in numbers if each.isascii() and each.isdigit() and len(each) < 4), default=-1
        )

    def parts(self):
        rows = [
            Fieldset(
                _("Subcontractor %(number)s") % {"number": number + 1},
                Row(*(Column(f"{name}_{number}") for name in self.of_row)),
            )
            for number in range(self.row_count)
        ]
        return ["has_subcontractors", Div(*rows, data_shows_when="has_subcontractors=yes"), "once"]

    def clean(self):
        said, known = self.cleaned_data, set()
        for number in range(self.row_count):
            name = " ".join(said.get(f"name_{number}", "").split())
            if not name and (said.get(f"service_{number}") or said.get(f"website_{number}")):
                self.add_error(f"name_{number}", _("Name subcontractor %(number)s.") % {"number": number + 1})
            if name.casefold() in known:
                words = _("Subcontractor %(number)s stands here twice.")
                self.add_error(f"name_{number}", words % {"number": number + 1})
            known |= {name.casefold()} if name else set()
        return said

    def act(self, packet):
        """The rows as they are typed take the place of those before; with an error in one of them none is touched."""
        if self.errors:
            return {}
        before = list(packet.subcontractors.all())
        packet.subcontractors.all().delete()
        Subcontractor.objects.bulk_create(self._typed(packet))
        return {"subcontractors": [_listed(before), _listed(packet.subcontractors.all())]}

    def _typed(self, packet) -> list[Subcontractor]:
        if self.cleaned_data.get("has_subcontractors") != YES:
            return []
        rows = [{name: self.cleaned_data[f"{name}_{n}"] for name in self.of_row} for n in range(self.row_count)]
        return [
            Subcontractor(case_id=packet.pk, **row | {"name": " ".join(row["name"].split())})
            for row in rows
            if row["name"]
        ]


def _listed(rows) -> str:
    return "; ".join(sorted(str(row) for row in rows))


class SoppaForm(TaskForm):
    columns = ("soppa", "not_subject_because")
    file_kind = FILE.SOPPA_FORM
    shown_when = {"file": "soppa=subject", "not_subject_because": "soppa=not-subject"}

    def prepare(self):
        self.found = self.packet.student_data_found()
        choices = Packet.Soppa.choices[:1] if self.found else Packet.Soppa.choices
        self.fields["soppa"] = one_of("soppa", choices)
        self.fields["soppa"].label = _("Is the product subject to SOPPA?")
        self.fields["soppa"].help_text = _(
            "SOPPA is the Illinois Student Online Personal Protection Act (105 ILCS 85). It applies to whoever "
            "receives data about students."
        )
        self.fields["soppa"].error_messages["invalid_choice"] = _(
            "The product receives data about students, so SOPPA applies: add your SOPPA form."
        )
        self.fields["file"] = upload(_("Your SOPPA form, filled in and signed"))
        if not self.found:
            self.fields["not_subject_because"] = words(
                "not_subject_because", help_text=_("The district’s General Counsel decides whether this holds.")
            )

    def clean(self):
        said = self.cleaned_data
        if said.get("soppa") == Packet.Soppa.SUBJECT:
            said["not_subject_because"] = ""
            if not said.get("file") and "file" not in self.errors and FILE.SOPPA_FORM not in self.packet.handed_in():
                self.add_error("file", _("Choose a file."))
        return said


class SchoolsForm(TaskForm):
    many = ("schools",)

    def prepare(self):
        places = Place.objects.open().order_by("name")
        self.fields["schools"] = RowsField(places, label=_label("schools"), widget=forms.CheckboxSelectMultiple)
        self.fields["schools"].help_text = _("Everywhere it will be used, as far as you know.")
        order = list(Place.Kind.values)
        rows = sorted(places, key=lambda place: order.index(place.kind))
        by_kind = groupby(rows, key=lambda place: place.get_kind_display())
        self.fields["schools"].choices = [(kind, [(place.pk, place.name) for place in each]) for kind, each in by_kind]


class DeadlineForm(TaskForm):
    columns = ("deadline",)

    def prepare(self):
        self.fields["deadline"] = day("deadline", help_text=_("By when you would like the district to have signed."))

    def clean_deadline(self):
        when = self.cleaned_data["deadline"]
        if when and when != self.packet.deadline and when < timezone.localdate():
            raise ValidationError(_("Choose a date from today on."))
        if when and when > timezone.localdate() + FURTHEST:
            raise ValidationError(_("Choose a date within the next three years."))
        return when


FORMS: dict[str, type[TaskForm]] = {
    "path": PathForm,
    "agreement": AgreementForm,
    "order-form": OrderForm,
    "product": ProductForm,
    "data": DataForm,
    "accessibility": AccessibilityForm,
    "ai": AiForm,
    "age": AgeForm,
    "subcontractors": SubcontractorsForm,
    "soppa": SoppaForm,
    "schools": SchoolsForm,
    "deadline": DeadlineForm,
}


# --- the thread, and sending ------------------------------------------------------------------------------------------


class QuestionForm(OnceForm):
    """`text`, `once`."""

    text = forms.CharField(
        label=gettext_lazy("Your question or answer"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy(
            "The people at the district who work on your packet read it. Leave out data about students."
        ),
        error_messages={"required": gettext_lazy("Write your question or answer.")},
    )


class SendForm(forms.Form):
    """`once`, `case_version`: what the page was made from."""

    once = OnceField()
    case_version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, packet: Packet, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"once": fresh_key(), "case_version": packet.version}

    @property
    def key(self) -> str:
        return one_time_key(self.data.get("once"))

    @property
    def version(self) -> int:
        """What was shown; what was tampered with is stale."""
        value = str(self.data.get("case_version", ""))
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1
