"""The library and the vendors, as people meet them in a browser."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.roles import Role
from catalog.models import Approval, Ground, Resource, Vendor
from catalog.services import add_resource, add_vendor, make_available, set_status
from tests.accounts import cast

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def teacher(signed_in):
    return signed_in(cast.person("teacher"))


@pytest.fixture
def director(signed_in):
    return signed_in(cast.holder(Role.IT_DIRECTOR))


def resource(name="Desmos", **more):
    return add_resource(name=name, by=None, at=NOW, **more)


def text(response):
    return " ".join(response.content.decode().split())


# Who may


@pytest.mark.parametrize("name", ["library", "vendors", "vendor-add", "resource-add"])
def test_a_stranger_is_sent_to_sign_in(client, name):
    assert client.get(reverse(name)).url == f"/login/?next={reverse(name)}"


@pytest.mark.parametrize("name", ["vendors", "vendor-add", "resource-add"])
def test_a_teacher_may_not_keep_vendors(teacher, name):
    assert teacher.get(reverse(name)).status_code == 403


def test_a_teacher_may_not_change_a_resource_or_see_a_vendor(teacher):
    made, vendor = resource(), add_vendor(name="Acme", by=None, at=NOW)
    assert teacher.post(f"/library/{made.pk}/edit/", {"name": "X", "kind": "app"}).status_code == 403
    assert teacher.get(f"/vendors/{vendor.pk}/").status_code == 403
    made.refresh_from_db()
    assert made.name == "Desmos"


@pytest.mark.parametrize("role", [Role.IT_DIRECTOR, Role.COMPLIANCE_OFFICER, Role.PROCUREMENT, Role.ADMIN])
def test_those_who_keep_agreements_keep_vendors(signed_in, role):
    assert signed_in(cast.holder(role)).get("/vendors/").status_code == 200


@pytest.mark.parametrize("address", ["/library/9999/", "/vendors/9999/", "/vendors/9999/edit/", "/library/9999/edit/"])
def test_what_is_not_there_is_not_found(director, address):
    assert director.get(address).status_code == 404


# The library


def test_an_empty_library_says_what_will_stand_there(teacher):
    assert "Resources stand here as soon as somebody asks" in text(teacher.get("/library/"))


def test_a_search_forgives_a_typo_and_shows_my_schools_answer(teacher):
    made = resource("Kahoot!", website="https://kahoot.com")
    make_available(resource=made, places=[cast.school()], by=None, at=NOW)
    page = text(teacher.get("/library/", {"q": "kahot"}))
    assert "Kahoot!" in page
    assert "At Lincoln School" in page


def test_a_search_without_a_match_offers_to_ask_and_keeps_the_words(teacher):
    page = text(teacher.get("/library/", {"q": "zzqqxx"}))
    assert "Nothing in the library is like “zzqqxx”" in page
    assert 'value="zzqqxx"' in page


def test_the_status_narrows_the_list_and_the_search(teacher):
    made, other = resource("Alpha maths"), resource("Beta maths")
    set_status(resource=made, approval=Approval.APPROVED, places=[cast.school()], by=None, at=NOW)
    for query in ({"status": "approved"}, {"status": "approved", "q": "maths"}):
        page = text(teacher.get("/library/", query))
        assert "Alpha maths" in page
        assert other.name not in page


def test_the_list_has_pages_of_25(teacher):
    for number in range(30):
        resource(f"R{number:02}")
    assert "R25" not in text(teacher.get("/library/"))
    assert "R25" in text(teacher.get("/library/", {"page": "2"}))


@pytest.mark.parametrize("query", [{"page": "x"}, {"page": "-3"}, {"status": "no-such"}, {"q": "\0"}, {"q": "a" * 999}])
def test_a_mangled_address_still_answers(teacher, query):
    assert teacher.get("/library/", query).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_costs_a_fixed_number_of_queries(teacher, django_assert_max_num_queries, count):
    made = Resource.objects.bulk_create(Resource(name=f"R{n}", vendor=None) for n in range(count))
    for each in made[:25]:
        make_available(resource=each, places=[cast.school(), cast.district()], by=None, at=NOW)
    for query in ({}, {"q": "r1"}, {"status": "approved"}):
        with django_assert_max_num_queries(12):
            assert teacher.get("/library/", query).status_code == 200


# One resource


def test_the_answer_comes_first_with_its_conditions(teacher):
    made = resource(how_to_get="Open https://desmos.example and sign in.")
    until = timezone.localdate() + timedelta(days=30)
    make_available(resource=made, places=[cast.school()], grades=["5"], until=until, by=None, at=NOW)
    page = text(teacher.get(f"/library/{made.pk}/"))
    assert "Yes, under conditions: Desmos is approved at Lincoln School." in page
    assert "For grades 5 only." in page
    assert '<a href="https://desmos.example"' in page


def test_a_denial_is_told_with_reason_day_and_what_to_use_instead(teacher):
    other = resource("GeoGebra")
    set_status(resource=other, approval=Approval.APPROVED, places=[cast.district()], by=None, at=NOW)
    made = resource(alternatives=[other])
    set_status(
        resource=made,
        approval=Approval.DENIED,
        places=[cast.district()],
        ground=Ground.DUPLICATE,
        words="We already pay for <b>GeoGebra</b>.",
        case_number="2026-00042",
        by=None,
        by_name="Dana Director",
        at=NOW,
    )
    page = text(teacher.get(f"/library/{made.pk}/"))
    for words in (
        "No: Desmos is denied at Lincoln School.",
        "We already pay for &lt;b&gt;GeoGebra&lt;/b&gt;.",
        "We already have something for this",
        "Approved, use instead",
        "2026-00042",
        "Dana Director",
    ):
        assert words in page


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_page_of_a_resource_costs_a_fixed_number_of_queries(teacher, django_assert_max_num_queries, count):
    made = resource()
    for number in range(count):
        place = cast.school(f"School {number}")
        set_status(
            resource=made, approval=Approval.DENIED, places=[place], ground=Ground.PRIVACY, words="No", by=None, at=NOW
        )
    with django_assert_max_num_queries(14):
        assert teacher.get(f"/library/{made.pk}/").status_code == 200


# Keeping the library


FACTS = {
    "name": "Desmos",
    "kind": "website",
    "website": "desmos.com",
    "aliases": "Desmos calculator\n\nDesmos calculator\nGraphing",
    "paid_seats": "on",
}


def test_a_resource_is_added_and_found_under_its_other_names(director):
    add_vendor(name="Desmos Studio", by=None, at=NOW)
    response = director.post("/library/add/", FACTS | {"vendor": "desmos studio"})
    made = Resource.objects.get()
    assert response.url == f"/library/{made.pk}/"
    assert (made.website, made.host, made.vendor.name) == ("https://desmos.com", "desmos.com", "Desmos Studio")
    assert set(made.aliases.values_list("name", flat=True)) == {"Desmos calculator", "Graphing"}
    assert made.approval == Approval.UNREVIEWED


def test_something_alike_is_shown_before_a_second_one_is_added(director):
    resource("Desmos Graphing")
    response = director.post("/library/add/", FACTS | {"name": "Desmos Graphin"})
    assert response.status_code == 422
    assert "The library has something like it" in text(response)
    assert director.post("/library/add/", FACTS | {"really": "yes"}).status_code == 302
    assert Resource.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "Please give an answer."),
        ({"website": "not an address"}, "Enter a valid URL."),
        ({"vendor": "Nobody Inc."}, "There is no vendor “Nobody Inc.”."),
        ({"alternatives": "Unknown app"}, "“Unknown app” is not in the library."),
        ({"kind": "spaceship"}, "Select a valid choice."),
        ({"aliases": "a" * 300}, "longer than 200 letters"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(director, wrong, words):
    response = director.post("/library/add/", FACTS | {"description": "For graphs in grade 8"} | wrong)
    assert response.status_code == 422
    assert words in text(response)
    assert "For graphs in grade 8" in text(response)
    assert not Resource.objects.exists()


def test_a_resource_is_changed_and_its_status_is_not(director):
    made, other = resource(), resource("GeoGebra")
    set_status(resource=made, approval=Approval.APPROVED, places=[cast.school()], by=None, at=NOW)
    director.post(f"/library/{made.pk}/edit/", FACTS | {"name": "Desmos 2", "alternatives": "geogebra"})
    made.refresh_from_db()
    assert (made.name, made.approval, list(made.alternatives.all())) == ("Desmos 2", Approval.APPROVED, [other])
    assert director.get(f"/library/{made.pk}/edit/").status_code == 200


def test_a_resource_cannot_stand_in_for_itself(director):
    made = resource()
    response = director.post(f"/library/{made.pk}/edit/", FACTS | {"alternatives": "desmos"})
    assert response.status_code == 422
    assert "stand in for itself" in text(response)


# Vendors


def test_a_vendor_is_added_changed_and_listed(director):
    added = director.post("/vendors/add/", {"name": "Acme", "website": "acme.example", "business_address": "1 Main St"})
    vendor = Vendor.objects.get()
    assert (added.url, vendor.website) == (f"/vendors/{vendor.pk}/", "https://acme.example")
    director.post(f"/vendors/{vendor.pk}/edit/", {"name": "Acme Learning", "contact_email": "a@acme.example"})
    assert "Acme Learning" in text(director.get("/vendors/", {"q": "learn"}))
    assert "a@acme.example" in text(director.get(f"/vendors/{vendor.pk}/"))


def test_a_second_vendor_of_the_name_is_refused_and_what_was_typed_is_kept(director):
    add_vendor(name="Acme", by=None, at=NOW)
    response = director.post("/vendors/add/", {"name": "ACME", "contact_name": "Pat Doe"})
    assert response.status_code == 422
    assert "There is a vendor of this name already." in text(response)
    assert 'value="Pat Doe"' in text(response)
    assert Vendor.objects.count() == 1


@pytest.mark.parametrize("count", [1, 3, 60])
def test_the_list_of_vendors_costs_a_fixed_number_of_queries(director, django_assert_max_num_queries, count):
    Vendor.objects.bulk_create(Vendor(name=f"V{n}") for n in range(count))
    with django_assert_max_num_queries(12):
        assert director.get("/vendors/").status_code == 200
