"""Bringing a software request to where a test begins, through the engine (document 004)."""

from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone

from catalog import services as library
from contracts.models import DataElement, TlsCheck
from requests_app import installing, vetting
from requests_app.models import SoftwareRequest
from tests.paths import CONTACT, signed_agreement
from workflows import engine
from workflows.actors import Actor

COMPLETE = {
    "title": "Geometry Lab",
    "product_kind": "app",
    "website": "https://geometry.example/",
    "vendor_name": "Euclid Software",
    "instructional": True,
    "student_vision": "Students draw and measure figures",
    "grade_levels": ["6", "7"],
    "content_areas": ["Mathematics"],
    "standards": "6.8(D)",
    "common_core": "CCSS.MATH.6.G",
    "setups": "Chromebooks, computer lab",
    "paid_by": "free",
    "student_login": "none",
    "student_data": "no",
    "media_release": "no",
}
PAID = {
    "paid_by": "district",
    "needs_funds": True,
    "amount": Decimal("1200.00"),
    "budget_code": "10-2210-400",
    "principal_name": "The principal",
}
GRANT = {"paid_by": "grant", "amount": Decimal("1200.00")}
ADMINISTRATIVE = {
    "instructional": False,
    "purpose": "Lists of keys",
    "student_vision": "",
    "grade_levels": [],
    "content_areas": [],
}
WITH_DATA = {"student_login": "own", "student_data": "yes"}
FUNDS = {"amount": Decimal("1200.00"), "funding_source": "School budget", "budget_code": "10-2210-400"}
ORDER = {"po_number": "PO-17", "po_date": date(2026, 9, 1), "po_amount": Decimal("1200.00")}
WHY = {"rationale": "It does not run on our Chromebooks."}
DENIAL = {"ground": "technical"} | WHY


