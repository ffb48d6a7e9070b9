from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q

from workflows.models.case import Case
from workflows.models.step import Step


class Wake(models.Model):
    """A word to a case, written in another case's transaction; a worker acts on it under that case's own lock."""

    DONE = "done"
    TRIED_FOR = timedelta(days=30)

    key = models.CharField(max_length=120, unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="wakes")
    move = models.CharField(max_length=60, help_text="the move to try as the system")
    details = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    result = models.CharField(max_length=300, blank=True, help_text="done, or why it was not")
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], condition=Q(done_at__isnull=True), name="wake_waiting"),
            models.Index(
                fields=["done_at"], condition=Q(done_at__isnull=False) & ~Q(result="done"), name="wake_not_done"
            ),
        ]

    def __str__(self):
        return self.key


class Notice(models.Model):
    """One word to one person, in the app and by mail, or by mail alone to the holder of a link or to whom the case
    names outside; written in the transaction of what it tells (the outbox)."""

    key = models.CharField(max_length=160, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="notices")
    link = models.ForeignKey(
        "workflows.Link", models.PROTECT, null=True, blank=True, related_name="notices", help_text="to its holder"
    )
    to_outsider = models.BooleanField(
        default=False, help_text="to whom the case names: the address stays there alone, where it can be removed"
    )
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="notices")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="notices")
    template = models.CharField(max_length=60, help_text="folder under templates/emails/")
    context = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    by_mail = models.BooleanField(default=True)
    in_digest = models.BooleanField(default=False)
    due_at = models.DateTimeField(null=True, blank=True, help_text="to be mailed from then on; null: not (any more)")
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, link__isnull=True, to_outsider=False)
                | Q(user__isnull=True, link__isnull=False, to_outsider=False)
                | Q(user__isnull=True, link__isnull=True, to_outsider=True, case__isnull=False),
                name="notice_to_one",
            )
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_user_newest"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(fields=["due_at"], condition=Q(due_at__isnull=False), name="notice_to_send"),
            models.Index(fields=["set_aside_at"], condition=Q(set_aside_at__isnull=False), name="notice_set_aside"),
        ]

    def __str__(self):
        return self.key
