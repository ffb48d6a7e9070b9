"""Bringing a request for equipment to where a test begins, through the services and the engine."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from accounts.roles import Role
from assets import services as assets
from assets.models import Asset
from requests_app import equipment, services
from requests_app.models import EquipmentRequest
from tests.paths import pdf
from workflows import engine
from workflows.actors import Actor
from workflows.models import Case, Urgency

ANSWERS = {
    "title": "Laptops for room 204",
    "problem": "Ours no longer start.",
    "impact": "Thirty students cannot write.",
    "priority": Urgency.HIGH,
    "specifications": "With a camera.",
    "room": "204",
}
ITEMS = [
    {"category": "laptop", "words": "Chromebook 14 inch", "quantity": 3},
    {"category": "display", "words": "", "quantity": 1},
]
FOUND = {"feasible": "yes", "aligned": "yes", "estimate": Decimal("1500.00")}
ACCOUNT = {"funding_source": "Technology levy", "budget_code": "10-2225-540"}
WHY = {"rationale": "Because it is so."}


def order(amount: str = "1450.00") -> dict:
    today = timezone.localdate()
    return ACCOUNT | {"po_number": "PO-77", "po_date": today, "po_amount": Decimal(amount)}


class EquipPath:
    """A request for equipment and the people who bring it on; each method returns it as it then stands.

    `to("funding")` and so on make the shortest way to a state; `bought=False` where it is met from stock.
    """

    def __init__(self, cast, *, requester=None, at: datetime | None = None, items=None, **columns):
        self.cast, self.at = cast, at or timezone.now()
        self.requester = requester or cast.teacher
        self.case = equipment.begin(by=self.requester, at=self.at)
        said = ANSWERS | {"items": ITEMS if items is None else items} | columns
        services.save_answers(self.case, said, by=self.requester, at=self.at)

    @property
    def fresh(self) -> EquipmentRequest:
        return Case.objects.get(pk=self.case.pk).child

    def step(self, key: str):
        return self.fresh.open_step(key)

    def holder(self, key: str):
        """Somebody who may answer an open step."""
        step = self.step(key)
        if step.named_person:
            return step.named_person
        by_role = {Role.TECHNOLOGY: "technology", Role.TECHNICIAN: "technician", Role.PRINCIPAL: "principal"}
        return self.cast.person(by_role.get(step.role, step.role))

    def do(self, move: str, person, **details) -> EquipmentRequest:
        by = person if isinstance(person, Actor) else Actor(person)
        engine.perform(self.case.pk, move, by=by, at=details.pop("at", self.at), **details)
        return self.fresh

    # --- the way ------------------------------------------------------------------------------------------------------

    def drafted(self) -> EquipmentRequest:
        return self.fresh

    def submitted(self) -> EquipmentRequest:
        return self.do("submit", self.requester)

    def returned(self) -> EquipmentRequest:
        self.submitted()
        return self.do("return_for_changes", self.holder("equip-review"), rationale="Which room?")

    def forwarded(self, **more) -> EquipmentRequest:
        self.submitted()
        return self.do("forward_to_supervisor", self.holder("equip-review"), **(FOUND | more))

    def approved(self) -> EquipmentRequest:
        self.forwarded()
        return self.do("approve", self.holder("equip-supervisor"), urgency_found=Urgency.HIGH)

    def quote(self, amount: str = "1450.00", *, vendor: str = "Data House", take: bool = True) -> EquipmentRequest:
        step = self.step("equip-quotes")
        equipment.add_quote(
            self.fresh,
            pdf(f"{vendor}.pdf"),
            step=step.pk,
            vendor_name=vendor,
            amount=Decimal(amount),
            take=take,
            by=self.holder("equip-quotes"),
            at=self.at,
        )
        return self.fresh

    def quoted(self, amount: str = "1450.00") -> EquipmentRequest:
        self.approved()
        return self.quote(amount)

    def to_fund(self) -> EquipmentRequest:
        self.quoted()
        return self.do("send_for_funds", self.holder("equip-quotes"))

    def ordered(self) -> EquipmentRequest:
        self.to_fund()
        return self.do("place_order", self.cast.business_office, **order())

    def arriving(self) -> EquipmentRequest:
        self.ordered()
        return self.do("arrived", self.holder("equip-arrival"))

    def delivery(self, line: int = 0, count: int | None = None, **more) -> EquipmentRequest:
        """So many units of one line arrive; all that are awaited unless said otherwise."""
        case = self.fresh
        item = list(case.items.all())[line]
        count = item.quantity - item.units.count() if count is None else count
        first = Asset.objects.count() + 1
        units = more.pop("units", [{"serial": f"SN{first + n:04d}", "tag": ""} for n in range(count)])
        said = {"arrived_on": timezone.localdate(), "name": "Chromebook 514", "manufacturer": "Acer"} | more
        said |= {"cost": Decimal("420.00"), "warranty_until": date(2030, 1, 31)}
        equipment.record_delivery(
            case,
            step=self.step("equip-inventory").pk,
            item=item,
            units=units,
            by=self.holder("equip-inventory"),
            at=self.at,
            **said,
        )
        return self.fresh

    def in_part(self) -> EquipmentRequest:
        """Two of three laptops have come."""
        self.arriving()
        return self.delivery(0, 2)

    def all_here(self) -> EquipmentRequest:
        self.arriving()
        self.delivery(0)
        return self.delivery(1)

    def to_deploy(self) -> EquipmentRequest:
        self.all_here()
        return self.do("all_in", self.holder("equip-inventory"))

    def from_stock(self, met_by: str = "stock") -> EquipmentRequest:
        self.submitted()
        return self.do("meet_without_buying", self.holder("equip-review"), met_by=met_by)

    def in_stock(self, **more) -> Asset:
        """A unit that the district has."""
        unit = {"name": "Chromebook 511", "category": "laptop", "place": self.cast.district} | more
        return assets.register([unit], case=None, by=self.cast.technology, at=self.at)[0]

    def listed(self) -> EquipmentRequest:
        """Met from stock, and the unit is on the technician's list."""
        self.from_stock()
        asset, step = self.in_stock(), self.step("equip-deployment")
        by = self.holder("equip-deployment")
        equipment.take_from_stock(self.fresh, asset, step=step.pk, by=by, at=self.at)
        return self.fresh

    def deploy(self, *, but: int = 0, person=None) -> EquipmentRequest:
        """Every unit but so many is where it belongs."""
        step, by = self.step("equip-deployment"), self.holder("equip-deployment")
        units = list(self.fresh.units.filter(deployed_at=None))
        for unit in units[: len(units) - but]:
            equipment.mark_deployed(unit, step=step.pk, deployed=True, person=person, by=by, at=self.at)
        return self.fresh

    def to_confirm(self) -> EquipmentRequest:
        self.listed()
        self.deploy()
        return self.do("deployed", self.holder("equip-deployment"))

    def complete(self) -> EquipmentRequest:
        self.to_confirm()
        return self.do("confirm", self.requester)

    def denied(self, **offered) -> EquipmentRequest:
        self.submitted()
        said = {"alternatives": "Borrow the cart of the library\nA desktop computer"} | offered | WHY
        return self.do("deny", self.holder("equip-review"), **said)

    def withdrawn(self) -> EquipmentRequest:
        self.submitted()
        return self.do("withdraw", self.requester)

    WAYS = {
        "draft": "drafted",
        "technology-review": "submitted",
        "changes-requested": "returned",
        "supervisor-review": "forwarded",
        "quoting": "approved",
        "funding": "to_fund",
        "ordered": "ordered",
        "inventory": "arriving",
        "deployment": "from_stock",
        "receipt": "to_confirm",
        "complete": "complete",
        "denied": "denied",
        "withdrawn": "withdrawn",
    }

    def to(self, state: str) -> EquipmentRequest:
        """The shortest way to a state."""
        return getattr(self, self.WAYS[state])()
