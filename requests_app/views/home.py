"""The first page, a head's school, the district's dashboard, and the search of the header."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import role_required
from config.frame import HEADS, LEADERS
from requests_app import lists
from requests_app.finding import find
from requests_app.forms.new import plain_look_up
from requests_app.home import home as read_home


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What waits on me, what I look after, what became of mine."""
    shown = read_home(request.user, on=timezone.localdate())
    return render(request, "requests_app/mine/home.html", {"home": shown, "form": plain_look_up()})


@require_safe
@role_required(*HEADS)
def school(request: HttpRequest) -> HttpResponse:
    """A principal's or department administrator's own place: what is open, what is late, what was spent."""
    today = timezone.localdate()
    places = lists.places_headed(request.user, on=today)
    context = {
        "places": places,
        "page": lists.school_requests(places, page=request.GET.get("page", 1), on=today),
        "spend": lists.spend_at(places),
    }
    return render(request, "requests_app/mine/school.html", context)


@require_safe
@role_required(*LEADERS)
def dashboard(request: HttpRequest) -> HttpResponse:
    """Where does it get stuck? What is late now, what stands still, how many are where."""
    context = {"pulse": lists.pulse(on=timezone.localdate()), "quiet_days": lists.QUIET_DAYS}
    return render(request, "requests_app/mine/dashboard.html", context)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Library, requests, vendors and people in one."""
    words = request.GET.get("q", "").strip()
    found = find(words, request.user, on=timezone.localdate())
    return render(request, "requests_app/mine/search.html", {"words": words, "found": found})
