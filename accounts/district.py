"""The district's own choices: each setting is typed here and edited by an administrator in the browser.

Steps and clocks read a setting when they open; a date once stored never moves because a setting changed.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.models import SettingChange, SettingValue
from accounts.roles import SUBSTITUTE, SUPERIOR, Role


@dataclass(frozen=True)
class Setting:
    """One choice: its key, the topic it is shown under, its words, kind of value, default, unit and bounds."""

    key: str
    topic: str
    label: Any
    default: Any
    kind: str = "number"  # number, money, yes-no, choice, text, long-text, colour, email
    help: Any = ""
    unit: Any = ""
    choices: tuple = ()
    minimum: int | None = 0
    maximum: int | None = None


TOPICS = {
    "district": _("The district"),
    "clocks": _("How long things may take"),
    "reminders": _("Reminders and escalation"),
    "offered": _("Which procedures there are"),
    "procedure": _("How requests are decided"),
    "money": _("Money"),
    "vendors": _("Vendors and agreements"),
    "renewals": _("Renewals"),
    "public": _("The public record"),
    "files": _("Files"),
    "words": _("Words"),
    "roles": _("Roles: who steps in"),
    "role-names": _("Names of roles"),
}

DAYS, SCHOOL_DAYS, MONTHS = _("days"), _("school days"), _("months")


def _term(key, label, default, effect):
    return Setting(key, "clocks", label, default, help=effect, unit=SCHOOL_DAYS, minimum=1, maximum=400)


# What a letter about a breach must name (815 ILCS 530/10); numbers and addresses change, so the district keeps them.
CONSUMER_AGENCIES = """\
Equifax, P.O. Box 105788, Atlanta, GA 30348, 1-800-685-1111, www.equifax.com
Experian, P.O. Box 9554, Allen, TX 75013, 1-888-397-3742, www.experian.com
TransUnion, P.O. Box 160, Woodlyn, PA 19094, 1-800-916-8800, www.transunion.com
Federal Trade Commission, 600 Pennsylvania Avenue NW, Washington, DC 20580, 1-877-382-4357, www.consumer.ftc.gov"""

ROLE_CHOICES = tuple((role.value, role.label) for role in Role)

SETTINGS: Mapping[str, Setting] = MappingProxyType(
    {
        setting.key: setting
        for setting in [
            Setting(
                "district_name",
                "district",
                _("Name of the district"),
                "Prairie View District 100",
                "text",
                _("Stands at the top of every page and in every mail."),
            ),
            Setting(
                "accent",
                "district",
                _("Colour"),
                "#1d4f91",
                "colour",
                _("The colour of links and buttons. White words must be readable on it (contrast 4.5 to 1)."),
            ),
            Setting(
                "help_email",
                "district",
                _("Help: e-mail address"),
                "help@district.example",
                "email",
                _("Shown at the foot of every page under “Still have a question?”."),
            ),
            Setting(
                "help_phone",
                "district",
                _("Help: telephone"),
                "(555) 010-0100",
                "text",
                _("Shown beside the e-mail address."),
            ),
            Setting(
                "help_hours",
                "district",
                _("Help: hours"),
                "Monday to Friday, 7:30 to 4:30",
                "text",
                _("When somebody answers."),
            ),
            Setting(
                "asset_tag_prefix",
                "district",
                _("Asset tags begin with"),
                "PV-",
                "text",
                _("A unit of equipment without a tag of its own gets this and the next number, such as PV-000123."),
            ),
            Setting(
                "response_days",
                "clocks",
                _("A request is answered within"),
                30,
                help=_("Calendar days from the day it is submitted. Requests submitted from now on get this date."),
                unit=DAYS,
                minimum=1,
                maximum=365,
            ),
            Setting(
                "response_stops_at",
                "clocks",
                _("The request counts as answered"),
                "final-review",
                "choice",
                _("At this moment the response clock stops."),
                choices=(
                    ("final-review", _("when the reviewers' decision is told")),
                    ("contract", _("when the contract is verified and it may be used")),
                ),
            ),
            Setting(
                "pause_while_returned",
                "clocks",
                _("Stop the clock while a request is back with the requester"),
                True,
                "yes-no",
                _("The date of the answer and all open due dates move on by as many days as it was away."),
            ),
            _term("support_days", _("Support by the principal"), 5, _("Before the request is submitted.")),
            _term("initial_days", _("Initial review"), 3, _("By the Assistant Superintendent, after it is submitted.")),
            _term("review_days", _("Reviews"), 10, _("By the principal, curriculum and technology, side by side.")),
            _term("specialist_days", _("Specialists and consultations"), 5, _("When a reviewer asks somebody else.")),
            _term("final_days", _("Final review"), 3, _("After all reviews are in.")),
            _term("contract_days", _("Contract and agreement review"), 10, _("By Information Technology.")),
            _term("posting_days", _("Posting of the contract"), 10, _("After the agreement is verified.")),
            _term(
                "integration_days", _("Setting up at the schools"), 20, _("Rostering and sign-in, school by school.")
            ),
            _term("purchase_days", _("Recording the purchase order"), 20, _("After final approval.")),
            _term("receipt_days", _("Recording what arrived"), 30, _("After the order.")),
            _term("changes_days", _("Changes by the requester"), 10, _("When a request is returned for changes.")),
            Setting(
                "review_interval",
                "clocks",
                _("An approved resource is looked at again every"),
                6,
                "choice",
                help=_("The procedure says bi-annual: every six months unless you choose otherwise."),
                unit=MONTHS,
                choices=((6, _("6 months")), (12, _("12 months")), (24, _("24 months"))),
            ),
            _term("vendor_days", _("The vendor’s packet"), 10, _("From the invitation, or since it was returned.")),
            _term("packet_check_days", _("Check of a packet"), 5, _("By Procurement and Contracts.")),
            _term("packet_review_days", _("Reviews of a packet"), 7, _("Information Technology, Risk, Counsel.")),
            _term("board_days", _("Board approval"), 20, _("By the Board secretary.")),
            _term("signing_days", _("Signing of an agreement"), 10, _("After the way to signing is free.")),
            _term("renewal_usage_days", _("Answers to a renewal"), 20, _("Where its date is past already.")),
            _term("renewal_decision_days", _("Decision on a renewal"), 10, _("Where its date is past already.")),
            _term("rights_identity_days", _("First look at a parent’s request"), 5, _("By the Compliance Officer.")),
            _term("equipment_critical_days", _("Equipment, critical: each step"), 1, _("From when it opens.")),
            _term("equipment_high_days", _("Equipment, high priority: each step"), 3, _("From when it opens.")),
            _term("equipment_medium_days", _("Equipment, medium priority: each step"), 7, _("From when it opens.")),
            _term("equipment_low_days", _("Equipment, low priority: each step"), 15, _("From when it opens.")),
            _term("equipment_delivery_days", _("Delivery of equipment"), 30, _("Asked of whoever waits for it.")),
            _term(
                "equipment_receipt_days",
                _("Confirming that equipment arrived"),
                10,
                _("Unanswered, the request closes itself the day after."),
            ),
            _term("intake_days", _("Check of a software request"), 2, _("By the Customer Care Center.")),
            _term("vetting_days", _("Security vetting of software"), 15, _("By the Cybersecurity team.")),
            _term("technical_days", _("Technical review of software"), 5, _("By the devices team.")),
            _term("licence_days", _("Delivery and licences"), 10, _("After the software is ordered.")),
            _term("installation_days", _("Installation of software"), 10, _("On the set-ups that were asked for.")),
            _term("publication_days", _("Posting in the state’s registry"), 5, _("By the Cybersecurity team.")),
            Setting(
                "district_response_days",
                "clocks",
                _("Answer to a district purchase"),
                120,
                help=_("From its submission until it is known whether it can be bought."),
                unit=DAYS,
                minimum=1,
                maximum=800,
            ),
            _term("search_days", _("District purchase: search for vendors"), 30, _("By its lead.")),
            _term("compliance_days", _("District purchase: compliance"), 10, _("By the Compliance Officer.")),
            _term("quotes_days", _("District purchase: quotes"), 20, _("By its lead.")),
            _term("platform_days", _("District purchase: integration"), 10, _("By the technology department.")),
            _term("committee_days", _("District purchase: committee review"), 20, _("By each member.")),
            _term(
                "choice_days", _("District purchase: choice"), 30, _("By its lead, from the start of the evaluation.")
            ),
            _term("gate_days", _("District purchase: compliance gate"), 5, _("By the technology department.")),
            _term(
                "coordination_days", _("District purchase: coordination"), 40, _("From the yes until accounts exist.")
            ),
            _term("plan_days", _("District purchase: goals and plan"), 30, _("By its lead.")),
            _term("check_in_days", _("District purchase: each check-in"), 5, _("From the day of the plan.")),
            _term("next_steps_days", _("District purchase: next steps"), 20, _("After the last check-in.")),
            Setting(
                "committee_review",
                "procedure",
                _("A committee looks at the candidates of a district purchase"),
                True,
                "yes-no",
                _("Its members are named on the purchase; the Director of Curriculum is one where it is for teaching."),
            ),
            Setting(
                "platforms",
                "procedure",
                _("Platforms with which a district purchase must work"),
                "Student information system\nClass lists (rostering)\nSingle sign-on",
                "long-text",
                _("One a line. The technology department answers for each candidate, platform by platform."),
            ),
            Setting(
                "packet_days",
                "vendors",
                _("A vendor’s packet takes about"),
                28,
                help=_("Shown to the vendor and to whoever waits for it, from the day on which it is complete."),
                unit=DAYS,
                minimum=1,
                maximum=400,
            ),
            Setting(
                "packet_board_days",
                "vendors",
                _("With the Board it takes longer by"),
                28,
                unit=DAYS,
                maximum=400,
            ),
            Setting(
                "link_days",
                "vendors",
                _("A vendor’s link works for"),
                30,
                help=_("Then a new one is sent; what was filled in stays."),
                unit=DAYS,
                minimum=1,
                maximum=400,
            ),
            Setting(
                "board_threshold",
                "vendors",
                _("The Board decides from an amount of"),
                Decimal("25000.00"),
                "money",
                _("The whole term. A packet can be flagged for the Board at any amount."),
            ),
            Setting(
                "post_agreement_days",
                "public",
                _("A signed agreement is posted within"),
                10,
                help=_("What is later is listed as late (SOPPA §27)."),
                unit=DAYS,
                minimum=1,
                maximum=100,
            ),
            Setting(
                "renewal_lead_days",
                "renewals",
                _("A renewal opens before its date by"),
                90,
                unit=DAYS,
                minimum=1,
                maximum=400,
            ),
            Setting(
                "review_lead_days",
                "renewals",
                _("A review opens before its date by"),
                30,
                unit=DAYS,
                maximum=400,
            ),
            Setting(
                "renewal_reminders",
                "renewals",
                _("Reminders before the date of a renewal"),
                "60, 30, 14, 7, 1",
                "text",
                _("Days before, separated by commas."),
            ),
            Setting(
                "fiscal_year_month",
                "renewals",
                _("The fiscal year begins in month"),
                7,
                help=_("7 is July. The half-yearly confirmation and the commitments by year follow it."),
                minimum=1,
                maximum=12,
            ),
            Setting(
                "confirm_within_days",
                "public",
                _("Posted items are confirmed within"),
                30,
                help=_("After the fiscal year and the calendar year begin (SOPPA §27)."),
                unit=DAYS,
                minimum=1,
                maximum=100,
            ),
            Setting(
                "rights_days",
                "public",
                _("A parent’s request is answered within"),
                45,
                help=_("To see the data or get a copy (23 Ill. Adm. Code 380.20)."),
                unit=DAYS,
                minimum=1,
                maximum=400,
            ),
            Setting(
                "correction_days",
                "public",
                _("A correction is made within"),
                90,
                unit=DAYS,
                minimum=1,
                maximum=400,
            ),
            Setting(
                "correction_told_days",
                "public",
                _("The parent is told of a correction within"),
                10,
                unit=DAYS,
                minimum=1,
                maximum=400,
            ),
            Setting(
                "copies_a_quarter",
                "public",
                _("Requests for copies for a student in a fiscal quarter"),
                2,
                help=_("More may be refused."),
                minimum=1,
                maximum=100,
            ),
            Setting(
                "breach_parent_days",
                "public",
                _("Parents are told of a breach within"),
                30,
                unit=DAYS,
                minimum=1,
                maximum=100,
            ),
            Setting(
                "breach_post_days",
                "public",
                _("A breach is on the public list within"),
                10,
                unit=DAYS,
                minimum=1,
                maximum=100,
            ),
            Setting(
                "breach_years",
                "public",
                _("A breach stays on the list for"),
                5,
                unit=_("years"),
                minimum=1,
                maximum=50,
            ),
            Setting(
                "enrollment",
                "public",
                _("Students enrolled in the district"),
                0,
                help=_("A breach of fewer than the share below may be left off the list. 0: every breach is listed."),
                maximum=10_000_000,
            ),
            Setting(
                "small_breach_percent",
                "public",
                _("A breach is small below"),
                10,
                unit=_("per cent"),
                maximum=100,
            ),
            Setting(
                "consumer_agencies",
                "public",
                _("Consumer reporting agencies and the Federal Trade Commission"),
                CONSUMER_AGENCIES,
                "long-text",
                _("Numbers and addresses as letters about a breach name them. Check them before one goes out."),
            ),
            Setting(
                "privacy_officer",
                "public",
                _("Privacy officer, as the public page names them"),
                "",
                "text",
            ),
            Setting(
                "remind_before",
                "reminders",
                _("Remind before a step is due"),
                2,
                help=_("The holder of the step gets a mail this long before, and one on the day."),
                unit=DAYS,
                maximum=60,
            ),
            Setting(
                "remind_after",
                "reminders",
                _("Remind again when a step is late by"),
                3,
                help=_("The holder gets one more mail."),
                unit=DAYS,
                minimum=1,
                maximum=60,
            ),
            Setting(
                "escalate_after",
                "reminders",
                _("Tell the next level when a step is late by"),
                5,
                help=_("The role one level up gets a mail and sees the step."),
                unit=DAYS,
                minimum=1,
                maximum=60,
            ),
            Setting(
                "remind_hour",
                "reminders",
                _("Reminders go out at"),
                7,
                help=_("The hour of the day, 0 to 23, in the district's time zone."),
                unit=_("o'clock"),
                maximum=23,
            ),
            Setting(
                "reasons_shown",
                "procedure",
                _("Requesters see reviewers' words"),
                "after-final",
                "choice",
                _("Notes that reviewers write for each other are never shown to requesters."),
                choices=(("after-final", _("after the final review")), ("at-once", _("as soon as they are given"))),
            ),
            Setting(
                "order_release",
                "procedure",
                _("The purchase order may be released"),
                "by-student-data",
                "choice",
                _("Until then the order can be prepared, but the page says that it must wait."),
                choices=(
                    ("final-approval", _("on final approval")),
                    ("contract-verified", _("after the contract is verified")),
                    ("by-student-data", _("after the contract where student data is shared, else on final approval")),
                ),
            ),
            *(
                Setting(f"offers_{kind}", "offered", label, True, "yes-no", effect)
                for kind, label, effect in (
                    (
                        "micro",
                        _("School-based requests are offered"),
                        _("Reviewed by principal, curriculum and technology; then the agreement."),
                    ),
                    (
                        "soft",
                        _("Software utilization requests are offered"),
                        _("Security vetting first; then licences and installation."),
                    ),
                    ("equip", _("Equipment requests are offered"), _("Devices, parts, anything to plug in.")),
                    (
                        "macro",
                        _("District purchases are offered"),
                        _("Needs, several vendors side by side, a plan, and what came of it."),
                    ),
                )
            ),
            Setting(
                "apps_go_to",
                "offered",
                _("Apps and software go through"),
                "by-use",
                "choice",
                _("Where both are offered. Requests that have begun stay where they are."),
                choices=(
                    ("by-use", _("school-based for teaching, software utilization for office work")),
                    ("micro", _("the school-based procedure")),
                    ("soft", _("the software utilization procedure")),
                ),
            ),
            Setting(
                "several_schools_are_macro",
                "offered",
                _("What several schools will use is a district purchase"),
                True,
                "yes-no",
                _("Requesters are asked who will use it."),
            ),
            Setting(
                "district_purchase_threshold",
                "offered",
                _("It is a district purchase from an amount of"),
                Decimal("10000.00"),
                "money",
                _("For the whole time it is bought for. 0: the cost does not matter."),
            ),
            Setting(
                "equipment_routing",
                "procedure",
                _("A request for equipment goes"),
                "least-loaded",
                "choice",
                _("Within the team that its routing rule names. It can be handed on either way."),
                choices=(
                    ("least-loaded", _("to whoever of the team has the fewest open steps")),
                    ("team", _("to the whole team, until somebody takes it")),
                ),
            ),
            Setting(
                "tls_standard",
                "vendors",
                _("Websites need a TLS grade of at least"),
                "A",
                "choice",
                _(
                    "By the criteria of Qualys SSL Labs. A- is below A: a site without TLS 1.3, or that does not tell"
                    " browsers to use https, gets A-."
                ),
                choices=(("A+", "A+"), ("A", "A"), ("A-", "A-"), ("B", "B")),
            ),
            Setting(
                "vendor_silence_days",
                "vendors",
                _("A vendor may be silent for"),
                60,
                help=_(
                    "Then the Cybersecurity team is asked to deny the software request that waits for its agreement."
                ),
                unit=DAYS,
                minimum=1,
                maximum=400,
            ),
            Setting(
                "soft_intake",
                "procedure",
                _("Software requests reach the Cybersecurity team"),
                "automatic",
                "choice",
                _("The Customer Care Center sees each of them to its end either way."),
                choices=(
                    ("automatic", _("at once, when the form is complete")),
                    ("by-hand", _("after the Customer Care Center has checked them")),
                ),
            ),
            Setting(
                "software_review_interval",
                "renewals",
                _("Software approved by a software request is looked at again every"),
                12,
                "choice",
                help=_("Its agreement about student data and the grade of its websites."),
                unit=MONTHS,
                choices=((6, _("6 months")), (12, _("12 months")), (24, _("24 months"))),
            ),
            Setting(
                "quote_tolerance",
                "money",
                _("An order may exceed the approved amount by"),
                10,
                help=_("Above this it goes back to whoever approved the money."),
                unit=_("per cent"),
                maximum=100,
            ),
            Setting(
                "quotes_from",
                "money",
                _("Several quotes are needed from an amount of"),
                Decimal("10000.00"),
                "money",
                _("The whole term. No order is recorded before the quotes are there."),
            ),
            Setting(
                "quotes_number",
                "money",
                _("How many quotes"),
                2,
                minimum=1,
                maximum=10,
            ),
            Setting(
                "currency",
                "money",
                _("Currency"),
                "USD",
                "text",
                _("Three letters, such as USD. Amounts already entered are not converted."),
            ),
            Setting(
                "file_megabytes",
                "files",
                _("Largest file"),
                20,
                help=_("Larger files are refused when somebody adds them."),
                unit="MB",
                minimum=1,
                maximum=100,
            ),
            Setting(
                "word_soppa_review",
                "words",
                _("Name of the agreement review"),
                _("Under SOPPA Review"),
                "text",
                _("How a request reads while its contract and student data agreement are verified."),
            ),
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
            *(Setting(f"role_{role.value}", "role-names", role.label, role.label, "text") for role in Role),
        ]
    }
)

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
