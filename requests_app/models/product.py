"""What every request about a product of the library says: the form (SOFT-2, MICRO-3), and what was found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Place
from catalog.models import ResourceKind
from contracts.models import DataElement, OtherData


class YesNo(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    DONT_KNOW = "dont-know", _("I don't know")


class PaidBy(models.TextChoices):
    FREE = "free", _("Nobody: it is free")
    DISTRICT = "district", _("District or school funds")
    GRANT = "grant", _("A grant or another outside source")
    OTHER = "other", _("Somebody else")


class Login(models.TextChoices):
    NONE = "none", _("Students do not sign in")
    SSO = "sso", _("With their district account")
    OWN = "own", _("With an account of the product")
    CODE = "code", _("With a class code only")


class Rostering(models.TextChoices):
    NONE = "none", _("Not needed")
    ROSTERING = "rostering", _("Class lists (rostering)")
    SSO = "sso", _("Single sign-on")
    BOTH = "both", _("Class lists and single sign-on")


class ProductRequest(OtherData):
    """Columns shared by the procedures that ask for an app or software: what was asked, found and decided."""

    product_kind = models.CharField(_("what it is"), max_length=12, choices=ResourceKind, blank=True)
    website = models.URLField(_("web address"), max_length=300, blank=True)
    vendor_name = models.CharField(_("company"), max_length=200, blank=True)
    instructional = models.BooleanField(_("for teaching and learning"), null=True, blank=True)
    purpose = models.TextField(_("purpose"), blank=True)
    student_vision = models.TextField(_("how students will use it"), blank=True)
    grade_levels = models.JSONField(_("grade levels"), default=list, blank=True)
    content_areas = models.JSONField(_("content areas"), default=list, blank=True)
    standards = models.TextField(_("state standards it addresses"), blank=True)
    common_core = models.TextField(_("Common Core alignment"), blank=True)
    schools = models.ManyToManyField(Place, blank=True, related_name="+")
    students = models.PositiveIntegerField(_("number of students"), null=True, blank=True)
    staff = models.PositiveIntegerField(_("number of staff"), null=True, blank=True)
    seats = models.PositiveIntegerField(_("seats or licences"), null=True, blank=True)
    setups = models.CharField(_("set-ups it is needed on"), max_length=300, blank=True)
    needed_by = models.DateField(_("needed by"), null=True, blank=True)
    paid_by = models.CharField(_("who pays"), max_length=10, choices=PaidBy, blank=True)
    needs_funds = models.BooleanField(_("district funds needed"), default=False)
    budget_code = models.CharField(_("budget code"), max_length=60, blank=True)
    principal_name = models.CharField(_("principal or administrator"), max_length=120, blank=True)
    student_login = models.CharField(_("students sign in"), max_length=8, choices=Login, blank=True)
    rostering = models.CharField(_("rostering or single sign-on"), max_length=10, choices=Rostering, blank=True)
    student_data = models.CharField(_("student data shared"), max_length=10, choices=YesNo, blank=True)
    data_elements = models.ManyToManyField(DataElement, blank=True, related_name="+")
    media_release = models.CharField(_("media release needed"), max_length=10, choices=YesNo, blank=True)
    what_changed = models.TextField(_("what has changed since the denial"), blank=True)
    library_check = models.JSONField(default=dict, blank=True, help_text="what was shown and chosen (MICRO-1)")

    student_data_found = models.BooleanField(null=True, blank=True)
    elements_found = models.ManyToManyField(DataElement, blank=True, related_name="+")
    kept_conditions = models.JSONField(default=dict, blank=True)
    approved_places = models.ManyToManyField(Place, blank=True, related_name="+")

    # A procedure that also adds schools or seats to what the library has makes these columns.
    is_extension = False
    conditions_change = False

    class Meta:
        abstract = True
