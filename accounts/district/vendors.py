"""Vendors and agreements, and their renewals."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.district.definition import DAYS, MONTHS, Setting

VENDORS = (
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
        help=_("Then the Cybersecurity team is asked to deny the software request that waits for its agreement."),
        unit=DAYS,
        minimum=1,
        maximum=400,
    ),
)

RENEWALS = (
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
        "software_review_interval",
        "renewals",
        _("Software approved by a software request is looked at again every"),
        12,
        "choice",
        help=_("Its agreement about student data and the grade of its websites."),
        unit=MONTHS,
        choices=((6, _("6 months")), (12, _("12 months")), (24, _("24 months"))),
    ),
)
