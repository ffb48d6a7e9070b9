"""After an agreement has ended: the vendor deletes what it holds and certifies it (RENEW-6; NDPA Exhibit D)."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.machines.base import Machine
from workflows.machines.needs import rationale_given
from workflows.moves import Look, Phase, Stage, fact, move
from workflows.roles import Part, Role

# What a certificate says, asked of whoever hands it in or records it.
TOLD = ["deleted_by", "deleted_on", "deletion_method"]

CONTACT = Stage(
    "vendor-contact",
    Role.COMPLIANCE_OFFICER,
    _("Contact at the vendor"),
    _("Whom at the vendor do we ask to delete the data?"),
    "review_days",
    decides=False,
)
CERTIFICATE = Stage(
    "certificate",
    Part.VENDOR,
    _("Certificate of deletion"),
    _("Has the vendor deleted the data, and certified it?"),
    "vendor_days",
    decides=False,
    chased=7,
)
CHECK = Stage(
    "certificate-check",
    Role.COMPLIANCE_OFFICER,
    _("Check of the certificate"),
    _("Does the certificate say what was deleted, when, and by whom?"),
    "review_days",
)


def certificate_is_in(case) -> str:
    return "" if case.has_certificate() else _("Add the certificate first.")


def deletion_told(case, details) -> dict[str, str]:
    """Who deleted it, when and how; not on a day that is still to come."""
    asked = {
        "deleted_by": _("Say who deleted the data."),
        "deleted_on": _("Say on which day it was deleted."),
        "deletion_method": _("Say what was done with the data."),
    }
    missing = {name: words for name, words in asked.items() if not str(details.get(name) or "").strip()}
    day = details.get("deleted_on")
    if day and day > timezone.localdate():
        missing["deleted_on"] = _("This day is still to come.")
    return missing


def vendor_contact_named(case, details) -> dict[str, str]:
    asked = {
        "deletion_contact": _("Say who gets the request."),
        "deletion_email": _("Give the e-mail address to which the request goes."),
    }
    return {name: words for name, words in asked.items() if not str(details.get(name) or "").strip()}


class OffboardingMachine(Machine):
    """Deletion of the data after an agreement. Child: contracts.models.Offboarding."""

    class Meta:
        abstract = True

    machine_kind = "offboarding"
    machine_title = _("Deletion of data")
    document = _("Directive for Disposition of Data (NDPA Exhibit D)")

    class State(models.TextChoices):
        REQUESTED = "requested", _("Deletion requested from the vendor")
        CERTIFIED = "certified", _("Certificate handed in")
        COMPLETE = "complete", _("Deletion certified")
        CLOSED = "closed", _("Closed without a certificate")

    looks = {
        State.REQUESTED: Look(Phase.WAITING, "waiting", "clock"),
        State.CERTIFIED: Look(Phase.OPEN, "needs-you", "file"),
        State.COMPLETE: Look(Phase.DONE, "good", "check"),
        State.CLOSED: Look(Phase.DONE, "quiet", "cross"),
    }
    main_line = (State.REQUESTED, State.CERTIFIED, State.COMPLETE)
    stages = (CONTACT, CERTIFICATE, CHECK)
    numbered_at_start = True
    bars_requester = False
    readers = frozenset({Role.IT_DIRECTOR, Role.GENERAL_COUNSEL, Role.CYBERSECURITY})
    passed_over: frozenset = frozenset()
    escalates_to = Role.COMPLIANCE_OFFICER

    has_contact = fact("() -> True when somebody at the vendor has a link, or the vendor's e-mail address is known")
    has_certificate = fact("() -> True when a certificate was handed in since the last was sent back")

    def opens(self, state: str) -> tuple[Stage, ...]:
        asked = (CERTIFICATE,) if self.has_contact() else (CONTACT, CERTIFICATE)
        return {self.State.REQUESTED: asked, self.State.CERTIFIED: (CHECK,)}.get(state, ())

    @move(
        source=State.REQUESTED,
        target=State.REQUESTED,
        by=[Role.COMPLIANCE_OFFICER],
        step=CONTACT.key,
        outcome="done",
        label=_("Send the request to this person"),
        asks=["deletion_contact", "deletion_email"],
        needs=[vendor_contact_named],
    )
    def name_contact(self, **_details):
        """RENEW-6: the vendor's e-mail address was not known."""

    @move(
        source=State.REQUESTED,
        target=State.CERTIFIED,
        by=[Part.VENDOR],
        step=CERTIFICATE.key,
        outcome="handed-in",
        label=_("Send the certificate to the district"),
        when=[certificate_is_in],
        asks=TOLD,
        needs=[deletion_told],
    )
    def hand_in(self, **_details):
        """RENEW-6: through the vendor's link."""

    @move(
        source=State.REQUESTED,
        target=State.CERTIFIED,
        by=[Role.COMPLIANCE_OFFICER],
        label=_("Record a certificate that came another way"),
        when=[certificate_is_in],
        asks=[*TOLD, "words"],
        needs=[deletion_told],
        tone="secondary",
    )
    def receive(self, **_details):
        """RENEW-6: by post or mail; the file is on the case."""

    @move(
        source=State.CERTIFIED,
        target=State.COMPLETE,
        by=[Role.COMPLIANCE_OFFICER],
        step=CHECK.key,
        outcome="approve",
        label=_("The certificate is sufficient"),
    )
    def accept(self, **_details):
        """RENEW-6."""

    @move(
        source=State.CERTIFIED,
        target=State.REQUESTED,
        by=[Role.COMPLIANCE_OFFICER],
        step=CHECK.key,
        outcome="returned",
        label=_("Send it back to the vendor"),
        needs=[rationale_given],
        hint=_("The vendor reads your words and goes on through the same link."),
        tone="secondary",
    )
    def send_back(self, **_details):
        """RENEW-6: it is chased until it is in."""

    @move(
        source=(State.REQUESTED, State.CERTIFIED),
        target=State.CLOSED,
        by=[Role.COMPLIANCE_OFFICER],
        label=_("Close without a certificate"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="quiet",
    )
    def close(self, **_details):
        """The vendor held no data, or no longer exists: why is kept."""

    @move(
        source=(State.REQUESTED, State.CERTIFIED),
        target=State.CLOSED,
        by=[Part.SYSTEM],
        label=_("The agreement is in force again"),
    )
    def agreement_reinstated(self, **_details):
        """X-5: the end of the agreement was undone; the vendor is told that nothing is to be deleted."""

    @move(
        source=(State.COMPLETE, State.CLOSED),
        target=State.REQUESTED,
        by=[Part.DECIDER, Role.ADMIN],
        label=_("Ask for the certificate again"),
        needs=[rationale_given],
        asks=["rationale"],
        tone="secondary",
    )
    def reopen(self, **_details):
        """X-5."""
