"""The people of the district, for system administrators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import changes
from accounts.access import admin_required
from accounts.directory import ACTIVE, people_listed, roles_held, told
from accounts.directory_forms import PeopleFilter, PersonForm
from accounts.forms import posted
from accounts.invitations import send_link
from accounts.models import User

PER_PAGE = 25


@require_safe
@admin_required
def people(request: HttpRequest) -> HttpResponse:
    """Who is there? By name, to be searched and narrowed."""
    narrowed = PeopleFilter(request.GET or None)
    narrowed.is_valid()
    asked = getattr(narrowed, "cleaned_data", {})
    found = people_listed(
        words=asked.get("q", ""), place=asked.get("place"), state=asked.get("state") or ACTIVE, on=timezone.localdate()
    )
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/people.html", {"page": page, "filter": narrowed})


@require_safe
@admin_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: what is known, which roles they hold, and what was changed."""
    found = get_object_or_404(User.objects.select_related("place", "supervisor"), pk=pk)
    today = timezone.localdate()
    page = Paginator(found.directory_changes.select_related("by"), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [told(change) for change in page.object_list]
    context = {"person": found, "roles": roles_held(found, on=today), "page": page, "today": today}
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def add_person(request: HttpRequest) -> HttpResponse:
    """A new member of staff, who is mailed a link to choose a password."""
    start = {"language": request.user.language, "place": request.GET.get("place")}
    form = PersonForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            added = changes.add_person(**form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("%(person)s is added.") % {"person": added})
            _mail_link(request, added)
            return redirect("person", added.pk)
    return render(request, "accounts/person_add.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def edit_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known about a person."""
    found = get_object_or_404(User.objects.select_related("place", "supervisor"), pk=pk)
    form = PersonForm(posted(request), person=found)
    if request.method == "POST" and form.is_valid():
        try:
            changes.change_person(person=found, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("The changes are kept."))
            return redirect("person", pk)
    context = {"form": form, "person": found}
    return render(request, "accounts/person_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def make_inactive(request: HttpRequest, pk: int) -> HttpResponse:
    """What happens when a person leaves; then it does."""
    found = get_object_or_404(User.objects.select_related("place"), pk=pk)
    form = Form(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            changes.make_inactive(person=found, by=request.user, at=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("%(person)s is inactive.") % {"person": found})
            return redirect("person", pk)
    context = {"person": found, "roles": roles_held(found, on=timezone.localdate()), "form": form}
    return render(request, "accounts/person_leave.html", context, status=422 if form.errors else 200)


@require_POST
@admin_required
def make_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody is back."""
    found = get_object_or_404(User, pk=pk)
    changes.make_active(person=found, by=request.user, at=timezone.now())
    messages.success(request, _("%(person)s is active again. Grant the roles they hold now.") % {"person": found})
    return redirect("person", pk)


@require_POST
@admin_required
def mail_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Another link to choose a password, for somebody active."""
    found = get_object_or_404(User, pk=pk, is_active=True)
    _mail_link(request, found)
    return redirect("person", pk)


def _mail_link(request: HttpRequest, person: User) -> None:
    """Says what became of the mail: a mail server that is away is no reason to lose what was done."""
    words = {"person": person, "email": person.email}
    if not person.email:
        messages.warning(request, _("%(person)s has no e-mail address, so no link was mailed.") % words)
    elif send_link(person, by=request.user, at=timezone.now()):
        messages.success(request, _("A link to choose a password is on its way to %(email)s.") % words)
    else:
        messages.warning(
            request, _("The link to choose a password could not be mailed to %(email)s. Try again later.") % words
        )
