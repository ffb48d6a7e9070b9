"""Forms of the library and of vendors."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from accounts.forms import RowsField
from catalog.models import Approval, Grade, Resource, ResourceKind, Subject, Vendor
from catalog.search import host_of, normalise, search, vendors_called


class LibraryFilter(forms.Form):
    """What to look for in the library."""

    q = forms.CharField(
        label=_("Name or web address"),
        required=False,
        max_length=200,
        widget=forms.TextInput(
            attrs={
                "type": "search",
                "hx-get": reverse_lazy("library"),
                "hx-trigger": "input changed delay:250ms, search",
                "hx-target": "#results",
                "hx-select": "#results",
                "hx-swap": "outerHTML",
                "hx-include": "closest form",
                "hx-replace-url": "true",
            }
        ),
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("Any status")), *Approval.choices])


class WebAddressField(forms.URLField):
    """A web address; "kahoot.com" is read as "https://kahoot.com"."""

    def __init__(self, **kwargs):
        super().__init__(assume_scheme="https", max_length=300, **kwargs)

    def clean(self, value):
        url = super().clean(value)
        if url and not host_of(url):
            raise ValidationError(_("Type a web address such as https://www.kahoot.com."))
        return url


class VendorForm(forms.ModelForm):
    """A company that offers resources."""

    website = WebAddressField(label=_("Website"), required=False)

    class Meta:
        model = Vendor
        fields = ["name", "website", "business_address", "contact_name", "contact_email", "contact_phone"]
        widgets = {"business_address": forms.Textarea(attrs={"rows": 3})}
        help_texts = {
            "business_address": _("Published beside the agreement; the law asks for it."),
            "contact_email": _("Used to ask the vendor for agreements and papers."),
        }

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        if any(vendor.pk != self.instance.pk for vendor in vendors_called(name)):
            raise ValidationError(_("There is a vendor of this name already."))
        return name

    def _post_clean(self):
        """The service writes, so the form leaves the row alone."""


class ResourceForm(forms.Form):
    """What the library says about a resource. Its status is decided by requests, never here."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=ResourceKind.choices)
    website = WebAddressField(label=_("Web address"), required=False)
    vendor = forms.CharField(
        label=_("Vendor"), max_length=200, required=False, help_text=_("As it stands in the list of vendors.")
    )
    aliases = forms.CharField(
        label=_("Other names"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Old or short names and usual misspellings, one a line. The search finds them."),
    )
    description = forms.CharField(
        label=_("What it is for"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    how_to_get = forms.CharField(
        label=_("How to get it"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where to sign in, or whom to ask."),
    )
    paid_seats = forms.BooleanField(label=_("Needs paid seats"), required=False)
    grades = RowsField(label=_("Grades"), queryset=Grade.objects, required=False, widget=forms.CheckboxSelectMultiple)
    subjects = RowsField(
        label=_("Subjects"), queryset=Subject.objects, required=False, widget=forms.CheckboxSelectMultiple
    )
    alternatives = forms.CharField(
        label=_("Use this instead"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Names of resources in the library, one a line; shown when this one is denied."),
    )

    def __init__(self, *args, resource: Resource | None = None, **kwargs):
        self.resource = resource
        if resource is not None:
            kwargs["initial"] = initial_of(resource) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def clean_vendor(self):
        name = " ".join(self.cleaned_data["vendor"].split())
        if not name:
            return None
        found = next(iter(vendors_called(name)), None)
        if found is None:
            raise ValidationError(_("There is no vendor “%(name)s”. Add the vendor first."), params={"name": name})
        return found

    def clean_aliases(self):
        names = lines(self.cleaned_data["aliases"])
        if any(len(name) > 200 for name in names):
            raise ValidationError(_("One of the names is longer than 200 letters."))
        return names

    def clean_alternatives(self):
        found = [self._resource_called(name) for name in lines(self.cleaned_data["alternatives"])]
        return [each for each in found if each is not None]

    def _resource_called(self, name: str) -> Resource | None:
        wanted = normalise(name)
        fits = [hit.resource for hit in search(name, limit=10) if normalise(hit.resource.name) == wanted]
        if not fits:
            self.add_error("alternatives", _("“%(name)s” is not in the library.") % {"name": name})
            return None
        if self.resource is not None and fits[0].pk == self.resource.pk:
            self.add_error("alternatives", _("A resource can't stand in for itself."))
            return None
        return fits[0]


def lines(text: str) -> list[str]:
    """Lines that say something, in order, each once."""
    return list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in text.splitlines()))))


def initial_of(resource: Resource) -> dict:
    """What the form shows of a resource."""
    plain = ("name", "kind", "website", "description", "how_to_get", "paid_seats")
    return {name: getattr(resource, name) for name in plain} | {
        "vendor": resource.vendor.name if resource.vendor_id else "",
        "aliases": "\n".join(resource.aliases.values_list("name", flat=True)),
        "grades": list(resource.grades.all()),
        "subjects": list(resource.subjects.all()),
        "alternatives": "\n".join(resource.alternatives.values_list("name", flat=True)),
    }
