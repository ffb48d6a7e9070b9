"""Public pages are made once and kept for a minute: which of them are still right (docs/decisions/0015).

The name under which a page is kept holds the day and the newest row of everything a public page is made of: the
histories of all cases, the district's settings, and `RecordChange` for what has no history of its own. So whatever
changes in the database gives the page another name at once, in every process, and nothing has to be thrown away.
"""

import hashlib
from datetime import date

from django.apps import apps
from django.db.models.signals import post_delete, post_save

from accounts.models import SettingChange
from contracts.models import RecordChange
from workflows.models import Event

KEPT_FOR = 60  # seconds; a page of the day before, or of a release before, is gone by then
# What public pages show that changes outside any case's history; the fields shown, or None for all of it.
SHOWN = {
    "accounts.Place": {"name"},
    "catalog.Vendor": None,
    "catalog.Resource": {"name", "description"},
    "contracts.DataElement": None,
    "contracts.DocumentVersion": None,
    "contracts.PublicDocument": None,
    "contracts.Statement": None,
    "contracts.Subcontractor": None,
}


def edition(*, on: date) -> str:
    """What every public page rests on, in a word; three quick queries."""
    newest = [rows.objects.order_by("-pk").values_list("pk", flat=True).first() for rows in _NEWEST]
    return ":".join(map(str, [on.isoformat(), *newest]))


_NEWEST = (Event, SettingChange, RecordChange)


def name_of_page(path: str, *, language: str, on: date) -> str:
    """The cache's key of a page in a language, as the database stands now."""
    return hashlib.sha256(f"{path}\n{language}\n{edition(on=on)}".encode()).hexdigest()


def note_changes() -> None:
    """From now on each change of what is shown is noted, in its own transaction. Called once, when apps are ready."""
    for label in SHOWN:
        model = apps.get_model(label)
        post_save.connect(_noted, sender=model, dispatch_uid=f"kept-pages-{label}")
        post_delete.connect(_noted, sender=model, dispatch_uid=f"kept-pages-gone-{label}")


def _noted(sender, update_fields=None, raw=False, **kwargs) -> None:
    fields = SHOWN[sender._meta.label]
    if not raw and not (fields and update_fields and fields.isdisjoint(update_fields)):
        RecordChange.objects.create(what=sender._meta.label)


def sweep_changes() -> int:
    """Drop the rows that no kept page can rest on any more: all but the newest. How many went."""
    newest = RecordChange.objects.order_by("-pk").values_list("pk", flat=True).first()
    return RecordChange.objects.filter(pk__lt=newest).delete()[0] if newest else 0
