"""How is it going? Check-ins recorded with figure and notes, put right, and read (MACRO-10)."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.paginator import Page, Paginator
from django.db.models import Count, Max, Min, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.wording import day_words
from requests_app.models import CheckIn, DistrictPurchase, Goal, Measure, Monitored
from requests_app.team import involve
from requests_app.trends import Trend, figure_words, trend_of
from workflows import engine
from workflows.actors import Actor, Hats, is_admin_hat
from workflows.engine.amending import put_right
from workflows.engine.people import give
from workflows.errors import Invalid, NotYours, Unmet
from workflows.models import Event, Step
from workflows.selectors import PER_PAGE

# Step → what is looked at there.
CHECKS = {f"check-{about}": about for about in Monitored.values}
AT_STEPS = frozenset(CHECKS)


# --- recording --------------------------------------------------------------------------------------------------------


def asked_at(case: DistrictPurchase, step: Step) -> CheckIn | None:
    """The check-in that a step is about: of its measure the oldest whose day has come and that nobody recorded."""
    return case.check_in_due(CHECKS[step.key])


def record(
    case: DistrictPurchase,
    step: int,
    *,
    version: int | None,
    figure: Decimal | None,
    note: str,
    by: Actor,
    at: datetime,
    key: str = "",
):
    """MACRO-10: a figure, or notes where there is none; the step is answered by it."""
    said = engine.StepAnswer(step, version, "recorded", {"figure": figure, "note": note})
    return engine.review(case.pk, [said], by=by, at=at, key=key)


# --- putting right ----------------------------------------------------------------------------------------------------


def may_correct(case: DistrictPurchase, row: CheckIn, user: User, *, at: datetime) -> bool:
    """Whoever recorded it or records it now, the lead, and administrators; not once it is over (MACRO-10)."""
    if case.is_over or row.recorded_on is None:
        return False
    theirs = {row.recorded_by_id, row.measure.recorded_by_id, case.the_lead.pk}
    return user.pk in theirs or is_admin_hat(Hats.of(user, on=timezone.localdate(at)))


def correct(
    case: DistrictPurchase,
    check_in: int,
    *,
    figure: Decimal | None,
    note: str,
    by: User,
    at: datetime,
    shown=None,
    key: str = "",
):
    """A recorded figure or its notes, put right; the history keeps the figure before (MACRO-10).

    Of the notes it keeps only that they changed: they may hold what has to be removed one day (X-5).
    """

    def row_of(child) -> CheckIn:
        row = CheckIn.objects.select_related("measure").filter(pk=check_in, measure__case=child.pk).first()
        if row is None or row.recorded_on is None:
            raise Unmet(_("This is not recorded yet."))
        return row

    def allowed(child) -> None:
        if child.is_over:
            raise Unmet(_("It is now: %(state)s.") % {"state": child.state_words})
        if not may_correct(child, row_of(child), by, at=at):
            raise NotYours(_("Whoever recorded it puts it right, or the lead."))

    def act(child) -> dict:
        row = row_of(child)
        said = {name: ["", _("changed")] for name in [_notes_of(row)] if row.note != note}
        said[_figure_of(row)] = [figure_words(row.figure), figure_words(figure)]
        row.figure, row.note = figure, note
        row.save(update_fields=["figure", "note"])
        return said

    label = lambda: _("A check-in was put right")  # noqa: E731
    said = {"allowed": allowed, "act": act, "shown": shown, "key": key}
    return put_right(case.pk, label=label, by=Actor(by), at=at, **said)


def _figure_of(row: CheckIn) -> str:
    return f"{row.measure.about} {row.due_on.isoformat()}"


def _notes_of(row: CheckIn) -> str:
    return f"{row.measure.about} {row.due_on.isoformat()} notes"


# --- somebody else records it -----------------------------------------------------------------------------------------


def may_hand_on(case: DistrictPurchase, user: User, *, at: datetime) -> bool:
    """The lead and administrators, while it is in use; before that the plan says who records what."""
    if case.state != case.State.MONITORING:
        return False
    return user.pk == case.the_lead.pk or is_admin_hat(Hats.of(user, on=timezone.localdate(at)))


def hand_on(
    case: DistrictPurchase, about: str, person: User, *, by: User, at: datetime, shown=None, key: str = ""
) -> DistrictPurchase:
    """Somebody else records a measure from now on; a check-in that is being asked for goes to them (MACRO-10)."""

    def allowed(child) -> None:
        if child.state != child.State.MONITORING:
            raise Unmet(_("It is now: %(state)s.") % {"state": child.state_words})
        if not may_hand_on(child, by, at=at):
            raise NotYours(_("The lead says who records it."))

    def act(child) -> dict:
        row = child.measures.select_related("recorded_by").get(about=about)
        before = row.recorded_by
        if person.pk == before.pk:
            raise Invalid({"person": _("%(who)s records it already.") % {"who": person}})
        row.recorded_by = person
        row.save(update_fields=["recorded_by"])
        involve(child, person, by=by, at=at)
        step = next((each for each in child.open_steps() if CHECKS.get(each.key) == about), None)
        if step is not None:
            give(child, step, person, by=Actor(by), at=at, name="assign")
        return {f"{about} recorded by": [str(before), str(person)]}

    label = lambda: _("Somebody else records a measure")  # noqa: E731
    said = {"allowed": allowed, "act": act, "shown": shown, "key": key}
    return put_right(case.pk, label=label, by=Actor(by), at=at, **said)


# --- how it was put right ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Correction:
    """One correction of a check-in, as its page shows it."""

    event: Event
    before: str
    after: str
    notes: bool


def corrections_of(case: DistrictPurchase, row: CheckIn) -> list[Correction]:
    """How a check-in was put right, newest first; one query."""
    edits = Event.objects.filter(case_id=case.pk, kind=Event.Kind.EDIT, at__date__gte=row.recorded_on)
    found = []
    for event in edits.order_by("-pk"):
        changed = event.details.get("changed", {})
        before, after = changed.get(_figure_of(row), ("", ""))
        notes = _notes_of(row) in changed
        if before or after or notes:
            found.append(Correction(event, before, after, notes))
    return found


# --- reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """How one measure goes: its last figure, what that means, and when it is looked at next."""

    measure: Measure
    figure: Decimal | None
    figure_on: date | None
    before: Decimal | None
    trend: Trend
    next_on: date | None
    last_on: date | None
    recorded: int
    total: int

    @property
    def figure_words(self) -> str:
        return figure_words(self.figure, self.measure.unit)


def standings(case: DistrictPurchase) -> list[Standing]:
    """Each measure of the plan, in the order of the four; one query however many check-ins there are."""
    figures = CheckIn.objects.filter(measure=OuterRef("pk"), figure__isnull=False).order_by("-due_on")
    waiting = Q(check_ins__recorded_on__isnull=True)
    rows = case.measures.select_related("recorded_by").annotate(
        last_figure=Subquery(figures.values("figure")[:1]),
        last_figure_on=Subquery(figures.values("due_on")[:1]),
        figure_before=Subquery(figures.values("figure")[1:2]),
        next_on=Min("check_ins__due_on", filter=waiting),
        last_on=Max("check_ins__due_on", filter=~waiting),
        recorded=Count("check_ins", filter=~waiting),
        total=Count("check_ins"),
    )
    found = {row.about: _standing(row) for row in rows}
    return [found[about] for about in Monitored.values if about in found]


def _standing(row) -> Standing:
    last, before = _exact(row.last_figure), _exact(row.figure_before)
    return Standing(
        measure=row,
        figure=last,
        figure_on=row.last_figure_on,
        before=before,
        trend=trend_of(last, before, baseline=row.baseline, target=row.target, unit=row.unit),
        next_on=row.next_on,
        last_on=row.last_on,
        recorded=row.recorded,
        total=row.total,
    )


def _exact(figure: Decimal | None) -> Decimal | None:
    """SQLite gives back what a subquery found as it keeps it."""
    return None if figure is None else Decimal(figure).quantize(Decimal("0.01"))


def goals_of(case: DistrictPurchase) -> list[Goal]:
    """The goals with who follows them up, the short-term ones first; one query."""
    return list(case.goals.select_related("follows_up"))


def measure_of(case: DistrictPurchase, about: str) -> Measure | None:
    return case.measures.select_related("recorded_by").filter(about=about).first()


@dataclass(frozen=True)
class Line:
    """One check-in as its table shows it."""

    row: CheckIn
    figure_words: str
    days_late: int
    may_correct: bool


def check_in_page(measure: Measure, *, on: date, page: str = "") -> Page:
    """Check-ins that were recorded or whose day has come, newest first, a page of them; two queries."""
    seen = Q(recorded_on__isnull=False) | Q(due_on__lte=on)
    rows = measure.check_ins.filter(seen).select_related("recorded_by").order_by("-due_on")
    return Paginator(rows, PER_PAGE).get_page(page or 1)


def lines_of(case: DistrictPurchase, measure: Measure, page: Page, user: User, *, at: datetime) -> list[Line]:
    """The rows of a page for one reader; no query."""
    found = []
    for row in page.object_list:
        row.measure = measure
        late = max((row.recorded_on - row.due_on).days, 0) if row.recorded_on else 0
        figure = figure_words(row.figure, measure.unit)
        found.append(Line(row, figure, late, may_correct(case, row, user, at=at)))
    return found


def days_to_come(measure: Measure, *, on: date, most: int = 5) -> list[date]:
    """The next days on which it is looked at; one query."""
    waiting = measure.check_ins.filter(recorded_on__isnull=True, due_on__gt=on)
    return list(waiting.order_by("due_on").values_list("due_on", flat=True)[:most])


def figures_of(measure: Measure) -> list[tuple[date, Decimal]]:
    """What the chart shows: each figure with its day, oldest first; one query."""
    rows = measure.check_ins.filter(figure__isnull=False).order_by("due_on")
    return list(rows.values_list("due_on", "figure"))


def what_it_is(row: CheckIn) -> str:
    """ "Usage, 31 January 2027"."""
    return f"{row.measure.get_about_display()}, {day_words(row.due_on)}"
