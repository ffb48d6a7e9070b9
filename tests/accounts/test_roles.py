"""Who does what: open roles are marked, grants begin and end, and one sees who would get a step."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Place, RoleGrant
from accounts.roles import Role
from accounts.selectors import boards, holds_role, seat_for
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


def grant_for(username="teacher", **changed):
    place = cast.school()
    return {"user": username, "role": "principal", "place": place.pk, "starts_on": TODAY, "ends_on": ""} | changed


# Reading


def test_everybody_reads_who_does_what_and_only_administrators_change_it(signed_in):
    principal = cast.holder(Role.PRINCIPAL, place=cast.school(), first_name="Paula", last_name="Prince")
    grant = principal.grants.get()
    client = signed_in(cast.person())
    page = text(client.get("/roles/"))
    assert "Paula Prince" in page
    assert f"/roles/{grant.pk}/end/" not in page
    for address in ("/roles/grant/", f"/roles/{grant.pk}/end/"):
        assert client.get(address).status_code == 403
        assert client.post(address, grant_for()).status_code == 403
    assert RoleGrant.objects.count() == 1


def test_a_role_nobody_holds_is_marked_with_who_stands_in(keeper):
    cast.school("Adams School")
    cast.holder(Role.DISTRICT_ADMINISTRATOR, first_name="Dee", last_name="Stone")
    page = text(keeper.get("/roles/", {"q": "Adams"}))
    assert "Nobody" in page
    assert "Steps go to District administrator: Dee Stone." in page


def test_a_role_held_for_the_district_leaves_no_hole_at_a_school():
    cast.holder(Role.PRINCIPAL)
    [board] = boards([cast.school()], on=TODAY)
    assert [line.role for line in board.lines if line.hole] == [Role.SCHOOL_CONTACT]


@pytest.mark.parametrize("case", ["ended", "to come", "left"])
def test_a_role_not_held_today_is_a_hole(case):
    person = cast.person(is_active=case != "left")
    start = TODAY + timedelta(days=1) if case == "to come" else TODAY - timedelta(days=9)
    end = TODAY - timedelta(days=1) if case == "ended" else None
    RoleGrant.objects.create(
        user=person, role=Role.PRINCIPAL, place=cast.school(), starts_on=start, ends_on=end, granted_at=timezone.now()
    )
    [board] = boards([cast.school()], on=TODAY)
    assert Role.PRINCIPAL in [line.role for line in board.lines if line.hole]


def test_only_places_with_open_roles_are_shown_when_asked(keeper):
    for role in (Role.PRINCIPAL, Role.SCHOOL_CONTACT):
        cast.holder(role, place=cast.school("Full School"), username=f"f-{role.value}")
    cast.school("Empty School")
    page = text(keeper.get("/roles/", {"kind": "holes"}))
    assert "Empty School" in page
    assert "Full School" not in page


def test_a_mangled_filter_still_answers(keeper):
    assert keeper.get("/roles/", {"kind": "x", "q": "\0", "page": "-1"}).status_code == 200
    assert "No place fits" in text(keeper.get("/roles/", {"q": "zzz"}))


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_board_costs_a_fixed_number_of_queries(keeper, django_assert_max_num_queries, count):
    top = cast.district()
    for number in range(count):
        place = Place.objects.create(name=f"School {number}", kind=Place.Kind.SCHOOL, parent=top)
        if number < 30:
            cast.holder(Role.PRINCIPAL, place=place, username=f"p{number}")
    with django_assert_max_num_queries(12):
        assert keeper.get("/roles/").status_code == 200
    with django_assert_max_num_queries(12):
        assert keeper.get("/roles/", {"kind": "holes"}).status_code == 200


# Who would get it


def test_who_gets_a_step_is_said_with_the_reason(signed_in):
    principal = cast.holder(Role.PRINCIPAL, place=cast.school(), first_name="Paula", last_name="Prince")
    cast.holder(Role.ASSISTANT_SUPERINTENDENT, first_name="Asha", last_name="Super")
    client = signed_in(cast.person())
    asked = {"role": "principal", "at": cast.school().pk}
    assert "Paula Prince, as Principal" in text(client.get("/roles/who/", asked))
    own = text(client.get("/roles/who/", asked | {"requester": principal.username}))
    assert "Asha Super, as Assistant Superintendent" in own
    assert "nobody decides their own request" in own
    vacant = text(client.get("/roles/who/", asked | {"role": "curriculum-director"}))
    assert "Nobody holds Director of Curriculum at Lincoln School" in vacant


def test_a_question_that_makes_no_sense_is_explained(signed_in):
    response = signed_in(cast.person()).get("/roles/who/", {"role": "wizard", "at": "x", "requester": "nobody"})
    assert response.status_code == 422
    assert "Nobody called “nobody” was found." in text(response)


def test_a_circle_of_substitutes_ends_with_the_administrator(admin):
    from accounts.district import change_setting

    at = timezone.now()
    change_setting(key="substitute_principal", value="district-administrator", by=admin, at=at)
    change_setting(key="superior_district-administrator", value="principal", by=admin, at=at)
    seat = seat_for(Role.PRINCIPAL, cast.school(), on=TODAY)
    assert (seat.role, seat.people) == (Role.ADMIN, (admin,))


# Granting and ending


def test_a_role_is_granted_and_holds_at_once(keeper, admin):
    teacher = cast.person()
    assert keeper.post("/roles/grant/", grant_for()).url == "/roles/"
    grant = teacher.grants.get()
    assert (grant.granted_by, grant.ends_on) == (admin, None)
    assert holds_role(teacher, Role.PRINCIPAL, cast.school(), on=TODAY)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"user": "nobody"}, "Nobody called “nobody” was found."),
        ({"user": ""}, "Please give an answer."),
        ({"role": "wizard"}, "Select a valid choice."),
        ({"place": "999999"}, "Select a valid choice."),
        ({"ends_on": TODAY - timedelta(days=1)}, "The last day can&#x27;t be before the first."),
    ],
)
def test_a_grant_that_makes_no_sense_is_explained_and_kept(keeper, wrong, words):
    cast.person()
    before = RoleGrant.objects.count()
    response = keeper.post("/roles/grant/", grant_for() | wrong)
    assert response.status_code == 422
    assert words in text(response)
    assert f'value="{TODAY}"' in text(response)
    assert RoleGrant.objects.count() == before


def test_the_same_role_twice_at_one_time_is_refused(keeper):
    cast.person()
    keeper.post("/roles/grant/", grant_for())
    response = keeper.post("/roles/grant/", grant_for(starts_on=TODAY + timedelta(days=5)))
    assert response.status_code == 422
    assert "holds this role at Lincoln School in that time already" in text(response)


def test_a_role_ends_and_stays_in_the_table(keeper, admin):
    principal = cast.holder(Role.PRINCIPAL, place=cast.school())
    grant = principal.grants.get()
    yesterday = TODAY - timedelta(days=1)
    assert keeper.post(f"/roles/{grant.pk}/end/", {"last_day": yesterday}).url == "/roles/"
    grant.refresh_from_db()
    assert (grant.ends_on, grant.ended_by) == (yesterday, admin)
    assert not holds_role(principal, Role.PRINCIPAL, cast.school(), on=TODAY)


def test_a_role_that_has_not_begun_is_withdrawn_without_a_trace_in_force(keeper):
    person = cast.person()
    keeper.post("/roles/grant/", grant_for(starts_on=TODAY + timedelta(days=3)))
    grant = person.grants.get()
    assert keeper.post(f"/roles/{grant.pk}/end/", {"last_day": TODAY}).status_code == 302
    assert not any(holds_role(person, Role.PRINCIPAL, None, on=TODAY + timedelta(days=n)) for n in range(9))


def test_the_past_of_a_role_is_not_rewritten(keeper):
    grant = cast.holder(Role.PRINCIPAL, place=cast.school()).grants.get()
    assert keeper.post(f"/roles/{grant.pk}/end/", {"last_day": TODAY - timedelta(days=9)}).status_code == 422
    grant.refresh_from_db()
    assert grant.ends_on is None


def test_the_last_administrator_stays(keeper, admin):
    grant = admin.grants.get()
    response = keeper.post(f"/roles/{grant.pk}/end/", {"last_day": TODAY})
    assert response.status_code == 422
    assert "This is the last system administrator." in text(response)
    cast.holder(Role.ADMIN, username="second")
    assert keeper.post(f"/roles/{grant.pk}/end/", {"last_day": TODAY}).status_code == 302


def test_a_grant_that_is_not_there_is_not_found(keeper):
    assert keeper.get("/roles/9999/end/").status_code == 404
