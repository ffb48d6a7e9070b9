"""What must hold before a move of several machines, and where such a move leads.

A condition returns an empty text, or the reason against the move.
"""

from django.utils.translation import gettext_lazy as _


def form_is_complete(case) -> str:
    missing = case.missing_answers()
    return _("Still to answer: %(names)s.") % {"names": ", ".join(map(str, missing))} if missing else ""


def all_have_answered(case) -> str:
    waiting = case.required_open()
    return _("Still waiting on %(n)d.") % {"n": len(waiting)} if waiting else ""


def agreement_covers_it(case) -> str:
    return case.not_covered()


def new_stage_is_untouched(case) -> str:
    if not case.before.get(case.state):  # it began here, or it came here from another procedure
        return _("This is the stage in which it began.")
    returned = getattr(case.State, "CHANGES_REQUESTED", None)  # where a procedure has that
    if case.state == returned and case.changed_since_return():
        return _("The requester has begun to change it.")
    return _("Somebody has already answered at this stage.") if case.stage_is_answered() else ""


def where_it_is(case, **_details) -> str:
    """The state it is in: a move that opens or closes a step and stays."""
    return case.state


def stage_before(case, **_details) -> str:
    """The state one stage back."""
    return case.before[case.state]


def stage_that_decided(case, **_details) -> str:
    """The state an ended case ended from."""
    return case.ended_from
