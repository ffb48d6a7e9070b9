"""The lines of an integration, a school each: POST to `step-sites` with `what` (MICRO-13).

list     a line for every school it is approved for that has none yet
add      `place`, `contact` (a person; left empty: the school's technology contact), `method`, `note`
change   `site`, `contact`, `method`, `note`
done     `site`, `done_on` (left empty: today)
undo     `site`
remove   `site` (one that is not done)
"""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PersonField
from accounts.models import Place
from requests_app.models import Site
from workflows.http import CaseForm


class SiteForm(CaseForm):
    """A school to set up, or a line to change."""

    place = forms.ModelChoiceField(
        label=gettext_lazy("School"),
        queryset=Place.objects.open().order_by("name"),
        empty_label=gettext_lazy("Choose a place"),
    )
    contact = PersonField(
        label=gettext_lazy("Contact at the school"),
        required=False,
        help_text=gettext_lazy(
            "Left empty: the school's technology contact. Type a name, user name or e-mail address."
        ),
    )
    method = forms.ChoiceField(
        label=gettext_lazy("How is it set up?"), choices=Site.Method.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)

    def __init__(self, *args, case, site: Site | None = None, **kwargs):
        initial = {"method": wanted_method(case)}
        if site is not None:
            initial = {"contact": site.contact, "method": site.method, "note": site.note}
        super().__init__(*args, case=case, initial=initial, **kwargs)
        if site is not None:
            del self.fields["place"]
        else:
            taken = case.sites.values("place")
            self.fields["place"].queryset = self.fields["place"].queryset.exclude(pk__in=taken)


class DoneForm(forms.Form):
    """The day a school was done; today when left empty."""

    done_on = forms.DateField(
        label=gettext_lazy("Done on"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )

    def clean_done_on(self):
        day = self.cleaned_data["done_on"] or timezone.localdate()
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


def wanted_method(case) -> str:
    """What the request asked for; by hand when it asked for nothing."""
    return case.rostering if case.rostering in Site.Method.values else Site.Method.MANUAL.value
