"""Each condition of each move is broken once, alone; so is everything that a decision or an answer must say."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.roles import Part, Role
from catalog import services as library
from catalog.models import Approval
from contracts.models import Agreement, Offboarding, Packet, PeriodicReview, Renewal
from contracts.services import post_agreement
from requests_app.models import DistrictPurchase, EquipmentRequest, MicroRequest, Site, SoftwareRequest
from tests.agreements import add_paper, agreement_in, draft, fresh
from tests.factories import ResourceFactory
from tests.paths import FUNDED, WITH_DATA, Path
from tests.workflows.tables import breach, equip, macro, offboarding, packet, renewal, rights, soft
from workflows import engine
from workflows.actors import Actor
from workflows.errors import Unmet
from workflows.machines import MACHINES
from workflows.models import Case, Event, Step
from workflows.moves import Fact, facts_of, moves_of

pytestmark = pytest.mark.django_db


# --- what must hold before a move -------------------------------------------------------------------------------------
# Each makes a case in which exactly the condition of its name fails for the move of its name.


def approved_resource(cast, *, free: bool = True):
    resource = ResourceFactory(approval=Approval.APPROVED, privacy="no-student-data")
    if free:
        library.make_available(resource=resource, places=[cast.district], by=cast.it_director, at=timezone.now())
    return resource


def addition(cast, **columns):
    columns = {"is_extension": True, "resource": approved_resource(cast)} | columns
    return Path(cast, **columns)


def asked(path: Path) -> MicroRequest:
    path.do("ask_support", path.case.requester)
    return path.fresh


def with_a_gap(path: Path) -> MicroRequest:
    """The form with one question unanswered."""
    engine.edit(path.case.pk, {"students": None}, by=Actor(path.case.requester), at=path.at)
    return path.fresh


def returned(cast, **changes) -> MicroRequest:
    path = Path(cast)
    path.returned()
    engine.edit(path.case.pk, changes, by=Actor(path.case.requester), at=path.at)
    return path.fresh


def principals_question(cast, **columns) -> MicroRequest:
    """A principal's own request carries their support; asked all the same, only the open question stands in the way."""
    return asked(Path(cast, requester=cast.principal, funded=True, **columns))


def returned_and_asked(cast) -> MicroRequest:
    path = Path(cast, requester=cast.principal, funded=True)
    path.do("submit", cast.principal)
    path.do("return_for_changes", cast.assistant_superintendent, rationale="Which classes?")
    return asked(path)


def one_is_late(path: Path) -> MicroRequest:
    Step.objects.filter(case=path.case, key="curriculum").update(due_on=date(2020, 1, 1))
    return path.fresh


def addition_in_review(cast) -> MicroRequest:
    return addition(cast, conditions_change=True).do("submit_addition", cast.teacher)


def late_addition(cast) -> MicroRequest:
    path = addition(cast, conditions_change=True)
    path.do("submit_addition", cast.teacher)
    return one_is_late(path)


def without_posting(cast) -> MicroRequest:
    return Path(cast, **WITH_DATA).contract_approved()


def at_the_schools(cast, **site) -> MicroRequest:
    case = Path(cast).posted()
    if site:
        Site.objects.create(case=case, place=case.place, **site)
    return case


def uncovered_since(cast, *, set_up: bool = False) -> MicroRequest:
    """Posted, then the agreement that covered it is terminated."""
    path, by, now = Path(cast, **WITH_DATA), Actor(cast.it_director), timezone.now()
    case = path.posted() if set_up else path.contract_approved()
    if set_up:
        Site.objects.create(case=case, place=case.place, done_on=timezone.localdate())
    for agreement in case.agreements.all():
        if not agreement.posted_on:
            post_agreement(agreement=agreement, by=by, at=now)
        engine.perform(agreement.pk, "terminate", by=by, at=now, rationale="They were bought up.")
    return path.fresh


def answered_once(cast) -> MicroRequest:
    path = Path(cast)
    path.send()
    return path.answer("curriculum", cast.curriculum_director)


def unsigned(cast):
    return draft(cast, vendor_signer="")


