"""MICRO-10: denied: the requester is told why, and the library says so to the next person who looks."""

import pytest

from catalog.models import Approval
from tests.answering import answer, now, text
from tests.paths import Path
from workflows.models import Notice

pytestmark = [pytest.mark.django_db, pytest.mark.sop("MICRO-10")]


def denied(cast, **said):
    case = Path(cast).reviewed()
    desk = cast.client("assistant-superintendent")
    said = {"ground": "duplicate", "rationale": "Your class can use Desmos: ask me."} | said
    assert answer(desk, case, "final", move="deny", **said).status_code == 303
    return now(case)


def test_the_requester_is_told_why(cast):
    case = denied(cast)
    assert case.state == "denied"
    assert Notice.objects.filter(case=case.pk, user=cast.teacher, template="denied").exists()
    assert "Your class can use Desmos: ask me." in text(cast.client("teacher").get(f"/cases/{case.pk}/"))


def test_the_library_shows_the_sentence_meant_for_it_to_the_next_person(cast):
    case = denied(cast, library_words="We use Desmos for this.")
    page = text(cast.client("colleague").get(f"/library/{case.resource_id}/"))
    assert "We use Desmos for this." in page
    assert "Your class can use Desmos: ask me." not in page


def test_without_a_sentence_of_its_own_the_library_says_what_the_requester_reads(cast):
    case = denied(cast)
    assert "Your class can use Desmos: ask me." in text(cast.client("colleague").get(f"/library/{case.resource_id}/"))


def test_not_funded_stays_with_the_request(cast):
    case = denied(cast, ground="not-funded", library_words="Too dear.")
    case.resource.refresh_from_db()
    assert case.resource.approval == Approval.UNREVIEWED
    assert "Too dear." not in text(cast.client("colleague").get(f"/library/{case.resource_id}/"))


def test_the_internal_note_never_reaches_the_requester(cast):
    case = denied(cast, internal="The vendor called me twice.")
    for page in (f"/cases/{case.pk}/", f"/cases/{case.pk}/history/"):
        assert "called me twice" not in text(cast.client("teacher").get(page))
    assert "called me twice" in text(cast.client("ict-coordinator").get(f"/cases/{case.pk}/history/"))
