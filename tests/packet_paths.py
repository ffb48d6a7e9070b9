"""Bringing a vendor's packet to where a test begins, through the engine: the vendor by link, the district by name."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.files import store_file
from catalog import services as library
from catalog.models import Resource
from contracts import packets
from contracts.models import Agreement, DataElement, Packet
from tests.agreements import agreement_in
from tests.factories import VendorFactory
from tests.paths import pdf
from workflows import engine
from workflows.actors import Actor
from workflows.models import Link

REVIEWERS = {
    "packet-it": "it_director",
    "packet-risk": "risk_management",
    "packet-counsel": "general_counsel",
}
# What a vendor says of a product that takes no data about students, on path B.
SAID = {
    "path": "b",
    "description": "Quizzes that pupils answer on their devices.",
    "business_address": "1 Main Street, Springfield",
    "student_data": "no",
    "has_accessibility_report": "no",
    "accessibility_words": "Tested with a screen reader.",
    "uses_ai": "no",
    "minimum_age": 0,
    "parental_consent": "no",
    "has_subcontractors": "no",
    "soppa": "not-subject",
    "not_subject_because": "It knows nothing about students.",
}
WITH_DATA = {"student_data": "yes", "data_location": "Ohio, United States", "soppa": "subject"}
DEAR = Decimal("250000.00")


class PacketPath:
    """A packet and the people who bring it on; each method returns the packet as it then stands.

    `to("in-progress")` and so on make the shortest way to a state. `data=True`: the vendor names data of students and
    hands in its SOPPA form; `active=True`: path A, with an agreement in force; `title`: a product that is not in the
    library.
    """

    def __init__(self, cast, *, sponsor=None, at: datetime | None = None, data=False, active=False, **columns):
        self.cast, self.at, self.data, self.active = cast, at or timezone.now(), data, active
        self.sponsor = sponsor or cast.teacher
        title = columns.pop("title", "")
        resource = None if title else columns.pop("resource", None) or self._product()
        vendor = columns.pop("vendor", None) or (resource and resource.vendor) or VendorFactory()
        self.agreement = self._agreement(vendor, resource) if active else None
        self.packet = packets.invite(
            vendor=vendor,
            title=title or resource.name,
            resource=resource,
            contact_name="Vic Vendor",
            contact_email="vic@vendor.example",
            place=cast.school,
            schools=columns.pop("schools", [cast.school]),
            by=Actor(self.sponsor),
            at=self.at,
            **columns,
        )

    @classmethod
    def of(cls, cast, packet: Packet, *, data: bool = False) -> "PacketPath":
        """A packet that was opened elsewhere, for a request."""
        path = cls.__new__(cls)
        path.cast, path.at, path.data, path.active = cast, timezone.now(), data, False
        path.sponsor, path.agreement, path.packet = packet.requester, None, packet
        return path

    def _product(self):
        name = f"Product {Resource.objects.count() + 1}"
        return library.add_resource(name=name, by=self.cast.it_director, at=self.at)

    def _agreement(self, vendor, resource) -> Agreement:
        return agreement_in(self.cast, "in-force", vendor=vendor, products=[resource] if resource else None)

    @property
    def fresh(self) -> Packet:
        return Packet.objects.get(pk=self.packet.pk)

    @property
    def link(self) -> Link:
        """The newest link to it."""
        return Link.objects.filter(case_id=self.packet.pk).first()

    @property
    def vendor(self) -> Actor:
        return Actor.outside(self.link)

    def do(self, move: str, person, **details) -> Packet:
        """One move, as a person or an actor."""
        by = person if isinstance(person, Actor) else Actor(person)
        engine.perform(self.packet.pk, move, by=by, at=details.pop("at", self.at), **details)
        return self.fresh

    def review(self, key: str, outcome: str = "proceed", **details) -> Packet:
        """One of the three reviews, by whoever holds it."""
        step = self.fresh.open_step(key)
        reply = engine.StepAnswer(step=step.pk, version=step.version, outcome=outcome, details=details)
        by = Actor(self.cast.person(REVIEWERS[key]))
        engine.review(self.packet.pk, [reply], by=by, at=self.at)
        return self.fresh

    # --- the vendor ---------------------------------------------------------------------------------------------------

    def save(self, many=None, **said) -> Packet:
        """The vendor saves answers."""
        packets.save_answers(self.fresh, self.link, said, at=self.at, many=many)
        return self.fresh

    def hand_over(self, kind: str) -> Packet:
        """The vendor uploads a file."""
        stored = store_file(pdf(f"{kind}.pdf"), by=None, at=self.at)
        packets.hand_over(self.fresh, self.link, stored, kind=kind, at=self.at)
        return self.fresh

    def begun(self) -> Packet:
        return self.save(path="a" if self.active else "b")

    def filled(self) -> Packet:
        """With the vendor, everything in."""
        deadline = timezone.localdate(self.at) + timedelta(days=40)
        if self.active:
            self.save(path="a", contract=self.agreement, agreement_confirmed=True, deadline=deadline)
        elif self.data:
            named = list(DataElement.objects.filter(category="Student name"))
            self.save(**(SAID | WITH_DATA), deadline=deadline, many={"elements": named})
            self.hand_over("soppa-form")
        else:
            self.save(**SAID, deadline=deadline)
        return self.hand_over("order-form")

    def handed_in(self) -> Packet:
        self.filled()
        return self.do("hand_in", self.vendor)

    def expired(self) -> Packet:
        return self.do("expire", Actor.system())

    # --- the district -------------------------------------------------------------------------------------------------

    def sent(self) -> Packet:
        self.handed_in()
        return self.do("send_to_reviews", self.cast.procurement)

    def reviewed(self, **outcomes) -> Packet:
        """All three have answered; `counsel="decline"` and so on where somebody does not go on."""
        self.sent()
        accepted = {"accepts_not_subject": "yes"}
        for key in REVIEWERS:
            outcome = outcomes.get(key.removeprefix("packet-"), "proceed")
            words = {} if outcome == "proceed" else {"rationale": "The terms are not clear."}
            self.review(key, outcome, **words, **(accepted if key == "packet-counsel" else {}))
        return self.fresh

    def before_board(self) -> Packet:
        self.reviewed()
        if not self.fresh.needs_board():
            self.amend("way", amount=DEAR)
        return self.do("send_to_board", self.cast.procurement)

    def to_be_signed(self) -> Packet:
        self.reviewed()
        return self.do("send_to_signing", self.cast.procurement)

    def with_agreement(self) -> Packet:
        """To be signed, and the agreement that covers it is recorded."""
        packet = self.to_be_signed()
        if packet.contract_id is None:
            made = agreement_in(
                self.cast,
                "in-force",
                vendor=packet.vendor,
                products=[packet.resource],
                elements=packet.elements_shared(),
            )
            self.amend("signing", contract=made)
        return self.fresh

    def in_force(self) -> Packet:
        self.with_agreement()
        return self.do("sign_off", self.cast.it_director)

    def declined(self) -> Packet:
        self.handed_in()
        return self.do("decline", self.cast.procurement, rationale="We have bought another one.")

    def withdrawn(self) -> Packet:
        """By its sponsor, with everything in."""
        self.handed_in()
        return self.do("withdraw", self.sponsor, rationale="Nobody wants it any more.")

    def amend(self, key: str, **changes) -> Packet:
        """The holder of a step puts amount, flag or agreement right."""
        step = self.fresh.open_step(key)
        by = Actor(self.cast.it_director if key == "signing" else self.cast.procurement)
        engine.amend(self.packet.pk, step.pk, label="Put right", changes=changes, by=by, at=self.at)
        return self.fresh

    WAYS = {
        "invited": "_invited",
        "in-progress": "begun",
        "expired": "expired",
        "complete": "handed_in",
        "under-review": "sent",
        "deciding": "reviewed",
        "board": "before_board",
        "signing": "to_be_signed",
        "in-force": "in_force",
        "declined": "declined",
        "withdrawn": "withdrawn",
    }

    def _invited(self) -> Packet:
        return self.fresh

    def to(self, state: str) -> Packet:
        """The shortest way to a state."""
        return getattr(self, self.WAYS[state])()
