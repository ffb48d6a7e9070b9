from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from contracts.models import AuthorisedSigner
from workflows.models import Case, CaseFile


class Purchase(models.Model):
    """The purchase of a case: the budget owner's yes for a code, the order, what came (X-14).

    Amounts are in the district's currency.
    """

    class Standing(models.TextChoices):
        FUNDS = "funds", _("Waiting for funds")
        AGREED = "agreed", _("Funds agreed, being decided")
        ORDER = "order", _("Waiting for an order")
        ORDERED = "ordered", _("Ordered")
        RECEIVED = "received", _("Received")
        NO_FUNDS = "no-funds", _("No funds")
        STOPPED = "stopped", _("Not bought")

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
    years = models.PositiveSmallIntegerField(_("years"), default=1, help_text="the term")
    whole_term = models.DecimalField(_("for the whole term"), max_digits=12, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField(_("first day of the term"), null=True, blank=True)
    received_on = models.DateField(_("received on"), null=True, blank=True)
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    # Kept up to date with the case, for the lists.
    standing = models.CharField(_("how it stands"), max_length=8, choices=Standing, default=Standing.FUNDS)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True, blank=True)
    counts_on = models.DateField(null=True, blank=True, help_text="its first day, the order's, else when it was asked")

    class Meta:
        indexes = [
            models.Index(fields=["standing", "-counts_on", "-id"], name="purchase_standing_day"),
            models.Index(fields=["-counts_on", "-id"], name="purchase_day"),
            models.Index(fields=["-amount", "-id"], name="purchase_amount"),
        ]

    def __str__(self):
        return f"{self.case}"

    def keep(self, **now) -> None:
        """Write what changed of how it stands."""
        changed = [name for name, value in now.items() if getattr(self, name) != value]
        for name in changed:
            setattr(self, name, now[name])
        if self.pk is None or changed:
            self.save(update_fields=changed if self.pk else None)

    def set_years(self, amounts: list[Decimal]) -> None:
        """What each year of the term costs, the first year first."""
        self.year_amounts.all().delete()
        first = self.starts_on
        YearAmount.objects.bulk_create(
            YearAmount(
                purchase=self,
                number=number + 1,
                amount=amount,
                starts_on=first + relativedelta(years=number) if first else None,
            )
            for number, amount in enumerate(amounts)
        )


class YearAmount(models.Model):
    """What one year of the term costs; the first has the number 1 and begins on the term's first day, once known."""

    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="year_amounts")
    number = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    starts_on = models.DateField(_("year begins"), null=True, blank=True)

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["starts_on"], name="year_amount_starts")]
        constraints = [models.UniqueConstraint(fields=["purchase", "number"], name="year_amount_once")]

    def __str__(self):
        return f"{self.number}: {self.amount}"


class PurchaseDocument(models.Model):
    """A paper of the purchase that the district signed: an exemption letter, a procurement confirmation (PROC-6)."""

    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="documents")
    file = models.OneToOneField(CaseFile, models.PROTECT, related_name="purchase_document")
    signer = models.ForeignKey(AuthorisedSigner, models.PROTECT, related_name="+")
    signed_on = models.DateField(_("signed on"))

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return str(self.file)


class Quote(models.Model):
    """A vendor's offer, with its file: `amount` is for the whole term of so many years."""

    purchase = models.ForeignKey(Purchase, models.PROTECT, related_name="quotes")
    file = models.OneToOneField(CaseFile, models.PROTECT, related_name="quote")
    candidate = models.ForeignKey(
        "requests_app.Candidate", models.PROTECT, null=True, blank=True, related_name="quotes"
    )  # of a district purchase (MACRO-3)
    vendor_name = models.CharField(_("company"), max_length=200, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2, null=True, blank=True)
    per_year = models.DecimalField(_("amount a year"), max_digits=12, decimal_places=2, null=True, blank=True)
    years = models.PositiveSmallIntegerField(_("years"), default=1)
    chosen = models.BooleanField(_("chosen"), default=False)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["purchase"], condition=models.Q(chosen=True), name="one_quote_chosen")
        ]

    def __str__(self):
        return str(self.file)
