from dataclasses import replace
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from catalog.models import Resource
from contracts.models.agreement import Agreement
from workflows.machines import RenewalMachine, ReviewMachine
from workflows.models import Case


def keeper_of(resources, stage) -> str:
    """Who takes a stage of the Director's: the team that looks after these resources, where there is one (RENEW-5)."""
    from contracts.schedules import approved_by

    if stage.role != Role.IT_DIRECTOR:
        return str(stage.role.value)
    return str(approved_by(resources).looked_after_by.value)


class Schedule(models.Model):
    """When an agreement, or an approved resource without one, has to be looked at (RENEW-1).

    The dates are computed from its terms and kept, so that what opens on a day is found by an index.
    """

    agreement = models.OneToOneField(Agreement, models.CASCADE, null=True, blank=True, related_name="schedule")
    resource = models.OneToOneField(Resource, models.CASCADE, null=True, blank=True, related_name="schedule")
    renewal_due = models.DateField(null=True, blank=True, help_text="cancel-by date of a tacit term, else its last day")
    renewal_opens = models.DateField(null=True, blank=True)
    term_ends_on = models.DateField(null=True, blank=True)
    review_due = models.DateField(null=True, blank=True)
    review_opens = models.DateField(null=True, blank=True)
    turns_on = models.DateField(
        null=True, blank=True, help_text="the day on which the agreement comes into force or has ended"
    )
    set_aside = models.CharField(max_length=300, blank=True, help_text="why it could not be treated")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(agreement__isnull=False, resource__isnull=True)
                | Q(agreement__isnull=True, resource__isnull=False),
                name="schedule_of_one",
            )
        ]
        indexes = [
            models.Index(fields=["renewal_opens"], name="schedule_renewal_opens"),
            models.Index(fields=["review_opens"], name="schedule_review_opens"),
            models.Index(fields=["turns_on"], name="schedule_turns_on"),
            models.Index(fields=["renewal_due"], name="schedule_renewal_due"),
            models.Index(fields=["review_due"], name="schedule_review_due"),
        ]

    def __str__(self):
        return str(self.agreement or self.resource)


