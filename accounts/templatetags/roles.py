"""Names of roles as the district says them."""

from django import template

from accounts.district import role_name as name_of

register = template.Library()


@register.filter
def role_name(role: str) -> str:
    """The district's name for a role."""
    return name_of(role)
