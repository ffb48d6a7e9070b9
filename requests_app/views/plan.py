"""What is to be reached, and how is it put to use and watched? Goals, the plan and its measures (MACRO-8, MACRO-9).

Field names: requests_app/forms/plan.py.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import posted
from requests_app import goals, monitoring
from requests_app.forms.plan import GoalForm, MeasureForm, PartForm, ReachedForm
from requests_app.models import DistrictPurchase, Goal, Monitored
from requests_app.views.vetting import held, step_url
from workflows.errors import Unmet
from workflows.http import acting, carry_out, refused, see_other


def at_step(request: HttpRequest, pk: int, step: int, keys: frozenset[str]):
    return held(request, pk, step, keys, kind=DistrictPurchase)


def page_of(request, case, found, template: str, form=None, **more) -> HttpResponse:
    """A page at a step; 422 where its form was sent and something is wrong with it."""
    context = {"case": case, "step": found, "form": form, "back_url": step_url(case, found), **more}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, f"requests_app/district/{template}.html", context, status=status)


def kept(request, case, form, page: Callable[[], HttpResponse], act: Callable, *, to: str) -> HttpResponse:
    """Keep what a form says, and go on; its page again with what is wrong."""
    if request.method != "POST" or not form.is_valid():
        return page()
    return carry_out(
        request,
        lambda: act(by=acting(request), at=timezone.now(), key=form.key),
        case=case,
        form=form,
        invalid=page,
        done=lambda _result: see_other(to),
    )


# --- goals ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def goal_list(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Short- and long-term goals, and one more (MACRO-8). POST `what`: add, remove (with `goal`)."""
    case, found, answer = at_step(request, pk, step, goals.AT_STEPS)
    if answer:
        return answer
    if request.method != "POST":
        return _goals_page(request, case, found, GoalForm(case=case, step=found))
    what = request.POST.get("what", "add")
    if what == "remove":
        return _remove_goal(request, case, found)
    if what != "add":
        return refused(request, Unmet(_("There is no such act.")), case=case)
    form = GoalForm(request.POST, case=case, step=found)

    def act(**who):
        return goals.add_goal(case, found.pk, **form.said(), **who)

    return kept(
        request,
        case,
        form,
        lambda: _goals_page(request, case, found, form),
        act,
        to=reverse("step-goals", args=[case.pk, found.pk]),
    )


def _goals_page(request, case, found, form: GoalForm) -> HttpResponse:
    return page_of(request, case, found, "goals", form, goals=monitoring.goals_of(case))


def _remove_goal(request, case, found) -> HttpResponse:
    row = _goal_named(case, request.POST.get("goal", ""))
    return carry_out(
        request,
        lambda: goals.remove_goal(row, found.pk, by=acting(request), at=timezone.now()),
        case=case,
        done=lambda _case: see_other(reverse("step-goals", args=[case.pk, found.pk])),
    )


def _goal_named(case, words: str) -> Goal:
    known = {str(goal.pk): goal for goal in monitoring.goals_of(case)}
    if words not in known:
        raise Http404
    return known[words]


@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: HttpRequest, pk: int, step: int, goal: int) -> HttpResponse:
    """One goal, in other words or with other data (MACRO-8)."""
    case, found, answer = at_step(request, pk, step, goals.AT_STEPS)
    if answer:
        return answer
    row = _goal_named(case, str(goal))
    form = GoalForm(posted(request), case=case, step=found, goal=row)
    back = reverse("step-goals", args=[case.pk, found.pk])

    def act(**who):
        return goals.change_goal(row, found.pk, **form.said(), **who)

    return kept(
        request, case, form, lambda: page_of(request, case, found, "goal", form, goal=row, goals_url=back), act, to=back
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reached(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Which goals were reached, before the next steps are decided? (MACRO-10)"""
    case, found, answer = at_step(request, pk, step, frozenset({goals.NEXT_STEPS}))
    if answer:
        return answer
    rows = monitoring.goals_of(case)
    form = ReachedForm(posted(request), case=case, step=found, goals=rows)

    def act(**who):
        return goals.say_what_was_reached(case, found.pk, reached=form.reached(), **who)

    page = lambda: page_of(request, case, found, "reached", form, goals=rows)  # noqa: E731
    return kept(request, case, form, page, act, to=step_url(case, found))


# --- the seven parts, the four measures -------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, pk: int, step: int, part: str) -> HttpResponse:
    """One of the seven parts of the plan; then the next that is missing (MACRO-9)."""
    case, found, answer = at_step(request, pk, step, goals.AT_STEPS)
    if answer:
        return answer
    asked = goals.part_named(part)
    if asked is None:
        raise Http404
    form = PartForm(posted(request), case=case, step=found, part=asked)
    following = goals.part_after(case, asked.key)
    to = step_url(case, found)
    if following is not None and "later" not in request.POST:
        to = reverse("step-plan", args=[case.pk, found.pk, following.key])

    def act(**who):
        return goals.write_part(case, found.pk, asked, form.cleaned_data["words"], **who)

    def page() -> HttpResponse:
        return page_of(request, case, found, "part", form, part=asked, progress=_stations(case, found, asked.key))

    return kept(request, case, form, page, act, to=to)


def _stations(case, found, here: str) -> list[dict]:
    """The seven parts by name: which are written, and where one is."""
    return [
        {
            "words": part.title,
            "url": reverse("step-plan", args=[case.pk, found.pk, part.key]),
            "place": "here" if part.key == here else "done" if part.said(case) else "next",
        }
        for part in goals.PARTS
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def measure(request: HttpRequest, pk: int, step: int, about: str) -> HttpResponse:
    """How is one of the four measured, how often, by whom, towards which figure? (MACRO-9)"""
    case, found, answer = at_step(request, pk, step, goals.AT_STEPS)
    if answer:
        return answer
    if about not in Monitored.values:
        raise Http404
    row = monitoring.measure_of(case, about)
    form = MeasureForm(posted(request), case=case, step=found, measure=row)

    def act(**who):
        return goals.set_measure(case, found.pk, about, **form.said(), **who)

    page = lambda: page_of(request, case, found, "measure_form", form, about=Monitored(about).label)  # noqa: E731
    return kept(request, case, form, page, act, to=step_url(case, found))
