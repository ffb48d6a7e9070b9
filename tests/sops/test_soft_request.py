"""SOFT-1 to SOFT-3, SOFT-7: a digital resource is asked for, and reaches the Cybersecurity team."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.district import change_setting
from requests_app.models import SoftwareRequest
from tests.answering import answer, now, text
from tests.requests_app.pages import TOLD, hidden
from tests.software_paths import ADMINISTRATIVE, SoftwarePath
from workflows.models import Notice

pytestmark = pytest.mark.django_db
PAGES = {
    "product": {
        "title": "Geometry Lab",
        "product_kind": "app",
        "website": "geometry.example",
        "vendor_name": "Euclid Software",
        "instructional": "True",
        "paid_by": "district",
        "amount": "1200",
        "budget_code": "10-2210-400",
        "principal_name": "The principal",
    },
    "use": {
        "setups": "Chromebooks, computer lab",
        "seats": "60",
        "student_vision": "Students draw and measure figures",
        "grade_levels": ["6", "7"],
        "content_areas": ["Mathematics"],
        "standards": "6.8(D)",
        "common_core": "CCSS.MATH.6.G",
    },
    "data": {"student_login": "none", "student_data": "no", "media_release": "no"},
}
# Document 004, step 2: the fourteen fields.
FOURTEEN = {
    "title",
    "website",
    "amount",
    "paid_by",
    "budget_code",
    "principal_name",
    "grade_levels",
    "content_areas",
    "media_release",
    "standards",
    "student_vision",
    "common_core",
    "student_login",
    "student_data",
}


def set_to(**values):
    for key, value in values.items():
        change_setting(key=key, value=value, by=None, at=timezone.now())


def begun(client) -> SoftwareRequest:
    """From the library check to a draft."""
    set_to(apps_go_to="soft")
    sent = {**TOLD, "q": "Geometry Lab", "act": "new", "once": "form-sent-once-k1"}
    response = client.post("/new/check/", sent)
    assert response.status_code == 303, text(response)
    return SoftwareRequest.objects.get()


def fill_in(client, case, **more) -> None:
    for topic, answers in PAGES.items():
        said = answers | more.get(topic, {})
        if topic == "use":
            said = said | {"schools": [case.place_id]}
        response = client.post(reverse("case-form", args=[case.pk, topic]), said)
        assert response.status_code == 303, text(response)


def submit(client, case):
    page = client.get(reverse("case-check", args=[case.pk]))
    path = reverse("case-submit", args=[case.pk])
    return client.post(path, hidden(page, path))


@pytest.mark.sop("SOFT-1", "SOFT-2")
def test_a_teacher_asks_for_software_on_three_short_pages(cast):
    teacher = cast.client("teacher")
    case = begun(teacher)
    assert case.title == "Geometry Lab"

    fill_in(teacher, case)
    page = text(teacher.get(reverse("case-check", args=[case.pk])))
    assert "Still to answer" not in page
    assert "CCSS.MATH.6.G" in page
    assert submit(teacher, case).status_code == 303

    case = now(case)
    assert (case.state, bool(case.number), bool(case.response_due)) == ("vetting", True, True)
    assert case.resource.name == "Geometry Lab"
    assert Notice.objects.filter(template="receipt", user=cast.teacher).count() == 1
    kept = case.answers.get().data
    assert set(kept) >= FOURTEEN | {"setups", "seats"}


@pytest.mark.sop("SOFT-2")
def test_each_of_the_fourteen_fields_is_asked_and_what_is_missing_is_named(cast):
    teacher = cast.client("teacher")
    case = begun(teacher)
    asked = set()
    for topic in PAGES:
        asked |= set(teacher.get(reverse("case-form", args=[case.pk, topic])).context["form"].fields)
    assert asked >= FOURTEEN | {"setups", "seats", "schools", "data_elements"}

    fill_in(teacher, case, use={"common_core": ""})
    response = submit(teacher, case)
    assert response.status_code == 409
    assert "Common Core alignment" in text(response)
    assert now(case).state == "draft"


@pytest.mark.sop("SOFT-1", "SOFT-2")
def test_an_administrative_request_is_not_asked_what_a_lesson_needs(cast):
    teacher = cast.client("teacher")
    case = begun(teacher)
    fill_in(teacher, case, product={"instructional": "False", "paid_by": "free"}, use={"purpose": "Lists of keys"})

    form = teacher.get(reverse("case-form", args=[case.pk, "use"])).context["form"]
    assert not {"student_vision", "grade_levels", "common_core"} & set(form.fields)
    assert submit(teacher, case).status_code == 303
    assert now(case).instructional is False


@pytest.mark.sop("SOFT-3")
def test_customer_care_checks_it_first_where_the_district_wants_it(cast):
    set_to(soft_intake="by-hand")
    path = SoftwarePath(cast)
    assert path.submit().state == "intake"
    care = cast.client("customer-care")
    assert "Is the request complete?" in text(care.get("/inbox/"))

    assert answer(care, path.case, "intake", move="assign_to_security").status_code == 303

    case = path.fresh
    assert (case.state, case.open_step("vetting").role) == ("vetting", "cybersecurity")


@pytest.mark.sop("SOFT-3")
def test_customer_care_returns_what_is_not_complete_and_it_comes_back_to_them(cast):
    set_to(soft_intake="by-hand")
    path = SoftwarePath(cast)
    path.submit()
    care = cast.client("customer-care")

    response = answer(care, path.case, "intake", move="return_for_changes", rationale="Which computer lab?")

    assert response.status_code == 303
    assert (path.fresh.state, bool(path.fresh.paused_at)) == ("changes-requested", True)
    path.do("resubmit", cast.teacher)
    assert path.fresh.state == "intake"


@pytest.mark.sop("SOFT-3")
def test_customer_care_sees_every_case_to_its_end(cast):
    path = SoftwarePath(cast)
    path.complete()
    care = cast.client("customer-care")

    page = text(care.get(path.case.get_absolute_url()))

    assert "Students draw and measure figures" in page
    assert "Nothing is sold." in page
    assert "Geometry Lab" in text(care.get("/registry/"))


@pytest.mark.sop("SOFT-7")
@pytest.mark.parametrize(
    ("columns", "state", "key", "role"),
    [
        ({}, "curriculum-review", "classroom", "instructional-technology"),
        (ADMINISTRATIVE, "administrative-review", "administrative", "dii"),
    ],
)
def test_a_vetted_request_goes_to_whom_its_use_concerns(cast, columns, state, key, role):
    path = SoftwarePath(cast, **columns)
    path.submit()
    path.checked()

    assert answer(cast.client("cybersecurity"), path.case, "vetting", move="finish_vetting").status_code == 303

    case = path.fresh
    assert (case.state, case.open_step(key).role) == (state, role)
    assert case.title in text(cast.client(role).get("/inbox/"))
