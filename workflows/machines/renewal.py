"""Before an agreement runs out, and the look at what is in use: documents 001.7, 003 and 004.17, RENEW-2 to RENEW-5."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.machines.base import Machine
from workflows.machines.conditions import all_have_answered
from workflows.machines.needs import rationale_given, safeguards_answered, term_named, usage_answered
from workflows.moves import Look, Phase, Stage, fact, move
from workflows.roles import Part, Role

USAGE = Stage(
    "usage",
    Role.IT_DIRECTOR,
    _("Usage and need"),
    _("Is it still used and needed, were its goals met, and what does it cost?"),
    "renewal_usage_days",
    decides=False,
    outcomes=("done",),
    needs=(usage_answered,),
    asks=("still_used", "goals_met", "cost_now", "cost_next"),
    reminders="renewal_reminders",
    by_name=True,
)
SAFEGUARDS = Stage(
    "safeguards",
    Role.CYBERSECURITY,
    _("Privacy and security"),
    _("Is the agreement still right for the data, and is the website still safe?"),
    "renewal_usage_days",
    outcomes=("approve", "concern"),
    needs=(safeguards_answered,),
    asks=("data_right", "subcontractors_right", "breaches_since"),
    reminders="renewal_reminders",
)
DECISION = Stage(
    "renewal-decision",
    Role.IT_DIRECTOR,
    _("Renew or end"),
    _("Renew, renegotiate, let lapse, or terminate?"),
    "renewal_decision_days",
    reminders="renewal_reminders",
)


def safeguards_hold(case) -> str:
    return str(case.safeguards_lost())


def its_term_ends(case) -> str:
    return "" if case.term_ends_on else str(_("It has no end: it can only be terminated."))


def agreement_still_runs(case) -> str:
    return "" if case.agreement_runs() else str(_("The agreement has ended: its end has to be undone first."))


def negotiator_named(case, details) -> dict[str, str]:
    """RENEW-5: whoever negotiates for the vendor gets the link to the packet."""
    asked = {
        "contact_name": _("Name the person who negotiates for the vendor."),
        "contact_email": _("Give their e-mail: the link goes there."),
    }
    return {name: message for name, message in asked.items() if not str(details.get(name) or "").strip()}


class RenewalMachine(Machine):
    """One cycle of one agreement. Child: contracts.models.Renewal."""

    class Meta:
        abstract = True

    machine_kind = "renewal"
    machine_title = _("Renewal")
    document = _("Software Purchase / Renewal")

    class State(models.TextChoices):
        GATHERING = "gathering", _("Being looked into")
        DECIDING = "deciding", _("To be decided")
        RENEGOTIATING = "renegotiating", _("Being renegotiated")
        RENEWED = "renewed", _("Renewed")
        LET_LAPSE = "let-lapse", _("To lapse")
        TERMINATED = "terminated", _("Terminated")
        CLOSED = "closed", _("No longer needed")

    looks = {
        State.GATHERING: Look(Phase.OPEN, "waiting", "search"),
        State.DECIDING: Look(Phase.OPEN, "needs-you", "hand"),
        State.RENEGOTIATING: Look(Phase.WAITING, "waiting", "pause"),
        State.RENEWED: Look(Phase.DONE, "good", "check"),
        State.LET_LAPSE: Look(Phase.DONE, "quiet", "clock"),
        State.TERMINATED: Look(Phase.DONE, "refused", "cross"),
        State.CLOSED: Look(Phase.WITHDRAWN, "quiet", "cross"),
    }
    main_line = (State.GATHERING, State.DECIDING, State.RENEWED)
    stages = (USAGE, SAFEGUARDS, DECISION)
    side_by_side = frozenset({USAGE.key, SAFEGUARDS.key})
    numbered_at_start = True
    bars_requester = False
    readers = frozenset({Role.COMPLIANCE_OFFICER, Role.PROCUREMENT, Role.BUSINESS_OFFICE})
    outcome_words = {"deny": _("Not renewed")}
    before = {State.RENEGOTIATING: State.DECIDING}
    passed_over: frozenset = frozenset()

    safeguards_lost = fact("() -> why it may not be renewed as it is (grade, data not agreed), or an empty text")
    renews_tacitly = fact("() -> True when it goes on by itself unless notice is given")
    term_ends_on = fact("the last day of the present term, or None")
    term_refused = fact("(last_day) -> why its terms can't end on that day, or an empty text")
    agreement_runs = fact("() -> True while the agreement is in force")

    def opens(self, state: str) -> tuple[Stage, ...]:
        return {self.State.GATHERING: (USAGE, SAFEGUARDS), self.State.DECIDING: (DECISION,)}.get(state, ())

    @move(
        source=State.GATHERING,
        target=State.DECIDING,
        by=[Part.SYSTEM],
        label=_("Both answers are in"),
        when=[all_have_answered],
        automatic=True,
    )
    def gathered(self, **_details):
        """RENEW-3, RENEW-4."""

    @move(
        source=State.DECIDING,
        target=State.RENEWED,
        by=[Role.IT_DIRECTOR],
        step=DECISION.key,
        outcome="approve",
        label=_("Renew it"),
        when=[safeguards_hold],
        asks=["new_ends_on", "yearly_amount"],
        needs=[term_named],
        weighs_reviews=True,
    )
    def renew(self, **_details):
        """RENEW-5: a new term."""

    @move(
        source=State.DECIDING,
        target=State.RENEGOTIATING,
        by=[Role.IT_DIRECTOR],
        step=DECISION.key,
        outcome="changes",
        label=_("Renegotiate with the vendor"),
        asks=["contact_name", "contact_email"],
        needs=[negotiator_named, rationale_given],
        tone="secondary",
        weighs_reviews=True,
    )
    def renegotiate(self, **_details):
        """RENEW-5: opens a vendor packet; the renewal returns by itself when that ends."""

    @move(
        source=State.DECIDING,
        target=State.GATHERING,
        by=[Role.IT_DIRECTOR],
        step=DECISION.key,
        outcome="returned",
        label=_("Have it looked into again"),
        needs=[rationale_given],
        hint=_("Both answers are asked for once more: something has changed, or was put right."),
        tone="secondary",
        weighs_reviews=True,
    )
    def ask_again(self, **_details):
        """RENEW-3, RENEW-4: new answers, before it is decided."""

    @move(
        source=State.DECIDING,
        target=State.LET_LAPSE,
        by=[Role.IT_DIRECTOR],
        step=DECISION.key,
        outcome="deny",
        label=_("Let it lapse at its end"),
        when=[its_term_ends],
        needs=[rationale_given],
        tone="quiet",
        weighs_reviews=True,
    )
    def let_lapse(self, **_details):
        """RENEW-5: no further tacit term; notice to the vendor is due by the cancel-by date."""

    @move(
        source=State.DECIDING,
        target=State.TERMINATED,
        by=[Role.IT_DIRECTOR],
        step=DECISION.key,
        outcome="deny",
        label=_("Terminate it now"),
        needs=[rationale_given],
        tone="danger",
        weighs_reviews=True,
    )
    def terminate(self, **_details):
        """RENEW-5, RENEW-6."""

    @move(
        source=State.RENEGOTIATING,
        target=State.DECIDING,
        by=[Part.SYSTEM],
        label=_("The vendor packet has ended"),
    )
    def packet_ended(self, **_details):
        """RENEW-5: what came of it is decided on."""

    @move(
        source=(State.GATHERING, State.DECIDING, State.RENEGOTIATING),
        target=State.CLOSED,
        by=[Part.SYSTEM],
        label=_("The agreement has ended otherwise"),
    )
    def agreement_ended(self, **_details):
        """RENEW-6: terminated or replaced meanwhile."""

    @move(
        source=(State.CLOSED, State.TERMINATED),
        target=State.GATHERING,
        by=[Part.SYSTEM],
        label=_("The agreement runs again"),
    )
    def agreement_runs_again(self, **_details):
        """X-5: its end was undone before the date of this renewal."""

    @move(
        source=(State.RENEWED, State.LET_LAPSE),
        target=State.DECIDING,
        by=[Part.DECIDER, Role.ADMIN],
        label=_("Decide again"),
        when=[agreement_still_runs],
        needs=[rationale_given],
        asks=["rationale"],
        tone="secondary",
    )
    def reopen(self, **_details):
        """X-5: with a reason; the agreement follows what is decided then."""


LOOK = Stage(
    "look",
    Role.IT_DIRECTOR,
    _("Review"),
    _("Is everything still right: agreement, subcontractors, website, still used?"),
    "review_days",
    quiet=True,
)


def consequence_named(case, details) -> dict[str, str]:
    """RENEW-4: without an agreement to renew, the library has to say something at once."""
    if case.has_agreement() or details.get("consequence"):
        return {}
    return {"consequence": _("Say what the library tells from now on.")}


class ReviewMachine(Machine):
    """The bi-annual or annual look. Child: contracts.models.PeriodicReview."""

    class Meta:
        abstract = True

    machine_kind = "review"
    machine_title = _("Review")
    document = _("Bi-annual review and update")

    class State(models.TextChoices):
        DUE = "due", _("To be looked at")
        CONFIRMED = "confirmed", _("Still right")
        CONCERN = "concern", _("Something is wrong")
        CLOSED = "closed", _("No longer needed")

    looks = {
        State.DUE: Look(Phase.OPEN, "waiting", "search"),
        State.CONFIRMED: Look(Phase.DONE, "good", "check"),
        State.CONCERN: Look(Phase.DONE, "refused", "flag"),
        State.CLOSED: Look(Phase.WITHDRAWN, "quiet", "cross"),
    }
    main_line = (State.DUE, State.CONFIRMED)
    stages = (LOOK,)
    numbered_at_start = True
    bars_requester = False
    readers = frozenset({Role.COMPLIANCE_OFFICER, Role.CYBERSECURITY})
    passed_over: frozenset = frozenset()

    has_agreement = fact("() -> True when it is about an agreement, and not a resource without one")

    def opens(self, state: str) -> tuple[Stage, ...]:
        return {self.State.DUE: (LOOK,)}.get(state, ())

    @move(
        source=State.DUE,
        target=State.CONFIRMED,
        by=[Role.IT_DIRECTOR],
        step=LOOK.key,
        outcome="approve",
        label=_("Everything is still right"),
    )
    def confirm(self, **_details):
        """RENEW-2: answered, one by one or many at once."""

    @move(
        source=State.DUE,
        target=State.CONCERN,
        by=[Role.IT_DIRECTOR],
        step=LOOK.key,
        outcome="concern",
        label=_("Something is wrong"),
        asks=["consequence"],
        needs=[consequence_named, rationale_given],
        hint=_("Of an agreement a renewal opens at once; of anything else the library says so at once."),
        tone="danger",
    )
    def raise_concern(self, **_details):
        """RENEW-2, RENEW-4."""

    @move(
        source=State.DUE,
        target=State.CLOSED,
        by=[Part.SYSTEM],
        label=_("It is no longer in use"),
    )
    def no_longer_needed(self, **_details):
        """RENEW-6: the agreement has ended, or nobody uses it any more."""

    @move(
        source=(State.CONFIRMED, State.CONCERN),
        target=State.DUE,
        by=[Part.DECIDER, Role.ADMIN],
        label=_("Look at it again"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="secondary",
    )
    def reopen(self, **_details):
        """X-5."""
