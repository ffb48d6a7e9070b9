"""SOFT-8a to SOFT-12: the curriculum or administrative review, the technical review, a replacement."""

from decimal import Decimal

import pytest
from django.urls import reverse

from catalog import services as library
from catalog.models import Approval, Resource
from requests_app.models import RegistryEntry
from tests.answering import answer, text
from tests.software_paths import ADMINISTRATIVE, GRANT, WITH_DATA, SoftwarePath
from workflows.models import Notice, Review

pytestmark = pytest.mark.django_db


@pytest.mark.sop("SOFT-8a")
def test_instructional_technology_approves_it_for_the_classroom_under_conditions(cast):
    path = SoftwarePath(cast)
    path.vetted()
    reviewer = cast.client("instructional-technology")
    assert "Students draw and measure figures" in text(reviewer.get(path_to(path, "classroom")))

    said = {"move": "approve_use", "rationale": "It fits grade 6.", "condition_words": "Not for tests."}
    assert answer(reviewer, path.case, "classroom", **said).status_code == 303

    case = path.fresh
    assert (case.state, case.kept_conditions) == ("technical-review", {"words": "Not for tests."})
    assert Review.objects.get(step__key="classroom").conditions == {"words": "Not for tests."}
    assert "Not for tests." in text(cast.client("dii").get(path_to(path, "technical")))


@pytest.mark.sop("SOFT-8b")
def test_dii_approves_what_the_office_uses(cast):
    path = SoftwarePath(cast, **ADMINISTRATIVE)
    path.vetted()

    assert answer(cast.client("dii"), path.case, "administrative", move="approve_use").status_code == 303
    assert path.fresh.state == "technical-review"


@pytest.mark.sop("SOFT-8b")
def test_dii_denies_it_with_a_rationale(cast):
    path = SoftwarePath(cast, **ADMINISTRATIVE)
    path.vetted()
    dii = cast.client("dii")

    assert answer(dii, path.case, "administrative", move="deny", ground="duplicate").status_code == 422
    why = "The student system does this."
    assert answer(dii, path.case, "administrative", move="deny", ground="duplicate", rationale=why).status_code == 303
    assert path.fresh.state == "denied"
    assert why in text(cast.client("teacher").get(path.case.get_absolute_url()))


@pytest.mark.sop("SOFT-9")
def test_what_does_not_fit_the_curriculum_is_denied_and_not_approved_in_the_registry(cast):
    path = SoftwarePath(cast)
    path.vetted()

    why = "Geometry is taught by hand in grade 6."
    reviewer = cast.client("instructional-technology")
    said = {"move": "deny", "ground": "instruction", "rationale": why, "library_words": "Taught by hand."}
    assert answer(reviewer, path.case, "classroom", **said).status_code == 303

    case = path.fresh
    assert (case.state, case.resource.approval) == ("denied", Approval.DENIED)
    assert case.resource.history.first().words == "Taught by hand."
    assert RegistryEntry.objects.get().status == "not-approved"
    assert case.open_step("registry-denial").role == "cybersecurity"
    assert Notice.objects.filter(template="denied", user=cast.teacher).count() == 1


@pytest.mark.sop("SOFT-10")
@pytest.mark.parametrize("columns", [{}, ADMINISTRATIVE])
def test_dii_finds_it_sound_with_the_districts_devices(cast, columns):
    path = SoftwarePath(cast, **columns)
    path.reviewed()
    dii = cast.client("dii")
    assert "Is it technically sound with the district’s devices?" in text(dii.get(path_to(path, "technical")))

    assert answer(dii, path.case, "technical", move="find_sound").status_code == 303

    assert path.fresh.answered_at is not None
    assert Notice.objects.filter(template="software_sound", user=cast.teacher).count() == 1


@pytest.mark.sop("SOFT-11")
def test_a_replacement_begins_the_vetting_anew_and_the_first_round_stays_readable(cast):
    path = SoftwarePath(cast, **WITH_DATA)
    first = path.reviewed()
    left = first.resource

    why = "It does not run on our Chromebooks."
    said = {"replacement": "Figure Studio", "replacement_website": "https://figure.example", "rationale": why}
    assert answer(cast.client("dii"), path.case, "technical", move="replace", **said).status_code == 303

    case = path.fresh
    assert (case.state, case.title, case.resource.name) == ("vetting", "Figure Studio", "Figure Studio")
    assert (case.student_data_found, list(case.elements_found.all()), case.vendor) == (None, [], None)
    assert [host.host for host in case.vetting.hosts.all()] == ["figure.example"]
    left.refresh_from_db()
    assert left.approval == Approval.DENIED
    one, two = case.vettings.all()
    assert (one.name, one.data_shared, one.elements.count()) == ("Geometry Lab", True, 1)
    assert (two.name, two.policy_found) == ("Figure Studio", "")
    page = text(cast.client("cybersecurity").get(path.case.get_absolute_url()))
    assert "Round 1: Geometry Lab" in page
    assert "Nothing is sold." in page
    assert "geometry.example" in page
    assert "Grade A" in page
    assert [kept.data["title"]["said"] for kept in case.answers.order_by("pk")] == ["Geometry Lab", "Figure Studio"]
    notice = Notice.objects.get(template="replacement_chosen")
    assert notice.user == cast.teacher


