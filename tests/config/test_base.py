"""The tests' own ground: each test of real transactions meets the database as the migrations left it."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from contracts.models import DataElement
from tests.factories import PlaceFactory, UserFactory
from workflows.machines import MACHINES
from workflows.models import Case, Event

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("turn", [1, 2])
def test_each_turn_finds_what_migrations_wrote_nothing_else_and_a_history_that_refuses(turn):
    assert DataElement.objects.exists()
    assert not Event.objects.exists()
    now = timezone.now()
    case = Case.objects.create(
        kind="micro",
        title="left over",
        state=MACHINES["micro"].State.DRAFT,
        place=PlaceFactory(),
        requester=UserFactory(),
        created_at=now,
        updated_at=now,
    )
    event = Event.objects.create(case=case, kind=Event.Kind.CREATED, at=now)
    for change in (lambda: Event.objects.update(name="other"), event.delete):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
