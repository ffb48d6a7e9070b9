"""What became of mine? And what is asked for elsewhere?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from requests_app import lists
from requests_app.forms.lists import AllFilter, MyFilter


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """One's own requests, open ones first, each with who has it, since when and until when."""
    narrowing = MyFilter(request.GET or None)
    asked = narrowing.cleaned_data if narrowing.is_valid() else {}
    page = lists.my_requests(
        request.user, state=asked.get("state", ""), page=request.GET.get("page", 1), on=timezone.localdate()
    )
    return render(request, "requests_app/mine/mine.html", {"page": page, "filter": narrowing, "asked": asked})


@require_safe
def everybodys(request: HttpRequest) -> HttpResponse:
    """All requests whose summary a member of staff may see."""
    narrowing = AllFilter(request.GET or None)
    asked = narrowing.cleaned_data if narrowing.is_valid() else {}
    page = lists.all_requests(
        request.user,
        state=asked.get("state", ""),
        words=asked.get("q", ""),
        place=asked.get("place"),
        page=request.GET.get("page", 1),
        on=timezone.localdate(),
    )
    return render(request, "requests_app/mine/all.html", {"page": page, "filter": narrowing, "asked": asked})
