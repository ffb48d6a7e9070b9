"""Template tags of the page frame; docs/components.md shows each in use.

What stands in table rows is built here; what is larger has a template in templates/components/.
"""

import itertools

from crispy_forms.utils import render_crispy_form
from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import formats
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from accounts import wording

register = template.Library()

TONE_ICONS = {"waiting": "clock", "needs-you": "hand", "good": "check", "refused": "cross", "quiet": "pause"}
KINDS = {"primary": "main", "secondary": "other"}
_numbers = itertools.count(1)


def part(thing, *names, default=""):
    """The first of these attributes (or keys) that the thing has and that isn't empty."""
    for name in names:
        value = thing.get(name) if isinstance(thing, dict) else getattr(thing, name, None)
        if value not in (None, ""):
            return value() if callable(value) else value
    return default


def fresh_id(stem):
    """An id no other element of the page has."""
    return f"{stem}-{next(_numbers)}"


def tone_of(tone):
    """The tone's name as the stylesheet writes it; an unknown one is quiet."""
    name = str(tone).lower().replace("_", "-")
    return name if name in TONE_ICONS else "quiet"


# Small things


@register.simple_tag
def icon(name):
    """A picture from static/icons.svg. It says nothing by itself: words go beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        static("icons.svg"),
        name,
    )


@register.simple_tag
def badge(state, tone="", icon_name="", **more):
    """A state as icon, word and tone, from an object with words, tone and icon, or from words and tone."""
    words = state if isinstance(state, str) and tone else part(state, "words", "label", default=state)
    tone = tone_of(tone or part(state, "tone", default="quiet"))
    picture = more.get("icon") or icon_name or part(state, "icon", default=TONE_ICONS[tone])
    return format_html('<span class="badge-state tone-{}">{}<span>{}</span></span>', tone, icon(picture), words)


def time_element(moment, words, css=""):
    """``<time>`` with the words seen, and the exact date on hover and for screen readers."""
    exact = wording.exact_words(moment)
    return format_html(
        '<time datetime="{}" title="{}"{}>{}<span class="visually-hidden"> ({})</span></time>',
        moment.isoformat(),
        exact,
        format_html(' class="{}"', css) if css else "",
        words,
        exact,
    )


@register.simple_tag
def when(moment, time=False, today=None):
    """A date as people say it: "Tuesday", "21 December"; ``time=True`` adds the time of day. Nothing for None."""
    if not moment:
        return ""
    words = wording.when_words(moment, today=today)
    if time:
        words = _("%(day)s at %(time)s") % {"day": words, "time": wording.clock_words(moment)}
    return time_element(moment, words)


@register.filter
def day_words(moment):
    """A whole date for sentences that are kept, printed or mailed: "21 December 2026". Nothing for None."""
    return wording.day_words(moment) if moment else ""


@register.filter
def number(amount):
    """A whole number with its thousands apart: "1,385"."""
    return formats.number_format(amount, 0, use_l10n=True, force_grouping=True)


@register.simple_tag
def due(moment, today=None):
    """A due date as people say it: "due Friday", or "3 days late" in red with an icon. Nothing for None."""
    if not moment:
        return ""
    words = wording.due_words(moment, today=today)
    if wording.days_late(moment, today=today):
        return format_html('<span class="late">{}{}</span>', icon("clock"), time_element(moment, words))
    return time_element(moment, words, "due")


@register.simple_tag
def money(amount):
    """An amount in the installation's currency; a dash, read as "no amount", for None."""
    if amount in (None, ""):
        return format_html(
            '<span class="money"><span aria-hidden="true">–</span><span class="visually-hidden">{}</span></span>',
            _("no amount"),
        )
    return format_html('<span class="money">{}</span>', wording.money_words(amount))


@register.simple_tag
def person(who, role="", place=""):
    """A person with role and place: "Ana Ruiz, Principal, Lincoln School". Nothing for None."""
    return wording.person_words(who, role=role, place=place) if who else ""


@register.simple_tag
def file_link(file, url=""):
    """A link to a stored file with its type and size, so that nobody is surprised by a download."""
    name = str(part(file, "original_name", "name", default=file))
    if part(file, "removed_at", default=None):
        return format_html('<span class="file-link">{}<span>{}</span></span>', icon("file"), _("A file was removed"))
    facts = wording.file_words(name, size=part(file, "size", default=None), content_type=part(file, "content_type"))
    return format_html(
        '<a class="file-link" href="{}">{}<span>{}</span></a>{}',
        url or part(file, "get_absolute_url", "url"),
        icon("file"),
        name,
        format_html(' <span class="hint nowrap">({})</span>', facts) if facts else "",
    )


@register.filter
def web_address(typed):
    """An address of the web that somebody typed, for a link; nothing for anything else ("javascript:…")."""
    return typed if str(typed).lower().startswith(("https://", "http://")) else ""


@register.simple_tag
def back_link(url, words):
    """The one link above a page's heading."""
    return format_html('<a class="back-link" href="{}">{}<span>{}</span></a>', url, icon("arrow-left"), words)


@register.simple_tag
def heading(text, count=None, lead=""):
    """The page's only ``<h1>``, with the number of things on it and a first sentence."""
    number = format_html(' <span class="count">({})</span>', count) if count is not None else ""
    first = format_html('<p class="lead">{}</p>', lead) if lead else ""
    return format_html('<div class="heading"><h1>{}{}</h1>{}</div>', text, number, first)


# Buttons


@register.inclusion_tag("components/button.html")
def button(label, kind="other", href="", name="", value="", reason="", **more):
    """A button or a link that looks like one; with a reason it can't be pressed and says why."""
    kind = KINDS.get(kind, kind)
    return {
        "label": label,
        "kind": kind if kind in ("main", "danger", "quiet") else "other",
        "href": href,
        "name": name,
        "value": value,
        "reason": reason,
        "reason_id": fresh_id("reason") if reason else "",
        "form": more.get("form", ""),
    }


