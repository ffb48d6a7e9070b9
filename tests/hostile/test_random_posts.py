"""Posts out of turn, at random, about cases of every kind: each is refused in words, and nothing at all is changed."""

import os
import random

import pytest
from django.urls import reverse

from tests.access.undone import undone
from tests.hostile.elsewhere import Elsewhere
from tests.hostile.everything import changed, everything
from tests.hostile.troupe import Troupe
from tests.hostile.ways import Maker, make, ways_of
from workflows.machines import MACHINES

pytestmark = pytest.mark.django_db
SEED = int(os.environ.get("HOSTILE_SEED") or random.SystemRandom().randrange(10**9))
# For each kind; HOSTILE_POSTS says another number.
POSTS = int(os.environ.get("HOSTILE_POSTS") or 20)
REFUSED = {303, 403, 404, 405, 409, 422}
ABOUT = {**dict.fromkeys(MACHINES, Maker), "elsewhere": Elsewhere}


@pytest.fixture(scope="module")
def troupe(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        yield Troupe()


def chooser(troupe, about: str, seed=SEED):
    """Who makes the posts about a kind of case; those about none begin with agreements."""
    kind = about if about in MACHINES else "agreement"
    return ABOUT[about](troupe, random.Random(f"{seed} {about}"), kind)


def refused(response, post) -> bool:
    """Refused as it should be; to the sign-in page goes only who is not signed in."""
    if response.status_code == 302:
        return post.who in {"anonymous", "leaver"} and response["Location"].startswith("/login/")
    return response.status_code in REFUSED


def test_there_is_a_case_in_every_state_of_every_machine(troupe):
    there = {kind: {case.state for case in cases} for kind, cases in troupe.by_kind.items()}
    assert there == {kind: set(machine.State.values) for kind, machine in MACHINES.items()}


@pytest.mark.parametrize("about", ABOUT)
def test_random_posts_out_of_turn_change_nothing_and_are_refused(troupe, about, record_property):
    print(f"HOSTILE_SEED={SEED}")
    record_property("seed", SEED)
    maker = chooser(troupe, about)
    before, wrong = everything(), []
    for _number in range(POSTS):
        post = make(maker)
        with undone():
            response = post.send(troupe)
            written = changed(before, everything())
        if written or not refused(response, post):
            wrong.append((response.status_code, post, written))
    assert wrong == [], f"HOSTILE_SEED={SEED}: {len(wrong)} of {POSTS}"


def test_a_body_that_is_no_form_at_all_is_a_bad_request_and_changes_nothing(troupe):
    """No boundary, no fields: the server's own 400, before any page is asked."""
    before = everything()
    path = reverse("case-comment", args=[troupe.review.pk])
    response = troupe.client("teacher").generic("POST", path, "no boundary", "multipart/form-data")
    assert response.status_code == 400
    assert changed(before, everything()) == {}


def test_every_way_of_being_out_of_turn_makes_a_post(troupe):
    makers = [chooser(troupe, about, seed=1) for about in ("micro", "elsewhere")]
    unused = {
        way for maker in makers for way in ways_of(type(maker)) if not any(getattr(maker, way)() for _try in range(40))
    }
    assert unused == set()
