"""What the moves of a district purchase write elsewhere (document 001)."""

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from accounts.district import setting
from accounts.roles import Role
from accounts.selectors import holders
from catalog import services as library
from catalog.models import Approval, Ground, Privacy
from contracts import cover, renewals
from requests_app import check_ins
from requests_app.conditions import of_answer
from requests_app.rules.product_consequences import ProductConsequences, terms
from workflows import notices
from workflows.engine.record import plain
from workflows.errors import Unmet
from workflows.machines.macro_stages import CHECKS, COMMITTEE, SPONSORSHIP
from workflows.selectors import holders_now


class DistrictConsequences(ProductConsequences):
    """Consequences, in the order of the machine; each runs in the move's own transaction."""

    class Meta(ProductConsequences.Meta):
        abstract = True

    @property
    def _checklist(self):
        from requests_app import coordination  # it reads the models

        return coordination

    def after_review(self, *, step, review, at, by, details) -> None:
        super().after_review(step=step, review=review, at=at, by=by, details=details)
        if step.key == SPONSORSHIP.key and review.approves:
            self.sponsored_by, self.sponsored_at = by.user, at
        elif step.key == COMMITTEE.key:
            if reason := self.scores_lack([by.user, review.on_behalf_of, step.person]):
                raise Unmet(reason)
        elif about := next((about for about, check in CHECKS.items() if check.key == step.key), None):
            self._record_check_in(about, details, by=by, at=at)

    # --- 1. Needs assessment ------------------------------------------------------------------------------------------

    def after_cancel_ask(self, *, event, at, by, details) -> None:
        self.sponsored_by, self.sponsored_at = None, None

    def after_submit(self, *, event, at, by, details) -> None:
        if self.sponsored_at is None:  # their own: the school or department is theirs to speak for
            self.sponsored_by, self.sponsored_at = by.user, at
        self.keep_what_was_asked(by=by, at=at)

    def arrived_from(self, other, *, by, at) -> None:
        """X-13: what was wanted before is the need; a purpose stays one."""
        self.need = self.need or getattr(other, "problem", "")

    def left_for(self, other, *, by, at) -> None:
        """X-13: no sponsor is asked any more."""
        super().left_for(other, by=by, at=at)
        self.sponsored_by, self.sponsored_at = None, None

    # --- 2. Vendors ---------------------------------------------------------------------------------------------------

    def after_vendor_answered(self, *, event, at, by, details) -> None:
        """MACRO-2b: told even where the step is open already."""
        if (step := self.open_step("compliance")) is not None:
            step.case = self
            people = holders_now([step], on=timezone.localdate(at))[step.pk]
            notices.tell(people, "district_vendor_answered", case=self, step=step, at=at, key=f"event:{event.pk}")

    # --- 4. Choice ----------------------------------------------------------------------------------------------------

    def after_choose_candidate(self, *, event, at, by, details) -> None:
        """MACRO-4: it goes to the gate with what was found of it; its quote is what will be ordered."""
        from requests_app.purchases import take_quote

        candidate = details["candidate"]
        candidate.standing = candidate.Standing.CHOSEN
        candidate.save(update_fields=["standing"])
        self.forget_candidates()
        quote = details.get("quote") or candidate.quotes.filter(amount__isnull=False).first()
        take_quote(self, quote.pk)
        self.resource, self.vendor = candidate.resource, candidate.vendor
        self._into_library(candidate, by=by, at=at)

    def _into_library(self, candidate, *, by, at) -> None:
        """What may be bought stands in the library as being reviewed, unless something is known of it already."""
        if self.resource is None:
            self.resource = library.add_resource(
                name=candidate.name,
                website=candidate.website,
                vendor=candidate.vendor,
                approval=Approval.IN_REVIEW,
                by=by.user,
                at=at,
            )
            candidate.resource = self.resource
            candidate.save(update_fields=["resource"])
        elif self.resource.approval == Approval.UNREVIEWED:
            self.library_says(Approval.IN_REVIEW, by=by, at=at)

    def _no_longer_chosen(self, *, standing: str = "considered", because: str = "", by, at) -> None:
        """Back among the candidates, or ruled out; nothing is to be ordered of it."""
        candidate = self.chosen
        if candidate is not None:
            candidate.standing = standing
            if standing == "ruled-out":
                candidate.ruled_out_because, candidate.ruled_out_by, candidate.ruled_out_at = because, by.user, at
            candidate.save()
        self.forget_candidates()
        self._checklist.begin_anew(self)
        money = self.money
        if money.pk:
            money.quotes.filter(chosen=True).update(chosen=False)
            money.whole_term, money.years = None, 1
            money.save(update_fields=["whole_term", "years"])
            money.year_amounts.all().delete()
        self.resource, self.vendor, self.student_data_found, self.kept_conditions = None, None, None, {}
        self.elements_found.clear()

    # --- 5. The gate, the Board, purchase and coordination ------------------------------------------------------------

    def after_pass_gate(self, *, event, at, by, details) -> None:
        """MACRO-5: what was found of the one that is bought holds from now on."""
        self.student_data_found = bool(self.chosen.data_shared)
        self.elements_found.set(self.chosen.elements.all() if self.student_data_found else [])
        self.approved_places.set(self.asked_places())
        self.kept_conditions = plain(of_answer(details))
        details["conditions"] = self.kept_conditions  # the review keeps them too
        self._rest_on_agreements(at=at)
        if self.state == self.State.PURCHASING:
            self._checklist.begin(self)

    def _rest_on_agreements(self, *, at) -> None:
        """The agreements that cover it (105 ILCS 85)."""
        if not self.student_data_found:
            return
        today = timezone.localdate(at)
        use = cover.Use(self.resource, tuple(self.asked_places()), tuple(self.elements_found.all()), today)
        covering = [each for each in cover.in_force(self.resource, on=today) if not cover.gaps(each, use)]
        self.agreements.add(*covering)

    def after_fail_gate(self, *, event, at, by, details) -> None:
        """MACRO-5: the library says why it can't be used; the others are evaluated anew."""
        self.deny_in_library(details, by=by, at=at)
        self._no_longer_chosen(standing="ruled-out", because=details["rationale"], by=by, at=at)

    def after_deny(self, *, event, at, by, details) -> None:
        self.deny_in_library(details, by=by, at=at)

    def after_board_approves(self, *, event, at, by, details) -> None:
        self.board_met_on = details["meeting_on"]
        self._checklist.begin(self)

    def after_board_refuses(self, *, event, at, by, details) -> None:
        self.board_met_on = details["meeting_on"]
        self.forget_review(by=by, at=at)

    def after_deny_unfunded(self, *, event, at, by, details) -> None:
        self.deny_in_library({"ground": Ground.NOT_FUNDED, "rationale": details.get("rationale")}, by=by, at=at)
        self.stop_order(event, by=by, at=at)

    def after_finish_coordination(self, *, event, at, by, details) -> None:
        self.rollout_on = details["rollout_on"]

    # --- 6 and 7. Library, contract documentation ---------------------------------------------------------------------

    def after_post_contract(self, *, event, at, by, details) -> None:
        """MACRO-6, MACRO-7: teachers see it, with the day from which it is rolled out; it is looked at again."""
        months = int(details.get("review_interval") or setting("review_interval"))
        self.resource.review_interval = months
        self.resource.next_review_on = timezone.localdate(at) + relativedelta(months=months)
        self.resource.save(update_fields=["review_interval", "next_review_on"])
        if self.vendor_id and not self.resource.vendor_id:
            library.edit_resource(resource=self.resource, by=by.user, at=at, vendor=self.vendor)
        self._make_available(Approval.SETTING_UP, by=by, at=at)

    def _make_available(self, approval: str, *, by, at) -> None:
        library.make_available(
            resource=self.resource,
            places=list(self.approved_places.all()),
            status=approval,
            privacy=Privacy.AGREEMENT if self.student_data_shared else Privacy.NO_STUDENT_DATA,
            **terms(self.kept_conditions),
            rollout_on=self.rollout_on if approval == Approval.SETTING_UP else None,
            case_number=self.number or "",
            by=by.user,
            by_name=by.shown_name,
            at=at,
        )

    # --- 8 to 10. Plan, check-ins, next steps -------------------------------------------------------------------------

    def after_finish_plan(self, *, event, at, by, details) -> None:
        """MACRO-9, MACRO-10: it may be used now; each measure is looked at on its days."""
        self._make_available(Approval.APPROVED, by=by, at=at)
        check_ins.make(self, at=at)

    def _record_check_in(self, about: str, details, *, by, at) -> None:
        row = self.check_in_due(about)
        if row is None:
            raise Unmet(check_ins.NOTHING_DUE)
        row.figure, row.note = details.get("figure"), details.get("note") or ""
        row.recorded_on, row.recorded_by = timezone.localdate(at), by.user
        row.save()

    def after_decide_next_steps(self, *, event, at, by, details) -> None:
        self.next_step = details["next_step"]
        if self.next_step == self.NextStep.RETIRE:
            self._retire(event, by=by, at=at)

    def _retire(self, event, *, by, at) -> None:
        """MACRO-10: the Director of Information Technology is told, and decides on the agreements it rests on."""
        directors = holders(Role.IT_DIRECTOR, self.place, on=timezone.localdate(at))
        told = {"case": self, "at": at, "but": by.user, "context": {"event": event.pk}}
        notices.tell(directors, "district_retired", key=f"event:{event.pk}:retired", **told)
        for agreement in self.agreements.order_by("pk"):
            renewals.open_now(agreement, opened_from=self, at=at)

    def after_change(self, *, at) -> None:
        """MACRO-5: the lines of the checklist that mark themselves."""
        super().after_change(at=at)
        if self.state == self.State.PURCHASING:
            self._checklist.bring_up_to_date(self)

    # --- at any time --------------------------------------------------------------------------------------------------

    def after_withdraw(self, *, event, at, by, details) -> None:
        self.forget_review(by=by, at=at)
        if event.source == self.State.PURCHASING:
            self.stop_order(event, by=by, at=at)

    def after_back(self, *, event, at, by, details) -> None:
        if self.state == self.State.EVALUATION:
            self.forget_review(by=by, at=at)
            self._no_longer_chosen(by=by, at=at)

    def after_reopen(self, *, event, at, by, details) -> None:
        self.resume_order()
        if self.resource_id and event.source in {self.State.DENIED, self.State.WITHDRAWN}:
            self.library_says(Approval.IN_REVIEW, by=by, at=at, places=self.asked_places())
