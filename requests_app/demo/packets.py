"""The demo's vendor packets: about one in every state, some of them for requests that read “Waiting for the vendor”."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.files import store_file
from catalog import services as library
from catalog.models import Privacy, Resource, Vendor
from contracts import packets
from contracts.models import Agreement, Packet
from requests_app.demo.calendar import Days
from requests_app.demo.district import District
from requests_app.demo.outbox import remind
from requests_app.demo.paper import pdf
from requests_app.demo.papers import draft, sign, usual_elements
from workflows import engine, links
from workflows.actors import Actor
from workflows.models import Link
from workflows.moves import Phase

AN_ACT = timedelta(minutes=13)
FILE_NAMES = {"order-form": "Order form", "soppa-form": "SOPPA form", "vpat": "Accessibility report"}
INFORMATION = {
    "path": "b",
    "description": "Short exercises that adapt to what a student can do, with reports for the teacher.",
    "business_address": "200 Harbor Street\nPortland, ME 04101",
    "student_data": "yes",
    "data_location": "United States (Ohio and Oregon)",
    "soppa": "subject",
    "has_accessibility_report": "yes",
    "accessibility_url": "https://accessibility.example/report",
    "uses_ai": "yes",
    "ai_features": "It chooses the next exercise. The teacher can turn this off for a class.",
    "ai_trains": "no",
    "minimum_age": 0,
    "parental_consent": "no",
    "has_subcontractors": "no",
}
WITHOUT_DATA = INFORMATION | {
    "description": "Videos and printable sheets. Nobody signs in.",
    "student_data": "no",
    "data_location": "",
    "soppa": "not-subject",
    "not_subject_because": "Students neither sign in nor type anything in; we keep no data about them.",
    "uses_ai": "no",
    "ai_features": "",
    "ai_trains": "",
}


class Deal:
    """One packet on its way; each act is something a person did so many school days ago, through the engine."""

    def __init__(self, district: District, days: Days, packet: Packet, *, ago: int):
        self.district, self.days, self.packet = district, days, packet
        self.at = days.ago(ago, hour=9, minute=packet.pk % 50)

    @property
    def fresh(self) -> Packet:
        return Packet.objects.get(pk=self.packet.pk)

    @property
    def link(self) -> Link:
        return Link.objects.filter(case_id=self.packet.pk).first()

    def _time(self, ago: int | None) -> datetime:
        wanted = self.at if ago is None else self.days.ago(ago, hour=11, minute=self.packet.pk % 50)
        self.at = min(max(wanted, self.at + AN_ACT), self.days.now - timedelta(minutes=2))
        remind(until=self.at)
        return self.at

    # --- the vendor ---------------------------------------------------------------------------------------------------

    def says(self, ago: int | None = None, **answers) -> "Deal":
        """The vendor saves answers; data about students are the usual kinds."""
        shared = answers.get("student_data") == "yes"
        named = [element for element in usual_elements() if not element.is_other] if shared else []
        many = {"elements": named} if "student_data" in answers else None
        packets.save_answers(self.fresh, self.link, answers, at=self._time(ago), many=many)
        return self

    def uploads(self, *kinds: str, ago: int | None = None) -> "Deal":
        for kind in kinds:
            name = FILE_NAMES[kind]
            paper = pdf(f"{name} {self.packet.title}.pdf", f"{name}: {self.packet.title}", "Of a demonstration.")
            at = self._time(ago)
            packets.hand_over(self.fresh, self.link, store_file(paper, by=None, at=at), kind=kind, at=at)
        return self

    def asks(self, text: str, ago: int | None = None) -> "Deal":
        packets.say(self.fresh, text, by=Actor.outside(self.link), at=self._time(ago))
        return self

    def hands_in(self, ago: int, **answers) -> "Deal":
        """Everything of path B, and the packet is sent."""
        said = {"accessibility_on": self.days.back(200), "deadline": self.days.today + timedelta(days=45)}
        self.says(ago, **(INFORMATION | said | answers))
        soppa = ("soppa-form",) if (INFORMATION | answers)["soppa"] == "subject" else ()
        return self.uploads("order-form", *soppa).sends()

    def sends(self, ago: int | None = None) -> "Deal":
        packets.hand_in(self.fresh, self.link, at=self._time(ago))
        return self

    # --- the district -------------------------------------------------------------------------------------------------

    def do(self, move: str, who: str, ago: int | None = None, words: str = "", **details) -> "Deal":
        by = Actor(self.district.person(who))
        engine.perform(self.packet.pk, move, by=by, at=self._time(ago), rationale=words, **details)
        return self

    def answers(self, text: str, who: str, ago: int | None = None) -> "Deal":
        """A word to the vendor."""
        packets.say(self.fresh, text, by=Actor(self.district.person(who)), at=self._time(ago))
        return self

    def review(self, role: str, outcome: str = "proceed", words: str = "", ago: int | None = None, **more) -> "Deal":
        key = {"it-director": "packet-it", "risk-management": "packet-risk"}.get(role, "packet-counsel")
        step = self.fresh.open_step(key)
        reply = engine.StepAnswer(step.pk, step.version, outcome, {"rationale": words, **more})
        engine.review(self.packet.pk, [reply], by=Actor(self.district.person(role)), at=self._time(ago))
        return self

    def reviewed(self, ago: int, **counsel) -> "Deal":
        """All three would go on."""
        self.do("send_to_reviews", "procurement", ago + 3)
        self.review("it-director", words="Single sign-on works; hosted where it may be.", ago=ago + 2)
        self.review("risk-management", words="Insured well enough.", ago=ago + 1)
        return self.review("general-counsel", words="Our own terms, unchanged.", ago=ago, **counsel)

    def amend(self, key: str, who: str, **changes) -> "Deal":
        step, by = self.fresh.open_step(key), Actor(self.district.person(who))
        engine.amend(self.packet.pk, step.pk, label="Agreement linked", changes=changes, by=by, at=self._time(None))
        return self


class Desk:
    """Who invites vendors in the demo, and to what."""

    def __init__(self, district: District, days: Days):
        self.district, self.days = district, days

    def invite(
        self, title: str, vendor: str, *, ago: int, by: str = "it-director", schools=("lincoln",), **more
    ) -> Deal:
        """A packet for a product that the library may know."""
        resource = Resource.objects.filter(name=title).select_related("vendor").first()
        person, at = self.district.person(by), self.days.ago(ago, hour=9)
        company = resource.vendor if resource and resource.vendor else self._vendor(vendor, person, at)
        packet = packets.invite(
            vendor=company,
            title=title,
            resource=resource,
            contact_name="Robin Vance",
            contact_email="contracts@vendor.example",
            schools=[self.district.place(key) for key in schools],
            place=person.place or self.district.place("district"),
            by=Actor(person),
            at=at,
            **more,
        )
        return Deal(self.district, self.days, packet, ago=ago)

    def _vendor(self, name: str, person, at: datetime) -> Vendor:
        known = Vendor.objects.filter(name__iexact=name).first()
        return known or library.add_vendor(name=name, by=person, at=at)


def send_packets(district: District, days: Days) -> None:
    """Every packet of the demo, after the requests have been told: some of theirs are answered here."""
    desk = Desk(district, days)
    _begun(desk)
    _being_checked(desk)
    _decided(desk)
    _ended(desk)
    _of_requests(district, days)
    links.expire_links(at=days.now)
    remind(until=days.now)


def _begun(desk: Desk) -> None:
    desk.invite(
        "Chord Lab", "Octave Learning", ago=2, by="teacher", message="We would like to begin in the second semester."
    )
    half = desk.invite("Fraction Trail", "Trailhead Math", ago=8, by="coach", amount=Decimal("4200.00"))
    half.says(6, path="b", description="Games about fractions.").uploads("order-form", ago=5)
    half.asks("Which of our two SOPPA forms do you need, the one for 2025 or the one for 2026?", 4)
    half.answers("The one for 2026, please, with the list of subcontractors.", "procurement", 3)
    # Invited so long ago that the link has run out.
    desk.invite("Map Room", "Meridian Atlas", ago=34, by="curriculum-director").says(30, path="b")


def _being_checked(desk: Desk) -> None:
    active = Agreement.objects.filter(state=Agreement.State.IN_FORCE, agreement_kind="ndpa").order_by("pk")[2]
    product = active.products.first()
    seats = desk.invite(product.name, active.vendor.name, ago=9, by="procurement", amount=Decimal("9800.00"))
    deadline = desk.days.today + timedelta(days=30)
    seats.says(6, path="a", contract=active, agreement_confirmed=True, deadline=deadline)
    seats.uploads("order-form").sends()
    back = desk.invite("Debate Circle", "Agora Ed", ago=16, by="assistant-superintendent", amount=Decimal("6100.00"))
    back.hands_in(10).do(
        "return_to_vendor", "procurement", 7, "The order form names 200 seats, the offer 2,000: which is right?"
    )
    reviewed = desk.invite("Lab Bench", "Beaker Works", ago=18, schools=("lincoln", "addams"), amount=Decimal("14500"))
    reviewed.hands_in(13).do("send_to_reviews", "procurement", 9)
    reviewed.review("it-director", "changes", "Accounts must come from our single sign-on.", 5)


def _decided(desk: Desk) -> None:
    torn = desk.invite("Signal Path", "Northlight", ago=22, by="ict-coordinator", amount=Decimal("21000.00"))
    torn.hands_in(17).do("send_to_reviews", "procurement", 14)
    torn.review("it-director", "changes", "It must work on our tablets too.", 10)
    torn.review("risk-management", words="Fine as it is.", ago=9)
    torn.review("general-counsel", "decline", "It reserves the right to sell what it learns from use.", 6)
    dear = desk.invite(
        "District Reader", "Page & Spine", ago=28, by="curriculum-director", amount=Decimal("182000.00"), schools=()
    )
    dear.says(27, path="b").fresh.schools.add(desk.district.place("district"))
    dear.hands_in(24).reviewed(16).do("send_to_board", "procurement", 12, "Three years, all schools.")
    exempt = desk.invite("Poster Press", "Broadside Print", ago=21, by="teacher", amount=Decimal("900.00"))
    exempt.hands_in(17, **WITHOUT_DATA).reviewed(9, accepts_not_subject="yes").do("send_to_signing", "procurement", 6)


def _ended(desk: Desk) -> None:
    product = Resource.objects.filter(privacy=Privacy.MISSING, vendor__isnull=False, agreements=None).order_by("pk")[0]
    signed = desk.invite(product.name, "", ago=40, schools=("lincoln", "huerta"), amount=Decimal("7300.00"))
    signed.hands_in(34).reviewed(25).do("send_to_signing", "procurement", 23)
    case, at = signed.fresh, signed._time(20)
    paper = draft(desk.district, case.vendor, [product], elements=case.elements_shared(), at=at)
    signed.amend("signing", "it-director", contract=sign(desk.district, paper, at=at + AN_ACT))
    signed.do("sign_off", "it-director", 18)
    refused = desk.invite("Mood Meter", "Inner Weather", ago=30, by="special-education", amount=Decimal("3000.00"))
    refused.hands_in(25).do(
        "decline", "procurement", 20, "It asks students about their feelings and keeps the answers."
    )
    gone = desk.invite("Chess Hour", "Rook & Pawn", ago=26, by="teacher")
    gone.do("withdraw", "teacher", 22, "The club plays on real boards this year.")


def _of_requests(district: District, days: Days) -> None:
    """Packets that requests opened: one is filled in by now; those whose request went on without them are withdrawn."""
    going_on = Packet.objects.filter(phase__in=[Phase.OPEN, Phase.WAITING], held_up__isnull=False)
    for packet in going_on.order_by("pk"):
        deal = Deal(district, days, packet, ago=9)
        deal.at = timezone.localtime(packet.updated_at)
        if not packet.waiting():
            deal.do("withdraw", "it-director", None, "The request went on without it.")
        elif packet.held_up.filter(title__icontains="chorus").exists():
            deal.says(5, path="b", description="Scores that scroll, and parts to sing along with.")
            deal.uploads("order-form", ago=5)
