from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Place, StoredFile
from assets.models.change import Change
from catalog.models import Resource, Vendor
from workflows.models import Case, Step


class Licence(models.Model):
    """The right to use a resource. Its key or file is encrypted before it is kept; assets.sealing alone opens it.

    Nothing here shows the secret: not its text, not its history, not its representation.
    """

    class Kind(models.TextChoices):
        KEY = "key", _("Key")
        FILE = "file", _("File")

    resource = models.ForeignKey(Resource, models.PROTECT, related_name="licences", verbose_name=_("resource"))
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="licences")
    vendor = models.ForeignKey(
        Vendor, models.PROTECT, null=True, blank=True, related_name="licences", verbose_name=_("vendor")
    )
    kind = models.CharField(_("kind"), max_length=4, choices=Kind)
    sealed = models.BinaryField(default=b"", help_text="the key, encrypted")
    file = models.OneToOneField(StoredFile, models.PROTECT, null=True, blank=True, related_name="licence")
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    seats_used = models.PositiveIntegerField(_("seats in use"), null=True, blank=True)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    places = models.ManyToManyField(Place, related_name="licences", verbose_name=_("places"))
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["resource__name", "pk"]
        indexes = [models.Index(fields=["ends_on"], name="licence_ends")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="key", file__isnull=True) | Q(kind="file", file__isnull=False),
                name="licence_key_or_file",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="licence_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.resource}, {self.get_kind_display()}"

    def __repr__(self):
        return f"<Licence: {self.pk}>"

    def get_absolute_url(self):
        return reverse("licence", args=[self.pk])


class LicenceChange(Change):
    """What was changed about a licence; of its secret only that it changed."""

    class What(models.TextChoices):
        ADDED = "added", _("Licence added")
        EDITED = "edited", _("Licence changed")
        REPLACED = "replaced", _("Key or file replaced")

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="history")
    what = models.CharField(max_length=12, choices=What)

    def __str__(self):
        return f"{self.licence_id}: {self.get_what_display()}"


class LicenceReading(models.Model):
    """Somebody was shown a key or sent a file (SOFT-14). Rows are only ever added."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="readings")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by_name = models.CharField(max_length=200)
    by_role = models.CharField(max_length=200)
    on_behalf_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="+")
    step = models.ForeignKey(Step, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["licence", "-id"], name="licence_reading_newest")]

    def __str__(self):
        return f"{self.licence_id}, {self.by_name}"
