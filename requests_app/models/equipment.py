from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from accounts.roles import Role
from assets.models import Asset, Category
from catalog.models import Resource
from requests_app.rules.equip_consequences import EquipmentConsequences
from requests_app.rules.equip_facts import EquipmentFacts
from workflows.machines import EquipMachine
from workflows.models import Case, Urgency


class EquipmentRequest(EquipmentFacts, EquipmentConsequences, EquipMachine, Case):
    """A request for new equipment: what was asked, found and decided (document 002)."""

    class Met(models.TextChoices):
        STOCK = "stock", _("From stock")
        REPAIR = "repair", _("By repair")

    class YesNo(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    problem = models.TextField(_("problem or need"), blank=True)
    impact = models.TextField(_("impact on daily operations or student learning"), blank=True)
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Urgency, null=True, blank=True)
    specifications = models.TextField(_("specific requirements"), blank=True)
    goes_to = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("where it goes")
    )
    room = models.CharField(_("room"), max_length=120, blank=True)

    priority_set = models.PositiveSmallIntegerField(
        _("priority set by the technology department"), choices=Urgency, null=True, blank=True
    )
    routed_role = models.CharField(max_length=40, blank=True, choices=Role)
    routed_to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    feasible = models.CharField(_("feasible"), max_length=3, choices=YesNo, blank=True)
    aligned = models.CharField(_("fits the district’s standards"), max_length=3, choices=YesNo, blank=True)
    impact_found = models.TextField(_("impact, as the technology department sees it"), blank=True)
    met_by = models.CharField(_("met without buying"), max_length=8, choices=Met, blank=True)
    urgency_found = models.PositiveSmallIntegerField(
        _("priority for the school or department"), choices=Urgency, null=True, blank=True
    )
    technician = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("technician")
    )
    closes_on = models.DateField(null=True, blank=True, help_text="the last day on which the requester may confirm")

    class Meta:
        verbose_name = _("equipment request")
        indexes = [
            models.Index(fields=["closes_on"], name="equipment_closes", condition=Q(closes_on__isnull=False)),
        ]


class EquipmentItem(models.Model):
    """One line of a request: so many of one category."""

    case = models.ForeignKey(EquipmentRequest, models.CASCADE, related_name="items")
    category = models.CharField(_("category"), max_length=16, choices=Category)
    words = models.CharField(_("which"), max_length=200, blank=True)
    quantity = models.PositiveIntegerField(_("how many"), default=1)
    cancelled = models.PositiveIntegerField(default=0, help_text="units that will not come (EQUIP-7)")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = _("items and quantities")
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gte=1), name="item_of_something"),
            models.CheckConstraint(condition=Q(cancelled__lte=F("quantity")), name="item_cancelled_in_part"),
        ]

    def __str__(self):
        words = f"{self.quantity} × {self.get_category_display()}"
        return f"{words}: {self.words}" if self.words else words


class Delivery(models.Model):
    """What came on one day (EQUIP-7)."""

    case = models.ForeignKey(EquipmentRequest, models.PROTECT, related_name="deliveries")
    arrived_on = models.DateField(_("arrived on"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["arrived_on", "pk"]
        verbose_name_plural = "deliveries"

    def __str__(self):
        return f"{self.arrived_on}"


class EquipmentUnit(models.Model):
    """One unit that the request brings: delivered, or taken from stock; then deployed (EQUIP-7, EQUIP-8)."""

    case = models.ForeignKey(EquipmentRequest, models.PROTECT, related_name="units")
    asset = models.ForeignKey(Asset, models.PROTECT, related_name="+")
    item = models.ForeignKey(EquipmentItem, models.PROTECT, null=True, blank=True, related_name="units")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="units")
    deployed_at = models.DateTimeField(null=True, blank=True)
    deployed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = _("units")
        constraints = [models.UniqueConstraint(fields=["case", "asset"], name="unit_once_a_request")]

    def __str__(self):
        return str(self.asset)


class EquipmentAlternative(models.Model):
    """What was offered instead when a request was denied: words, a resource of the library, or a unit (EQUIP-9)."""

    case = models.ForeignKey(EquipmentRequest, models.PROTECT, related_name="offered")
    words = models.CharField(max_length=300, blank=True)
    resource = models.ForeignKey(Resource, models.PROTECT, null=True, blank=True, related_name="+")
    asset = models.ForeignKey(Asset, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.words or str(self.resource or self.asset)
