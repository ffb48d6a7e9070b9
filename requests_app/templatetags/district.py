"""The workspace of a district purchase, on the page of its case."""

from django import template

from requests_app import workspace
from requests_app.models import DistrictPurchase

register = template.Library()


@register.simple_tag
def workspace_of(case: DistrictPurchase) -> list[workspace.StageShown]:
    """Its stages with what each still needs; nothing in a draft, which is one form."""
    return workspace.stages_of(case) if case.submitted_at is not None else []


@register.simple_tag
def agreements_of(case: DistrictPurchase) -> list:
    """The agreements it rests on; one query."""
    return list(case.agreements.select_related("vendor"))
