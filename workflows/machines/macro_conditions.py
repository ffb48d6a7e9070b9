"""What must hold before a move of a district purchase, and what it must say (document 001)."""

from django.utils.translation import gettext as _

from workflows.machines.needs import rationale_given

# --- where a move leads -----------------------------------------------------------------------------------------------


def after_the_gate(case, **_details) -> str:
    """MACRO-5: from the district's threshold on the Board decides."""
    return case.State.BOARD if case.needs_board() else case.State.PURCHASING


def after_next_step(case, **details) -> str:
    """MACRO-10: adjusting or expanding is planned anew. Nothing, until it is known which it is."""
    return {
        "continue": case.State.COMPLETE,
        "retire": case.State.COMPLETE,
        "adjust": case.State.PLANNING,
        "expand": case.State.PLANNING,
    }.get(str(details.get("next_step") or ""), "")


# --- what must hold: an empty text, or the reason against it ----------------------------------------------------------


def no_sponsor_is_asked(case) -> str:
    return _("The form is with the sponsor.") if case.open_step("sponsorship") else ""


def not_sponsored_yet(case) -> str:
    return _("It is sponsored already.") if case.is_sponsored else ""


def sponsor_has_it(case) -> str:
    asked = case.is_sponsored or case.open_step("sponsorship")
    return "" if asked else _("Nobody was asked to sponsor it.")


def sponsorship_is_given(case) -> str:
    return "" if case.is_sponsored else _("It has no sponsor yet: ask for sponsorship first.")


def candidates_are_there(case) -> str:
    return case.candidates_lack()


def compliance_is_recorded(case) -> str:
    if case.open_step("compliance") and not case.compliance_lacks():
        return _("The Compliance Officer has not finished yet.")
    return case.compliance_lacks()


def compliance_is_missing(case) -> str:
    """MACRO-2b: a candidate was added that nobody has looked at."""
    if case.open_step("compliance"):
        return _("The Compliance Officer is being asked already.")
    return "" if case.compliance_lacks() and not case.candidates_lack() else _("Each candidate has its finding.")


def quotes_are_complete(case) -> str:
    return case.quotes_lack()


def funds_are_found(case) -> str:
    if case.open_step("quotes"):
        return _("The lead still asks for quotes.")
    return "" if case.funds_agreed and not case.open_step("district-funds") else _("The funds are not confirmed yet.")


def funds_were_denied(case) -> str:
    """MACRO-3: “no funds” is an answer; the lead looks for another way."""
    if case.open_step("quotes") or case.open_step("district-funds"):
        return _("Somebody is being asked already.")
    refused = case.money.supported is False and not case.funds_agreed
    return "" if refused else _("Nobody has said that there are no funds.")


def committee_is_larger(case) -> str:
    """MACRO-4a: somebody came to the committee who was not asked yet."""
    return "" if case.has_committee and case.committee_unasked() else _("Everybody of the committee has been asked.")


def evaluation_is_in(case) -> str:
    return case.choice_lacks()


def gate_can_be_passed(case) -> str:
    return case.gate_lacks()


def another_candidate_is_left(case) -> str:
    left = [candidate for candidate in case.live_candidates() if candidate != case.chosen]
    return "" if left else _("There is no other candidate: deny the request instead.")


def coordination_is_done(case) -> str:
    return case.coordination_lacks()


def contract_is_documented(case) -> str:
    return case.posting_lacks()


def goals_are_set(case) -> str:
    return case.goals_lack()


def plan_is_complete(case) -> str:
    return case.plan_lacks()


def measures_are_set(case) -> str:
    return case.measures_lack()


def all_check_ins_are_recorded(case) -> str:
    return case.check_ins_lack()


def nobody_reflects_yet(case) -> str:
    return _("The next steps are being decided.") if case.open_step("next-steps") else ""


def is_due(key: str, about: str):
    """A condition: a check-in of this kind has come due, and nobody is asked for it yet."""

    def check_in_is_due(case) -> str:
        if case.open_step(key):
            return _("Somebody is being asked already.")
        return "" if case.check_in_due(about) else _("Nothing is due.")

    return check_in_is_due


# --- what must be said ------------------------------------------------------------------------------------------------


def candidate_named(case, details) -> dict[str, str]:
    """MACRO-4: one of those still considered, and the quote that is taken."""
    candidate = details.get("candidate")
    if candidate is None or candidate not in case.live_candidates():
        return {"candidate": _("Choose the candidate to be bought.")}
    reason = case.quote_refused(candidate, details.get("quote"))
    return {"quote": reason} if reason else {}


def rollout_dated(case, details) -> dict[str, str]:
    """MACRO-6: teachers are told from when it can be used."""
    return {} if details.get("rollout_on") else {"rollout_on": _("Say from which day it will be rolled out.")}


def next_step_named(case, details) -> dict[str, str]:
    if after_next_step(case, **details):
        return {}
    return {"next_step": _("Choose what comes next.")}


# --- answers given side by side: (case, outcome, details) -------------------------------------------------------------


def sponsor_says_why_not(case, outcome, details) -> dict[str, str]:
    return rationale_given(case, details) if outcome == "deny" else {}


def figure_or_note_given(case, outcome, details) -> dict[str, str]:
    said = details.get("figure") is not None or str(details.get("note") or "").strip()
    return {} if said else {"figure": _("Give the figure, or say in the notes what was found.")}
