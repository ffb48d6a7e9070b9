"""Form fields of agreements: data elements, vendors and products by name, subcontractors a line each."""

from datetime import date
from itertools import groupby

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.forms import RowsField
from catalog.forms import WebAddressField, lines
from catalog.models import Resource
from catalog.search import normalise, search, vendors_called
from contracts.models import DataElement, Subcontractor

MOST_SUBCONTRACTORS = 200
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 12, 31)
_NO_SUCH_DAY = _("Give a day between 1900 and 2200.")


class _ByCategory(forms.models.ModelChoiceIterator):
    def __iter__(self):
        for category, rows in groupby(self.queryset, key=lambda element: element.category):
            yield category, [self.choice(row) for row in rows]


class ElementsField(RowsField):
    """Elements of the schedule of data (NDPA, Exhibit B) as boxes to tick, by category. Ended ones only if chosen."""

    iterator = _ByCategory
    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, kept=(), **kwargs):
        open_or_kept = Q(ended_on__isnull=True) | Q(pk__in=[element.pk for element in kept])
        super().__init__(queryset=DataElement.objects.filter(open_or_kept), **kwargs)

    def label_from_instance(self, obj) -> str:
        return obj.name


class VendorField(forms.CharField):
    """A vendor by its name as it stands in the list; cleans to a Vendor."""

    def __init__(self, **kwargs):
        super().__init__(max_length=200, **kwargs)

    def clean(self, value):
        name = super().clean(value)
        if not name:
            return None
        found = next(iter(vendors_called(" ".join(name.split()))), None)
        if found is None:
            raise ValidationError(
                _("There is no vendor “%(name)s” in the list. Add the vendor first."), params={"name": name}
            )
        return found


class ResourcesField(forms.CharField):
    """Resources of the library by name, one a line; cleans to a list."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value):
        return [self._named(name) for name in lines(super().clean(value))]

    def _named(self, name: str) -> Resource:
        for hit in search(name, limit=10):
            if normalise(hit.resource.name) == normalise(name):
                return hit.resource
        raise ValidationError(_("“%(name)s” is not in the library."), params={"name": name})


class SubcontractorsField(forms.CharField):
    """Companies a vendor passes data on to, one a line: name; what it does; web address. Cleans to columns of each."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs):
        kwargs.setdefault("help_text", _("One a line: name; what it does; web address. The name is enough."))
        super().__init__(max_length=60_000, **kwargs)

    def prepare_value(self, value):
        return value if isinstance(value, str) or value is None else "\n".join(map(_as_line, value))

    def clean(self, value) -> list[dict[str, str]]:
        rows = [_subcontractor(line) for line in lines(super().clean(value))]
        names = [row["name"].casefold() for row in rows]
        twice = next((row["name"] for row in rows if names.count(row["name"].casefold()) > 1), None)
        if twice:
            raise ValidationError(_("“%(name)s” stands there twice."), params={"name": twice})
        if len(rows) > MOST_SUBCONTRACTORS:
            raise ValidationError(_("At most %(n)d can be listed: give the vendor’s page."), params={"n": len(rows)})
        return rows


def _as_line(row: Subcontractor) -> str:
    return "; ".join([row.name, row.service, row.website]).rstrip("; ")


def _subcontractor(line: str) -> dict[str, str]:
    name, service, website = ([part.strip() for part in line.split(";", 2)] + ["", ""])[:3]
    row = {"name": name, "service": service, "website": website}
    if not name or any(len(said) > most for said, most in ((name, 200), (service, 200), (website, 300))):
        raise ValidationError(_("“%(line)s”: a name of at most 200 letters is needed."), params={"line": line[:80]})
    if website:
        try:
            row["website"] = WebAddressField().clean(website)
        except ValidationError as fault:
            raise ValidationError(_("“%(url)s” is not a web address."), params={"url": website[:80]}) from fault
    return row


def day_field(label, **kwargs) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    sensible = [MinValueValidator(FIRST_DAY, _NO_SUCH_DAY), MaxValueValidator(LAST_DAY, _NO_SUCH_DAY)]
    return forms.DateField(label=label, widget=widget, required=False, validators=sensible, **kwargs)


def months_field(label, **kwargs) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=1200, **kwargs)


def money_field(label, **kwargs) -> forms.DecimalField:
    widget = forms.NumberInput(attrs={"class": "tiny", "step": "0.01"})
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_digits=12, decimal_places=2, widget=widget, **kwargs
    )
