"""Doing business with us: the page for vendors, asking for a link, and keeping the papers it offers (PROC-9)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.district import setting
from accounts.files import kept_file, serve
from accounts.forms import posted
from accounts.signin import address_of
from contracts import business
from contracts.models import PublicDocument
from contracts.record_forms import AskForm, DocumentForm, VersionForm
from contracts.views.public import Page, public_page
from workflows.errors import Replayed
from workflows.http import see_other

PER_PAGE = 25
TOO_MANY = 429
NO_NUMBER = 2**31 - 1


# --- for everybody ----------------------------------------------------------------------------------------------------


@public_page()
def doing_business(request: HttpRequest) -> Page:
    """How a vendor starts: the two ways, the papers, and whom to ask."""
    context = {
        "offered": business.offered(),
        "days": setting("packet_days"),
        "board_days": setting("packet_board_days"),
    }
    return "contracts/business/page.html", context


@login_not_required
@require_safe
def download(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A paper that is offered; an older version leads to the newest."""
    version = business.public_version(pk, number) if max(pk, number) < NO_NUMBER else None
    if version is None or version.file is None:
        raise Http404
    newest = business.newest_number(pk)
    if number != newest:
        return redirect(reverse("business-document", args=[pk, newest]))
    try:
        return serve(version.file)
    except FileNotFoundError:
        raise Http404 from None


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask a member of staff for a link; the answer is the same whether or not there is such a person."""
    form = AskForm(posted(request))
    if not form.is_bound or not form.is_valid():
        return _asking(request, form, status=422 if form.is_bound else 200)
    try:
        business.ask_for_link(address=address_of(request), at=timezone.now(), **form.cleaned_data)
    except business.TooMany as refusal:
        form.add_error(None, str(refusal))
        return _asking(request, form, status=TOO_MANY)
    return see_other(reverse("business-asked"))


@login_not_required
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "contracts/business/asked.html")


def _asking(request: HttpRequest, form: AskForm, status: int) -> HttpResponse:
    return render(request, "contracts/business/ask.html", {"form": form}, status=status)


# --- for staff --------------------------------------------------------------------------------------------------------


@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """The papers; any member of staff may read them, those who keep them change them."""
    page = Paginator(business.documents(), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "contracts/business/documents.html", _shown(request, page=page))


@require_http_methods(["GET", "HEAD", "POST"])
def document_new(request: HttpRequest) -> HttpResponse:
    """Offer a new paper."""
    _keepers_only(request)
    form = DocumentForm(posted(request), request.FILES or None)
    if not form.is_bound or not form.is_valid():
        context = _shown(request, form=form)
        return render(request, "contracts/business/document_new.html", context, status=422 if form.is_bound else 200)
    kept = _kept(request, form, business.add_document)
    messages.success(request, _("“%(title)s” is on the public page.") % {"title": kept.title})
    return see_other(reverse("document", args=[kept.pk]))


@require_http_methods(["GET", "HEAD", "POST"])
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A paper with all its versions; POST adds one."""
    found = _document(pk)
    form = VersionForm(posted(request), request.FILES or None)
    if form.is_bound:
        _keepers_only(request)
    if not form.is_bound or not form.is_valid():
        context = _shown(request, form=form, document=found)
        return render(request, "contracts/business/document.html", context, status=422 if form.is_bound else 200)
    version = _kept(request, form, business.add_version, document=found)
    messages.success(request, _("Version %(number)d is on the public page.") % {"number": version.number})
    return see_other(reverse("document", args=[pk]))


@require_POST
def document_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a paper off the public page, or put it back (`again`)."""
    _keepers_only(request)
    found = _document(pk)
    act = business.offer_again if request.POST.get("again") else business.withdraw
    act(document=found, by=request.user, at=timezone.now())
    return see_other(reverse("document", args=[pk]))


def _kept(request: HttpRequest, form: VersionForm, act: Callable[..., Any], **more) -> Any:
    """What the form adds; of one that was sent twice, what it added the first time."""
    now, told = timezone.now(), dict(form.cleaned_data)
    try:
        with kept_file(told.pop("file"), by=request.user, at=now) as stored:
            return act(file=stored, by=request.user, at=now, **told, **more)
    except Replayed as again:
        return again.first


def _document(pk: int) -> PublicDocument:
    if pk >= NO_NUMBER:
        raise Http404
    return get_object_or_404(business.documents(), pk=pk)


def _shown(request: HttpRequest, **more) -> dict:
    return {"may_keep": business.may_keep(request.user, on=timezone.localdate()), "section": "/record/", **more}


def _keepers_only(request: HttpRequest) -> None:
    if not business.may_keep(request.user, on=timezone.localdate()):
        raise PermissionDenied
