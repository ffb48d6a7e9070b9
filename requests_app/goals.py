"""What is to be reached, and the plan by which it is put to use and watched (MACRO-8, MACRO-9).

Each act is the lead's at the step of planning, through `engine.amend`, so that the history says who changed what.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from requests_app.check_in_days import MOST_YEARS, days_of
from requests_app.models import DistrictPurchase, Goal, Measure, Monitored
from requests_app.team import involve
from workflows import engine
from workflows.actors import Actor
from workflows.errors import Invalid, Stale, Unmet

PLANNING, NEXT_STEPS = "planning", "next-steps"
AT_STEPS = frozenset({PLANNING})
MOST_GOALS = 40


# --- the seven parts of the plan --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One part of the plan: its column, the question, and what may be said of it."""

    key: str
    column: str
    title: Any
    question: Any
    hint: Any

    def said(self, case: DistrictPurchase) -> str:
        return getattr(case, self.column)


PARTS = (
    Part(
        "participants",
        "plan_participants",
        gettext_lazy("Who takes part"),
        gettext_lazy("Who takes part, and where is the best place to begin?"),
        gettext_lazy("Schools, grades, teams; for example: two middle schools first, then all of them."),
    ),
    Part(
        "extent",
        "plan_extent",
        gettext_lazy("Extent of the implementation"),
        gettext_lazy("How far does the implementation go?"),
        gettext_lazy("For example: grade 6 in the first year, once a week, in mathematics."),
    ),
    Part(
        "expectations",
        "plan_expectations",
        gettext_lazy("Parameters and expectations"),
        gettext_lazy("Within which parameters is it used, and what is expected of those who use it?"),
        gettext_lazy("For example: 30 minutes a week in class; results are read before units are planned."),
    ),
    Part(
        "measurement",
        "plan_measurement",
        gettext_lazy("Timeline and frequency of measurement"),
        gettext_lazy("When is it measured and reviewed, and how often?"),
        gettext_lazy("It begins with what your measures say; change it as you like."),
    ),
    Part(
        "training",
        "plan_training",
        gettext_lazy("Training needed"),
        gettext_lazy("Which training is needed, for whom, and when?"),
        gettext_lazy("For example: two hours for all teachers of mathematics in August."),
    ),
    Part(
        "feedback",
        "plan_feedback",
        gettext_lazy("Feedback to collect"),
        gettext_lazy("Which feedback is collected, from whom, and when?"),
        gettext_lazy("For example: a short survey of teachers and students in December and May."),
    ),
    Part(
        "timeline",
        "plan_timeline",
        gettext_lazy("Timeline of the implementation"),
        gettext_lazy("What happens when, until it is in use everywhere?"),
        gettext_lazy("For example: August training, September first schools, January all of them."),
    ),
)


def part_named(key: str) -> Part | None:
    return next((part for part in PARTS if part.key == key), None)


def part_after(case: DistrictPurchase, key: str) -> Part | None:
    """The next part that nobody has written yet, in their order, after this one or before it."""
    place = next(number for number, part in enumerate(PARTS) if part.key == key)
    others = PARTS[place + 1 :] + PARTS[:place]
    return next((part for part in others if not part.said(case)), None)


def proposed(case: DistrictPurchase, part: Part) -> str:
    """What a part begins with: of the measurement, what the measures say already."""
    if part.key != "measurement" or part.said(case):
        return part.said(case)
    return "\n".join(_sentence(measure) for measure in measures_of(case))


def _sentence(measure: Measure) -> str:
    words = _("%(about)s: %(what)s, %(often)s from %(first)s until %(last)s, recorded by %(who)s.")
    said = {"about": measure.get_about_display(), "what": measure.words, "often": measure.get_every_display().lower()}
    days = {"first": measure.first_on.isoformat(), "last": measure.until.isoformat()}
    return words % (said | days | {"who": measure.recorded_by})


