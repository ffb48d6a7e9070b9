"""Equipment as a file: sent out, and taken in after a look at what it would do."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.files import store_file
from accounts.forms import posted
from accounts.models import StoredFile
from assets import importing, spreadsheet
from assets.access import KEEPERS, places_kept
from assets.forms import AssetFilter, TableForm
from assets.selectors import page_of
from assets.views.equipment import narrowed_assets
from workflows.errors import Invalid, Stale
from workflows.http import see_other

KINDS = ("csv", "txt")
VERDICTS = {
    "new": ("good", "plus"),
    "changed": ("waiting", "pencil"),
    "same": ("quiet", "check"),
    "refused": ("refused", "cross"),
}


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """What the list shows, as a file for a spreadsheet that can be taken in again."""
    found = narrowed_assets(request, AssetFilter(request.GET or None))
    day = timezone.localdate().isoformat()
    headers = {
        "Content-Disposition": f'attachment; filename="equipment-{day}.csv"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(spreadsheet.write(found), content_type="text/csv; charset=utf-8", headers=headers)


@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: HttpRequest) -> HttpResponse:
    """Choose a file."""
    places_kept(request.user, KEEPERS, at=timezone.now())
    form = TableForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            stored = _kept(request, form.cleaned_data["file"])
        except (spreadsheet.Unreadable, ValidationError) as fault:
            form.add_error("file", fault.messages if isinstance(fault, ValidationError) else str(fault))
        else:
            return see_other(reverse("asset-import-check", args=[stored.key]))
    context = {"form": form, "columns": spreadsheet.COLUMNS, "most": spreadsheet.MOST_ROWS}
    return render(request, "assets/import.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, upload) -> StoredFile:
    """The file, which can be read as a table; swept after a day."""
    spreadsheet.read(upload.read(spreadsheet.LARGEST + 1))
    upload.seek(0)
    return store_file(upload, by=request.user, at=timezone.now(), kinds=KINDS)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest, key: str) -> HttpResponse:
    """Row by row what the file would do; then it does."""
    at = timezone.now()
    places_kept(request.user, KEEPERS, at=at)
    stored = get_object_or_404(StoredFile, key=key, by=request.user, content_type__in=("text/csv", "text/plain"))
    try:
        with stored.content.open("rb") as file:
            sheet = spreadsheet.read(file.read(spreadsheet.LARGEST + 1))
    except (FileNotFoundError, ValueError, spreadsheet.Unreadable) as gone:
        raise Http404 from gone
    stale = ""
    if request.method == "POST":
        try:
            done = importing.carry_out(
                sheet,
                shown=request.POST.get("shown", ""),
                by=request.user,
                at=at,
                key=f"import:{stored.key}",
                reason=_("From the file “%(name)s”") % {"name": stored.name},
            )
        except (Stale, Invalid) as refusal:
            stale = refusal.reason
        else:
            messages.success(request, str(done))
            return see_other(reverse("assets"))
    plan = importing.plan(sheet, by=request.user, at=at)
    wanted = request.GET.get("show", "")
    lines = [line for line in plan.lines if line.verdict == wanted] if wanted in VERDICTS else plan.lines
    page = page_of(lines, request.GET.get("page"))
    context = {
        "stored": stored,
        "plan": plan,
        "page": page,
        "tallies": [(name, count, *VERDICTS[name]) for name, count in plan.counts.items()],
        "looks": VERDICTS,
        "wanted": wanted,
        "stale": stale,
    }
    return render(request, "assets/import_check.html", context, status=409 if stale else 200)
