from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models import Case


class Subcontractor(models.Model):
    """A company to which a vendor may pass covered information (SOPPA §27(a)(3))."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="subcontractors")
    name = models.CharField(_("name"), max_length=200)
    service = models.CharField(_("what it does"), max_length=200, blank=True)
    website = models.URLField(_("web address"), max_length=300, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["case", "name"], name="subcontractor_once")]

    def __str__(self):
        return self.name
