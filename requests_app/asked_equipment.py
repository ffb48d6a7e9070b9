"""What the steps of a request for equipment ask (EQUIP-3, EQUIP-4, EQUIP-8, EQUIP-9); see RequestsConfig."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PersonField
from catalog.models import Resource
from requests_app.forms.equipment import PRIORITIES, AssetField, urgency
from requests_app.models import EquipmentRequest
from workflows.asking import money, radios, words, yes_no
from workflows.models import Case


class ResourceField(forms.Field):
    """A resource of the library by its name; cleans to a Resource or None."""

    def to_python(self, value):
        typed = " ".join(str(value or "").replace("\0", "").split())
        if not typed:
            return None
        found = Resource.objects.filter(name__iexact=typed).first()
        if found is None:
            raise ValidationError(_("The library has nothing called “%(typed)s”."), params={"typed": typed})
        return found


def feasible(case: Case) -> forms.Field:
    return yes_no(gettext_lazy("Can it be done?"))


def aligned(case: Case) -> forms.Field:
    return yes_no(gettext_lazy("Does it fit the district’s standards?"))


def impact_found(case: Case) -> forms.Field:
    return words(
        gettext_lazy("What does it change, as you see it?"),
        rows=3,
        required=False,
        help_text=gettext_lazy("For networks, support and other equipment. The supervisor reads it."),
    )


def estimate(case: Case) -> forms.Field:
    return money(gettext_lazy("Estimate of the cost, everything included"))


def met_by(case: Case) -> forms.Field:
    return radios(gettext_lazy("How is it met?"), EquipmentRequest.Met.choices)


def technician(case: Case) -> forms.Field:
    return PersonField(
        label=gettext_lazy("Which technician?"),
        required=False,
        help_text=gettext_lazy("Left empty: the technician there with the fewest open steps."),
    )


def urgency_found(case: Case) -> forms.Field:
    return urgency(
        [(value, words.partition(":")[0]) for value, words in ((v, str(w)) for v, w in PRIORITIES)],
        label=gettext_lazy("How urgent is it for your school or department?"),
        required=False,
    )


def alternatives(case: Case) -> forms.Field:
    return words(
        gettext_lazy("What would do instead?"),
        rows=3,
        required=False,
        help_text=gettext_lazy("One a line. The requester can start a new request from each."),
    )


def alternative_resource(case: Case) -> forms.Field:
    return ResourceField(
        label=gettext_lazy("Something of the library instead"),
        required=False,
        help_text=gettext_lazy("Its name, as the library has it."),
    )


def alternative_asset(case: Case) -> forms.Field:
    return AssetField(
        label=gettext_lazy("A unit that we have instead"),
        required=False,
        help_text=gettext_lazy("Its asset tag or serial number."),
    )


MAKERS = {
    maker.__name__: maker
    for maker in (
        feasible,
        aligned,
        impact_found,
        estimate,
        met_by,
        technician,
        urgency_found,
        alternatives,
        alternative_resource,
        alternative_asset,
    )
}
