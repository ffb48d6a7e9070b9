from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

# As the schedule names what it does not name.
OTHERS = frozenset({"Other", "Another data element"})


class DataElement(models.Model):
    """One element of the NDPA's schedule of data (Exhibit B); editable by the district, ended rather than deleted."""

    category = models.CharField(_("category"), max_length=80)
    name = models.CharField(_("element"), max_length=160)
    order = models.PositiveSmallIntegerField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["category", "name"], name="element_once")]

    def __str__(self):
        return f"{self.category}: {self.name}"

    @property
    def is_other(self) -> bool:
        """Does it say only that there is something else? Then whoever ticks it is asked which (`OtherData`)."""
        return self.name in OTHERS


class OtherData(models.Model):
    """A column beside a list of data elements: what “Other” means there, in words."""

    other_data = models.CharField(_("other data, in words"), max_length=300, blank=True)

    class Meta:
        abstract = True

    def data_in_words(self, elements: Iterable[DataElement]) -> list[str]:
        """Data elements as people read them, with what “Other” means here."""
        words = list(map(str, elements))
        return [*words, self.other_data] if self.other_data else words
