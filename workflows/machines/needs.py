"""What a decision must say: each takes the case and the details, and returns the message for each field at fault."""

from django.utils.translation import gettext as _


def rationale_given(case, details) -> dict[str, str]:
    return {} if str(details.get("rationale") or "").strip() else {"rationale": _("Say why.")}


def words_for_requester(case, details) -> dict[str, str]:
    if str(details.get("rationale") or "").strip():
        return {}
    return {"rationale": _("Say what the requester should know.")}


def ground_given(case, details) -> dict[str, str]:
    return {} if details.get("ground") else {"ground": _("Choose the ground for the denial.")}


def overruling_explained(case, details) -> dict[str, str]:
    """Approving against a denial needs a rationale (MICRO-8)."""
    if case.denials() and not str(details.get("rationale") or "").strip():
        return {"rationale": _("A reviewer denied it: say why you approve all the same.")}
    return {}


def funding_found(case, details) -> dict[str, str]:
    """Approving against denied funds needs another source (MICRO-8)."""
    if case.funds_denied() and not str(details.get("other_funding") or "").strip():
        return {"other_funding": _("The funds were denied: name the other source.")}
    return {}


def places_named(case, details) -> dict[str, str]:
    """Final approval says where, and an agreement covers each of these places (MICRO-11)."""
    if not details.get("places"):
        return {"places": _("Say where it may be used.")}
    reason = case.not_covered(places=list(details["places"]))
    return {"places": reason} if reason else {}


# --- answers given side by side: (case, outcome, details) -------------------------------------------------------------


def denial_explained(case, outcome, details) -> dict[str, str]:
    """A denial needs its ground and a rationale (MICRO-5 to MICRO-7)."""
    if outcome != "deny":
        return {}
    return ground_given(case, details) | rationale_given(case, details)


def funds_named(case, outcome, details) -> dict[str, str]:
    """Support names amount, source and budget code (MICRO-2, MICRO-5)."""
    if outcome == "deny":
        return {}
    asked = {
        "amount": _("Say how much is allocated."),
        "funding_source": _("Name the funding source."),
        "budget_code": _("Give the budget code."),
    }
    return {name: message for name, message in asked.items() if details.get(name) in (None, "")}


def advice_given(case, outcome, details) -> dict[str, str]:
    return rationale_given(case, details)


def order_complete(case, outcome, details) -> dict[str, str]:
    """An order has a number, a date and an amount; it is released first, and not over the approved amount (X-14)."""
    if outcome == "no-funds":
        return rationale_given(case, details)
    asked = {
        "po_number": _("Give the order's number."),
        "po_date": _("Give the order's date."),
        "po_amount": _("Give the order's amount."),
    }
    errors = {name: message for name, message in asked.items() if details.get(name) in (None, "")}
    if not errors and (reason := case.order_refused(details["po_amount"], agreed=bool(details.get("agree_amount")))):
        errors["po_amount"] = reason
    return errors
