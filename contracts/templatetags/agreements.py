"""An agreement on the page of its case."""

from django import template
from django.utils import timezone

from contracts import selectors, services
from workflows import selectors as cases

register = template.Library()


@register.simple_tag(takes_context=True)
def agreement_shown(context, agreement):
    """All that is shown of an agreement to this reader: `shown`, `files`, `may_keep`."""
    user = context["request"].user
    return {
        "shown": selectors.agreement_page(agreement, on=timezone.localdate()),
        "files": cases.files_of(agreement, user, at=timezone.now()),
        "may_keep": services.may_keep(user, at=timezone.now()),
    }
