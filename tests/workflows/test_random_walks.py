"""Walks nobody thought of: whatever people may do, a request is never stuck and never contradicts itself."""

import random
from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from requests_app.models import MicroRequest, Site
from tests.factories import VendorFactory
from tests.paths import FUNDED, Path
from workflows import engine
from workflows.actors import Actor, Hats
from workflows.models import Event, Step

pytestmark = pytest.mark.django_db
WALKS, ACTS = 6, 30
PEOPLE = (
    "teacher",
    "principal",
    "curriculum_director",
    "ict_coordinator",
    "ict",
    "bilingual",
    "title_mtss",
    "special_education",
    "coach",
    "assistant_superintendent",
    "it_director",
    "integration_specialist",
    "admin",
)
SAID = {
    "rationale": "Because of the standards.",
    "contact_name": "Vic Vendor",
    "contact_email": "vic@vendor.example",
    "ground": "duplicate",
    "other_funding": "A grant",
    "amount": Decimal("1500.00"),
    "funding_source": "School budget",
    "budget_code": "10-2210-400",
    "po_number": "4711",
    "po_date": date(2026, 9, 1),
    "po_amount": Decimal("1200.00"),
    "agree_amount": True,
}
FUNDS = {name: FUNDED[name] for name in ("paid_by", "needs_funds", "amount", "budget_code", "principal_name")}


class Walk:
    """One request and everybody who may do something about it; each act is drawn from what the engine offers."""

    def __init__(self, cast, seed: int):
        self.dice, self.cast = random.Random(seed), cast
        self.people = [cast.person(name) for name in PEOPLE]
        self.pk = Path(cast, funded=self.dice.random() < 0.5).case.pk
        self.did: list[str] = []

    @property
    def case(self) -> MicroRequest:
        return MicroRequest.objects.get(pk=self.pk)

    def offers(self) -> list[tuple]:
        """(what, by whom, act) of all that can be done now without a word of refusal."""
        case, at = self.case, timezone.now()
        found = []
        for person in self.people:
            for move, reason in engine.allowed_moves(case, person, at=at):
                if not reason:
                    found.append((move.name, person, self._move(move.name, person)))
            for step in case.open_steps():
                if step.key in case.machine.side_by_side and Hats.of(person, on=timezone.localdate()).holding(step):
                    found += [(f"{step.key}: {o}", person, self._answer(step, o, person)) for o in step.stage.outcomes]
        return found

    def _move(self, name: str, person):
        said = SAID | {"places": [self.cast.school], "needs_funds": self.dice.random() < 0.5}
        if name != "send_to_review":
            said.pop("needs_funds")
        return lambda: engine.perform(self.pk, name, by=Actor(person), at=timezone.now(), **said)

    def _answer(self, step, outcome: str, person):
        answer = engine.StepAnswer(step=step.pk, version=step.version, outcome=outcome, details=SAID)
        return lambda: engine.review(self.pk, [answer], by=Actor(person), at=timezone.now())

    def beside(self) -> None:
        """What people do beside the moves, now and then: edit, forward, link, list schools, let time pass."""
        case, at = self.case, timezone.now()
        by = Actor(self.cast.it_director)
        if case.not_editable() == "" and (case.missing_answers() or self.dice.random() < 0.3):
            changes = FUNDS | {"amount": Decimal(self.dice.choice([900, 1200, 9000]))}
            engine.edit(self.pk, changes, by=Actor(self.cast.teacher), at=at)
        if (step := case.open_step("curriculum")) and self.dice.random() < 0.3:
            stages = [s.key for s in case.machine.forwards["curriculum"] if case.open_step(s.key) is None]
            asked = {s.key for s in case.all_steps if s.round == case.round}
            if free := [key for key in stages if key not in asked]:
                engine.forward(self.pk, step.pk, stages=free[:2], by=Actor(self.cast.curriculum_director), at=at)
        if (step := case.open_step("contract")) and not case.vendor_id:
            engine.amend(self.pk, step.pk, label="Vendor", by=by, at=at, changes={"vendor": VendorFactory()})
        if case.state == "integration":
            Site.objects.get_or_create(case=case, place=case.place, defaults={"done_on": date(2026, 9, 1)})
        if case.state == "in-review" and self.dice.random() < 0.2:
            Step.objects.filter(case=case, closed_at=None).update(due_on=date(2020, 1, 1))

    def check(self) -> None:
        case, story = self.case, " → ".join(self.did)
        steps = case.open_steps()
        assert case.phase == case.look.phase, story
        assert bool(case.number) == bool(case.submitted_at), story
        assert (not steps and bool(case.closed_at)) if case.is_over else not case.closed_at, story
        assert len({(step.key, step.person_id) for step in steps}) == len(steps), story
        assert case.required_open() or case.is_over or case.state == "draft", story
        for step in steps:
            holders = [p for p in self.people if Hats.of(p, on=timezone.localdate()).holding(step)]
            assert holders, f"nobody may answer {step.key}: {story}"
            assert step.stage.decides is False or case.requester not in holders, story


@pytest.mark.parametrize("seed", range(WALKS))
def test_whatever_people_do_a_request_is_never_stuck_and_never_contradicts_itself(cast, seed):
    walk = Walk(cast, seed)
    for _act in range(ACTS):
        walk.beside()
        offers = walk.offers()
        forward = [offer for offer in offers if offer[0] not in {"withdraw", "back", "reopen"}]
        assert offers, f"nobody can do anything: {' → '.join(walk.did)}"
        assert forward or walk.case.is_over, f"only back or out: {' → '.join(walk.did)}"
        what, person, act = walk.dice.choice(forward if forward and walk.dice.random() < 0.85 else offers)
        before = Event.objects.count()
        act()
        walk.did.append(f"{what} ({person.username})")
        assert Event.objects.count() > before
        walk.check()
