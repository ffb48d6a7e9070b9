"""The fields that steps of vendors, renewals and the public record ask for; names as in the machines' `asks`."""

from collections.abc import Callable
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from workflows.asking import day, money, radios, register_fields, words, yes_no

LONG_AGO = date(2000, 1, 1)


def has_come(on: date) -> None:
    """A validator: a day of this century, up to today."""
    if on > timezone.localdate():
        raise ValidationError(_("Give a day that has come."))
    if on < LONG_AGO:
        raise ValidationError(_("Give the whole date: this day is too long ago."))


def not_before(first: date | None, words) -> Callable[[date], None]:
    """A validator: that day or a later one; `words` say why, with the `day`. Any day where the first is not known."""

    def check(on: date) -> None:
        if first is not None and on < first:
            raise ValidationError(words, params={"day": date_format(first)})

    return check


def _accepts_not_subject(case) -> forms.Field | None:
    if getattr(case, "soppa", "") != "not-subject":
        return None
    return yes_no(
        _("The vendor says that SOPPA does not apply. Do you accept that?"),
        required=False,
        help_text=_("Without your yes the packet can’t go on to be signed."),
    )


def _items(case) -> forms.Field:
    from contracts.models import Item

    return forms.MultipleChoiceField(
        label=_("Each of these is right as it is posted"),
        choices=Item.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Confirm each of the five items, or put right what is wrong first.")},
    )


def _consequence(case) -> forms.Field | None:
    """What the library says when something is wrong with what no agreement covers."""
    if case.has_agreement():
        return None
    return radios(_("What does the library tell from now on?"), case.Consequence.choices)


def _deletion_method(case) -> forms.Field:
    return radios(_("What was done with the data?"), case.Method.choices)


def _deleted_on(case) -> forms.Field:
    begun = not_before(case.contract.starts_on, _("The agreement began on %(day)s: nothing was deleted before."))
    return day(_("On which day?"), validators=[has_come, begun])


def _given_on(case) -> forms.Field:
    asked = not_before(case.received_on, _("It was asked for on %(day)s: give that day or a later one."))
    return day(_("On"), required=False, initial=timezone.localdate, validators=[has_come, asked])


def _letters_went_out(case) -> forms.Field:
    known = not_before(case.known_on, _("The district has known of it since %(day)s: give that day or a later one."))
    return day(_("The letters went out on"), required=False, validators=[has_come, known])


def _text(label, **kwargs) -> forms.CharField:
    return forms.CharField(label=label, max_length=300, **kwargs)


register_fields(
    {
        "accepts_not_subject": _accepts_not_subject,
        "meeting_on": lambda case: day(_("Date of the Board’s meeting")),
        "still_used": lambda case: yes_no(_("Is it still used and needed?")),
        "goals_met": lambda case: yes_no(_("Were its goals met?")),
        "cost_now": lambda case: money(_("What does it cost a year now?")),
        "cost_next": lambda case: money(_("What will it cost a year?")),
        "data_right": lambda case: yes_no(_("Does the agreement list all data that is used?")),
        "subcontractors_right": lambda case: yes_no(_("Is the list of subcontractors right?")),
        "breaches_since": lambda case: yes_no(_("Were there breaches since the last look?")),
        "new_ends_on": lambda case: day(
            _("Last day of the new term"), help_text=_("Leave it empty when the agreement goes on by itself.")
        ),
        "yearly_amount": lambda case: money(_("What it will cost a year"), required=False),
        "contact_name": lambda case: _text(_("Who negotiates for the vendor?"), required=False),
        "contact_email": lambda case: forms.EmailField(
            label=_("Their e-mail"), required=False, help_text=_("They get a link to a new packet.")
        ),
        "consequence": _consequence,
        "items": _items,
        "deletion_contact": lambda case: _text(_("Name of the contact at the vendor")),
        "deletion_email": lambda case: forms.EmailField(
            label=_("Their e-mail"), help_text=_("They get the request, with a link to hand in the certificate.")
        ),
        "deleted_by": lambda case: _text(_("Who deleted the data? Name and position")),
        "deleted_on": _deleted_on,
        "deletion_method": _deletion_method,
        "identity_checked": lambda case: _text(_("How was the identity checked?")),
        "given": lambda case: words(_("What was given or corrected, and how?")),
        "given_on": _given_on,
        "done_on": _letters_went_out,
    }
)
