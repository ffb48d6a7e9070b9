"""All settings by key, topic by topic."""

from collections.abc import Mapping
from types import MappingProxyType

from accounts.district.clocks import CLOCKS, REMINDERS
from accounts.district.definition import Setting
from accounts.district.frame import DISTRICT, FILES, WORDS
from accounts.district.positions import ROLE_NAMES, ROLES
from accounts.district.procedures import MONEY, OFFERED, PROCEDURE
from accounts.district.public import PUBLIC
from accounts.district.vendors import RENEWALS, VENDORS

SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        setting.key: setting
        for topic in (
            DISTRICT,
            CLOCKS,
            REMINDERS,
            OFFERED,
            PROCEDURE,
            MONEY,
            VENDORS,
            RENEWALS,
            PUBLIC,
            FILES,
            WORDS,
            ROLES,
            ROLE_NAMES,
        )
        for setting in topic
    }
)
