from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _


class AuthorisedSigner(models.Model):
    """Who may sign agreements for the district, from a date to a date (SOPPA §27; PROC-6)."""

    name = models.CharField(_("name, as it is signed"), max_length=120)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["name", "starts_on"]

    def __str__(self):
        return self.name

    @classmethod
    def on(cls, day: date) -> QuerySet["AuthorisedSigner"]:
        """Those who may sign on a day (both ends included)."""
        return cls.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)
