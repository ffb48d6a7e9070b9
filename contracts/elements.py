"""The schedule of data (NDPA, Exhibit B) as the district keeps it: an element is ended, never deleted, because older
agreements list it."""

from datetime import datetime
from itertools import groupby

from django.db import IntegrityError, transaction
from django.db.models import Count, F, Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from contracts.models import DataElement
from contracts.signers import may_list
from workflows.errors import Invalid, NotYours, Unmet


def by_category() -> list[tuple[str, list[DataElement]]]:
    """Every element with how many agreements list it (`listed`), by category; one query."""
    rows = DataElement.objects.annotate(listed=Count("agreements"))
    return [(name, list(group)) for name, group in groupby(rows, key=lambda row: row.category)]


def categories() -> list[str]:
    """The categories, in their order."""
    return list(dict.fromkeys(DataElement.objects.values_list("category", flat=True)))


def add_element(*, category: str, name: str, by: User, at: datetime) -> DataElement:
    """A new element at the end of its category. The order of those after it moves on by one."""
    _must_list(by, at)
    try:
        with transaction.atomic():
            last = DataElement.objects.filter(category=category).aggregate(last=Max("order"))["last"]
            if last is None:
                last = DataElement.objects.aggregate(last=Max("order"))["last"] or 0
            DataElement.objects.filter(order__gt=last).update(order=F("order") + 1)
            return DataElement.objects.create(category=category, name=name, order=last + 1)
    except IntegrityError as fault:
        raise Invalid({"name": _("“%(name)s” is in this category already.") % {"name": name}}) from fault


def rename_element(*, element: DataElement, name: str, by: User, at: datetime) -> DataElement:
    """Say it better, while no agreement lists it: what was signed is not worded anew."""
    _must_list(by, at)
    if element.agreements.exists():
        raise Unmet(_("Agreements list it: end it and add it anew in better words."))
    element.name = name
    try:
        with transaction.atomic():
            element.save(update_fields=["name"])
    except IntegrityError as fault:
        raise Invalid({"name": _("“%(name)s” is in this category already.") % {"name": name}}) from fault
    return element


def end_element(*, element: DataElement, by: User, at: datetime) -> DataElement:
    """No new paper offers it; those that list it keep it."""
    _must_list(by, at)
    element.ended_on = timezone.localdate(at)
    element.save(update_fields=["ended_on"])
    return element


def reopen_element(*, element: DataElement, by: User, at: datetime) -> DataElement:
    """Offer it again."""
    _must_list(by, at)
    element.ended_on = None
    element.save(update_fields=["ended_on"])
    return element


def _must_list(by: User, at: datetime) -> None:
    if not may_list(by, at=at):
        raise NotYours(_("Only those who keep the agreements, and administrators, change the schedule of data."))
