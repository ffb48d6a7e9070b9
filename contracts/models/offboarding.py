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

    class Method(models.TextChoices):
        """What became of the data (NDPA Exhibit D, "Disposition")."""

        DELETED = "deleted", _("Deleted everywhere, backups included")
        RETURNED = "returned", _("Given back to the district, then deleted")
        DESTROYED = "destroyed", _("The media were destroyed")
        NONE_HELD = "none-held", _("No data of students was ever held")

    contract = models.ForeignKey(Agreement, models.PROTECT, related_name="offboardings")
    certificate_due = models.DateField(_("certificate due on"))
    sent_back_at = models.DateTimeField(null=True, blank=True, help_text="a certificate must be newer than this")
    deleted_by = models.CharField(_("deleted by"), max_length=200, blank=True)
    deleted_on = models.DateField(_("deleted on"), null=True, blank=True)
    deletion_method = models.CharField(_("what was done"), max_length=10, choices=Method, blank=True)

    # A certificate that came by post is recorded on a page of its own, with its file.
    body_moves = frozenset({"receive"})
    talks_with_vendor = True

    class Meta:
        verbose_name = _("deletion of data")
        indexes = [models.Index(fields=["certificate_due"], name="offboarding_by_date")]

    def due_on(self, stage, at) -> date | None:
        """The contract's days, from the end of the agreement; a certificate sent back has two more weeks."""
        if stage.key != "certificate":
            return None
        return max(self.certificate_due, timezone.localdate(at) + timedelta(days=14))

    def answers_the_vendor(self, *, at) -> list:
        return list(holders(Role.COMPLIANCE_OFFICER.value, self.place, on=timezone.localdate(at)))

    def before_vendor_reminder(self, *, at) -> None:
        """The link in the reminder works until the next one: it is chased until the certificate is in."""
        from contracts import offboarding

        offboarding.keep_link_alive(self, at=at)

    def has_contact(self) -> bool:
        address = self.vendor is not None and bool(self.vendor.contact_email)
        return address or self.links.filter(revoked_at__isnull=True).exists()

    def has_certificate(self) -> bool:
        return self.certificates().exists()

    @property
    def deleted_before_the_end(self) -> bool:
        """Does the certificate name a day on which the agreement still ran, and the vendor could still get data?"""
        ended = self.contract.ended_on
        return bool(self.deleted_on and ended and self.deleted_on < ended)

    def certificates(self):
        """The files handed in as certificates since the last was sent back, the newest first."""
        rows = CaseFile.objects.filter(case_id=self.pk, kind=CaseFile.Kind.CERTIFICATE, file__removed_at__isnull=True)
        rows = rows.filter(file__at__gt=self.sent_back_at) if self.sent_back_at else rows
        return rows.select_related("file").order_by("-pk")

    def after_name_contact(self, *, event, at, by, details) -> None:
        from contracts import offboarding

        offboarding.contact_named(self, details["deletion_contact"], details["deletion_email"], by=by, at=at)

    def after_hand_in(self, *, event, at, by, details) -> None:
        self._told(details)

    def after_receive(self, *, event, at, by, details) -> None:
        self._told(details)

    def after_send_back(self, *, event, at, by, details) -> None:
        from workflows import notices

        self.sent_back_at = at
        notices.tell_links(self, "deletion_returned", at=at, key=f"event:{event.pk}", event=event.pk)

    def after_accept(self, *, event, at, by, details) -> None:
        from workflows import notices

        notices.tell_links(self, "deletion_ended", at=at, key=f"event:{event.pk}")

    def after_close(self, *, event, at, by, details) -> None:
        from workflows import notices

        notices.tell_links(self, "deletion_ended", at=at, key=f"event:{event.pk}")

    def after_agreement_reinstated(self, *, event, at, by, details) -> None:
        from workflows import notices

        notices.tell_links(self, "deletion_not_needed", at=at, key=f"event:{event.pk}")

    def after_reopen(self, *, event, at, by, details) -> None:
        from contracts import offboarding

        self.sent_back_at = at
        offboarding.ask_again(self, event=event, at=at)

    def _told(self, details) -> None:
        for name in ("deleted_by", "deleted_on", "deletion_method"):
            setattr(self, name, details[name])
