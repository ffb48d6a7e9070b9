"""Who may do what, where: written out, and compared with what the engine says for every role and part."""

import pytest
from django.utils import timezone

from accounts.models import User
from accounts.roles import Part, Role
from tests.agreements import agreement_in
from tests.packet_paths import PacketPath
from tests.paths import Path
from tests.public_cases import breach_in, request_in
from tests.renewal_paths import review_in
from tests.workflows.tables.agreement import AGREEMENT
from tests.workflows.tables.breach import BREACH
from tests.workflows.tables.confirmation import CONFIRMATION, confirmation_in
from tests.workflows.tables.equip import EQUIP, equip_in
from tests.workflows.tables.macro import MACRO, district_in
from tests.workflows.tables.offboarding import OFFBOARDING, deletion_in
from tests.workflows.tables.packet import PACKET, VENDOR, packet_in
from tests.workflows.tables.renewal import RENEWAL, REVIEW, renewal_in
from tests.workflows.tables.rights import RIGHTS
from tests.workflows.tables.soft import SOFT, software_in
from workflows import engine
from workflows.actors import Actor, Hats
from workflows.errors import NotYours, Unmet
from workflows.machines import MACHINES
from workflows.models import Case, Link
from workflows.moves import moves_of

pytestmark = pytest.mark.django_db
PARTS = ("requester", "mover", "colleague", "stranger", "other-principal")
COLUMNS = [*Role.values, *PARTS]

# A column left out of a row has no right there; all columns are compared. `mover` is whoever made the last move, here
# somebody without a role. In each cell: the moves somebody may make, and the open steps they may answer.
MICRO: dict[str, dict[str, tuple[set, set]]] = {
    "draft": {
        "requester": (
            {"ask_support", "cancel_ask", "submit", "submit_addition", "submit_school", "withdraw"},
            set(),
        ),
    },
    "draft, support asked": {
        "requester": (
            {"ask_support", "cancel_ask", "submit", "submit_addition", "submit_school", "withdraw"},
            set(),
        ),
        "principal": (set(), {"support"}),
    },
    "initial-review": {
        "requester": ({"withdraw"}, set()),
        "assistant-superintendent": (
            {"send_to_review", "close_as_available", "change_to_addition", "return_for_changes", "deny"},
            {"initial"},
        ),
    },
    "changes-requested": {
        "requester": ({"ask_support", "cancel_ask", "resubmit", "withdraw"}, {"changes"}),
        "mover": ({"back"}, set()),
        "admin": ({"back"}, set()),
    },
    "in-review": {
        "requester": ({"withdraw"}, set()),
        "principal": (set(), {"principal"}),
        "curriculum-director": (set(), {"curriculum"}),
        "ict-coordinator": (set(), {"ict"}),
        "assistant-superintendent": ({"decide_without_late"}, set()),
        "mover": ({"back"}, set()),
        "admin": ({"back"}, set()),
    },
    "in-review, everybody asked": {
        "requester": ({"withdraw"}, set()),
        "principal": (set(), {"principal"}),
        "curriculum-director": (set(), {"curriculum"}),
        "title-mtss": (set(), {"title-mtss"}),
        "special-education": (set(), {"special-education"}),
        "bilingual": (set(), {"bilingual"}),
        "coach": (set(), {"coach"}),
        "ict-coordinator": (set(), {"ict"}),
        "ict": (set(), {"ict-colleague"}),
        "assistant-superintendent": ({"decide_without_late"}, set()),
        "mover": ({"back"}, set()),
        "admin": ({"back"}, set()),
    },
    "final-review": {
        "requester": ({"withdraw"}, set()),
        "assistant-superintendent": ({"approve", "return_for_changes", "deny"}, {"final"}),
        "mover": ({"back"}, set()),
        "admin": ({"back"}, set()),
    },
    "soppa-review": {
        "requester": ({"withdraw"}, set()),
        "principal": (set(), {"purchase"}),
        "it-director": ({"wait_for_vendor", "approve_contract", "deny_contract"}, {"contract"}),
        "mover": ({"back"}, set()),
        "admin": ({"back"}, set()),
    },
    "waiting-vendor": {
        "requester": ({"withdraw"}, set()),
        "principal": (set(), {"purchase"}),
        "it-director": ({"vendor_answered", "deny_contract"}, {"vendor"}),
        "mover": ({"back"}, set()),
        "admin": ({"back"}, set()),
    },
    "contract-posting": {
        "requester": ({"withdraw"}, set()),
        "principal": (set(), {"purchase"}),
        "it-director": ({"hand_to_integration", "complete_without_integration"}, {"posting"}),
        "mover": ({"back"}, set()),
        "admin": ({"back"}, set()),
    },
    "integration": {
        "requester": ({"withdraw"}, set()),
        "principal": (set(), {"purchase"}),
        "integration-specialist": ({"integrated"}, {"integration"}),
        "mover": ({"back"}, set()),
        "admin": ({"back"}, set()),
    },
    "complete": {
        "principal": (set(), {"purchase"}),
        "mover": ({"reopen"}, set()),
        "admin": ({"reopen"}, set()),
    },
    "denied": {"mover": ({"reopen"}, set()), "admin": ({"reopen"}, set())},
    "already-available": {"mover": ({"reopen"}, set()), "admin": ({"reopen"}, set())},
    "withdrawn": {"mover": ({"reopen"}, set()), "admin": ({"reopen"}, set())},
}


