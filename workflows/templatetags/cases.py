"""Template tags of a case's page."""

import secrets

from django import template

from accounts.templatetags.frame import when
from workflows import drawing
from workflows.models import Step
from workflows.page import StepLine

register = template.Library()


@register.simple_tag
def one_time_key() -> str:
    """For a button that must do its act once, however often it is pressed."""
    return secrets.token_urlsafe(24)


@register.simple_tag
def dates(facts) -> list[tuple[str, str]]:
    """Facts whose values are dates, said as people say them."""
    return [(words, when(date)) for words, date in facts]


@register.filter
def place_words(station: drawing.Station) -> str:
    """Where a stage of the drawing lies, for somebody who does not see it."""
    return drawing.place_words(station)


@register.filter
def line_of(lines: dict[int, StepLine], step: Step) -> StepLine:
    """The step as this reader sees it."""
    return lines[step.pk]
