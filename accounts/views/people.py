"""Suggestions for a text box that asks for a person."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.selectors import find_people

SHORTEST = 2  # letters; fewer fit everybody


@require_safe
@login_required
def people_options(request: HttpRequest) -> HttpResponse:
    """Options of a datalist for what stands in the field that `of` names."""
    words = request.GET.get(request.GET.get("of", "q"), "").replace("\0", "").strip()[:100]
    people = find_people(words) if len(words) >= SHORTEST else []
    return render(request, "accounts/people_options.html", {"people": people})
