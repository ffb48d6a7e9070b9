"""A case in every state of both machines, and everybody who might send something."""

from contracts import services as agreements
from tests.access.world import World
from tests.paths import WITH_DATA, Path, signed_agreement
from workflows import engine
from workflows.actors import Actor
from workflows.machines import Micro
from workflows.models import Case

SENT_BEFORE = "this-form-was-sent-before"


class Troupe(World):
    """The world, with requests in all states (free, and funded with student data) and agreements in all of theirs."""

    def __init__(self):
        super().__init__()
        for state in Micro.State.values:
            Path(self.cast, title=f"Free: {state}").to(state)
            if state != "already-available":  # one with money pending is never closed so
                Path(self.cast, title=f"Funded: {state}", funded=True, **WITH_DATA).to(state)
        self._ended_agreements(Actor(self.cast.it_director))
        engine.comment(self.review.pk, "Once", by=Actor(self.cast.teacher), at=self.at, key=SENT_BEFORE)
        cases = [case.child for case in Case.objects.order_by("pk")]
        self.by_kind = {kind: [case for case in cases if case.kind == kind] for kind in ("micro", "agreement")}

    def _ended_agreements(self, keeper: Actor) -> None:
        signed = signed_agreement(self.cast, case=self.contract, at=self.at)
        engine.perform(signed.pk, "terminate", by=keeper, at=self.at, rationale="A breach")
        draft = agreements.draft_agreement(kind="psa", vendor=self.vendor, by=keeper, at=self.at)
        engine.perform(draft.pk, "drop", by=keeper, at=self.at, rationale="Nobody signs it")
