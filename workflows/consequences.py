"""What a move will do, in sentences for somebody who is about to make it."""

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django_fsm import State

from accounts.models import User
from workflows.models import Case
from workflows.moves import Move
from workflows.standing import holder_words, role_words
from workflows.words import state_words


def target_of(case: Case, move: Move) -> str:
    """The state a move leads to from where the case is now."""
    target = move.target
    if isinstance(target, State):
        target = target.get_state(case, None, None, [], {})
    return str(getattr(target, "value", target))


def of(case: Case, move: Move, *, by: User) -> list[str]:
    """A sentence for each thing that happens."""
    target = target_of(case, move)
    moves_on = [] if target == case.state else [_where_it_goes(case, target), *_who_is_asked(case, target)]
    own = case.child.follows_from(move.name)
    return [*moves_on, *own, *_opened(case, move), *_closed(case, move, target), *_who_is_told(case, move, by)]


def _where_it_goes(case: Case, target: str) -> str:
    states = {"now": case.state_words, "then": state_words(case.kind, target)}
    return _("It goes from “%(now)s” to “%(then)s”.") % states


def _who_is_asked(case: Case, target: str) -> list[str]:
    roles = [role_words(case.role_for(stage)) for stage in case.opens(target)]
    return [_("Asked then: %(who)s.") % {"who": get_text_list(roles, _("and"))}] if roles else []


def _opened(case: Case, move: Move) -> list[str]:
    asked = [{"role": role_words(case.role_for(stage)), "question": stage.question} for stage in move.opens]
    return [_("The %(role)s is asked: %(question)s") % each for each in asked]


def _closed(case: Case, move: Move, target: str) -> list[str]:
    keys = {stage.key for stage in move.closes}
    ends = case.machine.looks[case.machine.State(target)].phase in {"refused", "withdrawn"}
    closing = [
        step
        for step in case.open_steps()
        if step.key in keys or (target != case.state and (ends or not step.stage.spans))
    ]
    if not closing:
        return []
    names = [f"{step.label} ({holder_words(step)})" for step in closing]
    return [_("Closed without an answer: %(steps)s.") % {"steps": "; ".join(names)}]


def _who_is_told(case: Case, move: Move, by: User) -> list[str]:
    if move.quiet:
        return [_("Nobody gets a mail.")]
    if not move.tells:
        return []
    told = [_("the requester")] if case.requester_id != by.pk and case.child.speaks_to_requester else []
    if case.all_followers:
        told.append(_("followers"))
    return [_("Told by notice and mail: %(who)s.") % {"who": get_text_list(told, _("and"))}] if told else []
