"""Check your answers, ask for support, submit, and the receipt (MICRO-2, MICRO-3)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from requests_app import selectors, services
from requests_app.forms.topics import FileForm
from requests_app.models import Request
from requests_app.views.form import barred, fetch_request, is_theirs
from workflows.http import CaseForm, carry_out, case_url, see_other


@require_safe
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Is this right? All answers, what is missing, who will see it, what happens next."""
    case = fetch_request(request, pk)
    if not (is_theirs(request, case) and case.is_being_written):
        return see_other(case_url(case))
    return _page(request, case)


def _page(request: HttpRequest, case: Request, *, file: FileForm | None = None, status: int = 200) -> HttpResponse:
    now, missing = timezone.now(), case.missing_answers()
    listed = _("Answer first what is marked as missing.") if missing else ""
    context = {
        "case": case,
        "form": CaseForm(case=case, auto_id=False),
        "support_form": CaseForm(case=case, auto_id=False),
        "file_form": file or FileForm(case=case, auto_id="file_%s"),
        "sections": selectors.sections(case),
        "missing": missing,
        "locked": case.not_editable(),
        "submit_reason": listed or services.submitting_move(case, request.user, at=now)[1],
        "ask_reason": listed or services.why_not_ask(case, request.user, at=now),
        "support": selectors.support_of(case, on=timezone.localdate(now)),
        "papers": selectors.papers_of(case),
        "returned": selectors.last_returned(case),
        "progress": selectors.progress(case, "check"),
        "days": case.answer_days,
        "next_steps": case.what_follows(),
    }
    return render(request, "requests_app/form/check.html", context, status=status)


@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for support, or take the question back (MICRO-2, MACRO-1)."""
    case = fetch_request(request, pk)
    form = CaseForm(request.POST, case=case)
    said = {"back": request.POST.get("move") == "cancel_ask", "shown": form.shown(), "key": form.key}
    return carry_out(
        request,
        lambda: services.ask_support(case, by=request.user, at=timezone.now(), **said),
        case=case,
        form=form,
        done=lambda _event: see_other(reverse("case-check", args=[case.pk])),
    )


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit, or submit again; a number is given and the clock starts (MICRO-3)."""
    case = fetch_request(request, pk)
    form = CaseForm(request.POST, case=case)
    return carry_out(
        request,
        lambda: services.submit(case, by=request.user, at=timezone.now(), shown=form.shown(), key=form.key),
        case=case,
        form=form,
        done=lambda _event: see_other(reverse("case-receipt", args=[case.pk])),
    )


@require_POST
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to a request that is not submitted yet, or that was returned."""
    case = fetch_request(request, pk)
    if answer := barred(request, case):
        return answer
    form = FileForm(request.POST, request.FILES, case=case, auto_id="file_%s")
    if not form.is_valid():
        return _page(request, case, file=form, status=422)
    return carry_out(
        request,
        lambda: services.add_file(case, form.cleaned_data["file"], by=request.user, at=timezone.now(), key=form.key),
        case=case,
        form=form,
        done=lambda _row: see_other(reverse("case-check", args=[case.pk]) + "#files"),
    )


@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """What now? The number, when to expect an answer, who has it next."""
    case = fetch_request(request, pk)
    if not is_theirs(request, case) or case.is_over:
        return see_other(case_url(case))
    if case.is_being_written:
        return see_other(reverse("case-check", args=[case.pk]))
    waiting = selectors.with_whom(case.open_steps(), on=timezone.localdate())
    context = {"case": case, "waiting": waiting, "next_steps": case.what_follows()}
    return render(request, "requests_app/form/receipt.html", context)
