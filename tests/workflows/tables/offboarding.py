"""Who may do what with the deletion of data, in each of its states, and what each act must say (RENEW-6).

The vendor hands in the certificate through its link; the Compliance Officer does everything else.
"""

from tests.offboarding_paths import TOLD, add_certificate, offboarding_in, requested, told

_UNDONE = {"mover": ({"reopen"}, set()), "admin": ({"reopen"}, set())}
OFFBOARDING: dict[str, dict[str, tuple[set, set]]] = {
    "requested": {"compliance-officer": ({"receive", "close"}, set())},
    "requested, nobody known": {
        "compliance-officer": ({"receive", "close", "name_contact"}, {"vendor-contact"}),
    },
    "certified": {"compliance-officer": ({"accept", "send_back", "close"}, {"certificate-check"})},
    "complete": _UNDONE,
    "closed": _UNDONE,
}


def deletion_in(cast, scene: str):
    """A scene of the table."""
    return requested(cast, known=False) if "," in scene else offboarding_in(cast, scene)


BROKEN = {
    ("hand_in", "certificate_is_in"): requested,
    ("receive", "certificate_is_in"): requested,
}
WHY = {"rationale": "It names no day."}
WHO = {"deletion_contact": "Vic Vendor", "deletion_email": "vic@vendor.example"}
SAID = {
    ("hand_in", "deletion_told"): (lambda c: add_certificate(requested(c)), lambda case: told(), "deleted_on"),
    ("receive", "deletion_told"): (lambda c: add_certificate(requested(c)), lambda case: told(), next(iter(TOLD))),
    ("name_contact", "vendor_contact_named"): (lambda c: requested(c, known=False), WHO, "deletion_email"),
    ("send_back", "rationale_given"): (lambda c: offboarding_in(c, "certified"), WHY, "rationale"),
    ("close", "rationale_given"): (requested, WHY, "rationale"),
    ("reopen", "rationale_given"): (lambda c: offboarding_in(c, "complete"), WHY, "rationale"),
}
