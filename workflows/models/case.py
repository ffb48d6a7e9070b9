from datetime import date
from typing import NamedTuple

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from accounts.models import Place, StoredFile
from catalog.models import Resource, Vendor
from workflows.machines import MACHINES
from workflows.moves import Phase
from workflows.words import state_words


class Urgency(models.IntegerChoices):
    """How soon something should be done."""

    LOW = 1, _("Low")
    MEDIUM = 2, _("Medium")
    HIGH = 3, _("High")
    CRITICAL = 4, _("Critical")


_KIND_CHOICES = [(kind, machine.machine_title) for kind, machine in MACHINES.items()]
# Sorted, so that the migration does not change when a drawing does.
_VALID_PAIRS = Q()
for _kind in sorted(MACHINES):
    _VALID_PAIRS |= Q(kind=_kind, state__in=sorted(MACHINES[_kind].State.values))


class Outsider(NamedTuple):
    """Somebody outside who is written to without a link: address, language, and the page a mail leads to."""

    email: str
    language: str
    page: str


class Finding(NamedTuple):
    """Words in a column of one of the child's own rows; the row's `removed` names the columns they were taken from."""

    row: models.Model
    column: str

    @property
    def words(self) -> str:
        """What it says; an empty text for what was removed, or never said."""
        return getattr(self.row, self.column)

    def remove(self) -> None:
        """Nothing is left of the words but that there were some."""
        setattr(self.row, self.column, "")
        self.row.removed = [*self.row.removed, self.column]
        self.row.save(update_fields=[self.column, "removed"])


