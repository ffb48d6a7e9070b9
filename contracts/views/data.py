"""Data found beside data agreed, for one agreement and for all of a vendor's products (SOPS.md, "covers")."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from catalog.models import Vendor
from contracts import found, services
from contracts.models import Agreement
from workflows.http import case_url, fetch


@require_safe
def agreement_data(request: HttpRequest, pk: int) -> HttpResponse:
    """The products an agreement names: what is used beside what it lists."""
    agreement = fetch(request, pk)
    if not isinstance(agreement, Agreement):
        raise Http404
    _readers_only(request)
    rows = found.beside_agreement(agreement)
    return _page(request, rows, about=agreement, back_url=case_url(agreement), agreement=agreement)


@require_safe
def vendor_data(request: HttpRequest, pk: int) -> HttpResponse:
    """Every product of a vendor: what is used beside what its agreements in force list."""
    _readers_only(request)
    vendor = get_object_or_404(Vendor, pk=pk)
    rows = found.beside_vendor(vendor, on=timezone.localdate())
    return _page(request, rows, about=vendor, back_url=vendor.get_absolute_url())


def _readers_only(request: HttpRequest) -> None:
    if not services.may_read(request.user, at=timezone.now()):
        raise PermissionDenied


def _page(request: HttpRequest, rows, **context) -> HttpResponse:
    context |= {"rows": rows, "gaps": sum(row.gaps for row in rows), "section": "/agreements/"}
    return render(request, "contracts/data.html", context)
