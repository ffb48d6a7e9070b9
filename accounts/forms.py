"""Form fields that every app uses: a person, and files that are checked before they are kept."""

from collections.abc import Collection

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpRequest, QueryDict
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.district import setting
from accounts.files import ALLOWED, check_file
from accounts.models import User
from accounts.selectors import find_people

SHOWN = 6  # people named in a message
LONGEST_NUMBER = 18  # digits of a row's number


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, even when it is nothing at all; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None


class PersonInput(forms.TextInput):
    """A text box that suggests people while one types; without JavaScript it is a plain text box."""

    template_name = "accounts/person_input.html"

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["list_id"] = f"{context['widget']['attrs'].get('id', name)}_people"
        context["widget"]["attrs"]["list"] = context["list_id"]
        context["options_url"] = f"{reverse_lazy('people-options')}?of={name}"
        return context


class PersonField(forms.Field):
    """A member of staff, given by user name, e-mail address or name. Cleans to a User, or None when not required."""

    widget = PersonInput
    default_error_messages = {
        "none": _("Nobody called “%(words)s” was found. Type a user name, an e-mail address or a name."),
        "several": _("“%(words)s” fits several people: %(people)s. Type the user name."),
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("Type a name, a user name or an e-mail address."))
        super().__init__(**kwargs)

    def prepare_value(self, value):
        return as_typed(value) if isinstance(value, User) else value

    def to_python(self, value):
        words = " ".join(str(value or "").split())
        if not words:
            return None
        if "\0" in words:  # no name has one, and PostgreSQL refuses to look for it
            raise ValidationError(self.error_messages["none"], code="none", params={"words": words.replace("\0", "")})
        found = exactly(words) or find_people(words, limit=SHOWN + 1)
        if not found:
            raise ValidationError(self.error_messages["none"], code="none", params={"words": words})
        if len(found) > 1:
            raise ValidationError(self.error_messages["several"], code="several", params=_several(words, found))
        return found[0]

    def has_changed(self, initial, data):
        return (self.prepare_value(initial) or "") != (data or "").strip()


def as_typed(person: User) -> str:
    """How a chosen person stands in the text box: "Ana Ruiz (ana.ruiz)"."""
    return f"{person} ({person.username})"


def exactly(words: str) -> list[User]:
    """The one person whose user name or e-mail address was typed, also in brackets as a suggestion writes it."""
    name = words.rpartition("(")[2].rstrip(")").strip() if words.endswith(")") else words
    people = User.objects.filter(Q(username__iexact=name) | Q(email__iexact=name), is_active=True)
    return list(people.select_related("place")[:SHOWN])


def _several(words: str, found: list[User]) -> dict[str, str]:
    people = ", ".join(as_typed(person) for person in found[:SHOWN])
    return {"words": words, "people": f"{people} …" if len(found) > SHOWN else people}


class RowsField(forms.ModelMultipleChoiceField):
    """Several rows. A number that no row can have is a wrong answer like any other; a database would fail on it."""

    def clean(self, value):
        beyond = next((each for each in value or () if len(str(each)) > LONGEST_NUMBER), None)
        if beyond is not None:
            message = self.error_messages["invalid_choice"]
            raise ValidationError(message, code="invalid_choice", params={"value": beyond})
        return super().clean(value)


class CheckedFileInput(forms.ClearableFileInput):
    allow_multiple_selected = False


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class CheckedFileField(forms.FileField):
    """One file of an allowed kind, not empty, not too large, and what its name says; keep it with `store_file`."""

    widget = CheckedFileInput

    def __init__(self, *, kinds: Collection[str] = ALLOWED, **kwargs):
        self.kinds = tuple(kinds)
        kwargs.setdefault("help_text", _kinds_in_words(self.kinds))
        kwargs.setdefault("max_length", 255)
        super().__init__(**kwargs)
        self.error_messages["empty"] = _("The file is empty.")

    def widget_attrs(self, widget):
        return super().widget_attrs(widget) | {"accept": ",".join(f".{kind}" for kind in self.kinds)}

    def clean(self, data, initial=None):
        upload = super().clean(data, initial)
        if upload and upload is not initial:
            check_file(upload, kinds=self.kinds)
        return upload


class CheckedFilesField(CheckedFileField):
    """Several files at once; cleans to a list, empty when none was added."""

    widget = ManyFilesInput

    def clean(self, data, initial=None):
        uploads = data if isinstance(data, (list, tuple)) else [data] if data else []
        if not uploads:
            super().clean(None, initial)
            return []
        return [super(CheckedFilesField, self).clean(upload) for upload in uploads]


def _kinds_in_words(kinds: Collection[str]) -> str:
    named = ", ".join(kind.upper() for kind in kinds if kind != "jpeg")
    return format_lazy(_("At most {limit} MB. Kinds: {kinds}."), limit=lazy(_largest, str)(), kinds=named)


def _largest() -> str:
    return str(setting("file_megabytes"))
