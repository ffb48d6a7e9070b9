"""The half-yearly confirmation of the posted items: when it opens, and what it is about (LAW-2; 105 ILCS 85/27)."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from accounts.district import setting
from accounts.models import Place
from accounts.wording import day_words
from contracts import record
from contracts.models import Agreement, Breach, Confirmation, Item
from workflows import engine
from workflows.actors import Actor

SHOWN_CHANGES = 12


def period_start(on: date) -> date:
    """The first day of the half-year of a day: the fiscal year's, or 1 January, whichever came last."""
    month = int(setting("fiscal_year_month"))
    starts = {date(year, first, 1) for year in (on.year - 1, on.year) for first in (1, month)}
    return max(day for day in starts if day <= on)


def open_confirmation(*, at: datetime) -> Confirmation | None:
    """Begin the confirmation of the half-year, once; None when there is one, or no district yet.

    It is due on the 30th day of the half-year, its first day counted: 30 July and 30 January, the safe reading of the
    law (LAW.md). The very first, in a district that has just started, counts from today.
    """
    on = timezone.localdate(at)
    starts_on = period_start(on)
    place = Place.objects.filter(parent__isnull=True, kind=Place.Kind.DISTRICT).first()
    if place is None or Confirmation.objects.filter(period_starts_on=starts_on).exists():
        return None
    begins = starts_on if Confirmation.objects.exists() else on
    return engine.start(
        Confirmation,
        by=Actor.system(),
        at=at,
        place=place,
        key=f"confirmation:{starts_on}",
        title=_("Half-yearly confirmation, %(month)s") % {"month": date_format(starts_on, "F Y")},
        period_starts_on=starts_on,
        confirm_by=begins + timedelta(days=int(setting("confirm_within_days")) - 1),
    )


# --- what is to be confirmed ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PostedItem:
    """One item as it is posted, and what changed since it was last confirmed."""

    item: Item
    posted: str
    changes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def newest(self) -> list[str]:
        return self.changes[:SHOWN_CHANGES]

    @property
    def older(self) -> int:
        return len(self.changes) - len(self.newest)


def posted_items(*, on: date) -> list[PostedItem]:
    """The five items, for whoever confirms them; a fixed number of queries."""
    last = record.last_confirmation()
    since = last.confirmed_on if last else None
    shown = record.public_record(on=on, language=get_language() or settings.LANGUAGE_CODE)
    said = record.statements(languages=dict(settings.LANGUAGES))
    posted, changed = _posted(shown), _changed(since, on) if since else {}
    return [
        PostedItem(item, posted[item], [*_texts_since(said, item, since), *changed.get(item, [])], _missing(said, item))
        for item in Item
    ]


def _posted(shown: record.PublicRecord) -> dict[int, str]:
    elements = sum(len(row.elements) for row in shown.data)
    agreements = ngettext("%(n)d agreement", "%(n)d agreements", shown.agreements) % {"n": shown.agreements}
    return {
        Item.DATA: ngettext("%(n)d data element is passed on.", "%(n)d data elements are passed on.", elements)
        % {"n": elements},
        Item.OPERATORS: ngettext("%(n)d operator, %(agreements)s.", "%(n)d operators, %(agreements)s.", shown.operators)
        % {"n": shown.operators, "agreements": agreements},
        Item.SUBCONTRACTORS: _("%(n)d of %(all)d operators name subcontractors or link to a list.")
        % {"n": shown.with_subcontractors, "all": shown.operators},
        Item.RIGHTS: _("The text about parents’ rights."),
        Item.BREACHES: ngettext("%(n)d breach is on the list.", "%(n)d breaches are on the list.", len(shown.breaches))
        % {"n": len(shown.breaches)},
    }


def _changed(since: date, on: date) -> dict[int, list[str]]:
    """What came and went since a day, that day included, in words; two queries."""
    came = Q(posted_on__gte=since, posted_on__lte=on)
    gone = Q(posted_on__isnull=False) & (
        Q(ended_on__gte=since, ended_on__lte=on) | Q(ends_on__gte=since, ends_on__lt=on)
    )
    rows = Agreement.objects.filter(came | gone).order_by("vendor__name", "pk")
    told: list[tuple[date, str]] = []
    for name, posted_on, ended_on, ends_on in rows.values_list("vendor__name", "posted_on", "ended_on", "ends_on"):
        if since <= posted_on <= on:
            told.append((posted_on, _("Posted: %(name)s, %(day)s") % {"name": name, "day": day_words(posted_on)}))
        if (ended_on and since <= ended_on <= on) or (ends_on and since <= ends_on < on):
            day = ended_on or ends_on
            told.append((day, _("Ended: %(name)s, %(day)s") % {"name": name, "day": day_words(day)}))
    lines = [line for _day, line in sorted(told, key=lambda row: row[0], reverse=True)]
    listed = Breach.objects.filter(posted_on__gte=since, posted_on__lte=on).count()
    found = {Item.OPERATORS: lines}
    if lines:
        found[Item.DATA] = found[Item.SUBCONTRACTORS] = [_("Agreements came or went: see the operators.")]
    if listed:
        words = ngettext("%(n)d breach was added to the list.", "%(n)d breaches were added to the list.", listed)
        found[Item.BREACHES] = [words % {"n": listed}]
    return found


def _texts_since(said: dict, item: Item, since: date | None) -> list[str]:
    names = dict(settings.LANGUAGES)
    rows = [row for (number, _language), row in said.items() if number == item]
    fresh = [row for row in rows if since is None or timezone.localdate(row.at) >= since]
    return [
        _("Text in %(language)s: %(day)s") % {"language": str(names[row.language]), "day": day_words(row.at)}
        for row in fresh
    ]


def _missing(said: dict, item: Item) -> list[str]:
    if item not in record.NEEDS_WORDS:
        return []
    lacking = [str(name) for code, name in settings.LANGUAGES if (item, code) not in said]
    return [_("There is no text in %(language)s.") % {"language": name} for name in lacking]
