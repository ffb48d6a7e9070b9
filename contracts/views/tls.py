"""The security of a resource's website: its grade, measuring it, entering a result from Qualys (SOFT-5, RENEW-4)."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.files import kept_file
from accounts.forms import posted
from catalog.models import Resource
from contracts.templatetags.tls import local_path
from contracts.tls import records
from contracts.tls.forms import ResultForm
from workflows.errors import Invalid, NotYours, Replayed, Unmet
from workflows.http import see_other


@require_safe
@login_required
@never_cache
def tls(request: HttpRequest, pk: int) -> HttpResponse:
    """The grade and all earlier ones; asked by htmx, only the panel as it stands now."""
    resource = _resource(pk)
    context = {"resource": resource, "section": "/library/"}
    if request.htmx:
        return render(request, "contracts/tls/_live.html", context)
    context["earlier"] = records.earlier(resource, page=request.GET.get("page", 1))
    context["may_measure"] = records.may_measure(request.user, at=timezone.now())
    return render(request, "contracts/tls/checks.html", context)


@require_POST
@login_required
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for a measurement; the worker does it."""
    resource = _resource(pk)
    try:
        records.request_check(resource, by=request.user, at=timezone.now())
    except NotYours as refusal:
        return render(request, "403.html", {"reason": refusal.reason}, status=403)
    except Unmet as refusal:
        return _not_now(request, refusal, resource)
    return see_other(_back(request, resource))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter a result of Qualys SSL Labs with its report."""
    resource = _resource(pk)
    if not records.may_measure(request.user, at=timezone.now()):
        raise PermissionDenied
    form = ResultForm(posted(request), request.FILES or None)
    if form.is_valid() and _entered(request, form, resource):
        messages.success(request, _("The grade is entered."))
        return see_other(_back(request, resource))
    context = {"form": form, "resource": resource, "back_url": _back(request, resource), "section": "/library/"}
    return render(request, "contracts/tls/enter.html", context, status=422 if form.is_bound else 200)


def _entered(request: HttpRequest, form: ResultForm, resource: Resource) -> bool:
    told, now = dict(form.cleaned_data), timezone.now()
    try:
        with kept_file(told.pop("report"), by=request.user, at=now) as stored:
            records.enter_result(resource, by=request.user, at=now, report=stored, **told)
    except Replayed:  # the same press twice
        return True
    except Invalid as refusal:
        for name, message in refusal.errors.items():
            form.add_error(name, message)
        return False
    return True


def _resource(pk: int) -> Resource:
    return get_object_or_404(Resource.objects.select_related("vendor"), pk=pk)


def _back(request: HttpRequest, resource: Resource) -> str:
    """The page it was asked for on, when that is one of ours."""
    wanted = local_path(request.POST.get("back") or request.GET.get("back") or "")
    return wanted or f"{resource.get_absolute_url()}#security"


def _not_now(request: HttpRequest, refusal: Unmet, resource: Resource) -> HttpResponse:
    context = {
        "heading": _("It can't be measured now"),
        "what_happened": refusal.reason,
        "safe": _("Nothing was changed. A result from Qualys SSL Labs can be entered instead."),
        "next_url": _back(request, resource),
        "next_label": _("Go back"),
    }
    return render(request, "409.html", context, status=409)
