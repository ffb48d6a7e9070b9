"""District technology purchase: document 001, MACRO-1 to MACRO-10, read from top to bottom.

Who is asked what is in macro_stages, what must hold in macro_conditions.
"""

from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from workflows.machines.conditions import form_is_complete, where_it_is
from workflows.machines.macro_conditions import (
    after_next_step,
    after_the_gate,
    all_check_ins_are_recorded,
    another_candidate_is_left,
    candidate_named,
    candidates_are_there,
    committee_is_larger,
    compliance_is_missing,
    compliance_is_recorded,
    contract_is_documented,
    coordination_is_done,
    evaluation_is_in,
    funds_are_found,
    funds_were_denied,
    gate_can_be_passed,
    goals_are_set,
    is_due,
    measures_are_set,
    next_step_named,
    no_sponsor_is_asked,
    nobody_reflects_yet,
    not_sponsored_yet,
    plan_is_complete,
    quotes_are_complete,
    rollout_dated,
    sponsor_has_it,
    sponsorship_is_given,
)
from workflows.machines.macro_stages import (
    BOARD,
    CHECKS,
    CHOICE,
    COMMITTEE,
    COMPLIANCE,
    COORDINATION,
    FEEDBACK,
    FUNDS,
    GATE,
    INTEGRATION,
    NEXT_STEPS,
    ORDER,
    PERFORMANCE,
    PLANNING,
    POSTING,
    PRACTICES,
    QUOTES,
    SEARCH,
    SPONSORSHIP,
    USAGE,
)
from workflows.machines.needs import ground_given, meeting_named, rationale_given
from workflows.machines.purchasing import (
    BUYERS,
    Purchasing,
    asks_for_funds_again,
    denied_unfunded,
    goes_back_to_budget,
)
from workflows.machines.request_moves import goes_back, reopened, withdrawn
from workflows.moves import Look, Phase, Stage, fact, move
from workflows.roles import Part, Role


def asks_to_record(state, about: str):
    """A move for the machine's body: a check-in of one kind has come due (MACRO-10)."""
    stage = CHECKS[about]

    def due(self, **_details):
        """MACRO-10: whoever records it is asked, and reminded by the step's own clock."""

    due.__name__ = f"{about}_due"
    return move(
        source=state,
        target=GET_STATE(where_it_is, states=[state]),
        by=[Part.SYSTEM],
        label=format_lazy(_("A check-in is due: {what}"), what=stage.label),
        when=[is_due(stage.key, about)],
        opens=[stage],
    )(due)


