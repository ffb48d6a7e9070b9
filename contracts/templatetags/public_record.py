"""How the public page and its keepers' pages say dates, the district's own words, and breaches."""

from django import template
from django.utils import timezone
from django.utils.html import format_html, linebreaks, urlize
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.wording import day_words
from contracts import confirming
from contracts.data_words import data_words
from contracts.models import Breach, Statement

register = template.Library()


@register.simple_tag
def full_date(day):
    """A whole date for pages that are kept and printed: never "today" or "Tuesday". Nothing for None."""
    if day is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), day_words(day))


@register.simple_tag
def confirmed(day):
    """When an item was last confirmed (LAW-2)."""
    if day is None:
        return format_html('<p class="hint">{}</p>', _("Not confirmed yet."))
    return format_html('<p class="hint">{} {}</p>', _("Last confirmed:"), full_date(day))


@register.simple_tag
def plain_words(words: str):
    """What somebody typed, as paragraphs with links: nothing in it is markup."""
    return mark_safe(linebreaks(urlize(words, nofollow=True, autoescape=True)))


@register.simple_tag
def district_words(statement: Statement | None):
    """The district's text of an item; one in another language than the page says so."""
    if statement is None:
        return ""
    language = "" if statement.language == get_language() else format_html(' lang="{}"', statement.language)
    day = full_date(timezone.localdate(statement.at))
    return format_html(
        '<div class="district-words"{}>{}</div><p class="hint">{} {}</p>',
        language,
        plain_words(statement.words),
        _("Text of"),
        day,
    )


register.simple_tag(data_words, name="schedule_words")


@register.simple_tag
def breach_place(breach: Breach) -> str:
    """At which operator, or at the district."""
    if breach.source == Breach.Source.DISTRICT:
        return str(Breach.Source.DISTRICT.label)
    operator = breach.contract.vendor if breach.contract_id else breach.vendor
    return str(operator) if operator else str(Breach.Source.OPERATOR.label)


@register.simple_tag
def breach_dates(breach: Breach) -> str:
    """The date, the range, or the estimate (105 ILCS 85/27(a)(5)(B))."""
    first, last = breach.happened_from, breach.happened_to
    if first is None and last is None:
        return _("not known")
    days = [day for day in dict.fromkeys((first, last)) if day is not None]
    words = mark_safe(" – ".join(full_date(day) for day in days))
    return format_html("{} ({})", words, _("estimated")) if breach.date_is_estimate else words


@register.simple_tag
def posted_items():
    """The five items as they are posted, and what changed since they were last confirmed."""
    return confirming.posted_items(on=timezone.localdate())
