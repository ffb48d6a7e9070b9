"""What stands around every page: the district, the sections a person may see, and how much waits on them.

Each part is asked for when a template first uses it, once. Signed out, only the district's settings are read.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.district import setting
from accounts.roles import Role
from config.colours import legible
from workflows.actors import Hats
from workflows.selectors import frame_counts


@dataclass(frozen=True)
class Item:
    """A link of the frame; `roles` empty means everybody who is signed in."""

    path: str
    words: Any
    roles: frozenset = frozenset()
    icon: str = ""
    count: int = 0
    count_words: Any = ""


KEEPERS = frozenset({Role.ADMIN})
CONTRACTS = KEEPERS | {Role.IT_DIRECTOR, Role.COMPLIANCE_OFFICER, Role.PROCUREMENT, Role.INTEGRATION_SPECIALIST}
RENEWALS = CONTRACTS | {Role.CYBERSECURITY, Role.BUSINESS_OFFICE}
PURCHASES = KEEPERS | {Role.BUSINESS_OFFICE, Role.PROCUREMENT, Role.DISTRICT_ADMINISTRATOR}
REGISTRY = KEEPERS | {Role.CYBERSECURITY, Role.IT_DIRECTOR, Role.COMPLIANCE_OFFICER, Role.CUSTOMER_CARE}
RECORD = KEEPERS | {Role.COMPLIANCE_OFFICER, Role.IT_DIRECTOR, Role.GENERAL_COUNSEL}
LEADERS = KEEPERS | {Role.DISTRICT_ADMINISTRATOR, Role.ASSISTANT_SUPERINTENDENT, Role.IT_DIRECTOR}
HEADS = frozenset({Role.PRINCIPAL, Role.DEPARTMENT_ADMINISTRATOR})

# Everybody may look at the equipment they have themselves; these look after it.
EQUIPMENT = KEEPERS | HEADS | {
    Role.TECHNOLOGY, Role.TECHNICIAN, Role.DII, Role.AAS, Role.IT_DIRECTOR, Role.BUSINESS_OFFICE,
    Role.DISTRICT_ADMINISTRATOR, Role.SCHOOL_CONTACT,
}  # fmt: skip
LICENCES = frozenset({Role.AAS, Role.DII, Role.TECHNOLOGY, Role.BUSINESS_OFFICE, Role.IT_DIRECTOR})

SECTIONS = (
    Item("/requests/", _("My requests")),
    Item("/library/", _("Library")),
    Item("/school/", _("My school"), HEADS),
    Item("/dashboard/", _("District dashboard"), LEADERS),
    Item("/vendors/", _("Vendors"), CONTRACTS),
    Item("/packets/", _("Vendor packets")),
    Item("/agreements/", _("Agreements"), CONTRACTS),
    Item("/renewals/", _("Renewals"), RENEWALS),
    Item("/purchases/", _("Purchases"), PURCHASES),
    Item("/registry/", _("State registry"), REGISTRY),
    Item("/record/", _("Public record"), RECORD),
    Item("/assets/", _("Equipment"), EQUIPMENT),
    Item("/licences/", _("Licences"), LICENCES),
    Item("/roles/", _("Who does what"), KEEPERS),
    Item("/people/", _("People"), KEEPERS),
    Item("/places/", _("Schools and departments"), KEEPERS),
    Item("/settings/", _("Settings"), KEEPERS),
)
ADDRESSES = {"new": "/new/", "search": "/search/", "demo": "/demo/", "mail": "/demo/mail/"}
MENU = (
    Item("/delegation/", _("Delegation")),
    Item("/preferences/", _("Preferences")),
)


@cache
def is_served(path: str) -> bool:
    """Whether this installation has a page there: nothing in the frame leads nowhere."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def open_to(roles: set[str], items: Iterable[Item]) -> list[Item]:
    """The links these roles may follow."""
    return [item for item in items if is_served(item.path) and (not item.roles or roles & item.roles)]


class District:
    """The district as the frame shows it."""

    @cached_property
    def name(self) -> str:
        return setting("district_name")

    @property
    def help_email(self) -> str:
        return setting("help_email")

    @property
    def help_phone(self) -> str:
        return setting("help_phone")

    @property
    def help_hours(self) -> str:
        return setting("help_hours")

    @property
    def stylesheet(self) -> str:
        """Address of the district's colours; it changes with them, so that it can be kept for a year."""
        return f"{reverse('site_css')}?v={legible(setting('accent')).removeprefix('#')}"


class Frame:
    """The frame of one request."""

    def __init__(self, request: HttpRequest):
        self.request = request
        self.district = District()
        self.demo = settings.DEMO
        self.addresses = ADDRESSES
        self.path = request.get_full_path() if request.method in ("GET", "HEAD") else request.path

    @cached_property
    def user(self):
        return getattr(self.request, "user", None)

    @cached_property
    def signed_in(self) -> bool:
        return bool(self.user and self.user.is_authenticated)

    @property
    def signing_in(self) -> bool:
        """On the sign-in page itself the header doesn't offer to sign in."""
        return self.request.path == reverse("login")

    @property
    def user_name(self) -> str:
        return str(self.user)

    @cached_property
    def roles(self) -> set[str]:
        """Roles held today; read together with what the inbox needs, so that neither costs a query of its own."""
        return {grant.role for grant in Hats.of(self.user, on=timezone.localdate()).own} if self.signed_in else set()

    @cached_property
    def counts(self) -> dict[str, int]:
        """How many steps wait on the person (`inbox`) and notices not read (`notices`)."""
        return frame_counts(self.user)

    @cached_property
    def acts(self) -> list[Item]:
        """Inbox and notices, with their numbers."""
        inbox, notices = self.counts["inbox"], self.counts["notices"]
        return [
            Item("/inbox/", _("Inbox"), icon="inbox", count=inbox, count_words=_("waiting on you")),
            Item("/notices/", _("Notices"), icon="bell", count=notices, count_words=_("not read")),
        ]

    @cached_property
    def sections(self) -> list[Item]:
        return open_to(self.roles, SECTIONS)

    @cached_property
    def menu(self) -> list[Item]:
        return open_to(self.roles, MENU)

    @property
    def section(self) -> str:
        """The first part of the address, "/library/": what is marked as the current page."""
        first = self.request.path.strip("/").split("/")[0]
        return f"/{first}/"

    @property
    def searched_for(self) -> str:
        return self.request.GET.get("q", "") if self.section == "/search/" else ""

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Code and own name of each language; a switch offers a language in its own words."""
        return [(code, get_language_info(code)["name_local"].capitalize()) for code, _name in settings.LANGUAGES]


def frame(request: HttpRequest) -> dict[str, Frame]:
    """Context processor: `frame` in every template."""
    return {"frame": Frame(request)}
