"""Schools and departments: added, renamed, closed from a day on, opened again; never deleted."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts import changes
from accounts.district import setting
from accounts.models import DirectoryChange, Place
from accounts.page_forms import PlaceChoice
from accounts.roles import Role
from tests.accounts import cast

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def admin():
    return cast.holder(Role.ADMIN)


@pytest.fixture
def keeper(signed_in, admin):
    return signed_in(admin)


def text(response):
    return " ".join(response.content.decode().split())


def new(**changed):
    return {"kind": "school", "name": "Adams School", "code": "ADA", "parent": cast.district().pk} | changed


def day(days):
    return {"on": (TODAY + timedelta(days=days)).isoformat()}


def history(place):
    return [(change.what, change.details) for change in place.directory_changes.order_by("pk")]


def offered():
    """The names in a form that asks for a place."""
    return {place.name for place in PlaceChoice().queryset}


# Looking


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMIN)])
def test_nobody_but_an_administrator_opens_the_pages(signed_in, role):
    school = cast.school()
    client = signed_in(cast.holder(role) if role else cast.person())
    before = Place.objects.count()
    for path in ("/places/", f"/places/{school.pk}/"):
        assert client.get(path).status_code == 403
    for path in ("/places/add/", f"/places/{school.pk}/name/", f"/places/{school.pk}/closing/"):
        assert client.get(path).status_code == 403
        assert client.post(path, new() | day(0)).status_code == 403
    assert Place.objects.count() == before
    assert not DirectoryChange.objects.exists()


def test_each_place_stands_under_what_it_belongs_to(keeper):
    department = Place.objects.create(name="Instruction", kind="department", parent=cast.district())
    Place.objects.create(name="Media Centre", kind="department", parent=department)
    cast.person(place=cast.school("Adams School"))
    page = text(keeper.get("/places/"))
    order = [
        page.index(f">{name}</a>") for name in ("Prairie View District", "Adams School", "Instruction", "Media Centre")
    ]
    assert order == sorted(order)
    assert '<h1>Schools and departments <span class="count">(4)</span></h1>' in page
    assert "1 person" in page


def test_a_place_says_what_it_belongs_to_and_leads_to_its_people(keeper):
    school = cast.school()
    cast.person(place=school)
    cast.person("gone", place=school, is_active=False)
    page = text(keeper.get(f"/places/{school.pk}/"))
    assert f'href="/people/?place={school.pk}">1 active person</a>' in page
    assert f'href="/people/add/?place={school.pk}"' in page
    assert "Nothing yet." in page


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_pages_cost_a_fixed_number_of_queries(keeper, admin, django_assert_max_num_queries, count):
    for number in range(count):
        school = changes.add_place(
            name=f"School {number}", kind="school", parent=cast.district(), by=admin, at=timezone.now()
        )
        changes.rename_place(place=cast.district(), name=f"District {number}", by=admin, at=timezone.now())
    keeper.get("/places/")
    for path in ("/places/", f"/places/{school.pk}/", f"/places/{cast.district().pk}/", "/places/add/"):
        with django_assert_max_num_queries(12):
            assert keeper.get(path).status_code == 200


# Adding


def test_a_school_is_added_and_offered_at_once(keeper, admin):
    response = keeper.post("/places/add/", new(name="  Adams   School "), follow=True)
    assert "Adams School is added." in text(response)
    place = Place.objects.get(name="Adams School")
    assert (place.kind, place.code, place.parent) == ("school", "ADA", cast.district())
    assert place.path == f"/{cast.district().pk}/{place.pk}/"
    assert "Adams School" in offered()
    said = {"name": ["", "Adams School"], "kind": ["", "school"], "parent": ["", "Prairie View District"]}
    assert history(place) == [("added", said | {"code": ["", "ADA"]})]
    assert "Kind: School" in text(keeper.get(f"/places/{place.pk}/"))


def test_a_department_may_hold_departments_and_schools_and_no_more_levels(keeper):
    keeper.post("/places/add/", new(kind="department", name="North"))
    north = Place.objects.get(name="North")
    keeper.post("/places/add/", new(kind="department", name="North West", parent=north.pk))
    inner = Place.objects.get(name="North West")
    assert inner.parent == north
    assert keeper.post("/places/add/", new(parent=inner.pk)).status_code == 422
    assert keeper.post("/places/add/", new(parent=cast.school("Lincoln School").pk)).status_code == 422


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Please give an answer."),
        ({"name": "   "}, "Please give an answer."),
        ({"name": "lincoln  SCHOOL"}, "There is a place of this name already."),
        ({"name": "x" * 201}, "at most 200 characters"),
        ({"name": "A\0B"}, "Null characters are not allowed."),
        ({"kind": "district"}, "Select a valid choice."),
        ({"kind": ""}, "Please give an answer."),
        ({"parent": "999999"}, "Select a valid choice."),
        ({"parent": "9" * 40}, "Select a valid choice."),
        ({"code": "x" * 21}, "at most 20 characters"),
    ],
)
def test_a_place_that_makes_no_sense_is_explained_and_kept(keeper, wrong, words):
    cast.school()
    before = Place.objects.count()
    response = keeper.post("/places/add/", new() | wrong)
    assert response.status_code == 422
    assert words in text(response)
    assert ('value="ADA"' in text(response)) == ("code" not in wrong)
    assert Place.objects.count() == before


def test_nothing_is_added_under_a_place_that_closed_meanwhile(admin):
    department = Place.objects.create(name="North", kind="department", parent=cast.district(), ended_on=TODAY)
    with pytest.raises(ValidationError, match="North is closed"):
        changes.add_place(name="X", kind="school", parent=department, by=admin, at=timezone.now())


def test_a_name_taken_between_check_and_keeping_is_told_like_any_other(admin):
    cast.school()
    with pytest.raises(ValidationError) as refused:
        changes.add_place(name="Lincoln School", kind="school", parent=cast.district(), by=admin, at=timezone.now())
    assert "name" in refused.value.message_dict
    with pytest.raises(ValidationError):
        changes.rename_place(place=cast.district(), name="Lincoln School", by=admin, at=timezone.now())


# Renaming


def test_a_school_is_renamed_and_the_old_name_stays_in_its_history(keeper, admin):
    school = cast.school()
    assert (
        keeper.post(f"/places/{school.pk}/name/", {"name": "Obama School", "code": "OBA"}).url
        == f"/places/{school.pk}/"
    )
    school.refresh_from_db()
    assert (school.name, school.code) == ("Obama School", "OBA")
    assert history(school) == [("changed", {"name": ["Lincoln School", "Obama School"], "code": ["", "OBA"]})]
    page = text(keeper.get(f"/places/{school.pk}/"))
    assert "Name: from “Lincoln School” to “Obama School”" in page
    assert str(admin) in page


def test_the_same_name_again_is_no_change(keeper):
    school = cast.school()
    keeper.post(f"/places/{school.pk}/name/", {"name": "Lincoln School", "code": ""})
    keeper.post(f"/places/{school.pk}/name/", {"name": "LINCOLN School", "code": ""})
    assert [what for what, _details in history(school)] == ["changed"]


def test_a_name_somebody_else_has_is_refused_and_kept(keeper):
    cast.school("Adams School")
    response = keeper.post(f"/places/{cast.school().pk}/name/", {"name": "adams school", "code": "X"})
    assert response.status_code == 422
    assert 'value="adams school"' in text(response)


def test_the_district_is_renamed_and_its_name_at_the_top_goes_along(keeper, admin):
    district = cast.district()
    changes.change_setting(key="district_name", value=district.name, by=admin, at=timezone.now())
    response = keeper.post(f"/places/{district.pk}/name/", {"name": "Oak Park District"}, follow=True)
    assert "· Oak Park District</title>" in text(response)
    assert setting("district_name") == "Oak Park District"


def test_another_name_at_the_top_stays_when_the_district_is_renamed(keeper, admin):
    changes.change_setting(key="district_name", value="Our Schools", by=admin, at=timezone.now())
    keeper.post(f"/places/{cast.district().pk}/name/", {"name": "Oak Park District"})
    assert setting("district_name") == "Our Schools"


# Closing


def test_a_school_closes_and_is_no_longer_offered_while_all_of_it_stays(keeper):
    school = cast.school()
    principal = cast.holder(Role.PRINCIPAL, place=school)
    assert keeper.post(f"/places/{school.pk}/closing/", day(0)).url == f"/places/{school.pk}/"
    assert "Lincoln School" not in offered()
    principal.refresh_from_db()
    assert (principal.place, principal.grants.get().ends_on) == (school, None)
    assert "Closed (1)" in text(keeper.get("/places/"))
    assert "It is no longer offered" in text(keeper.get(f"/places/{school.pk}/"))
    assert history(school) == [("closed", {"ended_on": ["", TODAY.isoformat()]})]


def test_a_school_that_closes_later_is_open_until_then(keeper):
    school = cast.school()
    keeper.post(f"/places/{school.pk}/closing/", day(30))
    assert "Lincoln School" in offered()
    assert "Lincoln School" in {place.name for place in Place.objects.open(on=TODAY + timedelta(days=29))}
    assert "Lincoln School" not in {place.name for place in Place.objects.open(on=TODAY + timedelta(days=30))}
    assert "closes" in text(keeper.get("/places/"))
    assert "Closes" in text(keeper.get(f"/places/{school.pk}/"))


def test_a_closed_school_opens_again(keeper):
    school = cast.school()
    keeper.post(f"/places/{school.pk}/closing/", day(-3))
    assert keeper.post(f"/places/{school.pk}/closing/", {"on": "", "open": "yes"}).status_code == 302
    assert "Lincoln School" in offered()
    assert [what for what, _details in history(school)] == ["closed", "opened"]


@pytest.mark.parametrize("wrong", ["", "soon", "2026-02-31", "\0"])
def test_a_day_that_makes_no_sense_is_explained(keeper, wrong):
    school = cast.school()
    response = keeper.post(f"/places/{school.pk}/closing/", {"on": wrong})
    assert response.status_code == 422
    assert 'href="#id_on"' in text(response)
    school.refresh_from_db()
    assert school.ended_on is None


def test_what_belongs_to_a_department_closes_first_and_opens_after(keeper):
    north = Place.objects.create(name="North", kind="department", parent=cast.district())
    school = Place.objects.create(name="Adams School", kind="school", parent=north)
    response = keeper.post(f"/places/{north.pk}/closing/", day(0))
    assert response.status_code == 422
    assert "Close what belongs to it first: Adams School." in text(response)
    for place in (school, north):
        assert keeper.post(f"/places/{place.pk}/closing/", day(0)).status_code == 302
    refused = keeper.post(f"/places/{school.pk}/closing/", {"open": "yes"})
    assert (refused.status_code, "North is closed: open it first." in text(refused)) == (422, True)


def test_the_district_stays_open(keeper, admin):
    district = cast.district()
    assert keeper.get(f"/places/{district.pk}/closing/").status_code == 404
    assert "Close this place" not in text(keeper.get(f"/places/{district.pk}/"))
    with pytest.raises(ValidationError, match="stays open"):
        changes.close_place(place=district, on=TODAY, by=admin, at=timezone.now())


def test_a_place_that_is_not_there_is_not_found(keeper):
    for path in ("/places/9999/", "/places/9999/name/", f"/places/{'9' * 30}/closing/"):
        assert keeper.get(path).status_code == 404


# History


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_history_is_only_added_to(keeper, act):
    keeper.post("/places/add/", new())
    rows = DirectoryChange.objects.all()
    with pytest.raises(DatabaseError), transaction.atomic():
        rows.update(what="left") if act == "update" else rows.delete()
    assert rows.get().what == "added"
