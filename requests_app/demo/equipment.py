"""Equipment in the demo district: a stock, routing rules, and a request at every state (document 002)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.roles import Role
from accounts.selectors import holders
from assets import services as assets
from requests_app import equipment, routing, services
from requests_app.demo.calendar import Days
from requests_app.demo.district import District
from requests_app.demo.paper import pdf
from requests_app.models import EquipmentRequest
from workflows import engine
from workflows.actors import Actor
from workflows.models import Case, Urgency

AN_ACT = timedelta(minutes=9)
# In stock: model, category, how many.
STOCK = (("Chromebook 511", "laptop", 4), ("Document camera DC-7", "audio-visual", 2), ("Monitor P24", "display", 3))


@dataclass(frozen=True)
class Need:
    """What somebody asks for, how long ago in school days, and how far it got."""

    by: str
    title: str
    problem: str
    impact: str
    priority: int
    items: tuple[tuple[str, str, int], ...]
    state: str
    ago: int
    price: int = 0
    room: str = ""
    met_by: str = ""
    pace: int = 0  # school days between two acts


NEEDS = (
    Need(
        "k.nakamura", "Headphones for the listening corner", "Half of ours are broken.",
        "Pupils share one pair and wait.", Urgency.LOW, (("accessory", "Headphones, small", 12),), "draft", 1,
    ),
    Need(
        "teacher", "A document camera", "I copy pages for everybody because nothing shows them.",
        "Ten minutes of each lesson.", Urgency.MEDIUM, (("audio-visual", "Document camera", 1),), "technology-review",
        2, room="114",
    ),
    Need(
        "h.kramer", "Tablets for reading groups", "We have none.", "Groups take turns at one computer.", Urgency.MEDIUM,
        (("tablet", "10 inch", 6), ("accessory", "Cases", 6)), "changes-requested", 6,
    ),
    Need(
        "d.ferris", "Sensors and laptops for the laboratory", "The old laptops do not read the new sensors.",
        "The unit on heat cannot be taught.", Urgency.HIGH, (("laptop", "For sensors", 4), ("other", "Sensors", 8)),
        "supervisor-review", 5, price=5200, room="Laboratory 2",
    ),
    Need(
        "n.hoffman", "3D printer", "Ours no longer heats.", "Three classes stopped their projects.", Urgency.MEDIUM,
        (("printer", "3D, closed", 1),), "quoting", 9, price=2400, room="Workshop",
    ),
    Need(
        "b.iverson", "Network switch for the library", "The ports are full.", "Twelve computers are without network.",
        Urgency.CRITICAL, (("network", "24 ports", 1),), "funding", 4, price=900, room="Library",
    ),
    Need(
        "v.morris", "Displays for grade 4", "Projectors are dim.", "Pupils at the back cannot read.", Urgency.MEDIUM,
        (("display", "75 inch", 4),), "ordered", 15, price=6800,
    ),
    Need(
        "p.adeyemi", "Laptops for the media center", "Nine are older than eight years.", "Research takes two lessons.",
        Urgency.HIGH, (("laptop", "14 inch", 9), ("accessory", "Charging cart", 1)), "inventory", 20, price=5600,
        room="Media center", pace=3,
    ),
    Need(
        "o.haddad", "A laptop that does not start", "It is dead since Monday.", "I cannot see my students' schedules.",
        Urgency.CRITICAL, (("laptop", "", 1),), "deployment", 3, room="Counseling", met_by="repair",
    ),
    Need(
        "c.villanueva", "A second monitor", "I switch between two books all day.", "It slows the translations down.",
        Urgency.LOW, (("display", "24 inch", 1),), "receipt", 12, room="12", met_by="stock",
    ),
    Need(
        "s.okafor", "A Chromebook for a new pupil", "We are one short.", "One pupil writes on paper.", Urgency.HIGH,
        (("laptop", "Chromebook", 1),), "complete", 18, room="207", met_by="stock",
    ),
    Need(
        "m.laurent", "A language laboratory", "I would like thirty places with headsets.", "More speaking in class.",
        Urgency.LOW, (("desktop", "", 30), ("accessory", "Headsets", 30)), "denied", 11,
    ),
    Need(
        "q.harris", "A label printer", "For the class library.", "It would look nicer.", Urgency.LOW,
        (("printer", "Labels", 1),), "withdrawn", 8,
    ),
)  # fmt: skip


def order_equipment(district: District, days: Days) -> None:
    """Stock and rules first, then each request on its way, the oldest first."""
    at = days.ago(30, hour=8)
    technology = district.person("technology")
    assets.register(
        [
            {"name": name, "category": category, "place": district.place("technology"), "acquired_on": days.back(60)}
            for name, category, count in STOCK
            for _unit in range(count)
        ],
        case=None,
        by=technology,
        at=at,
    )
    admin = district.person("admin")
    rules = (("network", None, Role.DII), ("audio-visual", None, Role.ICT_COORDINATOR), ("", None, Role.TECHNOLOGY))
    for order, (category, place, role) in enumerate(rules, start=1):
        routing.add_rule(order=order, category=category, place=place, role=role, person=None, by=admin, at=at)
    for need in sorted(NEEDS, key=lambda each: -each.ago):
        Way(district, days, need).go()


class Way:
    """One request on its way: each act follows the last by some minutes, a day begins at the request's own hour."""

    def __init__(self, district: District, days: Days, need: Need):
        self.district, self.days, self.need = district, days, need
        self.at = days.ago(need.ago, hour=8, minute=len(need.title))
        self.requester = district.person(need.by)
        self.case = equipment.begin(by=self.requester, at=self.at)
        items = [dict(zip(("category", "words", "quantity"), line, strict=True)) for line in need.items]
        names = ("title", "problem", "impact", "priority", "room")
        said = {name: getattr(need, name) for name in names} | {"items": items}
        services.save_answers(self.case, said, by=self.requester, at=self._time())

    def _time(self) -> datetime:
        self.at = min(self.at + AN_ACT, self.days.now - timedelta(minutes=2))
        return self.at

    @property
    def fresh(self) -> EquipmentRequest:
        return Case.objects.get(pk=self.case.pk).child

    def holder(self):
        """Who has the one open step: by name, else who holds its role."""
        step = self.fresh.open_steps()[0]
        return step.person or holders(step.role, step.place, on=timezone.localdate(self.at))[0]

    def do(self, move: str, words: str = "", **details) -> None:
        by = self.requester if move in {"submit", "withdraw", "confirm"} else self.holder()
        engine.perform(self.case.pk, move, by=Actor(by), at=self._time(), rationale=words, **details)

    def go(self) -> None:
        """To the state that the need names."""
        ways = {
            "draft": (),
            "changes-requested": (self._submit, self._return),
            "denied": (self._submit, self._deny),
            "withdrawn": (self._submit, lambda: self.do("withdraw")),
        }
        line = (self._submit, self._forward, self._approve, self._quote, self._order, self._arrive)
        if self.need.met_by:
            last = {"deployment": 0, "receipt": 1, "complete": 2}[self.need.state]
            steps = (self._submit, self._meet, *(self._deploy, lambda: self.do("confirm"))[:last])
        else:
            states = ("technology-review", "supervisor-review", "quoting", "funding", "ordered", "inventory")
            known = ways.get(self.need.state)
            steps = known if known is not None else line[: states.index(self.need.state) + 1]
        for number, step in enumerate(steps):
            day = max(self.need.ago - number * self.need.pace, 0)
            self.at = max(self.at, self.days.ago(day, hour=9, minute=len(self.need.title)))
            step()

    def _submit(self) -> None:
        self.do("submit")

    def _return(self) -> None:
        self.do("return_for_changes", "Which grade, and do you have a place to charge them?")

    def _deny(self) -> None:
        said = "A cart with 30 Chromebooks and headsets, booked by the week\nThe media center, Tuesdays and Thursdays"
        self.do("deny", "Laboratories are no longer built: rooms stay free for all subjects.", alternatives=said)

    def _forward(self) -> None:
        found = {"feasible": "yes", "aligned": "yes", "estimate": Decimal(self.need.price)}
        self.do("forward_to_supervisor", impact_found="Fits what we support already.", **found)

    def _approve(self) -> None:
        self.do("approve", "It is in our plan for this year.", urgency_found=self.need.priority)

    def _quote(self) -> None:
        step, by = self.fresh.open_step("equip-quotes"), self.holder()
        for vendor, share in (("Prairie Office Supply", Decimal("1.04")), ("Lakeside Computers", Decimal("0.97"))):
            amount = (self.need.price * share).quantize(Decimal("0.01"))
            paper = pdf(f"Quote {vendor}.pdf", f"Quote: {self.need.title}", f"{amount} US dollars", vendor)
            said = {"vendor_name": vendor, "amount": amount, "take": True, "by": by, "at": self._time()}
            equipment.add_quote(self.fresh, paper, step=step.pk, **said)
        self.do("send_for_funds")

    def _order(self) -> None:
        day = timezone.localdate(self.at)
        amount = self.fresh.chosen_quote.amount
        account = {"funding_source": "Technology levy", "budget_code": "10-2225-540"}
        self.do("place_order", po_number=f"PO-{4100 + self.case.pk}", po_date=day, po_amount=amount, **account)

    def _arrive(self) -> None:
        """A part of it."""
        self.do("arrived")
        item, step = self.fresh.items.first(), self.fresh.open_step("equip-inventory")
        units = [{"serial": f"5CD{self.case.pk:03d}{number:02d}", "tag": ""} for number in range(item.quantity - 3)]
        equipment.record_delivery(
            self.fresh,
            step=step.pk,
            item=item,
            units=units,
            arrived_on=timezone.localdate(self.at),
            name="ProBook 445",
            manufacturer="HP",
            cost=Decimal("540.00"),
            warranty_until=self.days.today + timedelta(days=1000),
            note="Three more come next week.",
            by=self.holder(),
            at=self._time(),
        )

    def _meet(self) -> None:
        self.do("meet_without_buying", "We can help at once.", met_by=self.need.met_by)

    def _deploy(self) -> None:
        step, by = self.fresh.open_step("equip-deployment"), self.holder()
        category = self.need.items[0][0]
        unit = assets.Asset.objects.filter(category=category, state="stock").order_by("pk").first()
        equipment.take_from_stock(self.fresh, unit, step=step.pk, by=by, at=self._time())
        row = self.fresh.units.select_related("asset").get()
        equipment.mark_deployed(row, step=step.pk, deployed=True, person=self.requester, by=by, at=self._time())
        self.do("deployed")
