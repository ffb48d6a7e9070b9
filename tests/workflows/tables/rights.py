"""Who may do what with a parent's request, in each of its states, and what each act must say (LAW-3).

Nobody but the Compliance Officer has any right here, administrators and whoever moved it last included.
"""

from tests.public_cases import ask, request_in

OFFICER = "compliance-officer"
RIGHTS: dict[str, dict[str, tuple[set, set]]] = {
    "received": {OFFICER: ({"confirm_identity", "refuse_identity"}, {"identity"})},
    "in-progress": {OFFICER: ({"answer", "correct", "refuse"}, {"rights"})},
    "corrected": {OFFICER: ({"tell_parent"}, {"tell-parent"})},
    "answered": {OFFICER: ({"reopen"}, set())},
    "refused": {OFFICER: ({"reopen"}, set())},
}


def third_copy(cast):
    """The third request for a copy of the same student's data on a day."""
    for _earlier in range(2):
        ask(cast, wish="copy")
    return request_in(cast, "in-progress", wish="copy")


BROKEN = {
    ("answer", "is_no_correction"): lambda c: request_in(c, "in-progress", wish="correct"),
    ("answer", "within_the_limit"): third_copy,
    ("correct", "is_a_correction"): lambda c: request_in(c, "in-progress"),
}
WHY = {"rationale": "The parent was told why."}
GIVEN = {"given": "A copy on paper, by mail"}
CHECKED = {"identity_checked": "Called the number on record"}
SAID = {
    ("confirm_identity", "identity_checked_described"): (ask, CHECKED, "identity_checked"),
    ("refuse_identity", "rationale_given"): (ask, WHY, "rationale"),
    ("answer", "given_described"): (lambda c: request_in(c, "in-progress"), GIVEN, "given"),
    ("correct", "given_described"): (lambda c: request_in(c, "in-progress", wish="correct"), GIVEN, "given"),
    ("refuse", "rationale_given"): (lambda c: request_in(c, "in-progress"), WHY, "rationale"),
    ("reopen", "rationale_given"): (lambda c: request_in(c, "answered"), WHY, "rationale"),
}
