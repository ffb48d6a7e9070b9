from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role


class User(AbstractUser):
    """A member of staff. People who leave are made inactive; what they did stays theirs."""

    class Mail(models.TextChoices):
        NOW = "now", _("One e-mail for each notice, at once")
        DAILY = "daily", _("One e-mail a day with everything")

    place = models.ForeignKey("accounts.Place", models.PROTECT, null=True, blank=True, related_name="people")
    shown_name = models.CharField(_("name shown"), max_length=150, blank=True)
    title = models.CharField(_("job title"), max_length=120, blank=True)
    supervisor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="reports")
    language = models.CharField(_("language"), max_length=8, default="en")
    mail = models.CharField(_("e-mail"), max_length=8, choices=Mail, default=Mail.NOW)
    is_demo = models.BooleanField(default=False, editable=False)

    class Meta(AbstractUser.Meta):
        ordering = ["last_name", "first_name", "pk"]

    def __str__(self):
        return self.get_full_name() or self.username

    def get_full_name(self):
        """The name the person wishes to be shown under; else first and last name."""
        return self.shown_name or super().get_full_name()


class RoleGrant(models.Model):
    """A role held at a place, from a date to a date (both included); an open end is null."""

    user = models.ForeignKey(User, models.PROTECT, related_name="grants")
    role = models.CharField(_("role"), max_length=40, choices=Role)
    place = models.ForeignKey("accounts.Place", models.PROTECT, related_name="grants")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    granted_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["role", "place__path", "user__last_name", "pk"]
        indexes = [models.Index(fields=["role", "place"], name="grant_role_place")]
        constraints = [
            # Ended before its first day: it never holds, and the row stays.
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")) | Q(ended_at__isnull=False),
                name="grant_in_order",
            )
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}, {self.place}"


class Delegation(models.Model):
    """`receiver` acts for `giver` from a date to a date (both included); each review says so (X-1)."""

    giver = models.ForeignKey(User, models.PROTECT, related_name="delegations_given")
    receiver = models.ForeignKey(User, models.PROTECT, related_name="delegations_received")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    created_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")) | Q(ended_at__isnull=False), name="delegation_in_order"
            ),
            models.CheckConstraint(condition=~Q(giver=F("receiver")), name="delegation_to_another"),
        ]

    def __str__(self):
        return f"{self.receiver} for {self.giver}"
