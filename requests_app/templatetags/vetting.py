"""What stands beside the questions of a software request, and on its page: vetting, rounds, set-ups, licences."""

from dataclasses import dataclass, field
from typing import Any

from django import template
from django.urls import reverse
from django.utils.text import capfirst

from catalog.selectors import similar_to
from requests_app import installing, reviewing, vetting
from requests_app.models import RegistryEntry, SetUp, SoftwareRequest, Vetting
from requests_app.vetting import Graded, Line

register = template.Library()


@dataclass(frozen=True)
class LinkedLine:
    """A line of the rule with the page on which it is worked on."""

    line: Line
    url: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.line, name)


PAGES = {
    "policy": "vetting-policy",
    "data": "step-finding",
    "agreement": "vetting-agreement",
    "website": "vetting-hosts",
}


@register.simple_tag(takes_context=True)
def vetting_panel(context, case: SoftwareRequest) -> dict[str, Any]:
    """What the Cybersecurity team looks at while it vets."""
    step = context["step"]
    address = {key: reverse(name, args=[case.pk, step.pk]) for key, name in PAGES.items()}
    packet = case.vetting.packet if case.vetting else None
    return {
        "lines": [LinkedLine(line, address[line.key]) for line in vetting.lines(case)],
        "packet": packet,
        "thread": vetting.thread(packet),
        "earlier": case.vetting_rounds() > 1,
        "silent_for": case.silent_for(),
        "said": reviewing.request_said(case),
    }


@register.simple_tag(takes_context=True)
def software_panel(context, case: SoftwareRequest) -> dict[str, Any]:
    """What those who review, buy or publish look at."""
    step = context["step"]
    forwards = step.key in case.machine.forwards
    status = RegistryEntry.Status
    return {
        "said": reviewing.request_said(case),
        "conditions": case.condition_words(case.kept_conditions),
        "similar": similar_to(case.resource, subjects=case.content_areas or ()) if case.resource else [],
        "forward_url": reverse("step-forward", args=[case.pk, step.pk]) if forwards else "",
        "buys": case.is_bought and step.key in {"software-funds", "software-order", "licences"},
        "places": case.asked_places(),
        "grade_lacks": case.grade_lacks() if step.key == "publication" else "",
        "registry_url": reverse("registry"),
        "export_url": reverse("registry-export"),
        "approved_words": status.APPROVED.label,
        "denied_words": status.NOT_APPROVED.label,
    }


@dataclass(frozen=True)
class Written:
    """What somebody wrote in a round; `which` names it for an administrator who has to remove it (X-5)."""

    asked: str
    words: str
    which: str


@dataclass(frozen=True)
class Round:
    """A round of vetting as its readers see it; the open one with what was found so far.

    Of what is `withheld` an administrator sees only that there is something.
    """

    vetting: Vetting
    hosts: list[Graded] = field(default_factory=list)
    shared: bool | None = None
    elements: list = field(default_factory=list)
    withheld: list[Written] = field(default_factory=list)

    @property
    def said(self) -> dict[str, Written]:
        """What was written, by its column."""
        return {name: self._written(name) for name in self.vetting.WRITTEN}

    def _written(self, name: str) -> Written:
        asked = capfirst(str(self.vetting._meta.get_field(name).verbose_name))
        which = f"{self.vetting.number}-{name}" if getattr(self.vetting, name) else ""
        return Written(asked, self.vetting.said(name), which)


@register.simple_tag(takes_context=True)
def rounds_of(context, case: SoftwareRequest) -> list[Round]:
    """Every round, the first one first, for whoever may read what reviewers found (SOFT-11, X-6)."""
    page = context["page"]
    if not page.reads_findings:
        return _withheld(case) if page.may_remove else []
    found = []
    for each, hosts in vetting.rounds(case):
        over = each.ended_at is not None
        shared = each.data_shared if over else case.student_data_found
        rows = (each.elements if over else case.elements_found).all() if shared else []
        found.append(Round(each, hosts, shared, list(rows)))
    return found


def _withheld(case: SoftwareRequest) -> list[Round]:
    """Rounds in which something was written, for an administrator who does not read it; one query."""
    rounds = [(each, [said for said in Round(each).said.values() if said.which]) for each in case.vettings.all()]
    return [Round(each, withheld=written) for each, written in rounds if written]


@register.simple_tag
def setups_of(case: SoftwareRequest) -> list[SetUp]:
    """The lines of the installation, once it has come to that; one query."""
    if not any(step.key in installing.AT_STEPS for step in case.all_steps):
        return []
    return list(case.setup_lines.select_related("place", "done_by"))


@register.simple_tag
def licences_of(case: SoftwareRequest) -> dict[str, Any]:
    """The licences stored for a request, and where one is added; one query (SOFT-14)."""
    rows = list(case.licences.select_related("resource"))
    return {"rows": rows, "add_url": f"{reverse('licence-add')}?case={case.pk}"}
