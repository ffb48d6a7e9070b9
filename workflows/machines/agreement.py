"""The life of an agreement with a vendor: documents 000.11 and 003, PROC-6, RENEW-5 and RENEW-6."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from workflows.machines.base import Machine
from workflows.machines.needs import rationale_given
from workflows.moves import Look, Phase, fact, move
from workflows.roles import Part, Role

KEEPERS = (Role.IT_DIRECTOR, Role.COMPLIANCE_OFFICER)


def paper_is_complete(case) -> str:
    missing = case.missing_to_sign()
    return _("Still missing: %(names)s.") % {"names": ", ".join(map(str, missing))} if missing else ""


def signer_is_authorised(case) -> str:
    return str(case.signer_not_authorised())


def its_day_has_come(case) -> str:
    return "" if case.has_begun() else _("It is in force from a later day.")


def its_end_has_come(case) -> str:
    return "" if case.has_ended() else _("It has not ended yet.")


def where_signed(case, *_args, **_kwargs) -> str:
    """Signed ahead of its first day, it waits for that day."""
    states = case.State
    return states.IN_FORCE if case.has_begun() else states.SIGNED


class AgreementMachine(Machine):
    """An agreement. Child: contracts.models.Agreement."""

    class Meta:
        abstract = True

    machine_kind = "agreement"
    machine_title = _("Agreement")
    document = _("Procurement and Contracts")

    class State(models.TextChoices):
        DRAFTING = "drafting", _("Being drafted")
        SENT = "sent", _("Sent to the vendor")
        NEGOTIATING = "negotiating", _("Being negotiated")
        SIGNED = "signed", _("Signed, not yet in force")
        IN_FORCE = "in-force", _("In force")
        EXPIRING = "expiring", _("Running out")
        LAPSED = "lapsed", _("Lapsed")
        TERMINATED = "terminated", _("Terminated")
        SUPERSEDED = "superseded", _("Replaced by a newer one")
        DROPPED = "dropped", _("Dropped before signing")

    looks = {
        State.DRAFTING: Look(Phase.PREPARING, "waiting", "file"),
        State.SENT: Look(Phase.WAITING, "waiting", "clock"),
        State.NEGOTIATING: Look(Phase.WAITING, "waiting", "hand"),
        State.SIGNED: Look(Phase.OPEN, "good", "clock"),
        State.IN_FORCE: Look(Phase.OPEN, "good", "check"),
        State.EXPIRING: Look(Phase.OPEN, "needs-you", "flag"),
        State.LAPSED: Look(Phase.DONE, "refused", "cross"),
        State.TERMINATED: Look(Phase.DONE, "refused", "cross"),
        State.SUPERSEDED: Look(Phase.DONE, "quiet", "file"),
        State.DROPPED: Look(Phase.WITHDRAWN, "quiet", "cross"),
    }
    # Most are signed as they were drafted, and none need end: the rest stands beside the line when it comes to it.
    main_line = (State.DRAFTING, State.IN_FORCE)
    before = {
        State.SENT: State.DRAFTING,
        State.NEGOTIATING: State.DRAFTING,
        State.SIGNED: State.IN_FORCE,
        State.EXPIRING: State.IN_FORCE,
    }
    # Both sides have signed, and it has not ended: what it covers is then a matter of dates (contracts/cover.py).
    SIGNED_STATES = (State.SIGNED, State.IN_FORCE, State.EXPIRING)
    UNSIGNED_STATES = (State.DRAFTING, State.SENT, State.NEGOTIATING)
    bars_requester = False
    readers = frozenset({*KEEPERS, Role.PROCUREMENT, Role.GENERAL_COUNSEL})

    missing_to_sign = fact("() -> names of what is missing: signers, dates, the signed file")
    signer_not_authorised = fact("() -> why the district's signer may not sign on that date, or an empty text (PROC-6)")
    has_begun = fact("() -> True when its first day has come")
    has_ended = fact("() -> True when its last day is past")

    @move(
        source=(State.DRAFTING, State.NEGOTIATING),
        target=State.SENT,
        by=KEEPERS,
        label=_("Record that it was sent to the vendor"),
        asks=["words"],
        tone="secondary",
    )
    def send(self, **_details):
        """PROC-6: the vendor has it to sign."""

    @move(
        source=State.SENT,
        target=State.NEGOTIATING,
        by=KEEPERS,
        label=_("Record that its terms are being negotiated"),
        asks=["words"],
        tone="secondary",
    )
    def negotiate(self, **_details):
        """PROC-6: the vendor asks for changes; the draft can be edited again."""

    @move(
        source=UNSIGNED_STATES,
        target=GET_STATE(where_signed, states=[State.SIGNED, State.IN_FORCE]),
        by=KEEPERS,
        label=_("Record that both sides have signed"),
        when=[paper_is_complete, signer_is_authorised],
    )
    def sign(self, **_details):
        """PROC-6: signed by both sides, with dates, signers and the file."""

    @move(
        source=UNSIGNED_STATES,
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
        source=State.SIGNED,
        target=State.IN_FORCE,
        by=[Part.SYSTEM],
        label=_("Its first day has come"),
        when=[its_day_has_come],
    )
    def come_into_force(self, **_details):
        """PROC-6."""

    @move(
        source=State.IN_FORCE,
        target=State.EXPIRING,
        by=[Part.SYSTEM],
        label=_("Its renewal is open"),
    )
    def run_out(self, **_details):
        """RENEW-2: the renewal case has opened."""

    @move(
        source=(State.IN_FORCE, State.EXPIRING),
        target=State.IN_FORCE,
        by=[Part.SYSTEM],
        label=_("Renewed"),
    )
    def renew(self, **_details):
        """RENEW-5: as the renewal decided, with its new term."""

    @move(
        source=(State.IN_FORCE, State.EXPIRING),
        target=State.EXPIRING,
        by=[Part.SYSTEM],
        label=_("It will lapse: nobody renews it"),
    )
    def will_lapse(self, **_details):
        """RENEW-5: as the renewal decided; no further term follows by itself."""

    @move(
        source=(State.IN_FORCE, State.EXPIRING),
        target=State.EXPIRING,
        by=[Part.SYSTEM],
        label=_("Its renewal is decided again"),
    )
    def undecided(self, **_details):
        """X-5: its dates are as they were before the decision."""

    @move(
        source=(State.IN_FORCE, State.EXPIRING),
        target=State.LAPSED,
        by=[Part.SYSTEM],
        label=_("It has ended"),
        when=[its_end_has_come],
    )
    def lapse(self, **_details):
        """RENEW-6: nobody renewed it; what it covered is no longer covered."""

    @move(
        source=SIGNED_STATES,
        target=State.SUPERSEDED,
        by=[*KEEPERS, Part.SYSTEM],
        label=_("Record that a newer agreement replaces it"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="quiet",
    )
    def supersede(self, **_details):
        """PROC-6: the newer one covers from now on."""

    @move(
        source=SIGNED_STATES,
        target=State.TERMINATED,
        by=[*KEEPERS, Part.SYSTEM],
        label=_("Terminate the agreement"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="danger",
    )
    def terminate(self, **_details):
        """RENEW-6: what it covered is no longer covered."""

    @move(
        source=(State.TERMINATED, State.LAPSED, State.SUPERSEDED),
        target=State.IN_FORCE,
        by=[Part.DECIDER, Role.ADMIN],
        label=_("Undo the end of the agreement"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="secondary",
    )
    def reinstate(self, **_details):
        """X-5: ended by mistake. An agreement past its last day covers nothing all the same."""
