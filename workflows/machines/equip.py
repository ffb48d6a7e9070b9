"""Requests for new equipment: document 002, EQUIP-1 to EQUIP-9, read from top to bottom."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.machines.conditions import form_is_complete
from workflows.machines.needs import rationale_given
from workflows.machines.purchasing import BUYERS, MONEY, ORDER, Purchasing, order_complete
from workflows.machines.request_moves import (
    CHANGES,
    goes_back,
    reopened,
    returned_for_changes,
    submitted_again,
    withdrawn,
)
from workflows.moves import Look, Phase, Stage, fact, move
from workflows.roles import Part, Role

REVIEW = Stage(
    "equip-review",
    Role.TECHNOLOGY,
    _("Technology review"),
    _("Is it feasible, what does it change, and does it fit our standards?"),
    "equipment_medium_days",
    by_name=True,
)
SUPERVISOR = Stage(
    "equip-supervisor",
    Role.PRINCIPAL,
    _("Supervisor’s approval"),
    _("How urgent is it for your school or department, and do you approve it?"),
    "equipment_medium_days",
    by_name=True,
)
QUOTES = Stage(
    "equip-quotes",
    Role.TECHNOLOGY,
    _("Quotes"),
    _("What do vendors ask for it?"),
    "equipment_medium_days",
    by_name=True,
)
FUNDS = Stage(
    "equip-funds",
    Role.BUSINESS_OFFICE,
    _("Funds and order"),
    _("Which account pays, and which order was placed?"),
    "equipment_medium_days",
)
ARRIVAL = Stage(
    "equip-arrival",
    Role.TECHNOLOGY,
    _("Delivery"),
    _("Has it arrived?"),
    "equipment_delivery_days",
    by_name=True,
    decides=False,
)
INVENTORY = Stage(
    "equip-inventory",
    Role.TECHNOLOGY,
    _("Inventory"),
    _("What has arrived, unit by unit?"),
    "equipment_medium_days",
    by_name=True,
    decides=False,
)
DEPLOYMENT = Stage(
    "equip-deployment",
    Role.TECHNICIAN,
    _("Deployment"),
    _("Is every unit where it belongs, and does it work?"),
    "equipment_medium_days",
    by_name=True,
    decides=False,
)
RECEIPT = Stage(
    "equip-receipt",
    Part.REQUESTER,
    _("Your confirmation"),
    _("Did you get everything, and does it work?"),
    "equipment_receipt_days",
    decides=False,
)
ACCOUNT = tuple(name for name in MONEY if name != "amount")
# Whose due date follows the priority of the request (EQUIP-1).
BY_PRIORITY = frozenset(
    stage.key for stage in (REVIEW, SUPERVISOR, QUOTES, FUNDS, INVENTORY, DEPLOYMENT)
)  # fmt: skip


# --- what must hold before a move -------------------------------------------------------------------------------------


def quotes_are_in(case) -> str:
    return str(case.quotes_lacking())


def quote_within_estimate(case) -> str:
    return str(case.quote_too_high())


def quote_over_estimate(case) -> str:
    return "" if case.quote_too_high() else str(_("The quote is within what was approved."))


def everything_is_in(case) -> str:
    left = case.units_awaited()
    return str(_("%(n)d units have not arrived yet.") % {"n": left}) if left else ""


def something_is_missing(case) -> str:
    return "" if case.units_awaited() else str(_("Everything has arrived."))


def something_has_arrived(case) -> str:
    return "" if case.units_recorded() else str(_("Record what has arrived first."))


def nothing_has_arrived(case) -> str:
    return str(_("What has arrived is recorded already.")) if case.units_recorded() else ""


def nothing_was_bought(case) -> str:
    return "" if case.met_by else str(_("This request brings what was bought for it."))


def nothing_is_deployed(case) -> str:
    deployed = case.units_recorded() - case.units_to_deploy()
    return str(_("%(n)d units are deployed already.") % {"n": deployed}) if deployed else ""


def every_unit_is_deployed(case) -> str:
    left = case.units_to_deploy()
    return str(_("%(n)d units are not deployed yet.") % {"n": left}) if left else ""


def stock_is_listed(case) -> str:
    return str(case.units_unlisted())


def time_to_answer_is_up(case) -> str:
    return str(case.still_to_confirm())


# --- what a decision must say -----------------------------------------------------------------------------------------


def found_feasible(case, details) -> dict[str, str]:
    """EQUIP-3: feasible and aligned, with an estimate, or it does not go on to the supervisor."""
    errors = {}
    if details.get("feasible") != "yes":
        errors["feasible"] = _("Only what can be done goes on: else deny it, or return it for changes.")
    if details.get("aligned") != "yes":
        errors["aligned"] = _("Only what fits our standards goes on: else deny it, or return it for changes.")
    if details.get("estimate") in (None, ""):
        errors["estimate"] = _("Say what it will cost.")
    return {name: str(words) for name, words in errors.items()}


def means_named(case, details) -> dict[str, str]:
    """EQUIP-3: from stock, or by repair."""
    return {} if details.get("met_by") else {"met_by": str(_("Say whether it is met from stock or by repair."))}


def order_named(case, details) -> dict[str, str]:
    """EQUIP-6: the account, and the order as X-14 wants it."""
    asked = {"funding_source": _("Name the funding source."), "budget_code": _("Give the budget code.")}
    errors = {name: str(words) for name, words in asked.items() if not str(details.get(name) or "").strip()}
    return errors | order_complete(case, "ordered", details)


class EquipMachine(Purchasing):
    """A request for new equipment. Child: requests_app.models.EquipmentRequest."""

    class Meta:
        abstract = True

    machine_kind = "equip"
    machine_title = _("Equipment request")
    document = _("Technology Requests")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "technology-review", _("Technology review")
        CHANGES_REQUESTED = "changes-requested", _("Changes requested")
        SUPERVISOR = "supervisor-review", _("Supervisor’s approval")
        QUOTING = "quoting", _("Quotes are asked for")
        FUNDING = "funding", _("Funds and order")
        ORDERED = "ordered", _("Ordered")
        INVENTORY = "inventory", _("Arriving, being inventoried")
        DEPLOYMENT = "deployment", _("Being deployed")
        RECEIPT = "receipt", _("Deployed, to be confirmed")
        COMPLETE = "complete", _("Complete")
        DENIED = "denied", _("Denied")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    looks = {
        State.DRAFT: Look(Phase.PREPARING, "quiet", "file"),
        State.REVIEW: Look(Phase.OPEN, "waiting", "clock"),
        State.CHANGES_REQUESTED: Look(Phase.WAITING, "needs-you", "hand"),
        State.SUPERVISOR: Look(Phase.OPEN, "waiting", "clock"),
        State.QUOTING: Look(Phase.OPEN, "good", "search"),
        State.FUNDING: Look(Phase.OPEN, "good", "file"),
        State.ORDERED: Look(Phase.OPEN, "good", "pause"),
        State.INVENTORY: Look(Phase.OPEN, "good", "file"),
        State.DEPLOYMENT: Look(Phase.OPEN, "good", "hand"),
        State.RECEIPT: Look(Phase.OPEN, "needs-you", "check"),
        State.COMPLETE: Look(Phase.DONE, "good", "check"),
        State.DENIED: Look(Phase.REFUSED, "refused", "cross"),
        State.WITHDRAWN: Look(Phase.WITHDRAWN, "quiet", "cross"),
    }
    main_line = (
        State.DRAFT,
        State.REVIEW,
        State.SUPERVISOR,
        State.QUOTING,
        State.FUNDING,
        State.ORDERED,
        State.INVENTORY,
        State.DEPLOYMENT,
        State.RECEIPT,
        State.COMPLETE,
    )
    # Until it is ordered: on this way it may go one back, and from here it may be withdrawn.
    way = (State.REVIEW, State.SUPERVISOR, State.QUOTING, State.FUNDING)
    stages = (REVIEW, CHANGES, SUPERVISOR, QUOTES, FUNDS, ARRIVAL, INVENTORY, DEPLOYMENT, RECEIPT)
    is_request = True
    private_drafts = True
    readers = BUYERS | {Role.DISTRICT_ADMINISTRATOR, Role.DEPARTMENT_ADMINISTRATOR}
    pauses_in = {State.CHANGES_REQUESTED: "pause_while_returned"}
    answer_owed_in = frozenset({State.REVIEW, State.CHANGES_REQUESTED, State.SUPERVISOR})
    orders_at = frozenset({FUNDS.key})
    receives_at = frozenset({ARRIVAL.key, INVENTORY.key})

    # --- what the child knows ---
    missing_answers = fact("() -> names of questions still unanswered (EQUIP-1)")
    returned_from = fact("() -> the state whose reviewer returned it for changes")
    changed_since_return = fact("() -> True when the requester has begun to change what was returned")
    routed_role = fact("the role of the technology department that looks after it (EQUIP-2)")
    met_by = fact("“stock” or “repair” where nothing is bought (EQUIP-3)")
    quotes_lacking = fact("() -> why the quotes are not enough yet, or an empty text (EQUIP-5)")
    quote_too_high = fact("() -> why the quote goes back to whoever approved the money, or an empty text (X-14)")
    units_awaited = fact("() -> number of units ordered that have neither arrived nor been cancelled (EQUIP-7)")
    units_recorded = fact("() -> number of units inventoried")
    units_to_deploy = fact("() -> number of units not deployed yet (EQUIP-8)")
    units_unlisted = fact("() -> why the units taken from stock are not listed yet, or an empty text")
    still_to_confirm = fact("() -> why it does not close by itself yet, or an empty text")

    def opens(self, state: str) -> tuple[Stage, ...]:
        """The stage that begins when the case comes to a state."""
        return {
            self.State.REVIEW: (REVIEW,),
            self.State.CHANGES_REQUESTED: (CHANGES,),
            self.State.SUPERVISOR: (SUPERVISOR,),
            self.State.QUOTING: (QUOTES,),
            self.State.FUNDING: (FUNDS,),
            self.State.ORDERED: (ARRIVAL,),
            self.State.INVENTORY: (INVENTORY,),
            self.State.DEPLOYMENT: (DEPLOYMENT,),
            self.State.RECEIPT: (RECEIPT,),
        }.get(state, ())

    def role_for(self, stage: Stage) -> str:
        """The team it was routed to; the head of a school, or of a department (EQUIP-2, EQUIP-4)."""
        if stage.role == Role.TECHNOLOGY:
            return self.routed_role or Role.TECHNOLOGY.value
        return super().role_for(stage)

    @property
    def passed_over(self) -> frozenset[str]:
        """What is met from stock or by repair is neither approved nor bought."""
        states = self.State
        bought = (states.SUPERVISOR, states.QUOTING, states.FUNDING, states.ORDERED, states.INVENTORY)
        return frozenset(state.value for state in bought) if self.met_by else frozenset()

    @property
    def before(self) -> dict[str, str]:
        """Each state's stage before, for going back quietly (X-5). Once it is ordered there is no quiet way back."""
        return {**dict(zip(self.way[1:], self.way, strict=False)), self.State.CHANGES_REQUESTED: self.returned_from()}

    # --- 1. Request submission ----------------------------------------------------------------------------------------

    @move(
        source=State.DRAFT,
        target=State.REVIEW,
        by=[Part.REQUESTER],
        label=_("Submit the request"),
        when=[form_is_complete],
        submits=True,
        tells={Part.REQUESTER: "receipt"},
    )
    def submit(self, **_details):
        """EQUIP-1, EQUIP-2: routed at once to somebody of the technology department."""

    # --- 2. Technology department review ------------------------------------------------------------------------------

    @move(
        source=State.REVIEW,
        target=State.SUPERVISOR,
        by=[Role.TECHNOLOGY],
        step=REVIEW.key,
        outcome="proceed",
        label=_("Forward it to the supervisor"),
        hint=_("It can be done and fits our standards: with an estimate of its cost."),
        asks=["feasible", "aligned", "impact_found", "estimate"],
        needs=[found_feasible],
    )
    def forward_to_supervisor(self, **_details):
        """EQUIP-3: feasible and aligned, with an estimate of cost."""

    @move(
        source=State.REVIEW,
        target=State.DEPLOYMENT,
        by=[Role.TECHNOLOGY],
        step=REVIEW.key,
        outcome="from-stock",
        label=_("Meet it from stock or by repair"),
        hint=_("Nothing is bought: it goes straight to a technician."),
        asks=["met_by", "technician"],
        needs=[means_named],
        answers="final",
        tells={Part.REQUESTER: "equipment_granted"},
    )
    def meet_without_buying(self, **_details):
        """EQUIP-3: straight to EQUIP-8."""

    return_for_changes = returned_for_changes(
        State.REVIEW, to=State.CHANGES_REQUESTED, by=[Role.TECHNOLOGY], at=(REVIEW,)
    )
    resubmit = submitted_again(State.CHANGES_REQUESTED, to=State.REVIEW, when=[form_is_complete])

    # --- Supervisor or administrator approval -------------------------------------------------------------------------

    @move(
        source=State.SUPERVISOR,
        target=State.QUOTING,
        by=[Role.PRINCIPAL, Role.DEPARTMENT_ADMINISTRATOR],
        step=SUPERVISOR.key,
        outcome="approve",
        label=_("Approve it"),
        asks=["urgency_found"],
        answers="reviewers",
        tells={Part.REQUESTER: "equipment_approved"},
    )
    def approve(self, **_details):
        """EQUIP-4: what the supervisor says goes to the requester and to the technology department."""

    @move(
        source=(State.REVIEW, State.SUPERVISOR),
        target=State.DENIED,
        by=[Role.TECHNOLOGY, Role.PRINCIPAL, Role.DEPARTMENT_ADMINISTRATOR],
        step=(REVIEW.key, SUPERVISOR.key),
        outcome="deny",
        label=_("Deny the request"),
        asks=["alternatives", "alternative_resource", "alternative_asset"],
        needs=[rationale_given],
        answers="final",
        tone="danger",
        tells={Part.REQUESTER: "equipment_denied"},
    )
    def deny(self, **_details):
        """EQUIP-9: with the reason, and what would do instead."""

    # --- 3. Fulfillment: quotes and funds -----------------------------------------------------------------------------

    @move(
        source=State.QUOTING,
        target=State.FUNDING,
        by=[Role.TECHNOLOGY],
        step=QUOTES.key,
        outcome="done",
        label=_("Send the quotes to the Business Office"),
        when=[quotes_are_in, quote_within_estimate],
    )
    def send_for_funds(self, **_details):
        """EQUIP-5."""

    @move(
        source=State.QUOTING,
        target=State.SUPERVISOR,
        by=[Role.TECHNOLOGY],
        step=QUOTES.key,
        outcome="returned",
        label=_("Back to the supervisor: it costs more"),
        when=[quotes_are_in, quote_over_estimate],
        needs=[rationale_given],
        tone="secondary",
    )
    def ask_again(self, **_details):
        """X-14: a quote over the approved estimate goes back to whoever approved it."""

    @move(
        source=State.FUNDING,
        target=State.ORDERED,
        by=[Role.BUSINESS_OFFICE],
        step=FUNDS.key,
        outcome="ordered",
        label=_("Record the order"),
        asks=[*ACCOUNT, *ORDER],
        needs=[order_named],
        answers="final",
        tells={Part.REQUESTER: "equipment_ordered"},
    )
    def place_order(self, **_details):
        """EQUIP-6: account, amount and purchase order."""

    @move(
        source=State.FUNDING,
        target=State.SUPERVISOR,
        by=[Role.BUSINESS_OFFICE],
        step=FUNDS.key,
        outcome="no-funds",
        label=_("There are no funds"),
        needs=[rationale_given],
        tone="secondary",
    )
    def no_funds(self, **_details):
        """EQUIP-6: an answer that goes back to the supervisor."""

    # --- Inventory upon arrival ---------------------------------------------------------------------------------------

    @move(
        source=State.ORDERED,
        target=State.INVENTORY,
        by=[Role.TECHNOLOGY],
        step=ARRIVAL.key,
        outcome="received",
        label=_("It has arrived, all of it or a part"),
    )
    def arrived(self, **_details):
        """EQUIP-7: deliveries may be partial."""

    @move(
        source=(State.ORDERED, State.INVENTORY),
        target=State.QUOTING,
        by=[Role.TECHNOLOGY],
        step=(ARRIVAL.key, INVENTORY.key),
        outcome="returned",
        label=_("It will not come: ask for other quotes"),
        when=[nothing_has_arrived],
        needs=[rationale_given],
        tone="secondary",
        tells={Part.REQUESTER: "equipment_not_coming"},
    )
    def order_failed(self, **_details):
        """EQUIP-7: the vendor does not deliver, nor has anything come."""

    @move(
        source=State.INVENTORY,
        target=State.DEPLOYMENT,
        by=[Role.TECHNOLOGY],
        step=INVENTORY.key,
        outcome="complete",
        label=_("Everything is in: hand it to a technician"),
        when=[everything_is_in],
        asks=["technician"],
    )
    def all_in(self, **_details):
        """EQUIP-7, EQUIP-8: every unit is on the list."""

    @move(
        source=State.INVENTORY,
        target=State.DEPLOYMENT,
        by=[Role.TECHNOLOGY],
        step=INVENTORY.key,
        outcome="done",
        label=_("Cancel the rest: hand over what has come"),
        when=[something_has_arrived, something_is_missing],
        asks=["technician"],
        needs=[rationale_given],
        tone="secondary",
        tells={Part.REQUESTER: "equipment_not_coming"},
    )
    def cancel_rest(self, **_details):
        """EQUIP-7: what is still out is cancelled, with a reason."""

    # --- Deployment ---------------------------------------------------------------------------------------------------

    @move(
        source=State.DEPLOYMENT,
        target=State.RECEIPT,
        by=[Role.TECHNICIAN],
        step=DEPLOYMENT.key,
        outcome="complete",
        label=_("Everything is deployed"),
        when=[stock_is_listed, every_unit_is_deployed],
    )
    def deployed(self, **_details):
        """EQUIP-8: the requester is asked to confirm."""

    @move(
        source=State.DEPLOYMENT,
        target=State.REVIEW,
        by=[Role.TECHNICIAN],
        step=DEPLOYMENT.key,
        outcome="returned",
        label=_("It can’t be met this way: back to the technology department"),
        when=[nothing_was_bought, nothing_is_deployed],
        needs=[rationale_given],
        restarts_clock=True,
        tone="secondary",
        tells={Part.REQUESTER: "equipment_not_met"},
    )
    def not_met(self, **_details):
        """EQUIP-3: nothing in stock, or beyond repair; it is reviewed again.

        The requester was told that they get it, which stopped the response clock (MICRO-3, of every request). That
        answer no longer holds and another is owed: a new clock, as where a decision is looked at again (X-5). "No
        funds" and a quote that costs more (EQUIP-6, X-14) take no answer back: the supervisor is asked about money.
        """

    @move(
        source=State.RECEIPT,
        target=State.COMPLETE,
        by=[Part.REQUESTER],
        step=RECEIPT.key,
        outcome="done",
        label=_("Yes, I have everything"),
    )
    def confirm(self, **_details):
        """EQUIP-8."""

    @move(
        source=State.RECEIPT,
        target=State.DEPLOYMENT,
        by=[Part.REQUESTER],
        step=RECEIPT.key,
        outcome="concern",
        label=_("No, something is missing or does not work"),
        needs=[rationale_given],
        tone="secondary",
    )
    def not_received(self, **_details):
        """EQUIP-8: back to the technician."""

    @move(
        source=State.RECEIPT,
        target=State.COMPLETE,
        by=[Part.SYSTEM],
        label=_("Closed without an answer"),
        when=[time_to_answer_is_up],
        tells={Part.REQUESTER: "equipment_closed"},
    )
    def close_unanswered(self, **_details):
        """EQUIP-8: unanswered, it closes itself."""

    # --- At any time (X-5) --------------------------------------------------------------------------------------------

    withdraw = withdrawn(State.DRAFT, *way, State.CHANGES_REQUESTED, to=State.WITHDRAWN)
    back = goes_back(way, State.CHANGES_REQUESTED)
    reopen = reopened(looks, State.DRAFT, *way, State.CHANGES_REQUESTED, State.RECEIPT)
