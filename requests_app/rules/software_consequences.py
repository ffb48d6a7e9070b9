"""What the moves of a software request write elsewhere: vetting, library, registry, notices (document 004)."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from accounts.district import setting
from catalog import services as library
from catalog.models import GROUNDS_ABOUT_THE_RESOURCE, Approval, Ground, Privacy
from requests_app import software
from requests_app.conditions import of_answer
from requests_app.rules.product_consequences import ProductConsequences, terms
from workflows import notices
from workflows.engine.record import plain
from workflows.selectors import holders_now

IN_USE = {Approval.APPROVED, Approval.SETTING_UP}


class SoftwareConsequences(ProductConsequences):
    """Consequences, in the order of the machine; each runs in the move's own transaction."""

    class Meta(ProductConsequences.Meta):
        abstract = True

    def after_review(self, *, step, review, at, by, details) -> None:
        super().after_review(step=step, review=review, at=at, by=by, details=details)
        if step.key == "registry-denial":
            self._posted(details["posted_on"], by=by)

    # --- 1 to 3. Request ----------------------------------------------------------------------------------------------

    def after_submit(self, *, event, at, by, details) -> None:
        self.keep_what_was_asked(by=by, at=at)
        self.enter_library(by=by, at=at)
        software.begin_vetting(self, at=at)

    def after_resubmit(self, *, event, at, by, details) -> None:
        self.keep_what_was_asked(by=by, at=at)
        self.enter_library(by=by, at=at)

    def arrived_from(self, other, *, by, at) -> None:
        """X-13: it goes on as a software request; what stands in the library stays linked."""
        super().arrived_from(other, by=by, at=at)
        if self.submitted_at is not None and (self.vetting is None or self.vetting.ended_at is not None):
            software.begin_vetting(self, at=at)

    def left_for(self, other, *, by, at) -> None:
        """X-13: its vetting ends; a packet that the vendor has begun goes on without it."""
        super().left_for(other, by=by, at=at)
        software.end_vetting(self, at=at)
        other.waits_for = None

    # --- 4 to 6. Security vetting -------------------------------------------------------------------------------------

    def after_finish_vetting(self, *, event, at, by, details) -> None:
        software.end_vetting(self, at=at)

    def after_keep_waiting(self, *, event, at, by, details) -> None:
        self.vetting.asked_on = timezone.localdate(at)
        self.vetting.save(update_fields=["asked_on"])

    def after_vendor_answered(self, *, event, at, by, details) -> None:
        if (step := self.open_step("vetting")) is not None:
            step.case = self
            people = holders_now([step], on=timezone.localdate(at))[step.pk]
            notices.tell(people, "software_vendor_answered", case=self, step=step, at=at, key=f"event:{event.pk}")

    def after_deny(self, *, event, at, by, details) -> None:
        """SOFT-6, SOFT-9: only grounds about the resource change what the library and the registry say."""
        self.deny_in_library(details, by=by, at=at)
        software.end_vetting(self, at=at)
        if self.resource_id and details["ground"] in GROUNDS_ABOUT_THE_RESOURCE:
            self._registry_says_no(at=at)

    def _registry_says_no(self, *, at) -> None:
        """Unless it stays approved elsewhere in the district: the registry has one word for all of it."""
        entry = self.registry_entry
        if entry is not None and entry.status == entry.Status.APPROVED and self.resource.approval in IN_USE:
            return
        self.registry_before = entry.status if entry is not None else ""
        software.registry_says(self, "not-approved", at=at)

    def after_deny_unfunded(self, *, event, at, by, details) -> None:
        self.deny_in_library({"ground": Ground.NOT_FUNDED, "rationale": details.get("rationale")}, by=by, at=at)
        self.stop_order(event, by=by, at=at)

    # --- 7 to 11. Reviews, a replacement ------------------------------------------------------------------------------

    def after_approve_use(self, *, event, at, by, details) -> None:
        self.kept_conditions = plain(of_answer(details))
        details["conditions"] = self.kept_conditions  # the review keeps them too

    def after_find_sound(self, *, event, at, by, details) -> None:
        if self.state == self.State.INSTALLATION:
            software.list_setups(self)

    def after_replace(self, *, event, at, by, details) -> None:
        """SOFT-11: the library says why the first is not used; the replacement is vetted in a round of its own."""
        refused = {"ground": Ground.TECHNICAL, "rationale": details["rationale"]}
        self.deny_in_library(refused, by=by, at=at)
        software.end_vetting(self, at=at)
        software.take_replacement(self, details, by=by)
        self.enter_library(by=by, at=at)
        self.keep_what_was_asked(by=by, at=at)
        software.begin_vetting(self, at=at)

    # --- 12 to 16. Purchase, installation, publication ----------------------------------------------------------------

    def after_licences_stored(self, *, event, at, by, details) -> None:
        software.list_setups(self)

    after_nothing_to_store = after_licences_stored

    def after_publish(self, *, event, at, by, details) -> None:
        today, places = timezone.localdate(at), self.asked_places()
        self.approved_places.set(places)
        if self.vendor_id and not self.resource.vendor_id:
            library.edit_resource(resource=self.resource, by=by.user, at=at, vendor=self.vendor)
        months = int(setting("software_review_interval"))
        self.resource.review_interval = months
        self.resource.next_review_on = today + relativedelta(months=months)
        self.resource.save(update_fields=["review_interval", "next_review_on"])
        library.make_available(
            resource=self.resource,
            places=places,
            status=Approval.APPROVED,
            privacy=Privacy.AGREEMENT if self.student_data_shared else Privacy.NO_STUDENT_DATA,
            seats=self.seats,
            **terms(self.kept_conditions),
            case_number=self.number or "",
            by=by.user,
            by_name=by.shown_name,
            at=at,
        )
        software.registry_says(self, "approved", at=at)
        self._posted(details["posted_on"], by=by)

    def _posted(self, day, *, by) -> None:
        """SOFT-6, SOFT-16: by, on."""
        self.posted_on = day
        entry = self.registry_entry
        if entry is not None:
            entry.posted_on, entry.posted_by = day, by.user
            entry.save(update_fields=["posted_on", "posted_by"])

    def after_change(self, *, at) -> None:
        """SOFT-17: the agreements about what was approved are looked at every year from now on."""
        super().after_change(at=at)
        if self.state == self.State.COMPLETE:
            software.schedule_yearly(self, at=at)

    # --- at any time --------------------------------------------------------------------------------------------------

    def after_withdraw(self, *, event, at, by, details) -> None:
        self.forget_review(by=by, at=at)
        if event.source in {self.State.PURCHASING, self.State.LICENSING} and self.is_bought:
            self.stop_order(event, by=by, at=at)

    def after_back(self, *, event, at, by, details) -> None:
        if self.state == self.State.VETTING:
            software.resume_vetting(self)

    def after_reopen(self, *, event, at, by, details) -> None:
        self.resume_order()
        if self.state == self.State.VETTING:
            software.resume_vetting(self)
        if self.resource_id and event.source in {self.State.DENIED, self.State.WITHDRAWN}:
            self.library_says(Approval.IN_REVIEW, by=by, at=at, places=self.asked_places())
            software.registry_undecided(self, at=at)
