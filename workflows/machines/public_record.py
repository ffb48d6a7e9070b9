"""What the law asks beside the agreements: half-yearly confirmation, parents' requests, breaches (LAW-2 to LAW-4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import GET_STATE

from workflows.machines.base import Machine
from workflows.machines.conditions import all_have_answered
from workflows.machines.needs import (
    answer_described,
    clock_explained,
    items_confirmed,
    posting_explained,
    rationale_given,
)
from workflows.moves import Look, Phase, Stage, fact, move
from workflows.roles import Part, Role

CONFIRM = Stage(
    "confirm",
    Role.COMPLIANCE_OFFICER,
    _("Half-yearly confirmation"),
    _("Is each of the five posted items still right?"),
    "review_days",
)


class ConfirmationMachine(Machine):
    """The half-yearly confirmation of the posted items (105 ILCS 85/27). Child: contracts.models.Confirmation."""

    class Meta:
        abstract = True

    machine_kind = "confirmation"
    machine_title = _("Half-yearly confirmation")
    document = _("SOPPA §27: what a school must post")

    class State(models.TextChoices):
        DUE = "due", _("To be confirmed")
        CONFIRMED = "confirmed", _("Confirmed")

    looks = {
        State.DUE: Look(Phase.OPEN, "needs-you", "clock"),
        State.CONFIRMED: Look(Phase.DONE, "good", "check"),
    }
    main_line = (State.DUE, State.CONFIRMED)
    stages = (CONFIRM,)
    numbered_at_start = True
    bars_requester = False
    readers = frozenset({Role.IT_DIRECTOR, Role.GENERAL_COUNSEL})
    passed_over: frozenset = frozenset()

    def opens(self, state: str) -> tuple[Stage, ...]:
        return {self.State.DUE: (CONFIRM,)}.get(state, ())

    @move(
        source=State.DUE,
        target=State.CONFIRMED,
        by=[Role.COMPLIANCE_OFFICER],
        step=CONFIRM.key,
        outcome="approve",
        label=_("Confirm the posted items"),
        asks=["items"],
        needs=[items_confirmed],
    )
    def confirm(self, **_details):
        """LAW-2: each item carries this date on the public page."""

    @move(
        source=State.CONFIRMED,
        target=State.DUE,
        by=[Part.DECIDER, Role.ADMIN],
        label=_("Confirm again"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="secondary",
    )
    def reopen(self, **_details):
        """X-5."""


IDENTITY = Stage(
    "identity",
    Role.COMPLIANCE_OFFICER,
    _("Who asks"),
    _("Is the person who asks the student’s parent or guardian?"),
    "rights_identity_days",
)
HANDLE = Stage(
    "rights",
    Role.COMPLIANCE_OFFICER,
    _("The parent’s request"),
    _("What is given, corrected or refused?"),
    "rights_identity_days",
)
TELL = Stage(
    "tell-parent",
    Role.COMPLIANCE_OFFICER,
    _("Word to the parent"),
    _("The data was corrected: tell the parent."),
    "rights_identity_days",
)


def is_a_correction(case) -> str:
    return "" if case.asks_correction() else _("Nothing is to be corrected.")


def is_no_correction(case) -> str:
    return _("A correction is asked for: record it, then tell the parent.") if case.asks_correction() else ""


def within_the_limit(case) -> str:
    return str(case.over_the_limit())


def where_it_was_answered(case, **_details) -> str:
    """Reopened, a request whose identity was never confirmed begins with that again."""
    return case.State.IN_PROGRESS if case.identity_is_known() else case.State.RECEIVED


class RightsMachine(Machine):
    """A parent's request to inspect, copy or correct (105 ILCS 85/33). Child: contracts.models.RightsRequest."""

    class Meta:
        abstract = True

    machine_kind = "rights"
    machine_title = _("Parent’s request")
    document = _("SOPPA §33: parent and student rights")

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        IN_PROGRESS = "in-progress", _("Being answered")
        CORRECTED = "corrected", _("Corrected, the parent is to be told")
        ANSWERED = "answered", _("Answered")
        REFUSED = "refused", _("Refused")

    looks = {
        State.RECEIVED: Look(Phase.OPEN, "needs-you", "person"),
        State.IN_PROGRESS: Look(Phase.OPEN, "waiting", "clock"),
        State.CORRECTED: Look(Phase.OPEN, "needs-you", "hand"),
        State.ANSWERED: Look(Phase.DONE, "good", "check"),
        State.REFUSED: Look(Phase.REFUSED, "refused", "cross"),
    }
    main_line = (State.RECEIVED, State.IN_PROGRESS, State.CORRECTED, State.ANSWERED)
    stages = (IDENTITY, HANDLE, TELL)
    numbered_at_start = True
    bars_requester = False
    readers = frozenset({Role.COMPLIANCE_OFFICER})
    confidential = True

    asks_correction = fact("() -> True when the parent asks for a correction")
    identity_is_known = fact("() -> True when somebody confirmed that a parent asks")
    over_the_limit = fact("() -> why a copy may be refused (two requests a quarter), or an empty text")

    @property
    def passed_over(self) -> frozenset[str]:
        return frozenset() if self.asks_correction() else frozenset({self.State.CORRECTED.value})

    def opens(self, state: str) -> tuple[Stage, ...]:
        return {
            self.State.RECEIVED: (IDENTITY,),
            self.State.IN_PROGRESS: (HANDLE,),
            self.State.CORRECTED: (TELL,),
        }.get(state, ())

    @move(
        source=State.RECEIVED,
        target=State.IN_PROGRESS,
        by=[Role.COMPLIANCE_OFFICER],
        step=IDENTITY.key,
        outcome="approve",
        label=_("The identity is confirmed"),
        asks=["identity_checked"],
        needs=[answer_described("identity_checked", _("Say how it was checked."))],
    )
    def confirm_identity(self, **_details):
        """LAW-3: identity checked."""

    @move(
        source=State.RECEIVED,
        target=State.REFUSED,
        by=[Role.COMPLIANCE_OFFICER],
        step=IDENTITY.key,
        outcome="deny",
        label=_("The identity can’t be confirmed"),
        needs=[rationale_given],
        answers="final",
        tone="danger",
    )
    def refuse_identity(self, **_details):
        """LAW-3."""

    @move(
        source=State.IN_PROGRESS,
        target=State.ANSWERED,
        by=[Role.COMPLIANCE_OFFICER],
        step=HANDLE.key,
        outcome="done",
        label=_("Record what the parent was given"),
        when=[is_no_correction, within_the_limit],
        asks=["given", "given_on"],
        needs=[answer_described("given", _("Say what was given, and how."))],
        answers="final",
    )
    def answer(self, **_details):
        """LAW-3: within 45 days."""

    @move(
        source=State.IN_PROGRESS,
        target=State.CORRECTED,
        by=[Role.COMPLIANCE_OFFICER],
        step=HANDLE.key,
        outcome="done",
        label=_("Record the correction"),
        when=[is_a_correction],
        asks=["given", "given_on"],
        needs=[answer_described("given", _("Say what was corrected, and by whom."))],
    )
    def correct(self, **_details):
        """LAW-3: within 90 days."""

    @move(
        source=State.IN_PROGRESS,
        target=State.REFUSED,
        by=[Role.COMPLIANCE_OFFICER],
        step=HANDLE.key,
        outcome="deny",
        label=_("Refuse the request"),
        needs=[rationale_given],
        answers="final",
        tone="danger",
    )
    def refuse(self, **_details):
        """LAW-3: with the reason the parent was told."""

    @move(
        source=State.CORRECTED,
        target=State.ANSWERED,
        by=[Role.COMPLIANCE_OFFICER],
        step=TELL.key,
        outcome="done",
        label=_("The parent was told"),
        asks=["given_on"],
        answers="final",
    )
    def tell_parent(self, **_details):
        """LAW-3: within ten days after the correction is confirmed."""

    @move(
        source=(State.ANSWERED, State.REFUSED),
        target=GET_STATE(where_it_was_answered, states=[State.RECEIVED, State.IN_PROGRESS]),
        by=[Role.COMPLIANCE_OFFICER],
        label=_("Reopen the parent’s request"),
        needs=[rationale_given],
        asks=["rationale"],
        restarts_clock=True,
        tone="secondary",
    )
    def reopen(self, **_details):
        """X-5."""


