"""Words the district chooses for a state (X-13: the words of a jurisdiction are settings)."""

from accounts.district import setting
from workflows.machines import MACHINES

_CHOSEN = {("micro", "soppa-review"): "word_soppa_review"}


def state_words(kind: str, state: str) -> str:
    """The state of a kind of case as people say it."""
    key = _CHOSEN.get((kind, state))
    machine = MACHINES[kind]
    chosen = setting(key) if key else ""
    own = machine.State(state).label
    return str(chosen) if chosen and str(chosen) != str(own) else str(own)
