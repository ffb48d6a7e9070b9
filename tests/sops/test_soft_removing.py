"""X-5: an administrator takes personal data out of what the Cybersecurity team recorded (SOFT-4 to SOFT-6)."""

import hashlib

import pytest
from django.urls import reverse

from requests_app import vetting
from requests_app.models import Vetting
from tests.answering import answer, fill, step_url, text
from tests.software_paths import SoftwarePath
from workflows.models import Event

pytestmark = [pytest.mark.django_db, pytest.mark.sop("X-5")]
SAID = "Sam Smith of 6b wrote to them."
WHY = "Names a student."


@pytest.fixture
def path(cast) -> SoftwarePath:
    """In the vetting, where the policy was evaluated and nobody signs in."""
    path = SoftwarePath(cast)
    path.submit()
    path.found()
    step, who = path.step("vetting"), {"by": path.team, "at": path.at}
    vetting.record_policy(path.fresh, step, url="", found=SAID, not_needed="", **who)
    vetting.no_agreement_needed(path.fresh, step, reason="Sam Smith signs in nowhere.", **who)
    return path


def address(path, name: str, number: int = 1) -> str:
    return reverse("case-remove", args=[path.case.pk, "finding", f"{number}-{name}"])


def test_what_was_found_is_taken_out_and_the_history_keeps_who_when_why_and_its_hash(cast, path):
    admin, team = cast.client("admin"), cast.client("cybersecurity")

    response = fill(admin, address(path, "policy_found"), reason=WHY)

    assert (response.status_code, response.url) == (303, path.case.get_absolute_url())
    assert Vetting.objects.get().policy_found == ""
    kept = Event.objects.get(case=path.case, kind="removed")
    sha256 = hashlib.sha256(SAID.encode()).hexdigest()
    assert (kept.by, str(kept.words), kept.details["sha256"]) == (cast.admin, WHY, sha256)
    for page in (path.case.get_absolute_url(), step_url(path.case, "vetting")):
        assert "Sam Smith of 6b" not in text(team.get(page))
    assert "[removed by an administrator]" in text(team.get(path.case.get_absolute_url()))
    assert "Sam Smith of 6b" not in str(list(Event.objects.values_list("details", flat=True)))
    assert admin.get(address(path, "policy_found")).status_code == 404


def test_the_vetting_stays_as_complete_as_it_was_and_may_be_written_anew(cast, path):
    path.grade()
    fill(cast.client("admin"), address(path, "policy_found"), reason=WHY)
    fill(cast.client("admin"), address(path, "agreement_not_needed"), reason=WHY)
    team = cast.client("cybersecurity")
    assert "Its privacy policy was evaluated." in text(team.get(step_url(path.case, "vetting")))

    url = reverse("vetting-policy", args=[path.case.pk, path.step("vetting")])
    assert fill(team, url, found="A pupil wrote to them.").status_code == 303

    kept = Vetting.objects.get()
    assert (kept.policy_found, kept.removed) == ("A pupil wrote to them.", ["agreement_not_needed"])
    assert answer(team, path.case, "vetting", move="finish_vetting").status_code == 303


def test_the_administrator_who_does_not_read_it_sees_only_that_there_is_something(cast, path):
    admin = cast.client("admin")
    page = text(admin.get(path.case.get_absolute_url()))
    assert address(path, "policy_found") in page
    assert "Sam Smith" not in page
    assert "Sam Smith" not in text(admin.get(address(path, "policy_found")))

    path.do("deny", cast.cybersecurity, ground="privacy", rationale="It sells data.")

    page = text(admin.get(path.case.get_absolute_url()))
    assert SAID in page
    assert address(path, "policy_found") in page
    assert SAID in text(admin.get(address(path, "policy_found")))


def test_of_an_earlier_round_too(cast):
    path = SoftwarePath(cast)
    path.replaced()
    assert fill(cast.client("admin"), address(path, "policy_found"), reason=WHY).status_code == 303
    first, second = Vetting.objects.order_by("number")
    assert (first.removed, second.removed) == (["policy_found"], [])


@pytest.mark.parametrize("person", ["cybersecurity", "teacher", "stranger"])
def test_nobody_else_removes_it(cast, path, person):
    client = cast.client(person)
    assert client.post(address(path, "policy_found"), {"reason": WHY}).status_code == 403
    assert "/remove/finding/" not in text(client.get(path.case.get_absolute_url()))
    assert Vetting.objects.get().policy_found == SAID


@pytest.mark.parametrize("which", ["1-website_not_needed", "2-policy_found", "1-name", "1-policy_url", "x"])
def test_what_is_not_there_is_not_removed(cast, path, which):
    url = reverse("case-remove", args=[path.case.pk, "finding", which])
    assert cast.client("admin").get(url).status_code == 404
    assert cast.client("admin").post(url, {"reason": WHY}).status_code == 404
