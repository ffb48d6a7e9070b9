"""The history of a case in words: who did what, on whose behalf, from where to where (X-6)."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TextIO

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from accounts.models import User
from workflows import selectors
from workflows.engine.transferring import TRANSFER
from workflows.machines import MACHINES
from workflows.models import Case, Event
from workflows.words import in_readers_language, state_words

LOOKS = {
    Event.Kind.CREATED: ("quiet", "file"),
    Event.Kind.MOVE: ("waiting", "arrow"),
    Event.Kind.REVIEW: ("good", "eye"),
    Event.Kind.ASSIGN: ("quiet", "person"),
    Event.Kind.FORWARD: ("quiet", "person"),
    Event.Kind.COMMENT: ("quiet", "pencil"),
    Event.Kind.EDIT: ("quiet", "pencil"),
    Event.Kind.FILE: ("quiet", "file"),
    Event.Kind.CLOCK: ("needs-you", "clock"),
    Event.Kind.MAIL: ("quiet", "bell"),
    Event.Kind.REMOVED: ("refused", "lock"),
}
# What a spreadsheet takes for a formula when a cell begins with it.
FORMULA = (*"=+-@＝＋－＠", "\t", "\r", "\n")


@dataclass(frozen=True)
class Entry:
    """One row of the history as one reader sees it."""

    event: Event
    words: str = ""
    internal: str = ""
    source: str = ""
    target: str = ""
    changed: tuple[tuple[str, str, str], ...] = ()

    @property
    def title(self) -> str:
        return in_readers_language(self.event.label) or self.event.get_kind_display()

    @property
    def by(self) -> str:
        """The person and their role, as they were."""
        role = in_readers_language(self.event.by_role)
        said = f"{self.event.by_name}, {role}" if role else self.event.by_name
        if self.event.on_behalf_of_id is None:
            return said
        return _("%(who)s, on behalf of %(giver)s") % {"who": said, "giver": self.event.on_behalf_of}

    @property
    def at_step(self) -> str:
        step = self.event.step
        return str(step.label) if step else ""

    @property
    def moved(self) -> bool:
        return bool(self.target) and self.source != self.target

    @property
    def tone(self) -> str:
        if self.event.kind == Event.Kind.REVIEW and self.event.name == "deny":
            return "refused"
        return LOOKS[Event.Kind(self.event.kind)][0]

    @property
    def icon(self) -> str:
        return LOOKS[Event.Kind(self.event.kind)][1]


def entries(case: Case, user: User, *, at: datetime, kind: str = "") -> list[Entry]:
    """What this reader may see of a case's history, newest first; only one kind when it is given."""
    internal = selectors.reading(user, case, at=at).internal
    found, procedure = [], case.kind
    for row in selectors.history(case, user, at=at):
        # Whatever stands before a move to another procedure was said in the words of the one before.
        before = row.details["from"] if row.name == TRANSFER else procedure
        if not kind or row.kind == kind:
            found.append(_entry(case, row, internal, before=before, after=procedure))
        procedure = before
    return found


def _entry(case: Case, row: Event, internal: bool, *, before: str, after: str) -> Entry:
    if row.step is not None:
        row.step.case = case
    return Entry(
        event=row,
        words=str(row.words or ""),
        internal=str(row.internal_words or "") if internal else "",
        source=_state(before, row.source),
        target=_state(after, row.target),
        changed=tuple(_changes(before, row.details.get("changed"))),
    )


def _state(kind: str, state: str) -> str:
    return state_words(kind, state) if state in MACHINES[kind].State.values else state


def _changes(kind: str, changed: Any) -> Iterator[tuple[str, str, str]]:
    """(question, what it said, what it says) of a change to the record; texts that may be removed keep no words."""
    for name, both in (changed or {}).items():
        was, now = both if isinstance(both, list) and len(both) == 2 else ("", "")
        yield _asked(kind, name), str(was), str(now)


def _asked(kind: str, name: str) -> str:
    """A column of the procedure that it was in then, or of the purchase that all of them have (X-14)."""
    column = _column(selectors.model_of(kind), name) or _column(Case._meta.get_field("purchase").related_model, name)
    if column is None:
        return in_readers_language(name.replace("_", " "))
    if column.auto_created:  # rows of its own, such as subcontractors
        return in_readers_language(capfirst(str(column.related_model._meta.verbose_name_plural)))
    return str(column.verbose_name)


def _column(model: type[Model], name: str) -> Any:
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


# --- as a table -------------------------------------------------------------------------------------------------------


def write_csv(found: Iterable[Entry], file: TextIO) -> None:
    """The history as comma-separated values that no spreadsheet runs as formulas."""
    table = csv.writer(file)
    headings = [_("When"), _("Kind"), _("What"), _("Who"), _("Role"), _("On behalf of"), _("Step"), _("From"), _("To")]
    table.writerow([*headings, _("Round"), _("Words"), _("For reviewers only"), _("Changed")])
    for entry in found:
        table.writerow([plain_cell(value) for value in _cells(entry)])


def _cells(entry: Entry) -> list[Any]:
    event = entry.event
    changed = "; ".join(f"{asked}: {was} → {now}" for asked, was, now in entry.changed)
    when = timezone.localtime(event.at).isoformat(sep=" ", timespec="seconds")
    who = [event.by_name, event.by_role, event.on_behalf_of or ""]
    states = [entry.source, entry.target]
    return [
        when, event.get_kind_display(), entry.title, *who, entry.at_step, *states, event.round,
        entry.words, entry.internal, changed,
    ]  # fmt: skip


def plain_cell(value: Any) -> str:
    """A cell's text; one that a spreadsheet would take for a formula begins with an apostrophe."""
    text = str(value).replace("\0", "")
    return f"'{text}" if text.lstrip().startswith(FORMULA) or text.startswith(FORMULA) else text
