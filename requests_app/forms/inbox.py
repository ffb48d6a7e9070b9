"""Narrowing the inbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from workflows.machines import MACHINES


class InboxFilter(forms.Form):
    """By place and by kind of case. Given by GET; what isn't known narrows nothing."""

    place = forms.TypedChoiceField(label=_("Place"), required=False, coerce=int, empty_value=None)
    kind = forms.ChoiceField(label=_("Kind"), required=False)

    def __init__(self, *args, places=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = [("", _("All places")), *((place.pk, place.name) for place in places)]
        asking = [(kind, machine.machine_title) for kind, machine in MACHINES.items() if machine.stages]
        self.fields["kind"].choices = [("", _("All kinds")), *asking]
