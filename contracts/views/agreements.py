"""Agreements with vendors: the list, drafting, posting (MICRO-11, MICRO-12). An agreement's page is its case's page."""

from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.files import store_file
from contracts import selectors, services
from contracts.forms import AgreementFilter, AgreementForm, ChangeForm, PostingForm
from contracts.models import Agreement
from workflows import engine
from workflows.errors import Refused, Replayed, Unmet
from workflows.http import acting, carry_out, case_url, fetch, fetch_step, hats, refused, see_other
from workflows.models import Case


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """All agreements, those that run out first on top."""
    narrowing = AgreementFilter(request.GET or None, shown=selectors.SHOWN)
    asked = narrowing.cleaned_data if narrowing.is_valid() else {}
    words = asked.get("q", "").replace("\0", "").strip()
    page = selectors.agreement_list(
        words=words, shown=asked.get("shown", ""), page=request.GET.get("page", 1), on=timezone.localdate()
    )
    may_keep = services.may_keep(request.user, at=timezone.now())
    context = {"page": page, "filter": narrowing, "may_keep": may_keep}
    return render(request, "contracts/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_new(request: HttpRequest) -> HttpResponse:
    """Draft an agreement; with `?case=` for a request, and then back to its step."""
    _keepers_only(request)
    case = _request_asked_for(request)
    form = AgreementForm(request.POST or None, request.FILES or None, kept=_found(case), initial=_proposed(case))
    if request.method != "POST" or not form.is_valid():
        return _drafting(request, form, case, status=422 if form.is_bound else 200)
    return _carry(request, form, case)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; what both sides have signed stays as it is."""
    _keepers_only(request)
    agreement = _agreement(request, pk)
    if agreement.state != Agreement.State.DRAFTING:
        return refused(request, Unmet(_("Only a draft can be changed.")), case=agreement)
    form = ChangeForm(request.POST or None, request.FILES or None, case=agreement)
    if request.method != "POST" or not form.is_valid():
        return _changing(request, form, agreement, status=422 if form.is_bound else 200)
    return carry_out(
        request,
        lambda: _change(request, form, agreement),
        case=agreement,
        form=form,
        invalid=lambda: _changing(request, form, agreement),
        done=lambda kept: _onwards(request, kept),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Post a signed agreement and say when it is looked at again (MICRO-12)."""
    _keepers_only(request)
    agreement = _agreement(request, pk)
    form = PostingForm(request.POST or None, request.FILES or None, case=agreement)
    if request.method != "POST" or not form.is_valid():
        return _posting(request, form, agreement, status=422 if form.is_bound else 200)
    return carry_out(
        request,
        lambda: _post(request, form, agreement),
        case=agreement,
        form=form,
        invalid=lambda: _posting(request, form, agreement),
        done=lambda posted: _onwards(request, posted),
    )


# --- what is done -----------------------------------------------------------------------------------------------------


def _draft(request: HttpRequest, form: AgreementForm, case: Case | None) -> Agreement:
    once = form.cleaned_data["once"]
    columns = form.columns()
    kind = columns.pop("agreement_kind")
    agreement = services.draft_agreement(kind=kind, by=acting(request), at=timezone.now(), key=once, **columns)
    _attach(request, form, agreement)
    step = _step_held(request, case)
    if step is not None:
        # Somebody else may have answered the step meanwhile: the draft is kept all the same.
        with suppress(Refused):
            services.link_to_request(
                agreement=agreement, case=case, step=step.pk, by=acting(request), at=timezone.now()
            )
    return _signed(request, form, agreement)


def _change(request: HttpRequest, form: ChangeForm, agreement: Agreement) -> Agreement:
    columns = form.columns()
    services.change_agreement(
        agreement=agreement.pk, by=acting(request), at=timezone.now(), shown=form.shown(), key=form.key, **columns
    )
    _attach(request, form, agreement)
    return _signed(request, form, agreement)


def _attach(request: HttpRequest, form: AgreementForm, agreement: Agreement) -> None:
    upload, once = form.cleaned_data["file"], form.cleaned_data["once"]
    if upload:
        now = timezone.now()
        stored = store_file(upload, by=request.user, at=now)
        engine.attach(
            agreement.pk, stored, kind="contract", by=acting(request), at=now, key=f"{once}:file" if once else ""
        )


def _signed(request: HttpRequest, form: AgreementForm, agreement: Agreement) -> Agreement:
    """Record the signatures in the same act, when the form says so and nothing is missing."""
    agreement = Agreement.objects.select_related("vendor").get(pk=agreement.pk)
    if not form.cleaned_data["both_signed"]:
        messages.success(request, _("The draft is kept. It covers nothing until both sides have signed."))
        return agreement
    missing = agreement.missing_to_sign()
    if missing:
        words = _("The draft is kept, but it can't count as signed yet. Still missing: %(names)s.")
        messages.warning(request, words % {"names": ", ".join(map(str, missing))})
        return agreement
    try:
        engine.perform(agreement.pk, "sign", by=acting(request), at=timezone.now())
    except Unmet:  # a colleague recorded it in the same moment
        return agreement
    messages.success(request, _("The agreement is recorded as signed by both sides."))
    return agreement


def _post(request: HttpRequest, form: PostingForm, agreement: Agreement) -> Agreement:
    now = timezone.now()
    upload = form.cleaned_data["public_copy"]
    posted = services.post_agreement(
        agreement=agreement,
        by=acting(request),
        at=now,
        public_copy=store_file(upload, by=request.user, at=now) if upload else None,
        review_interval=int(form.cleaned_data["review_interval"]),
        shown=form.shown(),
        key=form.key,
    )
    messages.success(request, _("The agreement is posted."))
    return posted


# --- who, what and where to -------------------------------------------------------------------------------------------


def _keepers_only(request: HttpRequest) -> None:
    if not services.may_keep(request.user, at=timezone.now()):
        raise PermissionDenied


def _agreement(request: HttpRequest, pk: int) -> Agreement:
    agreement = fetch(request, pk)
    if not isinstance(agreement, Agreement):
        raise Http404
    return agreement


def _request_asked_for(request: HttpRequest) -> Case | None:
    """The request an agreement is drafted for, if the address names one that can be seen."""
    words = request.GET.get("case", "")
    if not (words.isascii() and words.isdigit() and len(words) < 10):
        return None
    case = fetch(request, int(words))
    return case if hasattr(case, "agreements") and hasattr(case, "asked_places") else None


def _step_held(request: HttpRequest, case: Case | None):
    """The open step of a request at which this person may link agreements."""
    if case is None:
        return None
    for step in case.open_steps():
        step.case = case
        if "agreements" in case.amendable.get(step.key, ()) and hats(request).holding(step):
            return fetch_step(request, case, step.pk)
    return None


def _found(case: Case | None) -> list:
    return case.elements() if case else []


def _proposed(case: Case | None) -> dict[str, Any]:
    if case is None:
        return {}
    return {
        "vendor": case.vendor.name if case.vendor_id else "",
        "products": case.resource.name if case.resource_id else "",
        "places": case.asked_places(),
        "elements": case.elements(),
        "starts_on": timezone.localdate(),
    }


def _carry(request: HttpRequest, form: AgreementForm, case: Case | None) -> HttpResponse:
    """Draft it; the same form sent twice leads to the first result."""
    first = _drafted_by(form)
    if first is None:
        try:
            first = _draft(request, form, case)
        except (Replayed, IntegrityError):  # the second press of the same button
            first = _drafted_by(form)
    if first is None:
        raise Http404
    return _onwards(request, first)


def _drafted_by(form: AgreementForm) -> Agreement | None:
    once = form.cleaned_data["once"]
    return Agreement.objects.filter(events__key=once).first() if once else None


def _onwards(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Back to the step of the request it is for, else to the agreement."""
    for case in agreement.requests.all():
        step = _step_held(request, case)
        if step is not None:
            return see_other(reverse("step", args=[case.pk, step.pk]))
    return see_other(case_url(agreement))


# --- pages ------------------------------------------------------------------------------------------------------------


def _drafting(request: HttpRequest, form: AgreementForm, case: Case | None, status: int = 200) -> HttpResponse:
    step = _step_held(request, case)
    back = reverse("step", args=[case.pk, step.pk]) if step else reverse("agreements")
    context = {"form": form, "case": case, "back_url": back, "section": "/agreements/"}
    return render(request, "contracts/agreement_new.html", context, status=status)


def _changing(request: HttpRequest, form: ChangeForm, agreement: Agreement, status: int = 200) -> HttpResponse:
    context = {"form": form, "agreement": agreement, "back_url": case_url(agreement), "section": "/agreements/"}
    return render(request, "contracts/agreement_edit.html", context, status=status)


def _posting(request: HttpRequest, form: PostingForm, agreement: Agreement, status: int = 200) -> HttpResponse:
    context = {"form": form, "agreement": agreement, "back_url": case_url(agreement), "section": "/agreements/"}
    return render(request, "contracts/agreement_post.html", context, status=status)
