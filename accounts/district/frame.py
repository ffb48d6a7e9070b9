"""How the district shows itself: its name and help, its words, its files."""

from django.utils.translation import gettext_lazy as _

from accounts.district.definition import Setting

DISTRICT = (
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
)

WORDS = (
    Setting(
        "word_soppa_review",
        "words",
        _("Name of the agreement review"),
        _("Under SOPPA Review"),
        "text",
        _("How a request reads while its contract and student data agreement are verified."),
    ),
)

FILES = (
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
)
