"""The library: what may I use, and may my class use this?"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.forms import posted
from catalog import selectors, services
from catalog.forms import LibraryFilter, ResourceForm
from catalog.models import Resource
from workflows.selectors import open_cases_for

ASK = "/new/"  # asking begins there; the app to the right names its own addresses


@require_safe
@login_required
def library(request: HttpRequest) -> HttpResponse:
    """Search, status, and what fits; each with the answer for the reader's own place."""
    narrowed = LibraryFilter(request.GET or None)
    asked = narrowed.cleaned_data if narrowed.is_valid() else {}
    page = selectors.library(
        words=asked.get("q", ""),
        approval=asked.get("status", ""),
        page=request.GET.get("page", 1),
        place=request.user.place,
        on=timezone.localdate(),
    )
    context = {
        "page": page,
        "filter": narrowed,
        "words": asked.get("q", ""),
        "may_edit": selectors.may_keep_vendors(request.user, on=timezone.localdate()),
    }
    return render(request, "catalog/library.html", context)


@require_safe
@login_required
def resource(request: HttpRequest, pk: int) -> HttpResponse:
    """Can I use it with my class? The district's answer first, then what is behind it."""
    today = timezone.localdate()
    shown = selectors.resource_page(pk, place=request.user.place, on=today)
    context = {
        "shown": shown,
        "cases": open_cases_for([pk])[pk],
        "ask_url": f"{ASK}?resource={pk}",
        "may_edit": selectors.may_keep_vendors(request.user, on=today),
    }
    return render(request, "catalog/resource.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*selectors.VENDOR_KEEPERS)
def add_resource(request: HttpRequest) -> HttpResponse:
    """A resource that nobody asked for yet; what looks like it is shown before it is kept."""
    form = ResourceForm(posted(request))
    if request.method == "POST" and form.is_valid():
        alike = selectors.possible_duplicates(form.cleaned_data["name"], form.cleaned_data["website"])
        if not alike or "really" in request.POST:
            added = services.add_resource(**form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, _("%(name)s is in the library, not yet reviewed.") % {"name": added.name})
            return redirect("resource", pk=added.pk)
        return render(request, "catalog/resource_form.html", {"form": form, "alike": alike}, status=422)
    return render(request, "catalog/resource_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(*selectors.VENDOR_KEEPERS)
def edit_resource(request: HttpRequest, pk: int) -> HttpResponse:
    """What the library says about a resource, apart from its status."""
    found = get_object_or_404(Resource.objects.select_related("vendor"), pk=pk)
    form = ResourceForm(posted(request), resource=found)
    if request.method == "POST" and form.is_valid():
        services.edit_resource(resource=found, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is changed.") % {"name": found.name})
        return redirect("resource", pk=found.pk)
    context = {"form": form, "resource": found}
    return render(request, "catalog/resource_form.html", context, status=422 if form.errors else 200)
