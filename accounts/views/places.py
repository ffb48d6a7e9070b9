"""Schools and departments, for system administrators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import changes
from accounts.access import admin_required
from accounts.directory import place_shown, told, tree_of_places
from accounts.directory_forms import ClosingForm, NameForm, PlaceForm
from accounts.forms import posted
from accounts.models import Place

PER_PAGE = 25


@require_safe
@admin_required
def places(request: HttpRequest) -> HttpResponse:
    """Which schools and departments are there? The district first, each under what it belongs to."""
    today = timezone.localdate()
    return render(request, "accounts/places.html", {"tree": tree_of_places(on=today), "today": today})


@require_safe
@admin_required
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """One place: what it is, who is there, and what was changed."""
    found = get_object_or_404(place_shown(pk))
    today = timezone.localdate()
    page = Paginator(found.directory_changes.select_related("by"), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [told(change) for change in page.object_list]
    context = {"place": found, "is_open": found.is_open(on=today), "page": page}
    return render(request, "accounts/place.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def add_place(request: HttpRequest) -> HttpResponse:
    """A new school or department."""
    start = {"parent": request.GET.get("parent") or Place.objects.filter(kind=Place.Kind.DISTRICT).first()}
    form = PlaceForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            added = changes.add_place(**form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("%(place)s is added.") % {"place": added})
            return redirect("places")
    return render(request, "accounts/place_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def rename_place(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name or short code."""
    found = get_object_or_404(Place, pk=pk)
    form = NameForm(posted(request), place=found, initial={"name": found.name, "code": found.code})
    if request.method == "POST" and form.is_valid():
        try:
            changes.rename_place(place=found, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("The name is kept."))
            return redirect("place", pk)
    context = {"form": form, "place": found}
    return render(request, "accounts/place_rename.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def close_place(request: HttpRequest, pk: int) -> HttpResponse:
    """The day from which a place is closed, or open it again; the district itself stays open."""
    found = get_object_or_404(Place.objects.exclude(kind=Place.Kind.DISTRICT).select_related("parent"), pk=pk)
    opening = "open" in request.POST
    form = ClosingForm(posted(request), opening=opening, initial={"on": found.ended_on or timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            _close_or_open(request, found, None if opening else form.cleaned_data["on"])
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            return redirect("place", pk)
    context = {"form": form, "place": found}
    return render(request, "accounts/place_close.html", context, status=422 if form.errors else 200)


def _close_or_open(request: HttpRequest, place: Place, on) -> None:
    now = timezone.now()
    if on is None:
        changes.open_place(place=place, by=request.user, at=now)
        messages.success(request, _("%(place)s is open again.") % {"place": place})
    else:
        changes.close_place(place=place, on=on, by=request.user, at=now)
        messages.success(request, _("The day is kept."))
