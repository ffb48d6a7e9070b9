"""Who does what: roles by place, open roles marked; administrators grant and end them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services
from accounts.access import admin_required
from accounts.forms import posted
from accounts.models import Place, RoleGrant
from accounts.page_forms import BoardFilter, GrantEndForm, GrantForm, WhoForm
from accounts.selectors import PlaceBoard, boards, is_admin, seat_for

PER_PAGE = 20


@require_safe
@login_required
def roles(request: HttpRequest) -> HttpResponse:
    """Roles by place; open roles first seen. Everybody on the staff may read it."""
    today = timezone.localdate()
    narrowed = BoardFilter(request.GET or None)
    narrowed.is_valid()
    kind, words = (getattr(narrowed, "cleaned_data", {}).get(name, "") for name in ("kind", "q"))
    places = _places(kind, words)
    if kind == "holes":
        places = [board.place for board in boards(places, on=today) if board.holes]
    page = Paginator(places, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = boards(page.object_list, on=today)
    context = {
        "page": page,
        "filter": narrowed,
        "holes": sum(board.holes for board in page.object_list),
        "may_grant": is_admin(request.user, on=today),
        "today": today,
        "rows": [row for board in page.object_list for row in _rows(board)],
    }
    return render(request, "accounts/roles.html", context)


def _places(kind: str, words: str) -> QuerySet[Place]:
    places = Place.objects.open().filter(name__icontains=words)
    return places.filter(kind=kind) if kind in Place.Kind.values else places


def _rows(board: PlaceBoard):
    return [{"place": board.place, "line": line} for line in board.lines]


@require_safe
@login_required
def who(request: HttpRequest) -> HttpResponse:
    """Who would get this step? Asked by GET, so that the answer has an address."""
    form = WhoForm(request.GET if "role" in request.GET else None)
    seat = None
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        seat = seat_for(asked["role"], asked["at"], on=timezone.localdate(), barred=asked["requester"])
    context = {"form": form, "seat": seat, "asked": form.cleaned_data if seat else None}
    return render(request, "accounts/who.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def grant(request: HttpRequest) -> HttpResponse:
    """Give a person a role at a place."""
    start = {"starts_on": timezone.localdate(), "user": request.GET.get("person")}
    start |= {name: request.GET.get(name) for name in ("role", "place")}
    form = GrantForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            granted = services.grant_role(**form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(
                request, _("%(person)s has the role from %(day)s.") % {"person": granted.user, "day": granted.starts_on}
            )
            return redirect("roles")
    return render(request, "accounts/grant.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def end_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a role; the row stays."""
    found = get_object_or_404(RoleGrant.objects.select_related("user", "place"), pk=pk)
    today = timezone.localdate()
    form = GrantEndForm(posted(request), today=today, initial={"last_day": today})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_grant(grant=found, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("The role of %(person)s ends.") % {"person": found.user})
            return redirect("roles")
    return render(
        request, "accounts/grant_end.html", {"form": form, "grant": found}, status=422 if form.errors else 200
    )
