"""Software and application purchase and utilization: document 004, SOFT-1 to SOFT-17, read from top to bottom.

Who is asked what is in soft_stages, what must hold in soft_conditions.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from workflows.machines.conditions import agreement_covers_it, form_is_complete, where_it_is
from workflows.machines.needs import ground_given, rationale_given
from workflows.machines.purchasing import (
    BUYERS,
    Purchasing,
    asks_for_funds_again,
    denied_unfunded,
    goes_back_to_budget,
    order_is_recorded,
)
from workflows.machines.request_moves import (
    goes_back,
    reopened,
    returned_for_changes,
    submitted_again,
    withdrawn,
)
from workflows.machines.soft_conditions import (
    after_technical_review,
    every_setup_is_done,
    licences_are_stored,
    nobody_is_asked_to_deny,
    posting_dated,
    replacement_named,
    review_that_follows,
    setups_are_listed,
    vendor_is_silent,
    vetting_begins,
    vetting_is_done,
    website_is_safe,
)
from workflows.machines.soft_stages import (
    ADMINISTRATIVE,
    ADVICE,
    CHANGES,
    CLASSROOM,
    FUNDS,
    INSTALLATION,
    INTAKE,
    LICENCES,
    ORDER,
    PUBLICATION,
    REGISTRY,
    SILENCE,
    TECHNICAL,
    VETTING,
)
from workflows.moves import Look, Phase, Stage, fact, move
from workflows.roles import Part, Role


class SoftMachine(Purchasing):
    """The request for software, an app or a web service. Child: requests_app.models.SoftwareRequest."""

    class Meta:
        abstract = True

    machine_kind = "soft"
    machine_title = _("Software request")
    document = _("Software and Application Purchase/Utilization Procedure")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        INTAKE = "intake", _("Check for completeness")
        VETTING = "vetting", _("Security vetting")
        CHANGES_REQUESTED = "changes-requested", _("Changes requested")
        CLASSROOM_REVIEW = "curriculum-review", _("Curriculum review")
        ADMINISTRATIVE_REVIEW = "administrative-review", _("Administrative review")
        TECHNICAL_REVIEW = "technical-review", _("Technical review")
        PURCHASING = "purchasing", _("Purchasing")
        LICENSING = "licensing", _("Delivery and licences")
        INSTALLATION = "installation", _("Installation")
        PUBLICATION = "publication", _("Publication")
        COMPLETE = "complete", _("Complete")
        DENIED = "denied", _("Denied")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    looks = {
        State.DRAFT: Look(Phase.PREPARING, "quiet", "file"),
        State.INTAKE: Look(Phase.OPEN, "waiting", "clock"),
        State.VETTING: Look(Phase.OPEN, "waiting", "search"),
        State.CHANGES_REQUESTED: Look(Phase.WAITING, "needs-you", "hand"),
        State.CLASSROOM_REVIEW: Look(Phase.OPEN, "waiting", "clock"),
        State.ADMINISTRATIVE_REVIEW: Look(Phase.OPEN, "waiting", "clock"),
        State.TECHNICAL_REVIEW: Look(Phase.OPEN, "waiting", "clock"),
        State.PURCHASING: Look(Phase.OPEN, "good", "file"),
        State.LICENSING: Look(Phase.OPEN, "good", "file"),
        State.INSTALLATION: Look(Phase.OPEN, "good", "hand"),
        State.PUBLICATION: Look(Phase.OPEN, "good", "file"),
        State.COMPLETE: Look(Phase.DONE, "good", "check"),
        State.DENIED: Look(Phase.REFUSED, "refused", "cross"),
        State.WITHDRAWN: Look(Phase.WITHDRAWN, "quiet", "cross"),
    }
    main_line = (
        State.DRAFT,
        State.INTAKE,
        State.VETTING,
        State.CLASSROOM_REVIEW,
        State.ADMINISTRATIVE_REVIEW,
        State.TECHNICAL_REVIEW,
        State.PURCHASING,
        State.LICENSING,
        State.INSTALLATION,
        State.PUBLICATION,
        State.COMPLETE,
    )
    way = main_line[1:-1]  # on which it may go one back
    stages = (
        INTAKE,
        VETTING,
        SILENCE,
        CHANGES,
        CLASSROOM,
        ADMINISTRATIVE,
        TECHNICAL,
        ADVICE,
        FUNDS,
        ORDER,
        LICENCES,
        INSTALLATION,
        PUBLICATION,
        REGISTRY,
    )
    # DII works with the Instructional Technology team to obtain a replacement (SOFT-11).
    forwards = {TECHNICAL.key: (ADVICE,)}
    side_by_side = frozenset({ADVICE.key, FUNDS.key, ORDER.key, REGISTRY.key})
    is_request = True
    finds_data_in = ("elements_found", "data_elements")
    private_drafts = True
    # The Customer Care Center sees every case to its end (SOFT-3): it reads by its stage.
    readers = BUYERS | {Role.DISTRICT_ADMINISTRATOR, Role.COMPLIANCE_OFFICER}
    pauses_in = {State.CHANGES_REQUESTED: "pause_while_returned"}
    answer_owed_in = frozenset(
        {
            State.INTAKE,
            State.VETTING,
            State.CHANGES_REQUESTED,
            State.CLASSROOM_REVIEW,
            State.ADMINISTRATIVE_REVIEW,
            State.TECHNICAL_REVIEW,
        }
    )
    # What it approved is renewed by this team, and looked at as often as this setting says (SOFT-17, RENEW-5).
    looked_after_by = Role.CYBERSECURITY
    looked_at_every = "software_review_interval"

    # --- what the child knows ---
    instructional = fact("True for teaching and learning, False for the administration (SOFT-7)")
    is_free = fact("True when nothing is bought (SOFT-12)")
    is_checked_by_hand = fact("True when the Customer Care Center looks before it is assigned (SOFT-3)")
    missing_answers = fact("() -> names of questions still unanswered")
    returned_from = fact("() -> the state whose reviewer returned it for changes")
    changed_since_return = fact("() -> True when the requester has begun to change what was returned")
    vetting_lacks = fact("() -> what the security vetting still lacks, or an empty text (SOFT-6)")
    vetting_rounds = fact("() -> how many products were vetted for this request (SOFT-11)")
    silent_for = fact("() -> days since the vendor was asked or last said something; None when nobody waits for it")
    silence_allowed = fact("days after which the team is asked to deny (SOFT-6)")
    money = fact("the purchase record (X-14)")
    licences_lack = fact("() -> why the licences are not stored, or an empty text (SOFT-14)")
    has_setups = fact("True when set-ups are listed (SOFT-15)")
    setups_left = fact("() -> number of set-ups on which it is not installed")
    not_covered = fact("(places=None) -> why no agreement covers the use there, or an empty text")
    grade_lacks = fact("() -> why a website it uses is not safe enough, or an empty text (SOFT-5)")
    is_in_registry = fact("True when its denial has to be posted in the state's registry (SOFT-6)")

    def opens(self, state: str) -> tuple[Stage, ...]:
        """The stages that begin when the case comes to a state."""
        denied = (REGISTRY,) if state == self.State.DENIED and self.is_in_registry else ()
        return {
            self.State.INTAKE: (INTAKE,),
            self.State.VETTING: (VETTING,),
            self.State.CHANGES_REQUESTED: (CHANGES,),
            self.State.CLASSROOM_REVIEW: (CLASSROOM,),
            self.State.ADMINISTRATIVE_REVIEW: (ADMINISTRATIVE,),
            self.State.TECHNICAL_REVIEW: (TECHNICAL,),
            self.State.PURCHASING: (ORDER,) if self.funds_agreed else (FUNDS, ORDER),
            self.State.LICENSING: (LICENCES,),
            self.State.INSTALLATION: (INSTALLATION,),
            self.State.PUBLICATION: (PUBLICATION,),
            self.State.DENIED: denied,
        }.get(state, ())

    @property
    def passed_over(self) -> frozenset[str]:
        """States of the main line this request does not come to."""
        states = self.State
        looked_at = {step.state for step in self.all_steps}
        by_hand = self.is_checked_by_hand if self.submitted_at is None else states.INTAKE in looked_at
        left_out = set() if by_hand else {states.INTAKE}
        left_out |= {states.CLASSROOM_REVIEW} if self.instructional is False else {states.ADMINISTRATIVE_REVIEW}
        left_out |= {states.PURCHASING, states.LICENSING} if self.is_free else set()
        return frozenset(state.value for state in left_out)

    @property
    def before(self) -> dict[str, str]:
        """Each state's stage before, for going back quietly (X-5); a replacement is not taken back."""
        line = [state for state in self.main_line[1:-1] if state.value not in self.passed_over]
        before = dict(zip(line[1:], line, strict=False))
        if self.vetting_rounds() > 1:
            before.pop(self.State.VETTING, None)
        return {**before, self.State.CHANGES_REQUESTED: self.returned_from()}

    # --- 1 and 2. Request -----------------------------------------------------------------------------------------

    @move(
        source=State.DRAFT,
        target=GET_STATE(vetting_begins, states=[State.INTAKE, State.VETTING]),
        by=[Part.REQUESTER],
        label=_("Submit the request"),
        when=[form_is_complete],
        submits=True,
        tells={Part.REQUESTER: "receipt"},
    )
    def submit(self, **_details):
        """SOFT-1, SOFT-2: a number is given and the response clock starts."""

    # --- 3. Assigned to the Cybersecurity team --------------------------------------------------------------------

    @move(
        source=State.INTAKE,
        target=State.VETTING,
        by=[Role.CUSTOMER_CARE],
        step=INTAKE.key,
        outcome="complete",
        label=_("It is complete: assign it to the Cybersecurity team"),
        when=[form_is_complete],
    )
    def assign_to_security(self, **_details):
        """SOFT-3: where the district has it checked by hand."""

    return_for_changes = returned_for_changes(
        (State.INTAKE, State.VETTING),
        to=State.CHANGES_REQUESTED,
        by=[Role.CUSTOMER_CARE, Role.CYBERSECURITY],
        at=(INTAKE, VETTING),
    )

    resubmit = submitted_again(
        State.CHANGES_REQUESTED,
        to=GET_STATE(vetting_begins, states=[State.INTAKE, State.VETTING]),
        when=[form_is_complete],
        at=CHANGES,
    )

    # --- 4 to 6. Security vetting ---------------------------------------------------------------------------------

    @move(
        source=State.VETTING,
        target=GET_STATE(review_that_follows, states=[State.CLASSROOM_REVIEW, State.ADMINISTRATIVE_REVIEW]),
        by=[Role.CYBERSECURITY],
        step=VETTING.key,
        outcome="approve",
        label=_("Security vetting is complete"),
        when=[vetting_is_done],
    )
    def finish_vetting(self, **_details):
        """SOFT-6, SOFT-7: all conditions are met, or recorded as not applicable."""

    @move(
        source=State.VETTING,
        target=GET_STATE(where_it_is, states=[State.VETTING]),
        by=[Part.SYSTEM],
        label=_("The vendor has been silent: the team is asked to deny"),
        when=[vendor_is_silent, nobody_is_asked_to_deny],
        opens=[SILENCE],
    )
    def vendor_silent(self, **_details):
        """SOFT-6: after the days the district allows."""

    @move(
        source=State.VETTING,
        target=GET_STATE(where_it_is, states=[State.VETTING]),
        by=[Role.CYBERSECURITY],
        step=SILENCE.key,
        outcome="waiting",
        label=_("Go on waiting for the vendor"),
        needs=[rationale_given],
        closes=[SILENCE],
        tone="secondary",
    )
    def keep_waiting(self, **_details):
        """SOFT-6: the days of silence are counted anew."""

    @move(
        source=State.VETTING,
        target=GET_STATE(where_it_is, states=[State.VETTING]),
        by=[Part.SYSTEM],
        label=_("The vendor has answered"),
        closes=[SILENCE],
    )
    def vendor_answered(self, **_details):
        """SOFT-4: the packet has ended, or an agreement was signed; the team is told."""

    @move(
        source=(
            State.INTAKE,
            State.VETTING,
            State.CLASSROOM_REVIEW,
            State.ADMINISTRATIVE_REVIEW,
            State.TECHNICAL_REVIEW,
        ),
        target=State.DENIED,
        by=[
            Role.CUSTOMER_CARE,
            Role.CYBERSECURITY,
            Role.INSTRUCTIONAL_TECHNOLOGY,
            Role.DII,
        ],
        step=(INTAKE.key, VETTING.key, SILENCE.key, CLASSROOM.key, ADMINISTRATIVE.key, TECHNICAL.key),
        outcome="deny",
        label=_("Deny the request"),
        asks=["ground", "library_words"],
        needs=[ground_given, rationale_given],
        answers="final",
        weighs_reviews=True,
        tone="danger",
        tells={Part.REQUESTER: "denied"},
    )
    def deny(self, **_details):
        """SOFT-6, SOFT-8b, SOFT-9, SOFT-11: the process ends; the registry says "Not Approved"."""

    # --- 7 to 10. Curriculum or administrative review -------------------------------------------------------------

    @move(
        source=(State.CLASSROOM_REVIEW, State.ADMINISTRATIVE_REVIEW),
        target=State.TECHNICAL_REVIEW,
        by=[Role.INSTRUCTIONAL_TECHNOLOGY, Role.DII],
        step=(CLASSROOM.key, ADMINISTRATIVE.key),
        outcome="approve",
        label=_("Approve: go on to the technical review"),
        asks=["condition_words", "condition_no_student_accounts", "condition_until", "condition_grades"],
    )
    def approve_use(self, **_details):
        """SOFT-8, SOFT-10: it fits the classroom, or the administration's work."""

    # --- 10 to 12. Technical review -------------------------------------------------------------------------------

    @move(
        source=State.TECHNICAL_REVIEW,
        target=GET_STATE(after_technical_review, states=[State.PURCHASING, State.INSTALLATION]),
        by=[Role.DII],
        step=TECHNICAL.key,
        outcome="approve",
        label=_("It is technically sound"),
        hint=_("On to purchasing; what is free goes straight to installation."),
        answers="reviewers",
        weighs_reviews=True,
        tells={Part.REQUESTER: "software_sound"},
    )
    def find_sound(self, **_details):
        """SOFT-10, SOFT-12: sound with the district's devices."""

    @move(
        source=State.TECHNICAL_REVIEW,
        target=State.VETTING,
        by=[Role.DII],
        step=TECHNICAL.key,
        outcome="replaced",
        label=_("Not sound: another product instead"),
        hint=_("The security vetting begins anew, for the product you name."),
        asks=["replacement", "replacement_website"],
        needs=[replacement_named, rationale_given],
        weighs_reviews=True,
        tone="secondary",
        tells={Part.REQUESTER: "replacement_chosen"},
    )
    def replace(self, **_details):
        """SOFT-11: a new round for the replacement; the first one stays readable."""

    # --- 13 and 14. Purchase and licences -------------------------------------------------------------------------

    ask_budget_again = goes_back_to_budget(State.PURCHASING, budget=FUNDS)
    ask_for_funds = asks_for_funds_again(State.PURCHASING, by=Role.AAS, budget=FUNDS, order=ORDER)
    deny_unfunded = denied_unfunded(State.PURCHASING, to=State.DENIED, by=Role.AAS)

    @move(
        source=State.PURCHASING,
        target=State.LICENSING,
        by=[Part.SYSTEM],
        label=_("The order is recorded"),
        when=[order_is_recorded],
        automatic=True,
    )
    def ordered(self, **_details):
        """SOFT-13: quotes and the purchase order (X-14)."""

    @move(
        source=State.LICENSING,
        target=State.INSTALLATION,
        by=[Role.AAS],
        step=LICENCES.key,
        outcome="done",
        label=_("Delivered: the licences are stored"),
        when=[licences_are_stored],
    )
    def licences_stored(self, **_details):
        """SOFT-14: delivered to AAS, stored for compliance."""

    @move(
        source=State.LICENSING,
        target=State.INSTALLATION,
        by=[Role.AAS],
        step=LICENCES.key,
        outcome="not-needed",
        label=_("Delivered: there is no licence to store"),
        needs=[rationale_given],
        tone="secondary",
    )
    def nothing_to_store(self, **_details):
        """SOFT-14: a web service without key or file."""

    # --- 15. Installation -----------------------------------------------------------------------------------------

    @move(
        source=State.INSTALLATION,
        target=State.PUBLICATION,
        by=[Role.DII],
        step=INSTALLATION.key,
        outcome="done",
        label=_("Installed on all set-ups"),
        when=[setups_are_listed, every_setup_is_done],
    )
    def installed(self, **_details):
        """SOFT-15: a line each."""

    # --- 16. Publication ------------------------------------------------------------------------------------------

    @move(
        source=State.PUBLICATION,
        target=State.COMPLETE,
        by=[Role.CYBERSECURITY],
        step=PUBLICATION.key,
        outcome="complete",
        label=_("Posted as Active/Approved"),
        when=[agreement_covers_it, website_is_safe],
        asks=["posted_on"],
        needs=[posting_dated],
        answers="final",
        tells={Part.REQUESTER: "ready"},
    )
    def publish(self, **_details):
        """SOFT-16: in the library at the places asked for, and in the state's registry."""

    # --- At any time (X-5) ----------------------------------------------------------------------------------------

    withdraw = withdrawn(State.DRAFT, *way, State.CHANGES_REQUESTED, to=State.WITHDRAWN)
    back = goes_back(way, State.CHANGES_REQUESTED)
    reopen = reopened(looks, State.DRAFT, *way, State.CHANGES_REQUESTED)
