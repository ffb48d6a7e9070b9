"""Starting a case, and changing what it says while that is the requester's to do."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Place, User
from accounts.roles import Part
from workflows.actors import Actor
from workflows.engine.amending import write
from workflows.engine.door import Shown, admit, check_case_version, locked, must_be_with_vendor
from workflows.engine.moving import columns, next_number, save_changed
from workflows.engine.record import as_kept, record
from workflows.engine.steps import open_stages
from workflows.errors import NotYours, Unmet
from workflows.models import Answers, Case, Event
from workflows.moves import Phase


def start(
    kind_of_case: type[Case],
    *,
    by: Actor,
    at: datetime,
    place: Place,
    key: str = "",
    then: Callable[[Case], Any] | None = None,
    **columns: Any,
) -> Case:
    """Begin a case in its machine's first state; the same form again gives the case it began.

    `many` maps names to lists of rows; `act(case)` may write the child's own rows. What is begun by a user is theirs
    unless `requester` says otherwise. `then(case)` is done in the same transaction, with the case begun and numbered.
    """
    try:
        if again := _begun(kind_of_case, key, by):
            return again
        with transaction.atomic(durable=True):
            case = begin(kind_of_case, by=by, at=at, place=place, key=key, **columns)
            if then is not None:
                then(case)
            return case
    except IntegrityError:  # the second click was as quick as the first
        if again := _begun(kind_of_case, key, by):
            return again
        raise


def _begun(kind_of_case: type[Case], key: str, by: Actor) -> Case | None:
    event = Event.objects.filter(_beginning(kind_of_case, by), key=key).first() if key else None
    return event.case.child if event else None


def _beginning(kind_of_case: type[Case], by: Actor) -> Q:
    """Events by which somebody began a case of a kind: only these are found again by the key of its form."""
    return Q(by=by.user, name="start", case__kind=kind_of_case.machine_kind)


def begin(
    kind_of_case: type[Case],
    *,
    by: Actor,
    at: datetime,
    place: Place,
    key: str = "",
    many: dict[str, Iterable] | None = None,
    **columns: Any,
) -> Case:
    """`start` within a transaction that is open already: another case's move, or a date that has come."""
    first = kind_of_case.main_line[0]
    numbered = kind_of_case.numbered_at_start
    case = kind_of_case(
        kind=kind_of_case.machine_kind,
        state=first.value,
        phase=kind_of_case.looks[first].phase.value,
        place=place,
        created_at=at,
        updated_at=at,
        moved_at=at,
        moved_by=by.user,
        **{"requester": by.user, **columns},
    )
    case.save()
    case.every_step = []  # there is none to read
    for name, rows in (many or {}).items():
        getattr(case, name).set(rows)
    foreign = key and Event.objects.filter(key=key).exclude(_beginning(kind_of_case, by)).exists()
    once = "" if foreign else key
    record(
        case, Event.Kind.CREATED, by=by, at=at, name="start", label=gettext_lazy("Started"), target=case.state, key=once
    )
    open_stages(case, case.opens(case.state), at=at, by=by)
    case.after_start(by=by, at=at)
    if numbered:
        case.submitted_at, case.number = at, next_number(at)
        case.save(update_fields=["submitted_at", "number", "round"])
    return case


def edit(
    case: int,
    changes: dict[str, Any],
    *,
    by: Actor,
    at: datetime,
    many: dict[str, list] | None = None,
    act: Callable[[Case], dict] | None = None,
    shown=None,
) -> Case:
    """Change a case's own columns: the requester while it is theirs, the holder of a link while a step is theirs.

    `act(case)` may write the child's own rows, and says what each list said before and says now. Each change after the
    draft is in the history.
    """
    with locked(case) as child:
        admit(child, by=by, at=at)
        check_case_version(child, shown, weighs_reviews=False)
        _must_be_editable(child, by)
        before = columns(child)
        said = write(child, changes, many or {})
        if act is not None:
            said |= act(child) or {}
        child.updated_at = at
        save_changed(child, before)
        # Texts that may have to be removed one day stand with the submissions, never in the history's own rows.
        apart = child.removable_answers()
        changed = {name: [] if name in apart else [old, new] for name, (old, new) in said.items() if old != new}
        if changed and child.phase != Phase.PREPARING:
            label, role = gettext_lazy("The request was changed"), ""
            if by.link is not None:
                label, role = gettext_lazy("The vendor’s answers were changed"), as_kept(Part.VENDOR.label)
            changed = {"changed": changed}
            record(child, Event.Kind.EDIT, by=by, at=at, name="edit", label=label, role=role, details=changed)
    return child


def _must_be_editable(child: Case, by: Actor) -> None:
    if by.link is not None:
        must_be_with_vendor(child)
        return
    if by.user is None or by.user.pk != child.requester_id:
        raise NotYours(_("Only the requester changes the request."))
    reason = child.not_editable()
    if reason:
        raise Unmet(reason)


def keep_answers(case: Case, data: dict, *, form_version: str, by: User, at: datetime) -> Answers:
    """Keep what was asked and said at this submission; called by the child within the move."""
    return Answers.objects.create(case_id=case.pk, round=case.round, form_version=form_version, data=data, by=by, at=at)


__all__ = ["Shown", "begin", "edit", "keep_answers", "start"]
