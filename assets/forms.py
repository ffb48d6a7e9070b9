"""Forms of equipment and licences."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from accounts.forms import PersonField, RowsField, as_typed
from accounts.models import Place
from accounts.page_forms import PlaceChoice, date_field
from assets.labels import SHEETS, USUAL
from assets.licences import LARGEST_FILE, LONGEST_KEY
from assets.models import Asset, Category, Licence
from assets.services import MOST_COST
from catalog.models import Vendor
from catalog.search import normalise, search
from workflows.keys import OnceField, fresh_key, one_time_key

MOST_AT_ONCE = 200  # units added by one form


class OnceForm(forms.Form):
    """A form that does its act once, on what was shown: hidden one-time key and version."""

    once = OnceField()
    version = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, version: int | None = None, **kwargs):
        start = {"once": fresh_key(), "version": "" if version is None else version}
        super().__init__(*args, initial=start | kwargs.pop("initial", {}), **kwargs)

    @property
    def key(self) -> str:
        return one_time_key(self.data.get("once"))

    @property
    def shown_version(self) -> int:
        """What was shown; a value that was tampered with reads as an old one."""
        value = str(self.data.get("version", ""))
        return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1

    def answers(self) -> dict:
        """What was typed, without the hidden fields."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("once", "version")}

    def refuse(self, errors: dict[str, str]) -> None:
        """Puts a service's messages where they belong."""
        for name, words in errors.items():
            self.add_error(name if name in self.fields else None, words)


def one_line(label, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, required=kwargs.pop("required", False), **kwargs)


def lines_field(label, **kwargs) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 4}), **kwargs
    )


def note_field() -> forms.CharField:
    return forms.CharField(label=_("Note"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))


def reason_field(required: bool = False) -> forms.CharField:
    return forms.CharField(label=_("Why?"), required=required, max_length=500, help_text=_("Kept in the history."))


# Equipment


class AssetFilter(forms.Form):
    """What to look for among the units."""

    q = forms.CharField(
        label=_("Words"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    category = forms.ChoiceField(
        label=_("Category"), required=False, choices=[("", _("Any category")), *Category.choices]
    )
    place = PlaceChoice(label=_("Place"), required=False, empty_label=_("Any place"))
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("Any state")), *Asset.State.choices])
    person = PersonField(label=_("With"), required=False, help_text="")

    def clean_q(self):
        return self.cleaned_data["q"].replace("\0", "")


class RecordForm(OnceForm):
    """What is recorded of one unit."""

    tag = one_line(_("Asset tag"), required=True, max_length=60, help_text=_("As it stands on the label."))
    name = one_line(_("Name or model"), required=True, max_length=200)
    category = forms.ChoiceField(label=_("Category"), choices=[("", _("Choose a category")), *Category.choices])
    manufacturer = one_line(_("Manufacturer"), max_length=120)
    serial = one_line(_("Serial number"), max_length=120)
    cost = forms.DecimalField(
        label=_("Cost"),
        required=False,
        min_value=0,
        max_value=MOST_COST,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"class": "short", "step": "0.01"}),
        help_text=_("Of one unit."),
    )
    po_number = one_line(_("Purchase order"), max_length=60)
    acquired_on = date_field(_("Acquired on"), required=False)
    warranty_until = date_field(_("Warranty until"), required=False)
    note = note_field()


class EditForm(RecordForm):
    """The record put right, and why."""

    reason = reason_field()

    def __init__(self, *args, asset: Asset, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(asset, name) for name in self.fields if hasattr(asset, name)} | self.initial

    def changes(self) -> dict:
        return {name: value for name, value in self.answers().items() if name != "reason"}


