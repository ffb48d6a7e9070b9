"""The life of an agreement with a vendor: documents 000.11 and 003, PROC-6 as far as MICRO-11 and MICRO-12 need it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.machines.needs import rationale_given
from workflows.moves import Look, Phase, Stage, fact, move
from workflows.roles import Part, Role

KEEPERS = (Role.IT_DIRECTOR, Role.COMPLIANCE_OFFICER)


def paper_is_complete(case) -> str:
    missing = case.missing_to_sign()
    return _("Still missing: %(names)s.") % {"names": ", ".join(map(str, missing))} if missing else ""


class AgreementMachine(models.Model):
    """An agreement. Child: contracts.models.Agreement."""

    class Meta:
        abstract = True

    machine_kind = "agreement"
    machine_title = _("Agreement")
    document = _("Procurement and Contracts")

    class State(models.TextChoices):
        DRAFTING = "drafting", _("Being drafted")
        IN_FORCE = "in-force", _("Signed by both sides")
        TERMINATED = "terminated", _("Terminated")
        DROPPED = "dropped", _("Dropped before signing")

    looks = {
        State.DRAFTING: Look(Phase.PREPARING, "waiting", "file"),
        State.IN_FORCE: Look(Phase.OPEN, "good", "check"),
        State.TERMINATED: Look(Phase.DONE, "refused", "cross"),
        State.DROPPED: Look(Phase.WITHDRAWN, "quiet", "cross"),
    }
    main_line = (State.DRAFTING, State.IN_FORCE, State.TERMINATED)
    stages: tuple = ()
    forwards: dict = {}
    side_by_side: frozenset = frozenset()
    private_drafts = False
    bars_requester = False
    readers = frozenset({*KEEPERS, Role.PROCUREMENT, Role.GENERAL_COUNSEL})
    pauses_in: dict = {}
    answer_owed_in: frozenset = frozenset()

    missing_to_sign = fact("() -> names of what is missing: signers, dates, the signed file")

    def opens(self, state: str) -> tuple[Stage, ...]:
        """Drafting waits for no step; whoever keeps the agreements records the signatures."""
        return ()

    @move(
        source=State.DRAFTING,
        target=State.IN_FORCE,
        by=KEEPERS,
        label=_("Record that both sides have signed"),
        when=[paper_is_complete],
    )
    def sign(self, **_details):
        """PROC-6: signed by both sides, with dates, signers and the file."""

    @move(
        source=State.DRAFTING,
        target=State.DROPPED,
        by=KEEPERS,
        label=_("Drop the draft"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="quiet",
    )
    def drop(self, **_details):
        """Nobody will sign it."""

    @move(
        source=State.IN_FORCE,
        target=State.TERMINATED,
        by=KEEPERS,
        label=_("Terminate the agreement"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="danger",
    )
    def terminate(self, **_details):
        """RENEW-6: what it covered is no longer covered."""

    @move(
        source=State.TERMINATED,
        target=State.IN_FORCE,
        by=[Part.DECIDER, Role.ADMIN],
        label=_("Undo the termination"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="secondary",
    )
    def reinstate(self, **_details):
        """X-5: terminated by mistake."""
