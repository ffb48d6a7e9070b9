from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from workflows.models.case import Case

REMOVED = _("[removed by an administrator]")


class Passage(models.Model):
    """Words somebody wrote. Kept apart from the history so that a passage holding a student's data can be removed
    while the history keeps who, when and its hash (X-5)."""

    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_reason = models.CharField(max_length=300, blank=True)

    def __str__(self):
        return self.text if self.removed_at is None else str(REMOVED)


class Event(models.Model):
    """The one history of a case: append-only, held by a trigger in the database (X-6)."""

    class Kind(models.TextChoices):
        CREATED = "created", _("Started")
        MOVE = "move", _("Moves")
        REVIEW = "review", _("Reviews")
        ASSIGN = "assign", _("Assignments")
        FORWARD = "forward", _("Forwarding and consultation")
        COMMENT = "comment", _("Comments")
        EDIT = "edit", _("Changes to the record")
        FILE = "file", _("Files")
        CLOCK = "clock", _("Reminders and escalation")
        MAIL = "mail", _("Mail")
        REMOVED = "removed", _("Removals")

    class Seen(models.TextChoices):
        EVERYONE = "everyone"
        WHOLE = "whole"  # who may read the whole case, the requester among them
        DECIDED = "decided"  # the requester only after the final review
        INTERNAL = "internal"  # never leaves reviewers
        VENDOR = "vendor"  # who may read the whole case, and the vendor through its link

    case = models.ForeignKey(Case, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    name = models.CharField(max_length=60, blank=True, help_text="the move, or what was done")
    label = models.CharField(max_length=200, blank=True, help_text="in words, as they were then")
    source = models.CharField(max_length=30, blank=True)
    target = models.CharField(max_length=30, blank=True)
    round = models.PositiveSmallIntegerField(default=1)
    step = models.ForeignKey("workflows.Step", models.PROTECT, null=True, blank=True, related_name="events")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=200, blank=True)
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    words = models.ForeignKey(Passage, models.PROTECT, null=True, blank=True, related_name="+")
    internal_words = models.ForeignKey(Passage, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(
        "workflows.CaseFile", models.PROTECT, null=True, blank=True, related_name="+", help_text="the file it is about"
    )
    seen = models.CharField(max_length=10, choices=Seen, default=Seen.WHOLE)
    details = models.JSONField(default=dict, blank=True)
    key = models.CharField(max_length=64, blank=True, help_text="one-time key of the form")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["case", "-id"], name="event_case_newest")]
        constraints = [models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="event_form_once")]

    def __str__(self):
        return f"{self.case_id} {self.name or self.kind}"
