"""The one address of a stored file."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts import files
from accounts.models import StoredFile
from accounts.wording import exact_words

GONE = 410


@require_safe
@login_required
def stored_file(request: HttpRequest, key: str) -> HttpResponse:
    """The file as a download; 404 unless the owner says that the person may open it, 410 when it was removed."""
    stored = get_object_or_404(StoredFile.objects.select_related("removed_by"), key=key)
    if not files.may_open(request.user, stored):
        raise Http404
    if stored.removed_at:
        return render(request, "404.html", _removed(stored), status=GONE)
    try:
        return files.serve(stored)
    except FileNotFoundError:
        raise Http404 from None


def _removed(stored: StoredFile) -> dict[str, str]:
    words = _("It was removed on %(day)s by %(person)s: %(reason)s")
    values = {"day": exact_words(stored.removed_at), "person": stored.removed_by, "reason": stored.removed_reason}
    return {"heading": _("This file was removed"), "reason": words % values}