class MacroMachine(Purchasing):
    """A purchase for several schools or the whole district. Child: requests_app.models.DistrictPurchase."""

    class Meta:
        abstract = True

    machine_kind = "macro"
    machine_title = _("District purchase")
    document = _("Technology Purchasing (Macro)")

    class State(models.TextChoices):
        DRAFT = "draft", _("Needs assessment")
        VENDOR_SEARCH = "vendor-search", _("Search for vendors")
        BUDGETING = "budgeting", _("Quotes and funds")
        EVALUATION = "evaluation", _("Evaluation")
        GATE = "compliance-gate", _("Compliance gate")
        BOARD = "board-review", _("With the Board")
        PURCHASING = "purchasing", _("Purchase and coordination")
        POSTING = "contract-posting", _("Contract documentation")
        PLANNING = "planning", _("Goals and plan")
        MONITORING = "monitoring", _("Monitoring")
        COMPLETE = "complete", _("Complete")
        DENIED = "denied", _("Denied")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    looks = {
        State.DRAFT: Look(Phase.PREPARING, "quiet", "file"),
        State.VENDOR_SEARCH: Look(Phase.OPEN, "waiting", "search"),
        State.BUDGETING: Look(Phase.OPEN, "waiting", "file"),
        State.EVALUATION: Look(Phase.OPEN, "waiting", "clock"),
        State.GATE: Look(Phase.OPEN, "waiting", "flag"),
        State.BOARD: Look(Phase.OPEN, "waiting", "clock"),
        State.PURCHASING: Look(Phase.OPEN, "good", "file"),
        State.POSTING: Look(Phase.OPEN, "good", "file"),
        State.PLANNING: Look(Phase.OPEN, "good", "hand"),
        State.MONITORING: Look(Phase.OPEN, "good", "clock"),
        State.COMPLETE: Look(Phase.DONE, "good", "check"),
        State.DENIED: Look(Phase.REFUSED, "refused", "cross"),
        State.WITHDRAWN: Look(Phase.WITHDRAWN, "quiet", "cross"),
    }
    main_line = (
        State.DRAFT,
        State.VENDOR_SEARCH,
        State.BUDGETING,
        State.EVALUATION,
        State.GATE,
        State.BOARD,
        State.PURCHASING,
        State.POSTING,
        State.PLANNING,
        State.MONITORING,
        State.COMPLETE,
    )
    way = main_line[1:8]  # on which it may go one back
    stages = (
        SPONSORSHIP,
        SEARCH,
        COMPLIANCE,
        QUOTES,
        FUNDS,
        INTEGRATION,
        COMMITTEE,
        CHOICE,
        GATE,
        BOARD,
        ORDER,
        COORDINATION,
        POSTING,
        PLANNING,
        PERFORMANCE,
        USAGE,
        FEEDBACK,
        PRACTICES,
        NEXT_STEPS,
    )
    side_by_side = frozenset(
        stage.key for stage in (SPONSORSHIP, COMPLIANCE, FUNDS, INTEGRATION, COMMITTEE, ORDER, *CHECKS.values())
    )
    is_request = True
    finds_data_in = ("elements_found",)
    private_drafts = True
    # Its lead works with what everybody finds.
    reasons_at_once = True
    readers = BUYERS | {
        Role.DISTRICT_ADMINISTRATOR,
        Role.ASSISTANT_SUPERINTENDENT,
        Role.CURRICULUM_DIRECTOR,
    }
    # One that came from another procedure waits for its lead's assessment.
    pauses_in = {State.DRAFT: "pause_while_returned"}
    answer_owed_in = frozenset({State.VENDOR_SEARCH, State.BUDGETING, State.EVALUATION, State.GATE, State.BOARD})

    # --- what the child knows ---
    missing_answers = fact("() -> names of questions still unanswered")
    is_sponsored = fact("True when the budget owner sponsors it (MACRO-1)")
    live_candidates = fact("() -> the candidates that are not ruled out")
    chosen = fact("the candidate that was chosen, or None (MACRO-4)")
    candidates_lack = fact("() -> why there is no candidate to go on with, or an empty text (MACRO-2)")
    compliance_lacks = fact("() -> which candidates have no finding, or an empty text (MACRO-2b)")
    quotes_lack = fact("() -> which quotes are missing, or an empty text (MACRO-3)")
    quote_refused = fact("(candidate, quote) -> why this quote can't be taken, or an empty text (MACRO-3)")
    money = fact("the purchase record (X-14)")
    has_committee = fact("True where a committee looks at the candidates (MACRO-4a)")
    committee_unasked = fact("() -> members of the committee who were not asked in this evaluation")
    integration_lacks = fact("() -> which platforms have no answer, or an empty text (MACRO-4b)")
    choice_lacks = fact("() -> whose evaluation is still out, or an empty text (MACRO-4)")
    gate_lacks = fact("() -> why the chosen one can't pass the gate, or an empty text (MACRO-5)")
    coordination_lacks = fact("() -> which lines of the checklist are open, or an empty text (MACRO-5)")
    posting_lacks = fact("() -> why the contract is not documented, or an empty text (MACRO-7)")
    goals_lack = fact("() -> which goals are missing, or an empty text (MACRO-8)")
    plan_lacks = fact("() -> which of the plan's seven parts are missing, or an empty text (MACRO-9)")
    measures_lack = fact("() -> what is not measured yet, or an empty text (MACRO-10)")
    check_ins_lack = fact("() -> how many check-ins are not recorded, or an empty text (MACRO-10)")
    check_in_due = fact("(about) -> the oldest check-in of a kind that is due and not recorded, or None")

    def opens(self, state: str) -> tuple[Stage, ...]:
        """The stages that begin when the case comes to a state."""
        committee = (COMMITTEE,) if self.has_committee else ()
        return {
            self.State.VENDOR_SEARCH: (SEARCH, COMPLIANCE),
            self.State.BUDGETING: (QUOTES,),
            self.State.EVALUATION: (INTEGRATION, *committee, CHOICE),
            self.State.GATE: (GATE,),
            self.State.BOARD: (BOARD,),
            self.State.PURCHASING: (COORDINATION, ORDER),
            self.State.POSTING: (POSTING,),
            self.State.PLANNING: (PLANNING,),
        }.get(state, ())

    @property
    def passed_over(self) -> frozenset[str]:
        """The Board decides from an amount on."""
        seen = any(step.key == BOARD.key for step in self.all_steps)
        return frozenset() if seen or self.needs_board() else frozenset({self.State.BOARD.value})

    @property
    def before(self) -> dict[str, str]:
        """Each state's stage before, for going back quietly (X-5); what the library says is not taken back so."""
        line = [state for state in self.way if state.value not in self.passed_over]
        return dict(zip(line[1:], line, strict=False))

    # --- 1. Needs assessment --------------------------------------------------------------------------------------

    @move(
        source=State.DRAFT,
        target=GET_STATE(where_it_is, states=[State.DRAFT]),
        by=[Part.REQUESTER],
        label=_("Ask for sponsorship"),
        when=[not_sponsored_yet, no_sponsor_is_asked, form_is_complete],
        opens=[SPONSORSHIP],
    )
    def ask_sponsor(self, **_details):
        """MACRO-1: the principal, or the administrator of the department; the form is read-only meanwhile."""

    @move(
        source=State.DRAFT,
        target=GET_STATE(where_it_is, states=[State.DRAFT]),
        by=[Part.REQUESTER],
        label=_("Take it back from the sponsor and edit the form"),
        when=[sponsor_has_it],
        closes=[SPONSORSHIP],
        tone="quiet",
    )
    def cancel_ask(self, **_details):
        """MACRO-1: a sponsor has seen what they sponsor; who changes it asks again."""

    @move(
        source=State.DRAFT,
        target=State.VENDOR_SEARCH,
        by=[Part.REQUESTER],
        label=_("Begin the search for vendors"),
        when=[form_is_complete, no_sponsor_is_asked, sponsorship_is_given],
        submits=True,
        tells={Part.REQUESTER: "receipt"},
    )
    def submit(self, **_details):
        """MACRO-1: a number is given and the response clock starts."""

    # --- 2. Vendors: criteria, compliance -------------------------------------------------------------------------

    @move(
        source=State.VENDOR_SEARCH,
        target=State.BUDGETING,
        by=[Part.LEAD, Role.PRINCIPAL],
        step=SEARCH.key,
        outcome="done",
        label=_("The candidates are found: ask for quotes"),
        when=[candidates_are_there, compliance_is_recorded],
    )
    def finish_search(self, **_details):
        """MACRO-2a, MACRO-2b: at least one candidate, and each has its finding."""

    @move(
        source=(State.VENDOR_SEARCH, State.BUDGETING, State.EVALUATION),
        target=GET_STATE(where_it_is, states=[State.VENDOR_SEARCH, State.BUDGETING, State.EVALUATION]),
        by=[Part.SYSTEM],
        label=_("A candidate was added: the Compliance Officer looks at it"),
        when=[compliance_is_missing],
        opens=[COMPLIANCE],
        automatic=True,
    )
    def ask_compliance_again(self, **_details):
        """MACRO-2b: no candidate without a finding."""

    @move(
        source=(State.VENDOR_SEARCH, State.BUDGETING, State.EVALUATION, State.GATE),
        target=GET_STATE(where_it_is, states=[State.VENDOR_SEARCH, State.BUDGETING, State.EVALUATION, State.GATE]),
        by=[Part.SYSTEM],
        label=_("A vendor has answered: the Compliance Officer looks at it"),
        opens=[COMPLIANCE],
    )
    def vendor_answered(self, **_details):
        """MACRO-2b: the packet of a candidate has ended, or an agreement was signed."""

    # --- 3. Budget ------------------------------------------------------------------------------------------------

    @move(
        source=State.BUDGETING,
        target=GET_STATE(where_it_is, states=[State.BUDGETING]),
        by=[Part.LEAD, Role.PRINCIPAL],
        step=QUOTES.key,
        outcome="done",
        label=_("Send the quotes to the Business Office"),
        when=[quotes_are_complete],
        opens=[FUNDS],
    )
    def finish_quotes(self, **_details):
        """MACRO-3: each candidate has a quote, and there are as many as the district wants."""

    @move(
        source=State.BUDGETING,
        target=State.EVALUATION,
        by=[Part.SYSTEM],
        label=_("There are funds"),
        when=[funds_are_found],
        automatic=True,
    )
    def funds_confirmed(self, **_details):
        """MACRO-3: the Business Office's yes, with amount, source and code."""

    @move(
        source=State.BUDGETING,
        target=GET_STATE(where_it_is, states=[State.BUDGETING]),
        by=[Part.SYSTEM],
        label=_("There are no funds: the lead looks for another way"),
        when=[funds_were_denied],
        opens=[QUOTES],
        automatic=True,
    )
    def look_for_another_way(self, **_details):
        """MACRO-3: other quotes, other terms; or the purchase is withdrawn."""

    # --- 4. Evaluation --------------------------------------------------------------------------------------------

    @move(
        source=State.EVALUATION,
        target=GET_STATE(where_it_is, states=[State.EVALUATION]),
        by=[Part.SYSTEM],
        label=_("Somebody came to the committee"),
        when=[committee_is_larger],
        opens=[COMMITTEE],
        automatic=True,
    )
    def ask_new_members(self, **_details):
        """MACRO-4a: everybody of the committee is asked."""

    @move(
        source=State.EVALUATION,
        target=State.GATE,
        by=[Part.LEAD, Role.PRINCIPAL],
        step=CHOICE.key,
        outcome="done",
        label=_("Choose this candidate"),
        when=[evaluation_is_in],
        asks=["candidate", "quote", "rationale"],
        needs=[candidate_named],
        closes=[COMPLIANCE],
    )
    def choose_candidate(self, **_details):
        """MACRO-4: when committee and technology department have answered."""

    # --- 5. The gate, the Board, purchase and coordination --------------------------------------------------------

    @move(
        source=State.GATE,
        target=GET_STATE(after_the_gate, states=[State.BOARD, State.PURCHASING]),
        by=[Role.TECHNOLOGY],
        step=GATE.key,
        outcome="approve",
        label=_("Compliant and integrates: go on to the purchase"),
        when=[gate_can_be_passed],
        asks=["condition_words", "condition_no_student_accounts", "condition_until", "condition_grades"],
        answers="final",
        tells={Part.REQUESTER: "district_gate_passed"},
    )
    def pass_gate(self, **_details):
        """MACRO-5: compliant with SOPPA, and it integrates; from a threshold on the Board decides."""

    @move(
        source=State.GATE,
        target=State.EVALUATION,
        by=[Role.TECHNOLOGY],
        step=GATE.key,
        outcome="replaced",
        label=_("It can’t be used: another candidate"),
        when=[another_candidate_is_left],
        asks=["ground", "library_words"],
        needs=[ground_given, rationale_given],
        tone="secondary",
        tells={Part.REQUESTER: "district_gate_failed"},
    )
    def fail_gate(self, **_details):
        """MACRO-5: the candidate is ruled out; the others are looked at in a new round."""

    @move(
        source=State.GATE,
        target=State.DENIED,
        by=[Role.TECHNOLOGY],
        step=GATE.key,
        outcome="deny",
        label=_("Deny the request"),
        asks=["ground", "library_words"],
        needs=[ground_given, rationale_given],
        answers="final",
        tone="danger",
        tells={Part.REQUESTER: "denied"},
    )
    def deny(self, **_details):
        """MACRO-5: the program can't be used, and there is no other."""

    @move(
        source=State.BOARD,
        target=State.PURCHASING,
        by=[Role.BOARD_SECRETARY],
        step=BOARD.key,
        outcome="approve",
        label=_("The Board has approved"),
        asks=["meeting_on"],
        needs=[meeting_named],
        tells={Part.REQUESTER: "district_board_approved"},
    )
    def board_approves(self, **_details):
        """MACRO-5: meeting date and outcome."""

    @move(
        source=State.BOARD,
        target=State.DENIED,
        by=[Role.BOARD_SECRETARY],
        step=BOARD.key,
        outcome="deny",
        label=_("The Board has refused"),
        asks=["meeting_on"],
        needs=[meeting_named, rationale_given],
        answers="final",
        tone="danger",
        tells={Part.REQUESTER: "denied"},
    )
    def board_refuses(self, **_details):
        """MACRO-5: it ends here."""

    ask_budget_again = goes_back_to_budget(State.PURCHASING, budget=FUNDS)
    ask_for_funds = asks_for_funds_again(State.PURCHASING, by=Role.BUSINESS_OFFICE, budget=FUNDS, order=ORDER)
    deny_unfunded = denied_unfunded(State.PURCHASING, to=State.DENIED, by=Role.BUSINESS_OFFICE)

    @move(
        source=State.PURCHASING,
        target=State.POSTING,
        by=[Part.LEAD, Role.PRINCIPAL],
        step=COORDINATION.key,
        outcome="done",
        label=_("Everything is coordinated"),
        when=[coordination_is_done],
        asks=["rollout_on"],
        needs=[rollout_dated],
    )
    def finish_coordination(self, **_details):
        """MACRO-5, MACRO-6: every line is done, from the notices to the accounts; a day for the rollout."""

    # --- 6 and 7. Library, contract documentation -----------------------------------------------------------------

    @move(
        source=State.POSTING,
        target=State.PLANNING,
        by=[Role.IT_DIRECTOR],
        step=POSTING.key,
        outcome="complete",
        label=_("The contract is documented"),
        when=[contract_is_documented],
        asks=["review_interval"],
        tells={Part.REQUESTER: "district_documented"},
    )
    def post_contract(self, **_details):
        """MACRO-6, MACRO-7: posted, looked at again on a day; the library says from when it is rolled out."""

    # --- 8 and 9. Goals, plan -------------------------------------------------------------------------------------

    @move(
        source=State.PLANNING,
        target=State.MONITORING,
        by=[Part.LEAD, Role.PRINCIPAL],
        step=PLANNING.key,
        outcome="complete",
        label=_("The plan is complete: begin"),
        when=[goals_are_set, plan_is_complete, measures_are_set],
        tells={Part.REQUESTER: "ready"},
    )
    def finish_plan(self, **_details):
        """MACRO-8, MACRO-9: before implementation starts; the check-ins are generated from the measures."""

    # --- 10. Monitoring, next steps -------------------------------------------------------------------------------

    performance_due = asks_to_record(State.MONITORING, "performance")
    usage_due = asks_to_record(State.MONITORING, "usage")
    feedback_due = asks_to_record(State.MONITORING, "feedback")
    practices_due = asks_to_record(State.MONITORING, "practices")

    @move(
        source=State.MONITORING,
        target=GET_STATE(where_it_is, states=[State.MONITORING]),
        by=[Part.SYSTEM],
        label=_("Every check-in is recorded: time to reflect"),
        when=[all_check_ins_are_recorded, nobody_reflects_yet],
        opens=[NEXT_STEPS],
        automatic=True,
    )
    def all_recorded(self, **_details):
        """MACRO-10: reflect, share, decide."""

    @move(
        source=State.MONITORING,
        target=GET_STATE(where_it_is, states=[State.MONITORING]),
        by=[Part.LEAD],
        label=_("Reflect and decide the next steps now"),
        when=[nobody_reflects_yet],
        opens=[NEXT_STEPS],
        tone="secondary",
    )
    def reflect(self, **_details):
        """MACRO-10: before the last check-in."""

    @move(
        source=State.MONITORING,
        target=GET_STATE(after_next_step, states=[State.COMPLETE, State.PLANNING]),
        by=[Part.LEAD, Role.PRINCIPAL],
        step=NEXT_STEPS.key,
        outcome="done",
        label=_("Decide the next steps"),
        hint=_("Continuing or retiring it ends this purchase; adjusting or expanding it is planned anew."),
        asks=["next_step", "rationale"],
        needs=[next_step_named, rationale_given],
        tells={Part.REQUESTER: "district_next_step"},
    )
    def decide_next_steps(self, **_details):
        """MACRO-10: continue, adjust, expand or retire."""

    # --- At any time (X-5) ----------------------------------------------------------------------------------------

    # Until it is bought; what the library says is not taken back quietly.
    withdraw = withdrawn(State.DRAFT, *way[:-1], to=State.WITHDRAWN, by=[Part.REQUESTER, Part.LEAD])
    back = goes_back(way)
    reopen = reopened(looks, State.DRAFT, *way[:-1], State.MONITORING)
