"""Where the record of a purchase is read, for the pages of its case."""

from django import template
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from requests_app import purchases
from workflows.models import Case

register = template.Library()


@register.simple_tag
def purchase_page(case: Case, user: User) -> str:
    """Address of the record, for whoever may read it; an empty text for others, and where there is none."""
    readable = purchases.has_record(case) and purchases.may_read(user, case, at=timezone.now())
    return reverse("case-purchase", args=[case.pk]) if readable else ""
