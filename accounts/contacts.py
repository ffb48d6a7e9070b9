"""Whom to ask for what: the roles people turn to, with who holds them for a given reader (MICRO-14)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.district import role_name
from accounts.models import Place, RoleGrant, User
from accounts.roles import Role
from accounts.selectors import in_force

ASK = {
    Role.CUSTOMER_CARE: _("Which form do I need? How does this application work?"),
    Role.PRINCIPAL: _("Will my school support and pay for it?"),
    Role.CURRICULUM_DIRECTOR: _("Does it fit what we teach? Do we already have something like it?"),
    Role.ICT_COORDINATOR: _("How do I use what we already have?"),
    Role.IT_DIRECTOR: _("Is there an agreement? May students use it?"),
    Role.INTEGRATION_SPECIALIST: _("It is approved: when can my class sign in?"),
    Role.COMPLIANCE_OFFICER: _("What student data is shared, and with whom?"),
    Role.BUSINESS_OFFICE: _("Which budget code, and where is my purchase order?"),
}


@dataclass(frozen=True)
class Contact:
    """One role, the question it answers, and the people who hold it for this reader."""

    role: str
    question: Any
    people: tuple[User, ...] = ()


def contacts_for(reader: User, *, on: date) -> list[Contact]:
    """Whom a signed-in reader asks: holders for the whole district, for departments, or at the reader's own school.

    Strangers get the roles without names; one query for staff, none for strangers.
    """
    held: dict[str, list[User]] = {}
    if reader.is_authenticated:
        near = reader.place.above if reader.place_id else []
        for grant in (
            RoleGrant.objects.filter(in_force(on), role__in=list(ASK), user__is_active=True)
            .filter(Q(place__in=near) | ~Q(place__kind=Place.Kind.SCHOOL))
            .select_related("user")
        ):
            held.setdefault(grant.role, []).append(grant.user)
    return [
        Contact(role_name(role), question, tuple(dict.fromkeys(held.get(role, ())))) for role, question in ASK.items()
    ]
