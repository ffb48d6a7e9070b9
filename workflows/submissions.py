"""What a requester said at each submission, and what changed from one to the next (X-2, X-5)."""

from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from workflows.models import Answers


@dataclass(frozen=True)
class Difference:
    """One answer that a new submission changed."""

    asked: str
    was: str
    now: str


@dataclass(frozen=True)
class Resubmission:
    """What a submission changed in the one before it."""

    answers: Answers
    number: int
    changed: list[Difference]


def resubmissions(submissions: list[Answers]) -> list[Resubmission]:
    """What each later submission changed, newest first; `submissions` are oldest first."""
    numbered = enumerate(pairwise(submissions), start=2)
    return [Resubmission(now, number, differences(was, now)) for number, (was, now) in numbered][::-1]


def differences(was: Answers, now: Answers) -> list[Difference]:
    """Answers that differ between two submissions, in the order in which they were asked."""
    asked = {**now.data, **was.data}
    order = [*now.data, *(name for name in was.data if name not in now.data)]
    found = []
    for name in order:
        before, after = said_in(was.data.get(name)), said_in(now.data.get(name))
        if before != after:
            found.append(Difference(str(asked[name].get("asked") or name), before, after))
    return found


def said_in(kept: dict | None) -> str:
    """An answer as it is kept at a submission."""
    if not kept:
        return ""
    return _("[removed by an administrator]") if "removed" in kept else str(kept.get("said") or "")
