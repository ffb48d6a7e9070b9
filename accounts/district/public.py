"""The public record, parents' requests and breaches (SOPPA §27, 815 ILCS 530)."""

from django.utils.translation import gettext_lazy as _

from accounts.district.definition import DAYS, Setting

# What a letter about a breach must name (815 ILCS 530/10); numbers and addresses change, so the district keeps them.
CONSUMER_AGENCIES = """\
Equifax, P.O. Box 105788, Atlanta, GA 30348, 1-800-685-1111, www.equifax.com
Experian, P.O. Box 9554, Allen, TX 75013, 1-888-397-3742, www.experian.com
TransUnion, P.O. Box 160, Woodlyn, PA 19094, 1-800-916-8800, www.transunion.com
Federal Trade Commission, 600 Pennsylvania Avenue NW, Washington, DC 20580, 1-877-382-4357, www.consumer.ftc.gov"""


PUBLIC = (
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
)
