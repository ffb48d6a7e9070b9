"""The cast: one person for each role, at Lincoln School and in its district, and a signed-in client for each.

`cast.teacher` is a teacher at Lincoln School, `cast.principal` its principal, `cast.other_principal` the principal of
Roosevelt School; `cast.stranger` is a teacher at Roosevelt School. Every value of Role has a person, named with
underscores: `cast.assistant_superintendent`, `cast.it_director` …
"""

import pytest
from django.test import Client

from accounts.models import Place
from accounts.roles import Role
from tests.factories import GrantFactory, PlaceFactory, UserFactory

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
        for role in Role:
            person = UserFactory(username=role.value, first_name=role.label, last_name="Test", place=self._at(role))
            GrantFactory(user=person, role=role, place=self._at(role))
            setattr(self, role.value.replace("-", "_"), person)
        self.teacher = UserFactory(username="teacher", first_name="Tea", last_name="Cher", place=self.school)
        self.colleague = UserFactory(username="colleague", place=self.school)
        self.stranger = UserFactory(username="stranger", place=self.other_school)
        self.ict_2 = UserFactory(username="ict-2", place=self.district)
        GrantFactory(user=self.ict_2, role=Role.ICT, place=self.district)
        self.other_principal = UserFactory(username="other-principal", place=self.other_school)
        GrantFactory(user=self.other_principal, role=Role.PRINCIPAL, place=self.other_school)
        self.other_contact = UserFactory(username="other-contact", place=self.other_school)
        GrantFactory(user=self.other_contact, role=Role.SCHOOL_CONTACT, place=self.other_school)

    def _at(self, role) -> Place:
        return self.school if role in AT_SCHOOL else self.department if role in AT_DEPARTMENT else self.district

    def person(self, name: str):
        return getattr(self, name.replace("-", "_"))

    def client(self, person) -> Client:
        """A browser signed in as a person (given as a user or by name)."""
        person = self.person(person) if isinstance(person, str) else person
        client = Client()
        client.force_login(person)
        return client


@pytest.fixture
def cast(db) -> Cast:
    return Cast()
