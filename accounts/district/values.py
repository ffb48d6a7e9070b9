"""What the district chose: reading a setting, and changing it with its history."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any

from accounts.district.catalogue import SETTINGS
from accounts.models import SettingChange, SettingValue
from accounts.roles import Role

_cache: ContextVar[dict | None] = ContextVar("district_settings", default=None)


@contextmanager
def read_once() -> Iterator[None]:
    """Within, the settings are read from the database once (a request, a task)."""
    token = _cache.set({})
    try:
        yield
    finally:
        _cache.reset(token)


def stored_values() -> dict[str, Any]:
    """What the district chose, by key; one query, or none within `read_once`."""
    kept = _cache.get()
    if kept is None:
        return dict(SettingValue.objects.values_list("key", "value"))
    if "values" not in kept:
        kept["values"] = dict(SettingValue.objects.values_list("key", "value"))
    return kept["values"]


def setting(key: str) -> Any:
    """The value in force. Unknown keys raise KeyError."""
    definition = SETTINGS[key]
    value = stored_values().get(key, definition.default)
    return Decimal(str(value)) if definition.kind == "money" else value


def change_setting(*, key: str, value: Any, by, at, reason: str = "") -> SettingChange | None:
    """Store a new value with its history row; None when nothing changes."""
    old = setting(key)
    if str(old) == str(value):
        return None
    stored = str(value) if SETTINGS[key].kind == "money" else value
    SettingValue.objects.update_or_create(key=key, defaults={"value": stored})
    kept = _cache.get()
    if kept is not None:
        kept.pop("values", None)
    return SettingChange.objects.create(key=key, old=_plain(old), new=stored, by=by, at=at, reason=reason)


def _plain(value: Any) -> Any:
    return value if isinstance(value, (bool, int, str, list, dict, type(None))) else str(value)


def role_name(role: str) -> str:
    """The district's name for a role."""
    key = f"role_{role}"
    return str(setting(key)) if key in SETTINGS else str(role)


def superior_of(role: str) -> str:
    """The role one level up, the administrator at the top."""
    key = f"superior_{role}"
    return setting(key) if key in SETTINGS else Role.ADMIN.value


def substitute_of(role: str) -> str:
    """The role that stands in when nobody holds this one."""
    key = f"substitute_{role}"
    return setting(key) if key in SETTINGS else Role.ADMIN.value
