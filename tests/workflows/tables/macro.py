"""Who may do what with a district purchase, in each of its states, and what each act must say (document 001)."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from requests_app.models import Candidate, DistrictPurchase, Goal, Measure, Quote
from tests.macro_paths import FAILED, FUNDS, ORDER, WHY, MacroPath
from workflows import engine
from workflows.actors import Actor

_OUT = ({"withdraw"}, set())
_BACK = {"mover": ({"back"}, set()), "admin": ({"back"}, set())}
_AGAIN = {"mover": ({"reopen"}, set()), "admin": ({"reopen"}, set())}
_WRITING = {"ask_sponsor", "cancel_ask", "submit", "withdraw"}
# The requester is its lead: what is asked of the lead by name is theirs.
MACRO: dict[str, dict[str, tuple[set, set]]] = {
    "draft": {"requester": (_WRITING, set())},
    "draft, sponsor asked": {"requester": (_WRITING, set()), "principal": (set(), {"sponsorship"})},
    "vendor-search": {
        "requester": ({"finish_search", "withdraw"}, {"search"}),
        "compliance-officer": (set(), {"compliance"}),
    },
    "budgeting": _BACK | {"requester": ({"finish_quotes", "withdraw"}, {"quotes"})},
    "budgeting, funds asked": _BACK | {"requester": _OUT, "business-office": (set(), {"district-funds"})},
    "evaluation": _BACK
    | {
        "requester": ({"choose_candidate", "withdraw"}, {"choice"}),
        "technology": (set(), {"platforms"}),
        "curriculum-director": (set(), {"committee"}),
        "colleague": (set(), {"committee"}),
    },
    "compliance-gate": _BACK | {"requester": _OUT, "technology": ({"pass_gate", "fail_gate", "deny"}, {"gate"})},
    "board-review": _BACK
    | {"requester": _OUT, "board-secretary": ({"board_approves", "board_refuses"}, {"district-board"})},
    "purchasing": _BACK
    | {
        "requester": ({"finish_coordination", "withdraw"}, {"coordination"}),
        "business-office": ({"ask_for_funds", "deny_unfunded"}, {"district-order"}),
    },
    "contract-posting": _BACK | {"it-director": ({"post_contract"}, {"district-posting"})},
    "planning": {"requester": ({"finish_plan"}, {"planning"})},
    "monitoring": {"requester": ({"reflect"}, set())},
    "monitoring, everything due": {
        "requester": ({"reflect", "decide_next_steps"}, {"next-steps"}),
        "colleague": (set(), {"check-performance", "check-usage", "check-feedback", "check-practices"}),
    },
    "complete": _AGAIN,
    "denied": _AGAIN,
    "withdrawn": _AGAIN,
}


def with_committee(cast) -> DistrictPurchase:
    path = MacroPath(cast)
    path.member(cast.colleague)
    return path.funded()


def everything_due(cast) -> DistrictPurchase:
    """Each of the four is asked for, and the lead reflects already."""
    path = MacroPath(cast)
    path.monitored()
    for about in ("performance", "usage", "feedback", "practices"):
        path.due(about)
    return path.do("reflect", path.lead)


SCENES = {
    "draft, sponsor asked": lambda cast: MacroPath(cast).asked(),
    "budgeting, funds asked": lambda cast: MacroPath(cast).quoted(),
    "evaluation": with_committee,
    "monitoring, everything due": everything_due,
}


def district_in(cast, scene: str) -> DistrictPurchase:
    return SCENES[scene](cast) if scene in SCENES else MacroPath(cast).to(scene)


# --- what must hold before a move -------------------------------------------------------------------------------------


def with_a_gap(cast, *, sponsored: bool = False) -> DistrictPurchase:
    """The form with one question unanswered."""
    path = MacroPath(cast)
    if sponsored:
        path.sponsored()
        DistrictPurchase.objects.filter(pk=path.case.pk).update(look_fors="")
    else:
        engine.edit(path.case.pk, {"look_fors": ""}, by=Actor(path.case.requester), at=path.at)
    return path.fresh


def all_ruled_out(cast) -> DistrictPurchase:
    case = MacroPath(cast).searched()
    case.candidates.update(standing=Candidate.Standing.RULED_OUT)
    return case


def without_a_finding(cast) -> DistrictPurchase:
    path = MacroPath(cast)
    path.submit()
    path.add_candidate()
    return path.fresh


def searched_and_asked_again(cast) -> DistrictPurchase:
    """Each candidate has its finding; a vendor has answered, and the officer is asked once more."""
    path = MacroPath(cast)
    path.searched()
    return path.do("vendor_answered", Actor.system())


def unquoted(cast) -> DistrictPurchase:
    return MacroPath(cast).to_quote()


def asked_for_quotes_again(cast) -> DistrictPurchase:
    return MacroPath(cast).unfunded()


def evaluated_but_for_one(cast) -> DistrictPurchase:
    """Technology has answered, somebody of the committee has not."""
    path = MacroPath(cast)
    path.funded()
    return path.integrates()


def not_compliant(cast) -> DistrictPurchase:
    case = MacroPath(cast).chosen()
    case.candidates.filter(standing="chosen").update(compliance="pursued")
    return case


def the_only_one(cast) -> DistrictPurchase:
    case = MacroPath(cast).chosen()
    case.candidates.exclude(standing="chosen").update(standing="ruled-out")
    return case


def refused_funds(cast) -> MacroPath:
    """At the order: the Business Office says that there are none."""
    path = MacroPath(cast)
    path.passed()
    path.lines_done(1, 2, 3)
    path.answer("district-order", cast.business_office, "no-funds", rationale="Nothing is left.")
    return path


def over_approved(cast, *, asked: bool = False) -> DistrictPurchase:
    """The quote has grown over what was approved, and the Business Office is being asked again."""
    path = MacroPath(cast)
    case = path.passed()
    case.money.whole_term = 99999
    case.money.save()
    if asked:
        path.lines_done(1)  # whatever is recorded, what follows by itself is done
    return path.fresh


def order_is_out(cast) -> DistrictPurchase:
    return MacroPath(cast).passed()


def not_posted(cast) -> DistrictPurchase:
    return MacroPath(cast, with_data=True).coordinated()


def planned_without(cast, what: str) -> DistrictPurchase:
    path = MacroPath(cast)
    path.posted()
    case = path.planned()
    if what == "goal":
        Goal.objects.filter(case=case, term="long").delete()
    elif what == "measure":
        Measure.objects.filter(case=case, about="usage").delete()
    else:
        DistrictPurchase.objects.filter(pk=case.pk).update(plan_training=" ")
    return path.fresh


def later(cast) -> DistrictPurchase:
    """The first check-ins are due in a week."""
    return MacroPath(cast).monitored(first_in=7)


def asked_for(cast, about: str) -> DistrictPurchase:
    path = MacroPath(cast)
    path.monitored()
    return path.due(about)


def reflecting(cast) -> DistrictPurchase:
    """All is recorded, and the lead decides what comes next."""
    return MacroPath(cast).recorded()


def answered(cast) -> DistrictPurchase:
    """Somebody has answered at this stage."""
    return MacroPath(cast).quoted()


ABOUT = ("performance", "usage", "feedback", "practices")
BROKEN = {
    ("ask_sponsor", "not_sponsored_yet"): lambda c: MacroPath(c).sponsored(),
    ("ask_sponsor", "no_sponsor_is_asked"): lambda c: MacroPath(c).asked(),
    ("ask_sponsor", "form_is_complete"): with_a_gap,
    ("cancel_ask", "sponsor_has_it"): lambda c: MacroPath(c).fresh,
    ("submit", "form_is_complete"): lambda c: with_a_gap(c, sponsored=True),
    ("submit", "no_sponsor_is_asked"): lambda c: MacroPath(c).asked(),
    ("submit", "sponsorship_is_given"): lambda c: MacroPath(c).fresh,
    ("finish_search", "candidates_are_there"): all_ruled_out,
    ("finish_search", "compliance_is_recorded"): without_a_finding,
    ("ask_compliance_again", "compliance_is_missing"): searched_and_asked_again,
    ("finish_quotes", "quotes_are_complete"): unquoted,
    ("funds_confirmed", "funds_are_found"): answered,
    ("look_for_another_way", "funds_were_denied"): asked_for_quotes_again,
    ("ask_new_members", "committee_is_larger"): with_committee,
    ("choose_candidate", "evaluation_is_in"): evaluated_but_for_one,
    ("pass_gate", "gate_can_be_passed"): not_compliant,
    ("fail_gate", "another_candidate_is_left"): the_only_one,
    ("ask_budget_again", "costs_more_than_approved"): order_is_out,
    ("ask_budget_again", "budget_owner_is_free"): lambda c: over_approved(c, asked=True),
    ("ask_for_funds", "funds_are_refused"): order_is_out,
    ("ask_for_funds", "budget_owner_is_free"): lambda c: refused_funds(c).do("ask_for_funds", c.business_office),
    ("deny_unfunded", "funds_are_refused"): order_is_out,
    ("finish_coordination", "coordination_is_done"): order_is_out,
    ("post_contract", "contract_is_documented"): not_posted,
    ("finish_plan", "goals_are_set"): lambda c: planned_without(c, "goal"),
    ("finish_plan", "plan_is_complete"): lambda c: planned_without(c, "part"),
    ("finish_plan", "measures_are_set"): lambda c: planned_without(c, "measure"),
    **{(f"{about}_due", "check_in_is_due"): later for about in ABOUT},
    ("all_recorded", "all_check_ins_are_recorded"): later,
    ("all_recorded", "nobody_reflects_yet"): reflecting,
    ("reflect", "nobody_reflects_yet"): reflecting,
    ("back", "new_stage_is_untouched"): answered,
}
# The sponsor is asked because there is none yet.
TOGETHER = {("submit", "no_sponsor_is_asked"): {"sponsorship_is_given"}}


def _choice(case) -> dict:
    return {"candidate": case.live_candidates()[0]} | WHY


def _two_quotes(cast) -> DistrictPurchase:
    """Each candidate has two quotes: it has to be said which is taken."""
    path = MacroPath(cast)
    path.evaluated()
    for candidate in path.fresh.live_candidates():
        path.add_quote(candidate, Decimal("25000.00"), years=3)
    return path.fresh


def _with_quote(case) -> dict:
    candidate = case.live_candidates()[0]
    return {"candidate": candidate, "quote": Quote.objects.get(candidate=candidate, years=3)} | WHY


BOARD_MET = {"meeting_on": timezone.localdate()}
NEXT = {"next_step": "adjust"} | WHY
SAID = {
    ("choose_candidate", "candidate_named"): (lambda c: MacroPath(c).evaluated(), _choice, "candidate"),
    ("fail_gate", "ground_given"): (lambda c: MacroPath(c).chosen(), FAILED, "ground"),
    ("fail_gate", "rationale_given"): (lambda c: MacroPath(c).chosen(), FAILED, "rationale"),
    ("deny", "ground_given"): (lambda c: MacroPath(c).chosen(), FAILED, "ground"),
    ("deny", "rationale_given"): (lambda c: MacroPath(c).chosen(), FAILED, "rationale"),
    ("board_approves", "meeting_named"): (lambda c: MacroPath(c).to_board(), BOARD_MET, "meeting_on"),
    ("board_refuses", "meeting_named"): (lambda c: MacroPath(c).to_board(), BOARD_MET | WHY, "meeting_on"),
    ("board_refuses", "rationale_given"): (lambda c: MacroPath(c).to_board(), BOARD_MET | WHY, "rationale"),
    ("deny_unfunded", "rationale_given"): (lambda c: refused_funds(c).fresh, WHY, "rationale"),
    ("finish_coordination", "rollout_dated"): (
        lambda c: coordinated_but_for_the_day(c),
        {"rollout_on": date(2027, 8, 16)},
        "rollout_on",
    ),
    ("decide_next_steps", "next_step_named"): (reflecting, NEXT, "next_step"),
    ("decide_next_steps", "rationale_given"): (reflecting, NEXT, "rationale"),
    ("reopen", "rationale_given"): (lambda c: MacroPath(c).denied(), WHY, "rationale"),
}


def coordinated_but_for_the_day(cast) -> DistrictPurchase:
    path = MacroPath(cast)
    path.ordered()
    return path.lines_done()


def _to_order(cast) -> DistrictPurchase:
    path = MacroPath(cast)
    path.passed()
    return path.lines_done(1, 2, 3)


FIGURE = {"figure": Decimal("71.50")}
ANSWERED = {
    ("sponsorship", "sponsor_says_why_not"): (lambda c: MacroPath(c).asked(), "deny", WHY, {"rationale"}),
    ("district-funds", "funds_named"): (answered, "approve", FUNDS, set(FUNDS)),
    ("district-order", "order_complete"): (_to_order, "ordered", ORDER, set(ORDER)),
    **{
        (f"check-{about}", "figure_or_note_given"): (
            lambda c, about=about: asked_for(c, about),
            "recorded",
            FIGURE,
            {"figure"},
        )
        for about in ABOUT
    },
}
HOLDERS = {
    "sponsorship": "principal",
    "district-funds": "business-office",
    "district-order": "business-office",
    **{f"check-{about}": "colleague" for about in ABOUT},
}