@register.inclusion_tag("components/button_row.html")
def button_row(buttons):
    """Several buttons from objects with label and, if wanted, kind (or a move's tone), name, value, href and reason."""
    names = ("label", "name", "value", "href", "reason")
    return {
        "buttons": [
            button(kind=part(each, "kind", "tone"), **{name: part(each, name) for name in names}) for each in buttons
        ]
    }


# Forms


def field_target(field):
    """The id an error's link jumps to: the control, or the first choice of a group."""
    return field.id_for_label or next((choice.data["attrs"]["id"] for choice in field), f"div_{field.auto_id}")


def fault_words(label, error):
    """A field's label with what is wrong; a question keeps its question mark."""
    label = str(label)
    if not label:
        return str(error)
    return f"{label} {error}" if label.endswith(("?", ":", ".")) else f"{label}: {error}"


def form_faults(form):
    """(id, words) of each error of a form, its own first."""
    own = [("", error) for error in form.non_field_errors()]
    fields = [
        ("" if field.is_hidden else field_target(field), fault_words(field.label, error))
        for field in form
        for error in field.errors
    ]
    return own + fields


def faults_of(thing):
    """(id, words) of each error of a form or a formset that has been checked."""
    if not hasattr(thing, "forms"):
        return form_faults(thing) if thing.is_bound else []
    if not thing.is_bound:
        return []
    return [("", e) for e in thing.non_form_errors()] + [fault for form in thing.forms for fault in form_faults(form)]


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms):
    """What is wrong with one or more forms or formsets, each with a link to its field; nothing when all is well."""
    return {"faults": [fault for form in forms if form is not None for fault in faults_of(form)]}


@register.simple_tag(takes_context=True)
def form_body(context, form):
    """The fields of a form as django-crispy-forms lays them out, without its form element, token or buttons."""
    from crispy_forms.helper import FormHelper

    helper = getattr(form, "helper", None) or FormHelper(form)
    helper.form_tag, helper.disable_csrf = False, True
    with context.push(errors_are_in_summary=True):
        return render_crispy_form(form, helper=helper, context=context)


@register.inclusion_tag("components/filter_row.html", takes_context=True)
def filter_row(context, form, button=""):
    """A form that narrows a list: sent by GET, in one row, with a way back to everything."""
    request = context.get("request")
    return {"form": form, "button": button, "path": request.path if request else "", "in_use": form.is_bound}


# Lists


@register.inclusion_tag("components/summary_list.html")
def summary_list(rows):
    """Questions with their answers and a "change" link each."""
    names = ("question", "answer", "change_url")
    return {"rows": [{name: part(row, name) for name in names} for row in rows]}


@register.inclusion_tag("components/task_list.html")
def task_list(tasks):
    """Tasks by name, each done, missing, optional, or not yet possible with the reason."""
    return {"tasks": tasks}


@register.inclusion_tag("components/stages.html")
def stages(items):
    """Progress by name: each stage is done, here, next or left out (``place`` of the item)."""
    return {"items": items}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page, name="page"):
    """Earlier and later pages of a list; the rest of the query string is kept."""
    query = context["request"].GET.copy() if "request" in context else None
    kept = ""
    if query is not None:
        query.pop(name, None)
        kept = query.urlencode()
    window = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    return {"page": page, "window": list(window), "prefix": f"?{kept}&{name}=" if kept else f"?{name}="}


# Things with content


def component(name, **values):
    """A component's template with these values."""
    return mark_safe(render_to_string(f"components/{name}.html", values))


@register.simple_block_tag
def summary_row(content, question, change=""):
    """One question and answer of a ``<dl class="summary">``."""
    return component("summary_row", row={"question": question, "answer": content, "change_url": change})


@register.simple_block_tag
def timeline_entry(content, title, at=None, by="", tone="quiet", **more):
    """One thing that happened, in an ``<ol class="timeline">``."""
    tone = tone_of(tone)
    picture = more.get("icon") or TONE_ICONS[tone]
    return component("timeline_entry", content=content, title=title, at=at, by=by, tone=tone, icon_name=picture)


@register.simple_block_tag
def empty_state(content, title, href="", action=""):
    """An empty list: what will appear here, and the one thing to do now."""
    return component("empty_state", content=content, title=title, href=href, action=action)


@register.simple_block_tag
def notice(content, tone="quiet", **more):
    """A remark that must not be missed, in one of the five tones."""
    tone = tone_of(tone)
    picture = more.get("icon") or {"quiet": "flag"}.get(tone, TONE_ICONS[tone])
    return component("notice", content=content, tone=tone, icon_name=picture)


@register.simple_block_tag
def where_it_stands(content, sentence, state=None, facts=()):
    """The answer in one sentence, then the facts behind it."""
    return component("where_it_stands", content=content, sentence=sentence, state=state, facts=facts)


@register.simple_block_tag
def step_card(content, title, **more):
    """One step: its state, who has it, since and until when, and what was said (``mine`` marks the reader's own)."""
    known = ("state", "holder", "since", "due", "mine", "href")
    return component(
        "step_card", content=mark_safe(content.strip()), title=title, **{name: more.get(name, "") for name in known}
    )


@register.simple_block_tag
def table_region(content, label):
    """A table that scrolls sideways inside its own named region, by keyboard too."""
    return format_html('<div class="table-region" role="region" aria-label="{}" tabindex="0">{}</div>', label, content)


@register.simple_block_tag
def disclosure(content, words, **more):
    """What few readers need, behind its own words."""
    return component("disclosure", content=content, words=words, is_open=more.get("open"))
