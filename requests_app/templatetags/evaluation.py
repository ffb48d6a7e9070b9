"""What stands beside the questions of a district purchase from its quotes to its accounts (MACRO-3 to MACRO-5)."""

from typing import Any

from django import template
from django.utils import timezone

from catalog.models.resource import Shown
from requests_app import budgets, coordination, evaluating
from requests_app.models import DistrictPurchase, PlatformAnswer
from requests_app.side_by_side import SideBySide, side_by_side
from workflows.keys import fresh_key

register = template.Library()


@register.simple_tag
def costs_of(case: DistrictPurchase) -> budgets.Costs:
    """Each candidate's quotes over the same years; two queries."""
    return budgets.costs(case)


@register.simple_tag
def quotes_by_candidate(costs: budgets.Costs) -> list[tuple]:
    """Each candidate with its quotes, those without one too; no query."""
    offers: dict[int, list[budgets.Offer]] = {}
    for offer in costs.offers:
        offers.setdefault(offer.candidate.pk, []).append(offer)
    known = {offer.candidate.pk: offer.candidate for offer in costs.offers}
    known |= {candidate.pk: candidate for candidate in costs.without}
    return [(known[pk], offers.get(pk, [])) for pk in sorted(known)]


@register.simple_tag(takes_context=True)
def candidates_beside(context, case: DistrictPurchase) -> SideBySide:
    """Everything known of each candidate, as this reader may read it."""
    return side_by_side(case, context["request"].user, on=timezone.localdate())


@register.simple_tag
def my_scores(case: DistrictPurchase, step) -> list[evaluating.Mine]:
    """What the member whose step it is has said so far."""
    return evaluating.mine(case, evaluating.member_of(step))


@register.simple_tag
def gate_of(case: DistrictPurchase) -> evaluating.Gate:
    """The rule of the gate as a list."""
    return evaluating.gate(case)


@register.filter
def platform_badge(answer: PlatformAnswer) -> Shown:
    return evaluating.shown(answer)


@register.filter
def platform_words(answer: PlatformAnswer) -> str:
    return evaluating.platform_words(answer)


@register.simple_tag(takes_context=True)
def checklist_of(context, case: DistrictPurchase) -> dict[str, Any]:
    """The checklist with what this reader may do on it."""
    user, on = context["request"].user, timezone.localdate()
    leads, is_open = coordination.leads(case, user, on=on), case.open_step(coordination.AT_STEP) is not None
    known = coordination.lines(case, on=on)
    return {
        "lines": [(line, is_open and (leads or coordination.owns(line.row, user, on=on))) for line in known],
        "leads": leads,
        "once": fresh_key(),
        "left": sum(not line.settled for line in known),
    }
