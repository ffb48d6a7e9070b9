"""A district purchase: the needs assessment, the people on it, and what was decided (document 001)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from contracts.models import DataElement
from requests_app.rules.district_consequences import DistrictConsequences
from requests_app.rules.district_facts import DistrictFacts
from workflows.machines import MacroMachine
from workflows.models import Case


class DistrictPurchase(DistrictFacts, DistrictConsequences, MacroMachine, Case):
    """A purchase for several schools or the whole district, from the need to its results (document 001).

    The requester is its lead, unless somebody else was given that part.
    """

    class NextStep(models.TextChoices):
        CONTINUE = "continue", _("Continue as it is")
        ADJUST = "adjust", _("Adjust the plan")
        EXPAND = "expand", _("Expand to more places or people")
        RETIRE = "retire", _("Retire it")

    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lead")
    )

    # --- 1. Needs assessment ---
    instructional = models.BooleanField(_("for teaching and learning"), null=True, blank=True)
    need = models.TextField(_("unmet need, or the goal it serves"), blank=True)
    purpose = models.TextField(_("problem, and purpose of the work"), blank=True)
    impact = models.TextField(_("impact"), blank=True)
    outcome = models.TextField(_("desired outcome"), blank=True)
    measured_by = models.TextField(_("how the outcome will be measured"), blank=True)
    existing = models.TextField(_("existing resources considered"), blank=True)
    look_fors = models.TextField(_("what to look for in a new resource"), blank=True)
    schools = models.ManyToManyField(Place, blank=True, related_name="+", verbose_name=_("where it will be used"))
    grade_levels = models.JSONField(_("grade levels"), default=list, blank=True)
    content_areas = models.JSONField(_("content areas"), default=list, blank=True)
    students = models.PositiveIntegerField(_("number of students"), null=True, blank=True)
    staff = models.PositiveIntegerField(_("number of staff"), null=True, blank=True)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    leaders = models.TextField(_("leaders and stakeholders"), blank=True)
    action_plan = models.TextField(_("action plan"), blank=True)
    website = models.URLField(_("web address"), max_length=300, blank=True)
    library_check = models.JSONField(default=dict, blank=True, help_text="what was shown and chosen (MICRO-1)")

    sponsored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    sponsored_at = models.DateTimeField(null=True, blank=True)

    # --- 5. The gate, the Board ---
    student_data_found = models.BooleanField(null=True, blank=True)
    elements_found = models.ManyToManyField(DataElement, blank=True, related_name="+")
    kept_conditions = models.JSONField(default=dict, blank=True)
    approved_places = models.ManyToManyField(Place, blank=True, related_name="+")
    board_met_on = models.DateField(_("the Board met on"), null=True, blank=True)

    # --- 6. Library ---
    rollout_on = models.DateField(_("rollout from"), null=True, blank=True)

    # --- 9. Implementation and monitoring plan: all seven are asked for ---
    plan_participants = models.TextField(_("who takes part, and where it begins"), blank=True)
    plan_extent = models.TextField(_("extent of the implementation"), blank=True)
    plan_expectations = models.TextField(_("parameters and expectations"), blank=True)
    plan_measurement = models.TextField(_("timeline and frequency of measurement"), blank=True)
    plan_training = models.TextField(_("training needed"), blank=True)
    plan_feedback = models.TextField(_("feedback to collect, and when"), blank=True)
    plan_timeline = models.TextField(_("timeline of the implementation"), blank=True)

    # --- 10. Next steps ---
    next_step = models.CharField(_("next step"), max_length=8, choices=NextStep, blank=True)

    class Meta:
        verbose_name = _("district purchase")


class TeamMember(models.Model):
    """Somebody with a part in a district purchase; they read all of it (MACRO-1)."""

    class Part(models.TextChoices):
        COMMITTEE = "committee", _("Committee member")
        STAKEHOLDER = "stakeholder", _("Stakeholder")
        BUSINESS = "business", _("Business Office")

    case = models.ForeignKey(DistrictPurchase, models.PROTECT, related_name="team")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    part = models.CharField(_("part"), max_length=12, choices=Part)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["part", "user__last_name", "user__first_name", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "user", "part"], name="team_part_once")]

    def __str__(self):
        return f"{self.user}, {self.get_part_display()}"
