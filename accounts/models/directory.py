from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class DirectoryChange(models.Model):
    """One change to a person or a place, and who made it. Rows are only ever added: the database refuses the rest.

    `details` holds what was changed in words as they were then: {"title": ["Teacher", "Coach"]}.
    """

    class What(models.TextChoices):
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        LINK_SENT = "link-sent", _("A link to choose a password was mailed")
        LEFT = "left", _("Made inactive")
        RETURNED = "returned", _("Active again")
        CLOSED = "closed", _("Closed")
        OPENED = "opened", _("Open again")

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=What)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="directory_changes")
    place = models.ForeignKey("accounts.Place", models.PROTECT, null=True, related_name="directory_changes")
    details = models.JSONField(default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, place__isnull=False) | Q(person__isnull=False, place__isnull=True),
                name="directory_change_of_one_subject",
            )
        ]

    def __str__(self):
        return f"{self.get_what_display()}: {self.person or self.place}"
