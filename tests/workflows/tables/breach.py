"""Who may do what with a breach, in each of its states, and what each act must say (LAW-4).

The Director of Information Technology and counsel read it; the Compliance Officer alone acts.
"""

from datetime import date

from django.utils import timezone

from accounts.district import change_setting
from tests.public_cases import breach_in

OFFICER = "compliance-officer"
BREACH: dict[str, dict[str, tuple[set, set]]] = {
    "recorded": {OFFICER: ({"hold", "close"}, {"notify-parents", "post-breach"})},
    "held": {OFFICER: ({"release", "close"}, {"notify-parents", "post-breach"})},
    "complete": {OFFICER: ({"reopen"}, set())},
    "closed": {OFFICER: ({"reopen"}, set())},
}


def small(cast):
    """Ten of a thousand students."""
    change_setting(key="enrollment", value=1000, by=cast.admin, at=timezone.now())
    return breach_in(cast, "recorded")


WHY = {"rationale": "The agency asked for it in writing."}
SENT = {"done_on": date(2026, 1, 15)}
BROKEN = {("handled", "all_have_answered"): lambda c: breach_in(c, "recorded")}
SAID = {
    ("hold", "rationale_given"): (lambda c: breach_in(c, "recorded"), WHY, "rationale"),
    ("close", "rationale_given"): (lambda c: breach_in(c, "recorded"), WHY, "rationale"),
    ("reopen", "rationale_given"): (lambda c: breach_in(c, "complete"), WHY, "rationale"),
}
# `not_held` asks for no words: tests/contracts/breaches/test_clocks.py holds a breach and is refused.
ANSWERED = {
    ("notify-parents", "not_held"): (lambda c: breach_in(c, "recorded"), "done", SENT, set()),
    ("notify-parents", "clock_explained"): (lambda c: breach_in(c, "recorded"), "done", SENT, {"done_on"}),
    ("post-breach", "not_held"): (lambda c: breach_in(c, "recorded"), "done", {}, set()),
    ("post-breach", "posting_explained"): (small, "not-needed", WHY, {"rationale"}),
}
HOLDERS = {"notify-parents": OFFICER, "post-breach": OFFICER}
