from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.district import setting
from accounts.models import Place, StoredFile
from accounts.wording import day_words
from catalog.models import Resource
from contracts.models.elements import DataElement
from contracts.models.signers import AuthorisedSigner
from contracts.schedule import Terms, final_day
from workflows.engine.record import as_kept
from workflows.machines import AgreementMachine
from workflows.models import Case, CaseFile
from workflows.selectors import waiting_for_vendor
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

    # Under these students' data is passed on: they name the data, and whom it may go on to.
    DATA_KINDS = frozenset({Kind.NDPA, Kind.GENERAL_OFFER, Kind.SOPPA, Kind.CLICK_WRAP})

    class Framework(models.TextChoices):
        NIST_CSF = "nist-csf", _("NIST Cybersecurity Framework")
        NIST_800_53 = "nist-800-53", _("NIST SP 800-53")
        NIST_800_171 = "nist-800-171", _("NIST SP 800-171")
        ISO_27000 = "iso-27000", _("ISO 27000 series")
        SCF = "scf", _("Secure Controls Framework")
        CIS = "cis", _("CIS Controls")
        CMMC = "cmmc", _("CMMC")
        OTHER = "other", _("Another")

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
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="agreements_owned",
        verbose_name=_("person in charge"),
        help_text=_("Asked before it is renewed whether it is still used and needed."),
    )
    # The term (RENEW-1): a first one, then tacit ones unless notice is given in time.
    first_term_months = models.PositiveSmallIntegerField(_("first term (months)"), null=True, blank=True)
    tacit_months = models.PositiveSmallIntegerField(
        _("then goes on by itself for (months)"), null=True, blank=True, help_text=_("Empty: it has to be renewed.")
    )
    notice_months = models.PositiveSmallIntegerField(_("notice before the end of a term (months)"), default=0)
    notice_days = models.PositiveSmallIntegerField(_("and days"), default=0)
    yearly_amount = models.DecimalField(_("cost a year"), max_digits=12, decimal_places=2, null=True, blank=True)
    # What the paper says of data (PROC-6, NDPA Exhibits E and F).
    framework = models.CharField(_("data-security framework"), max_length=16, choices=Framework, blank=True)
    subcontractors_url = models.URLField(_("vendor’s page of subcontractors"), max_length=300, blank=True)
    deletion_days = models.PositiveSmallIntegerField(_("days to delete the data after its end"), default=60)
    joins = models.CharField(
        _("general offer joined: whose"), max_length=200, blank=True, help_text=_("The district that first signed it.")
    )
    accepted_terms = models.TextField(_("terms as accepted"), blank=True, help_text=_("Click-wrap: kept as they were."))
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )
    requests = models.ManyToManyField(
        Case, blank=True, related_name="agreements", help_text="what rests on it: requests for its products"
    )
    ended_on = models.DateField(null=True, blank=True, help_text="the day it lapsed or was terminated")
    review_interval = models.PositiveSmallIntegerField(_("looked at every (months)"), null=True, blank=True)
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    posted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    public_copy = models.OneToOneField(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="public_copy_of", help_text=_("Redacted.")
    )

    class Meta:
        indexes = [
            models.Index(fields=["posted_on"], condition=Q(posted_on__isnull=False), name="agreement_posted"),
        ]

    # Its own page shows these moves, and its papers.
    body_moves = frozenset({"send", "negotiate", "sign", "drop", "terminate", "supersede"})

    def __str__(self):
        return f"{self.get_agreement_kind_display()}, {self.vendor}" if self.vendor_id else self.title

    # --- signatures (PROC-6; docs/decisions/0020) ---------------------------------------------------------------------

    @property
    def is_click_wrap(self) -> bool:
        """Terms that a vendor publishes and the district accepts (105 ILCS 85/15(4)): the vendor signs nothing."""
        return self.agreement_kind == self.Kind.CLICK_WRAP

    @property
    def is_general_offer(self) -> bool:
        return self.agreement_kind == self.Kind.GENERAL_OFFER

    @property
    def bound_from(self) -> date | None:
        """The day on which both sides have signed; None while one has not. Terms are accepted by the district alone."""
        if self.is_click_wrap:
            return self.district_signed_on
        if self.district_signed_on and self.vendor_signed_on:
            return max(self.district_signed_on, self.vendor_signed_on)
        return None

    @classmethod
    def bound_before(cls, day: date) -> Q:
        """Those whose `bound_from` is before a day."""
        alone = Q(agreement_kind=cls.Kind.CLICK_WRAP)
        return Q(district_signed_on__lt=day) & (alone | Q(vendor_signed_on__lt=day))

    @property
    def post_by(self) -> date | None:
        """The last day for posting it: so many days after both sides have signed (SOPPA §27)."""
        return self.bound_from and self.bound_from + timedelta(days=int(setting("post_agreement_days")))

    def removable_answers(self) -> tuple[str, ...]:
        """Long, and kept on the agreement itself: the history says only that they changed."""
        return ("accepted_terms",)

    def missing_to_sign(self) -> list:
        """Names of what is missing before it counts as signed by both sides."""
        missing = [words for name, words in self._asked_to_sign().items() if not getattr(self, name)]
        rows = {_("the products"): self.products, _("the places"): self.places}
        if not (self.is_click_wrap and self.accepted_terms):
            paper = _("the terms as they were accepted") if self.is_click_wrap else _("the signed file")
            rows[paper] = self.files.filter(kind=CaseFile.Kind.CONTRACT, file__removed_at__isnull=True)
        return missing + [words for words, kept in rows.items() if not kept.exists()]

    def _asked_to_sign(self) -> dict[str, Any]:
        district = {
            "district_signer": _("the district's signer"),
            "district_signed_on": _("the date the district signed"),
            "starts_on": _("the date it is in force from"),
        }
        if self.is_click_wrap:
            return district | {
                "district_signer": _("who accepted the terms"),
                "district_signed_on": _("the date they were accepted"),
            }
        vendor = {"vendor_signer": _("the vendor's signer"), "vendor_signed_on": _("the date the vendor signed")}
        offer = {"joins": _("whose general offer is joined")} if self.is_general_offer else {}
        return offer | vendor | district

    @property
    def terms(self) -> Terms | None:
        """Its dates as the schedule reckons with them; None before it has a first day."""
        if self.starts_on is None:
            return None
        return Terms(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            first_term_months=self.first_term_months,
            tacit_months=self.tacit_months,
            notice_months=self.notice_months,
            notice_days=self.notice_days,
            review_interval=self.review_interval,
        )

    @property
    def last_day(self) -> date | None:
        """The day after which it is over whatever nobody does; None when terms follow by themselves, or without end."""
        return self.ends_on or (final_day(self.terms) if self.terms else None)

    # --- in force by its dates ----------------------------------------------------------------------------------------

    @classmethod
    def not_over(cls, on: date) -> Q:
        """Signed by both sides, and its last day is not past."""
        return Q(state__in=cls.SIGNED_STATES) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))

    @classmethod
    def running(cls, on: date) -> Q:
        """The same of those whose first day has come: by its dates, whatever the sweep has noticed yet."""
        return cls.not_over(on) & Q(starts_on__lte=on)

    def dates_hold(self, on: date) -> bool:
        """Has its first day come, and is its last not past?"""
        begun = self.starts_on is not None and self.starts_on <= on
        return begun and (self.last_day is None or on <= self.last_day)

    def signer_not_authorised(self) -> str:
        """Why the district's signer may not sign on that date, or an empty text (PROC-6; SOPPA §27(f))."""
        if not (self.district_signer and self.district_signed_on):
            return ""
        if AuthorisedSigner.on(self.district_signed_on).filter(name__iexact=self.district_signer).exists():
            return ""
        named = {"name": self.district_signer, "day": day_words(self.district_signed_on)}
        return gettext("%(name)s was not on the list of authorised signers on %(day)s.") % named

    # Whoever drafted it is no requester.
    speaks_to_requester = False

    def stands_since(self):
        """In force since its first day, whenever that was recorded."""
        return self.starts_on if self.state == self.State.IN_FORCE else self.moved_at

    def follows_from(self, move: str) -> list[str]:
        """What an end brings with it (RENEW-6; contracts/endings.py)."""
        uncovered = gettext(
            "Products that no other agreement covers lose their cover: the library and the public page say so at once,"
            " and the schools that use them are told."
        )
        deleted = gettext(
            "Unless another agreement covers the same, the vendor is asked to delete the student data it holds, and to"
            " certify it."
        )
        return {"terminate": [uncovered, deleted], "supersede": [uncovered]}.get(move, [])

    def has_begun(self) -> bool:
        return self.starts_on is not None and self.starts_on <= timezone.localdate()

    def has_ended(self) -> bool:
        return self.last_day is not None and self.last_day < timezone.localdate()

    def after_sign(self, *, event, at, by, details) -> None:
        """A paper of one term ends with it; what is in force at once is told to whatever waited for it."""
        self.ends_on = self.last_day
        if self.has_begun():
            self._takes_over(event, at)
        self._begin(by=by, at=at)

    def after_come_into_force(self, *, event, at, by, details) -> None:
        self._takes_over(event, at)
        self._begin(by=by, at=at)

    def _takes_over(self, event, at) -> None:
        """Requests that wait for this vendor, and the agreement it replaces, go on under their own locks (MICRO-11)."""
        for case in waiting_for_vendor(Case.objects.filter(vendor_id=self.vendor_id)):
            wake_case(case, "vendor_answered", key=f"agreement:{event.pk}:case:{case.pk}", at=at)
        if self.replaces_id and self.replaces.state in self.SIGNED_STATES:
            why = as_kept(lambda: gettext("Replaced by: %(name)s.") % {"name": self})
            wake_case(self.replaces, "supersede", key=f"agreement:{event.pk}:replaced", at=at, rationale=why)

    def after_renew(self, *, event, at, by, details) -> None:
        """The new term, as the renewal decided (RENEW-5)."""
        self._write({name: value for name, value in details.items() if value is not None})

    def after_will_lapse(self, *, event, at, by, details) -> None:
        """Its last day, so that no further term follows by itself (RENEW-5)."""
        self._write(details)

    def after_undecided(self, *, event, at, by, details) -> None:
        """As it was before its renewal was decided (X-5)."""
        self._write(details)

    def _write(self, details) -> None:
        """What a renewal decided, as a wake kept it."""
        for name in {"ends_on", "yearly_amount"} & set(details):
            setattr(self, name, self._meta.get_field(name).to_python(details[name]))

    def after_lapse(self, *, event, at, by, details) -> None:
        self._end(event=event, at=at, by=by)

    def after_terminate(self, *, event, at, by, details) -> None:
        self._end(event=event, at=at, by=by)

    def after_supersede(self, *, event, at, by, details) -> None:
        self._end(event=event, at=at, by=by)

    def after_reinstate(self, *, event, at, by, details) -> None:
        from contracts import endings

        endings.undone(self, event=event, at=at, by=by)

    def after_change(self, *, at) -> None:
        """The dates of its renewals and reviews (RENEW-1)."""
        from contracts import schedules

        schedules.agreement_changed(self, at=at)

    def _begin(self, **move) -> None:
        from contracts import endings

        endings.begun(self, **move)

    def _end(self, **move) -> None:
        from contracts import endings

        endings.ended(self, **move)
