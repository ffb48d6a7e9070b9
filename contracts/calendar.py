"""The dates ahead: renewals, notice, ends, reviews and certificates, by day and by month (RENEW-7).

What is open comes from its cases, what will open from the kept schedules: one question to the database that it answers
by its indexes, counts and divides into pages. A date is told once: a cycle that has opened has moved its schedule on.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from dateutil.relativedelta import relativedelta
from django.core.paginator import Page, Paginator
from django.db import models
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, TruncMonth
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.district import setting
from accounts.models import Place, User
from catalog.models import Resource
from contracts.commitment import FiscalYear, Yearly, by_fiscal_year, fiscal_year_of, years_of_term
from contracts.models import Agreement, Offboarding, PeriodicReview, Renewal, Schedule
from contracts.reviews import READERS
from workflows.actors import Hats
from workflows.moves import Phase

PER_PAGE = 25
MONTHS_AHEAD = 12
A_DAY = timedelta(days=1)
LATE = date(1900, 1, 1)  # where counts by month keep what is late
OPEN = (Phase.OPEN, Phase.WAITING)


class Kind(models.TextChoices):
    """What has to happen by a date."""

    RENEWAL = "renewal", _("Renew or let end")
    CANCEL = "cancel", _("Cancel by, or it goes on")
    END = "end", _("Ends")
    REVIEW = "review", _("Review")
    CERTIFICATE = "certificate", _("Certificate of deletion")

    @property
    def tone(self) -> str:
        return _LOOKS[self][0]

    @property
    def icon(self) -> str:
        return _LOOKS[self][1]


_LOOKS = {
    Kind.RENEWAL: ("needs-you", "hand"),
    Kind.CANCEL: ("needs-you", "flag"),
    Kind.END: ("quiet", "clock"),
    Kind.REVIEW: ("waiting", "search"),
    Kind.CERTIFICATE: ("waiting", "file"),
}


@dataclass(frozen=True)
class Entry:
    """One date: what is due on it, about which agreement or resource, and where to go from it.

    `case` is 0 where a resource without an agreement is meant; `uid` stays while it is the same date.
    """

    day: date
    kind: Kind
    title: str
    vendor: str
    case: int
    resource: int
    uid: str
    changed_at: datetime | None

    @property
    def url(self) -> str:
        return reverse("case", args=[self.case]) if self.case else reverse("resource", args=[self.resource])

    @property
    def words(self) -> str:
        return str(self.kind.label)

    @property
    def tone(self) -> str:
        return self.kind.tone

    @property
    def icon(self) -> str:
        return self.kind.icon


@dataclass(frozen=True)
class Narrowed:
    """What the list is narrowed to; nothing means everything."""

    place: Place | None = None
    vendor: str = ""
    kind: str = ""


@dataclass(frozen=True)
class Month:
    """A month with how many dates of each kind it has, and those of them that are shown."""

    first_day: date
    counts: tuple[tuple[Kind, int], ...] = ()
    entries: tuple[Entry, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.first_day:%Y-%m}"

    @property
    def total(self) -> int:
        return sum(count for _kind, count in self.counts)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.total - len(self.entries)


@dataclass(frozen=True)
class Overview:
    """The page: what is late, this month and the next, and the months after them."""

    late: Month
    near: list[Month]
    ahead: list[Month]


def may_read(user: User, *, on: date) -> bool:
    """Those in charge of agreements and renewals, whoever stands in for them, and whoever an agreement names."""
    hats = Hats.of(user, on=on)
    lent = {grant.role for grants in hats.lent.values() for grant in grants}
    if (hats.roles_at(None) | lent) & READERS:
        return True
    return user.is_active and Agreement.objects.filter(owner=user, state__in=Agreement.SIGNED_STATES).exists()


# --- the pages --------------------------------------------------------------------------------------------------------


def overview(narrowed: Narrowed, *, on: date) -> Overview:
    """Four queries, however much is due."""
    this = month_of(on)
    near = [this + relativedelta(months=number) for number in (0, 1)]
    ahead = [this + relativedelta(months=number) for number in range(2, MONTHS_AHEAD)]
    counts = _counts(narrowed, before=this + relativedelta(months=MONTHS_AHEAD), on=on)
    late = _entries(_rows(narrowed, before=on, on=on)[:PER_PAGE])
    return Overview(
        late=_month(LATE, counts, late),
        near=[_month(first, counts, _entries(_rows_of(narrowed, first, on=on)[:PER_PAGE])) for first in near],
        ahead=[_month(first, counts) for first in ahead],
    )


def late_page(narrowed: Narrowed, *, page: int | str, on: date) -> Page:
    """Everything late, the oldest first; two queries."""
    return _page(_rows(narrowed, before=on, on=on), page)


def month_page(narrowed: Narrowed, first_day: date, *, page: int | str, on: date) -> Page:
    """The dates of a month; of the present one, those still to come. Two queries."""
    return _page(_rows_of(narrowed, first_day, on=on), page)


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def dates_between(first: date, last: date, *, on: date, most: int) -> list[Entry]:
    """For the calendar feed; one query."""
    return list(_entries(_rows(Narrowed(), since=first, before=last + A_DAY, on=on)[:most]))


def _month(first: date, counts: dict[date, Counter], entries: Iterable[Entry] = ()) -> Month:
    found = counts.get(first, Counter())
    return Month(first, tuple((kind, found[kind]) for kind in Kind if found[kind]), tuple(entries))


def _page(rows: QuerySet, page: int | str) -> Page:
    shown = Paginator(rows, PER_PAGE).get_page(page)
    shown.object_list = list(_entries(shown.object_list))
    return shown


def _entries(rows: Iterable[dict]) -> Iterator[Entry]:
    for row in rows:
        uid = f"{row['source']}-{row['pk_of_source']}-{row['what']}"
        yield Entry(
            day=row["day"],
            kind=Kind(row["what"]),
            title=row["title_shown"],
            vendor=row["vendor_name"],
            case=row["case_shown"],
            resource=row["resource_shown"],
            uid=uid,
            changed_at=row["changed_at"],
        )


# --- what is committed ------------------------------------------------------------------------------------------------


def commitments(*, on: date) -> list[FiscalYear]:
    """What the agreements cost in the last fiscal year, this one and the three to come; one query.

    One that has ended counts until its end. A cost of the whole term counts in equal parts in the years of the term.
    The label of each row is its agreement.
    """
    first_month = int(setting("fiscal_year_month"))
    costs = [(each, a_year(each)) for each in _paid()]
    rows = [Yearly(each, cost, each.terms, each.ended_on) for each, cost in costs if cost is not None]
    year = fiscal_year_of(on, first_month)
    return by_fiscal_year(rows, first_month, range(year - 1, year + 4))


def without_years(*, on: date) -> list[Agreement]:
    """Agreements that run and say what the whole term costs, but have no end: no year has a part of it; one query."""
    ended = (Agreement.State.LAPSED, Agreement.State.TERMINATED, Agreement.State.SUPERSEDED)
    return [each for each in _paid().exclude(state__in=ended).order_by("title", "pk") if a_year(each) is None]


def a_year(agreement: Agreement) -> Decimal | None:
    """What an agreement costs a year: as it says, or the cost of its term over the years of the term.

    None when it says only a cost of the term and the term has no end.
    """
    if agreement.yearly_amount:
        return agreement.yearly_amount
    years = years_of_term(agreement.terms)
    return agreement.amount / years if years else None


def _paid() -> QuerySet[Agreement]:
    """Signed agreements that say a cost, those that have ended too."""
    signed = (*Agreement.SIGNED_STATES, Agreement.State.LAPSED, Agreement.State.TERMINATED, Agreement.State.SUPERSEDED)
    says = Q(yearly_amount__gt=0) | Q(amount__gt=0)
    return Agreement.objects.filter(says, state__in=signed, starts_on__isnull=False).select_related("vendor")


# --- the question -----------------------------------------------------------------------------------------------------

COLUMNS = (
    "day",
    "what",
    "title_shown",
    "vendor_name",
    "case_shown",
    "resource_shown",
    "source",
    "pk_of_source",
    "changed_at",
)


def _rows(narrowed: Narrowed, *, since: date | None = None, before: date, on: date) -> QuerySet:
    parts = [part.order_by().values(*COLUMNS) for part in _parts(narrowed, since, before, on)]
    return parts[0].union(*parts[1:], all=True).order_by("day", "title_shown", "what", "pk_of_source")


def _rows_of(narrowed: Narrowed, first_day: date, *, on: date) -> QuerySet:
    """Those of a month, from today on."""
    return _rows(narrowed, since=max(first_day, on), before=first_day + relativedelta(months=1), on=on)


def _counts(narrowed: Narrowed, *, before: date, on: date) -> dict[date, Counter]:
    """How many of each kind in each month; what is late stands under LATE."""
    late = models.Case(
        models.When(day__lt=on, then=Value(LATE)),
        default=Cast(TruncMonth("day"), models.DateField()),
        output_field=models.DateField(),
    )
    parts = [
        part.order_by().annotate(month=late).values("month", "what").annotate(number=Count("pk"))
        for part in _parts(narrowed, None, before, on)
    ]
    found: dict[date, Counter] = {}
    for row in parts[0].union(*parts[1:], all=True):
        found.setdefault(row["month"], Counter())[Kind(row["what"])] += row["number"]
    return found


def _parts(narrowed: Narrowed, since: date | None, before: date, on: date) -> list[QuerySet]:
    """Each source of dates, within the days asked for and as far as it is not narrowed away."""
    sources = [_open_renewals(), _open_reviews(), _open_offboardings()]
    sources += [_renewals_ahead(), _ends_ahead(on), _reviews_of_agreements(), _reviews_of_resources()]
    within = Q(day__lt=before) & (Q(day__gte=since) if since else Q())
    narrow = Q(what=narrowed.kind) if narrowed.kind else Q()
    narrow &= Q(vendor_name__icontains=narrowed.vendor) if narrowed.vendor else Q()
    return [part.filter(within, narrow, _at(part, narrowed.place)) for part in sources]


def _at(part: QuerySet, place: Place | None) -> Q:
    """What holds at a place, for all of which it is a part, or for a part of it."""
    if place is None:
        return Q()
    there = Q(places__in=place.above) | Q(places__path__startswith=place.path)
    agreements = Agreement.objects.filter(there).values("pk")
    offered = Q(availabilities__place__in=place.above) | Q(availabilities__place__path__startswith=place.path)
    resources = Resource.objects.filter(offered).values("pk")
    if part.model is Schedule:
        return Q(agreement__in=agreements) | Q(resource__in=resources)
    if part.model is PeriodicReview:
        return Q(contract__in=agreements) | Q(contract__isnull=True, resource__in=resources)
    return Q(contract__in=agreements)


def _text(value: str) -> Value:
    return Value(value, output_field=models.CharField())


def _number(value: int) -> Value:
    return Value(value, output_field=models.IntegerField())


def _what(kind: Kind) -> Value:
    return _text(kind.value)


def _by_notice(due: str) -> models.Case:
    """A date before the end of the term is the last one on which notice ends it."""
    by_notice = models.When(**{f"{due}__lt": F("term_ends_on")}, then=_what(Kind.CANCEL))
    return models.Case(by_notice, default=_what(Kind.RENEWAL), output_field=models.CharField())


def _of_case(rows: QuerySet, *, day: str, what, title, source: str) -> QuerySet:
    return rows.annotate(
        day=F(day),
        what=what,
        title_shown=title,
        vendor_name=Coalesce("vendor__name", _text("")),
        case_shown=F("pk"),
        resource_shown=_number(0),
        source=_text(source),
        pk_of_source=F("pk"),
        changed_at=F("updated_at"),
    )


def _open_renewals() -> QuerySet:
    rows = Renewal.objects.filter(phase__in=OPEN)
    return _of_case(rows, day="renewal_due", what=_by_notice("renewal_due"), title=F("title"), source="case")


def _open_reviews() -> QuerySet:
    rows = PeriodicReview.objects.filter(phase__in=OPEN)
    return _of_case(rows, day="review_due", what=_what(Kind.REVIEW), title=F("title"), source="case")


def _open_offboardings() -> QuerySet:
    rows = Offboarding.objects.filter(phase__in=OPEN)
    title = F("contract__title")
    return _of_case(rows, day="certificate_due", what=_what(Kind.CERTIFICATE), title=title, source="case")


def _of_agreement(day: str, what) -> QuerySet:
    return Schedule.objects.filter(agreement__isnull=False).annotate(
        day=F(day),
        what=what,
        title_shown=F("agreement__title"),
        vendor_name=Coalesce("agreement__vendor__name", _text("")),
        case_shown=F("agreement_id"),
        resource_shown=_number(0),
        source=_text("schedule"),
        pk_of_source=F("pk"),
        changed_at=F("agreement__updated_at"),
    )


def _renewals_ahead() -> QuerySet:
    return _of_agreement("renewal_due", _by_notice("renewal_due"))


def _ends_ahead(on: date) -> QuerySet:
    """The last days of terms, where they are not told as the day to renew by."""
    same = Q(renewal_due__isnull=False, renewal_due=F("term_ends_on"))
    return _of_agreement("term_ends_on", _what(Kind.END)).filter(~same, term_ends_on__gte=on)


def _reviews_of_agreements() -> QuerySet:
    return _of_agreement("review_due", _what(Kind.REVIEW))


def _reviews_of_resources() -> QuerySet:
    return Schedule.objects.filter(resource__isnull=False).annotate(
        day=F("review_due"),
        what=_what(Kind.REVIEW),
        title_shown=F("resource__name"),
        vendor_name=Coalesce("resource__vendor__name", _text("")),
        case_shown=_number(0),
        resource_shown=F("resource_id"),
        source=_text("schedule"),
        pk_of_source=F("pk"),
        changed_at=F("resource__updated_at"),
    )
