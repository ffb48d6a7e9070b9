"""Forms of the pages for settings, the calendar, roles, delegations and preferences."""

import re
from datetime import timedelta
from decimal import Decimal

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.colour import HEX, READABLE, contrast_with_white
from accounts.district import SETTINGS, Setting, role_name, setting
from accounts.forms import PersonField
from accounts.models import Closure, Place, User
from accounts.roles import Role


def date_field(label, **kwargs) -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    return forms.DateField(label=label, widget=widget, **kwargs)


def in_order(form: forms.Form, first: str = "starts_on", last: str = "ends_on") -> None:
    """Adds a message to the last day when it lies before the first."""
    begin, end = form.cleaned_data.get(first), form.cleaned_data.get(last)
    if begin and end and end < begin:
        form.add_error(last, _("The last day can't be before the first."))


# Settings


def readable_colour(value: str) -> None:
    """ValidationError unless white words can be read on the colour."""
    if not HEX.fullmatch(value):
        raise ValidationError(_("Write the colour as # and six digits or letters a to f, such as #1d4f91."))
    contrast = contrast_with_white(value)
    if contrast < READABLE:
        raise ValidationError(
            _("White words can't be read well on this colour: the contrast is %(contrast)s to 1, it must be 4.5 to 1."),
            params={"contrast": f"{contrast:.1f}"},
        )


def three_letters(value: str) -> None:
    """ValidationError unless it is a currency's code."""
    if len(value) != 3 or not value.isascii() or not value.isalpha() or not value.isupper():
        raise ValidationError(_("Write three capital letters, such as USD."))


def begins_a_tag(value: str) -> None:
    """ValidationError unless an asset tag may begin with it."""
    if len(value) > 12 or not TAG_BEGINS.fullmatch(value):
        raise ValidationError(
            _("Use at most 12 capital letters, digits and hyphens, beginning with a letter or digit.")
        )


def field_of(definition: Setting) -> forms.Field:
    """The form field for one setting, with its effect and unit."""
    words = {"label": definition.label, "help_text": _effect(definition)}
    match definition.kind:
        case "number":
            return forms.IntegerField(min_value=definition.minimum, max_value=definition.maximum, **_tiny(words))
        case "money":
            return forms.DecimalField(min_value=Decimal(0), max_digits=12, decimal_places=2, **_tiny(words))
        case "yes-no":
            return forms.BooleanField(required=False, **words)
        case "choice":
            return forms.TypedChoiceField(choices=_named(definition.choices), coerce=_chosen(definition), **words)
        case "colour":
            widget = forms.TextInput(attrs={"class": "short"})
            return forms.CharField(max_length=7, validators=[readable_colour], widget=widget, **words)
        case "email":
            return forms.EmailField(**words)
        case "long-text":
            return forms.CharField(max_length=4000, widget=forms.Textarea(attrs={"rows": 4}), **words)
    checks = TEXT_CHECKS.get(definition.key, [])
    return forms.CharField(max_length=200, validators=checks, required=definition.default != "", **words)


TAG_BEGINS = re.compile(r"[A-Z0-9][A-Z0-9-]*")
TEXT_CHECKS = {"currency": [three_letters], "asset_tag_prefix": [begins_a_tag]}


def _tiny(words: dict) -> dict:
    return words | {"widget": forms.NumberInput(attrs={"class": "tiny"})}


def _effect(definition: Setting):
    if not definition.unit:
        return definition.help
    return format_lazy(_("In {unit}. {effect}"), unit=definition.unit, effect=definition.help)


def _named(choices):
    return [(value, role_name(value) if value in Role.values else label) for value, label in choices]


def _chosen(definition: Setting):
    by_text = {str(value): value for value, _label in definition.choices}
    return lambda text: by_text[str(text)]


