"""Signing in and out, choosing a password, and the door that closes after too many tries."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts import signin
from accounts.models import FailedSignIn
from tests.accounts import cast

pytestmark = pytest.mark.django_db


def attempt(client, username="teacher", password="wrong", **extra):
    return client.post("/login/", {"username": username, "password": password}, **extra)


def test_a_right_password_opens_the_page_that_was_asked_for(client):
    cast.person()
    response = client.post("/login/", {"username": "teacher", "password": "demo", "next": "/preferences/"})
    assert response.url == "/preferences/"


def test_an_address_elsewhere_is_not_followed(client):
    cast.person()
    response = client.post("/login/?next=https://evil.example/", {"username": "teacher", "password": "demo"})
    assert response.url == "/"


def test_a_wrong_password_is_told_and_the_user_name_kept(client):
    cast.person()
    response = attempt(client)
    assert response.status_code == 422
    assert "don&#x27;t belong together" in response.content.decode()
    assert 'value="teacher"' in response.content.decode()


@pytest.mark.parametrize("username", ["", "x" * 5000, "no\0body", "ünïcode"])
def test_strange_user_names_are_answered(client, username):
    assert attempt(client, username).status_code == 422


def test_someone_who_left_cannot_sign_in(client):
    cast.person(is_active=False)
    assert attempt(client, password="demo").status_code == 422


def test_ten_refusals_close_the_door_even_to_the_right_password(client):
    cast.person()
    for _ in range(10):
        assert attempt(client).status_code == 422
    response = attempt(client, password="demo")
    assert response.status_code == 429
    assert "Too many tries" in response.content.decode()


def test_the_door_is_closed_for_that_name_from_that_address_only(client):
    cast.person()
    cast.person("colleague")
    for _ in range(11):
        attempt(client, "TEACHER ")
    assert attempt(client, "colleague", "demo").status_code == 302
    assert attempt(client, "teacher", "demo", REMOTE_ADDR="10.0.0.9").status_code == 302


def test_the_door_opens_again_after_fifteen_minutes(client):
    cast.person()
    for _ in range(10):
        attempt(client)
    FailedSignIn.objects.update(at=timezone.now() - timedelta(minutes=15, seconds=1))
    assert attempt(client, password="demo").status_code == 302


def test_a_right_password_clears_the_count(client):
    cast.person()
    for _ in range(9):
        attempt(client)
    assert attempt(client, password="demo").status_code == 302
    assert not FailedSignIn.objects.exists()


def test_behind_a_proxy_the_address_it_saw_counts(rf, settings):
    request = rf.get("/", HTTP_X_FORWARDED_FOR="6.6.6.6, 10.1.2.3", REMOTE_ADDR="127.0.0.1")
    assert signin.address_of(request) == "127.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert signin.address_of(request) == "10.1.2.3"


def test_old_refusals_are_forgotten():
    now = timezone.now()
    FailedSignIn.objects.create(username="a", address="b", at=now - timedelta(days=2))
    FailedSignIn.objects.create(username="a", address="b", at=now)
    signin.forget_old(at=now)
    assert FailedSignIn.objects.count() == 1


def test_signing_out_needs_a_press_of_a_button(signed_in):
    client = signed_in(cast.person())
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").status_code == 302
    assert "_auth_user_id" not in client.session


def test_a_new_password_is_chosen_through_a_mailed_link(client, mailoutbox):
    person = cast.person()
    assert client.post("/password/new/", {"email": person.email}).url == "/password/new/sent/"
    link = re.search(r"http://testserver(/password/new/\S+)", mailoutbox[0].body).group(1)
    form = client.get(link, follow=True)
    address = form.redirect_chain[-1][0]
    answer = {"new_password1": "Wolkenkuckucksheim 7", "new_password2": "Wolkenkuckucksheim 7"}
    assert client.post(address, answer | {"new_password2": "other"}).status_code == 422
    assert client.post(address, answer).url == "/password/new/kept/"
    assert attempt(client, password="Wolkenkuckucksheim 7").status_code == 302
    assert client.get("/password/new/kept/").status_code == 200


def test_an_unknown_address_is_answered_like_a_known_one(client, mailoutbox):
    assert client.post("/password/new/", {"email": "nobody@district.example"}).url == "/password/new/sent/"
    assert mailoutbox == []


def test_the_password_is_changed_with_the_old_one(signed_in):
    client = signed_in(cast.person())
    new = {"new_password1": "Wolkenkuckucksheim 7", "new_password2": "Wolkenkuckucksheim 7"}
    assert client.post("/password/", {"old_password": "wrong", **new}).status_code == 422
    assert client.post("/password/", {"old_password": "demo", **new}).url == "/password/done/"
    assert client.get("/password/done/").status_code == 200
