"""Which procedures there are, how requests are decided, and their money."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from accounts.district.definition import Setting

OFFERED = (
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
)

PROCEDURE = (
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
)

MONEY = (
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
)
