"""A parent's request: the form for everybody, and the Compliance Officer's record of them (LAW-3)."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.district import setting
from accounts.forms import posted
from accounts.signin import address_of
from contracts import public_record, rights
from contracts.models import RightsRequest
from contracts.record_forms import PaperRightsForm, RightsForm
from workflows.http import acting, case_url, see_other

PER_PAGE = 25
FORM = "rights"
TOO_MANY = 429
SENT = "rights_sent"  # in the session: the number, for the page that says what happens next


# --- for everybody ----------------------------------------------------------------------------------------------------


@login_not_required
# Not no-store: with that the browser's Back leads to an error instead of what was typed.
@cache_control(private=True, no_cache=True)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form, its answers to be checked, and then it is sent. Nothing is kept before."""
    if request.method != "POST":
        return _form(request, RightsForm())
    if request.POST.get("go") == "change":
        return _form(request, RightsForm(initial=request.POST.dict()))
    form = RightsForm(request.POST)
    if not form.is_valid():
        return _form(request, form, status=422)
    if request.POST.get("go") != "send":
        return _check(request, form)
    return _send(request, form)


def _send(request: HttpRequest, form: RightsForm) -> HttpResponse:
    now, address = timezone.now(), address_of(request)
    if public_record.is_closed(form=FORM, address=address, at=now):
        words = _("Too many requests came from your connection today. Nothing was sent. Try tomorrow, or call us.")
        return _check(request, form, reason=words, status=TOO_MANY)
    public_record.note_sending(form=FORM, address=address, at=now)
    sent = rights.receive(
        by=rights.the_public(),
        at=now,
        received_on=timezone.localdate(now),
        key=form.cleaned_data["once"],
        language=get_language() or "en",
        **form.said(),
    )
    request.session[SENT] = {"number": sent.number, "wish": sent.wish}
    return see_other(reverse("rights-sent"))


@login_not_required
@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """The number, and what happens next."""
    told = request.session.get(SENT)
    if told is None:
        return see_other(reverse("rights-ask"))
    correction = told["wish"] == RightsRequest.Wish.CORRECT
    context = {
        "number": told["number"],
        "correction": correction,
        "days": setting("correction_days" if correction else "rights_days"),
        "told_days": setting("correction_told_days"),
    }
    return render(request, "contracts/rights/sent.html", context)


def _form(request: HttpRequest, form: RightsForm, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "days": setting("rights_days"),
        "correction_days": setting("correction_days"),
        "most": setting("copies_a_quarter"),
    }
    return render(request, "contracts/rights/ask.html", context, status=status)


def _check(request: HttpRequest, form: RightsForm, *, reason: str = "", status: int = 200) -> HttpResponse:
    return render(request, "contracts/rights/check.html", {"form": form, "reason": reason}, status=status)


# --- for the Compliance Officer ---------------------------------------------------------------------------------------


@require_safe
def requests(request: HttpRequest) -> HttpResponse:
    """Parents' requests, the one due first on top; nobody else learns that there are any."""
    _keepers_only(request)
    over = request.GET.get("shown") == "over"
    rows = rights.listed(request.user, on=timezone.localdate(), over=over)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "over": over, "today": timezone.localdate(), "section": "/record/"}
    return render(request, "contracts/rights/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a request that came on paper."""
    _keepers_only(request)
    form = PaperRightsForm(posted(request))
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "section": "/record/"}
        return render(request, "contracts/rights/new.html", context, status=422 if form.is_bound else 200)
    said = form.said()
    kept = rights.receive(
        by=acting(request),
        at=timezone.now(),
        received_on=said.pop("received_on"),
        key=form.cleaned_data["once"],
        language=get_language() or "en",
        **said,
    )
    return see_other(case_url(kept))


def _keepers_only(request: HttpRequest) -> None:
    if not rights.may_keep(request.user, on=timezone.localdate()):
        raise Http404
