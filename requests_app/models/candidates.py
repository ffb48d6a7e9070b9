"""The candidates of a district purchase, and what vendors, committee and Technology said of each (MACRO-2 to -4)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from catalog.models import Resource, Vendor
from contracts.models import DataElement, Packet
from requests_app.models.district import DistrictPurchase
from workflows.models import Link


class Criterion(models.Model):
    """One thing the district needs, asked of every vendor (MACRO-2a)."""

    class About(models.TextChoices):
        PRIVACY = "privacy", _("Student data and SOPPA")
        SIS = "sis", _("Student information system")
        SIGN_IN = "sign-in", _("Class lists and sign-in")
        LANGUAGES = "languages", _("Languages")
        ACCESSIBILITY = "accessibility", _("Accessibility")
        OTHER = "other", _("Something else")

    case = models.ForeignKey(DistrictPurchase, models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField(_("order"))
    about = models.CharField(_("about"), max_length=13, choices=About, default=About.OTHER)
    words = models.CharField(_("what the district needs"), max_length=300)
    must = models.BooleanField(_("cannot do without"), default=False)

    class Meta:
        ordering = ["number", "pk"]
        verbose_name_plural = "criteria"

    def __str__(self):
        return self.words


class Candidate(models.Model):
    """A product that may be bought; one of them is chosen and goes to the gate."""

    class Standing(models.TextChoices):
        CONSIDERED = "considered", _("Being considered")
        CHOSEN = "chosen", _("Chosen")
        RULED_OUT = "ruled-out", _("Ruled out")

    class Compliance(models.TextChoices):
        COMPLIANT = "compliant", _("Compliant: an agreement is in force")
        NO_DATA = "no-data", _("Compliant: no student data is shared")
        PURSUED = "pursued", _("An agreement is being pursued")
        REFUSED = "refused", _("Not compliant")

    case = models.ForeignKey(DistrictPurchase, models.PROTECT, related_name="candidates")
    name = models.CharField(_("product"), max_length=200)
    vendor_name = models.CharField(_("company"), max_length=200)
    website = models.URLField(_("web address"), max_length=300, blank=True)
    vendor = models.ForeignKey(Vendor, models.PROTECT, null=True, blank=True, related_name="+")
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="+")
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.CONSIDERED)
    ruled_out_because = models.TextField(_("why it was ruled out"), max_length=2000, blank=True)
    ruled_out_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ruled_out_at = models.DateTimeField(null=True, blank=True)

    # 2b. What the Compliance Officer found.
    data_shared = models.BooleanField(_("student data shared"), null=True, blank=True)
    elements = models.ManyToManyField(DataElement, blank=True, related_name="+")
    compliance = models.CharField(_("compliance"), max_length=9, choices=Compliance, blank=True)
    compliance_words = models.TextField(_("what was found"), max_length=2000, blank=True)
    compliance_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    compliance_at = models.DateTimeField(null=True, blank=True)
    packet = models.ForeignKey(Packet, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["case", "name", "vendor_name"], name="candidate_once"),
            models.UniqueConstraint(fields=["case"], condition=Q(standing="chosen"), name="one_candidate_chosen"),
        ]

    def __str__(self):
        return f"{self.name} ({self.vendor_name})" if self.vendor_name else self.name

    @property
    def packet_has_ended(self) -> bool:
        """The agreement was pursued, and it is known what came of it."""
        return self.compliance == self.Compliance.PURSUED and self.packet is not None and self.packet.is_over


class CriteriaForm(models.Model):
    """The criteria as they were sent to one vendor, who answers through a link (MACRO-2a, PROC-1)."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="forms")
    link = models.OneToOneField(Link, models.PROTECT, related_name="criteria_form")
    due_on = models.DateField(_("answer asked for by"))
    note = models.TextField(_("what the vendor adds"), max_length=4000, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.candidate}"


class CriteriaAnswer(models.Model):
    """What a vendor says of one criterion; until it is given to the district, the vendor's draft."""

    class Says(models.TextChoices):
        YES = "yes", _("Yes")
        PARTLY = "partly", _("Partly")
        PLANNED = "planned", _("Planned")
        NO = "no", _("No")

    form = models.ForeignKey(CriteriaForm, models.PROTECT, related_name="answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="answers")
    says = models.CharField(_("answer"), max_length=7, choices=Says, blank=True)
    words = models.TextField(_("in your words"), max_length=2000, blank=True)
    given_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["form", "criterion"], name="criterion_answered_once")]

    def __str__(self):
        return self.get_says_display()


class CommitteeScore(models.Model):
    """What one member of the committee thinks of one candidate (MACRO-4a)."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="scores")
    member = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(_("score"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    pros = models.TextField(_("pros"), max_length=2000, blank=True)
    cons = models.TextField(_("cons"), max_length=2000, blank=True)
    gaps = models.TextField(_("gaps"), max_length=2000, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["candidate", "member__last_name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "member"], name="score_once"),
            models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="score_from_1_to_5"),
        ]

    def __str__(self):
        return f"{self.score}: {self.candidate}"


class Pilot(models.Model):
    """A trial of one candidate at one place; with students only when an agreement covers it (MACRO-4a)."""

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="pilots")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", verbose_name=_("where"))
    begins_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))
    with_students = models.BooleanField(_("students take part"), default=False)
    findings = models.TextField(_("findings"), max_length=4000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["begins_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="pilot_ends_after")]

    def __str__(self):
        return f"{self.candidate}, {self.place}"


class PlatformAnswer(models.Model):
    """Does a candidate integrate with one of the district's platforms? (MACRO-4b)"""

    class Says(models.TextChoices):
        YES = "yes", _("Yes")
        WORK = "work", _("Yes, with work")
        NO = "no", _("No")
        NOT_NEEDED = "not-needed", _("Not needed")

    candidate = models.ForeignKey(Candidate, models.PROTECT, related_name="platforms")
    platform = models.CharField(_("platform"), max_length=80)
    says = models.CharField(_("answer"), max_length=10, choices=Says)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who does it")
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)
    words = models.CharField(_("note"), max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["candidate", "platform"], name="platform_answered_once"),
            models.CheckConstraint(
                condition=~Q(says="work") | Q(owner__isnull=False, due_on__isnull=False), name="work_has_owner_and_date"
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(says="work"), name="platform_work_due")]

    def __str__(self):
        return f"{self.platform}: {self.get_says_display()}"
