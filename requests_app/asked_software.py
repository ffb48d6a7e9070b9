"""The fields that the steps of a software request ask for; names as in its machine's `asks`."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from catalog.forms import WebAddressField
from contracts.asked import has_come
from workflows.asking import day, register_fields


def _replacement(case) -> forms.Field:
    return forms.CharField(
        label=_("Which product replaces it?"),
        max_length=200,
        help_text=_("Its name as the library writes it, or a new one. The library’s entry is used where it has one."),
    )


def _replacement_website(case) -> forms.Field:
    return WebAddressField(label=_("Its web address, if it is not in the library"), required=False)


def _posted_on(case) -> forms.Field:
    return day(_("Posted in the state’s registry on"), initial=timezone.localdate, validators=[has_come])


register_fields({"replacement": _replacement, "replacement_website": _replacement_website, "posted_on": _posted_on})
