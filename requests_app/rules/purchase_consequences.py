"""What answers about funds, order and receipt write on the purchase, whatever the procedure (X-14)."""

from django.db import models
from django.utils import timezone

from accounts.selectors import holders
from requests_app.rules import purchase_terms as terms
from workflows import notices
from workflows.machines.purchasing import funds_named, order_complete, receipt_dated
from workflows.selectors import holders_now


class PurchaseConsequences(models.Model):
    """Each runs in the transaction of what causes it. A child that overrides `after_review` calls this one."""

    class Meta:
        abstract = True

    def after_review(self, *, step, review, at, by, details) -> None:
        """An answer records what its stage needs."""
        needs, said = step.stage.needs, {"details": details, "by": by, "at": at}
        if funds_named in needs and review.approves:
            self.record_support(**said)
        elif funds_named in needs or (order_complete in needs and review.outcome == "no-funds"):
            self.record_no_funds(by=by, at=at)
        elif order_complete in needs:
            self.record_order(**said)
        elif receipt_dated in needs:
            self.record_receipt(**said)

    def record_support(self, *, details, by, at) -> None:
        """The budget owner's yes: `amount`, `funding_source`, `budget_code`."""
        money = self.money
        money.supported, money.supported_by, money.supported_at = True, by.user, at
        money.support_amount = details["amount"]
        money.funding_source, money.budget_code = details["funding_source"], details["budget_code"]
        money.save()

    def record_no_funds(self, *, by, at) -> None:
        """The budget owner's no, or that of whoever was to order."""
        money = self.money
        money.supported, money.supported_by, money.supported_at = False, by.user, at
        money.save()

    def record_order(self, *, details, by, at) -> None:
        """The order: `po_number`, `po_date`, `po_amount`; with `agree_amount` the owner's yes to that amount."""
        money = self.money
        money.po_number, money.po_date, money.po_amount = details["po_number"], details["po_date"], details["po_amount"]
        agreed = max(money.po_amount, money.whole_term or 0)
        if details.get("agree_amount") and agreed > (money.support_amount or 0):
            money.support_amount, money.supported_by, money.supported_at = agreed, by.user, at
        money.ordered_by, money.ordered_at = by.user, at
        money.starts_on = money.starts_on or money.po_date
        money.save()
        planned = [year.amount for year in money.year_amounts.all()]
        money.set_years(terms.as_ordered(planned, money.po_amount, years=money.years))

    def forget_order(self) -> None:
        """It will not come: order, receipt and first day are off the record; the years cost what was planned, undated.

        What they were stands in the history.
        """
        money = self.money
        if money.starts_on == money.po_date:
            money.starts_on = None
        money.received_on, money.received_by = None, None
        money.po_number, money.po_date, money.po_amount, money.ordered_by, money.ordered_at = "", None, None, None, None
        money.save()
        planned = [year.amount for year in money.year_amounts.all()] if money.whole_term is not None else []
        money.set_years(planned and terms.as_ordered(planned, money.whole_term, years=money.years))

    def record_receipt(self, *, details, by, at) -> None:
        """All of it came, on `received_on`; where things come in parts, once the last is there."""
        money = self.money
        money.received_on, money.received_by = details["received_on"], by.user
        money.save()

    def stop_order(self, event, *, by, at) -> None:
        """Whoever was told to order is told to stop (MICRO-11)."""
        self.money.stopped_at = at
        self.money.save()
        buyers = holders(self.order_role, self.place, on=timezone.localdate(at))
        notices.tell(buyers, "stop_order", case=self, at=at, but=by.user, key=f"event:{event.pk}:stop")

    def resume_order(self) -> None:
        """Reopened: it may be ordered again."""
        if self.money.pk and self.money.stopped_at:
            self.money.stopped_at = None
            self.money.save()

    def after_change(self, *, at) -> None:
        """The lists of purchases read one table: it is kept up to date with the case."""
        super().after_change(at=at)
        money = self.money
        if money.pk is None and (not self.is_bought or self.submitted_at is None):
            return
        self._tell_of_higher_amount(at=at)
        money.keep(
            standing=self.purchase_standing(),
            amount=money.po_amount if money.po_number else self.whole_term_amount,
            counts_on=self.purchase_counts_on(),
        )

    def _tell_of_higher_amount(self, *, at) -> None:
        """X-14: where the budget owner orders, they agree to more than was approved as they do; told once an amount."""
        if not self.is_over_approved:
            return
        asked = [step for step in self.open_steps() if "agree_amount" in step.stage.asks]
        for step in asked:
            step.case = self
        people = holders_now(asked, on=timezone.localdate(at)) if asked else {}
        for step in asked:
            key = f"step:{step.pk}:over:{self.whole_term_amount}"
            notices.tell(people[step.pk], "quote_over_approved", case=self, step=step, at=at, key=key)
