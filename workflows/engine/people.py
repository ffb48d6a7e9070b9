"""Who a step is with: claim, re-assign, forward, consult (X-1, MICRO-6, MICRO-7)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from workflows import notices
from workflows.actors import Actor, Hats, is_admin_hat
from workflows.engine.door import admit, locked
from workflows.engine.record import passage, record
from workflows.engine.steps import open_step
from workflows.errors import Invalid, NotYours, Stale, Unmet
from workflows.models import Case, Event, Step


def claim(case: int, step: int, *, by: Actor, at: datetime, version: int | None = None, key: str = "") -> Event:
    """Take a step of one's role on oneself; the others see it no more in their inbox."""
    with locked(case) as child:
        admit(child, by=by, at=at, key=key)
        found = _open(child, step, version)
        holding = Hats.of(by.user, on=timezone.localdate(at)).holding(found)
        if holding is None:
            raise NotYours(_("This step is not with you."))
        return give(child, found, by.user, by=by, at=at, name="claim", key=key, words="")


def assign(
    case: int, step: int, *, person: User | None, by: Actor, at: datetime, words: str = "", version=None, key: str = ""
) -> Event:
    """Give an open step to a person, or back to its role (person None). By whom it is with, its role, or an admin."""
    with locked(case) as child:
        admit(child, by=by, at=at, key=key)
        found = _open(child, step, version)
        hats = Hats.of(by.user, on=timezone.localdate(at))
        if not (hats.holding(found) or may_reassign(found, hats)):
            raise NotYours(_("This step is not yours to hand on."))
        if person is not None:
            _check_taker(child, found, person, on=hats.on)
        return give(child, found, person, by=by, at=at, name="assign", key=key, words=words)


def may_reassign(step: Step, hats: Hats) -> bool:
    """Holders of the step's role may hand it on though it is with a colleague by name; so may administrators."""
    if is_admin_hat(hats):
        return True
    return hats.holding_role(step.role, step.place, barred=step.barred_id) is not None


def forward(
    case: int,
    step: int,
    *,
    stages: list[str],
    by: Actor,
    at: datetime,
    people: dict[str, list[User]] | None = None,
    question: str = "",
    version: int | None = None,
    key: str = "",
) -> list[Step]:
    """Bring others in from a step, each with a step of its own; the forwarder's own stays open."""
    with locked(case) as child:
        admit(child, by=by, at=at, key=key)
        found = _open(child, step, version)
        holding = Hats.of(by.user, on=timezone.localdate(at)).holding(found)
        allowed = {stage.key: stage for stage in child.machine.forwards.get(found.key, ())}
        if holding is None or not allowed:
            raise NotYours(_("This step is not with you."))
        if not stages or any(name not in allowed for name in stages):
            raise Invalid({"stages": _("Choose who should look at it.")})
        opened = []
        for name in stages:
            for person in (people or {}).get(name) or [None]:
                opened.append(_bring_in(child, allowed[name], person, question, by=by, at=at))
        names = ", ".join(str(s.person or s.get_role_display()) for s in opened)
        record(
            child,
            Event.Kind.FORWARD,
            by=by,
            at=at,
            name="forward",
            label=lambda: _("Brought in: %(names)s") % {"names": names},
            holding=holding,
            step=found,
            internal_words=opened[0].question,
            seen=Event.Seen.DECIDED,
            key=key,
        )
    return opened


def _bring_in(case: Case, stage, person: User | None, question: str, *, by: Actor, at: datetime) -> Step:
    if person is not None:
        _check_person(case, person)
    try:
        with transaction.atomic():
            taker = case.person_for(stage)
            return open_step(case, stage, at=at, by=by, person=person, taker=taker, question=question)
    except IntegrityError as error:
        raise Unmet(_("%(who)s was already asked.") % {"who": person or stage.label}) from error


def _open(case: Case, step_id: int, version: int | None) -> Step:
    found = next((step for step in case.all_steps if step.pk == step_id), None)
    if found is None:
        raise NotYours(_("There is no such step."))
    if not found.is_open or (version is not None and version != found.version):
        raise Stale(_("This step has changed since you opened this page."))
    return found


def _check_person(case: Case, person: User) -> None:
    if not person.is_active:
        raise Invalid({"person": _("%(who)s no longer works here.") % {"who": person}})
    if person.pk == case.requester_id and case.machine.bars_requester:
        raise Invalid({"person": _("Nobody decides their own request.")})


def _check_taker(case: Case, step: Step, person: User, *, on: date) -> None:
    if step.stage.decides:
        _check_person(case, person)
    if (
        step.role in Role.values
        and Hats.of(person, on=on).holding_role(step.role, step.place, barred=step.barred_id) is None
    ):
        role = step.get_role_display()
        raise Invalid({"person": _("%(who)s does not hold the role: %(role)s.") % {"who": person, "role": role}})


def give(
    case: Case, step: Step, person: User | None, *, by: Actor, at: datetime, name: str, key: str = "", words: str = ""
):
    """An open step of a locked case goes to a person, or back to its role, with its history row and notice."""
    step.person = person
    step.version += 1
    try:
        with transaction.atomic():
            step.save(update_fields=["person", "version"])
    except IntegrityError as error:
        raise Unmet(_("%(who)s has this step already.") % {"who": person}) from error

    def label() -> str:
        return _("Now with %(who)s") % {"who": person or step.get_role_display()}

    event = record(
        case, Event.Kind.ASSIGN, by=by, at=at, name=name, label=label, step=step, internal_words=passage(words), key=key
    )
    if person is not None:
        notices.tell(
            [person], "step_assigned", case=case, step=step, at=at, but=by.user, key=f"step:{step.pk}:v{step.version}"
        )
    return event
