from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from accounts.roles import Role
from assets.models import Category

# Who may look after a request for equipment.
TEAMS = (
    Role.TECHNOLOGY,
    Role.TECHNICIAN,
    Role.ICT_COORDINATOR,
    Role.ICT,
    Role.IT_DIRECTOR,
    Role.DII,
    Role.CUSTOMER_CARE,
    Role.INSTRUCTIONAL_TECHNOLOGY,
    Role.INTEGRATION_SPECIALIST,
    Role.SCHOOL_CONTACT,
)


class RoutingRule(models.Model):
    """Who gets requests for a category of equipment at a place: the first rule in order that fits (EQUIP-2)."""

    order = models.PositiveSmallIntegerField(_("order"), default=1)
    category = models.CharField(
        _("category"), max_length=16, choices=Category, blank=True, help_text="empty: every one"
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("place"),
        help_text="and all below it; empty: everywhere",
    )  # fmt: skip
    role = models.CharField(_("team"), max_length=40, choices=[(role.value, role.label) for role in TEAMS])
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("person"),
        help_text="empty: whoever of the team has the least to do",
    )  # fmt: skip

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.CheckConstraint(condition=Q(order__gte=1), name="routing_order_from_one")]

    def __str__(self):
        return f"{self.order}: {self.get_category_display() or '*'}, {self.place or '*'}"

    def fits(self, categories, place: Place) -> bool:
        """Is it about one of these categories, at this place?"""
        return (not self.category or self.category in categories) and (self.place is None or self.place.covers(place))
