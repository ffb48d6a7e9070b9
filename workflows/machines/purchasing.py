"""Buying, in whatever procedure: funds, order, receipt (X-14). A machine that buys is a `Purchasing`.

No order without the budget owner's yes for its code; a quote over what was approved goes back to them; "no funds" is
an answer. What a stage needs is also what its answer records (`requests_app.rules.purchase_consequences`).
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_fsm import GET_STATE

from workflows.machines.base import Machine
from workflows.machines.conditions import where_it_is
from workflows.machines.needs import rationale_given
from workflows.moves import Stage, fact, move
from workflows.roles import Part, Role

MONEY = ("amount", "funding_source", "budget_code")
ORDER = ("po_number", "po_date", "po_amount")
# They read whatever is bought, and keep the record of it beside its steps.
BUYERS = frozenset({Role.BUSINESS_OFFICE, Role.AAS, Role.PROCUREMENT})


class Purchasing(Machine):
    """What a machine reads of its purchase; the child says it by `requests_app.rules.purchase_facts.PurchaseFacts`."""

    class Meta:
        abstract = True

    readers = BUYERS

    order_refused = fact("(amount, agreed) -> why this order may not be placed, or an empty text (X-14)")
    order_is_due = fact("True when a purchase order is still to be recorded (X-14)")
    funds_agreed = fact("True when the budget owner said yes, or another source is recorded (X-14)")
    quotes_missing = fact("() -> why more quotes are needed first, or an empty text (X-14)")
    needs_board = fact("() -> True when the whole-term amount reaches the Board's threshold (X-14)")
    is_over_approved = fact("True when the chosen quote is over what was approved, by more than the tolerance (X-14)")

    @property
    def orders_at(self) -> frozenset[str]:
        """Keys of the stages at which the order is recorded."""
        return frozenset(stage.key for stage in self.stages if order_complete in stage.needs)

    @property
    def receives_at(self) -> frozenset[str]:
        """Keys of the stages at which the receipt is recorded."""
        return frozenset(stage.key for stage in self.stages if receipt_dated in stage.needs)

    def role_for(self, stage: Stage) -> str:
        """The budget owner is the principal of a school, a department's own administrator there (MICRO-5)."""
        if stage.role == Role.PRINCIPAL and self.place.kind != "school":
            return Role.DEPARTMENT_ADMINISTRATOR.value
        return str(stage.role.value)


# --- what an answer must say: (case, outcome, details) ----------------------------------------------------------------


def _left_out(details, asked: dict) -> dict[str, str]:
    return {name: message for name, message in asked.items() if details.get(name) in (None, "")}


def funds_named(case, outcome, details) -> dict[str, str]:
    """Support names amount, source and budget code (MICRO-2, MICRO-5); "no funds" says why."""
    if outcome == "deny":
        return {}
    if outcome == "no-funds":
        return rationale_given(case, details)
    asked = {
        "amount": _("Say how much is allocated."),
        "funding_source": _("Name the funding source."),
        "budget_code": _("Give the budget code."),
    }
    return _left_out(details, asked)


def order_complete(case, outcome, details) -> dict[str, str]:
    """An order has a number, a date and an amount; it is released first, and not over the approved amount (X-14)."""
    if outcome == "no-funds":
        return rationale_given(case, details)
    asked = {
        "po_number": _("Give the order's number."),
        "po_date": _("Give the order's date."),
        "po_amount": _("Give the order's amount."),
    }
    errors = _left_out(details, asked)
    if not errors and (reason := case.order_refused(details["po_amount"], agreed=bool(details.get("agree_amount")))):
        errors["po_amount"] = reason
    return errors


def receipt_dated(case, outcome, details) -> dict[str, str]:
    """A receipt has its day (X-14)."""
    return _left_out(details, {"received_on": _("Give the day on which it came.")})


# --- whose turn it is -------------------------------------------------------------------------------------------------


def budget_stage(key: str = "budget", **words) -> Stage:
    """The budget owner's yes for a code, answered side by side. `words` are those of a `Stage`."""
    own = {
        "role": Role.PRINCIPAL,
        "label": gettext_lazy("Funds"),
        "question": gettext_lazy("Are there funds for it, and from which budget code?"),
        "term": "support_days",
        "outcomes": ("approve", "no-funds"),
        "needs": (funds_named,),
        "asks": MONEY,
        "asked_for": ("approve",),
    }
    return Stage(key, **own | words)