@pytest.mark.sop("SOFT-11")
def test_the_requester_may_withdraw_when_the_replacement_is_no_use(cast):
    path = SoftwarePath(cast)
    path.replaced()
    cast.client("dii").get("/inbox/")
    teacher = cast.client("teacher")
    url = reverse("case-move", args=[path.case.pk, "withdraw"])
    form = teacher.get(url).context["form"]
    sent = {form[name].html_name: form[name].value() or "" for name in form.fields}

    assert teacher.post(url, sent | {"words": "It draws no figures."}).status_code == 303

    assert path.fresh.state == "withdrawn"
    assert Resource.objects.get(name="Figure Studio").approval == Approval.UNREVIEWED


@pytest.mark.sop("SOFT-11")
def test_a_product_of_the_library_is_taken_from_there(cast):
    path = SoftwarePath(cast)
    path.reviewed()
    known = library.add_resource(name="Figure Studio", website="https://figure.example/", by=None, at=path.at)

    said = {"replacement": "figure studio", "rationale": "We know this one."}
    assert answer(cast.client("dii"), path.case, "technical", move="replace", **said).status_code == 303

    assert path.fresh.resource == known
    assert path.vetted_again().state == "curriculum-review"


@pytest.mark.sop("SOFT-11")
def test_the_same_product_is_no_replacement(cast):
    path = SoftwarePath(cast)
    path.reviewed()

    said = {"replacement": "geometry lab", "rationale": "Once more."}
    response = answer(cast.client("dii"), path.case, "technical", move="replace", **said)

    assert response.status_code == 422
    assert "This is the product that is not sound." in text(response)


@pytest.mark.sop("SOFT-11")
def test_dii_asks_instructional_technology_for_a_replacement(cast):
    path = SoftwarePath(cast)
    case = path.reviewed()
    dii = cast.client("dii")
    url = reverse("step-forward", args=[case.pk, case.open_step("technical").pk])
    assert url in dii.get(path_to(path, "technical")).content.decode()
    form = dii.get(url).context["form"]
    sent = {form[name].html_name: form[name].value() or "" for name in form.fields}

    response = dii.post(url, sent | {"stages": ["replacement-advice"], "question": "What else draws figures?"})
    assert response.status_code == 303, text(response)

    reviewer = cast.client("instructional-technology")
    said = {"outcome": "advice", "rationale": "Figure Studio does."}
    assert answer(reviewer, path.case, "replacement-advice", **said).status_code == 303
    assert "Figure Studio does." in text(dii.get(path_to(path, "technical")))


@pytest.mark.sop("SOFT-11")
def test_without_a_replacement_it_is_denied(cast):
    path = SoftwarePath(cast)
    path.reviewed()

    said = {"move": "deny", "ground": "technical", "rationale": "Nothing else does this on Chromebooks."}
    assert answer(cast.client("dii"), path.case, "technical", **said).status_code == 303

    assert path.fresh.state == "denied"
    assert RegistryEntry.objects.get().status == "not-approved"


@pytest.mark.sop("SOFT-12")
@pytest.mark.parametrize(
    ("columns", "state", "open_now"),
    [
        ({}, "installation", {"installation"}),
        ({"paid": True}, "purchasing", {"software-funds", "software-order"}),
        (GRANT, "purchasing", {"software-order"}),
    ],
)
def test_what_is_free_is_installed_at_once_and_the_rest_is_bought(cast, columns, state, open_now):
    path = SoftwarePath(cast, **columns)
    path.reviewed()

    answer(cast.client("dii"), path.case, "technical", move="find_sound")

    case = path.fresh
    assert (case.state, {step.key for step in case.open_steps()}) == (state, open_now)
    assert case.amount in (None, Decimal("1200.00"))


def path_to(path: SoftwarePath, key: str) -> str:
    return reverse("step", args=[path.case.pk, path.fresh.open_step(key).pk])
