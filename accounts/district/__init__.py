"""The district's own choices: each setting is typed here and edited by an administrator in the browser.

Steps and clocks read a setting when they open; a date once stored never moves because a setting changed.
"""

from accounts.district.catalogue import SETTINGS
from accounts.district.definition import TOPICS, Setting
from accounts.district.values import (
    change_setting,
    read_once,
    role_name,
    setting,
    stored_values,
    substitute_of,
    superior_of,
)

__all__ = [
    "SETTINGS",
    "TOPICS",
    "Setting",
    "change_setting",
    "read_once",
    "role_name",
    "setting",
    "stored_values",
    "substitute_of",
    "superior_of",
]
