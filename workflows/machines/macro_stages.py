"""Who is asked what in a district purchase: one entry a step, in the order of document 001.

The lead's own steps are with them by name; once they have left, they fall to whoever sponsors it.
"""

from django.utils.translation import gettext_lazy as _

from workflows.machines.macro_conditions import (
    figure_or_note_given,
    sponsor_says_why_not,
)
from workflows.machines.purchasing import budget_stage, order_stage
from workflows.moves import Stage
from workflows.roles import Role


def _leads(key: str, label, question, term: str) -> Stage:
    return Stage(key, Role.PRINCIPAL, label, question, term, decides=False, by_name=True, taken_as=_("Lead"))


def _records(key: str, label, question) -> Stage:
    return Stage(
        key,
        Role.PRINCIPAL,
        label,
        question,
        "check_in_days",
        decides=False,
        by_name=True,
        taken_as=_("Records the figures"),
        outcomes=("recorded",),
        needs=(figure_or_note_given,),
        asks=("figure", "note"),
    )


SPONSORSHIP = Stage(
    "sponsorship",
    Role.PRINCIPAL,
    _("Sponsorship"),
    _("Do you sponsor this purchase?"),
    "support_days",
    outcomes=("approve", "deny"),
    needs=(sponsor_says_why_not,),
)
SEARCH = _leads("search", _("Search for vendors"), _("Which products could meet the need?"), "search_days")
COMPLIANCE = Stage(
    "compliance",
    Role.COMPLIANCE_OFFICER,
    _("Compliance of the candidates"),
    _("Is each candidate compliant with SOPPA, and is there an agreement?"),
    "compliance_days",
    spans=True,
    outcomes=("done",),
)
QUOTES = _leads("quotes", _("Quotes"), _("What does each candidate cost, for how many years?"), "quotes_days")
FUNDS = budget_stage(
    "district-funds",
    role=Role.BUSINESS_OFFICE,
    question=_("Are there funds for it, and from which budget code?"),
)
INTEGRATION = Stage(
    "platforms",
    Role.TECHNOLOGY,
    _("Integration with our platforms"),
    _("Does each candidate work with the district’s platforms?"),
    "platform_days",
    outcomes=("done",),
)
COMMITTEE = Stage(
    "committee",
    Role.PRINCIPAL,
    _("Committee review"),
    _("What speaks for each candidate, what against, and what is missing?"),
    "committee_days",
    decides=False,
    by_name=True,
    taken_as=_("Committee"),
    outcomes=("done",),
    wordless=True,
)
CHOICE = _leads("choice", _("Choice"), _("Which candidate shall be bought?"), "choice_days")
GATE = Stage(
    "gate",
    Role.TECHNOLOGY,
    _("Compliance gate"),
    _("Is it compliant with SOPPA, and does it integrate with our platforms?"),
    "gate_days",
)
BOARD = Stage(
    "district-board",
    Role.BOARD_SECRETARY,
    _("Board approval"),
    _("Has the Board approved the purchase?"),
    "board_days",
)
ORDER = order_stage("district-order", role=Role.BUSINESS_OFFICE, spans=True)
COORDINATION = _leads(
    "coordination",
    _("Purchase and coordination"),
    _("Is everything done from the notices to the accounts?"),
    "coordination_days",
)
POSTING = Stage(
    "district-posting",
    Role.IT_DIRECTOR,
    _("Contract documentation"),
    _("Is the contract documented and posted, and when is it looked at again?"),
    "posting_days",
)
PLANNING = _leads(
    "planning", _("Goals and plan"), _("What shall it reach, and how will it be put to use and followed?"), "plan_days"
)
PERFORMANCE = _records("check-performance", _("Student performance"), _("What does student performance show?"))
USAGE = _records("check-usage", _("Usage"), _("How much is it used?"))
FEEDBACK = _records("check-feedback", _("User feedback"), _("What do its users say?"))
PRACTICES = _records("check-practices", _("Associated practices"), _("How do teachers work with it?"))
NEXT_STEPS = _leads(
    "next-steps", _("Reflection and next steps"), _("What do the results say, and what comes next?"), "next_steps_days"
)

# What is looked at once it is in use, each by its own step.
CHECKS = {"performance": PERFORMANCE, "usage": USAGE, "feedback": FEEDBACK, "practices": PRACTICES}
# With the lead by name.
LEADS = frozenset(stage.key for stage in (SEARCH, QUOTES, CHOICE, COORDINATION, PLANNING, NEXT_STEPS))
