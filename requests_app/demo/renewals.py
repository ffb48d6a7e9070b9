"""The demo's renewals, one in every state, and its reviews: some of this month, some late."""

from datetime import datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from catalog.models import Privacy, Resource
from contracts.models import Agreement, PeriodicReview, Renewal
from contracts.renewal_sweeps import open_cycles
from requests_app.demo.district import District
from requests_app.demo.papers import draft, sign
from workflows import engine
from workflows.actors import Actor
from workflows.sweeps import sweep_wakes

A_YEAR = timedelta(days=365)
# How each goes on once both have answered: state → the decision with what is said, in the order of the agreements.
DECIDED = {
    Renewal.State.GATHERING: None,
    Renewal.State.DECIDING: {},
    Renewal.State.RENEGOTIATING: {
        "move": "renegotiate",
        "rationale": "The price has risen by a third.",
        "contact_name": "Alex Rivers",
        "contact_email": "alex.rivers@vendor.example",
    },
    Renewal.State.RENEWED: {"move": "renew"},
    Renewal.State.LET_LAPSE: {"move": "let_lapse", "rationale": "Two classes used it, and both have something else."},
    Renewal.State.TERMINATED: {"move": "terminate", "rationale": "The company was sold, and its terms have changed."},
    Renewal.State.CLOSED: None,
}
LEFT_LATE = 3


def renew_agreements(district: District, resources: dict[str, Resource], *, now: datetime) -> None:
    """Contracts that end in some weeks, their renewals as far as each has come, and the reviews since last month."""
    contracts = _contracts(district, resources, now=now)
    opened = now - timedelta(days=34)
    _run(at=opened)
    _confirm_most(district, contracts, at=opened + timedelta(days=2))
    for state, contract in zip(DECIDED, contracts, strict=False):
        _go_on(district, state, contract, at=opened + timedelta(days=3))
    _run(at=now - timedelta(days=1))


def _contracts(district: District, resources: dict[str, Resource], *, now: datetime) -> list[Agreement]:
    free = [each for each in resources.values() if each.privacy == Privacy.NO_STUDENT_DATA and each.vendor_id]
    unnamed = [each for each in free if each.approval == "approved" and not each.agreements.exists()][: len(DECIDED)]
    signed, made = now - A_YEAR + timedelta(days=40), []
    for number, resource in enumerate(unnamed):
        columns = {"kind": Agreement.Kind.CONTRACT, "months": 12, "elements": [], "starts_in": 2 * number}
        columns |= {"review_interval": 10}  # months: it is looked at before it is renewed
        columns |= {"owner": district.person("ict"), "yearly_amount": Decimal(900 + 350 * number)}
        paper = draft(district, resource.vendor, [resource], at=signed, **columns)
        made.append(sign(district, paper, at=signed + timedelta(minutes=20)))
    return made


def _run(*, at: datetime) -> None:
    """What the worker did on that day."""
    open_cycles(at=at)
    sweep_wakes(at=at)


def _confirm_most(district: District, contracts: list[Agreement], *, at: datetime) -> None:
    """The director answered last month's list, but for a few; about the first contract something was wrong."""
    by = Actor(district.person("it-director"))
    due = PeriodicReview.objects.filter(state=PeriodicReview.State.DUE)
    words = "Its list of subcontractors names a company that we never heard of."
    engine.perform(due.get(contract=contracts[0]).pk, "raise_concern", by=by, at=at, rationale=words)
    rest = due.exclude(contract=contracts[-1]).order_by("-review_due", "pk")
    for review in list(rest)[LEFT_LATE:]:
        engine.perform(review.pk, "confirm", by=by, at=at)


def _go_on(district: District, state: str, contract: Agreement, *, at: datetime) -> None:
    director = Actor(district.person("it-director"))
    renewal = contract.renewals.get()
    if state == Renewal.State.CLOSED:
        why = "The teacher who used it has retired."
        engine.perform(contract.pk, "terminate", by=director, at=at, rationale=why)
    if DECIDED[state] is not None:
        _answer(district, renewal, contract, at=at)
        said = dict(DECIDED[state])
        if move := said.pop("move", ""):
            ends_on = timezone.localdate(at) + A_YEAR * 2
            said |= {"new_ends_on": ends_on, "yearly_amount": contract.yearly_amount} if move == "renew" else {}
            engine.perform(renewal.pk, move, by=director, at=at + timedelta(days=6), **said)
    sweep_wakes(at=at + timedelta(days=6))


def _answer(district: District, renewal: Renewal, contract: Agreement, *, at: datetime) -> None:
    cost = contract.yearly_amount
    usage = {"still_used": "yes", "goals_met": "yes", "cost_now": cost, "cost_next": cost + 60}
    safe = {"data_right": "yes", "subcontractors_right": "yes", "breaches_since": "no"}
    for key, person, outcome, said in (
        ("usage", "ict", "done", usage | {"rationale": "Three schools use it each week."}),
        ("safeguards", "cybersecurity", "approve", safe),
    ):
        step = Renewal.objects.get(pk=renewal.pk).open_step(key)
        answer = engine.StepAnswer(step=step.pk, version=step.version, outcome=outcome, details=said)
        engine.review(renewal.pk, [answer], by=Actor(district.person(person)), at=at + timedelta(days=step.pk % 4))
