"""The one door: every change of a case goes through these functions, under its lock, with its history row."""

from workflows.engine.amending import amend
from workflows.engine.door import Shown, count_reviews
from workflows.engine.moving import allowed_moves, perform, reason_against
from workflows.engine.people import assign, claim, forward, may_reassign
from workflows.engine.remarks import (
    attach,
    comment,
    follow,
    remove_answer,
    remove_file,
    remove_finding,
    remove_passage,
    unfollow,
)
from workflows.engine.reviewing import StepAnswer, review
from workflows.engine.starting import begin, edit, keep_answers, start
from workflows.engine.transferring import transfer

__all__ = [
    "Shown",
    "StepAnswer",
    "allowed_moves",
    "amend",
    "assign",
    "attach",
    "begin",
    "claim",
    "comment",
    "count_reviews",
    "edit",
    "follow",
    "forward",
    "keep_answers",
    "may_reassign",
    "perform",
    "reason_against",
    "remove_answer",
    "remove_file",
    "remove_finding",
    "remove_passage",
    "review",
    "start",
    "transfer",
    "unfollow",
]
