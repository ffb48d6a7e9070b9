"""What the moves of the school-based request write elsewhere: purchase, library, notices (document 000)."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from accounts.district import setting
from accounts.selectors import holders
from catalog import services as library
from catalog.answers import Verdict, verdict_for
from catalog.models import Approval, Privacy
from catalog.standing import covering
from contracts import packets
from requests_app.rules.product_consequences import ProductConsequences, terms, terms_of
from workflows import notices
from workflows.engine.record import plain

IN_USE = {Verdict.APPROVED, Verdict.CONDITIONS, Verdict.NOT_WITH_DATA}


class MicroConsequences(ProductConsequences):
    """Consequences, in the order of the machine; each runs in the move's own transaction."""

    class Meta(ProductConsequences.Meta):
        abstract = True

    # --- 2. and 5. support and funds ----------------------------------------------------------------------------------

    def after_review(self, *, step, review, at, by, details) -> None:
        super().after_review(step=step, review=review, at=at, by=by, details=details)
        if findings := details.get("findings"):
            self.record_findings(findings)

    # --- 3. submit ----------------------------------------------------------------------------------------------------

    def after_submit(self, *, event, at, by, details) -> None:
        self.keep_what_was_asked(by=by, at=at)
        if self.needs_funds and self.requester_holds_purse and not self.money.supported:
            own = {"amount": self.amount, "funding_source": self.get_paid_by_display(), "budget_code": self.budget_code}
            self.record_support(details=own, by=by, at=at)
        self.enter_library(by=by, at=at)

    after_submit_addition = after_submit
    after_submit_school = after_submit
    after_resubmit = after_submit

    # --- 8. to 10. final review ---------------------------------------------------------------------------------------

    def after_approve(self, *, event, at, by, details) -> None:
        self.kept_conditions = plain(details.get("conditions") or {})
        self.other_funding = details.get("other_funding") or self.other_funding

    def after_deny(self, *, event, at, by, details) -> None:
        """MICRO-10: only grounds about the resource change what the library says, and only for the places decided."""
        self.deny_in_library(details, by=by, at=at)
        self._stop_order(event, by=by, at=at)

    after_deny_contract = after_deny

    def _stop_order(self, event, *, by, at) -> None:
        told_to_order = event.source not in self.answer_owed_in and event.source != self.State.DRAFT
        if self.needs_funds and told_to_order:
            self.stop_order(event, by=by, at=at)

    # --- 11. to 13. contract, posting, integration --------------------------------------------------------------------

    def after_wait_for_vendor(self, *, event, at, by, details) -> None:
        """The vendor gets a packet to fill in; one that is open already for this product serves this request too."""
        self.waits_for = self.packet_underway() or packets.begin_packet(
            vendor=self.vendor,
            title=str(self.resource or self.title),
            resource=self.resource,
            contact_name=details["contact_name"],
            contact_email=details["contact_email"],
            place=self.place,
            schools=self.asked_places(),
            amount=self.amount,
            opened_from=self,
            by=by,
            at=at,
        )

    def after_approve_contract(self, *, event, at, by, details) -> None:
        places = list(details["places"])
        self.approved_places.set(places)
        self.kept_conditions = plain(details.get("conditions") or {}) or self.kept_conditions
        self.other_funding = details.get("other_funding") or self.other_funding
        self.library_before = library.as_it_stands(self.resource, places)
        if self.vendor_id and not self.resource.vendor_id:
            library.edit_resource(resource=self.resource, by=by.user, at=at, vendor=self.vendor)
        self._make_available(Approval.SETTING_UP, places, by=by, at=at)
        if self.order_is_due and (step := self.open_step("purchase")):
            owners = holders(self.purse_role, self.place, on=timezone.localdate(at))
            key = f"event:{event.pk}:release"
            notices.tell(owners, "proceed_with_order", case=self, step=step, at=at, but=by.user, key=key)

    def after_hand_to_integration(self, *, event, at, by, details) -> None:
        self._posted(details, at=at)
        self.briefing = details.get("briefing") or self.briefing

    def after_complete_without_integration(self, *, event, at, by, details) -> None:
        self._posted(details, at=at)
        self._make_available(Approval.APPROVED, list(self.approved_places.all()), by=by, at=at)

    def after_integrated(self, *, event, at, by, details) -> None:
        self._make_available(Approval.APPROVED, list(self.approved_places.all()), by=by, at=at)

    def _posted(self, details, *, at) -> None:
        today = timezone.localdate(at)
        self.posted_on = today
        self.review_interval = int(details.get("review_interval") or setting("review_interval"))
        self.resource.review_interval = self.review_interval
        self.resource.next_review_on = today + relativedelta(months=self.review_interval)
        self.resource.save(update_fields=["review_interval", "next_review_on"])

    def _make_available(self, approval: str, places: list, *, by, at) -> None:
        """An addition keeps what already holds at a place: nobody who uses it today is set back."""
        today = timezone.localdate(at)
        for place in places:
            held = covering(list(self.resource.availabilities.select_related("place")), place)
            used = self.is_extension and verdict_for(self.resource, place, on=today) in IN_USE
            kept = terms(self.kept_conditions) if self.kept_conditions or not used else terms_of(held)
            library.make_available(
                resource=self.resource,
                places=[place],
                status=Approval.APPROVED if used else approval,
                privacy=Privacy.AGREEMENT if self.student_data_shared else Privacy.NO_STUDENT_DATA,
                seats=self._seats_at(place),
                **kept,
                case_number=self.number or "",
                by=by.user,
                by_name=by.shown_name,
                at=at,
            )

    def _seats_at(self, place) -> int | None:
        """Seats asked for, on top of those the place had."""
        before = (self.library_before.get(str(place.pk)) or {}).get("seats") if self.is_extension else None
        return None if self.seats is None and before is None else (self.seats or 0) + (before or 0)

    # --- at any time --------------------------------------------------------------------------------------------------

    def after_withdraw(self, *, event, at, by, details) -> None:
        self._take_back_set_up(event.source, by=by, at=at)
        self.forget_review(by=by, at=at)
        self._stop_order(event, by=by, at=at)

    def after_back(self, *, event, at, by, details) -> None:
        self._take_back_set_up(event.source, by=by, at=at)

    def after_reopen(self, *, event, at, by, details) -> None:
        self.resume_order()
        if self.resource_id and event.source in {self.State.DENIED, self.State.WITHDRAWN}:
            self.library_says(Approval.IN_REVIEW, by=by, at=at, places=self.asked_places())

    def _take_back_set_up(self, source: str, *, by, at) -> None:
        """What final approval opened in the library is as it was before when the case leaves it."""
        after_approval = {self.State.CONTRACT_POSTING, self.State.INTEGRATION}
        if source not in after_approval or self.state in after_approval:
            return
        library.put_back(
            resource=self.resource,
            before=self.library_before,
            case_number=self.number or "",
            by=by.user,
            by_name=by.shown_name,
            at=at,
        )
