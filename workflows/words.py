"""Words the district chooses for a state (X-13: the words of a jurisdiction are settings)."""

from django.utils.translation import gettext

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


def in_readers_language(kept: str) -> str:
    """Words of the history for a reader: translated where they are the product's own, else as they were kept."""
    return gettext(kept) if kept else ""
