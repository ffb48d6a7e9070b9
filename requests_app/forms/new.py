"""The first question of a request, and where its asker works."""

from itertools import groupby

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from workflows.keys import OnceField


class LookUp(forms.Form):
    """What is it called? Searches while one types; works as a plain form too."""

    q = forms.CharField(
        label=_("What is it called, or its web address?"),
        max_length=200,
        help_text=_("For example: Kahoot, or kahoot.com"),
        error_messages={
            "required": _("Type its name or its web address."),
            "max_length": _("Type its name or its web address alone: at most 200 letters."),
        },
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "autocomplete": "off",
                "hx-get": "",
                "hx-trigger": "input changed delay:250ms, search",
                "hx-target": "#results",
                "hx-select": "#results",
                "hx-swap": "outerHTML",
                "hx-replace-url": "true",
                "hx-sync": "this:replace",
            }
        ),
    )
    use_required_attribute = False


def plain_look_up() -> LookUp:
    """Without search as one types: the answers stand on the next page."""
    form = LookUp()
    widget = form.fields["q"].widget
    widget.attrs = {name: value for name, value in widget.attrs.items() if not name.startswith("hx-")}
    return form


class Begin(LookUp):
    """What was chosen from the library check: what to do, and about which resource or request."""

    ACTS = ("new", "ask", "extend", "again", "follow")

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    on = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    once = OnceField()


class OwnPlace(forms.Form):
    """Where one works."""

    place = forms.ModelChoiceField(
        label=_("Where do you work?"),
        queryset=Place.objects.open().exclude(kind=Place.Kind.DISTRICT).order_by("name"),
        widget=forms.RadioSelect,
        empty_label=None,
        help_text=_("Your request goes to the principal or administrator there. You can choose it once."),
        error_messages={"required": _("Choose where you work."), "invalid_choice": _("Choose a place from the list.")},
    )
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].choices = grouped_by_kind(self.fields["place"].queryset)


def grouped_by_kind(places, *, first: Place | None = None) -> list[tuple]:
    """Choices of places, schools and departments apart, one's own in front."""
    others = [place for place in places if first is None or place.pk != first.pk]
    others.sort(key=lambda place: (place.kind != "school", place.name))
    groups = [
        (_("Schools") if kind == "school" else _("Departments"), [(place.pk, place.name) for place in members])
        for kind, members in groupby(others, key=lambda place: place.kind)
    ]
    return [(_("Yours"), [(first.pk, first.name)]), *groups] if first else groups
