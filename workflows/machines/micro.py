"""Technology requests and purchasing, school based: document 000, MICRO-1 to MICRO-14, read from top to bottom.

Who is asked what is in micro_stages, what must hold in micro_conditions, what a decision must say in needs.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from workflows.machines.conditions import agreement_covers_it, all_have_answered, form_is_complete, where_it_is
from workflows.machines.micro_conditions import (
    adds_to_what_we_have,
    asks_for_something_new,
    contract_is_posted,
    every_site_is_done,
    library_has_it,
    money_is_asked_for,
    nobody_is_asked_yet,
    nobody_must_look_first,
    nothing_is_pending,
    sites_are_listed,
    somebody_is_late,
    somebody_must_look_first,
    support_is_asked_for,
    support_is_recorded,
    vendor_is_known,
)
from workflows.machines.micro_stages import (
    BILINGUAL,
    COACH,
    CONTRACT,
    CURRICULUM,
    FINAL,
    ICT,
    ICT_COLLEAGUE,
    INITIAL,
    INTEGRATION,
    POSTING,
    PRINCIPAL,
    PURCHASE,
    SPECIAL_EDUCATION,
    SUPPORT,
    TITLE_MTSS,
    VENDOR,
)
from workflows.machines.needs import (
    funding_found,
    ground_given,
    overruling_explained,
    packet_contact_named,
    places_named,
    rationale_given,
    words_for_requester,
)
from workflows.machines.purchasing import BUYERS, Purchasing
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


class Micro(Purchasing):
    """The school-based request. Child: requests_app.models.MicroRequest."""

    class Meta:
        abstract = True

    machine_kind = "micro"
    machine_title = _("School-based request")
    document = _("Technology Requests & Purchasing (Micro – School Based)")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        INITIAL_REVIEW = "initial-review", _("Initial review")
        CHANGES_REQUESTED = "changes-requested", _("Changes requested")
        IN_REVIEW = "in-review", _("In review")
        FINAL_REVIEW = "final-review", _("Final review")
        SOPPA_REVIEW = "soppa-review", _("Under SOPPA Review")
        WAITING_VENDOR = "waiting-vendor", _("Waiting for the vendor")
        CONTRACT_POSTING = "contract-posting", _("Contract posting")
        INTEGRATION = "integration", _("Being set up at the schools")
        COMPLETE = "complete", _("Complete")
        DENIED = "denied", _("Denied")
        ALREADY_AVAILABLE = "already-available", _("Already in the library")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    looks = {
        State.DRAFT: Look(Phase.PREPARING, "quiet", "file"),
        State.INITIAL_REVIEW: Look(Phase.OPEN, "waiting", "clock"),
        State.CHANGES_REQUESTED: Look(Phase.WAITING, "needs-you", "hand"),
        State.IN_REVIEW: Look(Phase.OPEN, "waiting", "clock"),
        State.FINAL_REVIEW: Look(Phase.OPEN, "waiting", "clock"),
        State.SOPPA_REVIEW: Look(Phase.OPEN, "waiting", "file"),
        State.WAITING_VENDOR: Look(Phase.WAITING, "waiting", "pause"),
        State.CONTRACT_POSTING: Look(Phase.OPEN, "good", "file"),
        State.INTEGRATION: Look(Phase.OPEN, "good", "hand"),
        State.COMPLETE: Look(Phase.DONE, "good", "check"),
        State.DENIED: Look(Phase.REFUSED, "refused", "cross"),
        State.ALREADY_AVAILABLE: Look(Phase.DONE, "good", "check"),
        State.WITHDRAWN: Look(Phase.WITHDRAWN, "quiet", "cross"),
    }

    # The main line, for the drawing "you are here".
    main_line = (
        State.DRAFT,
        State.INITIAL_REVIEW,
        State.IN_REVIEW,
        State.FINAL_REVIEW,
        State.SOPPA_REVIEW,
        State.CONTRACT_POSTING,
        State.INTEGRATION,
        State.COMPLETE,
    )
    # Between draft and end: the way, on which it may go one back, and the states beside it.
    way = main_line[1:-1]
    beside = (State.CHANGES_REQUESTED, State.WAITING_VENDOR)
    stages = (
        SUPPORT,
        INITIAL,
        CHANGES,
        PRINCIPAL,
        CURRICULUM,
        ICT,
        TITLE_MTSS,
        SPECIAL_EDUCATION,
        BILINGUAL,
        COACH,
        ICT_COLLEAGUE,
        FINAL,
        CONTRACT,
        PURCHASE,
        VENDOR,
        POSTING,
        INTEGRATION,
    )
    # Who may be brought in from which step (MICRO-6, MICRO-7).
    forwards = {
        CURRICULUM.key: (TITLE_MTSS, SPECIAL_EDUCATION, BILINGUAL, COACH),
        ICT.key: (ICT_COLLEAGUE,),
    }
    # Steps answered side by side, by `engine.review`; all others are answered by a move.
    side_by_side = frozenset(
        stage.key
        for stage in (
            SUPPORT,
            PRINCIPAL,
            CURRICULUM,
            ICT,
            TITLE_MTSS,
            SPECIAL_EDUCATION,
            BILINGUAL,
            COACH,
            ICT_COLLEAGUE,
            PURCHASE,
        )
    )
    is_request = True
    finds_data_in = ("elements_found", "data_elements")
    private_drafts = True
    readers = BUYERS | {Role.DISTRICT_ADMINISTRATOR, Role.COMPLIANCE_OFFICER}
    # States in which the clock stops, each with the setting that says whether it does ("" means always).
    pauses_in = {State.CHANGES_REQUESTED: "pause_while_returned", State.WAITING_VENDOR: ""}
    # Before the reviewers' decision: coming back here, the answer is owed again.
    answer_owed_in = frozenset({State.INITIAL_REVIEW, State.CHANGES_REQUESTED, State.IN_REVIEW, State.FINAL_REVIEW})

    # --- what the child knows ---
    is_extension = fact("True when it adds schools or seats to an approved resource (MICRO-1)")
    needs_funds = fact("True when district funds are needed (MICRO-2)")
    conditions_change = fact("True when an extension changes the conditions of use (MICRO-1)")
    support_given = fact("True when the budget owner has recorded support for this request (MICRO-2)")
    resource_is_approved = fact("True when the linked resource is approved")
    brings_money_or_schools = fact("True when money or a school the resource is not approved for is involved")
    has_sites = fact("True when school sites are listed (MICRO-13)")
    denials = fact("() -> reviews that deny and have not been overruled")
    funds_denied = fact("() -> True when the budget owner denied the funds and no other source is recorded")
    returned_from = fact("() -> the state whose reviewer returned it for changes")
    changed_since_return = fact("() -> True when the requester has begun to change what was returned")
    missing_answers = fact("() -> names of questions still unanswered")
    packet_underway = fact("() -> the vendor's open packet for this product, or None (MICRO-11)")
    not_covered = fact("(places=None) -> why no agreement covers the use there, or an empty text")
    not_posted = fact("() -> why the contract is not posted, or an empty text")
    sites_left = fact("() -> number of school sites not done")

    def reviews_needed(self) -> tuple[Stage, ...]:
        """Who looks side by side: all three for something new; for more schools or seats only whom it concerns."""
        money = (PRINCIPAL,) if self.needs_funds else ()
        if self.is_extension:
            return money + ((CURRICULUM,) if self.conditions_change else ())
        return (*money, CURRICULUM, ICT)

    def opens(self, state: str) -> tuple[Stage, ...]:
        """The stages that begin when the case comes to a state."""
        order = (PURCHASE,) if self.order_is_due else ()
        return {
            self.State.INITIAL_REVIEW: (INITIAL,),
            self.State.CHANGES_REQUESTED: (CHANGES,),
            self.State.IN_REVIEW: self.reviews_needed(),
            self.State.FINAL_REVIEW: (FINAL,),
            self.State.SOPPA_REVIEW: (CONTRACT, *order),
            self.State.WAITING_VENDOR: (VENDOR,),
            self.State.CONTRACT_POSTING: (POSTING,),
            self.State.INTEGRATION: (INTEGRATION,),
        }.get(state, ())

    @property
    def passed_over(self) -> frozenset[str]:
        """States of the main line this request does not come to: an addition is not reviewed from the start."""
        if not self.is_extension:
            return frozenset()
        looked_at = frozenset() if self.reviews_needed() else frozenset({self.State.IN_REVIEW.value})
        return looked_at | {self.State.INITIAL_REVIEW.value, self.State.FINAL_REVIEW.value}

    @property
    def before(self) -> dict[str, str]:
        """Each state's stage before, for going back quietly (X-5). An addition has none where it was submitted to."""
        line = [self.State.INITIAL_REVIEW] if any(step.key == INITIAL.key for step in self.all_steps) else []
        line += [self.State.IN_REVIEW] if self.reviews_needed() else []
        line += [] if self.is_extension else [self.State.FINAL_REVIEW]
        line += [self.State.SOPPA_REVIEW, self.State.CONTRACT_POSTING, self.State.INTEGRATION]
        return {
            **dict(zip(line[1:], line, strict=False)),
            self.State.CHANGES_REQUESTED: self.returned_from(),
            self.State.WAITING_VENDOR: self.State.SOPPA_REVIEW,
        }

    # --- 2. Principal review --------------------------------------------------------------------------------------

    @move(
        source=(State.DRAFT, State.CHANGES_REQUESTED),
        target=GET_STATE(where_it_is, states=[State.DRAFT, State.CHANGES_REQUESTED]),
        by=[Part.REQUESTER],
        label=_("Ask the principal for support and funding"),
        when=[money_is_asked_for, nobody_is_asked_yet, form_is_complete],
        opens=[SUPPORT],
    )
    def ask_support(self, **_details):
        """MICRO-2: support is a step while the request is a draft, or when changes come to need (more) funds."""

    @move(
        source=(State.DRAFT, State.CHANGES_REQUESTED),
        target=GET_STATE(where_it_is, states=[State.DRAFT, State.CHANGES_REQUESTED]),
        by=[Part.REQUESTER],
        label=_("Take the question back and edit the form"),
        when=[support_is_asked_for],
        closes=[SUPPORT],
        tone="quiet",
    )
    def cancel_ask(self, **_details):
        """MICRO-2: the form can be edited again."""

    # --- 3. Submit request ----------------------------------------------------------------------------------------

    @move(
        source=State.DRAFT,
        target=State.INITIAL_REVIEW,
        by=[Part.REQUESTER],
        label=_("Submit the request"),
        when=[asks_for_something_new, form_is_complete, nobody_is_asked_yet, support_is_recorded],
        submits=True,
        tells={Part.REQUESTER: "receipt"},
    )
    def submit(self, **_details):
        """MICRO-3: a number is given and the response clock starts."""

    @move(
        source=State.DRAFT,
        target=State.IN_REVIEW,
        by=[Part.REQUESTER],
        label=_("Submit: add my school or seats"),
        when=[
            adds_to_what_we_have,
            form_is_complete,
            nobody_is_asked_yet,
            support_is_recorded,
            somebody_must_look_first,
        ],
        submits=True,
        tells={Part.REQUESTER: "receipt"},
    )
    def submit_addition(self, **_details):
        """MICRO-1: funds go to the principal, changed conditions to the Director of Curriculum."""

    @move(
        source=State.DRAFT,
        target=State.SOPPA_REVIEW,
        by=[Part.REQUESTER],
        label=_("Submit: add my school"),
        when=[adds_to_what_we_have, form_is_complete, nobody_must_look_first],
        submits=True,
        tells={Part.REQUESTER: "receipt"},
    )
    def submit_school(self, **_details):
        """MICRO-1: nothing but the agreement is left to check."""

    # --- 4. Initial request reviewed ------------------------------------------------------------------------------

    @move(
        source=State.INITIAL_REVIEW,
        target=State.IN_REVIEW,
        by=[Role.ASSISTANT_SUPERINTENDENT],
        step=INITIAL.key,
        outcome="sent",
        label=_("Send to the reviewers"),
        hint=_("To the Director of Curriculum and the ICT Coordinator at once, and to the principal when funded."),
    )
    def send_to_review(self, *, needs_funds: bool | None = None, **_details):
        """MICRO-4: it is new; three are asked at once."""
        self.is_extension = False
        if needs_funds is not None:
            self.needs_funds = needs_funds

    @move(
        source=State.INITIAL_REVIEW,
        target=State.ALREADY_AVAILABLE,
        by=[Role.ASSISTANT_SUPERINTENDENT],
        step=INITIAL.key,
        outcome="available",
        label=_("Close: it is already in the library"),
        when=[library_has_it, nothing_is_pending],
        needs=[words_for_requester],
        answers="final",
        tells={Part.REQUESTER: "already_available"},
    )
    def close_as_available(self, **_details):
        """MICRO-4: not new; linked to the library."""

    @move(
        source=State.INITIAL_REVIEW,
        target=State.IN_REVIEW,
        by=[Role.ASSISTANT_SUPERINTENDENT],
        step=INITIAL.key,
        outcome="addition",
        label=_("Change to “add my school or seats”"),
        when=[library_has_it],
        hint=_("The library has it; only money, schools or conditions are looked at."),
    )
    def change_to_addition(self, **_details):
        """MICRO-4: one with money or a new school pending is never closed."""
        self.is_extension = True

    return_for_changes = returned_for_changes(
        (State.INITIAL_REVIEW, State.FINAL_REVIEW),
        to=State.CHANGES_REQUESTED,
        by=[Role.ASSISTANT_SUPERINTENDENT],
        at=(INITIAL, FINAL),
    )

    resubmit = submitted_again(
        State.CHANGES_REQUESTED,
        to=State.INITIAL_REVIEW,
        when=[form_is_complete, nobody_is_asked_yet, support_is_recorded],
    )

    @move(
        source=(State.INITIAL_REVIEW, State.FINAL_REVIEW),
        target=State.DENIED,
        by=[Role.ASSISTANT_SUPERINTENDENT],
        step=(INITIAL.key, FINAL.key),
        outcome="deny",
        label=_("Deny the request"),
        needs=[ground_given, rationale_given],
        answers="final",
        weighs_reviews=True,
        tone="danger",
        tells={Part.REQUESTER: "denied"},
    )
    def deny(self, **_details):
        """MICRO-4, MICRO-8, MICRO-10: the requester is told why, the library remembers."""

    # --- 5 to 7. The reviews, side by side: `engine.review` -------------------------------------------------------

    @move(
        source=State.IN_REVIEW,
        target=State.FINAL_REVIEW,
        by=[Part.SYSTEM],
        label=_("All reviewers have answered"),
        when=[asks_for_something_new, all_have_answered],
        automatic=True,
    )
    def reviews_complete(self, **_details):
        """MICRO-8: the final review opens by itself."""

    @move(
        source=State.IN_REVIEW,
        target=State.SOPPA_REVIEW,
        by=[Part.SYSTEM],
        label=_("All who were asked have answered"),
        when=[adds_to_what_we_have, all_have_answered],
        automatic=True,
    )
    def addition_reviewed(self, **_details):
        """MICRO-1: an addition goes on to the Director of Information Technology."""

    @move(
        source=State.IN_REVIEW,
        target=State.FINAL_REVIEW,
        by=[Role.ASSISTANT_SUPERINTENDENT],
        label=_("Decide without the late answers"),
        when=[asks_for_something_new, somebody_is_late],
        needs=[rationale_given],
        weighs_reviews=True,
        asks=["rationale"],
        tone="secondary",
    )
    def decide_without_late(self, **_details):
        """MICRO-8: possible while a required step is overdue, recorded as such."""

    # --- 8 to 10. Final request review ----------------------------------------------------------------------------

    @move(
        source=State.FINAL_REVIEW,
        target=State.SOPPA_REVIEW,
        by=[Role.ASSISTANT_SUPERINTENDENT],
        step=FINAL.key,
        outcome="approve",
        label=_("Approve and send to contract review"),
        needs=[overruling_explained, funding_found],
        answers="reviewers",
        weighs_reviews=True,
        tells={Part.REQUESTER: "approved_by_reviewers"},
    )
    def approve(self, **_details):
        """MICRO-8, MICRO-9: "Under SOPPA Review"; the principal is told to proceed with the purchase order."""

    # --- 11. Contract and NDA -------------------------------------------------------------------------------------

    @move(
        source=State.SOPPA_REVIEW,
        target=State.WAITING_VENDOR,
        by=[Role.IT_DIRECTOR],
        step=CONTRACT.key,
        outcome="waiting",
        label=_("Wait for the vendor's agreement"),
        when=[vendor_is_known],
        needs=[words_for_requester, packet_contact_named],
        tone="secondary",
        tells={Part.REQUESTER: "waiting_vendor"},
    )
    def wait_for_vendor(self, **_details):
        """MICRO-11: no agreement yet; the vendor gets a packet to fill in, and the clock stops."""

    @move(
        source=State.WAITING_VENDOR,
        target=State.SOPPA_REVIEW,
        by=[Role.IT_DIRECTOR, Part.SYSTEM],
        step=VENDOR.key,
        outcome="arrived",
        label=_("The vendor has answered: go on"),
    )
    def vendor_answered(self, **_details):
        """MICRO-11: returns by itself when the packet ends or the agreement is signed, or by hand."""

    @move(
        source=State.SOPPA_REVIEW,
        target=State.CONTRACT_POSTING,
        by=[Role.IT_DIRECTOR],
        step=CONTRACT.key,
        outcome="approve",
        label=_("Give final approval"),
        when=[agreement_covers_it],
        needs=[places_named, overruling_explained, funding_found],
        answers="final",
        weighs_reviews=True,
        tells={Part.REQUESTER: "approved"},
    )
    def approve_contract(self, **_details):
        """MICRO-11: final approval says where and under which conditions."""

    @move(
        source=(State.SOPPA_REVIEW, State.WAITING_VENDOR),
        target=State.DENIED,
        by=[Role.IT_DIRECTOR],
        step=(CONTRACT.key, VENDOR.key),
        outcome="deny",
        label=_("Deny the request"),
        needs=[ground_given, rationale_given],
        answers="final",
        weighs_reviews=True,
        tone="danger",
        tells={Part.REQUESTER: "denied"},
    )
    def deny_contract(self, **_details):
        """MICRO-11: does what MICRO-10 does, and the principal is told to stop the order."""

    # --- 12. Contract posting -------------------------------------------------------------------------------------

    @move(
        source=State.CONTRACT_POSTING,
        target=State.INTEGRATION,
        by=[Role.IT_DIRECTOR],
        step=POSTING.key,
        outcome="integrate",
        label=_("Post the contract and brief the Integration Specialist"),
        when=[contract_is_posted, agreement_covers_it],
    )
    def hand_to_integration(self, **_details):
        """MICRO-12, MICRO-13: a line per school site."""

    @move(
        source=State.CONTRACT_POSTING,
        target=State.COMPLETE,
        by=[Role.IT_DIRECTOR],
        step=POSTING.key,
        outcome="complete",
        label=_("Post the contract: no integration needed"),
        when=[contract_is_posted, agreement_covers_it],
        tells={Part.REQUESTER: "ready"},
    )
    def complete_without_integration(self, **_details):
        """MICRO-13: "as necessary"."""

    # --- 13. Integration ------------------------------------------------------------------------------------------

    @move(
        source=State.INTEGRATION,
        target=State.COMPLETE,
        by=[Role.INTEGRATION_SPECIALIST],
        step=INTEGRATION.key,
        outcome="complete",
        label=_("All schools are set up"),
        when=[sites_are_listed, every_site_is_done, agreement_covers_it],
        tells={Part.REQUESTER: "ready"},
    )
    def integrated(self, **_details):
        """MICRO-13: complete when all lines are done."""

    # --- At any time (X-5) ----------------------------------------------------------------------------------------

    withdraw = withdrawn(State.DRAFT, *way, *beside, to=State.WITHDRAWN)
    back = goes_back(way, *beside)
    reopen = reopened(looks, State.DRAFT, *way, *beside)
