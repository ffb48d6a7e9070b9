"""What the page of a renewal and the panels of its steps show, each part read when a template first uses it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from django.utils import timezone

from accounts.models import User
from catalog.models import Availability, Resource
from contracts import renewals
from contracts.models import Breach, DataElement, Packet, Renewal
from contracts.schedule import cancel_by, renews_tacitly, term_on
from contracts.schedules import IN_USE
from contracts.standing import Standing, standing
from workflows.access import may_see
from workflows.models import Case


@dataclass(frozen=True)
class Used:
    """A product, where it may be used today, and the paid seats there."""

    product: Resource
    places: list[str]
    seats: int


class RenewalShown:
    """One renewal for one reader."""

    def __init__(self, renewal: Renewal, user: User, *, at: datetime):
        self.renewal, self.user, self.at = renewal, user, at
        self.agreement = renewal.contract
        self.today = timezone.localdate(at)

    @cached_property
    def standing(self) -> Standing:
        return standing(self.agreement, on=self.today)

    @cached_property
    def cancel_by(self) -> date | None:
        """Until when notice ends it with the term that is decided; None when it ends by itself anyway."""
        last = self.renewal.term_ends_on
        term = term_on(self.agreement.terms, last) if last else None
        tacit = term is not None and renews_tacitly(term, self.agreement.terms)
        return cancel_by(term, self.agreement.terms) if tacit else None

    @cached_property
    def notice_by(self) -> date | None:
        """Until when the vendor has to be told that it lapses."""
        last = self.renewal.term_ends_on
        if self.renewal.state != Renewal.State.LET_LAPSE or last is None or self.agreement.tacit_months is None:
            return None
        term = term_on(self.agreement.terms, last)
        return cancel_by(term, self.agreement.terms) if term else None

    # --- usage --------------------------------------------------------------------------------------------------------

    @cached_property
    def used(self) -> list[Used]:
        """Where each product is in use; two queries."""
        products = list(self.agreement.products.all())
        rows = Availability.objects.filter(resource__in=products, approval__in=IN_USE).select_related("place")
        found = {product.pk: Used(product, [], 0) for product in products}
        for row in rows.order_by("place__path"):
            known = found[row.resource_id]
            found[row.resource_id] = Used(
                known.product, [*known.places, str(row.place)], known.seats + (row.seats or 0)
            )
        return list(found.values())

    @cached_property
    def requests(self) -> list[Case]:
        return renewals.requests_for(self.agreement)

    # --- safeguards ---------------------------------------------------------------------------------------------------

    @cached_property
    def elements(self) -> list[tuple[DataElement, bool]]:
        return renewals.elements_beside(self.agreement)

    @cached_property
    def listed(self) -> list[DataElement]:
        """What the agreement lists and no request was found to use."""
        found = {element.pk for element, _agreed in self.elements}
        return [element for element in self.agreement.elements.all() if element.pk not in found]

    @cached_property
    def breaches(self) -> list[tuple[Breach, bool]]:
        """Breaches under this agreement that this reader may know of, or everybody; and whether they may open it."""
        rows = Breach.objects.filter(contract=self.agreement).order_by("-known_on").select_related("place")
        known = [(breach, may_see(self.user, breach, at=self.at)) for breach in rows]
        return [(breach, opens) for breach, opens in known if opens or breach.posted_on]

    @cached_property
    def lost(self) -> str:
        return renewals.safeguards_lost(self.renewal)

    # --- what came of it ----------------------------------------------------------------------------------------------

    @cached_property
    def packets(self) -> list[Packet]:
        return list(Packet.objects.filter(opened_from=self.renewal.pk).order_by("-pk"))


def shown(renewal: Renewal, user: User, *, at: datetime) -> RenewalShown:
    return RenewalShown(renewal, user, at=at)