def signed_by_a_stranger(cast):
    """Complete, but whoever signed for the district was not on the list."""
    agreement = draft(cast, district_signer="Somebody Else")
    add_paper(agreement, cast)
    return fresh(agreement)


OWN = {
    ("ask_support", "money_is_asked_for"): lambda c: Path(c).fresh,
    ("ask_support", "nobody_is_asked_yet"): lambda c: asked(Path(c, funded=True)),
    ("ask_support", "form_is_complete"): lambda c: with_a_gap(Path(c, funded=True)),
    ("cancel_ask", "support_is_asked_for"): lambda c: Path(c, funded=True).fresh,
    ("submit", "asks_for_something_new"): lambda c: addition(c).fresh,
    ("submit", "form_is_complete"): lambda c: with_a_gap(Path(c)),
    ("submit", "nobody_is_asked_yet"): principals_question,
    ("submit", "support_is_recorded"): lambda c: Path(c, funded=True).fresh,
    ("submit_addition", "adds_to_what_we_have"): lambda c: Path(c).fresh,
    ("submit_addition", "form_is_complete"): lambda c: with_a_gap(addition(c, conditions_change=True)),
    ("submit_addition", "nobody_is_asked_yet"): lambda c: principals_question(
        c, is_extension=True, resource=approved_resource(c)
    ),
    ("submit_addition", "support_is_recorded"): lambda c: addition(c, **FUNDED).fresh,
    ("submit_addition", "somebody_must_look_first"): lambda c: addition(c).fresh,
    ("submit_school", "adds_to_what_we_have"): lambda c: Path(c, instructional=True).fresh,
    ("submit_school", "form_is_complete"): lambda c: with_a_gap(addition(c)),
    ("submit_school", "nobody_must_look_first"): lambda c: addition(c, conditions_change=True).fresh,
    ("close_as_available", "library_has_it"): lambda c: Path(c).submit(),
    ("close_as_available", "nothing_is_pending"): lambda c: Path(c, resource=approved_resource(c, free=False)).submit(),
    ("change_to_addition", "library_has_it"): lambda c: Path(c).submit(),
    ("resubmit", "form_is_complete"): lambda c: returned(c, students=None),
    ("resubmit", "nobody_is_asked_yet"): returned_and_asked,
    ("resubmit", "support_is_recorded"): lambda c: returned(
        c, **{name: FUNDED[name] for name in ("paid_by", "needs_funds", "amount", "budget_code", "principal_name")}
    ),
    ("reviews_complete", "asks_for_something_new"): addition_in_review,
    ("reviews_complete", "all_have_answered"): lambda c: Path(c).send(),
    ("addition_reviewed", "adds_to_what_we_have"): lambda c: Path(c).send(),
    ("addition_reviewed", "all_have_answered"): addition_in_review,
    ("decide_without_late", "asks_for_something_new"): late_addition,
    ("decide_without_late", "somebody_is_late"): lambda c: Path(c).send(),
    ("wait_for_vendor", "vendor_is_known"): lambda c: Path(c).approved(),
    ("approve_contract", "agreement_covers_it"): lambda c: Path(c, **WITH_DATA).vendor_linked(),
    ("hand_to_integration", "contract_is_posted"): without_posting,
    ("complete_without_integration", "contract_is_posted"): without_posting,
    ("hand_to_integration", "agreement_covers_it"): uncovered_since,
    ("complete_without_integration", "agreement_covers_it"): uncovered_since,
    ("integrated", "agreement_covers_it"): lambda c: uncovered_since(c, set_up=True),
    ("integrated", "sites_are_listed"): at_the_schools,
    ("integrated", "every_site_is_done"): lambda c: at_the_schools(c, method=Site.Method.SSO),
    ("back", "new_stage_is_untouched"): answered_once,
    ("sign", "paper_is_complete"): unsigned,
    ("sign", "signer_is_authorised"): signed_by_a_stranger,
    ("come_into_force", "its_day_has_come"): lambda c: agreement_in(c, "signed"),
    ("lapse", "its_end_has_come"): lambda c: agreement_in(c, "in-force"),
}


