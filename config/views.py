"""Pages of the installation itself: is it alive, and what is shown when it is not."""

import sys

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import server_error as default_server_error

from config import health

RETRY_AFTER_SECONDS = 5


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Which parts are alive; 503 when one is not. Needs no sign-in and tells nothing else."""
    parts = health.parts()
    alive = all(parts.values())
    body = {"ok": alive, **{name: "alive" if up else "down" for name, up in parts.items()}}
    return JsonResponse(body, status=200 if alive else 503)


def busy(request: HttpRequest) -> HttpResponse:
    """The page for a database too busy to answer. Made without the request: it must not ask the database again."""
    try:
        body = render_to_string("503.html")
    except TemplateDoesNotExist:
        body = _("The service is busy. Nothing was changed. Please try again in a moment.")
    return HttpResponse(body, status=503, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def server_error(request: HttpRequest) -> HttpResponse:
    """The 500 page; a busy database met outside a view (in a middleware) gets its own."""
    from config.middleware import is_busy

    return busy(request) if is_busy(sys.exc_info()[1]) else default_server_error(request)
