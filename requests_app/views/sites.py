"""Which schools are set up? The lines of an integration (MICRO-13). Field names: requests_app/forms/sites.py."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from requests_app import integration
from requests_app.forms.sites import DoneForm, SiteForm, wanted_method
from requests_app.models import MicroRequest, Site
from requests_app.views.contract import step_url
from workflows.errors import Invalid, NotYours, Stale, Unmet
from workflows.http import acting, carry_out, fetch, fetch_step, hats, refused, see_other
from workflows.models import Case, Step


@require_http_methods(["GET", "HEAD", "POST"])
def sites(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """The form for a new line, or with `?site=` for one that is there; POST does what `what` says."""
    case = fetch(request, pk)
    if not isinstance(case, MicroRequest):
        raise Http404
    found = fetch_step(request, case, step)
    if hats(request).holding(found) is None or found.key not in integration.AT_STEPS:
        return refused(request, NotYours(_("This step is not with you.")), case=case)
    if not found.is_open:
        return refused(request, Stale(_("This step has already been answered.")), case=case)
    if request.method != "POST":
        return _page(request, case, found, _blank_form(request, case, found), _site(case, request.GET))
    act = ACTS.get(request.POST.get("what", ""))
    if act is None:
        return refused(request, Unmet(_("There is no such act.")), case=case)
    return act(request, case, found)


def _blank_form(request: HttpRequest, case: Case, found: Step) -> SiteForm:
    return SiteForm(case=case, step=found, site=_site(case, request.GET))


def _site(case: Case, data) -> Site | None:
    """The line named, if it is one of this request's."""
    words = data.get("site", "")
    if not (words.isascii() and words.isdigit() and len(words) < 10):
        return None
    site = case.sites.select_related("place", "contact").filter(pk=int(words)).first()
    if site is None:
        raise Http404
    return site


def _site_named(case: Case, data) -> Site:
    site = _site(case, data)
    if site is None:
        raise Http404
    return site


def _list(request: HttpRequest, case: Case, found: Step) -> HttpResponse:
    schools = integration.schools_to_set_up(case)
    method = wanted_method(case)
    lines = [{"place": school, "contact": None, "method": method} for school in schools]
    if not lines:
        return see_other(step_url(case, found))
    return _do(
        request,
        case,
        found,
        lambda: integration.add_sites(case=case, step=found.pk, lines=lines, by=acting(request), at=timezone.now()),
    )


def _add(request: HttpRequest, case: Case, found: Step) -> HttpResponse:
    form = SiteForm(request.POST, case=case, step=found)
    if not form.is_valid():
        return _page(request, case, found, form, None, status=422)
    line = {name: form.cleaned_data[name] for name in ("place", "contact", "method", "note")}
    return _do(
        request,
        case,
        found,
        lambda: integration.add_sites(
            case=case, step=found.pk, lines=[line], by=acting(request), at=timezone.now(), key=form.key
        ),
    )


def _change(request: HttpRequest, case: Case, found: Step) -> HttpResponse:
    site = _site_named(case, request.POST)
    form = SiteForm(request.POST, case=case, step=found, site=site)
    if not form.is_valid():
        return _page(request, case, found, form, site, status=422)
    changes = {name: form.cleaned_data[name] for name in ("contact", "method", "note")}
    return _do(
        request,
        case,
        found,
        lambda: integration.change_site(
            site=site, step=found.pk, by=acting(request), at=timezone.now(), key=form.key, **changes
        ),
    )


def _done(request: HttpRequest, case: Case, found: Step) -> HttpResponse:
    site = _site_named(case, request.POST)
    form = DoneForm(request.POST)
    if not form.is_valid():
        return refused(request, Invalid({"done_on": form.errors["done_on"][0]}), case=case)
    return _mark(request, case, found, site, form.cleaned_data["done_on"])


def _undo(request: HttpRequest, case: Case, found: Step) -> HttpResponse:
    return _mark(request, case, found, _site_named(case, request.POST), None)


def _mark(request: HttpRequest, case: Case, found: Step, site: Site, day) -> HttpResponse:
    return _do(
        request,
        case,
        found,
        lambda: integration.mark_done(site=site, step=found.pk, done_on=day, by=acting(request), at=timezone.now()),
    )


def _remove(request: HttpRequest, case: Case, found: Step) -> HttpResponse:
    site = _site_named(case, request.POST)
    return _do(
        request,
        case,
        found,
        lambda: integration.remove_site(site=site, step=found.pk, by=acting(request), at=timezone.now()),
    )


ACTS = {"list": _list, "add": _add, "change": _change, "done": _done, "undo": _undo, "remove": _remove}


def _do(request: HttpRequest, case: Case, found: Step, act) -> HttpResponse:
    return carry_out(request, act, case=case, done=lambda _case: see_other(step_url(case, found)))


def _page(
    request: HttpRequest, case: Case, found: Step, form: SiteForm, site: Site | None, status: int = 200
) -> HttpResponse:
    context = {"case": case, "step": found, "form": form, "site": site, "back_url": step_url(case, found)}
    return render(request, "requests_app/steps/site.html", context, status=status)
