"""The questions about new equipment (EQUIP-1), and the forms of its pages: priority, quotes, deliveries, units."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PersonField
from accounts.models import Place
from assets.models import Asset, Category
from requests_app.equipment import MOST_AT_ONCE
from requests_app.forms.new import grouped_by_kind
from requests_app.forms.topics import TopicForm, words
from requests_app.models import EquipmentItem, EquipmentRequest
from workflows.asking import day, money
from workflows.http import CaseForm
from workflows.models import Case, Urgency

MOST_LINES = 40
MOST_UNITS = 5000
FEWEST_SHOWN, SPARE = 4, 2
PARTS = ("category", "words", "quantity")
PRIORITIES = [
    (Urgency.LOW, gettext_lazy("Low: it would be good to have")),
    (Urgency.MEDIUM, gettext_lazy("Medium: work or lessons suffer")),
    (Urgency.HIGH, gettext_lazy("High: work or lessons can hardly go on")),
    (Urgency.CRITICAL, gettext_lazy("Critical: work or lessons stand still, or somebody is at risk")),
]
HINTS = {
    "title": gettext_lazy("For example: a laptop cart for room 204."),
    "problem": gettext_lazy("What is wrong, or what do you need?"),
    "impact": gettext_lazy("What can’t be done without it, by how many people?"),
    "priority": gettext_lazy("It sets how soon each step is done. The technology department may change it."),
    "items": gettext_lazy("One line for each kind of thing. For more lines than you see: save, and come back."),
    "specifications": gettext_lazy(
        "Hardware, software or technical requirements, if it must be something in particular."
    ),
    "goes_to": gettext_lazy("The school or department where it will be used."),
    "room": gettext_lazy("Where exactly, for whoever brings it."),
}


def urgency(choices=PRIORITIES, **kwargs) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, widget=forms.RadioSelect, **kwargs)


class ItemsInput(forms.Widget):
    """Lines of category, words and quantity; without JavaScript a few spare ones at the end."""

    template_name = "requests_app/equipment/items_input.html"
    use_fieldset = True

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        known = list(value or [])[:MOST_LINES]
        count = min(max(len(known) + SPARE, FEWEST_SHOWN), MOST_LINES)
        lines = known + [dict.fromkeys(PARTS, "")] * (count - len(known))
        context["lines"] = [
            {"number": number, "name": f"{name}-{number}", "is_first": number == 0, **line}
            for number, line in enumerate(lines)
        ]
        context["categories"] = Category.choices
        return context

    def value_from_datadict(self, data, files, name):
        lines = [{part: data.get(f"{name}-{n}-{part}", "") for part in PARTS} for n in range(MOST_LINES)]
        return [line for line in lines if any(str(said).strip() for said in line.values())]

    def value_omitted_from_data(self, data, files, name):
        return not any(f"{name}-{n}-category" in data for n in range(MOST_LINES))

    def id_for_label(self, id_):
        return ""


class ItemsField(forms.Field):
    """Cleans to a list of dicts: category, words, quantity. Empty lines are no lines."""

    widget = ItemsInput

    def clean(self, value):
        faults, lines = [], []
        for number, line in enumerate(value or [], start=1):
            try:
                lines.append(_line(line))
            except ValidationError as fault:
                faults.append(_("Line %(n)d: %(words)s") % {"n": number, "words": fault.message})
        if faults:
            raise ValidationError(faults)
        return lines


def _line(said: dict[str, str]) -> dict:
    if said["category"] not in Category.values:
        raise ValidationError(_("Choose a category."))
    number = str(said["quantity"]).strip()
    if not (number.isascii() and number.isdigit() and len(number) < 6 and 1 <= int(number) <= MOST_UNITS):
        raise ValidationError(_("Say how many, from 1 to %(most)d.") % {"most": MOST_UNITS})
    text = " ".join(str(said["words"]).replace("\0", "").split())
    if len(text) > 200:
        raise ValidationError(_("At most %(most)s characters.") % {"most": 200})
    return {"category": said["category"], "words": text, "quantity": int(number)}


class EquipmentForm(TopicForm):
    """The form of a request for equipment."""

    hints = HINTS

    title = Case._meta.get_field("title").formfield()
    problem = words()
    impact = words()
    priority = urgency()
    items = ItemsField()
    specifications = words(3)
    goes_to = forms.ModelChoiceField(Place.objects.open(), empty_label=None)
    room = EquipmentRequest._meta.get_field("room").formfield()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "goes_to" in self.fields:
            own = self.case.place
            field = self.fields["goes_to"]
            places = [p for p in field.queryset if p.kind != Place.Kind.DISTRICT or p.pk == own.pk]
            field.choices = grouped_by_kind(places, first=own)


class PriorityForm(CaseForm):
    """The technology department's priority, beside the requester's."""

    priority_set = urgency(label=gettext_lazy("What priority does it have?"))


class DeliveryForm(CaseForm):
    """What came of one line: a unit a line of the box."""

    item = forms.ModelChoiceField(
        EquipmentItem.objects.none(),
        label=gettext_lazy("Which of what was asked for?"),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    arrived_on = day(gettext_lazy("Arrived on"))
    name = forms.CharField(label=gettext_lazy("Model"), max_length=200)
    manufacturer = forms.CharField(label=gettext_lazy("Manufacturer"), max_length=120, required=False)
    units = forms.CharField(
        label=gettext_lazy("Units: a serial number a line"),
        max_length=40_000,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "characters"}),
        help_text=gettext_lazy(
            "Scan or type them. With an asset tag that is on the unit already: the serial number, a comma, the tag."
            " Without one the unit gets the next tag. A hyphen for a unit without a serial number."
        ),
    )
    cost = money(gettext_lazy("Cost of one unit"), required=False)
    warranty_until = day(gettext_lazy("Warranty until"), required=False)
    note = forms.CharField(label=gettext_lazy("Note on the delivery"), max_length=300, required=False)
    use_required_attribute = False

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("arrived_on", timezone.localdate())
        field = self.fields["item"]
        field.queryset = EquipmentItem.objects.filter(pk__in=[line.item.pk for line in lines])
        field.choices = [(line.item.pk, line.awaited_words) for line in lines if line.awaited]
        if len(field.choices) == 1:
            self.initial.setdefault("item", field.choices[0][0])

    def clean_arrived_on(self):
        found = self.cleaned_data["arrived_on"]
        if found > timezone.localdate():
            raise ValidationError(_("This day has not come yet."))
        return found

    def clean_units(self):
        lines = [line.strip() for line in self.cleaned_data["units"].splitlines() if line.strip()]
        if len(lines) > MOST_AT_ONCE:
            raise ValidationError(_("At most %(most)s units at once.") % {"most": MOST_AT_ONCE})
        return [_unit(line) for line in lines]


def _unit(line: str) -> dict[str, str]:
    serial, _comma, tag = (part.strip() for part in line.partition(","))
    return {"serial": "" if serial == "-" else serial, "tag": tag}


class AssetField(forms.Field):
    """A unit of the district's equipment, given by its tag or its serial number; cleans to an Asset or None."""

    def to_python(self, value):
        typed = " ".join(str(value or "").replace("\0", "").split())
        if not typed:
            return None
        found = list(Asset.objects.filter(tag__iexact=typed)[:2]) or list(
            Asset.objects.filter(serial__iexact=typed)[:2]
        )
        if len(found) != 1:
            raise ValidationError(_("No unit has the tag or serial number “%(typed)s”."), params={"typed": typed})
        return found[0]

    def prepare_value(self, value):
        return value.tag if isinstance(value, Asset) else value


class StockForm(CaseForm):
    """A unit from stock, or one that was repaired."""

    asset = AssetField(label=gettext_lazy("Asset tag or serial number"))
    use_required_attribute = False


class DeployedForm(CaseForm):
    """With whom a unit is, if it is somebody's own."""

    person = PersonField(label=gettext_lazy("With whom, if it is somebody’s own"), required=False)


class AnyNumber(forms.Form):
    """The row that a small form names."""

    which = forms.IntegerField(min_value=1, max_value=2**63 - 1)
