"""Forms of the pages for people, schools and departments."""

from django import forms
from django.conf import settings
from django.contrib.auth.forms import UsernameField
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.directory import ACTIVE, ALL, INACTIVE, LABELS
from accounts.forms import PersonField
from accounts.models import Place, User
from accounts.page_forms import PlaceChoice, date_field


def one_line(text: str) -> str:
    """Without spaces at its ends, and never two in a row."""
    return " ".join(text.split())


# Schools and departments


class NameForm(forms.Form):
    """What a place is called."""

    name = forms.CharField(label=LABELS["name"], max_length=200)
    code = forms.CharField(
        label=LABELS["code"],
        max_length=20,
        required=False,
        help_text=_("What the district calls it in its lists, such as LIN."),
        widget=forms.TextInput(attrs={"class": "short"}),
    )

    def __init__(self, *args, place: Place | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.place = place

    def clean_name(self):
        name = one_line(self.cleaned_data["name"])
        others = Place.objects.filter(name__iexact=name).exclude(pk=self.place.pk if self.place else None)
        if others.exists():
            raise ValidationError(_("There is a place of this name already."))
        return name

    def clean_code(self):
        return one_line(self.cleaned_data["code"])


class PlaceForm(NameForm):
    """A new school or department."""

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind.value, kind.label) for kind in (Place.Kind.SCHOOL, Place.Kind.DEPARTMENT)],
        widget=forms.RadioSelect,
    )
    parent = PlaceChoice(
        label=LABELS["parent"], help_text=_("The district, or a department. Roles held there hold here too.")
    )
    field_order = ("kind", "name", "code", "parent")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        above = Q(parent__isnull=True) | Q(kind=Place.Kind.DEPARTMENT, parent__parent__isnull=True)
        self.fields["parent"].queryset = Place.objects.open().filter(above)


class ClosingForm(forms.Form):
    """The day from which a place is closed; none is needed when it opens again."""

    on = date_field(_("Closed from"), help_text=_("From this day on it is no longer offered."))

    def __init__(self, *args, opening: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].required = not opening


# People


class PersonForm(forms.Form):
    """A member of staff."""

    first_name = forms.CharField(label=LABELS["first_name"], max_length=150)
    last_name = forms.CharField(label=LABELS["last_name"], max_length=150)
    username = UsernameField(
        label=LABELS["username"],
        max_length=150,
        validators=[UnicodeUsernameValidator(message=_("Use letters, digits and @ . + - _ only, without spaces."))],
        help_text=_("With it they sign in. Letters, digits and @ . + - _ only."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    email = forms.EmailField(label=LABELS["email"], max_length=254)
    place = PlaceChoice(label=LABELS["place"])
    title = forms.CharField(
        label=LABELS["title"], max_length=120, required=False, help_text=_("Such as “Grade 5 teacher”.")
    )
    supervisor = PersonField(label=LABELS["supervisor"], required=False)
    language = forms.ChoiceField(label=LABELS["language"], choices=settings.LANGUAGES)

    def __init__(self, *args, person: User | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person
        if person:
            self.initial = {name: getattr(person, name) for name in self.fields} | self.initial
            # Where they worked until it closed is no reason to refuse a change of their name.
            self.fields["place"].queryset = Place.objects.open() | Place.objects.filter(pk=person.place_id)
            if person.supervisor and not person.supervisor.is_active:
                self.initial["supervisor"] = None

    def clean_first_name(self):
        return one_line(self.cleaned_data["first_name"])

    def clean_last_name(self):
        return one_line(self.cleaned_data["last_name"])

    def clean_title(self):
        return one_line(self.cleaned_data["title"])

    def clean_username(self):
        return self._theirs_alone("username", _("%(person)s has this user name already."))

    def clean_email(self):
        return self._theirs_alone("email", _("%(person)s has this e-mail address already."))

    def clean_supervisor(self):
        supervisor = self.cleaned_data["supervisor"]
        if supervisor and supervisor == self.person:
            raise ValidationError(_("Nobody is their own supervisor."))
        return supervisor

    def _theirs_alone(self, name: str, words) -> str:
        value = self.cleaned_data[name]
        others = User.objects.filter(**{f"{name}__iexact": value}).exclude(pk=self.person.pk if self.person else None)
        if other := others.first():
            raise ValidationError(words, params={"person": other})
        return value


class PeopleFilter(forms.Form):
    """Which people the list shows."""

    q = forms.CharField(
        label=_("Name, user name or e-mail address"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    place = forms.ModelChoiceField(
        label=_("Place"), required=False, empty_label=_("All places"), queryset=Place.objects.order_by("name")
    )
    state = forms.ChoiceField(
        label=_("Show"),
        required=False,
        choices=[(ACTIVE, _("Active people")), (INACTIVE, _("Inactive people")), (ALL, _("Everybody"))],
    )
