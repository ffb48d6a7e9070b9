"""On which set-ups is it installed? The lines of an installation (SOFT-15). Field names: forms/setups.py."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from requests_app import installing
from requests_app.forms.setups import SetUpForm
from requests_app.forms.sites import DoneForm
from requests_app.models import SetUp
from requests_app.views.vetting import held, number_of, step_url
from workflows.errors import Invalid, Stale, Unmet
from workflows.http import acting, carry_out, refused, see_other


@require_http_methods(["GET", "HEAD", "POST"])
def setups(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """The form for a new line; POST does what `what` says."""
    case, found, answer = held(request, pk, step, installing.AT_STEPS)
    if answer:
        return answer
    if request.method != "POST":
        return _page(request, case, found, SetUpForm(case=case, step=found))
    act = ACTS.get(request.POST.get("what", "add"))
    if act is None:
        return refused(request, Unmet(_("There is no such act.")), case=case)
    return act(request, case, found)


def _page(request, case, found, form, status: int = 200) -> HttpResponse:
    context = {"case": case, "step": found, "form": form, "back_url": step_url(case, found)}
    return render(request, "requests_app/steps/setup.html", context, status=status)


def _add(request, case, found) -> HttpResponse:
    form = SetUpForm(request.POST, case=case, step=found)
    if not form.is_valid():
        return _page(request, case, found, form, status=422)
    told = {name: form.cleaned_data[name] for name in ("name", "place", "note")}
    return carry_out(
        request,
        lambda: installing.add_setup(case, found.pk, by=acting(request), at=timezone.now(), key=form.key, **told),
        case=case,
        form=form,
        invalid=lambda: _page(request, case, found, form),
        done=lambda _case: see_other(step_url(case, found)),
    )


def _done(request, case, found) -> HttpResponse:
    form = DoneForm(request.POST)
    if not form.is_valid():
        return refused(request, Invalid({"done_on": form.errors["done_on"][0]}), case=case)
    return _mark(request, case, found, form.cleaned_data["done_on"])


def _undo(request, case, found) -> HttpResponse:
    return _mark(request, case, found, None)


def _mark(request, case, found, day) -> HttpResponse:
    def act(setup: SetUp):
        return installing.mark_done(setup, found.pk, done_on=day, by=acting(request), at=timezone.now())

    return _do(request, case, found, act)


def _remove(request, case, found) -> HttpResponse:
    def act(setup: SetUp):
        return installing.remove_setup(setup, found.pk, by=acting(request), at=timezone.now())

    return _do(request, case, found, act)


ACTS = {"add": _add, "done": _done, "undo": _undo, "remove": _remove}


def _do(request, case, found, act: Callable[[SetUp], object]) -> HttpResponse:
    """An act upon the line named, if it is one of this request's still: a second click finds it gone."""
    setup = case.setup_lines.select_related("place").filter(pk=number_of(request.POST.get("setup", ""))).first()
    if setup is None:
        return refused(request, Stale(_("This set-up was taken off the list meanwhile.")), case=case)
    return carry_out(request, lambda: act(setup), case=case, done=lambda _case: see_other(step_url(case, found)))
