"""Who takes part in a district purchase: its lead, the committee, stakeholders, the Business Office (MACRO-1).

Everybody with a part reads all of it. A member of the committee is asked by name while the candidates are evaluated.
"""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from requests_app.models import DistrictPurchase, TeamMember
from workflows import clocks, notices
from workflows.actors import Actor, Hats, is_admin_hat
from workflows.engine.amending import put_right
from workflows.engine.steps import close_step, open_step
from workflows.errors import Invalid, NotYours, Stale, Unmet
from workflows.machines.macro_stages import COMMITTEE, SPONSORSHIP
from workflows.models import Follower, Step


def is_theirs(case: DistrictPurchase, user: User, *, at: datetime) -> bool:
    """The lead, whoever sponsors it, and administrators say who takes part."""
    hats = Hats.of(user, on=timezone.localdate(at))
    sponsors = hats.holding_role(case.role_for(SPONSORSHIP), case.place) is not None
    return user.pk == case.the_lead.pk or sponsors or is_admin_hat(hats)


def _allowed(by: User, at: datetime):
    def check(case: DistrictPurchase) -> None:
        if not is_theirs(case, by, at=at):
            raise NotYours(_("The lead and the sponsor say who takes part."))
        if case.is_over:
            raise Unmet(_("It is now: %(state)s.") % {"state": case.state_words})

    return check


def add_member(
    case: DistrictPurchase, person: User, part: str, *, by: User, at: datetime, shown=None, key: str = ""
) -> DistrictPurchase:
    """Give somebody a part. Invalid when they have it already."""

    def act(child: DistrictPurchase) -> dict:
        _must_work_here(person, "person")
        if child.team.filter(user=person, part=part).exists():
            raise Invalid({"person": _("%(who)s has this part already.") % {"who": person}})
        member = TeamMember.objects.create(case=child, user=person, part=part, added_by=by, at=at)
        child.forget_committee()
        _reads(child, person, by=by, at=at)
        if part == TeamMember.Part.COMMITTEE:
            _ask(child, person, by=by, at=at)
        context = {"part": part, "lead": str(child.the_lead)}
        key = f"case:{child.pk}:part:{member.pk}"
        notices.tell([person], "team_part", case=child, at=at, but=by, key=key, context=context)
        return {"team": ["", str(member)]}

    label = gettext_lazy("A part was given")
    said = {"allowed": _allowed(by, at), "act": act, "shown": shown, "key": key}
    return put_right(case.pk, label=label, by=Actor(by), at=at, **said)


def remove_member(
    case: DistrictPurchase, member: int, *, by: User, at: datetime, shown=None, key: str = ""
) -> DistrictPurchase:
    """Take a part away; what they said stays, and so do they among those who follow it."""

    def act(child: DistrictPurchase) -> dict:
        found = child.team.select_related("user").filter(pk=member).first()
        if found is None:
            raise Stale(_("This person has this part no longer."))
        if found.part == TeamMember.Part.COMMITTEE:
            for step in _asked(child, found.user):
                close_step(child, step, at=at, closing=Step.Closing.CANCELLED)
        words = str(found)
        found.delete()
        child.forget_committee()
        return {"team": [words, ""]}

    label = gettext_lazy("A part was taken away")
    said = {"allowed": _allowed(by, at), "act": act, "shown": shown, "key": key}
    return put_right(case.pk, label=label, by=Actor(by), at=at, **said)


def hand_over(
    case: DistrictPurchase, person: User, *, by: User, at: datetime, shown=None, key: str = ""
) -> DistrictPurchase:
    """Somebody else leads it from now on: the lead's open steps go to them. Before it is submitted it stays with
    whoever writes it."""

    def act(child: DistrictPurchase) -> dict:
        if child.submitted_at is None:
            raise Unmet(_("The needs assessment is its writer’s until it is submitted."))
        _must_work_here(person, "lead")
        before = child.the_lead
        if person.pk == before.pk:
            raise Invalid({"lead": _("%(who)s leads it already.") % {"who": person}})
        child.lead = person
        _reads(child, before, by=by, at=at)
        _reads(child, person, by=by, at=at)
        for step in child.lead_steps():
            step.person = person
            step.version += 1
            step.save(update_fields=["person", "version"])
            key = f"step:{step.pk}:v{step.version}"
            notices.tell([person], "step_assigned", case=child, step=step, at=at, but=by, key=key)
        child.forget_steps()
        return {"lead": [str(before), str(person)]}

    label = gettext_lazy("Handed over to another lead")
    said = {"allowed": _allowed(by, at), "act": act, "shown": shown, "key": key}
    return put_right(case.pk, label=label, by=Actor(by), at=at, **said)


def _must_work_here(person: User, field: str) -> None:
    if not person.is_active:
        raise Invalid({field: _("%(who)s no longer works here.") % {"who": person}})


def involve(case: DistrictPurchase, person: User, *, by: User, at: datetime) -> None:
    """Whoever has a part in the plan is of the team, as a stakeholder unless they are already, and reads all of it.

    Within the transaction that names them (MACRO-8, MACRO-9).
    """
    if person.pk == case.the_lead.pk:
        return
    if not case.team.filter(user=person).exists():
        TeamMember.objects.create(case=case, user=person, part=TeamMember.Part.STAKEHOLDER, added_by=by, at=at)
    _reads(case, person, by=by, at=at)


def _reads(case: DistrictPurchase, person: User, *, by: User, at: datetime) -> None:
    row, new = Follower.objects.get_or_create(case_id=case.pk, user=person, defaults={"added_by": by, "at": at})
    if not (new or row.reads_whole):
        row.reads_whole = True
        row.save(update_fields=["reads_whole"])


def _asked(case: DistrictPurchase, person: User) -> list[Step]:
    return [step for step in case.open_steps() if step.key == COMMITTEE.key and step.person_id == person.pk]


def _ask(case: DistrictPurchase, person: User, *, by: User, at: datetime) -> None:
    """Who comes to the committee while it sits is asked at once; who was taken off it in this round is asked again."""
    if case.state != case.State.EVALUATION or not case.has_committee:
        return
    asked = [step for step in case.all_steps if step.key == COMMITTEE.key and step.person_id == person.pk]
    before = [step for step in asked if step.round == case.round]
    if not before:
        open_step(case, COMMITTEE, at=at, by=Actor(by), person=person)
        return
    step = before[-1]
    if step.closing == Step.Closing.CANCELLED:
        step.closed_at, step.closing = None, ""
        step.next_reminder_at = clocks.next_reminder(step.due_on, after=at, stage=step.stage)
        step.version += 1
        step.save(update_fields=["closed_at", "closing", "next_reminder_at", "version"])
        case.forget_steps()
