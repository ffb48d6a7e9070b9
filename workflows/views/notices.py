"""What was told to me (X-7)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from workflows import letters, selectors
from workflows.http import see_other

PER_PAGE = 25


@require_http_methods(["GET", "HEAD", "POST"])
def notices(request: HttpRequest) -> HttpResponse:
    """Newest first; POST marks all as read."""
    mine = selectors.notices_of(request.user)
    if request.method == "POST":
        mine.filter(read_at__isnull=True).update(read_at=timezone.now())
        return see_other(reverse("notices"))
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [(notice, letters.subject_of(notice)) for notice in page.object_list]
    return render(request, "workflows/notices.html", {"page": page})


@require_safe
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a notice: it is read now, and what it tells of is shown."""
    found = get_object_or_404(selectors.notices_of(request.user), pk=pk)
    if found.read_at is None and request.method == "GET":
        type(found).objects.filter(pk=found.pk, read_at__isnull=True).update(read_at=timezone.now())
    return see_other(letters.address_of(found))
