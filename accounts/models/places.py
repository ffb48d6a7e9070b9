from datetime import date

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _


class Places(models.QuerySet):
    """Places, to be narrowed."""

    def open(self, *, on: date | None = None) -> "Places":
        """Those not closed on a day; without one, on the district's day when the query is run."""
        return self.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on or TruncDate(Now())))


class Place(models.Model):
    """The district, a school or a department. Places end; they are never deleted."""

    class Kind(models.TextChoices):
        DISTRICT = "district", _("District")
        SCHOOL = "school", _("School")
        DEPARTMENT = "department", _("Department")

    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120, db_index=True, editable=False, help_text="ids from the top, /1/4/")
    code = models.CharField(_("short code"), max_length=20, blank=True)
    ended_on = models.DateField(_("closed since"), null=True, blank=True)

    objects = Places.as_manager()

    class Meta:
        ordering = ["path"]
        constraints = [models.UniqueConstraint(fields=["name"], name="place_name_unique")]

    def __str__(self):
        return self.name

    def save(self, *args, **kwargs):
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self.path = path
            super().save(update_fields=["path"])

    @property
    def above(self) -> list[int]:
        """Ids of this place and all above it, from the top."""
        return [int(part) for part in self.path.strip("/").split("/")]

    def is_open(self, *, on: date) -> bool:
        """False from the day on which it closes."""
        return self.ended_on is None or self.ended_on > on

    def covers(self, other: "Place") -> bool:
        """True when `other` is this place or below it."""
        return other.path.startswith(self.path)


class Closure(models.Model):
    """Days on which the district does not work: a holiday or a break, both ends included (X-3)."""

    name = models.CharField(_("name"), max_length=120)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(condition=models.Q(ends_on__gte=models.F("starts_on")), name="closure_in_order")
        ]

    def __str__(self):
        return self.name
