"""Who acts, and which of the open steps are theirs."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import Place, RoleGrant, User
from accounts.roles import Part, Role
from accounts.selectors import acting_for, grants_of, in_force
from workflows.machines import MACHINES

# Steps that the requester may answer, because nothing is decided there, or nothing that is theirs.
OPEN_TO_REQUESTER = sorted(
    {stage.key for machine in MACHINES.values() for stage in machine.stages if not machine.bars(stage)}
)


@dataclass(frozen=True)
class Actor:
    """A user, somebody with a link, somebody of the public, or the system."""

    user: User | None = None
    name: str = ""
    link: Any = None  # a workflows.models.Link
    is_public: bool = False

    @classmethod
    def system(cls) -> "Actor":
        """Named in the installation's language, whoever causes it: the name stands in the history for good."""
        with translation.override(settings.LANGUAGE_CODE):
            return cls(name=_("The system"))

    @classmethod
    def outside(cls, link) -> "Actor":
        """Somebody of a vendor, with the link they were sent (PROC-1)."""
        return cls(name=link.holder, link=link)

    @classmethod
    def public(cls, name: str) -> "Actor":
        """Somebody nobody knows, on a public page: they begin a case and can do nothing more with it (LAW-3).

        The name stands in the history for good: what they are ("A parent"), never who.
        """
        return cls(name=name, is_public=True)

    @property
    def is_system(self) -> bool:
        return self.user is None and self.link is None and not self.is_public

    @property
    def shown_name(self) -> str:
        return str(self.user) if self.user else self.name


@dataclass(frozen=True)
class Holding:
    """By what right somebody acts: the role, and for whom when it is a delegation.

    `in_charge`: not by the role but as the one whom the case names.
    """

    role: str
    on_behalf_of: User | None = None
    in_charge: bool = False


@dataclass
class Hats:
    """Everything a person may act as on a day: own grants, and those of people they act for. At most three queries."""

    user: User
    on: date
    own: list[RoleGrant] = field(default_factory=list)
    givers: list[User] = field(default_factory=list)
    lent: dict[int, list[RoleGrant]] = field(default_factory=dict)

    @classmethod
    def of(cls, user: User, *, on: date) -> "Hats":
        """Read once a request: kept on the user object."""
        kept = user.__dict__.setdefault("_hats", {})
        if on not in kept:
            kept[on] = cls._read(user, on)
        return kept[on]

    @classmethod
    def _read(cls, user: User, on: date) -> "Hats":
        if not user.is_active:
            return cls(user, on)
        givers = acting_for(user, on=on)
        grants = grants_of([user, *givers], on=on)
        lent: dict[int, list[RoleGrant]] = {giver.pk: [] for giver in givers}
        for grant in grants:
            if grant.user_id != user.pk:
                lent[grant.user_id].append(grant)
        return cls(user, on, [grant for grant in grants if grant.user_id == user.pk], givers, lent)

    def roles_at(self, place: Place | None) -> set[str]:
        """Roles held at a place or above it, by oneself."""
        return {grant.role for grant in self.own if place is None or grant.place_id in place.above}

    def holding_role(self, role: str, place: Place, *, barred: int | None = None) -> Holding | None:
        """The right to act in a role at a place; `barred` is a user id that may not decide (their own request)."""
        if self.user.pk == barred:
            return None
        if role in self.roles_at(place):
            return Holding(role)
        for giver in self.givers:
            if giver.pk != barred and any(g.role == role and g.place_id in place.above for g in self.lent[giver.pk]):
                return Holding(role, giver)
        return None

    def holding(self, step) -> Holding | None:
        """The right to answer a step, or None. Nobody decides their own request (X-1)."""
        barred = step.barred_id
        if step.named_person is not None:
            return self._as_person(step, barred)
        if step.role in Part.values:
            return None
        return self.holding_role(step.role, step.place, barred=barred)

    def _as_person(self, step, barred: int | None) -> Holding | None:
        if self.user.pk == barred:
            return None
        if step.person_id == self.user.pk:
            # A deputy who took it on by name still acts on somebody's behalf.
            asked_by_name = step.asked_by_id is not None or step.role == Part.REQUESTER or step.stage.by_name
            held = self.holding_role(step.role, step.place, barred=barred)
            return held or (Holding(step.role, in_charge=step.stage.by_name) if asked_by_name else None)
        if step.role == Part.REQUESTER:
            return None  # what is asked of the requester is not handed on
        giver = next((g for g in self.givers if g.pk == step.person_id and g.pk != barred), None)
        return Holding(step.role, giver, in_charge=step.stage.by_name) if giver else None

    def step_filter(self) -> Q:
        """Open steps that wait on this person: by name, by role and place, or for somebody they act for."""
        unnamed = Q(person__isnull=True) | Q(person__is_active=False)
        waiting = Q(person=self.user, person__is_active=True)
        for giver in self.givers:
            waiting |= Q(person=giver) & ~Q(role=Part.REQUESTER) & _not_own(giver)
        for grant in self.own:
            waiting |= unnamed & _granted(grant)
        for giver in self.givers:
            for grant in self.lent[giver.pk]:
                waiting |= unnamed & _granted(grant) & _not_own(giver)
        return Q(closed_at__isnull=True) & waiting & _not_own(self.user)


def _granted(grant: RoleGrant) -> Q:
    return Q(role=grant.role, place__path__startswith=grant.place.path)


def _not_own(user: User) -> Q:
    return ~Q(case__requester=user) | Q(key__in=OPEN_TO_REQUESTER)


def holders_at(case, *, on: date) -> Callable[[str], tuple[User, ...]]:
    """Who holds each role at a case's place or above it on a day; one query, kept on the case."""
    kept = case.__dict__.setdefault("_holders", {})
    if on not in kept:
        grants = RoleGrant.objects.filter(in_force(on), place__in=case.place.above, user__is_active=True)
        found = sorted(grants.select_related("user").order_by(), key=_by_name)
        kept[on] = [(grant.role, grant.user) for grant in found]

    def people_in(role: str) -> tuple[User, ...]:
        return tuple(dict.fromkeys(user for held, user in kept[on] if held == role))

    return people_in


def _by_name(grant: RoleGrant) -> tuple:
    return grant.user.last_name, grant.user.first_name, grant.pk


def is_admin_hat(hats: Hats) -> bool:
    """System administrators keep the system; they may go back, reopen and re-assign, not decide."""
    return Role.ADMIN in hats.roles_at(None)
