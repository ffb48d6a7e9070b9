"""After the gate: who does what until accounts are there, goals, and how it goes (MACRO-5, MACRO-8 to MACRO-10)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_app.models.district import DistrictPurchase


class CoordinationLine(models.Model):
    """One line of the checklist of purchase and coordination; they are done in this order (MACRO-5)."""

    class What(models.IntegerChoices):
        NOTIFIED = 1, _("Information Technology and the other roles are told")
        FUNDING = 2, _("The funds can be drawn on")
        CONTRACT = 3, _("The contract is reviewed and agreed")
        BOARD = 4, _("The Board has approved")
        ORDER = 5, _("The purchase order is placed")
        ACCOUNTS = 6, _("Accounts are provisioned")

    case = models.ForeignKey(DistrictPurchase, models.PROTECT, related_name="coordination")
    what = models.PositiveSmallIntegerField(choices=What)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who does it")
    )
    due_on = models.DateField(_("by when"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=500, blank=True)
    done_on = models.DateField(_("done on"), null=True, blank=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["what"]
        constraints = [models.UniqueConstraint(fields=["case", "what"], name="coordination_line_once")]
        indexes = [models.Index(fields=["due_on"], condition=Q(done_on__isnull=True), name="coordination_line_waiting")]

    def __str__(self):
        return self.get_what_display()


class Goal(models.Model):
    """A short- or long-term goal, the data that shows it, and who follows it up (MACRO-8)."""

    class Term(models.TextChoices):
        SHORT = "short", _("Short-term")
        LONG = "long", _("Long-term")

    case = models.ForeignKey(DistrictPurchase, models.PROTECT, related_name="goals")
    term = models.CharField(_("term"), max_length=5, choices=Term)
    words = models.CharField(_("goal"), max_length=500)
    source = models.CharField(_("data that measures it"), max_length=300)
    follows_up = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who follows it up")
    )
    reached = models.BooleanField(_("reached"), null=True, blank=True)

    class Meta:
        ordering = ["-term", "pk"]

    def __str__(self):
        return self.words


class Monitored(models.TextChoices):
    """What is looked at once it is in use, each at its own times (MACRO-10)."""

    PERFORMANCE = "performance", _("Student performance")
    USAGE = "usage", _("Usage")
    FEEDBACK = "feedback", _("User feedback")
    PRACTICES = "practices", _("Associated practices")


class Measure(models.Model):
    """How one of the four is measured: what, from which source, how often, by whom, towards which figure."""

    class Every(models.IntegerChoices):
        WEEKLY = 7, _("Every week")
        MONTHLY = 30, _("Every month")
        QUARTERLY = 91, _("Every three months")
        HALF_YEARLY = 182, _("Every half-year")
        YEARLY = 365, _("Every year")

    case = models.ForeignKey(DistrictPurchase, models.PROTECT, related_name="measures")
    about = models.CharField(max_length=11, choices=Monitored)
    words = models.CharField(_("what is measured"), max_length=200)
    unit = models.CharField(_("unit"), max_length=40, blank=True, help_text="percent, minutes a week, points")
    baseline = models.DecimalField(_("figure at the start"), max_digits=12, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("figure aimed at"), max_digits=12, decimal_places=2, null=True, blank=True)
    every = models.PositiveSmallIntegerField(_("how often"), choices=Every)
    first_on = models.DateField(_("first time on"))
    until = models.DateField(_("until"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("who records it")
    )

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "about"], name="measure_once")]

    def __str__(self):
        return f"{self.get_about_display()}: {self.words}"


class CheckIn(models.Model):
    """One time at which a measure is looked at: generated from the plan, then recorded with figure and notes."""

    measure = models.ForeignKey(Measure, models.PROTECT, related_name="check_ins")
    due_on = models.DateField(_("due on"))
    figure = models.DecimalField(_("figure"), max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("notes"), max_length=4000, blank=True)
    recorded_on = models.DateField(_("recorded on"), null=True, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [models.UniqueConstraint(fields=["measure", "due_on"], name="check_in_once")]
        indexes = [models.Index(fields=["due_on"], condition=Q(recorded_on__isnull=True), name="check_in_waiting")]

    def __str__(self):
        return f"{self.measure}, {self.due_on}"
