from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role
from accounts.selectors import holders
from contracts.models.agreement import Agreement
from workflows.machines import OffboardingMachine
from workflows.models import Case, CaseFile


class Offboarding(OffboardingMachine, Case):
    """Deletion of the district's data by a vendor after an agreement has ended (RENEW-6)."""

    contract = models.ForeignKey(Agreement, models.PROTECT, related_name="offboardings")
    certificate_due = models.DateField(_("certificate due on"))
    sent_back_at = models.DateTimeField(null=True, blank=True, help_text="a certificate must be newer than this")

    class Meta:
        verbose_name = _("deletion of data")

    def due_on(self, stage, at) -> date | None:
        """The contract's days, from the end of the agreement; a certificate sent back has two more weeks."""
        if stage.key != "certificate":
            return None
        return max(self.certificate_due, timezone.localdate(at) + timedelta(days=14))

    def answers_the_vendor(self, *, at) -> list:
        return list(holders(Role.COMPLIANCE_OFFICER.value, self.place, on=timezone.localdate(at)))

    def has_certificate(self) -> bool:
        rows = CaseFile.objects.filter(case_id=self.pk, kind=CaseFile.Kind.CERTIFICATE, file__removed_at__isnull=True)
        return (rows.filter(file__at__gt=self.sent_back_at) if self.sent_back_at else rows).exists()

    def after_send_back(self, *, event, at, by, details) -> None:
        from workflows import notices

        self.sent_back_at = at
        notices.tell_links(self, "vendor_returned", at=at, key=f"event:{event.pk}", event=event.pk)

    def after_accept(self, *, event, at, by, details) -> None:
        from workflows import notices

        notices.tell_links(self, "vendor_ended", at=at, key=f"event:{event.pk}", event=event.pk)
