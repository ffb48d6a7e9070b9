"""Forms of the calendar of renewals: `renewals` takes `kind`, `vendor`, `place` and `month` by GET, `renewals-feed`
takes `name`."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from contracts.calendar import Kind, Narrowed


class CalendarFilter(forms.Form):
    """Narrowing the dates."""

    kind = forms.ChoiceField(label=_("What is due"), required=False, choices=[("", _("All")), *Kind.choices])
    vendor = forms.CharField(label=_("Vendor"), required=False, max_length=200)
    place = forms.TypedChoiceField(label=_("Place"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.places = {place.pk: place for place in Place.objects.open().order_by("path")}
        self.fields["place"].choices = [("", _("All")), *((pk, place.name) for pk, place in self.places.items())]

    def narrowed(self) -> Narrowed:
        """What was asked; everything where it makes no sense."""
        if not self.is_bound or not self.is_valid():
            return Narrowed()
        asked = self.cleaned_data
        vendor = asked["vendor"].replace("\0", "").strip()
        return Narrowed(place=self.places.get(asked["place"]), vendor=vendor, kind=asked["kind"])


def month_asked(words: str) -> date | None:
    """The first day of "2027-03", or None."""
    year, dash, month = words.partition("-")
    if not (dash and year.isascii() and year.isdigit() and month.isascii() and month.isdigit() and len(month) < 3):
        return None
    if len(year) == 4 and 1900 <= int(year) <= 2200 and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return None


class FeedForm(forms.Form):
    """A new address: `renewals-feed` takes `name`."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Which calendar is it for?"),
        max_length=60,
        required=False,
        help_text=_("For example: my telephone. Left empty, it gets a number."),
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())
