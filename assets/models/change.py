from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models import Case


class Change(models.Model):
    """One row of a history that is only ever added to: the database refuses the rest.

    `changed` holds words as they were then: {"place": ["Lincoln School", "Roosevelt School"]}.
    """

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    changed = models.JSONField(default=dict)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=120, null=True, blank=True, unique=True, help_text="one-time key of the form")

    class Meta:
        abstract = True
        ordering = ["-pk"]
