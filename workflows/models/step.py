from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from accounts.roles import Part, Role
from catalog.models import Ground
from workflows.machines import MACHINES
from workflows.models.case import Case, Urgency
from workflows.models.event import Passage


class Step(models.Model):
    """One role's turn on a case, with a due date. Steps are closed, never deleted; a new round makes new ones."""

    class Closing(models.TextChoices):
        ANSWERED = "answered", _("Answered")
        CANCELLED = "cancelled", _("Closed without an answer")

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=20, help_text="the procedure in which it was opened")
    round = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=40)
    state = models.CharField(max_length=30, help_text="the case's state in which it was opened")
    role = models.CharField(max_length=40, choices=[*Role.choices, *Part.choices])
    instead_of = models.CharField(max_length=40, blank=True, help_text="the role the procedure names, if another acts")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="steps", help_text="if named"
    )
    required = models.BooleanField(default=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    question = models.ForeignKey(Passage, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True, blank=True)
    urgency = models.PositiveSmallIntegerField(choices=Urgency, default=Urgency.MEDIUM)
    next_reminder_at = models.DateTimeField(null=True, blank=True)
    set_aside = models.CharField(max_length=300, blank=True, help_text="why the clock could not treat it")
    closed_at = models.DateTimeField(null=True, blank=True)
    closing = models.CharField(max_length=12, choices=Closing, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "key", "place"], condition=Q(person__isnull=True), name="step_once_a_round"
            ),
            models.UniqueConstraint(
                fields=["case", "round", "key", "place", "person"],
                condition=Q(person__isnull=False),
                name="step_once_a_person",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closing="") | Q(closed_at__isnull=False) & ~Q(closing=""),
                name="step_closed_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["role", "due_on"], condition=Q(closed_at__isnull=True), name="step_open_role_due"),
            models.Index(fields=["person", "due_on"], condition=Q(closed_at__isnull=True), name="step_open_person_due"),
            models.Index(
                fields=["next_reminder_at"],
                condition=Q(closed_at__isnull=True, next_reminder_at__isnull=False),
                name="step_next_reminder",
            ),
        ]

    def __str__(self):
        return f"{self.key} of {self.case_id}"

    @property
    def stage(self):
        """What the machine says of this step."""
        return next(stage for stage in MACHINES[self.kind].stages if stage.key == self.key)

    @property
    def label(self):
        return self.stage.label

    @property
    def barred_id(self) -> int | None:
        """Whoever may not answer it: nobody decides their own request (X-1)."""
        return self.case.requester_id if MACHINES[self.kind].bars(self.stage) else None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_late(self) -> bool:
        """Overdue from the local midnight after its date."""
        return self.late_on(timezone.localdate())

    def late_on(self, today) -> bool:
        return self.closed_at is None and self.due_on is not None and self.due_on < today and not self.stands_still

    @property
    def stands_still(self) -> bool:
        """Open, but in the case's present state nothing is asked of anybody: its date moves when that ends."""
        return self.closed_at is None and self.case.state in self.case.machine.held_in

    @property
    def named_person(self):
        """The person it is with by name; nobody when that person has left (then it is the role's again, X-1)."""
        return self.person if self.person_id and self.person.is_active else None


class Answers(models.Model):
    """What was asked and said at one submission; never changed."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="answers")
    round = models.PositiveSmallIntegerField()
    form_version = models.CharField(max_length=20)
    data = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "answers"

    def __str__(self):
        return f"{self.case_id}, round {self.round}"


class Review(models.Model):
    """The answer given at a step; never edited, never deleted."""

    class Outcome(models.TextChoices):
        APPROVE = "approve", _("Approved")
        CONDITIONS = "approve-with-conditions", _("Approved with conditions")
        DENY = "deny", _("Denied")
        ADVICE = "advice", _("Advice given")
        SENT = "sent", _("Sent to the reviewers")
        TO_BOARD = "to-board", _("Sent to the Board")
        AVAILABLE = "available", _("Already in the library")
        ADDITION = "addition", _("Changed to “add my school or seats”")
        FROM_STOCK = "from-stock", _("Met from stock or by repair")
        RETURNED = "returned", _("Returned for changes")
        RESUBMITTED = "resubmitted", _("Submitted again")
        WAITING = "waiting", _("Waiting for the vendor")
        ARRIVED = "arrived", _("Agreement arrived")
        INTEGRATE = "integrate", _("Posted, to be set up")
        COMPLETE = "complete", _("Done")
        ORDERED = "ordered", _("Order recorded")
        NO_FUNDS = "no-funds", _("No funds")
        RECEIVED = "received", _("Received")
        PROCEED = "proceed", _("Proceed")
        CHANGES = "changes", _("Proceed with changes")
        DECLINE = "decline", _("Decline")
        HANDED_IN = "handed-in", _("Handed in")
        DONE = "done", _("Done, as recorded")
        NOT_NEEDED = "not-needed", _("Not needed")
        CONCERN = "concern", _("Something is wrong")
        REPLACED = "replaced", _("Another product instead")
        RECORDED = "recorded", _("Recorded")

    step = models.OneToOneField(Step, models.PROTECT, related_name="review")
    answers = models.ForeignKey(Answers, models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=30, choices=Outcome)
    ground = models.CharField(max_length=16, choices=Ground, blank=True)
    rationale = models.ForeignKey(Passage, models.PROTECT, null=True, blank=True, related_name="+")
    internal = models.ForeignKey(Passage, models.PROTECT, null=True, blank=True, related_name="+")
    findings = models.JSONField(default=dict, blank=True)
    conditions = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="reviews")
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=200)
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.get_outcome_display()} by {self.by_name}"

    @property
    def approves(self) -> bool:
        good = {self.Outcome.APPROVE, self.Outcome.CONDITIONS, self.Outcome.PROCEED, self.Outcome.CHANGES}
        return self.outcome in good

    @property
    def tone(self) -> str:
        outcomes = self.Outcome
        if self.outcome in {outcomes.DENY, outcomes.NO_FUNDS, outcomes.DECLINE, outcomes.CONCERN}:
            return "refused"
        if self.outcome in {outcomes.CONDITIONS, outcomes.CHANGES}:
            return "needs-you"
        return "good" if self.approves else "quiet"

    @property
    def icon(self) -> str:
        return {"refused": "cross", "needs-you": "flag", "good": "check"}.get(self.tone, "person")
