"""Places, people, roles, the calendar and a delegation of the demo district."""

from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts import services
from accounts.models import Place, User
from accounts.roles import Role
from requests_app.demo.calendar import Days, closures, school_year
from requests_app.demo.people import ACCOUNTS, DEPARTMENTS, DISTRICT, SCHOOLS, STAFF

PASSWORD = "demo"  # noqa: S105  (everybody may know it; refused outside the demo)


class District:
    """The places and people by key: `district.place("lincoln")`, `district.person("it-director")`."""

    def __init__(self):
        self.places: dict[str, Place] = {}
        self.people: dict[str, User] = {}

    def place(self, key: str) -> Place:
        return self.places[key]

    def person(self, username: str) -> User:
        return self.people[username]

    def principal_of(self, place: Place) -> User:
        """Whoever holds the purse of a school or department."""
        role = Role.PRINCIPAL if place.kind == Place.Kind.SCHOOL else Role.DEPARTMENT_ADMINISTRATOR
        grant = place.grants.filter(role=role).select_related("user").first()
        return self.person(grant.user.username)


@transaction.atomic
def open_district(*, now: datetime) -> District:
    """Places, people and roles, the closures of the present school year, and a delegation."""
    made = District()
    _make_places(made)
    _make_people(made)
    today = Days(now).today
    admin = made.person("admin")
    _grant_roles(made, since=date(school_year(today) - 3, 8, 1), by=admin, at=now)
    for name, first, last in closures(school_year(today)):
        services.add_closure(name=name, starts_on=first, ends_on=last, by=admin, at=now)
    services.delegate(
        giver=made.person("j.mccoy"),
        receiver=made.person("principal"),
        starts_on=today - timedelta(days=18),
        ends_on=today + timedelta(days=24),
        reason="Family leave",
        by=made.person("j.mccoy"),
        at=now - timedelta(days=19),
    )
    return made


def _make_places(made: District) -> None:
    name, code = DISTRICT
    top = made.places["district"] = Place.objects.create(name=name, code=code, kind=Place.Kind.DISTRICT)
    for kind, places in ((Place.Kind.SCHOOL, SCHOOLS), (Place.Kind.DEPARTMENT, DEPARTMENTS)):
        for key, (name, code) in places.items():
            made.places[key] = Place.objects.create(name=name, code=code, kind=kind, parent=top)


def _make_people(made: District) -> None:
    known = make_password(PASSWORD)  # once: it is made slow on purpose
    nobody = make_password(None)
    for person in (*ACCOUNTS, *STAFF):
        made.people[person.username] = User.objects.create(
            username=person.username,
            first_name=person.first,
            last_name=person.last,
            title=person.title,
            email=f"{person.username}@demo.example",
            place=made.place(person.place),
            password=known if person.demo else nobody,
            is_demo=person.demo,
        )
    for person in (*ACCOUNTS, *STAFF):
        user = made.person(person.username)
        user.supervisor = made.people.get(person.boss) if person.boss else None
        user.save(update_fields=["supervisor"])


def _grant_roles(made: District, *, since: date, by: User, at: datetime) -> None:
    for person in (*ACCOUNTS, *STAFF):
        if person.role is not None:
            services.grant_role(
                user=made.person(person.username),
                role=person.role,
                place=made.place(person.place),
                starts_on=since,
                by=by,
                at=at,
            )
