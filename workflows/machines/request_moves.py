"""What any request of the staff can do (X-5): come back for changes, be withdrawn, go back a stage, be reopened.

Each function makes a move for a machine's body; the machine says its states and who acts.
"""

from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from workflows.machines.conditions import new_stage_is_untouched, stage_before, stage_that_decided
from workflows.machines.needs import rationale_given, words_for_requester
from workflows.moves import Phase, Stage, move
from workflows.roles import Part, Role

CHANGES = Stage(
    "changes", Part.REQUESTER, _("Changes to the request"), _("What was asked for?"), "changes_days", decides=False
)


def returned_for_changes(source, *, to, by: list[Role], at: tuple[Stage, ...]):
    """A move: a reviewer gives it back, saying what is asked for; `at` are the stages that may."""

    @move(
        source=source,
        target=to,
        by=by,
        step=tuple(stage.key for stage in at),
        outcome="returned",
        label=_("Return for changes"),
        needs=[words_for_requester],
        tone="secondary",
        tells={Part.REQUESTER: "returned"},
    )
    def return_for_changes(self, **_details):
        """X-5: the clock stops while the requester works on it."""

    return return_for_changes


def submitted_again(source, *, to, when: list, at: Stage = CHANGES):
    """A move: the requester has done what was asked for."""

    @move(
        source=source,
        target=to,
        by=[Part.REQUESTER],
        step=at.key,
        outcome="resubmitted",
        label=_("Submit again"),
        when=when,
        submits=True,
        tells={Part.REQUESTER: "receipt"},
    )
    def resubmit(self, **_details):
        """X-5: back to whoever returned it; what changed is shown to the reviewers."""

    return resubmit


def withdrawn(*sources, to, by=(Part.REQUESTER,)):
    """A move: the requester no longer wants it, or whoever leads it in their place."""

    @move(
        source=_in_order(sources),
        target=to,
        by=by,
        label=_("Withdraw the request"),
        asks=["words"],
        tone="quiet",
        tells={Part.REQUESTER: "withdrawn"},
    )
    def withdraw(self, **_details):
        """X-5: open steps are closed; nothing is erased."""

    return withdraw


def goes_back(way, *beside):
    """A move: quietly one stage back along the way, or from a state `beside` it to the one that it interrupts.

    Which one that is, the machine says for each case in `before`.
    """

    @move(
        source=_in_order((*way[1:], *beside)),
        target=GET_STATE(stage_before, states=_in_order(way[:-1])),
        by=[Part.LAST_MOVER, Role.ADMIN],
        label=_("Go back one stage"),
        when=[new_stage_is_untouched],
        asks=["words"],
        tone="quiet",
        quiet=True,
    )
    def back(self, **_details):
        """X-5: a new round, and no mail."""

    return back


def reopened(looks, *to):
    """A move: from any end to the state it ended from, which is one of `to`."""
    ends = [state for state, look in looks.items() if look.phase in Phase.ended()]

    @move(
        source=_in_order(ends),
        target=GET_STATE(stage_that_decided, states=_in_order(to)),
        by=[Part.DECIDER, Role.ADMIN],
        label=_("Reopen the request"),
        needs=[rationale_given],
        asks=["rationale"],
        restarts_clock=True,
        tone="secondary",
        tells={Part.REQUESTER: "reopened"},
    )
    def reopen(self, **_details):
        """X-5: to the stage that decided, with a new clock."""

    return reopen


def _in_order(states) -> list:
    """As the machine declares them."""
    return [state for state in type(states[0]) if state in states]
