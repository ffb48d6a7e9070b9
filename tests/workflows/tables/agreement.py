"""Who may do what with an agreement, in each of its states (PROC-6, RENEW-5, RENEW-6)."""

KEEPS = ("it-director", "compliance-officer", "requester")


def _keepers(*moves: str) -> dict[str, tuple[set, set]]:
    """The Director of Information Technology starts the agreement, so `requester` is the same person."""
    return {column: (set(moves), set()) for column in KEEPS}


_UNDONE = {"mover": ({"reinstate"}, set()), "admin": ({"reinstate"}, set())}
AGREEMENT: dict[str, dict[str, tuple[set, set]]] = {
    "drafting": _keepers("send", "sign", "drop"),
    "sent": _keepers("negotiate", "sign", "drop"),
    "negotiating": _keepers("send", "sign", "drop"),
    "signed": _keepers("supersede", "terminate"),
    "in-force": _keepers("supersede", "terminate"),
    "expiring": _keepers("supersede", "terminate"),
    "lapsed": _UNDONE,
    "terminated": _UNDONE,
    "superseded": _UNDONE,
    "dropped": {},
}
