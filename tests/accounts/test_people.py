"""People: found, added, changed, made inactive and active again; what is theirs stays."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from accounts import changes
from accounts.models import DirectoryChange, RoleGrant, User
from accounts.roles import Role
from accounts.selectors import acting_for, holds_role
from accounts.services import choose_place, delegate
from tests.accounts import cast

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


@pytest.fixture
def admin():
    return cast.holder(Role.ADMIN, first_name="Ada", last_name="Min")


@pytest.fixture
def keeper(signed_in, admin):
    return signed_in(admin)


@pytest.fixture
def ana():
    return cast.person("ana", first_name="Ana", last_name="Ruiz", title="Teacher")


def text(response):
    return " ".join(response.content.decode().split())


def new(**changed):
    said = {"first_name": "Ben", "last_name": "Okoro", "username": "ben", "email": "ben@oak.example"}
    return said | {"place": cast.school().pk, "title": "Coach", "supervisor": "", "language": "en"} | changed


def history(person):
    return [(change.what, change.details) for change in person.directory_changes.order_by("pk")]


# Who may


@pytest.mark.parametrize("role", [None, *(role for role in Role if role != Role.ADMIN)])
def test_nobody_but_an_administrator_opens_the_pages(signed_in, ana, role):
    client = signed_in(cast.holder(role) if role else cast.person())
    before = list(User.objects.values_list("pk", "username", "is_active"))
    for path in ("/people/", f"/people/{ana.pk}/"):
        assert client.get(path).status_code == 403
    for path in ("/people/add/", f"/people/{ana.pk}/edit/", f"/people/{ana.pk}/inactive/"):
        assert client.get(path).status_code == 403
        assert client.post(path, new()).status_code == 403
    for path in (f"/people/{ana.pk}/link/", f"/people/{ana.pk}/active/"):
        assert client.post(path).status_code == 403
    assert list(User.objects.values_list("pk", "username", "is_active")) == before
    assert not DirectoryChange.objects.exists()


def test_strangers_are_asked_to_sign_in(client, ana):
    for path in ("/people/", "/people/add/", f"/people/{ana.pk}/"):
        assert client.get(path).url.startswith("/login/")


def test_what_changes_something_needs_a_press_of_a_button(keeper, ana):
    for path in (f"/people/{ana.pk}/link/", f"/people/{ana.pk}/active/"):
        assert keeper.get(path).status_code == 405


def test_a_person_who_is_not_there_is_not_found(keeper):
    for path in ("/people/9999/", "/people/9999/edit/", f"/people/{'9' * 30}/inactive/"):
        assert keeper.get(path).status_code == 404


# The list


def names(response):
    return [str(person) for person in response.context["page"].object_list]


def test_the_list_shows_place_title_and_roles_and_leads_to_the_person(keeper, ana):
    cast.give(ana, Role.PRINCIPAL, cast.school())
    cast.give(ana, Role.COACH, cast.district())
    page = text(keeper.get("/people/"))
    assert f'href="/people/{ana.pk}/">Ana Ruiz</a>' in page
    for words in (
        "Teacher",
        "Lincoln School",
        "<div>Principal</div>",
        "coach or content leader, Prairie View District",
    ):
        assert words in page


@pytest.mark.parametrize("words", ["ana", "RUIZ", "ruiz ana", "ana@district", "ana.b"])
def test_people_are_found_by_name_user_name_and_address(keeper, ana, words):
    cast.person("ana.b", first_name="Ana", last_name="Ruiz")
    cast.person("ben", first_name="Ben", last_name="Okoro")
    assert set(names(keeper.get("/people/", {"q": words}))) == {"Ana Ruiz"}


def test_the_list_is_narrowed_by_place_and_to_those_who_left(keeper, admin, ana):
    cast.person("gone", first_name="Gus", last_name="Gone", is_active=False)
    assert names(keeper.get("/people/")) == ["Ada Min", "Ana Ruiz"]
    assert names(keeper.get("/people/", {"place": cast.school().pk})) == ["Ana Ruiz"]
    assert names(keeper.get("/people/", {"state": "inactive"})) == ["Gus Gone"]
    assert names(keeper.get("/people/", {"state": "all", "q": "g"})) == ["Gus Gone"]


@pytest.mark.parametrize(
    "mangled", [{"place": "x"}, {"place": "9" * 40}, {"state": "x"}, {"q": "\0"}, {"q": "a " * 5000}, {"page": "-1"}]
)
def test_a_mangled_filter_still_answers(keeper, mangled):
    assert keeper.get("/people/", mangled).status_code == 200


def test_when_nobody_fits_it_is_said(keeper):
    assert "Nobody fits" in text(keeper.get("/people/", {"q": "zzz"}))


def test_the_list_has_twenty_five_a_page_and_keeps_what_was_asked(keeper):
    for number in range(30):
        cast.person(f"p{number}", last_name=f"Row{number:02}")
    first = keeper.get("/people/", {"q": "row"})
    assert len(names(first)) == 25
    assert "q=row&amp;page=2" in text(first)
    assert len(names(keeper.get("/people/", {"q": "row", "page": 2}))) == 5


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_pages_cost_a_fixed_number_of_queries(keeper, admin, ana, django_assert_max_num_queries, count):
    top, now = cast.district(), timezone.now()
    User.objects.bulk_create(User(username=f"p{number}", place=top, last_name="Row") for number in range(count))
    RoleGrant.objects.bulk_create(
        RoleGrant(user=user, role=role, place=top, starts_on=TODAY, granted_at=now)
        for user in User.objects.filter(last_name="Row")
        for role in (Role.ICT, Role.COACH)
    )
    for number in range(min(count, 30)):
        changes.change_person(person=ana, title=f"Title {number}", by=admin, at=now)
    keeper.get("/people/")
    for path in ("/people/", "/people/?q=row", f"/people/{ana.pk}/", f"/people/{ana.pk}/edit/", "/people/add/"):
        with django_assert_max_num_queries(12):
            assert keeper.get(path).status_code == 200


# Adding


def test_a_person_is_added_with_a_history_and_without_a_role(keeper, ana, admin):
    response = keeper.post("/people/add/", new(supervisor="Ana Ruiz (ana)", first_name=" Ben  B. ", language="es"))
    ben = User.objects.get(username="ben")
    assert response.url == f"/people/{ben.pk}/"
    assert (str(ben), ben.email, ben.place, ben.title) == ("Ben B. Okoro", "ben@oak.example", cast.school(), "Coach")
    assert (ben.supervisor, ben.language, ben.is_active, ben.grants.count()) == (ana, "es", True, 0)
    [added] = ben.directory_changes.filter(what="added")
    assert (added.by, added.details["supervisor"]) == (admin, ["", "Ana Ruiz"])
    page = text(keeper.get(f"/people/{ben.pk}/"))
    for words in ("Has not signed in yet.", "Supervisor: Ana Ruiz", "Language of pages and mails: Spanish"):
        assert words in page


def test_nobody_knows_the_first_password(keeper):
    keeper.post("/people/add/", new())
    for guess in ("", "ben", "demo", "!"):
        assert not User.objects.get(username="ben").check_password(guess)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"first_name": ""}, "Please give an answer."),
        ({"last_name": " "}, "Please give an answer."),
        ({"last_name": "x" * 151}, "at most 150 characters"),
        ({"username": ""}, "Please give an answer."),
        ({"username": "ANA"}, "Ana Ruiz has this user name already."),
        ({"username": "two words"}, "without spaces"),
        ({"username": "x" * 151}, "at most 150 characters"),
        ({"username": "x\0"}, "Null characters are not allowed."),
        ({"email": ""}, "Please give an answer."),
        ({"email": "nowhere"}, "Enter a valid email address."),
        ({"email": "Ana@District.Example"}, "Ana Ruiz has this e-mail address already."),
        ({"email": "a\n@b.example"}, "Enter a valid email address."),
        ({"place": ""}, "Please give an answer."),
        ({"place": "999999"}, "Select a valid choice."),
        ({"supervisor": "nobody"}, "Nobody called “nobody” was found."),
        ({"supervisor": "a " * 3000}, "fits several people"),
        ({"language": "xx"}, "Select a valid choice."),
        ({"title": "x" * 121}, "at most 120 characters"),
    ],
)
def test_a_person_who_makes_no_sense_is_explained_and_kept(keeper, ana, mailoutbox, wrong, words):
    before = User.objects.count()
    response = keeper.post("/people/add/", new() | wrong)
    assert response.status_code == 422
    assert words in text(response)
    assert ('value="Coach"' in text(response)) == ("title" not in wrong)
    assert User.objects.count() == before
    assert mailoutbox == []


def test_a_user_name_taken_between_check_and_keeping_is_told_like_any_other(admin, ana):
    with pytest.raises(ValidationError) as refused:
        changes.add_person(
            username="ana",
            email="x@oak.example",
            first_name="A",
            last_name="B",
            place=cast.school(),
            by=admin,
            at=timezone.now(),
        )
    assert "username" in refused.value.message_dict


def test_the_place_one_comes_from_is_chosen_already(keeper):
    school = cast.school()
    assert f'<option value="{school.pk}" selected>Lincoln School' in text(keeper.get(f"/people/add/?place={school.pk}"))
    assert keeper.get("/people/add/", {"place": "9" * 40}).status_code == 200


# Changing


def sent_for(person, **changed):
    said = {
        name: getattr(person, name) for name in ("first_name", "last_name", "username", "email", "title", "language")
    }
    return said | {"place": person.place_id, "supervisor": ""} | changed


def test_changes_are_kept_with_what_it_was_before(keeper, ana, admin):
    boss = cast.person("boss", first_name="Bo", last_name="Ss")
    response = keeper.post(f"/people/{ana.pk}/edit/", sent_for(ana, last_name="Ruiz-Gil", title="", supervisor="boss"))
    assert response.url == f"/people/{ana.pk}/"
    ana.refresh_from_db()
    assert (str(ana), ana.title, ana.supervisor) == ("Ana Ruiz-Gil", "", boss)
    said = {"last_name": ["Ruiz", "Ruiz-Gil"], "title": ["Teacher", ""], "supervisor": ["", "Bo Ss"]}
    assert history(ana) == [("changed", said)]
    page = text(keeper.get(f"/people/{ana.pk}/"))
    for words in ("Last name: from “Ruiz” to “Ruiz-Gil”", "Job title: no longer “Teacher”", "Supervisor: Bo Ss"):
        assert words in page


def test_the_form_stands_as_the_person_is_and_sent_back_changes_nothing(keeper, ana):
    ana.supervisor = cast.person("boss", first_name="Bo", last_name="Ss")
    ana.save()
    page = text(keeper.get(f"/people/{ana.pk}/edit/"))
    assert 'value="Bo Ss (boss)"' in page
    keeper.post(f"/people/{ana.pk}/edit/", sent_for(ana, supervisor="Bo Ss (boss)"))
    assert history(ana) == []


def test_somebody_of_a_closed_school_can_still_be_changed(keeper, admin, ana):
    changes.close_place(place=cast.school(), on=TODAY, by=admin, at=timezone.now())
    assert keeper.post(f"/people/{ana.pk}/edit/", sent_for(ana, title="Retired")).status_code == 302
    assert keeper.post("/people/add/", new()).status_code == 422


def test_nobody_supervises_themselves_or_takes_what_is_somebody_elses(keeper, ana):
    cast.person("ben")
    response = keeper.post(f"/people/{ana.pk}/edit/", sent_for(ana, supervisor="ana", username="BEN", title="Kept"))
    assert response.status_code == 422
    for words in ("Nobody is their own supervisor.", "has this user name already", 'value="Kept"'):
        assert words in text(response)


def test_where_one_says_one_works_stands_in_the_history(admin):
    person = cast.person("new")
    User.objects.filter(pk=person.pk).update(place=None)
    person.refresh_from_db()
    choose_place(user=person, place=cast.school(), by=person, at=timezone.now())
    assert history(person) == [("changed", {"place": ["", "Lincoln School"]})]


# Leaving and coming back


def test_somebody_who_leaves_cannot_sign_in_and_their_roles_end_today(keeper, admin, ana):
    cast.give(ana, Role.PRINCIPAL, cast.school())
    later = RoleGrant.objects.create(
        user=ana, role=Role.COACH, place=cast.district(), starts_on=TODAY + timedelta(days=9), granted_at=timezone.now()
    )
    theirs = Client()
    theirs.force_login(ana)
    assert "Principal, Lincoln School" in text(keeper.get(f"/people/{ana.pk}/inactive/"))
    assert keeper.post(f"/people/{ana.pk}/inactive/").url == f"/people/{ana.pk}/"

    assert theirs.get("/preferences/").url.startswith("/login/")
    assert Client().post("/login/", {"username": "ana", "password": "demo"}).status_code == 422
    principal, coach = ana.grants.get(role=Role.PRINCIPAL), ana.grants.get(pk=later.pk)
    assert (principal.ends_on, principal.ended_by) == (TODAY, admin)
    assert not any(holds_role(ana, Role.COACH, None, on=TODAY + timedelta(days=n)) for n in range(30))
    assert coach.ended_by == admin
    assert history(ana) == [
        (
            "left",
            {"roles": ["", "Instructional coach or content leader, Prairie View District; Principal, Lincoln School"]},
        )
    ]
    page = text(keeper.get(f"/people/{ana.pk}/"))
    assert "Inactive: this person can't sign in." in page
    assert "Roles that ended: " in page


def test_what_they_handed_over_and_took_on_ends_with_them(keeper, ana, admin):
    ben, cleo = cast.person("ben"), cast.person("cleo")
    days = {"starts_on": TODAY - timedelta(days=1), "ends_on": TODAY + timedelta(days=9)}
    for giver, receiver in ((ana, ben), (cleo, ana)):
        delegate(giver=giver, receiver=receiver, by=admin, at=timezone.now(), **days)
    keeper.post(f"/people/{ana.pk}/inactive/")
    keeper.post(f"/people/{ana.pk}/active/")
    assert [acting_for(person, on=TODAY + timedelta(days=1)) for person in (ben, ana)] == [[], []]


def test_somebody_who_comes_back_signs_in_again_and_gets_no_role_by_that(keeper, ana):
    cast.give(ana, Role.PRINCIPAL, cast.school())
    keeper.post(f"/people/{ana.pk}/inactive/")
    assert "Make active again" in text(keeper.get(f"/people/{ana.pk}/"))
    assert keeper.post(f"/people/{ana.pk}/active/").url == f"/people/{ana.pk}/"
    assert Client().post("/login/", {"username": "ana", "password": "demo"}).status_code == 302
    assert not holds_role(ana, Role.PRINCIPAL, None, on=TODAY + timedelta(days=1))
    assert [what for what, _details in history(ana)] == ["left", "returned"]


def test_twice_is_once(keeper, ana):
    for path in ("inactive", "inactive", "active", "active"):
        assert keeper.post(f"/people/{ana.pk}/{path}/").status_code == 302
    assert [what for what, _details in history(ana)] == ["left", "returned"]


def test_nobody_closes_their_own_account(keeper, admin):
    response = keeper.post(f"/people/{admin.pk}/inactive/")
    assert response.status_code == 422
    assert "You can&#x27;t close your own account." in text(response)
    admin.refresh_from_db()
    assert admin.is_active
    assert "/inactive/" not in text(keeper.get(f"/people/{admin.pk}/"))


def test_the_last_administrator_stays(keeper, admin):
    second = cast.holder(Role.ADMIN, username="second")
    grant = admin.grants.get()
    grant.ends_on = TODAY
    grant.save()
    response = keeper.post(f"/people/{second.pk}/inactive/")
    assert response.status_code == 422
    assert "This is the last system administrator." in text(response)
    second.refresh_from_db()
    assert second.is_active
    assert history(second) == []
