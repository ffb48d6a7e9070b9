"""Bringing a request to where a test begins, through the engine."""

from datetime import date, datetime
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.files import store_file
from catalog import services as library
from contracts import services as agreements
from contracts.models import AuthorisedSigner, DataElement
from requests_app.models import MicroRequest
from workflows import engine
from workflows.actors import Actor

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"

COMPLETE = {
    "title": "Kahoot!",
    "product_kind": "app",
    "website": "https://kahoot.com/",
    "vendor_name": "Kahoot ASA",
    "instructional": True,
    "purpose": "Quizzes in mathematics",
    "student_vision": "Students answer on their devices",
    "grade_levels": ["6", "7"],
    "content_areas": ["Mathematics"],
    "standards": "6.NS.1",
    "common_core": "CCSS.MATH.6.NS",
    "students": 60,
    "staff": 3,
    "paid_by": "free",
    "student_login": "none",
    "rostering": "none",
    "student_data": "no",
    "media_release": "no",
}
FUNDED = COMPLETE | {
    "paid_by": "district",
    "needs_funds": True,
    "amount": Decimal("1200.00"),
    "budget_code": "10-2210-400",
    "principal_name": "The principal",
}
CONTACT = {"contact_name": "Vic Vendor", "contact_email": "vic@vendor.example"}
WITH_DATA = {"student_login": "own", "student_data": "yes"}


