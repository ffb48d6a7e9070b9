"""Who can be tried out in the demo, and what each is there for."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.district import role_name
from accounts.models import RoleGrant, User
from accounts.roles import Role
from accounts.selectors import in_force

TEACHER = _("Teacher")
ASKS = _("Look in the library, ask for an app, and see where it stands.")
DOES = {
    Role.PRINCIPAL: _("Support requests of the school, confirm the funds, record the purchase order."),
    Role.DISTRICT_ADMINISTRATOR: _("See what is late and stuck in the whole district; stand in for what nobody holds."),
    Role.DEPARTMENT_ADMINISTRATOR: _("Support requests of the department and confirm the funds."),
    Role.ASSISTANT_SUPERINTENDENT: _("Make the initial review, and the final one when all reviews are in."),
    Role.CURRICULUM_DIRECTOR: _("Review against the standards; ask coaches; forward to specialists."),
    Role.COACH: _("Answer when the Director of Curriculum asks for advice."),
    Role.TITLE_MTSS: _("Review what is forwarded for Title and MTSS."),
    Role.SPECIAL_EDUCATION: _("Review what is forwarded for special education."),
    Role.BILINGUAL: _("Review what is forwarded for bilingual services."),
    Role.ICT_COORDINATOR: _("Look for duplicates; forward to other coaches."),
    Role.ICT: _("Review what the coordinator forwards."),
    Role.IT_DIRECTOR: _("Verify contract and student data agreement, approve for use, post the contract."),
    Role.INTEGRATION_SPECIALIST: _("Set up rostering and sign-in at the schools."),
    Role.SCHOOL_CONTACT: _("Be the contact of the school when something is set up."),
    Role.COMPLIANCE_OFFICER: _("Keep vendors and their student data agreements."),
    Role.ADMIN: _("Keep the settings, the calendar and who does what."),
}
LATER = _("Look in the library and at vendors and requests.")


@dataclass(frozen=True)
class Persona:
    """A demo account: the person, what they are, where, and what there is to do."""

    user: User
    role: Any
    place: Any
    does: Any
    waiting: int | None = None


def demo_people(*, on: date, waiting: dict[int, int] | None = None) -> list[Persona]:
    """All demo accounts, those who ask first, then by role; two queries. `waiting`: open steps by person."""
    users = list(User.objects.filter(is_demo=True, is_active=True).select_related("place"))
    grants: dict[int, RoleGrant] = {}
    for grant in RoleGrant.objects.filter(in_force(on), user__in=users).select_related("place"):
        grants.setdefault(grant.user_id, grant)
    order = {role.value: number for number, role in enumerate(Role)}
    users.sort(key=lambda user: (order[grants[user.pk].role] if user.pk in grants else -1, user.username))
    return [_persona(user, grants.get(user.pk), (waiting or {}).get(user.pk)) for user in users]


def _persona(user: User, grant: RoleGrant | None, waiting: int | None) -> Persona:
    if grant is None:
        return Persona(user, user.title or TEACHER, user.place, ASKS, waiting)
    does = DOES.get(Role(grant.role), LATER)
    return Persona(user, role_name(grant.role), grant.place, does, waiting)