def order_stage(key: str = "order", *, role: Role, **words) -> Stage:
    """The order is recorded by a role of the machine's choice, side by side.

    Only a budget owner may agree to more than was approved as they order: there `asks` has "agree_amount" too.
    """
    agrees = ("agree_amount",) if role == Role.PRINCIPAL else ()
    own = {
        "label": gettext_lazy("Purchase order"),
        "question": gettext_lazy("Which order was placed?"),
        "term": "purchase_days",
        "decides": False,
        "outcomes": ("ordered", "no-funds"),
        "needs": (order_complete,),
        "asks": (*ORDER, *agrees),
        "asked_for": ("ordered",),
    }
    return Stage(key, role, **own | words)


def receipt_stage(key: str = "receipt", *, role: Role | Part, **words) -> Stage:
    """What was ordered came, on a day; answered side by side."""
    own = {
        "label": gettext_lazy("Receipt"),
        "question": gettext_lazy("Has it come?"),
        "term": "receipt_days",
        "decides": False,
        "outcomes": ("received",),
        "needs": (receipt_dated,),
        "asks": ("received_on",),
    }
    return Stage(key, role, **own | words)


# --- what must hold: an empty text, or the reason against it ----------------------------------------------------------


def quotes_are_in(case) -> str:
    return case.quotes_missing()


def funds_are_agreed(case) -> str:
    return "" if case.funds_agreed else _("The budget owner has not said yes.")


def order_is_recorded(case) -> str:
    return _("The order is not recorded yet.") if case.order_is_due else ""


def costs_more_than_approved(case) -> str:
    return "" if case.is_over_approved else _("It is within what was approved.")


def funds_are_refused(case) -> str:
    if case.funds_agreed or case.money.supported is None:
        return _("Nobody has said that there are no funds.")
    return ""


def budget_question_is_closed(*stages: Stage):
    """A condition: the budget owner is not being asked at one of these stages already."""

    def budget_owner_is_free(case) -> str:
        asked = any(case.open_step(stage.key) for stage in stages)
        return _("The budget owner is being asked already.") if asked else ""

    return budget_owner_is_free


def goes_back_to_budget(source, *, budget: Stage):
    """A move for a machine's body: a quote over what was approved asks the budget owner again, by itself (X-14).

    The case stays where it is, and so does an open order step: it is refused until they have answered.
    """
    states = list(source) if isinstance(source, (list, tuple, set)) else [source]

    @move(
        source=tuple(states),
        target=GET_STATE(where_it_is, states=states),
        by=[Part.SYSTEM],
        label=gettext_lazy("The quote is over what was approved: back to the budget owner"),
        when=[costs_more_than_approved, budget_question_is_closed(budget)],
        opens=[budget],
        automatic=True,
    )
    def ask_budget_again(self, **_details):
        """X-14: over the approved estimate by more than the setting quote_tolerance."""

    return ask_budget_again


def asks_for_funds_again(source, *, by: Role, budget: Stage, order: Stage):
    """A move for a machine's body: whoever orders asks the budget owner once more."""

    @move(
        source=source,
        target=GET_STATE(where_it_is, states=[source]),
        by=[by],
        label=gettext_lazy("Ask for funds once more"),
        when=[funds_are_refused, budget_question_is_closed(budget)],
        opens=[budget, order],
        tone="secondary",
    )
    def ask_for_funds(self, **_details):
        """X-14: “no funds” is an answer; the budget owner is asked again."""

    return ask_for_funds


def denied_unfunded(source, *, to, by: Role):
    """A move for a machine's body: it ends, because there are no funds."""

    @move(
        source=source,
        target=to,
        by=[by],
        label=gettext_lazy("Deny the request: there are no funds"),
        when=[funds_are_refused],
        asks=["rationale"],
        needs=[rationale_given],
        answers="final",
        tone="danger",
        tells={Part.REQUESTER: "denied"},
    )
    def deny_unfunded(self, **_details):
        """X-14: the ground “not funded” stays with the request; the library says nothing of it."""

    return deny_unfunded
