"""A renewal or a review on its page and beside the question of its steps."""

from django import template
from django.utils import timezone

from contracts import renewal_pages, reviews

register = template.Library()


@register.simple_tag(takes_context=True)
def review_row(context, review):
    """What is known of one review, as the worklist has it."""
    return reviews.row_of(review, context["request"].user, on=timezone.localdate())


@register.simple_tag(takes_context=True)
def renewal_shown(context, renewal):
    """All that is known of the agreement of a renewal, for this reader."""
    return renewal_pages.shown(renewal, context["request"].user, at=timezone.now())
