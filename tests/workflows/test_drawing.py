"""The drawings of every machine are made from code and stay true."""

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from tests.paths import Path
from workflows import drawing, mermaid
from workflows.machines import MACHINES
from workflows.moves import moves_of


@pytest.fixture
def folder(tmp_path):
    call_command("machines", folder=str(tmp_path))
    return tmp_path


def test_the_drawings_in_docs_are_as_the_code_says():
    call_command("machines", check=True)


def test_there_is_one_page_a_machine(folder):
    assert {path.stem for path in folder.iterdir()} == set(MACHINES)


def test_a_stale_drawing_fails_the_check_by_name(folder):
    with (folder / "micro.md").open("a", encoding="utf-8") as file:
        file.write("Something else.\n")

    with pytest.raises(CommandError, match=r"micro\.md"):
        call_command("machines", check=True, folder=str(folder))
    call_command("machines", folder=str(folder))
    call_command("machines", check=True, folder=str(folder))


def test_a_missing_drawing_and_one_of_no_machine_fail_the_check(folder):
    (folder / "agreement.md").unlink()
    (folder / "gone.md").write_text("x", encoding="utf-8")

    with pytest.raises(CommandError, match=r"agreement\.md, gone\.md"):
        call_command("machines", check=True, folder=str(folder))


@pytest.mark.parametrize("kind", MACHINES)
def test_every_move_stands_with_its_words_who_may_and_when(kind):
    machine = MACHINES[kind]
    with translation.override("en"):
        rows = [line for line in mermaid.page(machine).splitlines() if line.startswith("| `")]
        for move in moves_of(machine).values():
            row = next(line for line in rows if line.startswith(f"| `{move.name}` | {move.label} |"))
            for role in move.by:
                assert str(role.label) in row
            for reason in move.when:
                assert reason.__name__.replace("_", " ") in row


@pytest.mark.parametrize("kind", MACHINES)
def test_the_drawing_names_every_state_and_is_english_in_any_language(kind):
    with translation.override("es"):
        page = mermaid.page(MACHINES[kind])
    for state in MACHINES[kind].State.values:
        assert f'" as {state.replace("-", "_")}\n' in page


@pytest.mark.django_db
def test_a_stage_is_dated_by_its_last_answer(cast):
    path = Path(cast)
    case = path.to("final-review")
    dated = {station.state: station.on for station in drawing.stations(case)}
    assert dated["in-review"] == max(step.closed_at for step in case.all_steps if step.state == "in-review")
    assert dated["final-review"] is None


@pytest.mark.django_db
def test_going_back_a_stage_takes_the_later_one_off_what_is_done(cast):
    path = Path(cast)
    path.to("final-review")
    case = path.do("back", cast.ict_coordinator)
    places = {station.state: station.place for station in drawing.stations(case)}
    assert (places["in-review"], places["final-review"]) == ("here", "next")


@pytest.mark.django_db
def test_withdrawn_from_a_state_beside_the_line_it_ends_after_the_stage_it_interrupted(cast):
    path = Path(cast)
    path.to("waiting-vendor")
    case = path.do("withdraw", cast.teacher)
    states = [station.state for station in drawing.stations(case)]
    assert states[states.index("soppa-review") + 1] == "withdrawn"
