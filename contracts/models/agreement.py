from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Place, StoredFile
from catalog.models import Resource
from contracts.models.elements import DataElement
from workflows.machines import AgreementMachine
from workflows.models import Case
from workflows.wakes import wake_case


class Agreement(AgreementMachine, Case):
    """A signed paper with a vendor: what it covers, where, for which data, and until when (PROC-6, MICRO-11)."""

    class Kind(models.TextChoices):
        NDPA = "ndpa", _("Data privacy agreement (DPA / NDPA)")
        GENERAL_OFFER = "general-offer", _("General offer joined (Exhibit E)")
        SOPPA = "soppa", _("SOPPA addendum")
        CONTRACT = "contract", _("Contract")
        PSA = "psa", _("Professional service agreement")
        NDA = "nda", _("Non-disclosure agreement")
        CLICK_WRAP = "click-wrap", _("Click-wrap terms, as accepted")

    agreement_kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.NDPA)
    products = models.ManyToManyField(Resource, blank=True, related_name="agreements")
    places = models.ManyToManyField(Place, blank=True, related_name="agreements")
    elements = models.ManyToManyField(DataElement, blank=True, related_name="agreements")
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True, help_text=_("Empty: no end."))
    district_signer = models.CharField(_("signed for the district by"), max_length=120, blank=True)
    district_signed_on = models.DateField(_("on"), null=True, blank=True)
    vendor_signer = models.CharField(_("signed for the vendor by"), max_length=120, blank=True)
    vendor_signed_on = models.DateField(_("on"), null=True, blank=True)
    review_interval = models.PositiveSmallIntegerField(_("looked at every (months)"), null=True, blank=True)
    next_review_on = models.DateField(_("next review"), null=True, blank=True)
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    public_copy = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="public_copy_of", help_text=_("Redacted.")
    )

    # Its own page shows these moves, and its papers.
    body_moves = frozenset({"sign", "drop", "terminate"})

    def __str__(self):
        return f"{self.get_agreement_kind_display()}, {self.vendor}" if self.vendor_id else self.title

    def missing_to_sign(self) -> list:
        """Names of what is missing before it counts as signed by both sides."""
        needed = {
            "vendor_signer": _("the vendor's signer"),
            "vendor_signed_on": _("the date the vendor signed"),
            "district_signer": _("the district's signer"),
            "district_signed_on": _("the date the district signed"),
            "starts_on": _("the date it is in force from"),
        }
        missing = [words for name, words in needed.items() if not getattr(self, name)]
        rows = {_("the products"): self.products, _("the places"): self.places, _("the signed file"): self.files}
        return missing + [words for words, kept in rows.items() if not kept.exists()]

    def after_sign(self, *, event, at, by, details) -> None:
        """Requests that wait for this vendor are woken; each goes on under its own lock (MICRO-11)."""
        waiting = Case.objects.filter(kind="micro", vendor_id=self.vendor_id, state="waiting-vendor")
        for case in waiting:
            wake_case(case, "vendor_answered", key=f"agreement:{event.pk}:case:{case.pk}", at=at)
