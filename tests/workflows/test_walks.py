"""The shortest way to each state goes through the engine."""

import pytest

from requests_app.models import MicroRequest
from tests.paths import WITH_DATA, Path
from workflows.machines import Micro

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
