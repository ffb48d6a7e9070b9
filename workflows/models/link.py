import hashlib
import secrets
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from workflows.models.case import Case


def _salt() -> str:
    return secrets.token_urlsafe(32)


class Link(models.Model):
    """An address by which somebody outside reaches one case without an account; it can be revoked (PROC-1).

    The token (256 bits) is derived from the row's random salt and the installation's secret key, so that a mail can
    carry it again; kept is its SHA-256 alone: whoever reads the database can't use the link.
    """

    class Purpose(models.TextChoices):
        PACKET = "packet", _("Vendor packet")
        CERTIFICATE = "certificate", _("Certificate of deletion")
        CRITERIA = "criteria", _("Criteria of a district purchase")
        # Says to whom a letter goes; it opens nothing.
        LETTER = "letter", _("Letter")

    case = models.ForeignKey(Case, models.PROTECT, related_name="links")
    purpose = models.CharField(max_length=12, choices=Purpose)
    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"))
    organisation = models.CharField(max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=8, default="en")
    expiry_noted_at = models.DateTimeField(null=True, blank=True)
    salt = models.CharField(max_length=64, default=_salt, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(revoked_at__isnull=True, expiry_noted_at__isnull=True),
                name="link_to_expire",
            )
        ]

    def __str__(self):
        return f"{self.holder}: {self.get_purpose_display()}"

    def save(self, *args, **kwargs):
        self.token_hash = self.token_hash or self.hash_of(self.token)
        super().save(*args, **kwargs)

    @property
    def holder(self) -> str:
        """Who acts by it, as the history says."""
        return f"{self.name}, {self.organisation}" if self.organisation else self.name

    @property
    def token(self) -> str:
        """What its address ends with."""
        return salted_hmac("workflows.link", self.salt, algorithm="sha256").hexdigest()

    @staticmethod
    def hash_of(token: str) -> str:
        """What is kept of a token."""
        return hashlib.sha256(token.encode()).hexdigest()

    def works_at(self, at: datetime) -> bool:
        """Neither revoked nor expired."""
        return self.revoked_at is None and self.expires_at > at


class LinkAttempt(models.Model):
    """A link that was refused, kept so that guessing is limited and seen."""

    address = models.CharField(max_length=45)
    at = models.DateTimeField()
    token_start = models.CharField(max_length=8, help_text="the first characters of what was tried")
    why = models.CharField(max_length=20, help_text="unknown, revoked, expired, other-purpose, limited")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["address", "at"], name="link_attempt_address_at")]

    def __str__(self):
        return f"{self.address}: {self.why}"
