"""What people write on a district purchase of the demo, at the steps where it is asked for."""

from datetime import timedelta

from django.utils import timezone

from catalog import services as library
from requests_app import candidates, criteria, vendor_criteria
from requests_app.demo.papers import usual_elements
from requests_app.demo.purchase_plans import Offer
from requests_app.models import Candidate, Goal, Measure, Pilot, PlatformAnswer
from workflows.actors import Actor

# What a vendor adds to an answer that is no plain yes.
SAID = {
    "no": "Our product works in another way; we can talk about it.",
    "partly": "For classes, not yet for single students.",
    "planned": "It comes with the version of next summer.",
}


class Records:
    """Rows of one purchase; each method is an act done at a step, within the engine's transaction."""

    def _write_criteria(self) -> None:
        """The proposed list, as the lead would leave it."""
        criteria.keep_list(self.fresh, criteria.proposed(), by=Actor(self.lead), at=self._time())

    def _add(self, offer: Offer) -> None:
        by, at = self.lead, self._time()
        vendor = library.add_vendor(name=offer.maker, by=by, at=at)
        website = f"https://{offer.address}/"
        resource = library.add_resource(name=offer.name, vendor=vendor, website=website, by=by, at=at)
        candidates.add(self.fresh, resource=resource, by=Actor(by), at=at)

    def _ask_vendors(self) -> None:
        """The same criteria to each, by a link of its own."""
        to = [
            criteria.Addressee(each.pk, f"{each.vendor_name}, sales", f"sales@{self._offer(each).address}")
            for each in self.fresh.live_candidates()
        ]
        at = self._time()
        due = timezone.localdate(at) + timedelta(days=14)
        criteria.send(self.fresh, to, due_on=due, by=Actor(self.lead), at=at)

    def _vendor_answers(self, candidate: Candidate) -> None:
        """What its maker says: yes to most; the dearer the product, the fewer gaps."""
        form = candidate.forms.select_related("link").get()
        gaps = {} if self._offer(candidate).score > 3 else {1: "no", 4: "partly"}
        gaps |= {5: "planned"} if candidate.pk % 2 else {8: "no"}
        replies = {
            each.pk: vendor_criteria.Reply(gaps.get(number, "yes"), SAID.get(gaps.get(number, "yes"), ""))
            for number, each in enumerate(criteria.asked_of(form))
        }
        note = "We are glad to show it to your committee."
        vendor_criteria.give(form.link, replies, note, at=self._time())

    def _offer(self, candidate: Candidate) -> Offer:
        return next(offer for offer in self._plan.offers if offer.name == candidate.name)

    def _found(self, candidate: Candidate) -> dict:
        shared = self._offer(candidate).data
        candidate.data_shared = shared
        candidate.compliance = Candidate.Compliance.COMPLIANT if shared else Candidate.Compliance.NO_DATA
        candidate.compliance_words = "An agreement lists the data it takes." if shared else "Nobody signs in."
        candidate.compliance_by, candidate.compliance_at = self._holder("compliance"), self.at
        candidate.save()
        candidate.elements.set(usual_elements()[:3] if shared else [])
        return {"compliance": ["", str(candidate)]}

    def _pilot(self) -> None:
        candidate, day = self.fresh.live_candidates()[0], timezone.localdate(self.at)
        Pilot.objects.create(
            candidate=candidate,
            place=self.fresh.schools.first(),
            begins_on=day - timedelta(days=12),
            ends_on=day - timedelta(days=2),
            with_students=bool(candidate.data_shared),
            findings="Two classes used it every day; nobody needed help after the first.",
            by=self.lead,
            at=self.at,
        )

    def _integration(self, case) -> dict:
        by, at = self._holder("platforms"), self.at
        for candidate in case.live_candidates():
            for number, platform in enumerate(case.platforms):
                work = {"says": "work", "owner": by, "due_on": timezone.localdate(at) + timedelta(days=40)}
                known = work if number == 1 else {"says": "yes"}
                PlatformAnswer.objects.create(candidate=candidate, platform=platform, by=by, at=at, **known)
        return {"platforms": ["", "answered"]}

    def _done(self, case, *what) -> dict:
        day = timezone.localdate(self.at)
        rows = case.coordination.filter(what__in=what, done_on__isnull=True)
        rows.update(done_on=day, done_by=self.lead, owner=self.lead, due_on=day)
        return {"coordination": ["", str(len(what))]}

    def _goals_and_plan(self, case) -> dict:
        coach, first = self.district.person("coach"), timezone.localdate(self.at) + timedelta(days=3)
        for term, words in (("short", "Every school has begun"), ("long", self._plan.outcome)):
            Goal.objects.create(case=case, term=term, words=words, source="Figures of each school", follows_up=coach)
        case.plan_participants = "All middle schools; two of them begin."
        case.plan_extent = "Grades 6 to 8, in one subject first."
        case.plan_expectations = "Twenty minutes on three days a week."
        case.plan_measurement = "Usage every month, performance and feedback every three months."
        case.plan_training = "Half a day for every teacher; coaches visit for a term."
        case.plan_feedback = "Teachers after six weeks, students at the end of the year."
        case.plan_timeline = "Two schools now, all others after the break."
        every = Measure.Every
        measured = (
            ("performance", "Students at grade level", "percent", 64, 80, every.MONTHLY),
            ("usage", "Students who used it this week", "percent", 0, 75, every.WEEKLY),
            ("feedback", "Teachers who would keep it", "percent", 50, 85, every.MONTHLY),
            ("practices", "Lessons that end with a look at the results", "lessons a week", 1, 3, every.MONTHLY),
        )
        for about, words, unit, baseline, target, often in measured:
            said = {"words": words, "unit": unit, "baseline": baseline, "target": target, "every": often}
            until = first + timedelta(days=40 if self._plan.to == "complete" else 150)
            Measure.objects.create(
                case=case, about=about, first_on=first, until=until, recorded_by=self._recorder(about), **said
            )
        return {"plan": ["", "complete"]}

    def _recorder(self, about: str):
        return self.district.person("coach" if about in {"feedback", "practices"} else "ict-coordinator")