class UnitsForm(RecordForm):
    """Several units of one kind that came together."""

    tag = None
    place = PlaceChoice(label=_("Where are they?"))
    count = forms.IntegerField(
        label=_("How many?"),
        min_value=1,
        max_value=MOST_AT_ONCE,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "tiny"}),
    )
    serial = lines_field(_("Serial numbers"), help_text=_("One a line, if they have any."))
    tags = lines_field(
        _("Asset tags"),
        help_text=_("One a line, in the same order. Units without one get the next number of the district."),
    )
    field_order = ("name", "category", "manufacturer", "place", "count", "serial", "tags")

    def __init__(self, *args, places, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = places

    def clean(self):
        count = self.cleaned_data.get("count")
        for name in ("serial", "tags"):
            given = len(_lines(self.cleaned_data.get(name, "")))
            if count and given > count:
                words = _gettext("These are %(given)s lines for %(count)s units.")
                self.add_error(name, words % {"given": given, "count": count})
        return self.cleaned_data

    def units(self) -> list[dict]:
        """A dict a unit, as services.register takes them."""
        given = self.answers()
        serials, tags, count = _lines(given.pop("serial")), _lines(given.pop("tags")), given.pop("count")
        return [given | {"serial": _at(serials, number), "tag": _at(tags, number)} for number in range(count)]

    def refuse(self, errors):
        """One message a field: which unit it is about stands in it or before it."""
        for name, words in errors.items():
            column, _dash, number = name.rpartition("-")
            column = {"tag": "tags"}.get(column, column)
            if column in ("serial", "tags"):
                words = _gettext("Line %(line)s: %(words)s") % {"line": int(number) + 1, "words": words}
            if column not in self.fields or words not in self.errors.get(column, []):
                self.add_error(column if column in self.fields else None, words)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("\0", "").splitlines() if line.strip()]


def _at(lines: list[str], number: int) -> str:
    return lines[number] if number < len(lines) else ""


class ActForm(OnceForm):
    """An act on one unit, and why."""

    def __init__(self, *args, asset: Asset, **kwargs):
        super().__init__(*args, **kwargs)
        self.asset = asset
        if "place" in self.fields:
            self.initial.setdefault("place", asset.place_id)
            open_or_there = Place.objects.open() | Place.objects.filter(pk=asset.place_id)
            self.fields["place"].queryset = open_or_there


class DeployForm(ActForm):
    person = PersonField(
        label=_("Who gets it?"), required=False, help_text=_("A name or user name; nobody for a room or a cart.")
    )
    place = PlaceChoice(label=_("Where?"))
    reason = reason_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Back from repair it goes to whose it is.
        self.initial.setdefault("person", as_typed(self.asset.assigned_to) if self.asset.assigned_to else "")


class MoveForm(ActForm):
    place = PlaceChoice(label=_("Where to?"))
    reason = reason_field()


class AssignForm(ActForm):
    person = PersonField(
        label=_("Who has it now?"), required=False, help_text=_("Leave empty for nobody in particular.")
    )
    reason = reason_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.asset.assigned_to:
            self.initial.setdefault("person", as_typed(self.asset.assigned_to))


class RepairForm(ActForm):
    place = PlaceChoice(label=_("Where is it repaired?"))
    reason = forms.CharField(label=_("What is wrong with it?"), required=False, max_length=500)


class StockForm(ActForm):
    place = PlaceChoice(label=_("Where is it kept?"))
    reason = reason_field()


class LostForm(ActForm):
    reason = forms.CharField(label=_("What is known?"), required=False, max_length=500)


class RetireForm(ActForm):
    reason = forms.CharField(
        label=_("Why, and what becomes of it?"), max_length=500, help_text=_("Kept in the history.")
    )


