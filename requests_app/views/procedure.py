"""A request begun in the wrong procedure goes on in the right one, and nothing is typed again (X-13)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from requests_app.forms.procedure import ProcedureForm
from workflows import engine
from workflows.engine.transferring import may_transfer
from workflows.errors import Refused
from workflows.http import acting, carry_out, case_url, fetch, refused, see_other
from workflows.models import Case
from workflows.selectors import model_of


@require_http_methods(["GET", "HEAD", "POST"])
def procedure(request: HttpRequest, pk: int) -> HttpResponse:
    """Which procedure does it belong to? POST moves it there."""
    case = fetch(request, pk)
    form = ProcedureForm(request.POST or None, case=case, own=case.requester_id == request.user.pk)
    if request.method == "POST" and form.is_valid():
        return _moved(request, case, form)
    try:
        may_transfer(case, acting(request), at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal, case=case, form=form)
    return _page(request, case, form, status=422 if form.is_bound else 200)


def _page(request: HttpRequest, case: Case, form: ProcedureForm, *, status: int = 200) -> HttpResponse:
    return render(request, "requests_app/procedure.html", {"case": case, "form": form}, status=status)


def _moved(request: HttpRequest, case: Case, form: ProcedureForm) -> HttpResponse:
    told = form.cleaned_data

    def act():
        return engine.transfer(
            case.pk,
            model_of(told["to"]),
            rationale=told.get("rationale", ""),
            by=acting(request),
            at=timezone.now(),
            shown=form.shown(),
            key=form.key,
        )

    def done(_event) -> HttpResponse:
        now = Case.objects.get(pk=case.pk).child
        messages.success(request, _("It goes on as: %(procedure)s.") % {"procedure": now.machine.machine_title})
        theirs = now.requester_id == request.user.pk and now.edit_page and not now.not_editable()
        return see_other(reverse(now.edit_page, args=[now.pk]) if theirs else case_url(now))

    return carry_out(request, act, case=case, form=form, invalid=lambda: _page(request, case, form), done=done)
