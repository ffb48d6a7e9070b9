"""The first question of a request, and where its asker works."""

from itertools import groupby

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from accounts.wording import money_words
from requests_app import choosing
from workflows.keys import OnceField


class Choose(forms.Form):
    """Two or three plain questions that pick the procedure; only those that this district's rule needs (X-13)."""

    need = forms.ChoiceField(label=_("What do you need?"), choices=choosing.Need.choices, widget=forms.RadioSelect)
    use = forms.ChoiceField(label=_("What is it for?"), choices=choosing.Use.choices, widget=forms.RadioSelect)
    reach = forms.ChoiceField(label=_("Who will use it?"), choices=choosing.Reach.choices, widget=forms.RadioSelect)
    cost = forms.ChoiceField(choices=choosing.Cost.choices, widget=forms.RadioSelect)
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        asked = choosing.questions()
        self.fields = {name: field for name, field in self.fields.items() if name in asked}
        if "cost" in asked:
            limit = money_words(choosing.threshold())
            words = _("Will it cost %(amount)s or more, for the whole time it is bought for?") % {"amount": limit}
            self.fields["cost"].label = words
        for field in self.fields.values():
            field.error_messages["required"] = _("Choose what fits best.")
        self.helper = FormHelper(self)
        about_apps = [name for name in self.fields if name != "need"]
        shown = Div(*about_apps, data_shows_when=f"need={choosing.Need.APP}") if "need" in asked else Div(*about_apps)
        self.helper.layout = Layout(*(name for name in self.fields if name == "need"), shown)

    def full_clean(self):
        """Equipment is asked nothing more."""
        equipment = self.is_bound and self.data.get("need") == choosing.Need.EQUIPMENT and "need" in self.fields
        for name, field in self.fields.items():
            field.required = name == "need" or not equipment
        super().full_clean()
        for field in self.fields.values():
            field.required = True

    def clean(self):
        self.told = choosing.Told(**{name: self.cleaned_data.get(name, "") for name in self.fields})
        return self.cleaned_data


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
                "hx-include": "closest form",
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
