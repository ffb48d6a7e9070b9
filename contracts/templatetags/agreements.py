"""An agreement on the page of its case."""

from django import template
from django.utils import timezone

from contracts import selectors, services

register = template.Library()


@register.simple_tag(takes_context=True)
def agreement_shown(context, agreement):
    """All that is shown of an agreement to this reader: `shown`, `papers`, `may_keep`, `may_read`."""
    user, now = context["request"].user, timezone.now()
    return {
        "shown": selectors.agreement_page(agreement, on=timezone.localdate(now)),
        "papers": selectors.papers(agreement, user, at=now),
        "may_keep": services.may_keep(user, at=now),
        "may_read": services.may_read(user, at=now),
    }
