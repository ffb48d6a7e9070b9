"""A request for equipment on its page and beside the question of its steps."""

from django import template
from django.utils import timezone

from requests_app import equip_selectors as selectors
from requests_app import equipment
from requests_app.selectors import quotes_of
from workflows.keys import fresh_key
from workflows.models import Urgency

register = template.Library()
QUOTED = {"quoting", "funding", "ordered"}
ARRIVING = {"inventory", "deployment", "receipt", "complete"}


@register.simple_tag(takes_context=True)
def equipment_shown(context, case):
    """What its page shows to this reader beside what every case shows."""
    user, whole = context["request"].user, context["page"].seen.whole
    denied = case.state == case.State.DENIED
    return {
        "may_set_priority": equipment.may_set_priority(case, user, at=timezone.now()),
        "asked": Urgency(case.priority).label if case.priority else "",
        "quotes": quotes_of(case) if whole and case.state in QUOTED else [],
        "ordered": whole and bool(case.money.po_number),
        "arrived": selectors.whereabouts(case, with_lines=False) if whole and case.state in ARRIVING else None,
        "offers": selectors.offers_of(case) if whole and denied else [],
        "once": fresh_key() if denied else "",
    }


@register.simple_tag(takes_context=True)
def equipment_panel(context, case):
    """What stands beside the question of one of its steps."""
    step = context["step"]
    shown = {
        "asked": Urgency(case.priority).label if case.priority else "",
        "may_set_priority": equipment.may_set_priority(case, context["request"].user, at=timezone.now()),
        "once": fresh_key(),
    }
    if step.key in {"equip-supervisor", "equip-quotes", "equip-funds", "equip-arrival"}:
        shown["quotes"] = quotes_of(case)
    if step.key in {"equip-inventory", "equip-deployment", "equip-receipt"}:
        shown["arrived"] = selectors.whereabouts(case)
    if step.key == "equip-review" or (step.key == "equip-deployment" and case.met_by):
        shown["stock"] = selectors.in_stock(case)
    return shown
