"""What a post made by hand is made of: somebody, somewhere, and a form filled in as it would be in turn."""

from dataclasses import dataclass, field
from random import Random

from django.urls import reverse

from tests.access.addresses import fresh
from tests.hostile import rights
from workflows.moves import moves_of


@dataclass(frozen=True)
class Post:
    """Who sends what where, and why it is out of turn."""

    why: str
    who: str
    path: str
    body: dict | str = field(default_factory=dict)
    content_type: str = ""

    def send(self, troupe):
        client = troupe.client(self.who)
        if self.content_type:
            return client.generic("POST", self.path, self.body, self.content_type)
        return client.post(self.path, self.body)


class Chooser:
    """Chooses people, cases of a kind and their steps, and fills in forms. All chance comes from `rng`."""

    def __init__(self, troupe, rng: Random, kind: str):
        self.troupe, self.rng, self.kind = troupe, rng, kind
        self.world = troupe

    # --- choosing -----------------------------------------------------------------------------------------------------

    def people(self):
        return [name for name in self.troupe.sessions if name not in {"anonymous", "leaver"}]

    def anyone(self):
        return self.rng.choice(self.people())

    def person(self, allowed):
        """Somebody for whom `allowed(user)` is not true; None when everybody may."""
        others = [name for name in self.people() if not allowed(self.troupe.person(name))]
        return self.rng.choice(others) if others else None

    def holder(self, step):
        """Somebody whose step it is; None when nobody of the cast."""
        return next((name for name in self.people() if rights.holds(self.troupe.person(name), step)), None)

    def case(self):
        return self.rng.choice(self.troupe.by_kind[self.kind])

    def step(self, *, is_open: bool = True, role: str = ""):
        """A step of some case of the kind, and its case; nothing where there is none."""
        found = [
            (case, step)
            for case in self.troupe.by_kind[self.kind]
            for step in case.all_steps
            if step.is_open == is_open and step.role != "requester" and role in {"", step.role}
        ]
        if not found:
            return None, None
        case, step = self.rng.choice(found)
        step.case = case
        return case, step

    # --- bodies that would do, sent in turn ---------------------------------------------------------------------------

    def answer(self, case, step) -> dict[str, str]:
        """A whole answer to a step, of one of the kinds it may have."""
        body = fresh(case, step)
        words = {"rationale": "Because.", "internal": "Between us."}
        if step.key in case.machine.side_by_side:
            outcome = self.rng.choice(step.stage.outcomes)
            told = words | {
                "step": step.pk,
                "step_version": step.version,
                "outcome": outcome,
                "ground": "duplicate",
                "amount": "10.00",
                "funding_source": "School",
                "budget_code": "10-2210-400",
                "po_number": "77",
                "po_date": "2026-11-20",
                "po_amount": "10.00",
                "condition_words": "Until June.",
            }
            return body | {f"0-{name}": value for name, value in told.items()}
        moves = [name for name, move in moves_of(type(case)).items() if step.key in move.step]
        told = {
            "move": self.rng.choice(moves or ["no-such"]),
            "ground": "duplicate",
            "needs_funds": "no",
            "where": "school",
        }
        return body | words | told | {"review_interval": "6", "library_words": "No."}

    def act(self, case) -> tuple[str, dict[str, str]]:
        """One of the moves that are buttons of a case, with all it may ask."""
        moves = [name for name, move in moves_of(type(case)).items() if not move.step]
        return self.rng.choice(moves), fresh(case) | {"rationale": "Because.", "words": "Because."}

    def at(self, name: str, case, **more) -> str:
        pk = case if isinstance(case, int) else case.pk
        return reverse(name, kwargs={"pk": pk, **{k: getattr(v, "pk", v) for k, v in more.items()}})
