"""Places and people for tests: a district with two schools, and whoever is asked for."""

from datetime import date

from accounts.models import Place, RoleGrant, User
from accounts.roles import Role

LONG_AGO = date(2020, 1, 1)


def district() -> Place:
    """The one district, made when it is first asked for."""
    found = Place.objects.filter(kind=Place.Kind.DISTRICT).first()
    return found or Place.objects.create(name="Prairie View District", kind=Place.Kind.DISTRICT)


def school(name: str = "Lincoln School") -> Place:
    """A school of the district."""
    found = Place.objects.filter(name=name).first()
    return found or Place.objects.create(name=name, kind=Place.Kind.SCHOOL, parent=district())


def person(username: str = "teacher", *, place: Place | None = None, **details) -> User:
    """A member of staff with password "demo", first name as the user name."""
    details.setdefault("first_name", username.replace("-", " ").title())
    details.setdefault("email", f"{username}@district.example")
    return User.objects.create_user(username, password="demo", place=place or school(), **details)


def holder(role: Role, *, place: Place | None = None, username: str = "", **details) -> User:
    """Somebody who holds a role, for the whole district unless a place is named."""
    place = place or district()
    user = person(username or role.value, place=place, **details)
    give(user, role, place)
    return user


def give(user: User, role: Role, place: Place) -> RoleGrant:
    """A running grant without an end."""
    return RoleGrant.objects.create(
        user=user, role=role, place=place, starts_on=LONG_AGO, granted_at="2020-01-01T12:00:00Z"
    )
