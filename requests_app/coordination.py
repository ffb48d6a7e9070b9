"""From the gate to accounts: the checklist of a district purchase, six lines done in their order (MACRO-5).

The lead names an owner and a day for each; its owner, or the lead, says that it is done. What the Board decided and
the purchase order are recorded where they happen: these two lines mark themselves.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Role
from accounts.selectors import holders
from catalog.models.resource import Shown
from requests_app.evaluating import covers, tell_owner
from requests_app.models import Candidate, CoordinationLine, DistrictPurchase
from workflows import notices
from workflows.actors import Actor, Hats
from workflows.engine.amending import put_right
from workflows.errors import Invalid, NotYours, Stale, Unmet

What = CoordinationLine.What
BY_ITSELF = frozenset({What.BOARD, What.ORDER})
TOLD = (Role.IT_DIRECTOR, Role.TECHNOLOGY, Role.BUSINESS_OFFICE, Role.COMPLIANCE_OFFICER)
AT_STEP = "coordination"


# --- the list as it stands --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line with what is still in its way."""

    row: CoordinationLine
    settled: bool
    not_needed: bool = False
    locked: str = ""

    @property
    def by_itself(self) -> bool:
        return self.row.what in BY_ITSELF

    @property
    def shown(self) -> Shown:
        """As a badge shows it."""
        if self.not_needed:
            return Shown(_("Not needed"), "quiet", "check")
        if self.settled:
            return Shown(_("Done"), "good", "check")
        return Shown(_("Not yet possible"), "quiet", "lock") if self.locked else Shown(_("To do"), "needs-you", "hand")


def lines(case: DistrictPurchase, *, on: date | None = None) -> list[Line]:
    """The checklist in its order; one query, and those of the agreement once only the accounts are left."""
    rows = list(case.coordination.select_related("owner", "done_by"))
    found: list[Line] = []
    for row in rows:
        not_needed = row.what == What.BOARD and not case.needs_board() and row.done_on is None
        settled = row.done_on is not None or not_needed
        open_before = next((line.row for line in found if not line.settled), None)
        locked = "" if settled else _why_locked(case, row, open_before, on or timezone.localdate())
        found.append(Line(row, settled, not_needed, locked))
    return found


def _why_locked(case: DistrictPurchase, row: CoordinationLine, before: CoordinationLine | None, on: date) -> str:
    if before is not None:
        return _("First: %(line)s.") % {"line": before}
    match row.what:
        case What.BOARD:
            return _("The Board has not approved an amount like this. Its answer is recorded at its step.")
        case What.ORDER:
            return _("It is done when the Business Office records the order.")
        case What.ACCOUNTS:
            return why_no_accounts(case, on=on)
        case _:
            return ""


def why_no_accounts(case: DistrictPurchase, *, on: date) -> str:
    """Why no accounts may be made, or an empty text: an agreement covers the use everywhere (105 ILCS 85/26)."""
    chosen = case.chosen
    if chosen is None:
        return _("Nobody has chosen a candidate.")
    if chosen.compliance == Candidate.Compliance.NO_DATA:
        return ""
    return covers(chosen, case.asked_places(), on=on)


def left(case: DistrictPurchase) -> str:
    """Why the checklist is not done, or an empty text."""
    if not (known := lines(case)):
        return _("The checklist has not begun.")
    waiting = [line for line in known if not line.settled]
    return _("Not done yet: %(line)s.") % {"line": waiting[0].row} if waiting else ""


def left_before_order(case: DistrictPurchase) -> str:
    """What has to be done before the order is placed, or an empty text."""
    waiting = [str(line.row) for line in lines(case) if not line.settled and line.row.what < What.ORDER]
    return _("Before the order: %(names)s.") % {"names": "; ".join(waiting)} if waiting else ""


# --- kept with the case -----------------------------------------------------------------------------------------------


def begin(case: DistrictPurchase) -> None:
    """The six lines, once; proposed are those who did the work before."""
    if case.coordination.exists():
        return
    chosen = case.chosen
    proposed = {
        What.NOTIFIED: case.the_lead,
        What.FUNDING: case.money.supported_by,
        What.CONTRACT: chosen.compliance_by if chosen else None,
    }
    CoordinationLine.objects.bulk_create(
        CoordinationLine(case=case, what=what, owner=proposed.get(what)) for what in What
    )


def begin_anew(case: DistrictPurchase) -> None:
    """What was done for one candidate is not done for another."""
    case.coordination.update(done_on=None, done_by=None)


def bring_up_to_date(case: DistrictPurchase) -> None:
    """The lines that mark themselves, from what is recorded elsewhere; within the transaction of what changed it."""
    money = case.money
    known = {
        What.BOARD: (case.board_met_on, None),
        What.ORDER: (money.po_date if money.po_number else None, money.ordered_by if money.po_number else None),
    }
    for row in case.coordination.filter(what__in=BY_ITSELF):
        done_on, done_by = known[row.what]
        if (row.done_on, row.done_by) != (done_on, done_by):
            row.done_on, row.done_by = done_on, done_by
            row.save(update_fields=["done_on", "done_by"])


# --- who --------------------------------------------------------------------------------------------------------------


def leads(case: DistrictPurchase, user: User, *, on: date) -> bool:
    """Does the step of the coordination wait on this person?"""
    step = case.open_step(AT_STEP)
    if step is None:
        return False
    step.case = case
    return Hats.of(user, on=on).holding(step) is not None


