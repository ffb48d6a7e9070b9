"""Forms of the page for routing: a rule, and a sample to try the rules on (EQUIP-2)."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.district import role_name
from accounts.forms import PersonField
from accounts.models import Place
from accounts.selectors import holders
from assets.models import Category
from requests_app.models import RoutingRule
from requests_app.models.routing import TEAMS


class RuleForm(forms.Form):
    """One rule."""

    order = forms.IntegerField(
        label=gettext_lazy("Order"),
        min_value=1,
        max_value=999,
        help_text=gettext_lazy("The first rule that fits counts."),
        widget=forms.NumberInput(attrs={"class": "tiny"}),
    )
    category = forms.ChoiceField(
        label=gettext_lazy("Category"),
        choices=[("", gettext_lazy("Every category")), *Category.choices],
        required=False,
    )
    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=gettext_lazy("Where it goes"),
        empty_label=gettext_lazy("Everywhere"),
        required=False,
        help_text=gettext_lazy("This place and all within it."),
    )
    role = forms.ChoiceField(label=gettext_lazy("Team"))
    person = PersonField(
        label=gettext_lazy("Person of the team"),
        required=False,
        help_text=gettext_lazy("Left empty: whoever of the team has the fewest open steps."),
    )
    use_required_attribute = False

    def __init__(self, *args, rule: RoutingRule | None = None, **kwargs):
        super().__init__(*args, **kwargs)
        if rule is not None:
            self.initial = {name: getattr(rule, name) for name in self.fields} | self.initial
        self.fields["place"].queryset = Place.objects.open().order_by("name")
        self.fields["role"].choices = [(role.value, role_name(role)) for role in TEAMS]

    def clean(self):
        said = super().clean()
        person, role = said.get("person"), said.get("role")
        if person and role and person not in self._team(role, said.get("place")):
            words = _("%(who)s does not hold the role: %(role)s.") % {"who": person, "role": role_name(role)}
            raise ValidationError({"person": words})
        return said

    def _team(self, role: str, place: Place | None) -> list:
        """Who holds the role where the rule counts; everywhere means in the whole district."""
        where = place or Place.objects.get(kind=Place.Kind.DISTRICT)
        return list(holders(role, where, on=timezone.localdate()))


class SampleForm(forms.Form):
    """What somebody might ask for."""

    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=Category.choices)
    place = forms.ModelChoiceField(
        Place.objects.none(), label=gettext_lazy("Where it goes"), empty_label=gettext_lazy("Choose a place")
    )
    use_required_attribute = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.open().order_by("name")
