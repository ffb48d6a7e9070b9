"""Who may do what with a half-yearly confirmation, in each of its states, and what it must say (LAW-2).

The Compliance Officer alone confirms; whoever confirmed it, or an administrator, has it confirmed again.
"""

from django.utils import timezone

from contracts import confirming
from contracts.models import Confirmation
from workflows import engine
from workflows.actors import Actor

CONFIRMATION: dict[str, dict[str, tuple[set, set]]] = {
    "due": {"compliance-officer": ({"confirm"}, {"confirm"})},
    "confirmed": {"mover": ({"reopen"}, set()), "admin": ({"reopen"}, set())},
}
ALL_FIVE = {"items": ["1", "2", "3", "4", "5"]}


def confirmation_in(cast, state: str) -> Confirmation:
    """The half-year of today, to be confirmed or confirmed."""
    at = timezone.now()
    case = confirming.open_confirmation(at=at)
    if state == "confirmed":
        step = case.open_step("confirm").pk
        engine.perform(case.pk, "confirm", by=Actor(cast.compliance_officer), at=at, step=step, **ALL_FIVE)
    return Confirmation.objects.get(pk=case.pk)


SAID = {
    ("confirm", "items_confirmed"): (lambda c: confirmation_in(c, "due"), ALL_FIVE, "items"),
    ("reopen", "rationale_given"): (
        lambda c: confirmation_in(c, "confirmed"),
        {"rationale": "An operator was missing."},
        "rationale",
    ),
}