class Case(models.Model):
    """One thing moving through one procedure; what all kinds share. Its state changes in workflows.engine alone."""

    kind = models.CharField(max_length=20, choices=_KIND_CHOICES)
    number = models.CharField(max_length=20, unique=True, null=True, blank=True, help_text="2026-00042; drafts: none")
    title = models.CharField(_("title"), max_length=200)
    state = FSMField(max_length=30, protected=True)
    phase = models.CharField(max_length=12, default=Phase.PREPARING.value)
    round = models.PositiveSmallIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    place = models.ForeignKey(Place, models.PROTECT, related_name="cases")
    requester = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="cases",
        help_text="nobody of the staff: opened by a date, or by somebody outside",
    )
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="cases")
    vendor = models.ForeignKey(Vendor, models.PROTECT, null=True, blank=True, related_name="cases")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    opened_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="opened")
    waits_for = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="held_up", help_text="another case, a packet"
    )
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    response_due = models.DateField(null=True, blank=True, help_text="answer expected by; calendar days")
    answered_at = models.DateTimeField(null=True, blank=True, help_text="when the response clock stopped")
    paused_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    moved_at = models.DateTimeField(null=True, blank=True)
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_from = models.CharField(max_length=30, blank=True, help_text="the state it ended from")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["phase", "-updated_at"], name="case_phase_updated"),
            models.Index(fields=["requester", "phase"], name="case_requester_phase"),
            models.Index(fields=["place", "phase"], name="case_place_phase"),
            models.Index(fields=["resource", "phase"], name="case_resource_phase"),
            models.Index(
                fields=["response_due"],
                name="case_response_due",
                condition=Q(answered_at__isnull=True, response_due__isnull=False),
            ),
        ]
        constraints = [models.CheckConstraint(condition=_VALID_PAIRS, name="case_kind_has_state")]

    def __str__(self):
        return f"{self.number}: {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("case", args=[self.pk])

    @property
    def machine(self):
        """The abstract model that says what this kind of case may do."""
        return MACHINES[self.kind]

    @property
    def child(self):
        """The row of this case's own kind. One query unless it was fetched with the case."""
        if type(self) is not Case:
            return self
        return getattr(self, CHILD_ACCESSORS[self.kind])

    @property
    def look(self):
        return self.machine.looks[self.machine.State(self.state)]

    @property
    def state_words(self) -> str:
        """The state as people say it, in the district's words."""
        return state_words(self.kind, self.state)

    def role_for(self, stage) -> str:
        """The role that takes a stage of this case."""
        return str(stage.role.value)

    # States of the main line that this case does not come to.
    passed_over: frozenset = frozenset()
    # Name of the address where its requester changes it, if there is one.
    edit_page = ""
    # Its page shows the words with the vendor apart from the comments among colleagues.
    talks_with_vendor = False
    # Moves whose buttons stand in the kind's own template, which then shows its files too.
    body_moves: frozenset = frozenset()

    @property
    def speaks_to_requester(self) -> bool:
        """Has somebody asked for it who is told of it and reads it? A paper, a clock or a date has nobody."""
        return self.requester_id is not None

    def stands_since(self):
        """Since when its state holds; when it was moved there, where its own dates don't say otherwise."""
        return self.moved_at

    def follows_from(self, move: str) -> list[str]:
        """What a move does beside leading to its state, in sentences for whoever is about to make it."""
        return []

    def outcome_refused(self, stage, outcome: str) -> str:
        """Why an answer side by side can't be given yet, or an empty text."""
        return ""

    def known_answer(self, name: str):
        """What stands in a field of that name before anything is typed; None for nothing."""
        return getattr(self, name, None)

    # What the holder of a step may put right on the record while it is with them: stage → names of columns.
    amendable: dict[str, set[str]] = {}

    def step_page(self, step) -> str:
        """Where a step is answered that has a page of its own; an empty text for the page of every step."""
        return ""

    def condition_words(self, conditions: dict) -> list[str]:
        """The conditions of an approval, a sentence each."""
        return []

    def mail_words(self) -> dict:
        """What the mails about this kind of case say besides."""
        return {}

    # Given its number when it is begun, rather than when its requester submits it.
    numbered_at_start = False

    def after_start(self, *, by, at) -> None:
        """What the child writes when it is begun."""

    def answers_the_vendor(self, *, at) -> list:
        """Who is told when the vendor asks something."""
        return []

    def outsider(self) -> Outsider | None:
        """Who outside asked, without a link, and left an address; None when there is nobody."""
        return None

    def before_vendor_reminder(self, *, at) -> None:
        """What the child does before those outside are reminded."""

    def response_date(self, at) -> date:
        """The date by which whoever submits it at a moment is answered."""
        from workflows import clocks

        return clocks.response_date(at)

    # How soon it should be done, as far as its kind says so: of steps due on a day the more urgent stand first.
    urgency: int = Urgency.MEDIUM

    def due_on(self, stage, at) -> date | None:
        """The due date of a stage that opens at a moment, where it is not the district's usual term."""
        return None

    def person_for(self, stage):
        """Who takes a stage by name, where the case has somebody in charge."""
        return

    def people_for(self, stage) -> list:
        """Who is asked at a stage, a step each: nobody by name unless the case has somebody in charge."""
        return [self.person_for(stage)]

    # Who leads it, where its procedure has a lead: they act as `Part.LEAD`.
    the_lead = None

    def after_change(self, *, at) -> None:
        """What the child keeps beside it, brought up to date after each change, in the same transaction."""

    def after_review(self, **_details) -> None:
        """What the child writes when a step was answered side by side."""

    @property
    def looked_at_first(self) -> tuple[str, ...]:
        """The states in which a submitted request is looked at before anything is decided; it is sent to the first."""
        return (str(self.main_line[1]),)

    # Its reviews have begun before, so that it is not moved to another procedure though it is looked at anew.
    must_stay = False

    def left_for(self, other, *, by, at) -> None:
        """What the child undoes elsewhere when the request goes on as another kind, in the same transaction."""

    def arrived_from(self, other, *, by, at) -> None:
        """What the child writes when a request of another kind goes on as this one, in the same transaction."""

    def not_editable(self) -> str:
        """Why the requester may not change it now, or an empty text."""
        return ""

    def removable_answers(self) -> tuple[str, ...]:
        """Names of answers that an administrator may remove (X-5)."""
        return ()

    def findings(self) -> "dict[str, Finding]":
        """What was written in rows of the child's own beside the answers, and an administrator may remove (X-5)."""
        return {}

    @property
    def is_over(self) -> bool:
        return self.phase in Phase.ended()

    def late_on(self, today: date) -> bool:
        """The answer is overdue from the midnight after its date."""
        return bool(self.response_due and not self.answered_at and not self.is_over and self.response_due < today)

    @property
    def all_steps(self) -> list:
        """Every step of every round of its procedure, oldest first."""
        return [step for step in self.every_step if step.kind == self.kind]

    @cached_property
    def every_step(self) -> list:
        """Those of procedures it was moved from too, with their reviews; one query, none where no step is opened."""
        if not self.machine.stages:
            return []
        joined = ("person", "place", "asked_by", "question", "review__by", "review__on_behalf_of")
        words = ("review__rationale", "review__internal")
        # Put in order here: Django hashes every column of so wide a query to find what it is ordered by.
        return sorted(self.steps.select_related(*joined, *words).order_by(), key=lambda step: step.pk)

    def forget_steps(self) -> None:
        """After steps changed: read them again."""
        self.__dict__.pop("every_step", None)

    @cached_property
    def all_followers(self):
        """Everybody who follows it, in the order in which they began; one query."""
        return list(self.followers.select_related("user").order_by("pk"))

    def open_steps(self) -> list:
        return [step for step in self.all_steps if step.closed_at is None]

    def open_step(self, key: str):
        return next((step for step in self.open_steps() if step.key == key), None)

    def required_open(self) -> list:
        """Open steps the case waits for."""
        return [step for step in self.open_steps() if step.required]

    def required_late(self) -> list:
        """Required steps past their date, by the date the engine works with."""
        return [step for step in self.required_open() if step.is_late]

    def stage_is_answered(self) -> bool:
        """True when a step of the present stage has been answered in this round (bars going back, X-5)."""
        return any(
            step.closing == "answered"
            for step in self.all_steps
            if step.state == self.state and step.round == self.round
        )


