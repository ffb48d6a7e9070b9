"""Who may sign agreements for the district (PROC-6): anybody who reads agreements sees the list, with its dates."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import posted
from contracts import services, signers
from contracts.lists_forms import SignerEndForm, SignerForm
from contracts.models import AuthorisedSigner
from workflows.errors import Invalid
from workflows.http import see_other


@require_http_methods(["GET", "HEAD", "POST"])
def signer_list(request: HttpRequest) -> HttpResponse:
    """The list, and a form to add somebody for those who keep it."""
    now = timezone.now()
    may_list = signers.may_list(request.user, at=now)
    if not (may_list or services.may_read(request.user, at=now)) or (request.method == "POST" and not may_list):
        raise PermissionDenied
    form = SignerForm(posted(request)) if may_list else None
    if request.method == "POST" and form.is_valid():
        try:
            row = signers.add_signer(**form.cleaned_data, by=request.user, at=now)
        except Invalid as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("%(name)s is on the list.") % {"name": row.name})
            return see_other(reverse("signers"))
    rows = signers.entries(on=timezone.localdate())
    context = {"rows": rows, "form": form, "may_list": may_list, "section": "/agreements/"}
    return render(request, "contracts/signers.html", context, status=422 if form and form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def signer_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Say the last day on which somebody may sign."""
    if not signers.may_list(request.user, at=timezone.now()):
        raise PermissionDenied
    row = get_object_or_404(AuthorisedSigner, pk=pk)
    form = SignerEndForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            signers.end_signer(signer=row, **form.cleaned_data, by=request.user, at=timezone.now())
        except Invalid as refusal:
            _tell(form, refusal)
        else:
            return see_other(reverse("signers"))
    context = {"form": form, "signer": row, "section": "/agreements/"}
    return render(request, "contracts/signer_end.html", context, status=422 if form.is_bound else 200)


def _tell(form, refusal: Invalid) -> None:
    for name, message in refusal.errors.items():
        form.add_error(name, message)
