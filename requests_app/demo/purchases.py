"""District purchases in the demo: one at every state of document 001, some with a step that is late."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.files import store_file
from accounts.selectors import holders
from contracts import cover
from contracts import services as agreements
from requests_app import check_ins
from requests_app.demo.calendar import Days
from requests_app.demo.district import District
from requests_app.demo.outbox import remind
from requests_app.demo.paper import pdf
from requests_app.demo.papers import draft, sign
from requests_app.demo.purchase_plans import PLANS, Plan
from requests_app.demo.purchase_records import Records
from requests_app.models import (
    Candidate,
    CheckIn,
    CommitteeScore,
    CoordinationLine,
    DistrictPurchase,
    TeamMember,
)
from requests_app.purchases import keep_quote
from workflows import engine
from workflows.actors import Actor
from workflows.models import CaseFile, Follower

AN_ACT = timedelta(minutes=13)


WAY = (
    *("submit", "search", "ask_for_quotes", "fund", "evaluate", "pass_gate", "board"),
    *("coordinate", "post", "plan", "monitor"),
)
LENGTH = {
    "budgeting": 2,
    "funds": 3,
    "evaluation": 4,
    "compliance-gate": 5,
    "board-review": 6,
    "purchasing": 7,
    "contract-posting": 8,
    "planning": 9,
    "monitoring": 11,
    "complete": 11,
}


def buy_for_the_district(district: District, days: Days) -> None:
    """Every plan, the oldest first, so that numbers follow the dates; then what has come due is asked for."""
    for plan in sorted(PLANS, key=lambda each: -each.ago):
        Course(district, days, plan).follow()
        remind(until=days.now)
    check_ins.open_due(at=days.now - timedelta(minutes=40))


class Course(Records):
    """One purchase on its way; each act is something a person did, through the engine."""

    def __init__(self, district: District, days: Days, plan: Plan):
        self.district, self.days, self._plan, self.day = district, days, plan, plan.ago
        self.at = days.ago(plan.ago, hour=9, minute=len(plan.title))
        self.lead = district.person(plan.by)
        self.case = engine.start(
            DistrictPurchase,
            by=Actor(self.lead),
            at=self.at,
            place=self.lead.place,
            title=plan.title,
            instructional=plan.instructional,
            need=plan.need,
            purpose="We looked at how it is done now, and where it fails.",
            impact="All schools, from the next school year on.",
            outcome=plan.outcome,
            measured_by="The figures of each school, in October and in May.",
            existing="What the library has was tried by two schools and does not reach.",
            look_fors="English and Spanish; signing in with the district’s account; works on Chromebooks.",
            grade_levels=["6", "7", "8"],
            content_areas=[plan.subject],
            students=2400,
            staff=130,
            leaders=f"{self.lead}, with the coaches of the schools.",
            action_plan="" if plan.to == "draft" else "Choose this term, begin with two schools, then all.",
        )
        self.case.schools.set(map(district.place, ("lincoln", "addams", "prairie", "douglass")))

    @property
    def fresh(self) -> DistrictPurchase:
        return DistrictPurchase.objects.get(pk=self.case.pk)

    def _time(self) -> datetime:
        self.at = min(self.at + AN_ACT, self.days.now - timedelta(minutes=45))
        return self.at

    def _later(self, school_days: int | None = None) -> None:
        """The next act was so many school days after the last."""
        self.day = max(self.day - (self._plan.pace if school_days is None else school_days), 0)
        self.at = max(self.at, self.days.ago(self.day, hour=10, minute=len(self._plan.title)))

    def _holder(self, key: str):
        step = self.fresh.open_step(key)
        return step.person or holders(step.role, step.place, on=timezone.localdate(self.at))[0]

    def do(self, move: str, key: str = "", words: str = "", **details) -> None:
        by = self._holder(key) if key else self.lead
        engine.perform(self.case.pk, move, by=Actor(by), at=self._time(), rationale=words, **details)

    def answer(self, key: str, outcome: str = "done", words: str = "", by=None, **details) -> None:
        steps = [step for step in self.fresh.open_steps() if step.key == key and by in {None, step.person}]
        by = by or self._holder(key)
        reply = engine.StepAnswer(steps[0].pk, steps[0].version, outcome, {"rationale": words, **details})
        engine.review(self.case.pk, [reply], by=Actor(by), at=self._time())

    def record(self, key: str, label: str, act) -> None:
        step, at = self.fresh.open_step(key), self._time()
        engine.amend(self.case.pk, step.pk, label=label, by=Actor(self._holder(key)), at=at, act=act)

    # --- how far it has come ------------------------------------------------------------------------------------------

    def follow(self) -> None:
        if special := getattr(self, f"be_{self._plan.to}", None):
            special()
            return
        for act in WAY[: LENGTH[self._plan.to]]:
            getattr(self, act)()
        if self._plan.to == "complete":
            self.finish()

    def be_draft(self) -> None:
        """The assessment is not complete."""

    def be_asked(self) -> None:
        self._ask_sponsor()

    def be_withdrawn(self) -> None:
        self.submit()
        self.do("withdraw", words="The county buys them for all districts next year.")

    def be_purchasing(self) -> None:
        """Everybody is told; the funds can't be drawn on yet."""
        for act in WAY[:7]:
            getattr(self, act)()
        self._later()
        self.record("coordination", "Checklist", lambda case: self._done(case, CoordinationLine.What.NOTIFIED))

    def be_searching(self) -> None:
        """One vendor has answered, the other has time."""
        self.submit()
        self.ask_vendors()
        self._vendor_answers(self.fresh.live_candidates()[0])

    def be_denied(self) -> None:
        for act in WAY[:5]:
            getattr(self, act)()
        words = "It films students all day, and its maker would not change that."
        self.do("deny", "gate", words, ground="privacy", library_words=words)

    # --- the way ------------------------------------------------------------------------------------------------------

    def _ask_sponsor(self) -> None:
        if not self.fresh.support_given and not self.fresh.requester_holds_purse:
            self.do("ask_sponsor")

    def submit(self) -> None:
        self._ask_sponsor()
        if self.fresh.open_step("sponsorship"):
            self._later(1)
            self.answer("sponsorship", "approve", "It is in our plan for the year.")
        self.do("submit")
        self._name_team()

    def _name_team(self) -> None:
        """The committee: they read all of it."""
        for name in ("coach", "ict"):
            person = self.district.person(name)
            if person == self.lead:
                continue
            TeamMember.objects.create(case=self.fresh, user=person, part="committee", added_by=self.lead, at=self.at)
            known = {"added_by": self.lead, "at": self.at}
            Follower.objects.get_or_create(case_id=self.case.pk, user=person, defaults=known)

    def search(self) -> None:
        self.ask_vendors()
        for candidate in self.fresh.live_candidates():
            self._vendor_answers(candidate)
        self._later()
        for candidate in self.fresh.live_candidates():
            self.record("compliance", "Compliance recorded", lambda case, row=candidate: self._found(row))
        self.answer("compliance", words="All of them are looked at.")
        self._cover()
        self.do("finish_search", "search")

    def ask_vendors(self) -> None:
        self._later(1)
        self._write_criteria()
        for offer in self._plan.offers:
            self._add(offer)
        self._ask_vendors()
        self._later()

    def _cover(self) -> None:
        """An agreement with each maker whose product takes student data."""
        for candidate in self.fresh.live_candidates():
            if candidate.data_shared and not cover.in_force(candidate.resource, on=timezone.localdate(self.at)):
                elements, at = list(candidate.elements.all()), self._time()
                paper = draft(self.district, candidate.vendor, [candidate.resource], elements=elements, at=at)
                sign(self.district, paper, at=self._time())

    def ask_for_quotes(self) -> None:
        self._later()
        for candidate in self.fresh.live_candidates():
            yearly = Decimal(self._offer(candidate).yearly)
            for years, share in ((1, Decimal(1)), (3, Decimal("0.9"))):
                self._quote(candidate, yearly * share, years)
        # As many as the district wants for such an amount, where there are fewer candidates.
        while reason := self.fresh.quotes_missing():
            self._quote(self.fresh.live_candidates()[0], yearly * Decimal("0.95"), 2)
            if self.fresh.quotes_missing() == reason:
                break
        self.do("finish_quotes", "quotes")

    def _quote(self, candidate: Candidate, per_year: Decimal, years: int) -> None:
        amount, by = per_year * years, Actor(self.lead)
        words = f"{amount} US dollars for {years} years"
        stored = store_file(
            pdf(f"Quote {candidate.name} {years}.pdf", f"Quote: {candidate}", words), by=self.lead, at=self.at
        )
        said = {"vendor_name": candidate.vendor_name, "amount": amount, "per_year": per_year, "years": years}

        def act(case, file) -> None:
            keep_quote(case, file, candidate=candidate, **said)

        engine.attach(self.case.pk, stored, kind=CaseFile.Kind.QUOTE, by=by, at=self._time(), act=act)

    def fund(self) -> None:
        self._later(1)
        amount = self.fresh.whole_term_amount
        funds = {"amount": amount, "funding_source": "Curriculum adoption", "budget_code": "10-2210-410"}
        self.answer("district-funds", "approve", **funds)

    def evaluate(self) -> None:
        self._later()
        self.record("platforms", "Integration answered", self._integration)
        self.answer("platforms")
        for step in [step for step in self.fresh.open_steps() if step.key == "committee"]:
            for candidate in self.fresh.live_candidates():
                offer = self._offer(candidate)
                said = {"score": offer.score, "pros": offer.pros, "cons": offer.cons, "gaps": offer.gaps, "at": self.at}
                CommitteeScore.objects.create(candidate=candidate, member=step.person, **said)
            self.answer("committee", by=step.person)
        self._pilot()
        self._later(1)
        best = max(self.fresh.live_candidates(), key=lambda each: self._offer(each).score)
        quote = best.quotes.order_by("years").first()
        self.do("choose_candidate", "choice", "It serves most of our students.", candidate=best, quote=quote)

    def pass_gate(self) -> None:
        self._later(1)
        self.do("pass_gate", "gate", "Compliant, and it works with what we have.")

    def board(self) -> None:
        if self.fresh.state == DistrictPurchase.State.BOARD:
            self._later()
            day = timezone.localdate(self.at)
            self.do("board_approves", "district-board", "Approved without discussion.", meeting_on=day)

    def coordinate(self) -> None:
        lines = CoordinationLine.What
        self._later()
        first = (lines.NOTIFIED, lines.FUNDING, lines.CONTRACT)
        self.record("coordination", "Checklist", lambda case: self._done(case, *first))
        self._later(1)
        amount, number = self.fresh.money.whole_term, f"PO-{self.fresh.number}"
        day = timezone.localdate(self.at)
        self.answer("district-order", "ordered", po_number=number, po_date=day, po_amount=amount)
        self._later()
        self.record("coordination", "Checklist", lambda case: self._done(case, lines.ACCOUNTS))
        rollout = timezone.localdate(self.at) + timedelta(days=75)
        self.do("finish_coordination", "coordination", rollout_on=rollout)

    def post(self) -> None:
        self._later()
        keeper = Actor(self.district.person("compliance-officer"))
        for agreement in self.fresh.agreements.filter(posted_on__isnull=True):
            agreements.post_agreement(agreement=agreement, by=keeper, at=self._time(), public_copy=None)
        self.do("post_contract", "district-posting", "Filed and posted.")

    def plan(self) -> None:
        self._later()
        self.record("planning", "Goals and plan", self._goals_and_plan)
        self.do("finish_plan", "planning")

    def monitor(self) -> None:
        """What was due until last week is recorded, each on its day."""
        left = 1 if self._plan.to == "complete" else 8
        self._record_until(self.days.today - timedelta(days=left))

    def finish(self) -> None:
        self._later(1)
        words = "The goals are reached: all schools type, and teachers want to keep it."
        self.do("decide_next_steps", "next-steps", words, next_step="continue")

    def _record_until(self, last) -> None:
        rows = CheckIn.objects.filter(measure__case=self.case.pk, due_on__lte=last, recorded_on__isnull=True)
        for row in rows.select_related("measure").order_by("due_on", "pk"):
            about, measure = row.measure.about, row.measure
            moment = timezone.make_aware(datetime.combine(row.due_on, timezone.localtime(self.at).time()))
            self.at = max(self.at, moment)
            engine.perform(self.case.pk, f"{about}_due", by=Actor.system(), at=self._time())
            passed, whole = (row.due_on - measure.first_on).days + 10, (measure.until - measure.first_on).days + 10
            share = Decimal(passed) / Decimal(whole)
            figure = (measure.baseline + (measure.target - measure.baseline) * share).quantize(Decimal("0.1"))
            self.answer(f"check-{about}", "recorded", figure=figure, note="As expected.", by=measure.recorded_by)
