"""Who did what, when, from where to where, and with what words (X-6)."""

from io import StringIO

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from workflows import chronicle, selectors
from workflows.errors import NotYours
from workflows.forms import HistoryFilter
from workflows.http import fetch, refused
from workflows.models import Case

BYTE_ORDER_MARK = "\ufeff"  # so that a spreadsheet reads the letters right


@require_safe
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Newest first, one kind if wanted."""
    case = fetch(request, pk)
    if answer := _only_readers(request, case):
        return answer
    narrowed = HistoryFilter(request.GET or None)
    kind = narrowed.cleaned_data["kind"] if narrowed.is_valid() else ""
    found = chronicle.entries(case, request.user, at=timezone.now(), kind=kind)
    context = {"case": case, "entries": found, "filter": narrowed, "kind": kind}
    return render(request, "workflows/history.html", context)


@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a file for a spreadsheet."""
    case = fetch(request, pk)
    if answer := _only_readers(request, case):
        return answer
    table = StringIO()
    chronicle.write_csv(chronicle.entries(case, request.user, at=timezone.now()), table)
    name = f"history-{case.number or case.pk}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(BYTE_ORDER_MARK + table.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _only_readers(request: HttpRequest, case: Case) -> HttpResponse | None:
    if selectors.reading(request.user, case, at=timezone.now()).whole:
        return None
    words = _("Only people who work on this request read its history.")
    return refused(request, NotYours(words), case=case)
