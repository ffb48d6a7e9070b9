from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models import Case, CaseFile


class Purchase(models.Model):
    """The purchase of a case: the budget owner's yes for a code, the order, what came (X-14)."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="purchase")
    funding_source = models.CharField(_("funding source"), max_length=120, blank=True)
    budget_code = models.CharField(_("budget code"), max_length=60, blank=True)
    support_amount = models.DecimalField(_("amount supported"), max_digits=12, decimal_places=2, null=True, blank=True)
    supported = models.BooleanField(_("the budget owner said yes"), null=True, blank=True)
    supported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    supported_at = models.DateTimeField(null=True, blank=True)
    po_number = models.CharField(_("order number"), max_length=60, blank=True)
    po_date = models.DateField(_("order date"), null=True, blank=True)
    po_amount = models.DecimalField(_("order amount"), max_digits=12, decimal_places=2, null=True, blank=True)
    ordered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ordered_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True, help_text="the request was denied: do not order")

    def __str__(self):
        return f"{self.case}"


class Quote(models.Model):
    """A vendor's offer, with its file."""

    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="quotes")
    file = models.OneToOneField(CaseFile, models.PROTECT, related_name="quote")
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True, blank=True)
    years = models.PositiveSmallIntegerField(_("years"), default=1)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.file)
