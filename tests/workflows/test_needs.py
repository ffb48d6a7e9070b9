"""Whatever a decision or an answer must say is left out once: it is refused by the field, and nothing is changed."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.agreements import agreement_in
from tests.paths import CONTACT, FUNDED, WITH_DATA, Path
from tests.workflows.tables import breach, confirmation, equip, macro, offboarding, packet, renewal, rights, soft
from tests.workflows.test_conditions import actor_allowed, addition, approved_resource, of_kinds, one_is_late
from tests.workflows.test_permissions import everybody_looks, support_asked
from workflows import engine
from workflows.actors import Actor
from workflows.errors import Invalid
from workflows.machines import MACHINES
from workflows.models import Case, Event, Review
from workflows.moves import moves_of

pytestmark = pytest.mark.django_db
WHY = {"rationale": "Because the standards ask for it."}
DENIAL = {"ground": "duplicate"} | WHY
FUNDS = {"amount": Decimal("900.00"), "funding_source": "School budget", "budget_code": "10-2210-400"}
ORDER = {"po_number": "4711", "po_date": date(2026, 9, 1), "po_amount": Decimal("1200.00")}


def late(cast):
    path = Path(cast)
    path.send()
    return one_is_late(path)


def denied_by(cast, key: str, person: str, **columns):
    """At the final review, with one reviewer's denial."""
    path = Path(cast, **columns)
    path.send()
    people = {"principal": "principal", "curriculum": "curriculum_director", "ict": "ict_coordinator"}
    for step in path.fresh.open_steps():
        outcome, details = ("deny", DENIAL) if step.key == key else ("approve", FUNDS)
        path.answer(step.key, cast.person(people[step.key]), outcome, **details)
    return path.fresh


def denied_addition(cast, key: str, **columns):
    """An addition at the contract review, with one reviewer's denial."""
    path = addition(cast, **columns)
    if columns.get("needs_funds"):
        path.support()
    path.do("submit_addition", cast.teacher)
    person = cast.principal if key == "principal" else cast.curriculum_director
    return path.answer(key, person, "deny", **DENIAL)


def available(cast):
    """At the initial review, though the library has it."""
    return Path(cast, resource=approved_resource(cast)).submit()


def at_school(case) -> dict:
    return {"places": [case.place]}


# (move, need): where it is asked, what is enough to say, and the field that is left out of it.
OWN = {
    ("close_as_available", "words_for_requester"): (available, WHY, "rationale"),
    ("return_for_changes", "words_for_requester"): (lambda c: Path(c).submit(), WHY, "rationale"),
    ("deny", "ground_given"): (lambda c: Path(c).submit(), DENIAL, "ground"),
    ("deny", "rationale_given"): (lambda c: Path(c).submit(), DENIAL, "rationale"),
    ("decide_without_late", "rationale_given"): (late, WHY, "rationale"),
    ("approve", "overruling_explained"): (
        lambda c: denied_by(c, "ict", "ict_coordinator"),
        WHY,
        "rationale",
    ),
    ("approve", "funding_found"): (
        lambda c: denied_by(c, "principal", "principal", funded=True),
        WHY | {"other_funding": "A grant"},
        "other_funding",
    ),
    ("wait_for_vendor", "words_for_requester"): (lambda c: Path(c).vendor_linked(), WHY | CONTACT, "rationale"),
    ("wait_for_vendor", "packet_contact_named"): (lambda c: Path(c).vendor_linked(), WHY | CONTACT, "contact_email"),
    ("approve_contract", "places_named"): (lambda c: Path(c, **WITH_DATA).covered(), at_school, "places"),
    ("approve_contract", "overruling_explained"): (
        lambda c: denied_addition(c, "curriculum", conditions_change=True),
        lambda case: at_school(case) | WHY,
        "rationale",
    ),
    ("approve_contract", "funding_found"): (
        lambda c: denied_addition(c, "principal", **FUNDED),
        lambda case: at_school(case) | WHY | {"other_funding": "A grant"},
        "other_funding",
    ),
    ("deny_contract", "ground_given"): (lambda c: Path(c).approved(), DENIAL, "ground"),
    ("deny_contract", "rationale_given"): (lambda c: Path(c).approved(), DENIAL, "rationale"),
    ("reopen", "rationale_given"): (lambda c: Path(c).denied(), WHY, "rationale"),
    ("drop", "rationale_given"): (lambda c: agreement_in(c, "drafting"), WHY, "rationale"),
    ("terminate", "rationale_given"): (lambda c: agreement_in(c, "in-force"), WHY, "rationale"),
    ("supersede", "rationale_given"): (lambda c: agreement_in(c, "in-force"), WHY, "rationale"),
    ("reinstate", "rationale_given"): (lambda c: agreement_in(c, "terminated"), WHY, "rationale"),
}
SAID = {
    **of_kinds(OWN, "micro", "agreement", needs=True),
    **of_kinds(rights.SAID, "rights", needs=True),
    **of_kinds(breach.SAID, "breach", needs=True),
    **of_kinds(offboarding.SAID, "offboarding", needs=True),
    **of_kinds(packet.SAID, "packet", needs=True),
    **of_kinds(equip.SAID, "equip", needs=True),
    **of_kinds(soft.SAID, "soft", needs=True),
    **of_kinds(macro.SAID, "macro", needs=True),
    **of_kinds(renewal.SAID, "renewal", "review", needs=True),
    **of_kinds(renewal.SAID_OF_REVIEW, "review", needs=True),
    **of_kinds(confirmation.SAID, "confirmation", needs=True),
}


