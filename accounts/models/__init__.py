from accounts.models.directory import DirectoryChange
from accounts.models.district import Heartbeat, SettingChange, SettingValue
from accounts.models.files import StoredFile
from accounts.models.people import Delegation, RoleGrant, User
from accounts.models.places import Closure, Place
from accounts.models.signin import FailedSignIn

__all__ = [
    "Closure",
    "Delegation",
    "DirectoryChange",
    "FailedSignIn",
    "Heartbeat",
    "Place",
    "RoleGrant",
    "SettingChange",
    "SettingValue",
    "StoredFile",
    "User",
]
