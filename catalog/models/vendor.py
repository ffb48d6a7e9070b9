from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Vendor(models.Model):
    """A company that offers resources; SOPPA calls it the operator."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    website = models.URLField(_("website"), max_length=300, blank=True)
    business_address = models.TextField(_("business address"), blank=True)
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("contact e-mail"), blank=True)
    contact_phone = models.CharField(_("contact telephone"), max_length=40, blank=True)
    ended_on = models.DateField(_("no longer used since"), null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("vendor", args=[self.pk])