class Cycle(models.Model):
    """That a cycle was opened, once (RENEW-2)."""

    class Kind(models.TextChoices):
        RENEWAL = "renewal", _("Renewal")
        REVIEW = "review", _("Review")

    schedule = models.ForeignKey(Schedule, models.CASCADE, related_name="cycles")
    kind = models.CharField(max_length=8, choices=Kind)
    due_on = models.DateField()
    case = models.OneToOneField(Case, models.PROTECT, related_name="cycle")

    class Meta:
        ordering = ["-due_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["schedule", "kind", "due_on"], name="cycle_once")]

    def __str__(self):
        return f"{self.schedule}: {self.get_kind_display()}, {self.due_on}"


class Renewal(RenewalMachine, Case):
    """One cycle of an agreement before it runs out or goes on by itself (RENEW-2 to RENEW-5)."""

    class YesNo(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")

    contract = models.ForeignKey(Agreement, models.PROTECT, related_name="renewals")
    renewal_due = models.DateField(_("to be decided by"))
    term_ends_on = models.DateField(_("the present term ends on"), null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("in charge")
    )
    still_used = models.CharField(_("still used and needed"), max_length=3, choices=YesNo, blank=True)
    goals_met = models.CharField(_("goals met"), max_length=3, choices=YesNo, blank=True)
    cost_now = models.DecimalField(_("costs a year now"), max_digits=12, decimal_places=2, null=True, blank=True)
    cost_next = models.DecimalField(_("will cost a year"), max_digits=12, decimal_places=2, null=True, blank=True)
    data_right = models.CharField(_("the data agreed is the data used"), max_length=3, choices=YesNo, blank=True)
    subcontractors_right = models.CharField(_("the subcontractors are right"), max_length=3, choices=YesNo, blank=True)
    breaches_since = models.CharField(_("breaches since the last look"), max_length=3, choices=YesNo, blank=True)
    new_ends_on = models.DateField(_("last day of the new term"), null=True, blank=True)
    written_end = models.DateField(null=True, blank=True, help_text="the agreement's before it was decided")
    yearly_before = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("renewal")

    def due_on(self, stage, at) -> date | None:
        """Everything is due by the day on which it must be decided; late ones by the usual terms."""
        return self.renewal_due if self.renewal_due > timezone.localdate(at) else None

    def role_for(self, stage) -> str:
        """RENEW-5: whoever looks after its products decides."""
        decides = stage.key == "renewal-decision"
        return keeper_of(self.contract.products.all(), stage) if decides else super().role_for(stage)

    def person_for(self, stage):
        """The person in charge is asked by name, while they are with the district (RENEW-3)."""
        in_charge = self.owner if stage.key == "usage" else None
        return in_charge if in_charge is not None and in_charge.is_active else None

    @property
    def yearly_amount(self):
        """What is proposed for the new term: what its owner said that it will cost."""
        return self.cost_next

    def renews_tacitly(self) -> bool:
        """Does it go on by itself after the term that is being decided, or has it no end at all?"""
        from contracts.schedules import goes_on

        return goes_on(self.contract.terms, self.term_ends_on)

    def term_refused(self, last_day: date) -> str:
        """Why no date could be reckoned with that as the agreement's last day."""
        try:
            replace(self.contract.terms, ends_on=last_day)
        except ValueError as fault:
            return str(fault)
        return ""

    def agreement_runs(self) -> bool:
        return self.contract.state in {self.contract.State.IN_FORCE, self.contract.State.EXPIRING}

    def safeguards_lost(self) -> str:
        """Why it may not be renewed as it is (RENEW-4)."""
        from contracts.renewals import safeguards_lost

        return safeguards_lost(self)

    def after_review(self, *, step, review, at, by, details) -> None:
        """What was found stands on the case (RENEW-3, RENEW-4)."""
        for name in step.stage.asks:
            if details.get(name) is not None:
                setattr(self, name, details[name])

    def after_renew(self, *, event, at, by, details) -> None:
        from contracts import renewals

        renewals.renewed(self, event=event, at=at, details=details)

    def after_renegotiate(self, *, event, at, by, details) -> None:
        from contracts import renewals

        renewals.renegotiated(self, event=event, at=at, by=by, details=details)

    def after_let_lapse(self, *, event, at, by, details) -> None:
        from contracts import renewals

        renewals.to_lapse(self, event=event, at=at)

    def after_terminate(self, *, event, at, by, details) -> None:
        from contracts import renewals

        renewals.terminated(self, event=event, at=at)

    def after_reopen(self, *, event, at, by, details) -> None:
        from contracts import renewals

        renewals.reopened(self, event=event, at=at)


class PeriodicReview(ReviewMachine, Case):
    """The bi-annual or annual look at an agreement or an approved resource (MICRO-12, RENEW-2)."""

    class Consequence(models.TextChoices):
        """What the library tells when something is wrong with a resource that no agreement covers (RENEW-4)."""

        PRIVACY = "privacy", _("Not safe for student data; otherwise it stays as it is")
        DENIED = "denied", _("Not approved any more: nobody uses it")

    contract = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="reviews")
    review_due = models.DateField(_("due on"))
    library_before = models.JSONField(default=dict, blank=True, help_text="what the library said before the concern")

    class Meta:
        verbose_name = _("review")
        indexes = [models.Index(fields=["review_due"], name="review_by_date")]

    def due_on(self, stage, at) -> date | None:
        return self.review_due if self.review_due > timezone.localdate(at) else None

    def role_for(self, stage) -> str:
        """RENEW-5: whoever looks after what it is about."""
        return keeper_of(self.contract.products.all() if self.contract_id else [self.resource], stage)

    def has_agreement(self) -> bool:
        return self.contract_id is not None

    def after_confirm(self, *, event, at, by, details) -> None:
        from contracts import renewals

        renewals.look_taken(self)

    def after_raise_concern(self, *, event, at, by, details) -> None:
        from contracts import renewals

        renewals.concern_raised(self, event=event, at=at, by=by, details=details)

    def after_reopen(self, *, event, at, by, details) -> None:
        from contracts import renewals

        renewals.looked_at_again(self, at=at, by=by)


class CalendarFeed(models.Model):
    """A private address of somebody's calendar of renewals; they can revoke it (RENEW-7). Kept is its hash alone."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="calendar_feeds")
    name = models.CharField(_("name"), max_length=60, blank=True)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.user}"
