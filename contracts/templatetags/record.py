"""Parents' requests and breaches on the pages of their cases."""

from typing import NamedTuple

from django import template
from django.utils import timezone

from accounts.wording import exact_words
from contracts import breaches, rights
from contracts.models import Breach, RightsRequest

register = template.Library()
SAID = ("student_name", "details", "parent_name", "parent_address", "parent_phone", "parent_email", "signature")
LATER = ("identity_checked", "given")


class Row(NamedTuple):
    field: str
    asked: str
    answer: str


@register.simple_tag
def parents_words(request: RightsRequest) -> list[Row]:
    """What the parent wrote and what was written about it, question by question."""
    names = [*SAID, *(name for name in LATER if getattr(request, name))]
    return [_row(request, name) for name in names]


def _row(request: RightsRequest, name: str) -> Row:
    asked = str(request._meta.get_field(name).verbose_name)
    answer = getattr(request, name)
    if name == "signature" and answer:
        answer = f"{answer}, {exact_words(request.signed_on)}"
    return Row(name, asked[:1].upper() + asked[1:], answer)


@register.simple_tag
def other_copies(request: RightsRequest) -> list[RightsRequest]:
    """Other requests for copies about this student in the fiscal quarter."""
    return list(rights.others_of_the_quarter(request))


@register.simple_tag(takes_context=True)
def breach_shown(context, breach: Breach) -> dict[str, bool]:
    """What this reader may do with the record of a breach."""
    return {"may_record": breaches.may_record(context["request"].user, on=timezone.localdate())}
