from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from accounts.wording import day_words
from catalog.models.reference import Grade, Ground, Subject
from catalog.models.vendor import Vendor


@dataclass(frozen=True)
class Look:
    """How a status is shown: tone and icon stand beside the words."""

    tone: str
    icon: str


@dataclass(frozen=True)
class Shown:
    """A status as a badge shows it."""

    words: Any
    tone: str
    icon: str


class Approval(models.TextChoices):
    """What the district decided about a resource."""

    UNREVIEWED = "unreviewed", _("Not yet reviewed")
    IN_REVIEW = "in-review", _("Being reviewed")
    SETTING_UP = "setting-up", _("Approved, being set up")
    APPROVED = "approved", _("Approved")
    DENIED = "denied", _("Denied")
    RETIRED = "retired", _("No longer used")

    @property
    def look(self) -> Look:
        return _APPROVAL_LOOKS[self]


_APPROVAL_LOOKS = {
    Approval.UNREVIEWED: Look("quiet", "search"),
    Approval.IN_REVIEW: Look("waiting", "clock"),
    Approval.SETTING_UP: Look("waiting", "hand"),
    Approval.APPROVED: Look("good", "check"),
    Approval.DENIED: Look("refused", "cross"),
    Approval.RETIRED: Look("quiet", "pause"),
}


class Privacy(models.TextChoices):
    """How things stand with student data; apart from approval (LIB-2)."""

    UNKNOWN = "unknown", _("Student data not yet checked")
    NO_STUDENT_DATA = "no-student-data", _("No student data")
    AGREEMENT = "agreement", _("Data privacy agreement in force")
    MISSING = "missing", _("Agreement missing")
    NOT_APPROVED = "not-approved", _("Not safe for student data")

    @property
    def look(self) -> Look:
        return _PRIVACY_LOOKS[self]


_PRIVACY_LOOKS = {
    Privacy.UNKNOWN: Look("quiet", "search"),
    Privacy.NO_STUDENT_DATA: Look("good", "check"),
    Privacy.AGREEMENT: Look("good", "file"),
    Privacy.MISSING: Look("needs-you", "flag"),
    Privacy.NOT_APPROVED: Look("refused", "cross"),
}


def shown(status: "Approval | Privacy") -> Shown:
    """Words, tone and icon of a status, for a badge."""
    return Shown(status.label, status.look.tone, status.look.icon)


class ResourceKind(models.TextChoices):
    APP = "app", _("App")
    EXTENSION = "extension", _("Browser extension")
    WEBSITE = "website", _("Website")
    OTHER = "other", _("Something else")


class Resource(models.Model):
    """One app, extension or website; one record for the whole district (LIB-3)."""

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=ResourceKind, default=ResourceKind.APP)
    vendor = models.ForeignKey(Vendor, models.PROTECT, null=True, blank=True, related_name="resources")
    website = models.URLField(_("web address"), max_length=300, blank=True)
    host = models.CharField(max_length=200, blank=True, db_index=True, editable=False, help_text="without www.")
    description = models.TextField(_("what it is for"), blank=True)
    grades = models.ManyToManyField(Grade, blank=True, related_name="resources")
    subjects = models.ManyToManyField(Subject, blank=True, related_name="resources")
    approval = models.CharField(_("status"), max_length=12, choices=Approval, default=Approval.UNREVIEWED)
    privacy = models.CharField(_("student data"), max_length=20, choices=Privacy, default=Privacy.UNKNOWN)
    how_to_get = models.TextField(_("how to get it"), blank=True)
    paid_seats = models.BooleanField(_("needs paid seats"), default=False)
    alternatives = models.ManyToManyField("self", blank=True, symmetrical=False, related_name="alternative_to")
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    review_interval = models.PositiveSmallIntegerField(_("reviewed every (months)"), null=True, blank=True)
    updated_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["name", "pk"]
        indexes = [models.Index(fields=["approval", "name"], name="resource_approval_name")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("resource", args=[self.pk])

    @property
    def status(self) -> Shown:
        """What was decided, for a badge."""
        return shown(Approval(self.approval))

    @property
    def data_status(self) -> Shown:
        """How things stand with student data, for a badge."""
        return shown(Privacy(self.privacy))


class Alias(models.Model):
    """Another name people type: an old name, a short one, a common misspelling."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["resource", "name"], name="alias_once")]

    def __str__(self):
        return self.name


class SearchGram(models.Model):
    """Three letters of a resource's names or address: how the search finds what was nearly typed."""

    resource = models.ForeignKey(Resource, models.CASCADE, related_name="grams")
    gram = models.CharField(max_length=3)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gram", "resource"], name="gram_once")]

    def __str__(self):
        return self.gram


class Availability(models.Model):
    """What holds for a resource at one place and all below it, and under which conditions."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="availabilities")
    place = models.ForeignKey(Place, models.PROTECT, related_name="availabilities")
    approval = models.CharField(max_length=12, choices=Approval)
    grades = models.JSONField(default=list, help_text="codes; empty means all")
    subjects = models.JSONField(default=list, help_text="names; empty means all")
    no_student_accounts = models.BooleanField(_("no student accounts"), default=False)
    until = models.DateField(_("until"), null=True, blank=True)
    conditions = models.TextField(_("conditions"), blank=True)
    seats = models.PositiveIntegerField(_("paid seats"), null=True, blank=True)
    rollout_on = models.DateField(_("rollout from"), null=True, blank=True, help_text="while it is being set up")
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["place__path"]
        verbose_name_plural = "availabilities"
        constraints = [models.UniqueConstraint(fields=["resource", "place"], name="availability_once")]

    def __str__(self):
        return f"{self.resource}, {self.place}: {self.get_approval_display()}"

    @property
    def status(self) -> Shown:
        """What holds at the place, for a badge; until it is put to use, from which day it is rolled out (MACRO-6)."""
        approval = Approval(self.approval)
        if self.rollout_on and approval == Approval.SETTING_UP:
            words = gettext("Rollout from %(day)s") % {"day": day_words(self.rollout_on)}
            return Shown(words, approval.look.tone, approval.look.icon)
        return shown(approval)


class StatusChange(models.Model):
    """History of a resource: what was decided, where, when, by whom, and the sentence the library shows."""

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="history")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=200)
    approval = models.CharField(max_length=12, choices=Approval)
    approval_before = models.CharField(max_length=12, choices=Approval)
    privacy = models.CharField(max_length=20, choices=Privacy)
    privacy_before = models.CharField(max_length=20, choices=Privacy)
    ground = models.CharField(max_length=16, choices=Ground, blank=True)
    words = models.TextField(blank=True, help_text="the sentence the library shows")
    places = models.ManyToManyField(Place, blank=True, related_name="+")
    case_number = models.CharField(max_length=20, blank=True, help_text="the request that decided it, 2026-00042")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.resource}: {self.get_approval_display()}"

    @property
    def is_about_data(self) -> bool:
        """Nothing was decided about its use: only how things stand with students' data."""
        return self.approval == self.approval_before and self.privacy != self.privacy_before

    @property
    def status(self) -> Shown:
        """What was decided, for a badge."""
        return shown(Privacy(self.privacy) if self.is_about_data else Approval(self.approval))

    @property
    def title(self):
        """What happened, in a few words."""
        if self.approval != Approval.UNREVIEWED or self.is_about_data:
            return self.status.words
        return _("Added to the library") if self.approval_before == Approval.UNREVIEWED else _("Review ended")