def not_held(case, outcome, details) -> dict[str, str]:
    """LAW-4: while law enforcement asks to wait nobody is told."""
    if case.state == case.State.HELD:
        return {"outcome": _("It is held at the request of law enforcement: end the hold first.")}
    return {}


NOTIFY = Stage(
    "notify-parents",
    Role.COMPLIANCE_OFFICER,
    _("Letter to parents"),
    _("Have the parents of the students concerned been told?"),
    "rights_identity_days",
    outcomes=("done", "not-needed"),
    spans=True,
    needs=(not_held, clock_explained),
    asks=("done_on",),
)
POST = Stage(
    "post-breach",
    Role.COMPLIANCE_OFFICER,
    _("Public list of breaches"),
    _("Is the breach on the public list, or may it be left out?"),
    "rights_identity_days",
    outcomes=("done", "not-needed"),
    spans=True,
    needs=(not_held, posting_explained),
)


class BreachMachine(Machine):
    """A breach of covered information (105 ILCS 85/27). Child: contracts.models.Breach."""

    class Meta:
        abstract = True

    machine_kind = "breach"
    machine_title = _("Breach")
    document = _("SOPPA §27(a)(5): breaches")

    class State(models.TextChoices):
        RECORDED = "recorded", _("Being handled")
        HELD = "held", _("Held for law enforcement")
        COMPLETE = "complete", _("Told and listed")
        CLOSED = "closed", _("Not a breach")

    looks = {
        State.RECORDED: Look(Phase.OPEN, "needs-you", "flag"),
        State.HELD: Look(Phase.WAITING, "waiting", "pause"),
        State.COMPLETE: Look(Phase.DONE, "good", "check"),
        State.CLOSED: Look(Phase.WITHDRAWN, "quiet", "cross"),
    }
    main_line = (State.RECORDED, State.COMPLETE)
    stages = (NOTIFY, POST)
    side_by_side = frozenset({NOTIFY.key, POST.key})
    numbered_at_start = True
    bars_requester = False
    readers = frozenset({Role.COMPLIANCE_OFFICER, Role.IT_DIRECTOR, Role.GENERAL_COUNSEL})
    confidential = True
    pauses_in = {State.HELD: ""}
    held_in = frozenset({State.HELD})
    before = {State.HELD: State.RECORDED}
    passed_over: frozenset = frozenset()

    is_small = fact("() -> True when so few students are concerned that it may be left off the list")

    def opens(self, state: str) -> tuple[Stage, ...]:
        """The letter and the list; what a hold left open goes on."""
        if state != self.State.RECORDED or any(step.key in self.side_by_side for step in self.open_steps()):
            return ()
        return (NOTIFY, POST)

    @move(
        source=State.RECORDED,
        target=State.COMPLETE,
        by=[Part.SYSTEM],
        label=_("Parents are told, and the list is right"),
        when=[all_have_answered],
        automatic=True,
    )
    def handled(self, **_details):
        """LAW-4."""

    @move(
        source=State.RECORDED,
        target=State.HELD,
        by=[Role.COMPLIANCE_OFFICER],
        label=_("Hold at the request of law enforcement"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="secondary",
    )
    def hold(self, **_details):
        """LAW-4: an agency has asked in writing; the clocks stand still."""

    @move(
        source=State.HELD,
        target=State.RECORDED,
        by=[Role.COMPLIANCE_OFFICER],
        label=_("The hold is over"),
        asks=["words"],
    )
    def release(self, **_details):
        """LAW-4: the clocks go on."""

    @move(
        source=(State.RECORDED, State.HELD),
        target=State.CLOSED,
        by=[Role.COMPLIANCE_OFFICER],
        label=_("Close: it was no breach"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="quiet",
    )
    def close(self, **_details):
        """LAW-4: found to be none."""

    @move(
        source=(State.COMPLETE, State.CLOSED),
        target=State.RECORDED,
        by=[Role.COMPLIANCE_OFFICER],
        label=_("Reopen the breach"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="secondary",
    )
    def reopen(self, **_details):
        """X-5: more became known."""
