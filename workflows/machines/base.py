"""What every machine says of itself, with what holds unless it says otherwise."""

from django.db import models

from workflows.moves import Stage
from workflows.roles import Role


class Machine(models.Model):
    """Abstract; a machine names its states, looks, main line, stages and moves."""

    class Meta:
        abstract = True

    # A request of the staff: it has a requester, and stands in their lists and everybody's.
    is_request = False
    # Where its child keeps the data elements it found: a request about one product of the library.
    finds_data_in: tuple[str, ...] = ()
    # A template reads what the class says (`case.machine.machine_title`) without making one.
    do_not_call_in_templates = True
    # All its stages; who may be brought in from which; those answered by `engine.review`, the others by a move.
    stages: tuple[Stage, ...] = ()
    forwards: dict = {}
    side_by_side: frozenset[str] = frozenset()
    # Who looks after what such requests led to, and the setting that says how often (RENEW-5).
    looked_after_by = Role.IT_DIRECTOR
    looked_at_every = "review_interval"
    # What reviewers answer and find is read at once by the requester, who works with it.
    reasons_at_once = False
    # A draft is its requester's alone; a requester never decides their own.
    private_drafts = False
    bars_requester = True
    # Roles that read all of it besides those of its stages; `confidential`: they alone know that it exists.
    readers: frozenset[Role] = frozenset()
    confidential = False
    # States in which the clock stops, each with the setting that says whether it does ("" means always).
    pauses_in: dict = {}
    # States in which nothing is asked of anybody: steps that are open stand still and are nobody's to answer.
    held_in: frozenset = frozenset()
    # What an answer is called, where the usual word is not right.
    outcome_words: dict = {}
    # Before the decision: coming back here, the answer is owed again.
    answer_owed_in: frozenset = frozenset()
    # Whom an overdue step is told that is with somebody outside.
    escalates_to = Role.ADMIN
    # States beside the main line, each with the one it interrupts.
    before: dict = {}

    @classmethod
    def bars(cls, stage: Stage) -> bool:
        """Is the requester kept from this stage? (X-1)"""
        return stage.decides and cls.bars_requester

    def opens(self, state: str) -> tuple[Stage, ...]:
        """The stages that begin when the case comes to a state."""
        return ()
