"""Who may do what with a request for equipment, in each of its states, and what each act must say (document 002)."""

from django.utils import timezone

from requests_app.models import EquipmentRequest
from tests.equip_paths import FOUND, WHY, EquipPath, order
from workflows import engine
from workflows.actors import Actor

_OUT = {"requester": ({"withdraw"}, set())}
_BACK = {"mover": ({"back"}, set()), "admin": ({"back"}, set())}
_UNDONE = {"mover": ({"reopen"}, set()), "admin": ({"reopen"}, set())}
EQUIP: dict[str, dict[str, tuple[set, set]]] = {
    "draft": {"requester": ({"submit", "withdraw"}, set())},
    "technology-review": _OUT
    | {
        "technology": (
            {"forward_to_supervisor", "meet_without_buying", "return_for_changes", "deny"},
            {"equip-review"},
        )
    },
    "changes-requested": _BACK | {"requester": ({"resubmit", "withdraw"}, {"changes"})},
    "supervisor-review": _OUT | _BACK | {"principal": ({"approve", "deny"}, {"equip-supervisor"})},
    "quoting": _OUT | _BACK | {"technology": ({"send_for_funds", "ask_again"}, {"equip-quotes"})},
    "funding": _OUT | _BACK | {"business-office": ({"place_order", "no_funds"}, {"equip-funds"})},
    "ordered": {"technology": ({"arrived", "order_failed"}, {"equip-arrival"})},
    "inventory": {"technology": ({"all_in", "cancel_rest", "order_failed"}, {"equip-inventory"})},
    "deployment": {"technician": ({"deployed", "not_met"}, {"equip-deployment"})},
    "receipt": {"requester": ({"confirm", "not_received"}, {"equip-receipt"})},
    "complete": _UNDONE,
    "denied": _UNDONE,
    "withdrawn": _UNDONE,
}


def equip_in(cast, state: str) -> EquipmentRequest:
    return EquipPath(cast).to(state)


def with_a_gap(cast, *, returned: bool = False) -> EquipmentRequest:
    path = EquipPath(cast)
    if returned:
        path.returned()
    engine.edit(path.case.pk, {"impact": ""}, by=Actor(cast.teacher), at=path.at)
    return path.fresh


def touched(cast) -> EquipmentRequest:
    """Returned, and the requester has begun to change it."""
    path = EquipPath(cast)
    path.returned()
    engine.edit(path.case.pk, {"room": "205"}, by=Actor(cast.teacher), at=timezone.now())
    return path.fresh


def deployed_in_part(cast) -> EquipmentRequest:
    path = EquipPath(cast)
    path.to_deploy()
    return path.deploy(but=1)


def handed_out(cast) -> EquipmentRequest:
    path = EquipPath(cast)
    path.listed()
    return path.deploy()


BROKEN = {
    ("submit", "form_is_complete"): with_a_gap,
    ("resubmit", "form_is_complete"): lambda c: with_a_gap(c, returned=True),
    ("send_for_funds", "quotes_are_in"): lambda c: EquipPath(c).approved(),
    ("send_for_funds", "quote_within_estimate"): lambda c: EquipPath(c).quoted("1651.00"),
    ("ask_again", "quotes_are_in"): lambda c: EquipPath(c).approved(),
    ("ask_again", "quote_over_estimate"): lambda c: EquipPath(c).quoted("1650.00"),
    ("all_in", "everything_is_in"): lambda c: EquipPath(c).in_part(),
    ("cancel_rest", "something_has_arrived"): lambda c: EquipPath(c).arriving(),
    ("cancel_rest", "something_is_missing"): lambda c: EquipPath(c).all_here(),
    ("order_failed", "nothing_has_arrived"): lambda c: EquipPath(c).in_part(),
    ("not_met", "nothing_was_bought"): lambda c: EquipPath(c).to_deploy(),
    ("not_met", "nothing_is_deployed"): handed_out,
    ("deployed", "stock_is_listed"): lambda c: EquipPath(c).from_stock(),
    ("deployed", "every_unit_is_deployed"): deployed_in_part,
    ("close_unanswered", "time_to_answer_is_up"): lambda c: EquipPath(c).to_confirm(),
    ("back", "new_stage_is_untouched"): touched,
}
# Without a quote none is over the estimate either.
TOGETHER = {("ask_again", "quotes_are_in"): {"quote_over_estimate"}}
STOCK = {"met_by": "stock"}


SAID = {
    ("forward_to_supervisor", "found_feasible"): (lambda c: EquipPath(c).submitted(), FOUND, "estimate"),
    ("meet_without_buying", "means_named"): (lambda c: EquipPath(c).submitted(), STOCK, "met_by"),
    ("return_for_changes", "words_for_requester"): (lambda c: EquipPath(c).submitted(), WHY, "rationale"),
    ("deny", "rationale_given"): (lambda c: EquipPath(c).submitted(), WHY, "rationale"),
    ("ask_again", "rationale_given"): (lambda c: EquipPath(c).quoted("2000.00"), WHY, "rationale"),
    ("place_order", "order_named"): (lambda c: EquipPath(c).to_fund(), order(), "budget_code"),
    ("no_funds", "rationale_given"): (lambda c: EquipPath(c).to_fund(), WHY, "rationale"),
    ("order_failed", "rationale_given"): (lambda c: EquipPath(c).ordered(), WHY, "rationale"),
    ("cancel_rest", "rationale_given"): (lambda c: EquipPath(c).in_part(), WHY, "rationale"),
    ("not_met", "rationale_given"): (lambda c: EquipPath(c).from_stock(), WHY, "rationale"),
    ("not_received", "rationale_given"): (lambda c: EquipPath(c).to_confirm(), WHY, "rationale"),
    ("reopen", "rationale_given"): (lambda c: EquipPath(c).denied(), WHY, "rationale"),
}
