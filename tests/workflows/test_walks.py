"""The shortest way to each state goes through the engine."""

import pytest

from requests_app.models import MicroRequest
from tests.macro_paths import MacroPath
from tests.paths import WITH_DATA, Path
from tests.software_paths import ADMINISTRATIVE, SoftwarePath
from tests.software_paths import WITH_DATA as ITS_DATA
from tests.workflows.tables.soft import by_hand
from workflows.machines import MacroMachine, Micro, SoftMachine

pytestmark = pytest.mark.django_db
# One with money pending is never closed as already available (MICRO-4).
FUNDED_STATES = [state for state in Micro.State.values if state != "already-available"]


@pytest.mark.parametrize("state", Micro.State.values)
def test_every_state_is_reached_by_a_free_request(cast, state):
    case = Path(cast).to(state)

    assert (case.state, case.phase) == (state, Micro.looks[Micro.State(state)].phase)
    assert MicroRequest.objects.get().pk == case.pk


@pytest.mark.parametrize("state", FUNDED_STATES)
def test_every_state_is_reached_by_a_funded_request_with_student_data(cast, state):
    case = Path(cast, funded=True, **WITH_DATA).to(state)

    assert (case.state, case.phase) == (state, Micro.looks[Micro.State(state)].phase)


def software(cast, state: str, **columns) -> SoftwarePath:
    """Where the state asks for it, checked by hand, or for the office."""
    if state == "intake":
        return by_hand(cast, **columns)
    return SoftwarePath(cast, **(columns | (ADMINISTRATIVE if state == "administrative-review" else {})))


@pytest.mark.parametrize("paid", [False, True])
@pytest.mark.parametrize("state", SoftMachine.State.values)
def test_every_state_of_a_software_request_is_reached(cast, state, paid):
    if not paid and state in {"purchasing", "licensing"}:
        paid = True
    case = software(cast, state, paid=paid, **(ITS_DATA if paid else {})).to(state)

    assert (case.state, case.phase) == (state, SoftMachine.looks[SoftMachine.State(state)].phase)


@pytest.mark.parametrize(("with_data", "committee"), [(False, False), (True, True)])
@pytest.mark.parametrize("state", MacroMachine.State.values)
def test_every_state_of_a_district_purchase_is_reached(cast, state, with_data, committee):
    case = MacroPath(cast, with_data=with_data, committee=committee).to(state)

    assert (case.state, case.phase) == (state, MacroMachine.looks[MacroMachine.State(state)].phase)