@pytest.mark.parametrize(("kind", "move_name", "need"), SAID)
def test_a_decision_without_what_it_must_say_is_refused_by_its_field_then_goes_through(cast, kind, move_name, need):
    make, enough, left_out = SAID[kind, move_name, need]
    case = make(cast)
    assert case.kind == kind
    enough = enough(case) if callable(enough) else enough
    move = moves_of(type(case))[move_name]
    person, before = actor_allowed(case, cast, move), Event.objects.count()

    with pytest.raises(Invalid) as refusal:
        engine.perform(
            case.pk, move_name, by=person, at=timezone.now(), **{k: v for k, v in enough.items() if k != left_out}
        )
    assert set(refusal.value.errors) == {left_out}
    assert (Event.objects.count(), Case.objects.get(pk=case.pk).state) == (before, case.state)

    engine.perform(case.pk, move_name, by=person, at=timezone.now(), **enough)
    assert Event.objects.count() > before


def test_final_approval_for_a_place_that_no_agreement_names_is_refused_at_the_places(cast):
    case = Path(cast, **WITH_DATA).covered()

    with pytest.raises(Invalid) as refusal:
        engine.perform(
            case.pk, "approve_contract", by=Actor(cast.it_director), at=timezone.now(), places=[cast.other_school]
        )
    assert "Roosevelt School" in refusal.value.errors["places"]


# (stage, need): where it is asked, the outcome, what is enough to say, and the fields whose lack is told.
ANSWERED = {
    ("support", "denial_explained"): (support_asked, "deny", DENIAL, {"ground", "rationale"}),
    ("support", "funds_named"): (support_asked, "approve", FUNDS, set(FUNDS)),
    ("principal", "denial_explained"): (everybody_looks, "deny", DENIAL, {"ground", "rationale"}),
    ("principal", "funds_named"): (everybody_looks, "approve", FUNDS, set(FUNDS)),
    **{
        (key, "denial_explained"): (everybody_looks, "deny", DENIAL, {"ground", "rationale"})
        for key in ("curriculum", "ict", "title-mtss", "special-education", "bilingual", "ict-colleague")
    },
    ("coach", "advice_given"): (everybody_looks, "advice", WHY, {"rationale"}),
    ("purchase", "order_complete"): (lambda c: Path(c, funded=True).approved(), "ordered", ORDER, set(ORDER)),
    **breach.ANSWERED,
    **packet.ANSWERED,
    **soft.ANSWERED,
    **macro.ANSWERED,
    **renewal.ANSWERED,
}
HOLDERS = {
    "support": "principal",
    "curriculum": "curriculum-director",
    "ict": "ict-coordinator",
    "ict-colleague": "ict",
    "purchase": "principal",
    **breach.HOLDERS,
    **packet.HOLDERS,
    **soft.HOLDERS,
    **macro.HOLDERS,
    **renewal.HOLDERS,
}


def reply(case, step, cast, outcome: str, details: dict):
    answer = engine.StepAnswer(step=step.pk, version=step.version, outcome=outcome, details=details)
    person = cast.person(HOLDERS.get(step.key, step.key))
    return engine.review(case.pk, [answer], by=Actor(person), at=timezone.now())


@pytest.mark.parametrize(("stage", "need"), ANSWERED)
def test_an_answer_without_what_it_must_say_is_refused_by_the_field_and_with_it_is_kept(cast, stage, need):
    make, outcome, enough, fields = ANSWERED[stage, need]
    case = make(cast)
    step = case.open_step(stage)

    for name in fields:
        with pytest.raises(Invalid) as refusal:
            reply(case, step, cast, outcome, {k: v for k, v in enough.items() if k != name})
        assert set(refusal.value.errors) == {f"0-{name}"}
    assert not Review.objects.filter(step=step).exists()

    assert reply(case, step, cast, outcome, enough)[0].outcome == outcome


def test_an_order_over_the_approved_amount_is_refused_until_the_budget_owner_agrees(cast):
    case = Path(cast, funded=True).approved()
    step = case.open_step("purchase")
    dear = ORDER | {"po_amount": Decimal("1320.01")}

    with pytest.raises(Invalid) as refusal:
        reply(case, step, cast, "ordered", dear)
    assert set(refusal.value.errors) == {"0-po_amount"}
    assert reply(case, step, cast, "ordered", dear | {"agree_amount": True})


def test_everything_that_must_be_said_has_its_case():
    moves = {
        (kind, name, need.__name__)
        for kind, machine in MACHINES.items()
        for name, move in moves_of(machine).items()
        for need in move.needs
    }
    answers = {(stage.key, need.__name__) for m in MACHINES.values() for stage in m.stages for need in stage.needs}

    assert (set(SAID), set(ANSWERED)) == (moves, answers)
