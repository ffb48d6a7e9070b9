from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from requests_app.models.product import ProductRequest
from requests_app.rules.micro_consequences import MicroConsequences
from requests_app.rules.micro_facts import MicroFacts
from workflows.machines import Micro
from workflows.models import Case


class MicroRequest(MicroFacts, MicroConsequences, Micro, ProductRequest, Case):
    """A school-based request: besides what every request for a product says, what this procedure decides."""

    is_extension = models.BooleanField(default=False, help_text="adds schools or seats to an approved resource")
    conditions_change = models.BooleanField(_("the conditions of use would change"), default=False)
    other_funding = models.CharField(_("other source of funds"), max_length=300, blank=True)
    library_before = models.JSONField(default=dict, blank=True, help_text="what held at the places before approval")
    posted_on = models.DateField(null=True, blank=True)
    review_interval = models.PositiveSmallIntegerField(null=True, blank=True)
    briefing = models.TextField(_("briefing for the Integration Specialist"), blank=True)

    class Meta:
        verbose_name = _("school-based request")


class Site(models.Model):
    """One school site of an integration: contact, method, done on (MICRO-13)."""

    class Method(models.TextChoices):
        ROSTERING = "rostering", _("Class lists (rostering)")
        SSO = "sso", _("Single sign-on")
        BOTH = "both", _("Class lists and single sign-on")
        MANUAL = "manual", _("By hand")

    case = models.ForeignKey(MicroRequest, models.PROTECT, related_name="sites")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    contact = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    method = models.CharField(_("method"), max_length=10, choices=Method, default=Method.SSO)
    note = models.CharField(_("note"), max_length=300, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["place__path"]
        constraints = [models.UniqueConstraint(fields=["case", "place"], name="site_once")]

    def __str__(self):
        return f"{self.place}"
