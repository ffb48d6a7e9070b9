"""The cast: one person for each role, at Lincoln School and in its district, and a signed-in client for each.

`cast.teacher` is a teacher at Lincoln School, `cast.principal` its principal, `cast.other_principal` the principal of
Roosevelt School; `cast.stranger` is a teacher at Roosevelt School. Every value of Role has a person, named with
underscores: `cast.assistant_superintendent`, `cast.it_director` …
"""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, user_logged_in
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string

from accounts.models import Place, RoleGrant, User
from accounts.roles import Role
from tests.factories import PlaceFactory, UserFactory

AT_SCHOOL = {Role.PRINCIPAL, Role.SCHOOL_CONTACT}
AT_DEPARTMENT = {Role.DEPARTMENT_ADMINISTRATOR}


class Cast:
    """People by name; `cast.client(person)` is a browser signed in as them."""

    def __init__(self):
        self.district = PlaceFactory(name="Test District", kind=Place.Kind.DISTRICT)
        self.school = PlaceFactory(name="Lincoln School", parent=self.district)
        self.other_school = PlaceFactory(name="Roosevelt School", parent=self.district)
        self.department = PlaceFactory(
            name="Department of Instruction", kind=Place.Kind.DEPARTMENT, parent=self.district
        )
        people = {role: self._holder(role) for role in Role}
        for role, person in people.items():
            setattr(self, role.value.replace("-", "_"), person)
        self.teacher = UserFactory.build(username="teacher", first_name="Tea", last_name="Cher", place=self.school)
        self.colleague = UserFactory.build(username="colleague", place=self.school)
        self.stranger = UserFactory.build(username="stranger", place=self.other_school)
        self.ict_2 = UserFactory.build(username="ict-2", place=self.district)
        self.other_principal = UserFactory.build(username="other-principal", place=self.other_school)
        self.other_contact = UserFactory.build(username="other-contact", place=self.other_school)
        others = (self.teacher, self.colleague, self.stranger, self.ict_2, self.other_principal, self.other_contact)
        # All at once: a row at a time took longer than many of the tests that ask for the cast.
        User.objects.bulk_create([*people.values(), *others])
        held = [*people.items(), (Role.ICT, self.ict_2), (Role.PRINCIPAL, self.other_principal)]
        held += [(Role.SCHOOL_CONTACT, self.other_contact)]
        since, at = timezone.localdate() - timedelta(days=100), timezone.now()
        RoleGrant.objects.bulk_create(
            [RoleGrant(user=who, role=role, place=who.place, starts_on=since, granted_at=at) for role, who in held]
        )

    def _holder(self, role) -> User:
        name = role.value
        email = f"{name}@staff.example"
        return User(username=name, first_name=role.label, last_name="Test", email=email, place=self._at(role))

    def _at(self, role) -> Place:
        return self.school if role in AT_SCHOOL else self.department if role in AT_DEPARTMENT else self.district

    def person(self, name: str):
        return getattr(self, name.replace("-", "_"))

    def client(self, person) -> Client:
        """A browser signed in as a person (given as a user or by name)."""
        person = self.person(person) if isinstance(person, str) else person
        client = Client()
        sign_in(client, person)
        return client


def sign_in(client: Client, person: User) -> None:
    """As `client.force_login`, for a browser that was nobody's: the session is written once, with all it holds."""
    session = SessionStore(get_random_string(32, "abcdefghijklmnopqrstuvwxyz0123456789"))
    session._session_cache = {
        SESSION_KEY: str(person.pk),
        BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
        HASH_SESSION_KEY: person.get_session_auth_hash(),
    }
    session.save(must_create=True)
    request = HttpRequest()
    request.session = session
    user_logged_in.send(sender=User, request=request, user=person)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key


@pytest.fixture
def cast(db) -> Cast:
    return Cast()
