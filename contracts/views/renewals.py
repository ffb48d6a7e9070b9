"""The month's reviews on one page, many answered at once (RENEW-2)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from contracts import reviews as worklists
from contracts.models import PeriodicReview
from contracts.review_forms import RowsForm
from workflows import engine
from workflows.engine import Shown
from workflows.errors import Refused, Replayed
from workflows.http import acting, see_other
from workflows.keys import fresh_key, one_time_key


@require_http_methods(["GET", "HEAD", "POST"])
def reviews(request: HttpRequest) -> HttpResponse:
    """What has to be looked at this month, and what is late; POST confirms the rows that were ticked."""
    if not worklists.may_read(request.user, on=timezone.localdate()):
        raise PermissionDenied
    form = RowsForm(request.POST if request.method == "POST" else None, most=worklists.PER_PAGE)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form, status=422 if form.is_bound else 200)
    _confirm_each(request, form.cleaned_data["pick"], once=form.cleaned_data["once"])
    return see_other(reverse("reviews"))


def _confirm_each(request: HttpRequest, picked: list[tuple[int, int]], *, once: str) -> None:
    """One transaction a review; what was refused is said by its name, and the rest goes on."""
    known = PeriodicReview.objects.in_bulk([pk for pk, _version in picked])
    confirmed = 0
    for pk, version in picked:
        if pk not in known:
            continue
        try:
            _confirm(request, pk, version, key=f"{once}:{pk}" if once else "")
            confirmed += 1
        except Replayed:
            continue
        except Refused as refusal:
            words = {"title": known[pk].title, "reason": refusal.reason}
            messages.warning(request, _("%(title)s was not answered. %(reason)s") % words)
    if confirmed:
        words = ngettext("%(n)d review is answered.", "%(n)d reviews are answered.", confirmed)
        messages.success(request, words % {"n": confirmed})


def _confirm(request: HttpRequest, pk: int, version: int, *, key: str) -> None:
    engine.perform(pk, "confirm", by=acting(request), at=timezone.now(), shown=Shown(case=version), key=key)


def _page(request: HttpRequest, form: RowsForm, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    page = worklists.worklist(request.user, page=request.GET.get("page", 1), on=today)
    context = {
        "page": page,
        "form": form,
        "once": one_time_key(form.data.get("once")) or fresh_key(),
        "any_mine": any(row.mine for row in page.object_list),
        "month": date_format(today, "F Y"),
        "section": "/renewals/",
    }
    return render(request, "contracts/reviews/worklist.html", context, status=status)