def write_part(case: DistrictPurchase, step: int, part: Part, words: str, *, by: Actor, at: datetime, key: str = ""):
    """MACRO-9: one of the seven is written, or written anew."""

    def act(child) -> dict:
        before = part.said(child)
        setattr(child, part.column, words)
        return {part.column: [before, words]}

    return _plan(case, step, part.title, act, by=by, at=at, key=key)


# --- goals ------------------------------------------------------------------------------------------------------------


def add_goal(
    case: DistrictPurchase,
    step: int,
    *,
    term: str,
    words: str,
    source: str,
    follows_up: User,
    by: Actor,
    at: datetime,
    key: str = "",
):
    """MACRO-8: one more goal; whoever follows it up belongs to the team from now on."""

    def act(child) -> dict:
        if child.goals.count() >= MOST_GOALS:
            raise Unmet(_("At most %(most)s goals: nobody follows up more.") % {"most": MOST_GOALS})
        goal = child.goals.create(term=term, words=words, source=source, follows_up=follows_up)
        involve(child, follows_up, by=by.user, at=at)
        return {"goals": ["", str(goal)]}

    return _plan(case, step, gettext_lazy("Goal added"), act, by=by, at=at, key=key)


def change_goal(goal: Goal, step: int, *, by: Actor, at: datetime, key: str = "", **said):
    """A goal in other words, with other data or somebody else who follows it up."""

    def act(child) -> dict:
        row = _goal(child, goal.pk)
        before = {name: str(getattr(row, name)) for name in said}
        for name, value in said.items():
            setattr(row, name, value)
        row.save(update_fields=list(said))
        involve(child, row.follows_up, by=by.user, at=at)
        return {f"goal {name}": [before[name], str(getattr(row, name))] for name in said}

    return _plan(goal.case, step, gettext_lazy("Goal changed"), act, by=by, at=at, key=key)


def remove_goal(goal: Goal, step: int, *, by: Actor, at: datetime):
    """A goal that is not pursued; the history keeps its words."""

    def act(child) -> dict:
        row = _goal(child, goal.pk)
        row.delete()
        return {"goals": [str(row), ""]}

    return _plan(goal.case, step, gettext_lazy("Goal taken off the list"), act, by=by, at=at)


def say_what_was_reached(
    case: DistrictPurchase, step: int, *, reached: dict[int, bool | None], by: Actor, at: datetime, key: str = ""
):
    """MACRO-10: which goals were reached, before the next steps are decided; None where it is too early to say."""

    def act(child) -> dict:
        if _key_of(child, step) != NEXT_STEPS:
            raise Unmet(_("This is recorded when the next steps are decided."))
        rows = list(child.goals.all())
        if {row.pk for row in rows} != set(reached):
            raise Stale(_("The goals changed since you opened this page."))
        said = {}
        for row in rows:
            before, row.reached = row.reached, reached[row.pk]
            row.save(update_fields=["reached"])
            said[str(row)] = [_reached_words(before), _reached_words(row.reached)]
        return said

    return engine.amend(case.pk, step, label=gettext_lazy("Goals reached"), act=act, by=by, at=at, key=key)


def _reached_words(reached: bool | None) -> str:
    return {True: "reached", False: "not reached", None: ""}[reached]


def _goal(child: DistrictPurchase, pk: int) -> Goal:
    found = child.goals.filter(pk=pk).first()
    if found is None:
        raise Stale(_("This goal was taken off the list meanwhile."))
    return found


# --- measures ---------------------------------------------------------------------------------------------------------


