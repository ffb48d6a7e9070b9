"""Renewals and reviews in every state, for tests: opened by their dates, answered and decided by people."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from catalog import services as library
from contracts import renewal_sweeps
from contracts.models import Agreement, PeriodicReview, Renewal
from tests.agreements import agreement_in
from tests.factories import ResourceFactory
from workflows import engine
from workflows.actors import Actor
from workflows.sweeps import sweep_wakes

USAGE = {"still_used": "yes", "goals_met": "yes", "cost_now": Decimal("1200"), "cost_next": Decimal("1300")}
SAFE = {"data_right": "yes", "subcontractors_right": "yes", "breaches_since": "no"}
WHY = {"rationale": "Nobody has opened it since May."}


def running(cast, *, starts: int = -300, ends: int | None = 60, **columns) -> Agreement:
    """An agreement in force, its first and last day given in days from today."""
    return agreement_in(cast, "in-force", starts=starts, ends=ends, **columns)


def resource_in_use(cast, *, next_review: int | None = 20, **columns):
    """A resource that no agreement names, approved for the district and to be looked at in so many days."""
    at = timezone.now()
    due = None if next_review is None else timezone.localdate(at) + timedelta(days=next_review)
    resource = ResourceFactory(**{"next_review_on": due, "privacy": "no-student-data"} | columns)
    library.make_available(resource=resource, places=[cast.district], by=cast.it_director, at=at)
    return resource


def open_all(at: datetime | None = None) -> int:
    """What the worker does once a day, and what it does each minute with the words left for cases."""
    at = at or timezone.now()
    done = renewal_sweeps.open_cycles(at=at)
    sweep_wakes(at=at)
    return done


class RenewalPath:
    """A renewal opened by its date, and the people who bring it on; `to("deciding")` makes the shortest way."""

    def __init__(self, cast, agreement: Agreement | None = None, **columns):
        self.cast = cast
        self.agreement = agreement or running(cast, **columns)
        open_all()
        self.pk = Renewal.objects.get(contract=self.agreement).pk

    @classmethod
    def of(cls, cast, renewal: Renewal) -> "RenewalPath":
        """One that was opened otherwise."""
        path = cls.__new__(cls)
        path.cast, path.agreement, path.pk = cast, renewal.contract, renewal.pk
        return path

    @property
    def fresh(self) -> Renewal:
        return Renewal.objects.get(pk=self.pk)

    @property
    def contract(self) -> Agreement:
        return Agreement.objects.get(pk=self.agreement.pk)

    def answer(self, key: str, person, outcome: str, **details) -> Renewal:
        step = self.fresh.open_step(key)
        reply = engine.StepAnswer(step=step.pk, version=step.version, outcome=outcome, details=details)
        engine.review(self.pk, [reply], by=Actor(person), at=timezone.now())
        return self.fresh

    def usage(self, **details) -> Renewal:
        person = self.fresh.owner or self.cast.it_director
        return self.answer("usage", person, "done", **(USAGE | details))

    def safeguards(self, outcome: str = "approve", **details) -> Renewal:
        return self.answer("safeguards", self.cast.cybersecurity, outcome, **(SAFE | details))

    def do(self, move: str, person=None, **details) -> Renewal:
        """A move, by the Director of Information Technology unless somebody else is named; wakes are acted on."""
        engine.perform(self.pk, move, by=Actor(person or self.cast.it_director), at=timezone.now(), **details)
        sweep_wakes(at=timezone.now())
        return self.fresh

    def deciding(self) -> Renewal:
        self.usage()
        return self.safeguards()

    def renewed(self, **details) -> Renewal:
        self.deciding()
        days = {"new_ends_on": timezone.localdate() + timedelta(days=425)}
        return self.do("renew", **(days | details))

    def renegotiating(self) -> Renewal:
        self.deciding()
        return self.do("renegotiate", contact_name="Vic Vendor", contact_email="vic@vendor.example", **WHY)

    def let_lapse(self) -> Renewal:
        self.deciding()
        return self.do("let_lapse", **WHY)

    def terminated(self) -> Renewal:
        self.deciding()
        return self.do("terminate", **WHY)

    def closed(self) -> Renewal:
        engine.perform(self.agreement.pk, "terminate", by=Actor(self.cast.it_director), at=timezone.now(), **WHY)
        sweep_wakes(at=timezone.now())
        return self.fresh

    WAYS = {
        "gathering": "_opened",
        "deciding": "deciding",
        "renegotiating": "renegotiating",
        "renewed": "renewed",
        "let-lapse": "let_lapse",
        "terminated": "terminated",
        "closed": "closed",
    }

    def _opened(self) -> Renewal:
        return self.fresh

    def to(self, state: str) -> Renewal:
        return getattr(self, self.WAYS[state])()


def review_in(cast, state: str, *, agreement: bool = True) -> PeriodicReview:
    """A review of an agreement, or of a resource without one, in a state."""
    if agreement:
        kept = running(cast, starts=-170, ends=None, review_interval=6)
        open_all()
        review = PeriodicReview.objects.get(contract=kept)
    else:
        kept = resource_in_use(cast)
        open_all()
        review = PeriodicReview.objects.get(resource=kept, contract=None)
    way = {"confirmed": "confirm", "concern": "raise_concern"}.get(state)
    if way:
        asked = {"consequence": "privacy"} if way == "raise_concern" and not agreement else {}
        engine.perform(review.pk, way, by=Actor(cast.it_director), at=timezone.now(), **(WHY | asked))
    if state == "closed":
        over(cast, kept)
        sweep_wakes(at=timezone.now())
    return PeriodicReview.objects.get(pk=review.pk)


def over(cast, kept) -> None:
    """The agreement ends, or the resource is used no more."""
    if isinstance(kept, Agreement):
        engine.perform(kept.pk, "terminate", by=Actor(cast.it_director), at=timezone.now(), **WHY)
    else:
        library.set_status(resource=kept, approval="retired", by=cast.it_director, at=timezone.now())
