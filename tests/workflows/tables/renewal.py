"""Who may do what with a renewal and with a review, in each state, and what each act must say (RENEW-2 to RENEW-5).

The person in charge is asked by name; here nobody is, so that the Director of Information Technology answers.
"""

from datetime import timedelta

from django.utils import timezone

from contracts.models import Renewal
from tests.renewal_paths import SAFE, USAGE, WHY, RenewalPath, review_in
from workflows import engine
from workflows.actors import Actor

DIRECTOR, CYBERSECURITY = "it-director", "cybersecurity"
AGAIN = {"mover": ({"reopen"}, set()), "admin": ({"reopen"}, set())}
RENEWAL: dict[str, dict[str, tuple[set, set]]] = {
    "gathering": {DIRECTOR: (set(), {"usage"}), CYBERSECURITY: (set(), {"safeguards"})},
    "deciding": {
        DIRECTOR: ({"renew", "renegotiate", "ask_again", "let_lapse", "terminate"}, {"renewal-decision"}),
    },
    "renegotiating": {},
    "renewed": AGAIN,
    "let-lapse": AGAIN,
    "terminated": {},
    "closed": {},
}
REVIEW: dict[str, dict[str, tuple[set, set]]] = {
    "due": {DIRECTOR: ({"confirm", "raise_concern"}, {"look"})},
    "confirmed": AGAIN,
    "concern": AGAIN,
    "closed": {},
}


def renewal_in(cast, state: str) -> Renewal:
    return RenewalPath(cast).to(state)


def with_a_concern(cast) -> Renewal:
    path = RenewalPath(cast)
    path.usage()
    return path.safeguards("concern", **WHY)


def without_an_end(cast) -> Renewal:
    """Opened by a concern about an agreement that never ends, and answered."""
    review = review_in(cast, "concern")
    return RenewalPath.of(cast, Renewal.objects.get(opened_from=review)).deciding()


def ended_since(cast) -> Renewal:
    path = RenewalPath(cast)
    path.let_lapse()
    engine.perform(path.agreement.pk, "terminate", by=Actor(cast.it_director), at=timezone.now(), **WHY)
    return path.fresh


def deciding(cast) -> Renewal:
    return renewal_in(cast, "deciding")


BROKEN = {
    ("gathered", "all_have_answered"): lambda c: renewal_in(c, "gathering"),
    ("renew", "safeguards_hold"): with_a_concern,
    ("let_lapse", "its_term_ends"): without_an_end,
    ("reopen", "agreement_still_runs"): ended_since,
}
NEW_TERM = {"new_ends_on": timezone.localdate() + timedelta(days=425)}
NEGOTIATOR = {"contact_name": "Vic Vendor", "contact_email": "vic@vendor.example"}
SAID = {
    ("renew", "term_named"): (deciding, NEW_TERM, "new_ends_on"),
    ("renegotiate", "negotiator_named"): (deciding, NEGOTIATOR | WHY, "contact_email"),
    ("renegotiate", "rationale_given"): (deciding, NEGOTIATOR | WHY, "rationale"),
    ("ask_again", "rationale_given"): (deciding, WHY, "rationale"),
    ("let_lapse", "rationale_given"): (deciding, WHY, "rationale"),
    ("terminate", "rationale_given"): (deciding, WHY, "rationale"),
    ("reopen", "rationale_given"): (lambda c: renewal_in(c, "renewed"), WHY, "rationale"),
    ("raise_concern", "rationale_given"): (lambda c: review_in(c, "due"), WHY, "rationale"),
    ("raise_concern", "consequence_named"): (
        lambda c: review_in(c, "due", agreement=False),
        WHY | {"consequence": "privacy"},
        "consequence",
    ),
}
SAID_OF_REVIEW = {("reopen", "rationale_given"): (lambda c: review_in(c, "confirmed"), WHY, "rationale")}
ANSWERED = {
    ("usage", "usage_answered"): (lambda c: renewal_in(c, "gathering"), "done", USAGE, set(USAGE)),
    ("safeguards", "safeguards_answered"): (
        lambda c: renewal_in(c, "gathering"),
        "concern",
        SAFE | WHY,
        {*SAFE, "rationale"},
    ),
}
HOLDERS = {"usage": DIRECTOR, "safeguards": CYBERSECURITY}
