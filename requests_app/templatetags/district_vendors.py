"""Vendors and compliance of a district purchase, beside the questions of its steps and on its pages (MACRO-2)."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts.models import Packet
from requests_app import comparing, compliance
from requests_app.models import Candidate, DistrictPurchase

register = template.Library()


@dataclass(frozen=True)
class Line:
    """A candidate with what was found of it; `lapsed`: why the agreement it rested on covers it no longer."""

    candidate: Candidate
    lapsed: str

    @property
    def elements(self) -> list:
        return list(self.candidate.elements.all())

    @property
    def packet(self) -> Packet | None:
        return self.candidate.packet

    @property
    def to_record(self) -> bool:
        return self.candidate.packet_has_ended

    @property
    def tone(self) -> str:
        return "needs-you" if self.to_record else "waiting"


@register.simple_tag(takes_context=True)
def findings_of(context, case: DistrictPurchase) -> dict[str, Any]:
    """Every candidate that is still considered, or chosen."""
    now = timezone.now()
    may_record = compliance.may_record(context["request"].user, case, at=now)
    return {
        "lines": [Line(each, lapsed) for each, lapsed in compliance.findings(case, at=now)],
        "may_record": may_record,
    }


@register.simple_tag
def search_tasks(case: DistrictPurchase) -> list[dict[str, Any]]:
    """What the search for vendors consists of, each with how far it is."""
    asked = [each for each in comparing.everybody(case, at=timezone.now()) if _counts(each)]
    lines, answered = case.criteria.count(), sum(bool(each.given) for each in asked)
    sent, found = sum(each.form is not None for each in asked), sum(bool(each.candidate.compliance) for each in asked)
    said = {"n": len(asked), "lines": lines, "sent": sent, "answered": answered, "found": found}
    return [
        {
            "name": _("Candidates"),
            "url": reverse("district-candidates", args=[case.pk]),
            "done": bool(asked),
            "hint": ngettext("%(n)d is being considered.", "%(n)d are being considered.", len(asked)) % said,
        },
        {
            "name": _("What the district needs"),
            "url": reverse("district-criteria", args=[case.pk]),
            "done": bool(lines),
            "optional": True,
            "hint": ngettext("%(lines)d criterion.", "%(lines)d criteria.", lines) % said,
        },
        {
            "name": _("Send the criteria to vendors"),
            "url": reverse("criteria-send", args=[case.pk]),
            "done": bool(asked) and sent == len(asked),
            "optional": True,
            "reason": "" if lines and asked else _("First a candidate, and what the district needs."),
            "hint": _("%(sent)d of %(n)d were asked.") % said,
        },
        {
            "name": _("Answers side by side"),
            "url": reverse("district-answers", args=[case.pk]),
            "done": bool(asked) and answered == len(asked),
            "optional": True,
            "reason": "" if sent else _("No vendor was asked yet."),
            "hint": _("%(answered)d of %(n)d have answered.") % said,
        },
        {
            "name": _("Compliance of the candidates"),
            "url": reverse("district-compliance", args=[case.pk]),
            "done": bool(asked) and found == len(asked),
            "hint": _("The Compliance Officer has looked at %(found)d of %(n)d.") % said,
        },
    ]


def _counts(asked: comparing.Asked) -> bool:
    return asked.candidate.standing != Candidate.Standing.RULED_OUT
