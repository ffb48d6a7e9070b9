"""A vendor's packet, from the invitation to an agreement in force: document 003, PROC-1 to PROC-7."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.machines.base import Machine
from workflows.machines.conditions import all_have_answered
from workflows.machines.needs import meeting_named, rationale_given, review_explained, vendor_overruling_explained
from workflows.moves import Look, Phase, Stage, fact, move
from workflows.roles import Part, Role

REVIEW = ("proceed", "changes", "decline")

HAND_IN = Stage(
    "packet",
    Part.VENDOR,
    _("The vendor’s packet"),
    _("What do we still need from the vendor?"),
    "vendor_days",
    spans=True,
    decides=False,
)
RENEW_LINK = Stage(
    "link",
    Part.REQUESTER,
    _("A new link"),
    _("The vendor’s link has run out: send a new one, or withdraw."),
    "changes_days",
    decides=False,
)
CHECK = Stage(
    "check",
    Role.PROCUREMENT,
    _("Check of the packet"),
    _("Is the packet complete and right?"),
    "packet_check_days",
)
IT = Stage(
    "packet-it",
    Role.IT_DIRECTOR,
    _("Information Technology"),
    _("Does it work with our systems, safely?"),
    "packet_review_days",
    outcomes=REVIEW,
    needs=(review_explained,),
)
RISK = Stage(
    "packet-risk",
    Role.RISK_MANAGEMENT,
    _("Risk Management"),
    _("Can the district carry the risk?"),
    "packet_review_days",
    outcomes=REVIEW,
    needs=(review_explained,),
)
COUNSEL = Stage(
    "packet-counsel",
    Role.GENERAL_COUNSEL,
    _("General Counsel"),
    _("Are the terms lawful, and is SOPPA met or rightly said not to apply?"),
    "packet_review_days",
    outcomes=REVIEW,
    needs=(review_explained,),
    asks=("accepts_not_subject",),
)
WAY = Stage(
    "way",
    Role.PROCUREMENT,
    _("The way to take"),
    _("The reviews are in: to the Board, to signing, or declined?"),
    "packet_check_days",
)
BOARD = Stage(
    "board",
    Role.BOARD_SECRETARY,
    _("Board approval"),
    _("When did the Board meet, and what did it decide?"),
    "board_days",
)
SIGNING = Stage(
    "signing",
    Role.IT_DIRECTOR,
    _("Signing"),
    _("Have both sides signed, and is the agreement recorded?"),
    "signing_days",
)


def packet_is_complete(case) -> str:
    missing = case.missing()
    return _("Still missing: %(names)s.") % {"names": ", ".join(map(str, missing))} if missing else ""


def board_is_needed(case) -> str:
    return "" if case.needs_board() else _("Neither the amount nor a flag calls for the Board.")


def board_is_not_needed(case) -> str:
    return _("The amount or a flag calls for the Board first.") if case.needs_board() else ""


def exemption_is_settled(case) -> str:
    return str(case.exemption_unsettled())


def agreement_is_in_force(case) -> str:
    return str(case.agreement_lacks())


class PacketMachine(Machine):
    """A vendor's packet. Child: contracts.models.Packet."""

    class Meta:
        abstract = True

    machine_kind = "packet"
    machine_title = _("Vendor packet")
    document = _("Procurement and Contracts")

    class State(models.TextChoices):
        INVITED = "invited", _("The vendor is invited")
        IN_PROGRESS = "in-progress", _("The vendor is filling it in")
        COMPLETE = "complete", _("Complete, being checked")
        UNDER_REVIEW = "under-review", _("Under review")
        DECIDING = "deciding", _("Reviews are in")
        BOARD = "board", _("With the Board")
        SIGNING = "signing", _("Being signed")
        IN_FORCE = "in-force", _("Agreement in force")
        EXPIRED = "expired", _("The link has run out")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    looks = {
        State.INVITED: Look(Phase.WAITING, "waiting", "clock"),
        State.IN_PROGRESS: Look(Phase.WAITING, "waiting", "pause"),
        State.COMPLETE: Look(Phase.OPEN, "waiting", "file"),
        State.UNDER_REVIEW: Look(Phase.OPEN, "waiting", "clock"),
        State.DECIDING: Look(Phase.OPEN, "waiting", "hand"),
        State.BOARD: Look(Phase.OPEN, "waiting", "clock"),
        State.SIGNING: Look(Phase.OPEN, "good", "file"),
        State.IN_FORCE: Look(Phase.DONE, "good", "check"),
        State.EXPIRED: Look(Phase.WAITING, "needs-you", "flag"),
        State.DECLINED: Look(Phase.REFUSED, "refused", "cross"),
        State.WITHDRAWN: Look(Phase.WITHDRAWN, "quiet", "cross"),
    }
    main_line = (
        State.INVITED,
        State.IN_PROGRESS,
        State.COMPLETE,
        State.UNDER_REVIEW,
        State.DECIDING,
        State.BOARD,
        State.SIGNING,
        State.IN_FORCE,
    )
    stages = (HAND_IN, RENEW_LINK, CHECK, IT, RISK, COUNSEL, WAY, BOARD, SIGNING)
    side_by_side = frozenset(stage.key for stage in (IT, RISK, COUNSEL))
    numbered_at_start = True
    # Whoever invites a vendor sponsors it; whether it is bought is decided elsewhere.
    bars_requester = False
    readers = frozenset({Role.COMPLIANCE_OFFICER, Role.BUSINESS_OFFICE, Role.CYBERSECURITY})
    pauses_in = {State.IN_PROGRESS: "", State.EXPIRED: ""}
    escalates_to = Role.PROCUREMENT

    # --- what the child knows ---
    missing = fact("() -> names of what the vendor has still to hand in (PROC-2, PROC-3)")
    needs_board = fact("() -> True when the amount reaches the threshold, or a flag calls for the Board")
    exemption_unsettled = fact("() -> why “not subject to SOPPA” does not count yet, or an empty text")
    agreement_lacks = fact("() -> why no agreement in force covers the product, or an empty text")
    declines = fact("() -> reviews of this round that decline")

    def opens(self, state: str) -> tuple[Stage, ...]:
        return {
            self.State.INVITED: (HAND_IN,),
            self.State.IN_PROGRESS: (HAND_IN,),
            self.State.EXPIRED: (RENEW_LINK,),
            self.State.COMPLETE: (CHECK,),
            self.State.UNDER_REVIEW: (IT, RISK, COUNSEL),
            self.State.DECIDING: (WAY,),
            self.State.BOARD: (BOARD,),
            self.State.SIGNING: (SIGNING,),
        }.get(state, ())

    @property
    def passed_over(self) -> frozenset[str]:
        """The Board is asked only where the amount or a flag calls for it."""
        return frozenset() if self.needs_board() else frozenset({self.State.BOARD.value})

    @property
    def before(self) -> dict[str, str]:
        return {self.State.EXPIRED: self.State.IN_PROGRESS}

    # --- the vendor ---------------------------------------------------------------------------------------------------

    @move(
        source=State.INVITED,
        target=State.IN_PROGRESS,
        by=[Part.VENDOR],
        label=_("Begin the packet"),
    )
    def begin(self, **_details):
        """PROC-1: the vendor saves something for the first time."""

    @move(
        source=State.IN_PROGRESS,
        target=State.COMPLETE,
        by=[Part.VENDOR],
        step=HAND_IN.key,
        outcome="handed-in",
        label=_("Send the packet to the district"),
        when=[packet_is_complete],
        submits=True,
        tells={Part.REQUESTER: "packet_complete"},
    )
    def hand_in(self, **_details):
        """PROC-2, PROC-3: complete only with everything its path asks for; the clock starts (PROC-7)."""

    @move(
        source=(State.INVITED, State.IN_PROGRESS),
        target=State.EXPIRED,
        by=[Part.SYSTEM],
        label=_("The vendor’s link has run out"),
        closes=[HAND_IN],
        tells={Part.REQUESTER: "packet_expired"},
    )
    def expire(self, **_details):
        """PROC-1: no link works any more; whoever invited the vendor sends a new one."""

    @move(
        source=State.EXPIRED,
        target=State.IN_PROGRESS,
        by=[Part.REQUESTER, Role.PROCUREMENT],
        label=_("A new link was sent"),
        outcome="done",
    )
    def renew_link(self, **_details):
        """PROC-1: the vendor goes on where it was."""

    # --- Procurement and Contracts ------------------------------------------------------------------------------------

    @move(
        source=State.COMPLETE,
        target=State.UNDER_REVIEW,
        by=[Role.PROCUREMENT],
        step=CHECK.key,
        outcome="sent",
        label=_("Send it to the three reviews"),
        hint=_("Information Technology, Risk Management and General Counsel, side by side."),
    )
    def send_to_reviews(self, **_details):
        """PROC-4."""

    @move(
        source=(State.COMPLETE, State.DECIDING),
        target=State.IN_PROGRESS,
        by=[Role.PROCUREMENT],
        step=(CHECK.key, WAY.key),
        outcome="returned",
        label=_("Return it to the vendor"),
        needs=[rationale_given],
        hint=_("The vendor reads your words and goes on through the same link."),
        tone="secondary",
        tells={Part.REQUESTER: "packet_returned"},
    )
    def return_to_vendor(self, **_details):
        """PROC-4: something is missing or wrong; the clock stands still meanwhile."""

    @move(
        source=State.UNDER_REVIEW,
        target=State.DECIDING,
        by=[Part.SYSTEM],
        label=_("All three reviews are in"),
        when=[all_have_answered],
        automatic=True,
    )
    def reviews_are_in(self, **_details):
        """PROC-4."""

    @move(
        source=State.DECIDING,
        target=State.BOARD,
        by=[Role.PROCUREMENT],
        step=WAY.key,
        outcome="to-board",
        label=_("Send it to the Board"),
        when=[board_is_needed, exemption_is_settled],
        needs=[vendor_overruling_explained],
        weighs_reviews=True,
    )
    def send_to_board(self, **_details):
        """PROC-5: the amount or a flag calls for it."""

    @move(
        source=State.DECIDING,
        target=State.SIGNING,
        by=[Role.PROCUREMENT],
        step=WAY.key,
        outcome="approve",
        label=_("Send it to be signed"),
        when=[board_is_not_needed, exemption_is_settled],
        needs=[vendor_overruling_explained],
        weighs_reviews=True,
    )
    def send_to_signing(self, **_details):
        """PROC-4, PROC-6."""

    @move(
        source=(State.COMPLETE, State.DECIDING),
        target=State.DECLINED,
        by=[Role.PROCUREMENT],
        step=(CHECK.key, WAY.key),
        outcome="decline",
        label=_("Decline the vendor"),
        needs=[rationale_given],
        answers="final",
        tone="danger",
        tells={Part.REQUESTER: "packet_declined"},
    )
    def decline(self, **_details):
        """PROC-4: the end of this packet."""

    # --- the Board ----------------------------------------------------------------------------------------------------

    @move(
        source=State.BOARD,
        target=State.SIGNING,
        by=[Role.BOARD_SECRETARY],
        step=BOARD.key,
        outcome="approve",
        label=_("The Board approved"),
        asks=["meeting_on"],
        needs=[meeting_named],
    )
    def board_approves(self, **_details):
        """PROC-5: meeting date and outcome."""

    @move(
        source=State.BOARD,
        target=State.DECLINED,
        by=[Role.BOARD_SECRETARY],
        step=BOARD.key,
        outcome="decline",
        label=_("The Board refused"),
        asks=["meeting_on"],
        needs=[meeting_named, rationale_given],
        answers="final",
        tone="danger",
        tells={Part.REQUESTER: "packet_declined"},
    )
    def board_refuses(self, **_details):
        """PROC-5."""

    # --- signing ------------------------------------------------------------------------------------------------------

    @move(
        source=State.SIGNING,
        target=State.IN_FORCE,
        by=[Role.IT_DIRECTOR],
        step=SIGNING.key,
        outcome="done",
        label=_("The agreement is in force"),
        when=[agreement_is_in_force],
        answers="final",
        tells={Part.REQUESTER: "packet_in_force"},
    )
    def sign_off(self, **_details):
        """PROC-6: signed by both sides and recorded; what waited for it goes on."""

    # --- at any time --------------------------------------------------------------------------------------------------

    @move(
        source=(
            State.INVITED,
            State.IN_PROGRESS,
            State.EXPIRED,
            State.COMPLETE,
            State.UNDER_REVIEW,
            State.DECIDING,
            State.BOARD,
            State.SIGNING,
        ),
        target=State.WITHDRAWN,
        by=[Part.REQUESTER, Role.PROCUREMENT],
        label=_("Withdraw the packet"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="quiet",
        tells={Part.REQUESTER: "withdrawn"},
    )
    def withdraw(self, **_details):
        """X-5: the vendor's link stops working; nothing is erased."""

    @move(
        source=(State.DECLINED, State.WITHDRAWN),
        target=State.COMPLETE,
        by=[Part.DECIDER, Role.ADMIN],
        label=_("Reopen the packet"),
        when=[packet_is_complete],
        needs=[rationale_given],
        asks=["rationale"],
        restarts_clock=True,
        tone="secondary",
        tells={Part.REQUESTER: "reopened"},
    )
    def reopen(self, **_details):
        """X-5: back to the check, with a new clock."""
