from django.db import models
from django.utils.translation import gettext_lazy as _


class Grade(models.Model):
    """A grade level, PK to 12 and adult, in order."""

    code = models.CharField(_("code"), max_length=4, unique=True)
    name = models.CharField(_("name"), max_length=40)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]

    def __str__(self):
        return self.name


class Subject(models.Model):
    """A content area."""

    name = models.CharField(_("name"), max_length=80, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Ground(models.TextChoices):
    """Why something was denied (SOPS.md: "a denial has a ground")."""

    INSTRUCTION = "instruction", _("Does not fit instruction")
    DUPLICATE = "duplicate", _("We already have something for this")
    PRIVACY = "privacy", _("Student data would not be safe")
    TECHNICAL = "technical", _("Does not work with our systems")
    NOT_FUNDED = "not-funded", _("Not funded")
    OTHER = "other", _("Another reason")


# Only these say something about the resource itself; the others stay with the request.
GROUNDS_ABOUT_THE_RESOURCE = {Ground.INSTRUCTION, Ground.DUPLICATE, Ground.PRIVACY, Ground.TECHNICAL}
