"""One request on its way: each method is something a person does on a day, through the engine."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from accounts.models import Place, User
from catalog import services as library
from catalog.models import Privacy, Vendor
from contracts import services as agreements
from contracts.models import Agreement
from requests_app import integration, purchases, services
from requests_app.demo.calendar import Days
from requests_app.demo.district import District
from requests_app.demo.outbox import remind
from requests_app.demo.paper import pdf
from requests_app.demo.papers import draft, sign
from requests_app.demo.wishes import Wish
from requests_app.library_check import library_check
from requests_app.models import MicroRequest
from workflows import engine
from workflows.actors import Actor
from workflows.sweeps import sweep_wakes

AN_ACT = timedelta(minutes=11)


class Walk:
    """Brings one request on. `ago` is counted in school days before today; an act without it follows the last.

    The walk's own `ago` is the day of the submission; the form was begun the day before.
    """

    def __init__(self, district: District, days: Days, wish: Wish, *, ago: int, act: str = "new", **answers):
        self.district, self.days, self.wish, self.day = district, days, wish, ago
        self.at = days.ago(ago + 1, hour=8, minute=7 * len(wish.key) % 60)
        self.requester = district.person(wish.by)
        self.case = self._begun(act, answers)

    def _begun(self, act: str, more: dict) -> MicroRequest:
        """A draft from the library check, with the answers of the form."""
        check = library_check(self.wish.title, self.requester, on=timezone.localdate(self.at))
        match = next((m for m in check.matches if m.resource.name == self.wish.title and m.act == act), None)
        case = services.begin(check, act, match, by=self.requester, at=self.at, key="")
        if "schools" in more:
            more = more | {"schools": [self.district.place(key) for key in more["schools"]]}
        answers = self.wish.answers(self, about_the_product=match is None) | more
        return services.save_answers(case, answers, by=self.requester, at=self.at + AN_ACT)

    @property
    def place(self) -> Place:
        return self.requester.place

    @property
    def fresh(self) -> MicroRequest:
        return MicroRequest.objects.get(pk=self.case.pk)

    def person(self, name: str) -> User:
        """By user name; "requester" and "principal" are this request's own."""
        if name == "requester":
            return self.requester
        return self.district.principal_of(self.place) if name == "budget" else self.district.person(name)

    def _time(self, ago: int | None) -> datetime:
        """The moment of the next act; whoever was late until then has been reminded."""
        wanted = self.at if ago is None else self.days.ago(ago, hour=10 + len(self.wish.key) % 5, minute=3)
        self.at = min(max(wanted, self.at + AN_ACT), self.days.now - timedelta(minutes=2))
        remind(until=self.at)
        return self.at

    # --- acts -----------------------------------------------------------------------------------------------------

    def do(self, move: str, who: str, ago: int | None = None, words: str = "", **details) -> "Walk":
        """One move."""
        at = self._time(ago)
        engine.perform(self.case.pk, move, by=Actor(self.person(who)), at=at, rationale=words, **details)
        return self

    def answer(self, key: str, who: str, ago: int | None = None, outcome="approve", words="", **details) -> "Walk":
        """One side-by-side answer, to a step that waits on this person."""
        at, person = self._time(ago), self.person(who)
        steps = [step for step in self.fresh.open_steps() if step.key == key]
        step = next((step for step in steps if step.person_id == person.pk), steps[0])
        reply = engine.StepAnswer(step.pk, step.version, outcome, {"rationale": words, **details})
        engine.review(self.case.pk, [reply], by=Actor(person), at=at)
        return self

    def bring_in(self, key: str, who: str, *stages: str, ago: int | None = None, question="", people=None) -> "Walk":
        """Forward or consult from a step."""
        named = {stage: [self.person(name) for name in names] for stage, names in (people or {}).items()}
        at, step = self._time(ago), self.fresh.open_step(key)
        by = Actor(self.person(who))
        engine.forward(self.case.pk, step.pk, stages=list(stages), by=by, at=at, people=named, question=question)
        return self

    def claim(self, key: str, who: str, ago: int | None = None) -> "Walk":
        at = self._time(ago)
        engine.claim(self.case.pk, self.fresh.open_step(key).pk, by=Actor(self.person(who)), at=at)
        return self

    def say(self, who: str, text: str, ago: int | None = None, *, internal: bool = False) -> "Walk":
        engine.comment(self.case.pk, text, by=Actor(self.person(who)), at=self._time(ago), internal=internal)
        return self

    def follower(self, who: str, ago: int | None = None) -> "Walk":
        """The requester lets somebody read along."""
        engine.follow(self.case.pk, self.person(who), by=Actor(self.requester), at=self._time(ago))
        return self

    def change(self, ago: int | None = None, **changes) -> "Walk":
        """The requester changes the form."""
        engine.edit(self.case.pk, changes, by=Actor(self.requester), at=self._time(ago))
        return self

    def amend(
        self, key: str, who: str, label: str, ago: int | None = None, *, many=None, act=None, **changes
    ) -> "Walk":
        """The holder of a step puts the record right."""
        at, step = self._time(ago), self.fresh.open_step(key)
        by = Actor(self.person(who))
        engine.amend(self.case.pk, step.pk, label=label, by=by, at=at, changes=changes)
        return self

    def quote(self, ago: int | None = None) -> "Walk":
        """The requester adds the vendor's offer."""
        at, price = self._time(ago), self.case.amount or Decimal(0)
        paper = pdf(
            f"Quote {self.wish.title}.pdf",
            f"Quote: {self.wish.title}",
            f"For {self.place}, {self.wish.students} students, {self.wish.staff} staff.",
            f"One year: {price:,.2f} US dollars. The price holds for 60 days.",
            f"{self.wish.vendor}, sales. This offer belongs to a demonstration.",
        )
        services.add_quote(self.case, paper, amount=price, years=1, by=self.requester, at=at)
        return self

    # --- stretches of the way -------------------------------------------------------------------------------------

    @property
    def funds(self) -> dict:
        """What support and the confirmation of funds say."""
        codes = {"source": "School improvement funds", "code": "10-1100-410"}
        if self.place.kind == "department":
            codes = {"source": "Department budget", "code": "10-2210-310"}
        return {"amount": self.fresh.amount, "funding_source": codes["source"], "budget_code": codes["code"]}

    @property
    def findings(self) -> dict:
        """What a reviewer finds about student data: here, what the requester said."""
        return {"student_data": "yes" if self.wish.elements() else "no", "elements": self.wish.elements()}

    def support(self, ago: int | None = None, words: str = "Yes, it fits our school's plan.") -> "Walk":
        """Asked for and given; where the requester holds the purse there is nothing to ask."""
        if not self.fresh.needs_funds or self.fresh.requester_holds_purse:
            return self
        return self.do("ask_support", "requester", ago).answer("support", "budget", words=words, **self.funds)

    def submit(self, move: str = "submit") -> "Walk":
        """Submitted on the walk's own day; where support is needed it was given the day before."""
        return self.support(self.day + 1).do(move, "requester", self.day)

    def sent(self, ago: int) -> "Walk":
        """Submitted, and sent to the reviewers."""
        return self.submit().do("send_to_review", "assistant-superintendent", ago)

    def confirm_funds(self, ago: int | None = None, who: str = "budget", words: str = "") -> "Walk":
        return self.answer("principal", who, ago, words=words, **self.funds)

    def reviewed(self, ago: int, *, curriculum: str, ict: str) -> "Walk":
        """Everybody asked has approved, the last of them so many days ago."""
        self.sent(ago + 4)
        if self.fresh.needs_funds:
            self.confirm_funds(ago + 2)
        self.answer("curriculum", "curriculum-director", ago + 1, words=curriculum)
        return self.answer("ict", "ict-coordinator", ago, words=ict, findings=self.findings)

    def approved(self, ago: int, *, curriculum: str, ict: str, **details) -> "Walk":
        """Under SOPPA Review."""
        return self.reviewed(ago + 1, curriculum=curriculum, ict=ict).do(
            "approve", "assistant-superintendent", ago, **details
        )

    def link_vendor(self, ago: int | None = None) -> "Walk":
        """The vendor of the form, added to the list when it is not there."""
        known = Vendor.objects.filter(name__iexact=self.wish.vendor).first()
        vendor = known or library.add_vendor(
            name=self.wish.vendor,
            website=self.case.website,
            contact_email=f"privacy@{self.wish.domain}",
            by=self.person("it-director"),
            at=self.at,
        )
        return self.amend("contract", "it-director", "Vendor linked", ago, vendor=vendor)

    def link_agreement(self, ago: int | None = None) -> "Walk":
        """A data privacy agreement for this product, signed and linked."""
        case = self.fresh
        paper = draft(self.district, case.vendor, [case.resource], elements=case.elements() or None, at=self._time(ago))
        paper, step = sign(self.district, paper, at=self._time(None)), self.fresh.open_step("contract")
        by = Actor(self.person("it-director"))
        agreements.link_to_request(agreement=paper, case=self.fresh, step=step.pk, by=by, at=self._time(None))
        return self

    def verified(self, ago: int, places: list[str] | None = None, words: str = "") -> "Walk":
        """Final approval by Information Technology, with an agreement where student data is shared."""
        self.link_vendor(ago + 2)
        if self.fresh.student_data_shared:
            self.link_agreement(ago + 1)
        where = [self.district.place(key) for key in places or []] or [self.place]
        return self.do("approve_contract", "it-director", ago, words, places=where)

    def post(self) -> "Walk":
        """The linked agreements are posted."""
        for paper in self.fresh.agreements.all():
            agreements.post_agreement(agreement=paper, by=Actor(self.person("it-director")), at=self._time(None))
        return self

    def hand_over(self, ago: int, briefing: str) -> "Walk":
        """Posted, and with the Integration Specialist."""
        self._time(ago)
        return self.post().do("hand_to_integration", "it-director", briefing=briefing)

    def sites(self, *keys: str, method: str = "both", ago: int | None = None) -> "Walk":
        """The Integration Specialist lists the schools, each with its own contact."""
        lines = [{"place": self.district.place(key), "contact": None, "method": method} for key in keys]
        step, by = self.fresh.open_step("integration"), Actor(self.person("integration-specialist"))
        integration.add_sites(case=self.fresh, step=step.pk, lines=lines, by=by, at=self._time(ago))
        return self

    def site_done(self, key: str, ago: int) -> "Walk":
        """One school is set up."""
        at, day = self._time(ago), self.days.back(ago)
        step, by = self.fresh.open_step("integration"), Actor(self.person("integration-specialist"))
        site = self.fresh.sites.get(place=self.district.place(key))
        integration.mark_done(site=site, step=step.pk, done_on=day, by=by, at=at)
        return self

    def order(self, number: str, ago: int | None = None) -> "Walk":
        """The budget owner records the purchase order."""
        day = self.days.today if ago is None else self.days.back(ago)
        details = {"po_number": number, "po_date": day, "po_amount": self.fresh.amount}
        return self.answer("purchase", "budget", ago, outcome="ordered", **details)

    def quote_chosen(self, ago: int) -> "Walk":
        """Those who buy choose the offer that the requester added."""
        case, by = self.fresh, Actor(self.person("aas"))
        purchases.choose_quote(case, case.money.quotes.get(), by=by, at=self._time(ago))
        return self

    def over_years(self, *amounts: str, ago: int) -> "Walk":
        """The Business Office writes down what each year of the term costs, from the order on."""
        case, by = self.fresh, Actor(self.person("business-office"))
        each = [Decimal(amount) for amount in amounts]
        purchases.record_term(case, starts_on=case.money.po_date, amounts=each, by=by, at=self._time(ago))
        return self

    def received(self, ago: int) -> "Walk":
        """The Business Office records that all of it came."""
        by = Actor(self.person("business-office"))
        purchases.record_receipt(self.fresh, received_on=self.days.back(ago), by=by, at=self._time(ago))
        return self

    def wait_for_vendor(self, ago: int, words: str, *, contact: str = "Robin Vance") -> "Walk":
        """The vendor gets a packet to fill in."""
        to = {"contact_name": contact, "contact_email": f"privacy@{self.wish.domain}"}
        return self.do("wait_for_vendor", "it-director", ago, words, **to)

    def waiting_paper(self, ago: int) -> Agreement:
        """A draft that the vendor has not signed yet."""
        case = self.fresh
        return draft(self.district, case.vendor, [case.resource], elements=case.elements() or None, at=self._time(ago))

    def woken(self) -> "Walk":
        """What another case left word about is done now."""
        sweep_wakes(at=self._time(None))
        return self

    def made_available(self, ago: int) -> "Walk":
        """The whole district gets the product meanwhile, by another way than this request."""
        library.make_available(
            resource=self.fresh.resource,
            places=[self.district.place("district")],
            privacy=Privacy.NO_STUDENT_DATA,
            words="Bought for the whole district.",
            by=self.person("it-director"),
            at=self._time(ago),
        )
        return self
