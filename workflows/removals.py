"""What an administrator may take out of a case because it holds a student's or other personal data (X-5)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from workflows import engine
from workflows.actors import Actor
from workflows.engine.remarks import passages_of
from workflows.models import Case, CaseFile, Event, Passage


@dataclass(frozen=True)
class Removable:
    """One thing that can be removed: what it is, and what it says today."""

    what: Any
    says: str
    act: Callable[..., Event]

    def remove(self, *, by: Actor, at: datetime, reason: str) -> Event:
        return self.act(by=by, at=at, reason=reason)


def find(case: Case, what: str, which: str) -> Removable | None:
    """The passage, file or answer of this case that an address names; None when there is none any more."""
    kinds = {"passage": _passage, "file": _file, "answer": _answer, "finding": _finding}
    return kinds[what](case, which) if what in kinds else None


def _number(which: str) -> int:
    return int(which) if which.isascii() and which.isdigit() and len(which) < 19 else 0


def _passage(case: Case, which: str) -> Removable | None:
    found = Passage.objects.filter(pk=_number(which), removed_at__isnull=True).first()
    if found is None or found.pk not in passages_of(case):
        return None
    return Removable(_("What somebody wrote"), found.text, partial(engine.remove_passage, case.pk, found.pk))


def _file(case: Case, which: str) -> Removable | None:
    rows = CaseFile.objects.select_related("file").filter(file__removed_at__isnull=True)
    found = rows.filter(case_id=case.pk, pk=_number(which)).first()
    if found is None:
        return None
    return Removable(_("A file"), found.file.name, partial(engine.remove_file, case.pk, found.pk))


def _answer(case: Case, which: str) -> Removable | None:
    if which not in case.removable_answers() or not getattr(case, which):
        return None
    asked = case._meta.get_field(which).verbose_name
    says = f"{asked}: {getattr(case, which)}"
    return Removable(_("An answer of the form"), says, partial(engine.remove_answer, case.pk, which))


def _finding(case: Case, which: str) -> Removable | None:
    found = case.findings().get(which)
    if found is None or not found.words:
        return None
    asked = found.row._meta.get_field(found.column).verbose_name
    says = f"{asked}: {found.words}"
    return Removable(_("What somebody wrote"), says, partial(engine.remove_finding, case.pk, which))
