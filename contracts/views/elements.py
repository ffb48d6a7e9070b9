"""The schedule of data (NDPA, Exhibit B), as the district keeps it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.forms import posted
from contracts import elements, services, signers
from contracts.lists_forms import ElementForm, RenameForm
from contracts.models import DataElement
from workflows.errors import Invalid, Unmet
from workflows.http import see_other

ACTS = {"end": elements.end_element, "reopen": elements.reopen_element}
DONE = {
    "end": gettext_lazy("New requests and agreements offer it no more: %(name)s."),
    "reopen": gettext_lazy("New requests and agreements offer it again: %(name)s."),
}


@require_http_methods(["GET", "HEAD", "POST"])
def element_list(request: HttpRequest) -> HttpResponse:
    """The categories with their elements, and a form to add one for those who keep them."""
    now = timezone.now()
    may_list = signers.may_list(request.user, at=now)
    if not (may_list or services.may_read(request.user, at=now)) or (request.method == "POST" and not may_list):
        raise PermissionDenied
    form = ElementForm(posted(request), categories=elements.categories()) if may_list else None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            row = elements.add_element(category=told["category"], name=told["name"], by=request.user, at=now)
        except Invalid as refusal:
            _tell(form, refusal)
        else:
            messages.success(request, _("New agreements can list it: %(name)s.") % {"name": row})
            return see_other(reverse("data-elements"))
    context = {"rows": elements.by_category(), "form": form, "may_list": may_list, "section": "/agreements/"}
    return render(request, "contracts/elements.html", context, status=422 if form and form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def element(request: HttpRequest, pk: int) -> HttpResponse:
    """One element: word it better while nobody lists it, end it, offer it again."""
    if not signers.may_list(request.user, at=timezone.now()):
        raise PermissionDenied
    row = get_object_or_404(DataElement, pk=pk)
    act = request.POST.get("act", "rename")
    if request.method == "POST" and act in ACTS:
        ACTS[act](element=row, by=request.user, at=timezone.now())
        messages.success(request, DONE[act] % {"name": row})
        return see_other(reverse("data-elements"))
    if act != "rename":
        raise Http404
    form = RenameForm(posted(request), element=row)
    if request.method == "POST" and form.is_valid():
        try:
            elements.rename_element(element=row, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
        except Invalid as refusal:
            _tell(form, refusal)
        except Unmet as refusal:
            form.add_error("name", refusal.reason)
        else:
            messages.success(request, _("It now reads: %(name)s.") % {"name": form.cleaned_data["name"]})
            return see_other(reverse("data-elements"))
    listed = row.agreements.count()
    context = {"form": form, "element": get_object_or_404(DataElement, pk=pk), "listed": listed}
    status = 422 if form.is_bound else 200
    return render(request, "contracts/element.html", context | {"section": "/agreements/"}, status=status)


def _tell(form, refusal: Invalid) -> None:
    for name, message in refusal.errors.items():
        form.add_error(name, message)
