"""The mail with which a new person chooses their password, over real SMTP."""

import re

import pytest
from django.core.mail.backends.smtp import EmailBackend
from django.db import connection
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from tests.accounts import cast
from tests.config.processes import free_port
from tests.mailbox import receiving

PASSWORD = "Wolkenkuckucksheim 7"


class WatchedBackend(EmailBackend):
    """SMTP that remembers whether a transaction was open while it sent."""

    within: list[bool] = []

    def send_messages(self, messages):
        self.within.append(connection.in_atomic_block)
        return super().send_messages(messages)


@pytest.fixture
def post(transactional_db, settings):
    """Mail goes to a server on this machine, as in service."""
    with receiving() as mailbox:
        settings.EMAIL_BACKEND = f"{__name__}.WatchedBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mailbox.port
        settings.SITE_URL = "https://requests.oak.example"
        WatchedBackend.within = []
        yield mailbox


@pytest.fixture
def keeper(post, client):
    client.force_login(cast.holder(Role.ADMIN))
    return client


def add(client, **changed):
    said = {"first_name": "Ben", "last_name": "Okoro", "username": "ben", "email": "ben@oak.example"}
    said |= {"place": cast.school().pk, "title": "", "supervisor": "", "language": "en"} | changed
    return client.post("/people/add/", said, follow=True)


def text(response):
    return " ".join(response.content.decode().split())


def link_in(letter):
    return re.search(r"https://requests\.oak\.example(/password/new/\S+/\S+/)", letter.get_content()).group(1)


def choose(link, password=PASSWORD):
    """Follows the link in a browser of one's own."""
    browser = Client()
    address = browser.get(link, follow=True).redirect_chain[-1][0]
    return browser.post(address, {"new_password1": password, "new_password2": password})


def test_a_new_person_chooses_a_password_and_signs_in(keeper, post):
    page = text(add(keeper))
    assert "A link to choose a password is on its way to ben@oak.example." in page
    assert "A link to choose a password was mailed" in page  # in the history
    [letter] = post.to("ben@oak.example")
    assert "Your user name is ben." in letter.get_content()
    assert choose(link_in(letter)).url == "/password/new/kept/"
    assert Client().post("/login/", {"username": "ben", "password": PASSWORD}).url == "/"


def test_the_link_works_once(keeper, post):
    add(keeper)
    link = link_in(post.to("ben@oak.example")[0])
    choose(link)
    assert "This link works no more" in text(Client().get(link, follow=True))


def test_no_transaction_is_open_while_the_mail_is_sent(keeper, post):
    add(keeper)
    assert WatchedBackend.within == [False]


def test_without_a_mail_server_the_person_is_added_all_the_same(keeper, settings, post):
    settings.EMAIL_PORT = free_port()
    response = add(keeper)
    assert response.status_code == 200
    assert "Ben Okoro is added." in text(response)
    assert "The link to choose a password could not be mailed to ben@oak.example. Try again later." in text(response)
    ben = User.objects.get(username="ben")
    assert [change.what for change in ben.directory_changes.all()] == ["added"]

    settings.EMAIL_PORT = post.port
    assert keeper.post(f"/people/{ben.pk}/link/").url == f"/people/{ben.pk}/"
    assert choose(link_in(post.to("ben@oak.example")[0])).status_code == 302


def test_an_address_the_mail_server_refuses_is_said(keeper, post):
    post.refused.add("ben@oak.example")
    assert "could not be mailed to ben@oak.example" in text(add(keeper))


def test_whoever_missed_the_days_asks_for_a_new_link_without_an_administrator(keeper, post):
    add(keeper)
    Client().post("/password/new/", {"email": "ben@oak.example"})
    assert len(post.to("ben@oak.example")) == 2


def test_nobody_inactive_is_mailed_a_link(keeper, post):
    gone = cast.person("gone", is_active=False)
    assert keeper.post(f"/people/{gone.pk}/link/").status_code == 404
    assert post.count == 0


def test_somebody_without_an_address_is_told_so(keeper, post):
    ben = cast.person("ben", email="")
    assert "has no e-mail address" in text(keeper.post(f"/people/{ben.pk}/link/", follow=True))
    assert post.count == 0