def pdf(name: str = "quote.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, "application/pdf")


class Path:
    """A request and the people who bring it on; each method returns the request as it then stands.

    `to("in-review")` and so on make the shortest way to a state.
    """

    def __init__(self, cast, *, requester=None, at: datetime | None = None, **columns):
        self.cast, self.at = cast, at or timezone.now()
        requester = requester or cast.teacher
        columns = (FUNDED if columns.pop("funded", False) else COMPLETE) | columns
        elements = columns.pop("elements", None)
        if any(element.is_other for element in elements or ()):
            columns.setdefault("other_data", "The number of their locker")
        self.case = engine.start(
            MicroRequest, by=Actor(requester), at=self.at, place=requester.place or cast.school, **columns
        )
        self.case.schools.set([self.case.place])
        if self.case.student_data == "yes":
            self.case.data_elements.set(elements or DataElement.objects.filter(category="Student name"))

    @property
    def fresh(self) -> MicroRequest:
        return MicroRequest.objects.get(pk=self.case.pk)

    def do(self, move: str, person, **details) -> MicroRequest:
        """One move, as a person."""
        engine.perform(self.case.pk, move, by=Actor(person), at=details.pop("at", self.at), **details)
        return self.fresh

    def answer(self, key: str, person, outcome: str = "approve", **details) -> MicroRequest:
        """One side-by-side answer, as a person."""
        step = next(step for step in self.fresh.open_steps() if step.key == key)
        reply = engine.StepAnswer(step=step.pk, version=step.version, outcome=outcome, details=details)
        engine.review(self.case.pk, [reply], by=Actor(person), at=details.pop("at", self.at))
        return self.fresh

    def support(self) -> MicroRequest:
        self.do("ask_support", self.case.requester)
        return self.answer("support", self.cast.principal, **self.funds)

    @property
    def funds(self) -> dict:
        return {"amount": Decimal("1200.00"), "funding_source": "School budget", "budget_code": "10-2210-400"}

    def submit(self) -> MicroRequest:
        if self.case.needs_funds:
            self.support()
        return self.do("submit", self.case.requester)

    def send(self) -> MicroRequest:
        self.submit()
        return self.do("send_to_review", self.cast.assistant_superintendent)

    def returned(self) -> MicroRequest:
        self.submit()
        return self.do("return_for_changes", self.cast.assistant_superintendent, rationale="Which classes?")

    def reviewed(self) -> MicroRequest:
        self.send()
        if self.case.needs_funds:
            self.answer("principal", self.cast.principal, **self.funds)
        self.answer("curriculum", self.cast.curriculum_director, rationale="Fits the standards")
        return self.answer("ict", self.cast.ict_coordinator, rationale="Nothing like it")

    def approved(self) -> MicroRequest:
        self.reviewed()
        return self.do("approve", self.cast.assistant_superintendent)

    def denied(self, *, ground: str = "duplicate", words: str = "We already have Desmos.") -> MicroRequest:
        self.submit()
        return self.do("deny", self.cast.assistant_superintendent, ground=ground, rationale=words)

    def vendor_linked(self) -> MicroRequest:
        """At the contract review, with the vendor on the record."""
        self.approved()
        vendor = library.add_vendor(name=f"Vendor of {self.case.pk}", by=self.cast.it_director, at=self.at)
        step = self.fresh.open_step("contract")
        engine.amend(
            self.case.pk,
            step.pk,
            label="Vendor linked",
            by=Actor(self.cast.it_director),
            at=self.at,
            changes={"vendor": vendor},
        )
        return self.fresh

    def waiting(self) -> MicroRequest:
        self.vendor_linked()
        words = "The vendor has to sign first."
        return self.do("wait_for_vendor", self.cast.it_director, rationale=words, **CONTACT)

    def covered(self) -> MicroRequest:
        """At the contract review, with an agreement in force that covers it."""
        case = self.vendor_linked()
        agreement = signed_agreement(self.cast, case=case, at=self.at)
        step = case.open_step("contract")
        engine.amend(
            case.pk,
            step.pk,
            label="Agreement linked",
            by=Actor(self.cast.it_director),
            at=self.at,
            many={"agreements": [agreement]},
        )
        return self.fresh

    def contract_approved(self) -> MicroRequest:
        self.covered()
        return self.do("approve_contract", self.cast.it_director, places=[self.case.place])

    def posted(self) -> MicroRequest:
        case = self.contract_approved()
        for agreement in case.agreements.all():
            agreements.post_agreement(agreement=agreement, by=Actor(self.cast.it_director), at=self.at)
        return self.do("hand_to_integration", self.cast.it_director, briefing="Class lists first.")

    def complete(self) -> MicroRequest:
        case = self.contract_approved()
        for agreement in case.agreements.all():
            agreements.post_agreement(agreement=agreement, by=Actor(self.cast.it_director), at=self.at)
        return self.do("complete_without_integration", self.cast.it_director)

    WAYS = {
        "draft": "_draft",
        "initial-review": "submit",
        "changes-requested": "returned",
        "in-review": "send",
        "final-review": "reviewed",
        "soppa-review": "approved",
        "waiting-vendor": "waiting",
        "contract-posting": "contract_approved",
        "integration": "posted",
        "complete": "complete",
        "denied": "denied",
        "already-available": "available",
        "withdrawn": "withdrawn",
    }

    def _draft(self) -> MicroRequest:
        return self.fresh

    def withdrawn(self) -> MicroRequest:
        self.submit()
        return self.do("withdraw", self.case.requester)

    def available(self) -> MicroRequest:
        """Closed at the initial review: the library had it."""
        case = self.submit()
        library.make_available(
            resource=case.resource, places=[self.cast.district], by=self.cast.it_director, at=self.at
        )
        return self.do("close_as_available", self.cast.assistant_superintendent, rationale="Ask the help desk.")

    def to(self, state: str) -> MicroRequest:
        """The shortest way to a state."""
        return getattr(self, self.WAYS[state])()


def authorise(name: str = "Dana Director") -> AuthorisedSigner:
    """Put somebody on the list of those who may sign for the district."""
    return AuthorisedSigner.objects.get_or_create(name=name, defaults={"starts_on": date(2020, 1, 1)})[0]


def signed_agreement(cast, *, case, at: datetime, elements=None, places=None):
    """An agreement in force for a request's product, at its place, with its data elements."""
    by = Actor(cast.it_director)
    today = timezone.localdate(at)
    authorise()
    agreement = agreements.draft_agreement(
        kind="ndpa",
        vendor=case.vendor,
        products=[case.resource],
        places=places or [case.place],
        elements=case.elements() if elements is None else elements,
        starts_on=today,
        ends_on=None,
        district_signer="Dana Director",
        district_signed_on=today,
        vendor_signer="Vic Vendor",
        vendor_signed_on=today,
        by=by,
        at=at,
    )
    stored = store_file(pdf("dpa.pdf"), by=cast.it_director, at=at)
    engine.attach(agreement.pk, stored, kind="contract", by=by, at=at)
    engine.perform(agreement.pk, "sign", by=by, at=at)
    return type(agreement).objects.get(pk=agreement.pk)
