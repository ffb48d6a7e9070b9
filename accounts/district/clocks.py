"""How long things may take, who is reminded of them, and when the next level is told."""

from django.utils.translation import gettext_lazy as _

from accounts.district.definition import DAYS, MONTHS, SCHOOL_DAYS, Setting


def _term(key, label, default, effect):
    return Setting(key, "clocks", label, default, help=effect, unit=SCHOOL_DAYS, minimum=1, maximum=400)


CLOCKS = (
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
    _term("integration_days", _("Setting up at the schools"), 20, _("Rostering and sign-in, school by school.")),
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
)

REMINDERS = (
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
)