class SoftwarePath:
    """A software request and the people who bring it on; each method returns the request as it then stands.

    `to("vetting")` and so on make the shortest way to a state. `paid`: bought with the school's money.
    """

    def __init__(self, cast, *, requester=None, at: datetime | None = None, paid=False, **columns):
        self.cast, self.at = cast, at or timezone.now()
        requester = requester or cast.teacher
        columns = COMPLETE | (PAID if paid else {}) | columns
        self.case = engine.start(
            SoftwareRequest, by=Actor(requester), at=self.at, place=requester.place or cast.school, **columns
        )
        self.case.schools.set([self.case.place])
        if self.case.student_data == "yes":
            self.case.data_elements.set(DataElement.objects.filter(category="Student name"))

    @property
    def fresh(self) -> SoftwareRequest:
        return SoftwareRequest.objects.get(pk=self.case.pk)

    @property
    def team(self) -> Actor:
        return Actor(self.cast.cybersecurity)

    def do(self, move: str, person, **details) -> SoftwareRequest:
        """One move, as a person or an actor."""
        by = person if isinstance(person, Actor) else Actor(person)
        engine.perform(self.case.pk, move, by=by, at=details.pop("at", self.at), **details)
        return self.fresh

    def answer(self, key: str, person, outcome: str = "approve", **details) -> SoftwareRequest:
        """One side-by-side answer, as a person."""
        step = self.fresh.open_step(key)
        reply = engine.StepAnswer(step=step.pk, version=step.version, outcome=outcome, details=details)
        engine.review(self.case.pk, [reply], by=Actor(person), at=self.at)
        return self.fresh

    def step(self, key: str) -> int:
        return self.fresh.open_step(key).pk

    # --- the way ------------------------------------------------------------------------------------------------------

    def submit(self) -> SoftwareRequest:
        return self.do("submit", self.case.requester)

    def returned(self) -> SoftwareRequest:
        self.submit()
        return self.do("return_for_changes", self.cast.cybersecurity, rationale="Which data does it take?")

    def found(self, *, shared: bool | None = None) -> SoftwareRequest:
        """What the team finds about student data; what the requester said, unless told otherwise."""
        case = self.fresh
        shared = case.student_data == "yes" if shared is None else shared
        elements = list(DataElement.objects.filter(category="Student name")) if shared else []
        engine.amend(
            case.pk,
            self.step("vetting"),
            label="Student data",
            changes={"student_data_found": shared},
            many={"elements_found": elements},
            by=self.team,
            at=self.at,
        )
        return self.fresh

    def vendor_linked(self) -> SoftwareRequest:
        vendor = library.add_vendor(name=f"Vendor of {self.case.pk}", by=self.cast.it_director, at=self.at)
        by, step = self.team, self.step("vetting")
        engine.amend(self.case.pk, step, label="Vendor linked", changes={"vendor": vendor}, by=by, at=self.at)
        return self.fresh

    def asked(self) -> SoftwareRequest:
        """In the vetting, with the agreement sent to the vendor."""
        self.submit()
        self.found(shared=True)
        self.vendor_linked()
        vetting.ask_vendor(
            self.fresh, self.step("vetting"), message="Please sign.", by=self.team, at=self.at, **CONTACT
        )
        return self.fresh

    def covered(self) -> SoftwareRequest:
        """An agreement in force covers the data that was found."""
        case = self.fresh if self.fresh.vendor_id else self.vendor_linked()
        signed_agreement(self.cast, case=case, at=self.at)
        return self.fresh

    def policy(self) -> SoftwareRequest:
        said = {"url": "https://geometry.example/privacy", "found": "Nothing is sold.", "not_needed": ""}
        vetting.record_policy(self.fresh, self.step("vetting"), by=self.team, at=self.at, **said)
        return self.fresh

    def grade(self, letter: str = "A", *, host=None) -> TlsCheck:
        """A Qualys result for a host of the round; its own website unless named."""
        host = host or self.fresh.vetting.hosts.first()
        return vetting.enter_result(
            self.fresh,
            host,
            by=self.cast.cybersecurity,
            at=self.at,
            grade=letter,
            checked_on=timezone.localdate(self.at),
            criteria_version="2009r",
            link="https://www.ssllabs.example/report",
        )

    def checked(self) -> SoftwareRequest:
        """In the vetting, with every line of the rule done."""
        self.policy()
        self.found()
        if self.fresh.student_data_found:
            self.covered()
        else:
            step = self.step("vetting")
            vetting.no_agreement_needed(self.fresh, step, reason="No student signs in.", by=self.team, at=self.at)
        if self.fresh.vetting.hosts.exists():
            self.grade()
        else:
            vetting.no_website(self.fresh, self.step("vetting"), reason="It sends nothing.", by=self.team, at=self.at)
        return self.fresh

    def vetted(self) -> SoftwareRequest:
        self.submit()
        return self.vetted_again()

    def vetted_again(self) -> SoftwareRequest:
        self.checked()
        return self.do("finish_vetting", self.cast.cybersecurity)

    def reviewed(self) -> SoftwareRequest:
        case = self.vetted()
        administrative = case.state == "administrative-review"
        return self.do("approve_use", self.cast.dii if administrative else self.cast.instructional_technology)

    def sound(self) -> SoftwareRequest:
        self.reviewed()
        return self.do("find_sound", self.cast.dii)

    def replaced(self, name: str = "Figure Studio") -> SoftwareRequest:
        self.reviewed()
        site = "https://figure.example/"
        return self.do("replace", self.cast.dii, replacement=name, replacement_website=site, **WHY)

    def ordered(self) -> SoftwareRequest:
        self.sound()
        if not self.fresh.funds_agreed:
            self.answer("software-funds", self.cast.principal, **FUNDS)
        return self.answer("software-order", self.cast.aas, "ordered", **ORDER)

    def licensed(self) -> SoftwareRequest:
        self.ordered()
        return self.do("nothing_to_store", self.cast.aas, rationale="It is a web service.")

    def to_install(self) -> SoftwareRequest:
        return self.sound() if self.fresh.is_free else self.licensed()

    def installed(self) -> SoftwareRequest:
        self.to_install()
        for line in self.fresh.setup_lines.all():
            day = timezone.localdate(self.at)
            installing.mark_done(line, self.step("installation"), done_on=day, by=Actor(self.cast.dii), at=self.at)
        return self.do("installed", self.cast.dii)

    def complete(self) -> SoftwareRequest:
        self.installed()
        return self.do("publish", self.cast.cybersecurity, posted_on=timezone.localdate(self.at))

    def denied(self, **details) -> SoftwareRequest:
        self.submit()
        return self.do("deny", self.cast.cybersecurity, **(DENIAL | details))

    def withdrawn(self) -> SoftwareRequest:
        self.submit()
        return self.do("withdraw", self.case.requester)

    def _draft(self) -> SoftwareRequest:
        return self.fresh

    WAYS = {
        "draft": "_draft",
        "intake": "submit",
        "vetting": "submit",
        "changes-requested": "returned",
        "curriculum-review": "vetted",
        "administrative-review": "vetted",
        "technical-review": "reviewed",
        "purchasing": "sound",
        "licensing": "ordered",
        "installation": "to_install",
        "publication": "installed",
        "complete": "complete",
        "denied": "denied",
        "withdrawn": "withdrawn",
    }

    def to(self, state: str) -> SoftwareRequest:
        """The shortest way to a state."""
        return getattr(self, self.WAYS[state])()