def owns(row: CoordinationLine, user: User, *, on: date) -> bool:
    """Its owner, or whoever acts for them."""
    if row.owner_id is None:
        return False
    return row.owner_id == user.pk or any(giver.pk == row.owner_id for giver in Hats.of(user, on=on).givers)


def _allowed(by: Actor, at: datetime, what: int | None = None):
    """The lead, and for one line its owner, while the purchase is coordinated."""
    on = timezone.localdate(at)

    def check(child: DistrictPurchase) -> None:
        row = child.coordination.filter(what=what).first() if what is not None else None
        own = row is not None and by.user is not None and owns(row, by.user, on=on)
        if by.user is None or not (own or leads(child, by.user, on=on)):
            raise NotYours(_("The checklist is kept by the lead, and each line by its owner."))
        if child.open_step(AT_STEP) is None:
            raise Unmet(_("The purchase is not being coordinated now."))

    return check


# --- keeping it -------------------------------------------------------------------------------------------------------


def give_line(
    case: DistrictPurchase,
    what: int,
    *,
    owner: User,
    due_on: date,
    note: str = "",
    by: Actor,
    at: datetime,
    shown=None,
    key: str = "",
):
    """An owner and a day for a line, by the lead; the owner is told."""

    def act(child: DistrictPurchase) -> dict:
        row = _row(child, what)
        if row.done_on is not None:
            raise Unmet(_("%(line)s: that is done already.") % {"line": row})
        before, given = _given_words(row), (row.owner_id, row.due_on)
        row.owner, row.due_on, row.note = owner, due_on, note
        row.save(update_fields=["owner", "due_on", "note"])
        if given != (owner.pk, due_on):
            tell_owner(child, row, str(row), by=by, at=at)
        return {str(row): [before, _given_words(row)]}

    label = gettext_lazy("Checklist: who does it, and by when")
    return put_right(case.pk, label=label, by=by, at=at, allowed=_allowed(by, at), act=act, shown=shown, key=key)


def _given_words(row: CoordinationLine) -> str:
    return f"{row.owner}, {row.due_on}" if row.owner else ""


def mark_done(case: DistrictPurchase, what: int, *, done_on: date, by: Actor, at: datetime, key: str = ""):
    """A line is done, on a day; Unmet while an earlier one is not, or before it has an owner and a day."""

    def act(child: DistrictPurchase) -> dict:
        row = _row(child, what)
        line = next(each for each in lines(child, on=timezone.localdate(at)) if each.row.pk == row.pk)
        if line.by_itself:
            raise Unmet(_("%(line)s: that is recorded at its step.") % {"line": row})
        if line.settled:
            raise Stale(_("%(line)s: that is done already.") % {"line": row})
        if line.locked:
            raise Unmet(line.locked)
        if row.owner_id is None or row.due_on is None:
            raise Unmet(_("%(line)s: first say who does it, and by when.") % {"line": row})
        if done_on > timezone.localdate(at):
            raise Invalid({"done_on": _("This day has not come yet.")})
        _write(row, done_on, by)
        if row.what == What.NOTIFIED:
            _tell_roles(child, by=by, at=at)
        return {str(row): ["", str(done_on)]}

    allowed = _allowed(by, at, what)
    return put_right(case.pk, label=_label(what, done=True), by=by, at=at, allowed=allowed, act=act, key=key)


def undo(case: DistrictPurchase, what: int, *, by: Actor, at: datetime, key: str = ""):
    """Not done after all; Unmet once a later line is done."""

    def act(child: DistrictPurchase) -> dict:
        row = _row(child, what)
        if row.what in BY_ITSELF:
            raise Unmet(_("%(line)s: that is recorded at its step.") % {"line": row})
        if row.done_on is None:
            raise Stale(_("%(line)s: that is not done.") % {"line": row})
        later = child.coordination.filter(what__gt=row.what, done_on__isnull=False).exclude(what=What.BOARD).first()
        if later is not None:
            raise Unmet(_("This follows it and is done already: %(line)s.") % {"line": later})
        before = str(row.done_on)
        _write(row, None, by)
        return {str(row): [before, ""]}

    allowed = _allowed(by, at, what)
    return put_right(case.pk, label=_label(what, done=False), by=by, at=at, allowed=allowed, act=act, key=key)


def _label(what: int, *, done: bool) -> Any:
    words = gettext_lazy("Done: %(line)s") if done else gettext_lazy("Not done after all: %(line)s")
    return lambda: str(words) % {"line": What(what).label}


def _write(row: CoordinationLine, done_on: date | None, by: Actor) -> None:
    row.done_on, row.done_by = done_on, by.user if done_on else None
    row.save(update_fields=["done_on", "done_by"])


def _tell_roles(case: DistrictPurchase, *, by: Actor, at: datetime) -> None:
    """Information Technology and the other roles, and everybody on the team."""
    on = timezone.localdate(at)
    people = [person for role in TOLD for person in holders(role, case.place, on=on)]
    people += [member.user for member in case.team.select_related("user")]
    notices.tell(people, "district_coordination", case=case, at=at, but=by.user, key=f"coordination:{case.pk}:told")


def _row(child: DistrictPurchase, what: int) -> CoordinationLine:
    found = child.coordination.select_related("owner").filter(what=what).first()
    if found is None:
        raise Stale(_("The checklist has not begun."))
    return found
