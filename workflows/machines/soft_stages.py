"""Who is asked what in a software request: one entry a step, in the order of document 004."""

from django.utils.translation import gettext_lazy as _

from workflows.machines.needs import advice_given
from workflows.machines.purchasing import budget_stage, order_stage
from workflows.machines.soft_conditions import day_of_posting_given
from workflows.moves import Stage
from workflows.roles import Part, Role

INTAKE = Stage(
    "intake",
    Role.CUSTOMER_CARE,
    _("Check for completeness"),
    _("Is the request complete?"),
    "intake_days",
)
VETTING = Stage(
    "vetting",
    Role.CYBERSECURITY,
    _("Security vetting"),
    _("Is it safe: its privacy policy, the agreement about student data, its websites?"),
    "vetting_days",
)
SILENCE = Stage(
    "vendor-silent",
    Role.CYBERSECURITY,
    _("The vendor is silent"),
    _("The vendor has not answered for a long time. Deny the request?"),
    "final_days",
    required=False,
)
CHANGES = Stage(
    "software-changes",
    Part.REQUESTER,
    _("Changes to the request"),
    _("What was asked for?"),
    "changes_days",
    decides=False,
)
CLASSROOM = Stage(
    "classroom",
    Role.INSTRUCTIONAL_TECHNOLOGY,
    _("Curriculum review"),
    _("Does it fit the classroom and the focus of the curriculum?"),
    "review_days",
)
ADMINISTRATIVE = Stage(
    "administrative",
    Role.DII,
    _("Administrative review"),
    _("Is it right for the administration’s work?"),
    "review_days",
)
TECHNICAL = Stage(
    "technical",
    Role.DII,
    _("Technical review"),
    _("Is it technically sound with the district’s devices?"),
    "technical_days",
)
ADVICE = Stage(
    "replacement-advice",
    Role.INSTRUCTIONAL_TECHNOLOGY,
    _("Advice on a replacement"),
    _("Which product could be used instead?"),
    "specialist_days",
    required=False,
    outcomes=("advice",),
    needs=(advice_given,),
)
FUNDS = budget_stage("software-funds", question=_("Are there funds for this software, and from which budget code?"))
ORDER = order_stage("software-order", role=Role.AAS, label=_("Quotes and purchase order"), spans=True)
LICENCES = Stage(
    "licences",
    Role.AAS,
    _("Delivery and licences"),
    _("Is it delivered, and are its licences stored?"),
    "licence_days",
)
INSTALLATION = Stage(
    "installation",
    Role.DII,
    _("Installation"),
    _("On which set-ups is it installed?"),
    "installation_days",
)
PUBLICATION = Stage(
    "publication",
    Role.CYBERSECURITY,
    _("Publication"),
    _("Is its status Active/Approved posted in the state’s registry?"),
    "publication_days",
    decides=False,
)
REGISTRY = Stage(
    "registry-denial",
    Role.CYBERSECURITY,
    _("Not Approved, to be posted"),
    _("Is its status Not Approved posted in the state’s registry?"),
    "publication_days",
    required=False,
    decides=False,
    outcomes=("done",),
    needs=(day_of_posting_given,),
    asks=("posted_on",),
)
