"""A request for software, and what each team of document 004 records on it: vetting, set-ups, the state's registry."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from catalog.models import Resource
from contracts.models import DataElement, Packet
from requests_app.models.product import ProductRequest
from requests_app.rules.software_consequences import SoftwareConsequences
from requests_app.rules.software_facts import SoftwareFacts
from workflows.machines import SoftMachine
from workflows.models import REMOVED, Case


class SoftwareRequest(SoftwareFacts, SoftwareConsequences, SoftMachine, ProductRequest, Case):
    """A request for software, an app or a web service (document 004)."""

    posted_on = models.DateField(_("posted in the registry on"), null=True, blank=True)
    registry_before = models.CharField(max_length=14, blank=True, help_text="what the registry said before the denial")

    class Meta:
        verbose_name = _("software request")


class Vetting(models.Model):
    """One round of security vetting: of what was asked for, then of each replacement (SOFT-4 to SOFT-6, SOFT-11).

    What is found about student data stands on the request while a round is open, and here when it has ended.
    """

    case = models.ForeignKey(SoftwareRequest, models.PROTECT, related_name="vettings")
    number = models.PositiveSmallIntegerField()
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(_("name of the product"), max_length=200)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    policy_url = models.URLField(_("address of the privacy policy"), max_length=300, blank=True)
    policy_found = models.TextField(_("what the privacy policy says"), max_length=4000, blank=True)
    policy_not_needed = models.TextField(_("why none is needed"), max_length=1000, blank=True)
    policy_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    policy_on = models.DateField(null=True, blank=True)

    data_shared = models.BooleanField(null=True, blank=True)
    elements = models.ManyToManyField(DataElement, blank=True, related_name="+")
    agreement_not_needed = models.TextField(_("why no agreement is needed"), max_length=1000, blank=True)
    packet = models.ForeignKey(Packet, models.PROTECT, null=True, blank=True, related_name="+")
    asked_on = models.DateField(null=True, blank=True, help_text="the vendor was asked, or given more time")

    website_not_needed = models.TextField(_("why no website is used"), max_length=1000, blank=True)
    removed = models.JSONField(default=list, blank=True, help_text="names of texts an administrator took out (X-5)")
    retest_on = models.DateField(_("test the websites again on"), null=True, blank=True)

    # What somebody wrote in their own words.
    WRITTEN = ("policy_found", "policy_not_needed", "agreement_not_needed", "website_not_needed")

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="vetting_once")]
        indexes = [
            models.Index(fields=["asked_on"], condition=models.Q(ended_at__isnull=True), name="vetting_asked"),
            models.Index(fields=["retest_on"], condition=models.Q(ended_at__isnull=True), name="vetting_retest"),
        ]

    def __str__(self):
        return f"{self.number}. {self.name}"

    def said(self, name: str) -> str:
        """What was written there, or that it was removed."""
        return str(REMOVED) if name in self.removed else getattr(self, name)

    def write(self, **texts: str) -> list[str]:
        """Set texts; what was removed there before is written anew. The columns to be saved."""
        for name, words in texts.items():
            setattr(self, name, words)
        self.removed = [name for name in self.removed if name not in texts]
        return [*texts, "removed"]


class Host(models.Model):
    """A host that the product needs: each sign-in and data host is graded, and the worst counts (SOFT-5)."""

    class Use(models.TextChoices):
        WEBSITE = "website", _("The website itself")
        SIGN_IN = "sign-in", _("Signing in")
        DATA = "data", _("Keeping data")
        OTHER = "other", _("Something else")

    vetting = models.ForeignKey(Vetting, models.CASCADE, related_name="hosts")
    host = models.CharField(_("address"), max_length=253)
    port = models.PositiveIntegerField(default=443)
    use = models.CharField(_("what it is used for"), max_length=8, choices=Use, default=Use.WEBSITE)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["vetting", "host", "port"], name="host_once")]

    def __str__(self):
        return self.host if self.port == 443 else f"{self.host}:{self.port}"


class SetUp(models.Model):
    """One set-up on which the software is installed: where, done on, by whom (SOFT-15)."""

    case = models.ForeignKey(SoftwareRequest, models.PROTECT, related_name="setup_lines")
    name = models.CharField(_("set-up"), max_length=200)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["place__path", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "name", "place"], name="setup_once")]

    def __str__(self):
        return f"{self.name}, {self.place}"


class RegistryEntry(models.Model):
    """What the state's registry shall say of a resource, and when somebody posted it there (SOFT-6, SOFT-16)."""

    class Status(models.TextChoices):
        UNDER_REVIEW = "under-review", _("Under review")
        APPROVED = "approved", _("Active/Approved")
        NOT_APPROVED = "not-approved", _("Not Approved")

    resource = models.OneToOneField(Resource, models.PROTECT, related_name="registry_entry")
    status = models.CharField(_("status"), max_length=14, choices=Status)
    since = models.DateField(_("since"))
    case = models.ForeignKey(SoftwareRequest, models.PROTECT, related_name="+")
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["resource__name", "pk"]
        verbose_name_plural = "registry entries"

    def __str__(self):
        return f"{self.resource}: {self.get_status_display()}"