class TableForm(forms.Form):
    """A file of units."""

    file = forms.FileField(
        label=_("File"),
        max_length=255,
        help_text=_("A CSV file, as a spreadsheet saves it. Nothing changes before you have seen what it would do."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )


class LabelsForm(forms.Form):
    """Which sheet of labels, and where on it to begin."""

    sheet = forms.ChoiceField(
        label=_("Sheet"), choices=[(name, sheet.words) for name, sheet in SHEETS.items()], initial=USUAL
    )
    first = forms.IntegerField(
        label=_("Begin at label"),
        min_value=1,
        max_value=max(sheet.count for sheet in SHEETS.values()),
        initial=1,
        required=False,
        help_text=_("Counted along the rows, when labels of the first sheet are used."),
        widget=forms.NumberInput(attrs={"class": "tiny"}),
    )

    def clean(self):
        sheet, first = self.cleaned_data.get("sheet"), self.cleaned_data.get("first") or 1
        if sheet and first > SHEETS[sheet].count:
            self.add_error("first", _gettext("This sheet has only %(count)s labels.") % {"count": SHEETS[sheet].count})
        self.cleaned_data["first"] = first
        return self.cleaned_data


# Licences


class SecretField(forms.CharField):
    """A key. It is never sent back to the browser, not even to correct another field."""

    def __init__(self, **kwargs):
        attrs = {"rows": 3, "autocomplete": "off", "spellcheck": "false", "autocapitalize": "off"}
        super().__init__(widget=UnshownTextarea(attrs=attrs), max_length=LONGEST_KEY, required=False, **kwargs)


class UnshownTextarea(forms.Textarea):
    def format_value(self, value):
        return ""


class SecretForm(OnceForm):
    """A key or a file."""

    secret = SecretField(label=_("Key"), help_text=_("Kept encrypted, and shown to nobody without being written down."))
    file = forms.FileField(label=_("Or a licence file"), required=False, max_length=255, help_text=_("At most 2 MB."))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise ValidationError(_("A licence file has at least 1 byte and at most 2 MB."))
        return file

    def clean(self):
        secret, file = self.cleaned_data.get("secret"), self.cleaned_data.get("file")
        if "file" not in self.errors and "secret" not in self.errors:
            if secret and file:
                self.add_error("secret", _gettext("Give the key or the file, not both."))
            elif not secret and not file:
                self.add_error("secret", _gettext("Type the key, or add the file."))
        return self.cleaned_data

    @property
    def secrets(self) -> dict:
        return {"secret": self.cleaned_data["secret"], "file": self.cleaned_data["file"]}


class ReplaceForm(SecretForm):
    """Another key or file."""

    reason = reason_field()


class LicenceRecordForm(OnceForm):
    """What is recorded of a licence, beside its key."""

    resource = one_line(_("Resource"), required=True, max_length=200, help_text=_("As it stands in the library."))
    vendor = one_line(_("Vendor"), max_length=200, help_text=_("As it stands in the list of vendors."))
    seats = forms.IntegerField(
        label=_("Seats"), required=False, min_value=0, max_value=10_000_000, help_text=_("Leave empty if not limited.")
    )
    seats_used = forms.IntegerField(label=_("Seats in use"), required=False, min_value=0, max_value=10_000_000)
    starts_on = date_field(_("From"), required=False)
    ends_on = date_field(_("Until"), required=False)
    places = RowsField(label=_("For which places?"), queryset=Place.objects.none(), widget=forms.CheckboxSelectMultiple)
    note = note_field()

    def __init__(self, *args, places, licence: Licence | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["places"].queryset = places
        self.resource = licence.resource if licence else None
        if licence:
            names = ("seats", "seats_used", "starts_on", "ends_on", "note")
            self.initial = {name: getattr(licence, name) for name in names} | self.initial
            self.initial |= {
                "resource": licence.resource.name,
                "vendor": licence.vendor.name if licence.vendor_id else "",
                "places": list(licence.places.all()),
            }

    def clean_resource(self):
        """By its name, or an older one that the library knows."""
        name = self.cleaned_data["resource"].replace("\0", "")
        if self.resource and normalise(self.resource.name) == normalise(name):
            return self.resource
        fits = [hit.resource for hit in search(name, limit=10) if normalise(hit.resource.name) == normalise(name)]
        if not fits:
            raise ValidationError(_("“%(name)s” is not in the library."), params={"name": name})
        return fits[0]

    def clean_vendor(self):
        name = " ".join(self.cleaned_data["vendor"].replace("\0", "").split())
        found = Vendor.objects.filter(name__iexact=name).first() if name else None
        if name and found is None:
            raise ValidationError(_("There is no vendor “%(name)s”. Add the vendor first."), params={"name": name})
        return found


class LicenceForm(LicenceRecordForm, SecretForm):
    """A licence with its key or file."""

    field_order = ("resource", "vendor", "secret", "file", "seats", "seats_used", "starts_on", "ends_on", "places")


class LicenceEditForm(LicenceRecordForm):
    """The record put right, and why. Places that are not offered, closed ones or another office's, stay."""

    reason = reason_field()

    def __init__(self, *args, places, licence: Licence, **kwargs):
        super().__init__(*args, places=places, licence=licence, **kwargs)
        offered, have = set(places), list(licence.places.all())
        self.staying = [place for place in have if place not in offered]
        self.fields["places"].required = len(self.staying) < len(have)
        if self.staying:
            words = _gettext("It stays for %(places)s too.")
            self.fields["places"].help_text = words % {"places": "; ".join(map(str, self.staying))}

    def clean_places(self):
        return [*self.cleaned_data["places"], *self.staying]


class LicenceFilter(forms.Form):
    """What to look for among the licences."""

    q = forms.CharField(
        label=_("Resource or vendor"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    ended = forms.BooleanField(label=_("Show those that ended"), required=False)

    def clean_q(self):
        return self.cleaned_data["q"].replace("\0", "")
