"""What the school-based machine asks about a request, and what its moves write elsewhere (document 000)."""

from datetime import date
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.district import setting
from accounts.roles import Role
from accounts.selectors import holders, holds_role
from catalog import services as library
from catalog.answers import Verdict, verdict_for
from catalog.models import GROUNDS_ABOUT_THE_RESOURCE, Approval, Privacy
from contracts.cover import not_covered
from requests_app import questions
from workflows import notices
from workflows.engine.record import plain
from workflows.engine.starting import keep_answers
from workflows.moves import Phase

APPROVED = {Approval.APPROVED, Approval.SETTING_UP}


def terms(conditions: dict) -> dict:
    """The conditions a decision keeps, as the library stores them (SOPS.md, "approve with conditions")."""
    until = conditions.get("until")
    return {
        "grades": conditions.get("grades") or [],
        "subjects": conditions.get("subjects") or [],
        "no_student_accounts": bool(conditions.get("no_student_accounts")),
        "until": date.fromisoformat(until) if isinstance(until, str) and until else until or None,
        "conditions": conditions.get("words") or "",
    }


class MicroRules(models.Model):
    """Facts and consequences. Kept apart from the columns, in the order of the machine."""

    class Meta:
        abstract = True

    # --- facts --------------------------------------------------------------------------------------------------------

    @cached_property
    def money(self):
        """The purchase record; made when it is first needed."""
        from requests_app.models import Purchase

        return Purchase.objects.filter(case_id=self.pk).first() or Purchase(case_id=self.pk)

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
        return any(holds_role(self.requester, role, self.place, on=today) for role in purse)

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
        usable = {Verdict.APPROVED, Verdict.CONDITIONS, Verdict.SETTING_UP}
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
            places=places or self.asked_places(),
            elements=self.elements(),
            on=on or timezone.localdate(),
        )

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
        return not self.other_funding and any(review.step.key == "principal" for review in self.denials())

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
        if self.state == self.State.DRAFT and self.open_step("support"):
            return _("The form is read-only until the principal has answered.")
        if self.state in {self.State.DRAFT, self.State.CHANGES_REQUESTED}:
            return ""
        return _("The request has been submitted.")

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

    # --- 2. and 5. support and funds ----------------------------------------------------------------------------------

    def after_review(self, *, step, review, at, by, details) -> None:
        if step.key in {"support", "principal"}:
            self._record_support(review.approves, details=details, by=by, at=at)
        if step.key == "purchase" and review.outcome == "ordered":
            self._record_order(details=details, by=by, at=at)

    def _record_support(self, said_yes: bool, *, details, by, at) -> None:
        money = self.money
        money.supported, money.supported_by, money.supported_at = said_yes, by.user, at
        if said_yes:
            money.support_amount = details["amount"]
            money.funding_source, money.budget_code = details["funding_source"], details["budget_code"]
        money.save()

    def _record_order(self, *, details, by, at) -> None:
        money = self.money
        money.po_number, money.po_date, money.po_amount = details["po_number"], details["po_date"], details["po_amount"]
        if details.get("agree_amount") and money.po_amount > (money.support_amount or 0):
            money.support_amount, money.supported_by, money.supported_at = money.po_amount, by.user, at
        money.ordered_by, money.ordered_at = by.user, at
        money.save()

    # --- 3. submit ----------------------------------------------------------------------------------------------------

    def after_submit(self, *, event, at, by, details) -> None:
        keep_answers(self, questions.snapshot(self), form_version=questions.FORM_VERSION, by=by.user, at=at)
        if self.needs_funds and self.requester_holds_purse and not self.money.supported:
            own = {"amount": self.amount, "funding_source": self.get_paid_by_display(), "budget_code": self.budget_code}
            self._record_support(True, details=own, by=by, at=at)
        if self.resource is None:
            self.resource = library.add_resource(
                name=self.title,
                kind=self.product_kind,
                website=self.website,
                vendor=None,
                approval=Approval.IN_REVIEW,
                by=by.user,
                at=at,
            )
        elif self.resource.approval == Approval.UNREVIEWED:
            self._library_says(Approval.IN_REVIEW, by=by, at=at)

    after_submit_addition = after_submit
    after_submit_school = after_submit
    after_resubmit = after_submit

    # --- 8. to 10. final review ---------------------------------------------------------------------------------------

    def after_approve(self, *, event, at, by, details) -> None:
        self.kept_conditions = plain(details.get("conditions") or {})
        self.other_funding = details.get("other_funding") or self.other_funding

    def after_deny(self, *, event, at, by, details) -> None:
        """MICRO-10: only grounds about the resource change what the library says, and only for the places decided."""
        if self.resource_id and details["ground"] in GROUNDS_ABOUT_THE_RESOURCE:
            library.set_status(
                resource=self.resource,
                approval=Approval.DENIED,
                privacy=Privacy.NOT_APPROVED if details["ground"] == "privacy" else None,
                ground=details["ground"],
                words=details.get("library_words") or details["rationale"],
                places=self.asked_places(),
                case_number=self.number or "",
                by=by.user,
                by_name=by.shown_name,
                at=at,
            )
        else:
            self._forget_review(by=by, at=at)
        if self.needs_funds and self.state != self.State.DRAFT and not self.money.po_number:
            self._stop_order(event, by=by, at=at)

    after_deny_contract = after_deny

    def _stop_order(self, event, *, by, at) -> None:
        """The principal is told to stop the order (MICRO-11)."""
        if event.source not in {self.State.SOPPA_REVIEW, self.State.WAITING_VENDOR}:
            return
        self.money.stopped_at = at
        self.money.save()
        owners = holders(self._purse_role(), self.place, on=timezone.localdate(at))
        notices.tell(owners, "stop_order", case=self, at=at, but=by.user, key=f"event:{event.pk}:stop")

    def _purse_role(self) -> str:
        return Role.PRINCIPAL if self.place.kind == "school" else Role.DEPARTMENT_ADMINISTRATOR

    # --- 11. to 13. contract, posting, integration --------------------------------------------------------------------

    def after_approve_contract(self, *, event, at, by, details) -> None:
        places = list(details["places"])
        self.approved_places.set(places)
        self.kept_conditions = plain(details.get("conditions") or {}) or self.kept_conditions
        self.other_funding = details.get("other_funding") or self.other_funding
        self._make_available(Approval.SETTING_UP, places, by=by, at=at)

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
        library.make_available(
            resource=self.resource,
            places=places,
            status=approval,
            privacy=Privacy.AGREEMENT if self.student_data_shared else Privacy.NO_STUDENT_DATA,
            seats=self.seats,
            **terms(self.kept_conditions),
            case_number=self.number or "",
            by=by.user,
            by_name=by.shown_name,
            at=at,
        )

    # --- at any time --------------------------------------------------------------------------------------------------

    def after_withdraw(self, *, event, at, by, details) -> None:
        self._forget_review(by=by, at=at)
        self._take_back_set_up(event.source, by=by, at=at)

    def after_back(self, *, event, at, by, details) -> None:
        self._take_back_set_up(event.source, by=by, at=at)

    def after_reopen(self, *, event, at, by, details) -> None:
        if self.money.pk and self.money.stopped_at:
            self.money.stopped_at = None
            self.money.save()
        if self.resource_id and event.source in {self.State.DENIED, self.State.WITHDRAWN}:
            self._library_says(Approval.IN_REVIEW, by=by, at=at, places=self.asked_places())

    def _take_back_set_up(self, source: str, *, by, at) -> None:
        """What final approval opened in the library is closed again when the case leaves it."""
        if source in {self.State.CONTRACT_POSTING, self.State.INTEGRATION} and not self.is_extension:
            self._library_says(Approval.IN_REVIEW, by=by, at=at, places=list(self.approved_places.all()))

    def _forget_review(self, *, by, at) -> None:
        """A resource that was only "being reviewed" for this request is unreviewed again."""
        if not self.resource_id or self.resource.approval != Approval.IN_REVIEW:
            return
        others = self.resource.cases.filter(kind=self.machine_kind, phase__in=[Phase.OPEN, Phase.WAITING])
        if not others.exclude(pk=self.pk).exists():
            self._library_says(Approval.UNREVIEWED, by=by, at=at)

    def _library_says(self, approval: str, *, by, at, places=()) -> None:
        library.set_status(
            resource=self.resource,
            approval=approval,
            privacy=None,
            ground="",
            words="",
            places=list(places),
            case_number=self.number or "",
            by=by.user,
            by_name=by.shown_name,
            at=at,
        )
