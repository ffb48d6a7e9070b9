"""What comes up? The calendar of renewals, its feed, and what is committed by fiscal year (RENEW-7)."""

from functools import wraps

from dateutil.relativedelta import relativedelta
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.district import setting
from accounts.forms import posted
from accounts.signin import address_of
from accounts.wording import money_words
from config.colours import legible
from contracts import calendar, commitment, feeds
from contracts.calendar_forms import CalendarFilter, FeedForm, month_asked
from workflows.errors import Unmet
from workflows.http import see_other

SHOWN_ONCE = "calendar-address"  # in the session, until the page has shown it
LATE = "late"


def in_charge(view):
    """For those in charge of agreements and renewals; 403 for others."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not calendar.may_read(request.user, on=timezone.localdate()):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


# --- the dates --------------------------------------------------------------------------------------------------------


@require_safe
@in_charge
def renewals(request: HttpRequest) -> HttpResponse:
    """What is late, this month and the next, then the year; with `month` (2027-03, late) that list alone."""
    narrowing = CalendarFilter(request.GET or None)
    narrowed, today = narrowing.narrowed(), timezone.localdate()
    asked = request.GET.get("month", "")
    context = {"filter": narrowing, "narrowing": _kept(request), "is_narrowed": narrowed != calendar.Narrowed()}
    if not asked:
        context["shown"] = calendar.overview(narrowed, on=today)
        return render(request, "contracts/calendar/renewals.html", context)
    first_day, number = month_asked(asked), request.GET.get("page", 1)
    if asked == LATE:
        context["page"] = calendar.late_page(narrowed, page=number, on=today)
    elif first_day is not None:
        context["page"] = calendar.month_page(narrowed, first_day, page=number, on=today)
        context |= {"month": first_day, "before": _month(first_day, -1, today), "after": _month(first_day, 1, today)}
    else:
        raise Http404
    return render(request, "contracts/calendar/month.html", context)


def _month(first_day, step: int, today):
    """The month before or after; none before the present one."""
    other = first_day + relativedelta(months=step)
    return other if other >= calendar.month_of(today) else None


def _kept(request: HttpRequest) -> str:
    """What the list is narrowed to, as the end of an address that begins with the month."""
    kept = request.GET.copy()
    for name in ("month", "page"):
        kept.pop(name, None)
    return f"&{kept.urlencode()}" if kept else ""


# --- what is committed ------------------------------------------------------------------------------------------------


@require_safe
@in_charge
def committed(request: HttpRequest) -> HttpResponse:
    """The total of each fiscal year as a picture and a table; `year` shows what one is made of."""
    years = calendar.commitments(on=timezone.localdate())
    asked = request.GET.get("year", "")
    chosen = next((each for each in years if str(each.year) == asked), years[1])
    lines = sorted(chosen.rows, key=lambda row: (-row.amount, str(row.label)))
    page = Paginator(lines, calendar.PER_PAGE).get_page(request.GET.get("page", 1))
    context = {"years": years, "chosen": chosen, "page": page, "any": any(each.rows for each in years)}
    context["left_out"] = calendar.without_years(on=timezone.localdate())
    return render(request, "contracts/calendar/commitment.html", context)


@require_safe
@in_charge
def picture(request: HttpRequest) -> HttpResponse:
    """The totals as bars."""
    years = calendar.commitments(on=timezone.localdate())
    colour = legible(setting("accent"))
    drawn = commitment.chart(years, title=_("Committed by fiscal year"), words=money_words, colour=colour)
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=300"
    return response


# --- the feed ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@in_charge
def feed(request: HttpRequest) -> HttpResponse:
    """One's own addresses; a POST makes one, which the page shows once."""
    form = FeedForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            request.session[SHOWN_ONCE] = feeds.make(request.user, at=timezone.now(), name=form.cleaned_data["name"])
        except Unmet as refusal:
            messages.warning(request, refusal.reason)
        return see_other(reverse("renewals-feed"))
    token = request.session.pop(SHOWN_ONCE, "")
    address = feeds.address(token) if token else ""
    context = {"feeds": feeds.feeds_of(request.user), "address": address, "form": form}
    response = render(request, "contracts/calendar/feed.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
def feed_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """One's own address stops working, whatever one is in charge of now."""
    found = get_object_or_404(feeds.feeds_of(request.user), pk=pk)
    feeds.revoke(found, at=timezone.now())
    messages.success(request, _("The address is revoked: calendars that use it are no longer brought up to date."))
    return see_other(reverse("renewals-feed") if _may(request) else reverse("home"))


def _may(request: HttpRequest) -> bool:
    return calendar.may_read(request.user, on=timezone.localdate())


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar itself, for whoever has the address."""
    now = timezone.now()
    found = feeds.opened(token, address=address_of(request), at=now)
    if found is None:
        words = _("There is no such calendar.")
        return HttpResponse(words, status=404, content_type="text/plain; charset=utf-8")
    response = HttpResponse(feeds.written(found, at=now), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="renewals.ics"'
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response
