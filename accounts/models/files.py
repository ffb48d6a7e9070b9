import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse


def random_key() -> str:
    """An address nobody guesses (192 bits)."""
    return secrets.token_urlsafe(24)


def storage_path(stored, _filename) -> str:
    """Files lie under their key, never under a name somebody chose."""
    return f"{stored.key[:2]}/{stored.key}"


class StoredFile(models.Model):
    """A file kept outside the web root, with its original name and SHA-256. Who may open it is its owner's to say."""

    key = models.CharField(max_length=40, unique=True, default=random_key, editable=False)
    name = models.CharField(max_length=255)
    content = models.FileField(upload_to=storage_path)
    size = models.PositiveBigIntegerField()
    content_type = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)
    removed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    removed_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("file", args=[self.key])
