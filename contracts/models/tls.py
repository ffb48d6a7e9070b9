from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import StoredFile
from catalog.models import Resource
from catalog.models.resource import Shown
from contracts.tls.errors import words_of
from contracts.tls.guide import Letter, Reason
from workflows.models import Case

# How a grade is shown, beside its letter.
LOOKS = {"A+": ("good", "check"), "A": ("good", "check"), "A-": ("needs-you", "flag"), "B": ("needs-you", "flag")}
PROGRESS = {
    "looking-up": _("Looking up the name"),
    "asking": _("Asking for the first page (address %(number)s of %(count)s)"),
    "scanning": _("Trying protocols, ciphers and known attacks (address %(number)s of %(count)s)"),
}


class TlsCheck(models.Model):
    """One grade of the website of a resource: measured by a worker, or entered from a Qualys report (SOFT-5, RENEW-4).

    Never changed once it is finished; the newest by its date counts.
    """

    class Source(models.TextChoices):
        MEASURED = "measured", _("measured here")
        ENTERED = "entered", _("entered from Qualys SSL Labs")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting for its turn")
        RUNNING = "running", _("Being measured")
        DONE = "done", _("Finished")
        FAILED = "failed", _("Could not be measured")

    OPEN = (Status.WAITING, Status.RUNNING)

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="tls_checks")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="tls_checks")
    host = models.CharField(max_length=253, blank=True)
    port = models.PositiveIntegerField(default=443)
    beside = models.BooleanField(default=False, help_text="another host that the product needs than its own website")
    source = models.CharField(max_length=8, choices=Source, default=Source.MEASURED)
    status = models.CharField(max_length=7, choices=Status, default=Status.WAITING)
    progress = models.JSONField(default=dict, blank=True, help_text="code and values of a word in PROGRESS")
    grade = models.CharField(_("grade"), max_length=2, choices=Letter, blank=True)
    score = models.PositiveSmallIntegerField(null=True, blank=True, help_text="0 to 100")
    reasons = models.JSONField(default=list, blank=True, help_text="code, effect and values of contracts.tls.guide")
    addresses = models.JSONField(default=list, blank=True, help_text="grade, score and reasons, or error, of each")
    criteria_version = models.CharField(_("version of the criteria"), max_length=20, blank=True)
    checked_on = models.DateField(_("date of the result"), null=True, blank=True)
    report = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="tls_checks")
    link = models.URLField(_("link to the report"), max_length=500, blank=True)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    error = models.JSONField(default=dict, blank=True, help_text="code and values of a word in contracts.tls.errors")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["resource", "host", "port"],
                condition=Q(status__in=["waiting", "running"]),
                name="tls_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | (Q(checked_on__isnull=False) & ~Q(grade="")), name="tls_done_has_a_grade"
            ),
        ]
        indexes = [
            models.Index(fields=["resource", "-id"], name="tls_of_resource"),
            models.Index(
                F("resource"), F("checked_on").desc(), F("id").desc(), condition=Q(status="done"), name="tls_newest"
            ),
            models.Index(fields=["id"], condition=Q(status__in=["waiting", "running"]), name="tls_open"),
            models.Index(fields=["requested_by", "requested_at"], name="tls_of_person"),
        ]

    def __str__(self):
        return f"{self.resource}: {self.grade or self.get_status_display()}"

    @property
    def is_open(self) -> bool:
        """Does it wait, or is it being measured?"""
        return self.status in self.OPEN

    @property
    def shown(self) -> Shown:
        """The grade, or where it stands, as a badge shows it."""
        if self.is_open:
            return Shown(self.get_status_display(), "waiting", "clock")
        if self.status == self.Status.FAILED:
            return Shown(self.get_status_display(), "quiet", "cross")
        tone, icon = LOOKS.get(self.grade, ("refused", "cross"))
        return Shown(_("Grade %(grade)s") % {"grade": self.get_grade_display()}, tone, icon)

    @property
    def reason_words(self) -> list[str]:
        """Why it is no better, the gravest first, in the reader's language."""
        return [Reason(**kept).words for kept in self.reasons]

    @property
    def address_words(self) -> list[str]:
        """Each of several addresses with its grade, or why it has none; empty when there was only one."""
        if len(self.addresses) < 2:
            return []
        return [f"{each['address']}: {each.get('grade') or words_of(each['error'])}" for each in self.addresses]

    @property
    def untested_words(self) -> str:
        """What the scanner could not try, by its own names; the grade does not know about it."""
        names = {name for each in self.addresses for name in each["untested"]}
        return ", ".join(sorted(name.replace("_", " ") for name in names))

    @property
    def progress_words(self) -> str:
        """What is being done just now; empty when nothing is."""
        words = PROGRESS.get(self.progress.get("code"), "")
        return str(words) % self.progress["values"] if words else ""

    @property
    def error_words(self) -> str:
        """Why it could not be measured; empty when it could."""
        return words_of(self.error) if self.error else ""
