"""`amend`: the holder of a step puts the record right (findings, links, school sites), with its history row.

Whatever now follows by itself is done: a quote over what was approved goes back to the budget owner (X-14).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from workflows.actors import Actor, Hats, Holding
from workflows.engine.door import Shown, admit, check_case_version, locked
from workflows.engine.moving import columns, role_shown, run_automatic, save_changed
from workflows.engine.record import record
from workflows.errors import NotYours, Stale
from workflows.models import Case, Event, Step


def amend(
    case: int,
    step: int,
    *,
    label: Any,
    by: Actor,
    at: datetime,
    changes: dict[str, Any] | None = None,
    many: dict[str, list] | None = None,
    act=None,
    key: str = "",
) -> Case:
    """Change columns the child lists as amendable at this step; `act(case)` may write the child's own rows.

    The case's version rises: whoever decides on the record as it was is told that it changed.
    """
    with locked(case) as child:
        admit(child, by=by, at=at, key=key)
        found, holding = held_step(child, step, by=by, at=at)
        allowed = child.amendable.get(found.key, set())
        if not {*(changes or {}), *(many or {})} <= allowed:
            raise NotYours(_("This is not changed at this step."))
        right = {"holding": holding, "role": role_shown(holding, found), "step": found, "seen": Event.Seen.DECIDED}
        _change(child, changes, many, act, label=label, by=by, at=at, key=key, **right)
    return child


def held_step(case: Case, step: int, *, by: Actor, at: datetime) -> tuple[Step, Holding]:
    """A step of a locked case that waits on whoever acts, and by what right. NotYours or Stale for any other."""
    found = next((each for each in case.all_steps if each.pk == step), None)
    holding = Hats.of(by.user, on=timezone.localdate(at)).holding(found) if found else None
    if holding is None:
        raise NotYours(_("This step is not with you."))
    if not found.is_open:
        raise Stale(_("This step has already been answered."))
    return found, holding


def put_right(
    case: int,
    *,
    label: Any,
    by: Actor,
    at: datetime,
    allowed: Callable[[Case], None],
    changes: dict[str, Any] | None = None,
    many: dict[str, list] | None = None,
    act=None,
    shown: Shown | None = None,
    key: str = "",
) -> Case:
    """Change a record outside any step; `allowed(case)` raises when the actor or the case's state forbids it.

    `act(case)` may write the child's own rows and returns what each said before and says now.
    """
    with locked(case) as child:
        admit(child, by=by, at=at, key=key)
        check_case_version(child, shown, weighs_reviews=False)
        allowed(child)
        _change(child, changes, many, act, label=label, by=by, at=at, key=key)
    return child


def _change(case: Case, changes, many, act, *, label, by: Actor, at: datetime, key: str, **right) -> None:
    before = columns(case)
    details = write(case, changes or {}, many or {})
    if act is not None:
        details |= act(case) or {}
    case.version += 1
    case.updated_at = at
    save_changed(case, before)
    # The history's rows can't be changed: of texts that may have to be removed one day they say only that.
    apart = case.removable_answers()
    changed = {name: [] if name in apart else said for name, said in details.items() if said[0] != said[1]}
    record(
        case, Event.Kind.EDIT, by=by, at=at, name="amend", label=label, details={"changed": changed}, key=key, **right
    )
    run_automatic(case, by=by, at=at)


def write(child: Case, changes: dict[str, Any], many: dict[str, list]) -> dict[str, list[str]]:
    """Set columns and lists of rows; what each said before and says now."""
    details = {}
    for name, value in changes.items():
        old = str(getattr(child, name) if getattr(child, name) is not None else "")
        setattr(child, name, value)
        details[name] = [old, str(value if value is not None else "")]
    for name, rows in many.items():
        old = "; ".join(str(row) for row in getattr(child, name).all())
        getattr(child, name).set(rows)
        details[name] = [old, "; ".join(str(row) for row in rows)]
    return details
