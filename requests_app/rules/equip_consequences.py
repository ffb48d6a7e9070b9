"""What the moves of a request for equipment write elsewhere (document 002)."""

from django.utils import timezone

from accounts.selectors import holders
from requests_app.rules.purchase_consequences import PurchaseConsequences
from workflows import clocks, notices
from workflows.errors import Invalid
from workflows.machines.equip import RECEIPT


class EquipmentConsequences(PurchaseConsequences):
    """Consequences, in the order of the machine; each runs in the move's own transaction."""

    class Meta(PurchaseConsequences.Meta):
        abstract = True

    def keep_rows(self, rows: dict[str, list]) -> dict[str, list[str]]:
        """The items as they are now: lines that stay keep their row (units point to it)."""
        from requests_app.models import EquipmentItem

        before = self.questionnaire.said(self, "items")
        kept = list(self.items.all())
        wanted = rows["items"]
        for item, line in zip(kept, wanted, strict=False):
            for name, value in line.items():
                setattr(item, name, value)
            item.save()
        for item in kept[len(wanted) :]:
            item.delete()
        EquipmentItem.objects.bulk_create(EquipmentItem(case=self, **line) for line in wanted[len(kept) :])
        self.__dict__.get("_prefetched_objects_cache", {}).pop("items", None)
        return {"items": [before, self.questionnaire.said(self, "items")]}

    # --- 1. and 2. submission, review ---------------------------------------------------------------------------------

    def after_submit(self, *, event, at, by, details) -> None:
        """Routed at once (EQUIP-2); when it is submitted again it goes back to whoever had it."""
        from requests_app.routing import route

        self.keep_what_was_asked(by=by, at=at)
        if not self.routed_role:
            found = route({item.category for item in self.items.all()}, self.destination, but=self.requester, at=at)
            self.routed_role, self.routed_to = found.role, found.person

    after_resubmit = after_submit

    def arrived_from(self, other, *, by, at) -> None:
        """X-13: what an app was wanted for is what equipment is wanted for."""
        self.problem = self.problem or getattr(other, "need", "") or getattr(other, "purpose", "")
        self.goes_to = self.goes_to or self.place

    def after_forward_to_supervisor(self, *, event, at, by, details) -> None:
        self.feasible, self.aligned = details["feasible"], details["aligned"]
        self.impact_found = details.get("impact_found") or ""
        self.amount = details["estimate"]
        self._now_with(by)

    def after_meet_without_buying(self, *, event, at, by, details) -> None:
        self.met_by = details["met_by"]
        self._now_with(by)
        self._give_to_technician(details, at=at)

    def _now_with(self, by) -> None:
        """Whoever reviews it looks after it from then on, whomever it was routed to."""
        if by.user is not None:
            self.routed_to = by.user

    # --- the supervisor -----------------------------------------------------------------------------------------------

    def after_approve(self, *, event, at, by, details) -> None:
        """The yes to the estimate, told to the technology department as well (EQUIP-4, X-14)."""
        self.urgency_found = details.get("urgency_found") or self.urgency_found
        money = self.money
        said = {"amount": self.estimate, "funding_source": money.funding_source, "budget_code": money.budget_code}
        self.record_support(details=said, by=by, at=at)
        self._tell_department(event, by=by, at=at)

    def after_deny(self, *, event, at, by, details) -> None:
        """EQUIP-9, and EQUIP-4 where the supervisor denies it."""
        self._offer(details)
        if event.source == self.State.SUPERVISOR:
            self._tell_department(event, by=by, at=at)

    def _offer(self, details) -> None:
        """What would do instead, a row each (EQUIP-9)."""
        from requests_app.models import EquipmentAlternative as Row

        self.offered.all().delete()
        lines = [" ".join(line.split())[:300] for line in (details.get("alternatives") or "").splitlines()]
        rows = [Row(case=self, words=line) for line in lines if line]
        if resource := details.get("alternative_resource"):
            rows.append(Row(case=self, resource=resource))
        if asset := details.get("alternative_asset"):
            rows.append(Row(case=self, asset=asset))
        Row.objects.bulk_create(rows)

    def _tell_department(self, event, *, by, at) -> None:
        """Whoever reviewed it; the whole team where they have left."""
        person = self._present(self.routed_to)
        team = [person] if person else holders(self.routed_role, self.place, on=timezone.localdate(at))
        key, context = f"event:{event.pk}:department", {"event": event.pk, "outcome": event.name}
        notices.tell(team, "equipment_decided", case=self, at=at, but=by.user, key=key, context=context)

    # --- 3. quotes, funds, order --------------------------------------------------------------------------------------

    def after_ask_again(self, *, event, at, by, details) -> None:
        """The supervisor is asked about what it costs by the quote."""
        self.amount, self.money.supported = self.chosen_quote.amount, None
        self.money.save()

    def after_place_order(self, *, event, at, by, details) -> None:
        self.money.funding_source, self.money.budget_code = details["funding_source"], details["budget_code"]
        self.record_order(details=details, by=by, at=at)

    def after_no_funds(self, *, event, at, by, details) -> None:
        self.record_no_funds(by=by, at=at)

    def after_order_failed(self, *, event, at, by, details) -> None:
        self.forget_order()

    # --- inventory, deployment, receipt -------------------------------------------------------------------------------

    def after_all_in(self, *, event, at, by, details) -> None:
        last = self.deliveries.last()
        self.record_receipt(details={"received_on": last.arrived_on if last else timezone.localdate(at)}, by=by, at=at)
        self._give_to_technician(details, at=at)

    def after_cancel_rest(self, *, event, at, by, details) -> None:
        for item in self.items.all():
            item.cancelled = item.quantity - min(item.quantity, item.units.count())
            item.save(update_fields=["cancelled"])
        self.after_all_in(event=event, at=at, by=by, details=details)

    def _give_to_technician(self, details, *, at) -> None:
        """Whoever was named; else the technician there with the least to do (EQUIP-8). Invalid for anybody else."""
        from requests_app.routing import least_loaded

        named = details.get("technician")
        if reason := self.not_a_technician(named):
            raise Invalid({"technician": reason})
        self.technician = named or least_loaded(self.technicians, but=self.requester)

    def after_not_met(self, *, event, at, by, details) -> None:
        """No unit is kept for it, and how it is met is open again."""
        self.met_by = ""
        self.units.all().delete()
        self.forget_units()

    def after_deployed(self, *, event, at, by, details) -> None:
        if by.user is not None:
            self.technician = by.user
        self.closes_on = clocks.due_after(at, RECEIPT.term)

    def after_confirm(self, *, event, at, by, details) -> None:
        self.closes_on = None

    after_not_received = after_confirm
    after_close_unanswered = after_confirm

    # --- at any time --------------------------------------------------------------------------------------------------

    def after_back(self, *, event, at, by, details) -> None:
        """Back before the supervisor's yes there is none."""
        if self.state in {self.State.REVIEW, self.State.SUPERVISOR} and self.money.pk:
            self.money.supported = None
            self.money.save()

    def after_withdraw(self, *, event, at, by, details) -> None:
        if event.source == self.State.FUNDING:
            self.stop_order(event, by=by, at=at)

    def after_reopen(self, *, event, at, by, details) -> None:
        self.resume_order()
        if self.state == self.State.RECEIPT:
            self.closes_on = clocks.due_after(at, RECEIPT.term)
