from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from assets.models.change import Change
from catalog.models.resource import Shown
from workflows.models import Case


class Category(models.TextChoices):
    """What kind of equipment it is; requests for equipment are routed by the same."""

    LAPTOP = "laptop", _("Laptop")
    TABLET = "tablet", _("Tablet")
    DESKTOP = "desktop", _("Desktop computer")
    DISPLAY = "display", _("Display")
    PRINTER = "printer", _("Printer")
    NETWORK = "network", _("Network equipment")
    AUDIO_VISUAL = "audio-visual", _("Audio-visual equipment")
    PHONE = "phone", _("Phone")
    ACCESSORY = "accessory", _("Accessory")
    OTHER = "other", _("Something else")


class Asset(models.Model):
    """One unit of equipment, from its arrival until it is retired. Units are retired, never deleted."""

    class State(models.TextChoices):
        STOCK = "stock", _("In stock")
        DEPLOYED = "deployed", _("In use")
        REPAIR = "repair", _("In repair")
        RETIRED = "retired", _("Retired")
        LOST = "lost", _("Lost")

    tag = models.CharField(_("asset tag"), max_length=40, unique=True, help_text="capital letters: unique in any case")
    name = models.CharField(_("name or model"), max_length=200)
    category = models.CharField(_("category"), max_length=16, choices=Category)
    manufacturer = models.CharField(_("manufacturer"), max_length=120, blank=True)
    serial = models.CharField(_("serial number"), max_length=120, blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="assets", verbose_name=_("place"))
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="assets", verbose_name=_("with")
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.STOCK)
    since = models.DateTimeField(help_text="when it came to where it is now, to whom it is with and into its state")
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=2, null=True, blank=True)
    po_number = models.CharField(_("purchase order"), max_length=60, blank=True)
    acquired_on = models.DateField(_("acquired on"), null=True, blank=True)
    warranty_until = models.DateField(_("warranty until"), null=True, blank=True)
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="assets")
    note = models.TextField(_("note"), blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["tag"]
        indexes = [
            models.Index(fields=["place", "state", "category"], name="asset_place_state"),
            models.Index(fields=["state", "category"], name="asset_state_category"),
        ]
        constraints = [
            models.UniqueConstraint(
                Upper("manufacturer"), Upper("serial"), condition=~Q(serial=""), name="asset_serial_once"
            ),
            models.CheckConstraint(condition=Q(cost__isnull=True) | Q(cost__gte=0), name="asset_cost_not_negative"),
        ]

    def __str__(self):
        return f"{self.tag} {self.name}"

    def get_absolute_url(self):
        return reverse("asset", args=[self.pk])

    @property
    def status(self) -> Shown:
        """Its state, for a badge."""
        return Shown(self.get_state_display(), *_LOOKS[self.State(self.state)])


_LOOKS = {
    Asset.State.STOCK: ("quiet", "pause"),
    Asset.State.DEPLOYED: ("good", "check"),
    Asset.State.REPAIR: ("waiting", "clock"),
    Asset.State.RETIRED: ("quiet", "lock"),
    Asset.State.LOST: ("refused", "search"),
}


class AssetChange(Change):
    """What happened to a unit, who did it and why; written in the transaction of the change."""

    class What(models.TextChoices):
        REGISTERED = "registered", _("Added to the list of equipment")
        DEPLOYED = "deployed", _("Handed out")
        MOVED = "moved", _("Moved")
        ASSIGNED = "assigned", _("Given to somebody else")
        REPAIR = "repair", _("Sent to repair")
        STOCK = "stock", _("Taken back into stock")
        LOST = "lost", _("Reported lost")
        RETIRED = "retired", _("Retired")
        EDITED = "edited", _("Record changed")
        IMPORTED = "imported", _("Changed by a file")

    asset = models.ForeignKey(Asset, models.PROTECT, related_name="history")
    what = models.CharField(max_length=12, choices=What)

    class Meta(Change.Meta):
        indexes = [models.Index(fields=["asset", "-id"], name="asset_change_newest")]

    def __str__(self):
        return f"{self.asset_id}: {self.get_what_display()}"


class TagCounter(models.Model):
    """The last number given under a prefix. Locked while a tag is made: the highest tag plus one gives doubles."""

    prefix = models.CharField(max_length=12, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.prefix}{self.last:06d}"
