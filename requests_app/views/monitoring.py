"""How is it going? The plan to read, each measure with its chart and table, recording and putting right (MACRO-10).

Field names: requests_app/forms/monitoring.py.
"""

from collections.abc import Collection

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.district import setting
from accounts.forms import posted
from config.colours import legible
from requests_app import goals, monitoring
from requests_app.forms.monitoring import CheckInForm, RecorderForm
from requests_app.models import CheckIn, DistrictPurchase, Measure
from requests_app.pictures import line_chart
from requests_app.trends import figure_words
from requests_app.views.plan import at_step, kept, page_of
from workflows.access import may_remove
from workflows.errors import NotYours, Stale, Unmet
from workflows.http import acting, carry_out, case_url, fetch, hats, refused
from workflows.keys import one_time_key
from workflows.selectors import reading, step_url


def _read(request: HttpRequest, pk: int) -> tuple[DistrictPurchase, HttpResponse | None]:
    """A district purchase, for whoever reads all of it; or the answer to others."""
    case = fetch(request, pk)
    if not isinstance(case, DistrictPurchase):
        raise Http404
    if not reading(request.user, case, at=timezone.now()).whole:
        return case, refused(request, NotYours(_("Only people who work on this request may do that.")), case=case)
    return case, None


# --- the plan, and how it goes ----------------------------------------------------------------------------------------


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The goals, the seven parts and the measures, to be read and printed (MACRO-8, MACRO-9)."""
    case, answer = _read(request, pk)
    if answer:
        return answer
    context = {
        "case": case,
        "goals": monitoring.goals_of(case),
        "parts": [{"title": part.title, "column": part.column, "said": part.said(case)} for part in goals.PARTS],
        "may_remove": may_remove(request.user, case, at=timezone.now()),
        "measures": goals.measures_of(case),
        "back_url": case_url(case),
    }
    return render(request, "requests_app/district/plan.html", context)


@require_safe
def goal_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The goals: where the lead writes them, or in the plan where everybody reads them (MACRO-8)."""
    return _to_plan(request, pk, "goals", lambda case, step: reverse("step-goals", args=[case.pk, step.pk]))


@require_safe
def measure_list(request: HttpRequest, pk: int) -> HttpResponse:
    """What is measured: where the lead writes it, or in the plan where everybody reads it (MACRO-9)."""
    return _to_plan(request, pk, "measures", lambda _case, step: step_url(step))