def set_measure(
    case: DistrictPurchase,
    step: int,
    about: str,
    *,
    words: str,
    unit: str,
    baseline: Decimal | None,
    target: Decimal | None,
    every: int,
    first_on: date,
    until: date,
    recorded_by: User,
    by: Actor,
    at: datetime,
    key: str = "",
):
    """MACRO-9: how one of the four is measured; each has its own frequency. Invalid names the field."""
    if errors := _wrong_dates(first_on, until, every):
        raise Invalid(errors)
    said = {
        "words": words,
        "unit": unit,
        "baseline": baseline,
        "target": target,
        "every": every,
        "first_on": first_on,
        "until": until,
        "recorded_by": recorded_by,
    }

    def act(child) -> dict:
        row = child.measures.filter(about=about).first() or Measure(case=child, about=about)
        before = _said_of(row)
        if row.pk and row.unit != unit and row.check_ins.filter(figure__isnull=False).exists():
            kept = _("Figures are recorded in “%(unit)s” already: keep it, so that they can be compared.")
            raise Invalid({"unit": kept % {"unit": row.unit}})
        for name, value in said.items():
            setattr(row, name, value)
        row.save()
        involve(child, recorded_by, by=by.user, at=at)
        after = _said_of(row)
        return {f"{about} {name}": [before[name], after[name]] for name in said}

    return _plan(case, step, Monitored(about).label, act, by=by, at=at, key=key)


def _wrong_dates(first_on: date, until: date, every: int) -> dict[str, str]:
    if until < first_on:
        return {"until": str(_("This day is before the first one."))}
    if until > first_on + relativedelta(years=MOST_YEARS):
        return {"until": str(_("A plan goes over %(years)s years at most.") % {"years": MOST_YEARS})}
    if every not in Measure.Every.values:
        return {"every": str(_("Choose how often."))}
    return {}


def _said_of(measure: Measure) -> dict[str, str]:
    if not measure.pk:
        return dict.fromkeys(("words", "unit", "baseline", "target", "every", "first_on", "until", "recorded_by"), "")
    plain = ("words", "unit", "baseline", "target", "first_on", "until", "recorded_by")
    said = {name: str(getattr(measure, name)) if getattr(measure, name) is not None else "" for name in plain}
    return said | {"every": str(measure.get_every_display())}


def measures_of(case: DistrictPurchase) -> list[Measure]:
    """The measures in the order of the four; one query."""
    rows = {row.about: row for row in case.measures.select_related("recorded_by")}
    return [rows[about] for about in Monitored.values if about in rows]


def days_planned(measure: Measure) -> list[date]:
    """The days on which a measure is looked at, as its plan says."""
    return days_of(measure.first_on, measure.until, measure.every)


# --- what is still missing --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line of the plan's progress: the page it leads to, and whether it is done."""

    page: str
    key: str
    label: Any
    done: bool
    words: str = ""


def progress(case: DistrictPurchase) -> dict[str, list[Line]]:
    """Goals, the seven parts and the four measures, each done or missing; two queries."""
    terms = [goal.term for goal in case.goals.all()]
    known = {measure.about: measure for measure in measures_of(case)}
    return {
        "goals": [
            Line("goals", term, label, term in terms, _("%(n)d so far") % {"n": terms.count(term)})
            for term, label in GOAL_LINES.items()
        ],
        "parts": [Line("part", part.key, part.title, bool(part.said(case))) for part in PARTS],
        "measures": [
            Line("measure", about, label, about in known, known[about].words if about in known else "")
            for about, label in Monitored.choices
        ],
    }


GOAL_LINES = {
    Goal.Term.SHORT.value: gettext_lazy("Short-term goals"),
    Goal.Term.LONG.value: gettext_lazy("Long-term goals"),
}


# --- what they share --------------------------------------------------------------------------------------------------


def _key_of(child: DistrictPurchase, step: int) -> str:
    return next(each.key for each in child.all_steps if each.pk == step)


def _plan(case: DistrictPurchase, step: int, label, act: Callable, *, by: Actor, at: datetime, key: str = ""):
    """An act of whoever has the plan in hand."""

    def upon(child: DistrictPurchase) -> dict:
        if _key_of(child, step) != PLANNING:
            raise Unmet(_("This is planned before it is put to use."))
        return act(child)

    return engine.amend(case.pk, step, label=label, act=upon, by=by, at=at, key=key)
