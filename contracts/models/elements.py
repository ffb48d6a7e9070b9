from django.db import models
from django.utils.translation import gettext_lazy as _


class DataElement(models.Model):
    """One element of the NDPA's schedule of data (Exhibit B); editable by the district, ended rather than deleted."""

    category = models.CharField(_("category"), max_length=80)
    name = models.CharField(_("element"), max_length=160)
    order = models.PositiveSmallIntegerField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["category", "name"], name="element_once")]

    def __str__(self):
        return f"{self.category}: {self.name}"
