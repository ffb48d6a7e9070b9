"""The same form to begin a request, sent by one person from several processes at once, begins one request."""

import pytest

from workflows.models import Case, Event

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]
TIMES = 40
START = f"""
from django.utils import timezone
from accounts.models import User
from requests_app.models import MicroRequest
from workflows import engine
from workflows.actors import Actor
teacher = User.objects.select_related("place").get(username="teacher")
made = [
    engine.start(
        MicroRequest, by=Actor(teacher), at=timezone.now(), place=teacher.place, key=f"once-{{number}}", title="Kahoot!"
    )
    for number in range({TIMES})
]
print(sorted(case.pk for case in made))
"""


def test_a_request_begun_in_three_processes_at_once_is_one_request(installation, cast):
    told = installation.side_by_side(START, processes=3)

    assert len(set(told)) == 1
    assert (Case.objects.count(), Event.objects.count()) == (TIMES, TIMES)
