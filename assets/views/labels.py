"""Labels with QR codes, for chosen units or all that came with a request."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from assets import selectors
from assets.access import HANDLERS, KEEPERS, holds
from assets.forms import AssetFilter, LabelsForm
from assets.labels import MOST, SHEETS, draw
from assets.models import Asset
from assets.views.equipment import narrowed_assets

CHOSEN = ("asset", "case", "all")
LONGEST = 18  # digits of a row's number


@require_safe
def labels(request: HttpRequest) -> HttpResponse:
    """Which units, on which sheet?"""
    found = _chosen(request)
    kept = [
        (name, value) for name in request.GET for value in request.GET.getlist(name) if name not in LabelsForm().fields
    ]
    context = {"assets": found[:100], "count": len(found), "form": LabelsForm(), "kept": kept}
    return render(request, "assets/labels.html", context)


@require_safe
def sheet(request: HttpRequest) -> HttpResponse:
    """The sheet as a PDF."""
    found = _chosen(request)
    form = LabelsForm(request.GET)
    if not found or not form.is_valid():
        kept = [(name, value) for name in request.GET for value in request.GET.getlist(name) if name not in form.fields]
        context = {"assets": found[:100], "count": len(found), "form": form, "kept": kept}
        return render(request, "assets/labels.html", context, status=422)
    content = draw(found, sheet=SHEETS[form.cleaned_data["sheet"]], first=form.cleaned_data["first"])
    headers = {"Content-Disposition": 'inline; filename="labels.pdf"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _chosen(request: HttpRequest) -> list[Asset]:
    """The units asked for that this person may see, by tag; Http404 when the address asks for none."""
    at = timezone.now()
    if not holds(request.user, HANDLERS | KEEPERS, at=at):
        raise PermissionDenied(_("Labels are printed by those who look after the equipment."))
    if not any(name in request.GET for name in CHOSEN):
        raise Http404
    if "all" in request.GET:
        return list(narrowed_assets(request, AssetFilter(request.GET))[:MOST])
    seen = selectors.assets_of(request.user, at=at)
    if "case" in request.GET:
        return list(seen.filter(case__in=_numbers(request, "case"))[:MOST])
    return list(seen.filter(pk__in=_numbers(request, "asset"))[:MOST])


def _numbers(request: HttpRequest, name: str) -> list[int]:
    """Numbers of rows; what is none is passed over."""
    texts = request.GET.getlist(name)[:MOST]
    return [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) <= LONGEST]
