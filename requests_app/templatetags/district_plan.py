"""What stands beside the lead's steps of planning and of the next steps (MACRO-8 to MACRO-10)."""

from typing import Any

from django import template
from django.urls import reverse

from requests_app import goals, monitoring
from requests_app.models import DistrictPurchase

register = template.Library()


@register.simple_tag(takes_context=True)
def plan_panel(context, case: DistrictPurchase) -> dict[str, list[dict[str, Any]]]:
    """Goals, the seven parts and the four measures, each with the page on which it is written; two queries."""
    step = context["step"]
    pages = {
        "goals": lambda _key: reverse("step-goals", args=[case.pk, step.pk]),
        "part": lambda key: reverse("step-plan", args=[case.pk, step.pk, key]),
        "measure": lambda key: reverse("step-measure", args=[case.pk, step.pk, key]),
    }
    return {
        group: [
            {"name": line.label, "hint": line.words, "done": line.done, "url": pages[line.page](line.key)}
            for line in lines
        ]
        for group, lines in goals.progress(case).items()
    }


@register.simple_tag
def results_of(case: DistrictPurchase) -> dict[str, Any]:
    """What the results say so far: each measure, and the goals; two queries."""
    return {"rows": monitoring.standings(case), "goals": monitoring.goals_of(case)}