def _to_plan(request: HttpRequest, pk: int, section: str, written_at) -> HttpResponse:
    case, answer = _read(request, pk)
    if answer:
        return answer
    planning = next(iter(_held(request, case, goals.AT_STEPS)), None)
    if planning is not None:
        return redirect(written_at(case, planning))
    return redirect(f"{reverse('district-plan', args=[case.pk])}#{section}")


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Each measure: its last figure, the trend in words, the next check-in; and the goals (MACRO-10)."""
    case, answer = _read(request, pk)
    if answer:
        return answer
    mine = {monitoring.CHECKS[step.key]: step for step in _held(request, case, monitoring.AT_STEPS)}
    rows = monitoring.standings(case)
    context = {
        "case": case,
        "rows": [(row, case.step_page(mine[row.measure.about]) if row.measure.about in mine else "") for row in rows],
        "goals": monitoring.goals_of(case),
        "back_url": case_url(case),
        "today": timezone.localdate(),
    }
    return render(request, "requests_app/district/monitoring.html", context)


def _held(request, case, keys: Collection[str]) -> list:
    """Of these steps the open ones that wait on the reader."""
    found = []
    for step in case.open_steps():
        step.case = case
        if step.key in keys and hats(request).holding(step):
            found.append(step)
    return found


@require_safe
def measure(request: HttpRequest, pk: int, about: str) -> HttpResponse:
    """One measure: the figures against start and aim, as a chart and as a table."""
    case, answer = _read(request, pk)
    if answer:
        return answer
    standing = next((each for each in monitoring.standings(case) if each.measure.about == about), None)
    if standing is None:
        raise Http404
    row = standing.measure
    today = timezone.localdate()
    page = monitoring.check_in_page(row, on=today, page=request.GET.get("page", ""))
    context = {
        "case": case,
        "measure": row,
        "standing": standing,
        "baseline": figure_words(row.baseline, row.unit),
        "target": figure_words(row.target, row.unit),
        "page": page,
        "lines": monitoring.lines_of(case, row, page, request.user, at=timezone.now()),
        "may_hand_on": monitoring.may_hand_on(case, request.user, at=timezone.now()),
        "to_come": monitoring.days_to_come(row, on=today),
        "record_url": next((case.step_page(each) for each in _held(request, case, {f"check-{about}"})), ""),
        "today": today,
        "back_url": reverse("district-monitoring", args=[case.pk]),
    }
    return render(request, "requests_app/district/measure.html", context)


@require_safe
def picture(request: HttpRequest, pk: int, about: str) -> HttpResponse:
    """The figures of a measure over time, beside start and aim."""
    case, answer = _read(request, pk)
    if answer:
        return answer
    row = _measure(case, about)
    drawn = line_chart(
        monitoring.figures_of(row),
        title=str(row),
        figures_named=_("Figures"),
        words=lambda figure: figure_words(figure, row.unit),
        levels=[(_("At the start"), row.baseline), (_("Aimed at"), row.target)],
        colour=legible(setting("accent")),
    )
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = "private, no-store"
    return response


def _measure(case, about: str) -> Measure:
    found = monitoring.measure_of(case, about)
    if found is None:
        raise Http404
    return found


# --- recording, putting right -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def check_in(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """What does it show this time? A figure, or notes; then what else waits on the reader (MACRO-10)."""
    case, found, answer = at_step(request, pk, step, monitoring.AT_STEPS)
    if answer:
        return _sent_before(request, case, found) if request.method == "POST" and not found.is_open else answer
    row = monitoring.asked_at(case, found)
    if row is None:
        return refused(request, Stale(_("The plan was changed: nothing waits to be recorded here.")), case=case)
    form = CheckInForm(posted(request), case=case, step=found, row=row)

    def page() -> HttpResponse:
        earlier = monitoring.figures_of(row.measure)[-3:]
        more = {
            "row": row,
            "measure": row.measure,
            "baseline": figure_words(row.measure.baseline, row.measure.unit),
            "target": figure_words(row.measure.target, row.measure.unit),
            "earlier": [(day, figure_words(figure, row.measure.unit)) for day, figure in reversed(earlier)],
            "back_url": reverse("district-monitoring", args=[case.pk]),
        }
        return page_of(request, case, found, "check_in", form, **more)

    def act(**who):
        said = monitoring.record(case, found.pk, version=form.shown_step_version, **form.said(), **who)
        messages.success(request, _("Recorded: %(what)s.") % {"what": monitoring.what_it_is(row)})
        return said

    to = reverse("district-measure", args=[case.pk, row.measure.about])
    return kept(request, case, form, page, act, to=to)


def _sent_before(request: HttpRequest, case, found) -> HttpResponse:
    """To a step that is answered: the engine knows whether the same form was sent twice."""
    key, by = one_time_key(request.POST.get("once")), acting(request)
    said = {"version": None, "figure": None, "note": ""}
    return carry_out(
        request, lambda: monitoring.record(case, found.pk, **said, by=by, at=timezone.now(), key=key), case=case
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, pk: int, check_in: int) -> HttpResponse:
    """A recorded check-in, put right; how it was put right before."""
    case, answer = _read(request, pk)
    if answer:
        return answer
    row = CheckIn.objects.select_related("measure", "recorded_by").filter(measure__case=case.pk, pk=check_in).first()
    if row is None:
        raise Http404
    if answer := _not_to_be_corrected(request, case, row):
        return answer
    form = CheckInForm(posted(request), case=case, row=row)
    back = reverse("district-measure", args=[case.pk, row.measure.about])

    def page() -> HttpResponse:
        context = {
            "case": case,
            "row": row,
            "form": form,
            "corrections": monitoring.corrections_of(case, row),
            "back_url": back,
        }
        return render(request, "requests_app/district/correction.html", context, status=422 if form.is_bound else 200)

    def act(*, by, at, key):
        said = form.said() | {"by": by.user, "at": at, "shown": form.shown(), "key": key}
        return monitoring.correct(case, row.pk, **said)

    return kept(request, case, form, page, act, to=back)


def _not_to_be_corrected(request, case, row: CheckIn) -> HttpResponse | None:
    if row.recorded_on is None:
        return refused(request, Unmet(_("This is not recorded yet.")), case=case)
    if case.is_over:
        return refused(request, Unmet(_("It is now: %(state)s.") % {"state": case.state_words}), case=case)
    if not monitoring.may_correct(case, row, request.user, at=timezone.now()):
        return refused(request, NotYours(_("Whoever recorded it puts it right, or the lead.")), case=case)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
def recorder(request: HttpRequest, pk: int, about: str) -> HttpResponse:
    """Who records a measure from now on? The lead says so while it is in use."""
    case, answer = _read(request, pk)
    if answer:
        return answer
    row = _measure(case, about)
    if case.state != case.State.MONITORING:
        return refused(request, Unmet(_("It is now: %(state)s.") % {"state": case.state_words}), case=case)
    if not monitoring.may_hand_on(case, request.user, at=timezone.now()):
        return refused(request, NotYours(_("The lead says who records it.")), case=case)
    form = RecorderForm(posted(request), case=case)
    back = reverse("district-measure", args=[case.pk, about])

    def page() -> HttpResponse:
        context = {"case": case, "measure": row, "form": form, "back_url": back}
        status = 422 if form.is_bound else 200
        return render(request, "requests_app/district/recorder.html", context, status=status)

    def act(*, by, at, key):
        person = form.cleaned_data["person"]
        return monitoring.hand_on(case, about, person, by=by.user, at=at, shown=form.shown(), key=key)

    return kept(request, case, form, page, act, to=back)