class TopicForm(forms.Form):
    """All settings of one topic, and why they are changed."""

    def __init__(self, *args, topic: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.definitions = [each for each in SETTINGS.values() if each.topic == topic]
        for definition in self.definitions:
            self.fields[definition.key] = field_of(definition)
            self.initial.setdefault(definition.key, setting(definition.key))
        self.fields["reason"] = forms.CharField(
            label=_("Why is this changed?"), max_length=200, required=False, help_text=_("Kept in the history.")
        )

    def clean(self):
        for key, value in list(self.cleaned_data.items()):
            if key in (f"superior_{value}", f"substitute_{value}"):
                self.add_error(key, _("A role can't stand above itself or in for itself."))
        return self.cleaned_data

    def values(self) -> dict:
        """The settings alone."""
        return {definition.key: self.cleaned_data[definition.key] for definition in self.definitions}


class ClosureForm(forms.Form):
    """Days on which the district does not work."""

    name = forms.CharField(label=_("What is it?"), max_length=120, help_text=_("Such as “Winter break”."))
    starts_on = date_field(_("First day"))
    ends_on = date_field(_("Last day"))
    reason = forms.CharField(label=_("Why is this changed?"), max_length=200, required=False)

    def clean(self):
        in_order(self)
        return self.cleaned_data


class ClosureEndForm(forms.Form):
    """An earlier last day, or out of the calendar altogether."""

    last_day = date_field(_("New last day"), required=False)
    reason = forms.CharField(label=_("Why is this changed?"), max_length=200)

    def __init__(self, *args, closure: Closure, removing: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.closure, self.removing = closure, removing
        self.initial.setdefault("last_day", closure.ends_on)

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if self.removing:
            return None
        if not day or not self.closure.starts_on <= day <= self.closure.ends_on:
            raise ValidationError(_("Choose a day of the closure itself, or take it out of the calendar."))
        return day


# Roles


class PlaceChoice(forms.ModelChoiceField):
    """A place that is open; schools and departments stand under the district."""

    def __init__(self, **kwargs):
        kwargs.setdefault("empty_label", _("Choose a place"))
        super().__init__(queryset=Place.objects.open(), **kwargs)

    def label_from_instance(self, place):
        return f"{place.name} ({place.get_kind_display()})" if place.kind == Place.Kind.DISTRICT else place.name


def role_choices() -> list[tuple[str, str]]:
    """All roles under the district's names."""
    return [("", gettext("Choose a role")), *((role.value, role_name(role.value)) for role in Role)]


class GrantForm(forms.Form):
    """A role for a person at a place, from a day on."""

    user = PersonField(label=_("Who?"))
    role = forms.ChoiceField(label=_("Which role?"), choices=role_choices)
    place = PlaceChoice(label=_("Where?"), help_text=_("A role held for the district holds at all schools."))
    starts_on = date_field(_("From"))
    ends_on = date_field(_("Until"), required=False, help_text=_("Leave empty if no end is planned."))

    def clean(self):
        in_order(self)
        return self.cleaned_data


class GrantEndForm(forms.Form):
    """The last day on which a role is held."""

    last_day = date_field(_("Last day"), help_text=_("Open steps of the role go to whoever holds it after that day."))

    def __init__(self, *args, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if day < self.today - timedelta(days=1):
            raise ValidationError(_("Choose yesterday or a later day: what was done until now stays as it was."))
        return day


class WhoForm(forms.Form):
    """Which step, where, and whose request."""

    role = forms.ChoiceField(label=_("A step of"), choices=role_choices)
    at = PlaceChoice(label=_("At"))
    requester = PersonField(label=_("Asked by"), required=False, help_text=_("Nobody decides their own request."))


class BoardFilter(forms.Form):
    """Which places the list shows."""

    kind = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[("", _("All places")), *Place.Kind.choices, ("holes", _("Open roles"))],
    )
    q = forms.CharField(label=_("Name of the place"), required=False, max_length=100)


# Oneself


class DelegationForm(forms.Form):
    """Whose work goes to whom, from when to when."""

    giver = PersonField(label=_("Whose work?"))
    receiver = PersonField(label=_("Who acts?"))
    starts_on = date_field(_("First day"))
    ends_on = date_field(_("Last day"))
    reason = forms.CharField(label=_("Why?"), max_length=200, required=False, help_text=_("Such as “On leave”."))

    def __init__(self, *args, user: User, for_anyone: bool, today, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.today = user, today
        self.fields["receiver"].label = _("Who acts for you?") if not for_anyone else self.fields["receiver"].label
        if not for_anyone:
            del self.fields["giver"]

    def clean_ends_on(self):
        if self.cleaned_data["ends_on"] < self.today:
            raise ValidationError(_("Choose today or a later day."))
        return self.cleaned_data["ends_on"]

    def clean(self):
        in_order(self)
        self.cleaned_data.setdefault("giver", self.user)
        if self.cleaned_data.get("receiver") == self.cleaned_data["giver"]:
            self.add_error("receiver", _("Choose somebody else: work can't be handed to the person it comes from."))
        return self.cleaned_data


class PreferencesForm(forms.Form):
    """How the person wishes to be addressed."""

    shown_name = forms.CharField(
        label=_("Name shown"),
        max_length=150,
        required=False,
        help_text=_("Leave empty to show your first and last name."),
    )
    language = forms.ChoiceField(label=_("Language of pages and mails"), choices=settings.LANGUAGES)
    mail = forms.ChoiceField(label=_("E-mail"), choices=User.Mail.choices, widget=forms.RadioSelect)