def everybody_looks(cast) -> Case:
    """In review, with everybody brought in who may be."""
    path = Path(cast, funded=True)
    case = path.send()
    brought = {"curriculum": "curriculum_director", "ict": "ict_coordinator"}
    for key, person in brought.items():
        stages = [stage.key for stage in case.machine.forwards[key]]
        step = case.open_step(key)
        engine.forward(case.pk, step.pk, stages=stages, by=Actor(cast.person(person)), at=path.at)
    return path.fresh


def support_asked(cast) -> Case:
    path = Path(cast, funded=True)
    return path.do("ask_support", cast.teacher)


SCENES = {
    "draft, support asked": support_asked,
    "in-review, everybody asked": everybody_looks,
    **{state: (lambda cast, state=state: Path(cast, funded=True).to(state)) for state in MICRO if "," not in state},
    "already-available": lambda cast: Path(cast).to("already-available"),
}


def as_the_engine_says(case: Case, cast) -> dict[str, tuple[set, set]]:
    """For everybody with a right: the moves they may make and the open steps they may answer."""
    mover = User.objects.create(username="mover", place=cast.school)
    Case.objects.filter(pk=case.pk).update(moved_by=mover)
    people = {role: cast.person(role) for role in Role.values}
    people |= {"requester": case.requester, "mover": mover, "colleague": cast.colleague, "stranger": cast.stranger}
    people["other-principal"] = cast.other_principal
    said = {}
    for column in COLUMNS:
        if people[column] is None:  # begun by nobody of the staff
            continue
        person = User.objects.get(pk=people[column].pk)
        now = Case.objects.get(pk=case.pk).child
        moves = {move.name for move, _reason in engine.allowed_moves(now, person, at=timezone.now())}
        hats = Hats.of(person, on=timezone.localdate())
        steps = {step.key for step in now.open_steps() if hats.holding(step)}
        if moves or steps:
            said[column] = (moves, steps)
    return said


@pytest.mark.parametrize("scene", SCENES)
def test_a_request_gives_each_role_exactly_these_rights(cast, scene):
    case = SCENES[scene](cast)

    assert case.state == scene.split(",")[0]
    assert as_the_engine_says(case, cast) == MICRO[scene]


@pytest.mark.parametrize("scene", AGREEMENT)
def test_an_agreement_gives_each_role_exactly_these_rights(cast, scene):
    case = agreement_in(cast, scene)

    assert case.state == scene
    assert as_the_engine_says(case, cast) == AGREEMENT[scene]


@pytest.mark.parametrize("scene", RIGHTS)
def test_a_parents_request_gives_each_role_exactly_these_rights(cast, scene):
    case = request_in(cast, scene)

    assert case.state == scene
    assert as_the_engine_says(case, cast) == RIGHTS[scene]


@pytest.mark.parametrize("scene", CONFIRMATION)
def test_a_confirmation_gives_each_role_exactly_these_rights(cast, scene):
    case = confirmation_in(cast, scene)

    assert case.state == scene
    assert as_the_engine_says(case, cast) == CONFIRMATION[scene]