def of_kinds(table: dict, *kinds: str, needs: bool = False) -> dict:
    """The same rows by the kind of case too: the first of these whose machine has such a move with such a check."""
    return {(_kind_of(key, kinds, needs=needs), *key): row for key, row in table.items()}


def _kind_of(key: tuple[str, str], kinds: tuple[str, ...], *, needs: bool) -> str:
    for kind in kinds:
        move = moves_of(MACHINES[kind]).get(key[0])
        if move and key[1] in {check.__name__ for check in (move.needs if needs else move.when)}:
            return kind
    raise KeyError(key)


BROKEN = {
    **of_kinds(OWN, "micro", "agreement"),
    **of_kinds(rights.BROKEN, "rights"),
    **of_kinds(breach.BROKEN, "breach"),
    **of_kinds(offboarding.BROKEN, "offboarding"),
    **of_kinds(packet.BROKEN, "packet"),
    **of_kinds(equip.BROKEN, "equip"),
    **of_kinds(soft.BROKEN, "soft"),
    **of_kinds(macro.BROKEN, "macro"),
    **of_kinds(renewal.BROKEN, "renewal", "review"),
}
# These are the other side of a coin: where the one fails, the other fails with it.
TOGETHER = {
    ("submit_addition", "adds_to_what_we_have"): {"somebody_must_look_first"},
    ("submit_school", "adds_to_what_we_have"): {"nobody_must_look_first"},
    ("reviews_complete", "asks_for_something_new"): {"all_have_answered"},
    ("addition_reviewed", "adds_to_what_we_have"): {"all_have_answered"},
    ("close_as_available", "library_has_it"): {"nothing_is_pending"},
    **equip.TOGETHER,
    **macro.TOGETHER,
}


def somebody_allowed(case: Case, cast, move):
    """A person whom the engine lets make this move; nobody where it is the system's."""
    if set(move.by) == {Part.SYSTEM}:
        return None
    roles = [role.value for role in move.by if isinstance(role, Role)]
    people = [person for person in (case.requester, cast.admin, *map(cast.person, roles)) if person is not None]
    at = timezone.now()
    return next(p for p in people if move in [found for found, _reason in engine.allowed_moves(case, p, at=at)])


def actor_allowed(case: Case, cast, move) -> Actor:
    """Whoever the engine lets make this move: a person, the holder of a link, or the system."""
    if set(move.by) == {Part.VENDOR}:
        return Actor.outside(case.links.first())
    return Actor(somebody_allowed(case, cast, move))


@pytest.mark.parametrize(("kind", "move_name", "condition"), BROKEN)
def test_a_move_is_refused_with_the_reason_when_one_condition_fails(cast, kind, move_name, condition):
    case = BROKEN[kind, move_name, condition](cast)
    move = moves_of(type(case))[move_name]
    reasons = {check.__name__: str(check(case)) for check in move.when}
    failing = {name for name, reason in reasons.items() if reason}

    assert (case.kind, case.state in move.source) == (kind, True)
    assert failing - TOGETHER.get((move_name, condition), set()) == {condition}
    if not move.automatic:
        by, before = actor_allowed(case, cast, move), Event.objects.count()
        with pytest.raises(Unmet) as refusal:
            engine.perform(case.pk, move_name, by=by, at=timezone.now())
        assert refusal.value.reason in {reasons[name] for name in failing}
        assert (Event.objects.count(), type(case).objects.get(pk=case.pk).state) == (before, case.state)


def test_every_condition_of_every_move_has_its_case():
    declared = {
        (kind, name, check.__name__)
        for kind, machine in MACHINES.items()
        for name, move in moves_of(machine).items()
        for check in move.when
    }
    assert set(BROKEN) == declared


CHILDREN = [
    MicroRequest,
    SoftwareRequest,
    EquipmentRequest,
    DistrictPurchase,
    Agreement,
    Offboarding,
    Packet,
    Renewal,
    PeriodicReview,
]


@pytest.mark.parametrize("child", CHILDREN)
def test_every_fact_that_a_machine_reads_is_said_by_its_child(child):
    facts = facts_of(MACHINES[child.machine_kind])

    assert [name for name in facts if isinstance(getattr(child, name), Fact)] == []
    assert len(facts) >= 1
