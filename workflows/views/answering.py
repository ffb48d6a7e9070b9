"""What must I decide, on what? The page of a step, for every kind of case that has no page of its own for it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.district import role_name
from accounts.roles import Part
from workflows import engine
from workflows.answering import ReviewAnswer, form_for
from workflows.errors import Invalid, NotYours, Stale
from workflows.http import acting, carry_out, case_url, hats, refused, see_other
from workflows.models import Case, Step
from workflows.page import CasePage


def answer(
    request: HttpRequest, case: Case, step: Step, *, onwards: Callable[[HttpRequest, Case], HttpResponse]
) -> HttpResponse:
    """The question beside the case on GET; POST answers it, and then goes `onwards`."""
    if hats(request).holding(step) is None and not _own(request, step):
        return refused(request, NotYours(_("This step is not with you.")), case=case)
    if step.is_open and (page := case.step_page(step)):
        return see_other(page) if request.method == "POST" else redirect(page)
    if request.method != "POST":
        if not step.is_open:
            messages.info(request, _("This step has been answered already."))
            return redirect(case_url(case))
        return _page(request, case, step, form_for(case, step, request.user, on=timezone.localdate()))
    form = form_for(case, step, request.user, on=timezone.localdate(), data=request.POST)
    if not form.is_valid():
        if not step.is_open:
            return refused(request, Stale(_("This step has already been answered.")), case=case, form=form)
        return _page(request, case, step, form, status=422)
    act = _review if isinstance(form, ReviewAnswer) else _decide
    return carry_out(
        request,
        lambda: act(request, case, step, form),
        case=case,
        form=form,
        invalid=lambda: _page(request, case, step, form),
        done=lambda _result: onwards(request, case),
    )


def _own(request: HttpRequest, step: Step) -> bool:
    return step.role == Part.REQUESTER and step.case.requester_id == request.user.pk


def _decide(request: HttpRequest, case: Case, step: Step, form):
    return engine.perform(
        case.pk,
        form.cleaned_data["move"],
        by=acting(request),
        at=timezone.now(),
        step=step.pk,
        shown=form.shown(),
        key=form.key,
        **form.details(),
    )


def _review(request: HttpRequest, case: Case, step: Step, form: ReviewAnswer):
    given = form.answers()
    answers = [each for _number, each in given]
    try:
        return engine.review(case.pk, answers, by=acting(request), at=timezone.now(), key=form.key)
    except Invalid as refusal:
        raise Invalid(as_on_page(refusal.errors, [number for number, _answer in given])) from refusal


def as_on_page(errors: dict[str, str], numbers: list[int]) -> dict[str, str]:
    """The engine counts the answers it was given; the page counts those it asked for."""
    named = {}
    for field, message in errors.items():
        number, _dash, name = field.partition("-")
        named[f"{numbers[int(number)]}-{name}"] = message
    return named


def _page(request: HttpRequest, case: Case, step: Step, form, status: int = 200) -> HttpResponse:
    page = CasePage(case, request.user, at=timezone.now())
    kind, app = case.kind, case._meta.app_label
    context = {
        "case": case,
        "step": step,
        "form": form,
        "page": page,
        "holding": hats(request).holding(step),
        "instead_of": role_name(step.instead_of) if step.instead_of else "",
        "panels": [f"{app}/steps/{step.key}.html", f"{app}/steps/{kind}.html", "workflows/_no_panel.html"],
    }
    return render(request, "workflows/step.html", context, status=status)
