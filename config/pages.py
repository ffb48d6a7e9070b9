"""Pages that stand beside the work: help, privacy, accessibility, and the district's colours."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.contacts import contacts_for
from accounts.district import setting
from config.colours import stylesheet

YEAR, SOON = 365 * 24 * 3600, 300


@login_not_required
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Help and contact, open to everyone (MICRO-14)."""
    contacts = contacts_for(request.user, on=timezone.localdate())
    return render(
        request,
        "pages/help.html",
        {
            "contacts": contacts,
            "response_days": setting("response_days"),
            "file_megabytes": setting("file_megabytes"),
        },
    )


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What this application keeps about people."""
    return render(request, "pages/privacy.html")


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement (X-12)."""
    return render(request, "pages/accessibility.html")


@login_not_required
@require_safe
def site_css(request: HttpRequest) -> HttpResponse:
    """The district's colours as a stylesheet: the pages themselves may carry no style.

    With the colour in the address (`?v=`) it is kept for a year, without it for five minutes.
    """
    sheet = HttpResponse(stylesheet(setting("accent")), content_type="text/css; charset=utf-8")
    age = YEAR if request.GET.get("v") else SOON
    sheet["Cache-Control"] = f"public, max-age={age}"
    return sheet
