"""The demo's software requests: one in every state of document 004, some with a late step."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from accounts.district import change_setting
from catalog import services as library
from catalog.models import Vendor
from contracts.models import DataElement
from requests_app import installing, vetting
from requests_app.demo.calendar import Days
from requests_app.demo.district import District
from requests_app.demo.outbox import remind
from requests_app.demo.papers import draft, sign
from requests_app.models import SoftwareRequest
from workflows import engine
from workflows.actors import Actor

AN_ACT = timedelta(minutes=17)
ASKED = {
    "product_kind": "app",
    "instructional": True,
    "student_vision": "Students work at their own pace and show what they have made.",
    "grade_levels": ["6", "7", "8"],
    "standards": "None",
    "common_core": "None",
    "setups": "Chromebooks",
    "paid_by": "free",
    "student_login": "none",
    "student_data": "no",
    "media_release": "no",
}
PAID = {"paid_by": "district", "needs_funds": True, "budget_code": "10-1100-410", "principal_name": "Robert Alvarez"}
OFFICE = {
    "instructional": False,
    "product_kind": "other",
    "grade_levels": [],
    "student_vision": "",
    "purpose": "The office does this on paper now.",
}


@dataclass(frozen=True)
class Plan:
    """One request: who asks for what, so many school days ago, how far it has come, and what the form says besides."""

    title: str
    by: str
    ago: int
    to: str
    subject: str = "Mathematics"
    grade: str = "A"
    form: dict[str, Any] = field(default_factory=dict)


PLANS = (
    Plan("Fraction Forge", "teacher", 46, "complete", form={"setups": "Chromebooks, computer lab"}),
    Plan("Stoichio Sim", "d.ferris", 41, "publication", "Science"),
    Plan("Bell Scheduler", "principal", 33, "installation", form=OFFICE | {"setups": "Front office, attendance desk"}),
    Plan("Lexi Lift", "s.okafor", 31, "licensing", "English", form=PAID | {"amount": Decimal("840.00")}),
    Plan("Map Maker Pro", "a.bianchi", 26, "purchasing", "Social Studies", form=PAID | {"amount": Decimal("1500.00")}),
    Plan("Circuit Canvas", "n.hoffman", 19, "replaced", "Science"),
    Plan("Rubric Relay", "teacher", 17, "technical-review"),
    Plan("Visitor Desk", "principal", 15, "administrative-review", form=OFFICE),
    Plan("Probability Pond", "teacher", 13, "curriculum-review"),
    Plan("Choir Chart", "l.sorensen", 11, "asked", "Music", form={"student_login": "own", "student_data": "yes"}),
    Plan("Night Sky Now", "d.ferris", 9, "poor-grade", "Science", grade="B"),
    Plan("Sentence Smith", "s.okafor", 7, "changes-requested", "English"),
    Plan("Data Dice", "teacher", 2, "vetting"),
    Plan("Seat Sketch", "d.ferris", 3, "intake", "Science"),
    Plan("Chat Tutor Zed", "a.bianchi", 24, "denied", "English", form={"student_login": "own", "student_data": "yes"}),
    Plan("Poster Press", "n.hoffman", 21, "withdrawn", "Art"),
    Plan("Angle Arcade", "teacher", 1, "draft"),
)
# The acts that lead to each state, in order; each is a method of `Course`.
WAY = ("submit", "vet", "review", "find_sound", "order", "license", "install", "publish")
LENGTH = {
    "vetting": 1,
    "curriculum-review": 2,
    "administrative-review": 2,
    "technical-review": 3,
    "purchasing": 4,
    "licensing": 5,
    "installation": 6,
    "publication": 7,
    "complete": 8,
}


def ask_for_software(district: District, days: Days) -> None:
    """Every plan, the oldest first, so that numbers follow the dates."""
    for plan in sorted(PLANS, key=lambda each: -each.ago):
        course = Course(district, days, plan)
        course.follow()
        remind(until=days.now)


class Course:
    """One request on its way; each act is something a person did, through the engine."""

    def __init__(self, district: District, days: Days, plan: Plan):
        self.district, self.days, self.plan = district, days, plan
        self.at = days.ago(plan.ago, hour=9, minute=len(plan.title))
        requester = district.person(plan.by)
        host = f"{plan.title.lower().replace(' ', '-')}.example"
        columns = ASKED | {
            "title": plan.title,
            "website": f"https://{host}/",
            "vendor_name": f"{plan.title.split()[0]} Software",
            "content_areas": [] if plan.form.get("instructional") is False else [plan.subject],
        }
        at, place = self.at, requester.place
        self.case = engine.start(SoftwareRequest, by=Actor(requester), at=at, place=place, **(columns | plan.form))
        self.case.schools.set([place])
        if self.case.student_data == "yes":
            self.case.data_elements.set(self._elements())

    def _elements(self) -> list[DataElement]:
        return list(DataElement.objects.filter(category__iexact="Student name", ended_on=None)[:2])

    @property
    def fresh(self) -> SoftwareRequest:
        return SoftwareRequest.objects.get(pk=self.case.pk)

    def _by(self, name: str) -> Actor:
        return Actor(self.case.requester if name == "requester" else self.district.person(name))

    def _time(self) -> datetime:
        self.at = min(self.at + AN_ACT, self.days.now - timedelta(minutes=2))
        return self.at

    def _later(self, school_days: int) -> None:
        """The next act was so many school days after the last."""
        passed = next(n for n in range(self.plan.ago + 1) if self.days.back(n) <= timezone.localdate(self.at))
        wanted = self.days.ago(max(passed - school_days, 0), hour=10, minute=len(self.plan.title))
        self.at = max(self.at, wanted)

    def do(self, move: str, who: str, words: str = "", **details) -> None:
        engine.perform(self.case.pk, move, by=self._by(who), at=self._time(), rationale=words, **details)

    def answer(self, key: str, who: str, outcome: str, words: str = "", **details) -> None:
        step = self.fresh.open_step(key)
        reply = engine.StepAnswer(step.pk, step.version, outcome, {"rationale": words, **details})
        engine.review(self.case.pk, [reply], by=self._by(who), at=self._time())

    def _step(self, key: str) -> int:
        return self.fresh.open_step(key).pk

    # --- how far it has come ------------------------------------------------------------------------------------------

    def follow(self) -> None:
        if special := getattr(self, f"be_{self.plan.to.replace('-', '_')}", None):
            special()
            return
        for act in WAY[: LENGTH[self.plan.to]]:
            if not (self.fresh.is_free and act in {"order", "license"}):
                getattr(self, act)()

    def be_draft(self) -> None:
        """The form is not sent yet."""

    def be_intake(self) -> None:
        """For a few days the Customer Care Center checked the requests first."""
        admin, switch = self.district.person("admin"), "soft_intake"
        change_setting(key=switch, value="by-hand", by=admin, at=self._time(), reason="The team is at a training.")
        self.do("submit", "requester")
        change_setting(key=switch, value="automatic", by=admin, at=self._time(), reason="The team is back.")

    def be_withdrawn(self) -> None:
        self.submit()
        self.do("withdraw", "requester", words="We found a way without it.")

    def be_changes_requested(self) -> None:
        self.submit()
        self.do(
            "return_for_changes", "cybersecurity", "Which of the two versions do you mean: with accounts, or without?"
        )

    def be_asked(self) -> None:
        """The vendor has the agreement, and has asked something."""
        self.submit()
        self.policy("It keeps names and recordings for as long as an account exists; nothing is sold.")
        self.find_data(shared=True)
        self.link_vendor()
        host = self.case.website.split("/")[2]
        who = {"contact_name": "Rae Sutton", "contact_email": f"rae.sutton@{host}"}
        vetting.ask_vendor(
            self.fresh,
            self._step("vetting"),
            message="Please sign our agreement. Which recordings do you keep?",
            by=self._by("cybersecurity"),
            at=self._time(),
            **who,
        )

    def be_poor_grade(self) -> None:
        """Its website is not safe enough, and the vendor was told."""
        self.submit()
        self.policy("It asks for nothing about students.")
        self.find_data(shared=False)
        self.grade()
        case = self.fresh
        vetting.write_letter(
            case,
            self._step("vetting"),
            contact_name="Web team",
            contact_email=f"web@{case.website.split('/')[2]}",
            text=vetting.proposed_letter(case),
            retest_on=self.days.today + timedelta(days=9),
            by=self._by("cybersecurity"),
            at=self._time(),
        )

    def be_replaced(self) -> None:
        self.submit()
        self.vet()
        self.review()
        self._later(2)
        words = "It needs a program that does not run on Chromebooks. Instructional Technology knows this one instead."
        site = "https://circuit-sketch.example/"
        self.do("replace", "dii", words, replacement="Circuit Sketch", replacement_website=site)

    def be_denied(self) -> None:
        self.submit()
        self.policy("What students write may be used to train its models, and the agreement was refused.")
        self.find_data(shared=True)
        self._later(4)
        self.do(
            "deny",
            "cybersecurity",
            "Its maker uses what students write to train its models, and would not sign our agreement.",
            ground="privacy",
            library_words="What students write may train its models; its maker would not sign our agreement.",
        )

    # --- the way ------------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        self.do("submit", "requester")
        self._later(1)

    def policy(self, found: str) -> None:
        said = {"url": f"{self.case.website}privacy", "found": found, "not_needed": ""}
        by = self._by("cybersecurity")
        vetting.record_policy(self.fresh, self._step("vetting"), by=by, at=self._time(), **said)

    def find_data(self, *, shared: bool) -> None:
        engine.amend(
            self.case.pk,
            self._step("vetting"),
            label="Student data: what was found",
            changes={"student_data_found": shared},
            many={"elements_found": self._elements() if shared else []},
            by=self._by("cybersecurity"),
            at=self._time(),
        )

    def link_vendor(self) -> None:
        name = self.case.vendor_name
        vendor = Vendor.objects.filter(name__iexact=name).first() or library.add_vendor(
            name=name, by=self.district.person("cybersecurity"), at=self.at
        )
        by, step = self._by("cybersecurity"), self._step("vetting")
        engine.amend(self.case.pk, step, label="Vendor linked", changes={"vendor": vendor}, by=by, at=self._time())

    def grade(self) -> None:
        case, by = self.fresh, self.district.person("cybersecurity")
        for host in case.vetting.hosts.all():
            at = self._time()
            vetting.enter_result(
                case,
                host,
                by=by,
                at=at,
                grade=self.plan.grade,
                checked_on=timezone.localdate(at),
                criteria_version="2009r",
                link=f"https://www.ssllabs.com/ssltest/analyze.html?d={host.host}",
            )

    def vet(self) -> None:
        self.policy("It sells nothing, shows no advertisements, and deletes what it keeps within thirty days.")
        shared = self.fresh.student_data == "yes"
        self.find_data(shared=shared)
        if shared:
            self.link_vendor()
            case = self.fresh
            paper = draft(self.district, case.vendor, [case.resource], elements=case.elements(), at=self._time())
            sign(self.district, paper, at=self._time())
        else:
            by, reason = self._by("cybersecurity"), "Students neither sign in nor type anything in."
            vetting.no_agreement_needed(self.fresh, self._step("vetting"), reason=reason, by=by, at=self._time())
        self.grade()
        self.do("finish_vetting", "cybersecurity")
        self._later(3)

    def review(self) -> None:
        office = self.fresh.instructional is False
        words = "It fits what the office does." if office else "It fits the unit, and nothing we have does the same."
        self.do("approve_use", "dii" if office else "instructional-technology", words)
        self._later(2)

    def find_sound(self) -> None:
        self.do("find_sound", "dii", "It runs on our Chromebooks as it is.")
        self._later(2)

    def order(self) -> None:
        case = self.fresh
        funds = {"amount": case.amount, "funding_source": "School improvement funds", "budget_code": case.budget_code}
        holder = self.district.principal_of(case.place).username
        self.answer("software-funds", holder, "approve", **funds)
        number, on = f"PO-{case.number}", timezone.localdate(self.at)
        self.answer("software-order", "aas", "ordered", po_number=number, po_date=on, po_amount=case.amount)
        self._later(2)

    def license(self) -> None:
        self.do("nothing_to_store", "aas", "It is a web service: there is neither key nor file.")
        self._later(1)

    def install(self) -> None:
        by = self._by("dii")
        for line in self.fresh.setup_lines.all():
            at = self._time()
            installing.mark_done(line, self._step("installation"), done_on=timezone.localdate(at), by=by, at=at)
        self.do("installed", "dii")
        self._later(1)

    def publish(self) -> None:
        self.do("publish", "cybersecurity", posted_on=timezone.localdate(self.at))
