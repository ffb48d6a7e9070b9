"""The fields that a move or an answer asks for by name: an app registers how each is made, a form makes it anew."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from workflows.models import Case

YES_NO = [("yes", _("Yes")), ("no", _("No"))]
MakeField = Callable[[Case], forms.Field | None]
_fields: dict[str, MakeField] = {}


def register_fields(fields: Mapping[str, MakeField]) -> None:
    """Called in an AppConfig.ready. A function that returns None does not ask it of this case."""
    _fields.update(fields)


def made(name: str, case: Case) -> forms.Field | None:
    """The field of that name for a case. KeyError for a name nobody registered."""
    return _fields[name](case)


FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2200, 12, 31)
_no_such_day = _("Give a day between 1990 and 2200.")
_sensible = (MinValueValidator(FIRST_DAY, _no_such_day), MaxValueValidator(LAST_DAY, _no_such_day))


# --- what such fields are made of -------------------------------------------------------------------------------------


def words(label, *, rows: int = 4, most: int = 4000, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def money(label, **kwargs) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"class": "tiny", "step": "0.01"})
    return forms.DecimalField(
        label=label, min_value=Decimal("0"), max_digits=12, decimal_places=2, widget=widget, **kwargs
    )


def day(label, *, validators=(), **kwargs) -> forms.DateField:
    """A day that a slip of the pen did not put centuries away."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    return forms.DateField(label=label, widget=widget, validators=[*_sensible, *validators], **kwargs)


def radios(label, choices, **kwargs) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.RadioSelect, **kwargs)


def yes_no(label, **kwargs) -> forms.ChoiceField:
    return radios(label, YES_NO, **kwargs)


# --- what every procedure may ask -------------------------------------------------------------------------------------


def _rationale(case: Case) -> forms.Field:
    return words(
        _("Why? What should those concerned know?"), help_text=_("Kept in the history. Needed whenever you say no.")
    )


def _internal(case: Case) -> forms.Field:
    return words(_("A note for the reviewers only"), rows=2, required=False, help_text=_("Nobody else ever sees it."))


register_fields({"rationale": _rationale, "internal": _internal})