# Kind of case → name of the one-to-one accessor of its child row.
CHILD_ACCESSORS = {
    "micro": "microrequest",
    "equip": "equipmentrequest",
    "soft": "softwarerequest",
    "macro": "districtpurchase",
    "agreement": "agreement",
    "packet": "packet",
    "renewal": "renewal",
    "review": "periodicreview",
    "offboarding": "offboarding",
    "confirmation": "confirmation",
    "rights": "rightsrequest",
    "breach": "breach",
}


class Counter(models.Model):
    """The last number given in a calendar year; one series for all kinds."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.year}-{self.last:05d}"


class Follower(models.Model):
    """Somebody the requester lets read the whole case and who is told of its moves (X-4)."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="followers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="following")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reads_whole = models.BooleanField(default=True, help_text="False: told of the outcome only")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="follower_once")]

    def __str__(self):
        return f"{self.user} follows {self.case}"


class CaseFile(models.Model):
    """A file on a case: a quote, a contract, anything (X-4)."""

    class Kind(models.TextChoices):
        QUOTE = "quote", _("Quote")
        CONTRACT = "contract", _("Contract or agreement")
        OTHER = "other", _("Attachment")
        ORDER_FORM = "order-form", _("Order form")
        SOPPA_FORM = "soppa-form", _("SOPPA form")
        ACCESSIBILITY = "vpat", _("Accessibility report (VPAT)")
        CERTIFICATE = "certificate", _("Certificate of deletion")
        REPORT = "report", _("Report")
        LETTER = "letter", _("Letter")
        PUBLIC_COPY = "public-copy", _("Copy for the public")
        EXEMPTION = "exemption", _("Exemption or justification letter")
        CONFIRMATION = "confirmation", _("Procurement confirmation")

    # What anybody who works on a case may call a file they add to it.
    ANYWHERE = (Kind.QUOTE, Kind.CONTRACT, Kind.LETTER, Kind.REPORT, Kind.OTHER)

    case = models.ForeignKey(Case, models.PROTECT, related_name="files")
    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="on_case")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.OTHER)
    internal = models.BooleanField(_("for reviewers only"), default=False)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.file)
