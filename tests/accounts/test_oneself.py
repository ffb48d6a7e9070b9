"""Delegations, preferences, and finding a person."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.forms import PersonField
from accounts.models import Delegation
from accounts.roles import Role
from accounts.selectors import acting_for, deputies_of
from accounts.services import change_preferences, delegate
from tests.accounts import cast

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate()


def text(response):
    return " ".join(response.content.decode().split())


def days(first=0, last=7):
    return {"starts_on": TODAY + timedelta(days=first), "ends_on": TODAY + timedelta(days=last)}


@pytest.fixture
def ana():
    return cast.person("ana", first_name="Ana", last_name="Ruiz")


@pytest.fixture
def ben():
    return cast.person("ben", first_name="Ben", last_name="Okoro")


# Delegation


def test_i_hand_my_work_over_and_my_colleague_acts_for_me(signed_in, ana, ben):
    client = signed_in(ana)
    assert client.post("/delegation/", {"receiver": "ben", "reason": "On leave", **days()}).url == "/delegation/"
    assert (acting_for(ben, on=TODAY), deputies_of([ana], on=TODAY)) == ([ana], [ben])
    assert "Ben Okoro for Ana Ruiz" in text(client.get("/delegation/"))
    assert "For whom you act" in text(signed_in(ben).get("/delegation/"))


def test_nobody_hands_over_the_work_of_others(signed_in, ana, ben):
    signed_in(ana).post("/delegation/", {"giver": "ben", "receiver": "ana", **days()})
    assert not Delegation.objects.exists()


def test_an_administrator_hands_over_for_anyone(signed_in, ana, ben):
    client = signed_in(cast.holder(Role.ADMIN))
    assert client.post("/delegation/", {"giver": "ana", "receiver": "ben", **days()}).status_code == 302
    assert Delegation.objects.get().created_by.username == "admin"
    assert "Ben Okoro for Ana Ruiz" in text(client.get("/delegation/"))


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"receiver": "ana"}, "Choose somebody else"),
        ({"receiver": "nobody"}, "Nobody called “nobody” was found."),
        ({"receiver": ""}, "Please give an answer."),
        (days(5, 1), "The last day can&#x27;t be before the first."),
        (days(-9, -2), "Choose today or a later day."),
        ({"ends_on": ""}, "Please give an answer."),
    ],
)
def test_a_delegation_that_makes_no_sense_is_explained_and_kept(signed_in, ana, ben, wrong, words):
    sent = {"receiver": "ben", "reason": "Conference", **days()} | wrong
    response = signed_in(ana).post("/delegation/", sent)
    assert response.status_code == 422
    assert words in text(response)
    assert 'value="Conference"' in text(response)
    assert not Delegation.objects.exists()


def test_the_same_delegation_twice_is_refused(signed_in, ana, ben):
    client = signed_in(ana)
    client.post("/delegation/", {"receiver": "ben", **days()})
    response = client.post("/delegation/", {"receiver": "ben", **days(3, 20)})
    assert response.status_code == 422
    assert "acts for Ana Ruiz in that time already" in text(response)


@pytest.mark.parametrize("who", ["ana", "ben", "admin"])
def test_giver_receiver_and_administrator_end_it_at_once(signed_in, ana, ben, who):
    people = {"ana": ana, "ben": ben, "admin": cast.holder(Role.ADMIN)}
    row = delegate(giver=ana, receiver=ben, by=ana, at=timezone.now(), **days())
    assert signed_in(people[who]).post(f"/delegation/{row.pk}/end/").url == "/delegation/"
    row.refresh_from_db()
    assert row.ended_by == people[who]
    assert acting_for(ben, on=TODAY) == []


def test_others_cannot_end_it_and_do_not_learn_of_it(signed_in, ana, ben):
    row = delegate(giver=ana, receiver=ben, by=ana, at=timezone.now(), **days())
    assert signed_in(cast.person()).post(f"/delegation/{row.pk}/end/").status_code == 404
    assert acting_for(ben, on=TODAY) == [ana]


def test_ending_needs_a_press_of_a_button(signed_in, ana, ben):
    row = delegate(giver=ana, receiver=ben, by=ana, at=timezone.now(), **days())
    assert signed_in(ana).get(f"/delegation/{row.pk}/end/").status_code == 405


def test_a_delegation_holds_from_its_first_to_its_last_day(ana, ben):
    delegate(giver=ana, receiver=ben, by=ana, at=timezone.now(), **days(1, 2))
    held = [bool(acting_for(ben, on=TODAY + timedelta(days=n))) for n in range(4)]
    assert held == [False, True, True, False]


def test_nobody_acts_for_somebody_who_left(ana, ben):
    delegate(giver=ana, receiver=ben, by=ana, at=timezone.now(), **days())
    ana.is_active = False
    ana.save()
    assert acting_for(ben, on=TODAY) == []


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_page_costs_a_fixed_number_of_queries(signed_in, ana, django_assert_max_num_queries, count):
    for number in range(count):
        delegate(giver=ana, receiver=cast.person(f"p{number}"), by=ana, at=timezone.now(), **days())
    client = signed_in(ana)
    with django_assert_max_num_queries(12):
        client.get("/delegation/")


# Preferences


def test_preferences_change_name_mail_and_language_of_the_next_page(signed_in, ana):
    client = signed_in(ana)
    sent = {"shown_name": "Anita R.", "language": "es", "mail": "daily"}
    assert client.post("/preferences/", sent).url == "/preferences/"
    ana.refresh_from_db()
    assert (str(ana), ana.language, ana.mail) == ("Anita R.", "es", "daily")
    page = client.get("/preferences/")
    assert page["Content-Language"] == "es"
    assert '<html lang="es">' in text(page)


@pytest.mark.parametrize("wrong", [{"language": "xx"}, {"mail": "never"}, {"shown_name": "x" * 151}])
def test_preferences_that_do_not_exist_are_refused(signed_in, ana, wrong):
    sent = {"shown_name": "Anita", "language": "en", "mail": "now"} | wrong
    assert signed_in(ana).post("/preferences/", sent).status_code == 422
    ana.refresh_from_db()
    assert ana.shown_name == ""


def test_nobody_changes_the_preferences_of_others(ana, ben):
    with pytest.raises(ValidationError):
        change_preferences(user=ana, shown_name="X", language="en", mail="now", by=ben, at=timezone.now())


def test_the_switch_at_the_foot_of_the_page_is_remembered(signed_in, ana):
    client = signed_in(ana)
    assert client.post("/language/", {"language": "es", "next": "/preferences/"}).url == "/preferences/"
    ana.refresh_from_db()
    assert ana.language == "es"
    client.post("/language/", {"language": "klingon"})
    ana.refresh_from_db()
    assert ana.language == "es"


# Finding a person


@pytest.mark.parametrize(
    "typed", ["ana", "ANA", "ana@district.example", "Ana Ruiz (ana)", "ruiz", "Ruiz Ana", "Ana Ruiz", "  ana  "]
)
def test_a_person_is_found_however_they_are_called(ana, ben, typed):
    assert PersonField().clean(typed) == ana


def test_several_people_of_a_name_are_listed_to_choose_from(ana):
    cast.person("ana.b", first_name="Ana", last_name="Ruiz")
    with pytest.raises(ValidationError) as several:
        PersonField().clean("Ana Ruiz")
    assert "Ana Ruiz (ana), Ana Ruiz (ana.b)" in several.value.messages[0]
    assert PersonField().clean("Ana Ruiz (ana.b)").username == "ana.b"


def test_people_who_left_are_not_found(ana):
    ana.is_active = False
    ana.save()
    with pytest.raises(ValidationError, match="Nobody called"):
        PersonField().clean("ana")


def test_an_empty_answer_is_none_when_it_is_not_required():
    assert PersonField(required=False).clean("  ") is None
    with pytest.raises(ValidationError):
        PersonField().clean("")


def test_suggestions_fit_what_is_typed_and_need_two_letters(signed_in, ana, ben):
    client = signed_in(ben)
    page = client.get("/people/options/", {"of": "receiver", "receiver": "rui"}).content.decode()
    assert 'value="Ana Ruiz (ana)"' in page
    assert "option" not in client.get("/people/options/", {"of": "receiver", "receiver": "r"}).content.decode()
    assert client.get("/people/options/", {"of": "\0", "q": "\0\0\0"}).status_code == 200


def test_strangers_get_no_suggestions(client, ana):
    assert client.get("/people/options/", {"q": "ana"}).status_code == 302
