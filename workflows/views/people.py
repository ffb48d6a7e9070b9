"""Who a step is with: take it, hand it on, bring others in (X-1, MICRO-6, MICRO-7)."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from workflows import engine, selectors, standing
from workflows.errors import NotYours, Refused, Stale
from workflows.forms import AssignForm, ForwardForm
from workflows.http import CaseForm, acting, carry_out, fetch, fetch_step, hats, refused, see_other
from workflows.models import Case, Step


@require_POST
def claim(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Take a step of one's role on oneself."""
    case = fetch(request, pk)
    found = fetch_step(request, case, step)
    form = CaseForm(request.POST, case=case, step=found)

    def act():
        version = form.shown_step_version
        return engine.claim(pk, step, by=acting(request), at=timezone.now(), version=version, key=form.key)

    return carry_out(request, act, case=case, form=form, done=lambda _event: see_other(selectors.step_url(found)))


@require_http_methods(["GET", "HEAD", "POST"])
def assign(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Hand an open step to a colleague by name, or back to its role."""
    case = fetch(request, pk)
    found = fetch_step(request, case, step)
    form = AssignForm(request.POST or None, case=case, step=found, role=standing.role_words(found.role))
    context = {"case": case, "step": found, "form": form, "holder": _with_whom(found)}
    if request.method == "POST" and form.is_valid():
        return _assigned(request, case, found, form, context)
    mine = hats(request).holding(found) is not None
    if not (mine or engine.may_reassign(found, hats(request))):
        return refused(request, NotYours(_("This step is not yours to hand on.")), case=case, form=form)
    if not found.is_open:
        return refused(request, Stale(_("This step has already been answered.")), case=case, form=form)
    return render(request, "workflows/assign.html", context, status=422 if form.is_bound else 200)


def _with_whom(step: Step) -> str:
    return _("Now with %(who)s,") % {"who": standing.holder_words(step)}


def _assigned(request: HttpRequest, case: Case, step: Step, form: AssignForm, context: dict) -> HttpResponse:
    told = form.cleaned_data

    def act():
        return engine.assign(
            case.pk,
            step.pk,
            person=told["person"],
            words=told["words"],
            by=acting(request),
            at=timezone.now(),
            version=form.shown_step_version,
            key=form.key,
        )

    def done(event):
        messages.success(request, event.label)
        return see_other(case.get_absolute_url())

    invalid = partial(render, request, "workflows/assign.html", context)
    return carry_out(request, act, case=case, form=form, invalid=invalid, done=done)


# --- bringing others in -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Offered:
    """A stage that can be brought in from a step."""

    key: str
    role: str
    words: str


def _offered(case: Case, step: Step) -> list[Offered]:
    return [_offer(case, stage) for stage in case.machine.forwards.get(step.key, ())]


def _offer(case: Case, stage: Any) -> Offered:
    role = standing.role_words(case.role_for(stage))
    waits = _("The request waits for the answer.") if stage.required else _("Advice: the request does not wait for it.")
    words = format_html('{}<span class="choice-hint">{}. {}</span>', role, stage.label, waits)
    return Offered(stage.key, role, words)


@require_http_methods(["GET", "HEAD", "POST"])
def forward(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Bring others in from a step; one's own stays open."""
    case = fetch(request, pk)
    found = fetch_step(request, case, step)
    form = ForwardForm(request.POST or None, case=case, step=found, offered=_offered(case, found))
    context = {"case": case, "step": found, "form": form}
    if request.method == "POST" and form.is_valid():
        return _brought_in(request, case, found, form, context)
    if refusal := _may_not_bring_in(request, case, found):
        return refused(request, refusal, case=case, form=form)
    return render(request, "workflows/forward.html", context, status=422 if form.is_bound else 200)


def _may_not_bring_in(request: HttpRequest, case: Case, step: Step) -> Refused | None:
    if hats(request).holding(step) is None or step.key not in case.machine.forwards:
        return NotYours(_("This step is not with you."))
    return None if step.is_open else Stale(_("This step has already been answered."))


def _brought_in(request: HttpRequest, case: Case, step: Step, form: ForwardForm, context: dict) -> HttpResponse:
    def act():
        return engine.forward(
            case.pk,
            step.pk,
            stages=form.cleaned_data["stages"],
            people=form.people(),
            question=form.cleaned_data["question"],
            by=acting(request),
            at=timezone.now(),
            version=form.shown_step_version,
            key=form.key,
        )

    def done(opened):
        names = ", ".join(standing.holder_words(each) for each in opened)
        messages.success(request, _("Asked: %(names)s.") % {"names": names})
        return see_other(selectors.step_url(step))

    invalid = partial(render, request, "workflows/forward.html", context)
    return carry_out(request, act, case=case, form=form, invalid=invalid, done=done)
