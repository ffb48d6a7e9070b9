"""Bringing a district purchase to where a test begins, through the engine (document 001)."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.district import change_setting
from accounts.files import store_file
from catalog import services as library
from contracts.models import DataElement
from requests_app.models import (
    Candidate,
    CheckIn,
    CommitteeScore,
    CoordinationLine,
    DistrictPurchase,
    Goal,
    Measure,
    PlatformAnswer,
    TeamMember,
)
from requests_app.purchases import keep_quote
from tests.paths import pdf, signed_agreement
from workflows import engine
from workflows.actors import Actor
from workflows.models import CaseFile

COMPLETE = {
    "title": "Reading programme for grades 3 to 5",
    "instructional": True,
    "need": "A third of the students read below their grade.",
    "purpose": "Reading practice at each student's own level",
    "impact": "1,200 students at two schools",
    "outcome": "Nine of ten students read at grade level in two years.",
    "measured_by": "The spring assessment",
    "existing": "The library's readers, which stop at grade 2",
    "look_fors": "Spanish and Polish, works offline",
    "grade_levels": ["3", "4", "5"],
    "content_areas": ["Reading"],
    "students": 1200,
    "staff": 48,
    "leaders": "Lea Lead; reading coaches of both schools",
    "action_plan": "Choose by March, pilot in April, begin in August.",
}
PLAN = {
    "plan_participants": "Grades 3 to 5, beginning at Lincoln School",
    "plan_extent": "Both schools by October",
    "plan_expectations": "Twenty minutes on three days a week",
    "plan_measurement": "Usage monthly, performance twice a year",
    "plan_training": "Half a day in August, coaching until December",
    "plan_feedback": "Teachers in October and May, students in May",
    "plan_timeline": "August to June",
}
FUNDS = {"amount": Decimal("9000.00"), "funding_source": "District budget", "budget_code": "10-2210-400"}
ORDER = {"po_number": "PO-71", "po_date": date(2026, 9, 1), "po_amount": Decimal("9000.00")}
WHY = {"rationale": "It sends names to an advertiser."}
FAILED = {"ground": "privacy"} | WHY
ABOUT = ("performance", "usage", "feedback", "practices")
# Below the district's thresholds, unless a test wants the Board.
PRICE = Decimal("9000.00")
BOARDS = Decimal("30000.00")


class MacroPath:
    """A district purchase and the people who bring it on; each method returns the case as it then stands.

    `to("evaluation")` and so on make the shortest way to a state. `with_data`: the candidates take student data, and an
    agreement covers it; `price`: what each candidate costs; `committee`: whether the district has one.
    """

    def __init__(
        self,
        cast,
        *,
        requester=None,
        at: datetime | None = None,
        price=PRICE,
        with_data=False,
        committee=True,
        **columns,
    ):
        self.cast, self.at, self.price, self.with_data = cast, at or timezone.now(), price, with_data
        change_setting(key="committee_review", value=committee, by=None, at=self.at)
        change_setting(key="quotes_from", value=Decimal("1000000.00"), by=None, at=self.at)
        requester = requester or cast.teacher
        self.case = engine.start(
            DistrictPurchase,
            by=Actor(requester),
            at=self.at,
            place=requester.place or cast.school,
            **(COMPLETE | columns),
        )
        self.case.schools.set([cast.school, cast.other_school])

    @property
    def fresh(self) -> DistrictPurchase:
        return DistrictPurchase.objects.get(pk=self.case.pk)

    @property
    def lead(self):
        return self.fresh.the_lead

    @property
    def sponsor(self):
        return self.cast.department_administrator if self.case.place.kind != "school" else self.cast.principal

    def do(self, move: str, person, **details) -> DistrictPurchase:
        """One move, as a person or an actor."""
        by = person if isinstance(person, Actor) else Actor(person)
        engine.perform(self.case.pk, move, by=by, at=details.pop("at", self.at), **details)
        return self.fresh

    def answer(self, key: str, person, outcome: str = "done", **details) -> DistrictPurchase:
        """One side-by-side answer, as a person."""
        step = next(s for s in self.fresh.open_steps() if s.key == key and s.person_id in {None, person.pk})
        reply = engine.StepAnswer(step=step.pk, version=step.version, outcome=outcome, details=details)
        engine.review(self.case.pk, [reply], by=Actor(person), at=self.at)
        return self.fresh

    def step(self, key: str) -> int:
        return self.fresh.open_step(key).pk

    def record(self, key: str, person, act) -> DistrictPurchase:
        """Rows kept at a step, as its holder."""
        by, step = Actor(person), self.step(key)
        engine.amend(self.case.pk, step, label="Recorded", by=by, at=self.at, act=act)
        return self.fresh

    # --- 1. needs assessment ------------------------------------------------------------------------------------------

    def asked(self) -> DistrictPurchase:
        return self.do("ask_sponsor", self.case.requester)

    def sponsored(self) -> DistrictPurchase:
        self.asked()
        return self.answer("sponsorship", self.sponsor, "approve")

    def submit(self) -> DistrictPurchase:
        self.sponsored()
        return self.do("submit", self.case.requester)

    # --- 2. vendors ---------------------------------------------------------------------------------------------------

    def add_candidate(
        self, name: str = "Lexia Core", vendor_name: str = "Lexia Learning", *, at_step="search"
    ) -> Candidate:
        made = []

        def act(case):
            vendor = library.add_vendor(name=f"{vendor_name} {case.pk}", by=self.cast.it_director, at=self.at)
            resource = library.add_resource(name=name, vendor=vendor, by=self.cast.it_director, at=self.at)
            made.append(
                Candidate.objects.create(
                    case=case, name=name, vendor_name=vendor.name, vendor=vendor, resource=resource
                )
            )
            return {"candidates": ["", name]}

        self.record(at_step, self.lead, act)
        return made[0]

    def found(self, candidate: Candidate, finding: str = "", *, shared: bool | None = None) -> DistrictPurchase:
        """What the Compliance Officer finds of a candidate; with student data, an agreement covers it."""
        shared = self.with_data if shared is None else shared
        finding = finding or ("compliant" if shared else "no-data")

        def act(case):
            candidate.compliance, candidate.data_shared = finding, shared
            candidate.compliance_by, candidate.compliance_at = self.cast.compliance_officer, self.at
            candidate.save()
            candidate.elements.set(DataElement.objects.filter(category="Student name") if shared else [])
            return {"compliance": ["", finding]}

        case = self.record("compliance", self.cast.compliance_officer, act)
        if finding == "compliant":
            self.cover(candidate)
        return case

    def cover(self, candidate: Candidate):
        """An agreement in force names it, at both schools."""
        case = self.fresh
        case.resource, case.vendor = candidate.resource, candidate.vendor
        elements = list(candidate.elements.all())
        places = [self.cast.school, self.cast.other_school]
        return signed_agreement(self.cast, case=case, at=self.at, elements=elements, places=places)

    def searched(self, *names: str) -> DistrictPurchase:
        """In the search, with candidates that all have their finding."""
        self.submit()
        for name in names or ("Lexia Core", "Raz-Plus"):
            self.found(self.add_candidate(name, f"Maker of {name}"))
        return self.answer("compliance", self.cast.compliance_officer)

    def to_quote(self) -> DistrictPurchase:
        self.searched()
        return self.do("finish_search", self.lead)

    # --- 3. budget ----------------------------------------------------------------------------------------------------

    def add_quote(self, candidate: Candidate, amount=None, *, years: int = 1):
        stored = store_file(pdf(f"quote-{candidate.pk}-{years}.pdf"), by=self.lead, at=self.at)
        said = {"candidate": candidate, "vendor_name": candidate.vendor_name, "years": years}
        made = []

        def act(case, file):
            made.append(keep_quote(case, file, amount=self.price if amount is None else amount, **said))

        kind, by = CaseFile.Kind.QUOTE, Actor(self.lead)
        engine.attach(self.case.pk, stored, kind=kind, by=by, at=self.at, act=act)
        return made[0]

    def quoted(self) -> DistrictPurchase:
        self.to_quote()
        for candidate in self.fresh.live_candidates():
            self.add_quote(candidate)
        return self.do("finish_quotes", self.lead)

    def funded(self) -> DistrictPurchase:
        self.quoted()
        amount = {"amount": self.price}
        return self.answer("district-funds", self.cast.business_office, "approve", **(FUNDS | amount))

    def unfunded(self) -> DistrictPurchase:
        self.quoted()
        return self.answer("district-funds", self.cast.business_office, "no-funds", rationale="Nothing is left.")

    # --- 4. evaluation ------------------------------------------------------------------------------------------------

    def integrates(self, says: str = "yes", *, only: Candidate | None = None) -> DistrictPurchase:
        """The technology department answers for each platform and says that it is done."""

        def act(case):
            for candidate in case.live_candidates():
                own = says if only in {None, candidate} else "yes"
                more = {"owner": self.cast.technology, "due_on": date(2027, 1, 12)} if own == "work" else {}
                for platform in case.platforms:
                    known = {"says": own, "by": self.cast.technology, "at": self.at} | more
                    PlatformAnswer.objects.update_or_create(candidate=candidate, platform=platform, defaults=known)
            return {"platforms": ["", says]}

        self.record("platforms", self.cast.technology, act)
        return self.answer("platforms", self.cast.technology)

    def committee_answers(self) -> DistrictPurchase:
        """Everybody of the committee scores each candidate."""
        for step in [s for s in self.fresh.open_steps() if s.key == "committee"]:
            for candidate in self.fresh.live_candidates():
                known = {"score": 4, "pros": "Children like it.", "at": self.at}
                CommitteeScore.objects.update_or_create(candidate=candidate, member=step.person, defaults=known)
            self.answer("committee", step.person)
        return self.fresh

    def evaluated(self) -> DistrictPurchase:
        self.funded()
        return self.evaluated_again()

    def evaluated_again(self, **answers) -> DistrictPurchase:
        self.integrates(**answers)
        return self.committee_answers()

    def choose(self, candidate: Candidate | None = None) -> DistrictPurchase:
        candidate = candidate or self.fresh.live_candidates()[0]
        return self.do("choose_candidate", self.lead, candidate=candidate, rationale="The best for our teachers.")

    def chosen(self) -> DistrictPurchase:
        self.evaluated()
        return self.choose()

    # --- 5. gate, Board, coordination ---------------------------------------------------------------------------------

    def passed(self) -> DistrictPurchase:
        """Through the gate, and the Board where it decides."""
        self.chosen()
        case = self.do("pass_gate", self.cast.technology)
        if case.state == "board-review":
            day = timezone.localdate(self.at)
            case = self.do("board_approves", self.cast.board_secretary, meeting_on=day)
        return case

    def to_board(self) -> DistrictPurchase:
        self.price = BOARDS
        self.chosen()
        return self.do("pass_gate", self.cast.technology)

    def lines_done(self, *what: int) -> DistrictPurchase:
        """Lines of the checklist, as the lead; all that may be done unless named."""
        day = timezone.localdate(self.at)

        def act(case):
            lines = case.coordination.filter(done_on__isnull=True)
            lines = lines.filter(what__in=what) if what else lines.exclude(what=CoordinationLine.What.ORDER)
            lines.update(done_on=day, done_by=self.lead, owner=self.lead, due_on=day)
            return {"coordination": ["", "done"]}

        return self.record("coordination", self.lead, act)

    def ordered(self) -> DistrictPurchase:
        self.passed()
        self.lines_done(1, 2, 3)
        return self.answer(
            "district-order", self.cast.business_office, "ordered", **(ORDER | {"po_amount": self.price})
        )

    def coordinated(self) -> DistrictPurchase:
        self.ordered()
        self.lines_done()
        return self.do("finish_coordination", self.lead, rollout_on=date(2027, 8, 16))

    # --- 6 to 10 ------------------------------------------------------------------------------------------------------

    def posted(self) -> DistrictPurchase:
        case = self.coordinated()
        for agreement in case.agreements.filter(posted_on__isnull=True):
            type(agreement).objects.filter(pk=agreement.pk).update(posted_on=timezone.localdate(self.at))
        return self.do("post_contract", self.cast.it_director)

    def planned(self, *, days: int = 60, first_in: int = 0, by=None) -> DistrictPurchase:
        """Goals, the plan's seven parts and four measures are there; written by the lead unless somebody is named."""
        today = timezone.localdate(self.at)

        def act(case):
            for term in Goal.Term.values:
                said = {"words": "More students read at grade level", "source": "Spring assessment"}
                Goal.objects.create(case=case, term=term, follows_up=self.lead, **said)
            for name, words in PLAN.items():
                setattr(case, name, words)
            first, until = today + timedelta(days=first_in), today + timedelta(days=days)
            for about in ABOUT:
                said = {"words": f"What {about} says", "every": Measure.Every.MONTHLY, "recorded_by": self.recorder}
                Measure.objects.create(case=case, about=about, first_on=first, until=until, **said)
            return {"plan": ["", "complete"]}

        return self.record("planning", by or self.lead, act)

    @property
    def recorder(self):
        return self.cast.colleague

    def monitored(self, **planned) -> DistrictPurchase:
        self.posted()
        self.planned(**planned)
        return self.do("finish_plan", self.lead)

    def due(self, about: str = "usage") -> DistrictPurchase:
        """A check-in is due, and its recorder asked."""
        return self.do(f"{about}_due", Actor.system())

    def recorded(self) -> DistrictPurchase:
        """Every check-in recorded; the last of them by the record, not one by one."""
        self.monitored(days=0)
        for about in ABOUT:
            self.due(about)
            self.answer(f"check-{about}", self.recorder, "recorded", figure=Decimal("71.50"), note="Better than before")
        return self.fresh

    def complete(self, next_step: str = "continue") -> DistrictPurchase:
        self.recorded()
        return self.do("decide_next_steps", self.lead, next_step=next_step, rationale="The goals are reached.")

    def denied(self) -> DistrictPurchase:
        self.chosen()
        return self.do("deny", self.cast.technology, **FAILED)

    def withdrawn(self) -> DistrictPurchase:
        self.submit()
        return self.do("withdraw", self.case.requester)

    def _draft(self) -> DistrictPurchase:
        return self.fresh

    def member(self, person, part: str = "committee") -> TeamMember:
        return TeamMember.objects.create(case=self.fresh, user=person, part=part, added_by=self.lead, at=self.at)

    def check_ins(self, about: str = "usage"):
        return CheckIn.objects.filter(measure__case=self.case.pk, measure__about=about)

    WAYS = {
        "draft": "_draft",
        "vendor-search": "submit",
        "budgeting": "to_quote",
        "evaluation": "funded",
        "compliance-gate": "chosen",
        "board-review": "to_board",
        "purchasing": "passed",
        "contract-posting": "coordinated",
        "planning": "posted",
        "monitoring": "monitored",
        "complete": "complete",
        "denied": "denied",
        "withdrawn": "withdrawn",
    }

    def to(self, state: str) -> DistrictPurchase:
        """The shortest way to a state."""
        return getattr(self, self.WAYS[state])()
