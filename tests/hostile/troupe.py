"""A case in every state of every machine, and everybody who might send something."""

from datetime import timedelta

from django.utils import timezone

from accounts.district import change_setting
from accounts.roles import Role
from contracts import confirming
from tests.access.world import World
from tests.agreements import agreement_in
from tests.offboarding_paths import offboarding_in
from tests.paths import WITH_DATA, Path
from tests.public_cases import breach_in, request_in
from tests.renewal_paths import review_in
from tests.workflows.tables.confirmation import ALL_FIVE
from tests.workflows.tables.equip import equip_in
from tests.workflows.tables.macro import district_in
from tests.workflows.tables.packet import packet_in
from tests.workflows.tables.renewal import renewal_in
from tests.workflows.tables.soft import software_in
from workflows import engine
from workflows.actors import Actor
from workflows.machines import MACHINES
from workflows.models import Case

SENT_BEFORE = "this-form-was-sent-before"
HALF_YEAR = timedelta(days=184)


def micro_in(cast, state: str) -> None:
    """Free, and funded with student data."""
    Path(cast, title=f"Free: {state}").to(state)
    if state != "already-available":  # one with money pending is never closed so
        Path(cast, title=f"Funded: {state}", funded=True, **WITH_DATA).to(state)


def soft_in(cast, state: str) -> None:
    """One state is that of districts which check each request by hand; the others come to theirs by themselves."""
    software_in(cast, state)
    change_setting(key="soft_intake", value="automatic", by=None, at=timezone.now())


def confirmation_in(cast, state: str) -> None:
    """There is one a half-year: the world's is due; the next one is confirmed ahead of its time."""
    if state == "confirmed":
        at = timezone.now() + HALF_YEAR
        step = confirming.open_confirmation(at=at).open_step("confirm")
        engine.perform(step.case_id, "confirm", by=Actor(cast.compliance_officer), at=at, step=step.pk, **ALL_FIVE)


# How a case of each kind comes to a state.
COMES_TO = {
    "micro": micro_in,
    "equip": equip_in,
    "soft": soft_in,
    "macro": district_in,
    "packet": packet_in,
    "agreement": agreement_in,
    "renewal": renewal_in,
    "review": review_in,
    "offboarding": offboarding_in,
    "confirmation": confirmation_in,
    "rights": request_in,
    "breach": breach_in,
}


class Troupe(World):
    """The world, with cases of all kinds in all of their states, and a session for the holder of every role."""

    def __init__(self):
        super().__init__()
        for kind, comes_to in COMES_TO.items():
            for state in MACHINES[kind].State.values:
                comes_to(self.cast, state)
        engine.comment(self.review.pk, "Once", by=Actor(self.cast.teacher), at=self.at, key=SENT_BEFORE)
        roles = {role.value.replace("-", "_") for role in Role}
        self.sessions |= {name: self._session(name) for name in sorted(roles - set(self.sessions))}
        cases = [case.child for case in Case.objects.order_by("pk")]
        self.by_kind = {kind: [case for case in cases if case.kind == kind] for kind in MACHINES}
