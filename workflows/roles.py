"""Roles as the machines name them: held roles and the parts a person plays in one case."""

from accounts.roles import Part, Role

__all__ = ["Part", "Role"]
