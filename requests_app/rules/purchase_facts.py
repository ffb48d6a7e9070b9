"""What the machines ask about a purchase, whatever the procedure (X-14)."""

from datetime import date
from decimal import Decimal

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.district import setting
from accounts.roles import Role
from workflows.machines.purchasing import order_complete
from workflows.moves import Phase


class PurchaseFacts(models.Model):
    """Facts of `workflows.machines.purchasing.Purchasing`; amounts are in the district's currency."""

    class Meta:
        abstract = True

    # Names another source of funds when the budget owner said no (MICRO-8).
    funded_otherwise = ""
    # May the order be placed yet, as far as the procedure goes?
    order_released = True

    @cached_property
    def money(self):
        """The purchase record; made when it is first needed."""
        from requests_app.models import Purchase

        return getattr(self, "purchase", None) or Purchase(case_id=self.pk)

    @property
    def is_bought(self) -> bool:
        """Does it cost the district anything? Then it has a purchase record from the day it is submitted."""
        return True

    @property
    def purse_role(self) -> str:
        """The budget owner: the principal of a school, a department's own administrator there (MICRO-5)."""
        return Role.PRINCIPAL if self.place.kind == "school" else Role.DEPARTMENT_ADMINISTRATOR

    @property
    def order_role(self) -> str:
        """Who places the order: the role of the stage at which it is recorded (MICRO-9, EQUIP-6)."""
        return next(self.role_for(stage) for stage in self.stages if stage.key in self.orders_at)

    # --- how much -----------------------------------------------------------------------------------------------------

    @property
    def whole_term_amount(self) -> Decimal | None:
        """What all years come to: the chosen quote, else what was entered, else what was asked for."""
        if self.money.whole_term is not None:
            return self.money.whole_term
        return self.amount

    @property
    def approved_limit(self) -> Decimal:
        """What an order may come to: the approved amount and the district's tolerance in per cent."""
        approved = self.money.support_amount or Decimal(0)
        return approved * (100 + Decimal(setting("quote_tolerance"))) / 100

    @property
    def is_over_approved(self) -> bool:
        """The amount as it is known now is over what the budget owner said yes to."""
        yes = self.money.supported and not self.money.po_number
        return bool(yes) and (self.whole_term_amount or Decimal(0)) > self.approved_limit

    # --- thresholds, on the whole-term amount -------------------------------------------------------------------------

    def quotes_needed(self) -> int:
        """How many quotes the district wants for this amount; 0 below its threshold."""
        reached = (self.whole_term_amount or Decimal(0)) >= setting("quotes_from")
        return int(setting("quotes_number")) if reached else 0

    def quotes_missing(self) -> str:
        """Why more quotes are needed first, or an empty text."""
        needed = self.quotes_needed()
        left = needed - (self.money.quotes.count() if needed and self.money.pk else 0)
        if left <= 0:
            return ""
        words = ngettext(
            "An amount like this needs %(needed)d quotes: %(left)d is missing.",
            "An amount like this needs %(needed)d quotes: %(left)d are missing.",
            left,
        )
        return words % {"needed": needed, "left": left}

    def needs_board(self) -> bool:
        """Does the Board decide on this amount?"""
        return (self.whole_term_amount or Decimal(0)) >= setting("board_threshold")

    def is_district_purchase(self) -> bool:
        """Is this amount bought by the procedure for the whole district (document 001)?"""
        limit = Decimal(setting("district_purchase_threshold"))
        return bool(limit) and (self.whole_term_amount or Decimal(0)) >= limit

    def quote_barred(self, quote) -> str:
        """Why this quote may not be the one that is ordered, or an empty text."""
        return ""

    # --- funds, order -------------------------------------------------------------------------------------------------

    @property
    def funds_agreed(self) -> bool:
        """The budget owner said yes for a code, or another source is recorded."""
        return bool(self.money.supported or self.funded_otherwise)

    @property
    def order_is_due(self) -> bool:
        return self.is_bought and not self.money.po_number and not self.money.stopped_at

    def order_refused(self, amount: Decimal, *, agreed: bool) -> str:
        """No order before its release, without the budget owner's yes, or over what was approved (X-14)."""
        if self.money.stopped_at:
            return _("The request was denied: do not order.")
        if not self.order_released:
            return _("Wait: the order may be released after the contract is verified.")
        if not self.funds_agreed:
            return _("The budget owner has not said yes.")
        if missing := self.quotes_missing():
            return missing
        if (amount > self.approved_limit or self.is_over_approved) and not agreed:
            return _("This is over the approved amount: the budget owner must agree to it.")
        return ""

    def outcome_refused(self, stage, outcome: str) -> str:
        """Whatever it costs, the order may not be placed yet."""
        if order_complete in stage.needs and outcome == "ordered":
            return self.order_refused(Decimal(0), agreed=True)
        return super().outcome_refused(stage, outcome)

    def known_answer(self, name: str):
        """Funds and order are asked for with what the purchase says already."""
        money = self.money
        known = {
            "amount": money.whole_term or money.support_amount,
            "funding_source": money.funding_source,
            "budget_code": money.budget_code,
            "po_amount": money.support_amount,
        }
        return known.get(name) or super().known_answer(name)

    # --- how it stands, for the lists ---------------------------------------------------------------------------------

    def purchase_standing(self) -> str:
        """Where the purchase is, one of `Purchase.Standing`."""
        money, standing = self.money, self.money.Standing
        if money.received_on:
            return standing.RECEIVED
        if money.po_number:
            return standing.ORDERED
        if not self.is_bought:
            return standing.STOPPED
        called_off = self.phase in {Phase.REFUSED, Phase.WITHDRAWN}
        if money.stopped_at or called_off or (self.phase == Phase.DONE and not self.funds_agreed):
            return standing.STOPPED
        if self.funds_agreed and not self.is_over_approved:
            return standing.ORDER if self.order_is_asked_for() else standing.AGREED
        return standing.NO_FUNDS if money.supported is False else standing.FUNDS

    def order_is_asked_for(self) -> bool:
        """Is somebody to place the order now?"""
        return any(step.key in self.orders_at for step in self.open_steps())

    def purchase_counts_on(self) -> date:
        """The day by which the purchase is sorted and counted: its first day, the order's, else when it was asked."""
        asked = self.submitted_at or self.created_at
        return self.money.starts_on or self.money.po_date or timezone.localdate(asked)
