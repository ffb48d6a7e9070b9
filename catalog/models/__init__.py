from catalog.models.reference import GROUNDS_ABOUT_THE_RESOURCE, Grade, Ground, Subject
from catalog.models.resource import (
    Alias,
    Approval,
    Availability,
    Look,
    Privacy,
    Resource,
    ResourceKind,
    SearchGram,
    Shown,
    StatusChange,
)
from catalog.models.vendor import Vendor

__all__ = [
    "GROUNDS_ABOUT_THE_RESOURCE",
    "Alias",
    "Approval",
    "Availability",
    "Grade",
    "Ground",
    "Look",
    "Privacy",
    "Resource",
    "ResourceKind",
    "SearchGram",
    "Shown",
    "StatusChange",
    "Subject",
    "Vendor",
]
