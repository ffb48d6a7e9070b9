"""What a decision must say: each takes the case and the details, and returns the message for each field at fault."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.wording import day_of


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


def packet_contact_named(case, details) -> dict[str, str]:
    """Waiting opens the vendor's packet, so somebody there gets its link; not where one is open already (MICRO-11)."""
    if case.packet_underway() is not None:
        return {}
    asked = {
        "contact_name": _("Say who at the vendor gets the link to the packet."),
        "contact_email": _("Give the e-mail address to which the link goes."),
    }
    return {name: message for name, message in asked.items() if not str(details.get(name) or "").strip()}


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


def advice_given(case, outcome, details) -> dict[str, str]:
    return rationale_given(case, details)


# --- vendors, renewals, the public record -----------------------------------------------------------------------------


def review_explained(case, outcome, details) -> dict[str, str]:
    """“With changes” and “decline” say what is wrong (PROC-4)."""
    return {} if outcome == "proceed" else rationale_given(case, details)


def vendor_overruling_explained(case, details) -> dict[str, str]:
    """Going on against a review that declines needs a rationale (PROC-4)."""
    if case.declines() and not str(details.get("rationale") or "").strip():
        return {"rationale": _("A reviewer declines it: say why you go on all the same.")}
    return {}


def meeting_named(case, details) -> dict[str, str]:
    """PROC-5: the date of the meeting, which has been held, and not before there was anything to decide."""
    met = details.get("meeting_on")
    if not met:
        return {"meeting_on": _("Give the date of the meeting.")}
    if met > timezone.localdate():
        return {"meeting_on": _("The Board has not met yet: answer after its meeting.")}
    if met < day_of(case.created_at):
        return {"meeting_on": _("The vendor was not even invited then: give the day of the Board’s meeting.")}
    return {}


def usage_answered(case, outcome, details) -> dict[str, str]:
    """RENEW-3: usage and need, goals met, cost now and next."""
    asked = {
        "still_used": _("Say whether it is still used."),
        "goals_met": _("Say whether its goals were met."),
        "cost_now": _("Give what it costs a year; 0 if nothing."),
        "cost_next": _("Give what it will cost a year; 0 if nothing."),
    }
    return {name: message for name, message in asked.items() if details.get(name) in (None, "")}


def safeguards_answered(case, outcome, details) -> dict[str, str]:
    """RENEW-4: each question is answered; a concern says what is wrong."""
    asked = {
        "data_right": _("Say whether the agreement still lists the data that is used."),
        "subcontractors_right": _("Say whether the list of subcontractors is right."),
        "breaches_since": _("Say whether there were breaches since the last look."),
    }
    errors = {name: message for name, message in asked.items() if details.get(name) in (None, "")}
    return errors | (rationale_given(case, details) if outcome == "concern" else {})


def term_named(case, details) -> dict[str, str]:
    """RENEW-5: renewing says until when, and that is later than now; a term that goes on tacitly needs no date."""
    ends = details.get("new_ends_on")
    if not ends:
        return {} if case.renews_tacitly() else {"new_ends_on": _("Give the last day of the new term.")}
    if case.term_ends_on and ends <= case.term_ends_on:
        return {"new_ends_on": _("The new term ends after the present one.")}
    reason = case.term_refused(ends)
    return {"new_ends_on": reason} if reason else {}


def items_confirmed(case, details) -> dict[str, str]:
    """LAW-2: every item, one by one."""
    return {} if len(set(details.get("items") or [])) == 5 else {"items": _("Confirm each of the five items.")}


def answer_described(name: str, message):
    """A need: this detail is said."""

    def described(case, details) -> dict[str, str]:
        return {} if str(details.get(name) or "").strip() else {name: str(message)}

    described.__name__ = f"{name}_described"
    return described


def clock_explained(case, outcome, details) -> dict[str, str]:
    """LAW-4: when the letters went, or why none are needed."""
    if outcome == "done":
        return {} if details.get("done_on") else {"done_on": _("Give the day on which the letters went out.")}
    return rationale_given(case, details)


def posting_explained(case, outcome, details) -> dict[str, str]:
    """LAW-4: only a small breach may be left off the list, and the reason is kept."""
    if outcome == "done":
        return {}
    if not case.is_small():
        return {"outcome": _("So many students are concerned that it must be on the list.")}
    return rationale_given(case, details)
