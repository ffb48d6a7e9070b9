"""Places, people, roles, the calendar and a delegation of the demo district."""

from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from accounts import changes, services
from accounts.models import DirectoryChange, Place, User
from accounts.roles import Role
from requests_app.demo.calendar import Days, closures, school_year
from requests_app.demo.people import ACCOUNTS, DEPARTMENTS, DISTRICT, SCHOOLS, STAFF, Person

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
    today = Days(now).today
    since = timezone.make_aware(datetime.combine(date(school_year(today) - 3, 8, 1), time(8)))
    made = District()
    _start(made, at=since)
    _add_people(made, at=since)
    _grant_roles(made, at=since)
    for name, first, last in closures(school_year(today)):
        services.add_closure(name=name, starts_on=first, ends_on=last, by=made.person("admin"), at=now)
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


def _start(made: District, *, at: datetime) -> None:
    """The district with its first administrator, its schools and departments."""
    name, code = DISTRICT
    first = next(person for person in ACCOUNTS if person.role == Role.ADMIN)
    admin = made.people[first.username] = _account(first)
    admin.password = make_password(PASSWORD)
    top = made.places["district"] = changes.start_district(name=name, admin=admin, at=at)
    changes.rename_place(place=top, name=name, code=code, by=admin, at=at)
    for kind, places in ((Place.Kind.SCHOOL, SCHOOLS), (Place.Kind.DEPARTMENT, DEPARTMENTS)):
        for key, (name, code) in places.items():
            made.places[key] = changes.add_place(name=name, kind=kind, parent=top, code=code, by=admin, at=at)


def _account(person: Person) -> User:
    return User(
        username=person.username,
        first_name=person.first,
        last_name=person.last,
        title=person.title,
        email=f"{person.username}@demo.example",
        is_demo=person.demo,
    )


def _add_people(made: District, *, at: datetime) -> None:
    """Everybody but the administrator. Not by `changes.add_person`: it makes a password for each, slow on purpose."""
    admin = made.person("admin")
    for person in (*ACCOUNTS, *STAFF):
        if person.username in made.people:
            continue
        user = made.people[person.username] = _account(person)
        user.place, user.password = made.place(person.place), admin.password if person.demo else make_password(None)
        user.save()
        said = {"first_name": ["", person.first], "last_name": ["", person.last], "place": ["", str(user.place)]}
        DirectoryChange.objects.create(what=DirectoryChange.What.ADDED, person=user, details=said, by=admin, at=at)
    for person in (*ACCOUNTS, *STAFF):
        if person.boss:
            boss = made.person(person.boss)
            user = changes.change_person(person=made.person(person.username), supervisor=boss, by=admin, at=at)
            made.people[person.username] = user


def _grant_roles(made: District, *, at: datetime) -> None:
    for person in (*ACCOUNTS, *STAFF):
        if person.role not in {None, Role.ADMIN}:
            services.grant_role(
                user=made.person(person.username),
                role=person.role,
                place=made.place(person.place),
                starts_on=timezone.localdate(at),
                by=made.person("admin"),
                at=at,
            )
