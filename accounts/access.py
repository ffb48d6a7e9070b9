"""Who may open which page of the accounts and of the catalog, as one decorator a view cannot forget."""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from accounts.selectors import roles_of


def holds_any(user: User, roles: frozenset[Role], *, on: date) -> bool:
    """True when the person holds one of the roles anywhere."""
    return user.is_active and not roles.isdisjoint(roles_of(user, on=on))


def role_required(*roles: Role) -> Callable:
    """Signed in and holding one of the roles; else the sign-in page, or 403."""
    wanted = frozenset(roles)

    def decorate(view):
        @wraps(view)
        @login_required
        def guarded(request, *args, **kwargs):
            if not holds_any(request.user, wanted, on=timezone.localdate()):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.roles = wanted
        return guarded

    return decorate


admin_required = role_required(Role.ADMIN)
