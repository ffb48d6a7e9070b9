"""Roles: who is one level up, who steps in, and what the district calls them."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.district.definition import Setting
from accounts.roles import SUBSTITUTE, SUPERIOR, Role

ROLE_CHOICES = tuple((role.value, role.label) for role in Role)

ROLES = (
    *(
        Setting(
            f"superior_{role.value}",
            "roles",
            format_lazy(_("{role}: one level up is"), role=role.label),
            up.value,
            "choice",
            choices=ROLE_CHOICES,
        )
        for role, up in SUPERIOR.items()
    ),
    *(
        Setting(
            f"substitute_{role.value}",
            "roles",
            format_lazy(_("{role}: if nobody holds it, steps go to"), role=role.label),
            sub.value,
            "choice",
            choices=ROLE_CHOICES,
        )
        for role, sub in SUBSTITUTE.items()
    ),
)

ROLE_NAMES = (*(Setting(f"role_{role.value}", "role-names", role.label, role.label, "text") for role in Role),)
