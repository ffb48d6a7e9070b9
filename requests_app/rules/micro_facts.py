"""What the school-based machine asks about a request (document 000)."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.district import setting
from accounts.roles import Role
from accounts.selectors import grants_of
from catalog.answers import Verdict, verdict_for
from catalog.models import Approval, Privacy
from contracts.cover import not_covered
from contracts.models import Packet
from requests_app import conditions, questions
from workflows.selectors import OPEN_PHASES

APPROVED = {Approval.APPROVED, Approval.SETTING_UP}


class MicroFacts(models.Model):
    """Facts the machine reads. Kept apart from the columns."""

    class Meta:
        abstract = True

    # --- facts --------------------------------------------------------------------------------------------------------

    @cached_property
    def money(self):
        """The purchase record; made when it is first needed."""
        from requests_app.models import Purchase

        return getattr(self, "purchase", None) or Purchase(case_id=self.pk)

    edit_page = "case-check"

    def condition_words(self, given: dict) -> list[str]:
        """The conditions of an approval, a sentence each."""
        return conditions.in_words(given)

    def mail_words(self) -> dict:
        """What the mails say besides: where and under which conditions it may be used, and whether to order yet."""
        return {
            "places": [str(place) for place in self.approved_places.all()],
            "conditions": self.condition_words(self.kept_conditions),
            "how_to_get": self.resource.how_to_get if self.resource_id else "",
            "order_released": self.order_released,
        }

    def missing_answers(self) -> list:
        return questions.missing(self)

    @property
    def asks_again(self) -> bool:
        """The library check showed a denial: asking again needs "what has changed" (MICRO-1)."""
        return bool(self.library_check.get("denied"))

    @cached_property
    def requester_holds_purse(self) -> bool:
        """A principal who submits has given support (MICRO-2)."""
        purse = {Role.PRINCIPAL, Role.DEPARTMENT_ADMINISTRATOR}
        today = timezone.localdate()
        held = grants_of([self.requester], on=today)
        return any(grant.role in purse and grant.place_id in self.place.above for grant in held)

    @property
    def support_given(self) -> bool:
        """Support for at least what is asked; a principal's own request carries it."""
        if self.requester_holds_purse:
            return True
        return bool(self.money.supported) and (self.amount or 0) <= (self.money.support_amount or 0)

    @property
    def resource_is_approved(self) -> bool:
        return bool(self.resource_id) and self.resource.approval in APPROVED

    @property
    def brings_money_or_schools(self) -> bool:
        """Money, or a school the library does not have it approved for (MICRO-4)."""
        if self.needs_funds or not self.resource_id:
            return self.needs_funds
        today = timezone.localdate()
        usable = {Verdict.APPROVED, Verdict.CONDITIONS, Verdict.SETTING_UP, Verdict.NOT_WITH_DATA}
        return any(verdict_for(self.resource, place, on=today) not in usable for place in self.asked_places())

    def asked_places(self) -> list:
        """Where it is wanted: the schools named, else the requester's own place."""
        return list(self.schools.all()) or [self.place]

    @property
    def student_data_shared(self) -> bool:
        """The reviewers' finding; until there is one, sign-in or "I don't know" counts as yes."""
        if self.student_data_found is not None:
            return self.student_data_found
        if self.is_extension and not self.student_data:
            return bool(self.resource_id) and self.resource.privacy != Privacy.NO_STUDENT_DATA
        return self.student_data in {"yes", "dont-know"} or self.student_login not in {"", "none"}

    def elements(self) -> list:
        """Data elements found by the reviewers; until then, those the requester named."""
        return list(self.elements_found.all()) or list(self.data_elements.all())

    def not_covered(self, places=None, on: date | None = None) -> str:
        """Why no agreement covers the use; nothing to cover where no student data is shared (105 ILCS 85/26)."""
        if not self.student_data_shared:
            return "" if self.resource_id else _("Link the resource in the library first.")
        if not self.is_extension and not self.elements():
            return _("Record which data elements are shared first.")
        return not_covered(
            resource=self.resource,
            places=places or self.decided_places() or self.asked_places(),
            elements=self.elements(),
            on=on or timezone.localdate(),
        )

    def returned_from(self) -> str:
        """The review it was returned from: the initial or the final one."""
        reviewed = [step for step in self.all_steps if hasattr(step, "review")]
        returned = [step.state for step in reviewed if step.review.outcome == "returned"]
        return returned[-1] if returned else self.State.INITIAL_REVIEW

    def changed_since_return(self) -> bool:
        return self.events.filter(kind="edit", at__gte=self.moved_at).exists()

    def decided_places(self) -> list:
        """Where final approval said it may be used; before that, nowhere."""
        approved = self.state in {self.State.CONTRACT_POSTING, self.State.INTEGRATION}
        return list(self.approved_places.all()) if approved else []

    def review_round(self) -> list:
        """Steps of the latest round of reviews side by side."""
        steps = [step for step in self.all_steps if step.state == self.State.IN_REVIEW]
        latest = max((step.round for step in steps), default=0)
        return [step for step in steps if step.round == latest]

    def denials(self) -> list:
        """Reviews that deny and have not been overruled by the final review."""
        if self.state != self.State.FINAL_REVIEW and not self.is_extension:
            return []
        reviews = [step.review for step in self.review_round() if hasattr(step, "review")]
        return [review for review in reviews if review.outcome == "deny"]

    def funds_denied(self) -> bool:
        """The budget owner said no, to the reviewers or when the order was due, and no other source is recorded."""
        if self.other_funding or not self.needs_funds:
            return False
        no_order = self.state == self.State.SOPPA_REVIEW and self.money.supported is False
        return no_order or any(review.step.key == "principal" for review in self.denials())

    def packet_underway(self):
        """The vendor's open packet for this product, whoever it was opened for; None when there is none."""
        if not self.vendor_id:
            return None
        open_ones = Packet.objects.filter(vendor=self.vendor_id, resource=self.resource_id, phase__in=OPEN_PHASES)
        return open_ones.order_by("pk").first()

    def not_posted(self) -> str:
        """The contract is posted when every linked agreement is; with student data there is at least one (MICRO-12)."""
        linked = list(self.agreements.all())
        if self.student_data_shared and not linked:
            return _("Link the agreement that covers it.")
        waiting = [str(agreement) for agreement in linked if not agreement.posted_on]
        return _("Post first: %(names)s.") % {"names": "; ".join(waiting)} if waiting else ""

    @property
    def has_sites(self) -> bool:
        return self.sites.exists()

    def sites_left(self) -> int:
        return self.sites.filter(done_on__isnull=True).count()

    @property
    def order_is_due(self) -> bool:
        return self.needs_funds and not self.money.po_number and not self.money.stopped_at

    @property
    def order_released(self) -> bool:
        """May the purchase order be released? By the district's setting (MICRO-9)."""
        rule = setting("order_release")
        verified = self.state in {self.State.CONTRACT_POSTING, self.State.INTEGRATION, self.State.COMPLETE}
        return verified or rule == "final-approval" or (rule == "by-student-data" and not self.student_data_shared)

    def order_refused(self, amount: Decimal, *, agreed: bool) -> str:
        """No order before its release, without the budget owner's yes, or over what was approved (X-14)."""
        if self.money.stopped_at:
            return _("The request was denied: do not order.")
        if not self.order_released:
            return _("Wait: the order may be released after the contract is verified.")
        if not (self.money.supported or self.other_funding):
            return _("The budget owner has not said yes.")
        limit = (self.money.support_amount or Decimal(0)) * (100 + Decimal(setting("quote_tolerance"))) / 100
        if amount > limit and not agreed:
            return _("This is over the approved amount: the budget owner must agree to it.")
        return ""

    def not_editable(self) -> str:
        """The form is open in a draft nobody was asked about, and while changes are requested."""
        if self.state not in {self.State.DRAFT, self.State.CHANGES_REQUESTED}:
            return _("The request has been submitted.")
        return _("The form is read-only until the principal has answered.") if self.open_step("support") else ""

    def removable_answers(self) -> tuple[str, ...]:
        return ("purpose", "student_vision", "standards", "common_core", "what_changed", "setups", "principal_name")

    # What the holder of a step may put right on the record while it is with them.
    amendable = {
        "initial": {"resource", "needs_funds"},
        "curriculum": {"student_data_found", "elements_found"},
        "ict": {"student_data_found", "elements_found"},
        "contract": {"resource", "vendor", "agreements", "student_data_found", "elements_found"},
        "vendor": {"agreements"},
        "posting": {"agreements", "briefing"},
        "integration": {"briefing"},
    }
