"""What waits on me? (X-1)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from requests_app.forms.inbox import InboxFilter
from requests_app.reviewing import inbox_page
from workflows.machines import MACHINES


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Every step that waits on the reader, oldest due first; filters by place and kind."""
    shown = inbox_page(
        request.user,
        on=timezone.localdate(),
        place=_number(request.GET.get("place", "")),
        kind=_kind(request.GET.get("kind", "")),
        page=request.GET.get("page", 1),
    )
    narrowed = bool(request.GET.get("place") or request.GET.get("kind"))
    narrowing = InboxFilter(request.GET if narrowed else None, places=shown.places)
    return render(request, "requests_app/inbox/inbox.html", {"inbox": shown, "filter": narrowing, "narrowed": narrowed})


def _number(words: str) -> int | None:
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


def _kind(words: str) -> str:
    return words if words in MACHINES else ""
