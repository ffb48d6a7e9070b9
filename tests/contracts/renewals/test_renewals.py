"""What a renewal does to its agreement, and what happens to it when the agreement ends otherwise (RENEW-4, RENEW-5)."""

from datetime import timedelta

import pytest

from contracts.models import PeriodicReview, Renewal
from tests.renewal_paths import RenewalPath, review_in

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.mark.parametrize("state", Renewal.State.values)
def test_a_renewal_comes_to_each_of_its_states(cast, state):
    assert RenewalPath(cast).to(state).state == state


@pytest.mark.parametrize("agreement", [True, False])
@pytest.mark.parametrize("state", PeriodicReview.State.values)
def test_a_review_comes_to_each_of_its_states(cast, state, agreement):
    assert review_in(cast, state, agreement=agreement).state == state
