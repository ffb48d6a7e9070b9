"""Forms that narrow a list of requests."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from requests_app.lists import state_choices


def states():
    return [
        ("", _("All")),
        (_("Together"), [("open", _("Still open")), ("over", _("Over"))]),
        (_("One state"), state_choices()),
    ]


class MyFilter(forms.Form):
    """One's own requests by state."""

    state = forms.ChoiceField(label=_("Where it stands"), choices=states, required=False)


class AllFilter(MyFilter):
    """Everybody's requests by words, state and school."""

    q = forms.CharField(label=_("Number or words"), max_length=100, required=False)
    place = forms.ModelChoiceField(
        Place.objects.order_by("path"), label=_("School or department"), required=False, empty_label=_("All")
    )
    field_order = ("q", "state", "place")
