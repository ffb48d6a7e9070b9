"""Writing the history: events, and the words people wrote."""

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import translation

from workflows.actors import Actor, Holding
from workflows.models import Case, CaseFile, Event, Passage, Step


def passage(text: str | None) -> Passage | None:
    """Keep what somebody wrote, with its hash; None for nothing."""
    text = (text or "").strip()
    if not text:
        return None
    return Passage.objects.create(text=text, sha256=hashlib.sha256(text.encode()).hexdigest())


def as_kept(words: Any) -> str:
    """Words as the history keeps them, lazy or made by a function: in the installation's language, whoever acts."""
    with translation.override(settings.LANGUAGE_CODE):
        return str(words() if callable(words) else words)


def record(
    case: Case,
    kind: str,
    *,
    by: Actor,
    at: datetime,
    name: str = "",
    label: Any = "",
    holding: Holding | None = None,
    role: str = "",
    step: Step | None = None,
    source: str = "",
    target: str = "",
    words: Passage | None = None,
    internal_words: Passage | None = None,
    file: CaseFile | None = None,
    seen: str = Event.Seen.WHOLE,
    details: dict | None = None,
    key: str = "",
) -> Event:
    """Add one row to the case's history."""
    return Event.objects.create(
        case_id=case.pk,
        kind=kind,
        at=at,
        name=name,
        label=as_kept(label)[:200],
        source=source,
        target=target,
        round=case.round,
        step=step,
        by=by.user,
        by_name=by.shown_name,
        by_role=role,
        on_behalf_of=holding.on_behalf_of if holding else None,
        words=words,
        internal_words=internal_words,
        file=file,
        seen=seen,
        details=_without_words(details or {}),
        key=key,
    )


# Details that people wrote in their own words.
FREE_TEXT = frozenset(
    {
        "rationale",
        "internal",
        "words",
        "library_words",
        "briefing",
        "other_funding",
        "identity_checked",
        "given",
        "alternatives",
        "impact_found",
    }
)


def _without_words(value):
    """What people wrote stands in passages, which can be removed; the history's own row can't be changed (X-5)."""
    if isinstance(value, dict):
        return {k: _without_words(v) for k, v in value.items() if k not in FREE_TEXT}
    return [_without_words(v) for v in value] if isinstance(value, list) else value


def plain(value):
    """Details as JSON keeps them: ids for rows, text for dates and money."""
    if isinstance(value, dict):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, (list, tuple, set)) or hasattr(value, "values_list"):
        return [plain(v) for v in value]
    if hasattr(value, "pk"):
        return {"id": value.pk, "name": str(value)}
    return value if isinstance(value, (bool, int, float, str, type(None))) else str(value)
