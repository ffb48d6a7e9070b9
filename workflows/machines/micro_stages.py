"""Who is asked what in the school-based request: one entry a step, in the order of document 000."""

from django.utils.translation import gettext_lazy as _

from workflows.machines.needs import advice_given, denial_explained
from workflows.machines.purchasing import MONEY, funds_named, order_stage
from workflows.moves import Stage
from workflows.roles import Role

YES_NO = ("approve", "approve-with-conditions", "deny")

SUPPORT = Stage(
    "support",
    Role.PRINCIPAL,
    _("Support and funding"),
    _("Do you support this, and is there money?"),
    "support_days",
    outcomes=("approve", "deny"),
    needs=(denial_explained, funds_named),
    asks=MONEY,
    asked_for=("approve",),
)
INITIAL = Stage(
    "initial",
    Role.ASSISTANT_SUPERINTENDENT,
    _("Initial review"),
    _("Is this new to the district, and who should look at it?"),
    "initial_days",
)
PRINCIPAL = Stage(
    "principal",
    Role.PRINCIPAL,
    _("Support and funds"),
    _("Do you support the request, and are funds allocated?"),
    "review_days",
    outcomes=YES_NO,
    needs=(denial_explained, funds_named),
    asks=MONEY,
    asked_for=("approve", "approve-with-conditions"),
)
CURRICULUM = Stage(
    "curriculum",
    Role.CURRICULUM_DIRECTOR,
    _("Curriculum review"),
    _("Does it fit our standards, without doubling core resources?"),
    "review_days",
    outcomes=YES_NO,
    needs=(denial_explained,),
)
ICT = Stage(
    "ict",
    Role.ICT_COORDINATOR,
    _("Instructional technology review"),
    _("Does it double what we already use, core or not?"),
    "review_days",
    outcomes=YES_NO,
    needs=(denial_explained,),
)
TITLE_MTSS = Stage(
    "title-mtss",
    Role.TITLE_MTSS,
    _("Title and MTSS review"),
    _("Does it serve Title and MTSS students?"),
    "specialist_days",
    outcomes=YES_NO,
    needs=(denial_explained,),
)
SPECIAL_EDUCATION = Stage(
    "special-education",
    Role.SPECIAL_EDUCATION,
    _("Special education review"),
    _("Does it serve students with disabilities?"),
    "specialist_days",
    outcomes=YES_NO,
    needs=(denial_explained,),
)
BILINGUAL = Stage(
    "bilingual",
    Role.BILINGUAL,
    _("Bilingual review"),
    _("Does it serve multilingual learners?"),
    "specialist_days",
    outcomes=YES_NO,
    needs=(denial_explained,),
)
COACH = Stage(
    "coach",
    Role.COACH,
    _("Consultation"),
    _("What do you advise the Director of Curriculum?"),
    "specialist_days",
    required=False,
    outcomes=("advice",),
    needs=(advice_given,),
)
ICT_COLLEAGUE = Stage(
    "ict-colleague",
    Role.ICT,
    _("Review by another ICT"),
    _("Does it double what we already use?"),
    "specialist_days",
    outcomes=YES_NO,
    needs=(denial_explained,),
)
FINAL = Stage("final", Role.ASSISTANT_SUPERINTENDENT, _("Final review"), _("Do the reviewers agree?"), "final_days")
CONTRACT = Stage(
    "contract",
    Role.IT_DIRECTOR,
    _("Contract and data privacy agreement"),
    _("Is the contract right, and does an agreement cover the student data?"),
    "contract_days",
)
PURCHASE = order_stage("purchase", role=Role.PRINCIPAL, required=False, spans=True, notice="proceed_with_order")
VENDOR = Stage("vendor", Role.IT_DIRECTOR, _("Agreement with the vendor"), _("Has the vendor signed?"), "contract_days")
POSTING = Stage(
    "posting",
    Role.IT_DIRECTOR,
    _("Contract posting"),
    _("Where is the contract posted, and when is it looked at again?"),
    "posting_days",
)
INTEGRATION = Stage(
    "integration",
    Role.INTEGRATION_SPECIALIST,
    _("Setting up at the schools"),
    _("Which schools are set up?"),
    "integration_days",
)
