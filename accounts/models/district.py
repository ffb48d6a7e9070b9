from django.conf import settings
from django.db import models


class SettingValue(models.Model):
    """The district's present choice for one setting; absent means the default in accounts.district."""

    key = models.CharField(max_length=60, unique=True)
    value = models.JSONField()

    def __str__(self):
        return self.key


class SettingChange(models.Model):
    """History of a setting: what it was, what it became, who did it, and why. Rows are only ever added."""

    key = models.CharField(max_length=60, db_index=True)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.key} {self.at:%Y-%m-%d}"


class Heartbeat(models.Model):
    """When a process last said that it is alive."""

    name = models.CharField(max_length=40, unique=True)
    at = models.DateTimeField()

    def __str__(self):
        return self.name