@pytest.mark.parametrize("scene", BREACH)
def test_a_breach_gives_each_role_exactly_these_rights(cast, scene):
    case = breach_in(cast, scene)

    assert case.state == scene
    assert as_the_engine_says(case, cast) == BREACH[scene]


@pytest.mark.parametrize("scene", RENEWAL)
def test_a_renewal_gives_each_role_exactly_these_rights(cast, scene):
    case = renewal_in(cast, scene)

    assert case.state == scene
    assert as_the_engine_says(case, cast) == RENEWAL[scene]


@pytest.mark.parametrize("agreement", [True, False])
@pytest.mark.parametrize("scene", REVIEW)
def test_a_review_gives_each_role_exactly_these_rights(cast, scene, agreement):
    case = review_in(cast, scene, agreement=agreement)

    assert case.state == scene
    assert as_the_engine_says(case, cast) == REVIEW[scene]


@pytest.mark.parametrize("scene", PACKET)
def test_a_vendors_packet_gives_each_role_exactly_these_rights(cast, scene):
    case = packet_in(cast, scene)

    assert case.state == scene
    assert as_the_engine_says(case, cast) == PACKET[scene]


@pytest.mark.parametrize("scene", PACKET)
def test_the_holder_of_a_link_does_what_is_the_vendors_and_nothing_else(cast, scene):
    path = PacketPath(cast)
    case = path.filled() if scene == "in-progress" else path.to(scene)
    Link.objects.update(revoked_at=None)
    theirs, by = VENDOR.get(scene, set()), path.vendor
    for name in set(moves_of(type(case))) - theirs:
        with pytest.raises((NotYours, Unmet)):
            engine.perform(case.pk, name, by=by, at=timezone.now())
    assert path.fresh.state == scene
    for name in theirs:
        assert path.do(name, by).state == moves_of(type(case))[name].target


@pytest.mark.parametrize("scene", EQUIP)
def test_a_request_for_equipment_gives_each_role_exactly_these_rights(cast, scene):
    case = equip_in(cast, scene)

    assert case.state == scene
    assert as_the_engine_says(case, cast) == EQUIP[scene]


@pytest.mark.parametrize("scene", SOFT)
def test_a_software_request_gives_each_role_exactly_these_rights(cast, scene):
    case = software_in(cast, scene)

    assert case.state == scene.split(",")[0]
    assert as_the_engine_says(case, cast) == SOFT[scene]


@pytest.mark.parametrize("scene", MACRO)
def test_a_district_purchase_gives_each_role_exactly_these_rights(cast, scene):
    case = district_in(cast, scene)

    assert case.state == scene.split(",")[0]
    assert as_the_engine_says(case, cast) == MACRO[scene]


@pytest.mark.parametrize("scene", OFFBOARDING)
def test_a_deletion_of_data_gives_each_role_exactly_these_rights(cast, scene):
    case = deletion_in(cast, scene)

    assert case.state == scene.split(",")[0]
    assert as_the_engine_says(case, cast) == OFFBOARDING[scene]


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("offboarding", OFFBOARDING),
        ("packet", PACKET),
        ("micro", MICRO),
        ("equip", EQUIP),
        ("soft", SOFT),
        ("macro", MACRO),
        ("agreement", AGREEMENT),
        ("rights", RIGHTS),
        ("breach", BREACH),
        ("confirmation", CONFIRMATION),
        ("renewal", RENEWAL),
        ("review", REVIEW),
    ],
)
def test_the_table_names_every_state_and_every_move_that_a_person_makes(kind, table):
    machine = MACHINES[kind]
    named = {move for rights in table.values() for moves, _steps in rights.values() for move in moves}

    assert {scene.split(",")[0] for scene in table} == set(machine.State.values)
    others = {Part.SYSTEM, Part.VENDOR}
    by_people = {name for name, move in moves_of(machine).items() if not set(move.by) <= others}
    assert named == by_people


@pytest.mark.parametrize(("kind", "table"), [("micro", MICRO), ("soft", SOFT), ("macro", MACRO)])
def test_the_table_names_every_step_that_somebody_answers(kind, table):
    named = {step for rights in table.values() for _moves, steps in rights.values() for step in steps}

    assert named == {stage.key for stage in MACHINES[kind].stages}
