"""What the state's registry shall say, what is posted there already, and the file for it (SOFT-6, SOFT-16)."""

from io import StringIO

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from requests_app import registry as entries
from workflows.views.history import BYTE_ORDER_MARK


def _readers_only(request: HttpRequest) -> None:
    if not entries.may_read(request.user, on=timezone.localdate()):
        raise PermissionDenied


@require_safe
def registry(request: HttpRequest) -> HttpResponse:
    """The list, what is still to be posted first."""
    _readers_only(request)
    page = entries.listed(page=request.GET.get("page", 1))
    return render(request, "requests_app/registry/list.html", {"page": page, "section": "/registry/"})


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """All of it in the registry's layout."""
    _readers_only(request)
    today, table = timezone.localdate(), StringIO()
    entries.write_csv(table, on=today)
    name = f"registry-{today.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(BYTE_ORDER_MARK + table.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
