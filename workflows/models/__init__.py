from workflows.models.case import CHILD_ACCESSORS, Case, CaseFile, Counter, Finding, Follower, Outsider, Urgency
from workflows.models.event import REMOVED, Event, Passage
from workflows.models.link import Link, LinkAttempt
from workflows.models.outbox import Notice, Wake
from workflows.models.step import Answers, Review, Step

__all__ = [
    "CHILD_ACCESSORS",
    "REMOVED",
    "Answers",
    "Case",
    "CaseFile",
    "Counter",
    "Event",
    "Finding",
    "Follower",
    "Link",
    "LinkAttempt",
    "Notice",
    "Outsider",
    "Passage",
    "Review",
    "Step",
    "Urgency",
    "Wake",
]
