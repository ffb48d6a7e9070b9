"""What is left before it may be used: the checklist from the gate to the accounts (MACRO-5)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.forms import posted
from requests_app import coordination
from requests_app.forms.coordination import LineForm
from requests_app.forms.sites import DoneForm
from requests_app.models import CoordinationLine, DistrictPurchase
from workflows.access import reads_whole
from workflows.errors import Invalid, NotYours, Unmet
from workflows.http import acting, carry_out, case_url, fetch, refused, see_other
from workflows.keys import one_time_key


def _fetched(request: HttpRequest, pk: int) -> tuple[DistrictPurchase, HttpResponse | None]:
    """A district purchase that has its checklist; or the answer to whoever has no part in it."""
    case = fetch(request, pk)
    if not isinstance(case, DistrictPurchase):
        raise Http404
    rows = list(case.coordination.all())
    if not rows:
        raise Http404
    on = timezone.localdate()
    owns = any(coordination.owns(row, request.user, on=on) for row in rows)
    if owns or reads_whole(request.user, case, at=timezone.now()):
        return case, None
    return case, refused(request, NotYours(_("Only people who work on this request may do that.")), case=case)


@require_http_methods(["GET", "HEAD", "POST"])
def checklist(request: HttpRequest, pk: int) -> HttpResponse:
    """The six lines in their order; POST does what `what` says."""
    case, answer = _fetched(request, pk)
    if answer:
        return answer
    if request.method != "POST":
        return _page(request, case)
    line = _line_of(case, request.POST.get("line", ""))
    what, key = request.POST.get("what", ""), one_time_key(request.POST.get("once"))
    if what == "undo":
        return _do(request, case, lambda **who: coordination.undo(case, line.what, key=key, **who))
    if what != "done":
        return refused(request, Unmet(_("There is no such act.")), case=case)
    form = DoneForm(request.POST)
    if not form.is_valid():
        return refused(request, Invalid({"done_on": form.errors["done_on"][0]}), case=case)
    day = form.cleaned_data["done_on"]
    return _do(request, case, lambda **who: coordination.mark_done(case, line.what, done_on=day, key=key, **who))


def _line_of(case: DistrictPurchase, words: str) -> CoordinationLine:
    known = {str(row.what): row for row in case.coordination.select_related("owner")}
    if words not in known:
        raise Http404
    return known[words]


def _do(request: HttpRequest, case: DistrictPurchase, act) -> HttpResponse:
    url = reverse("district-coordination", args=[case.pk])
    return carry_out(
        request,
        lambda: act(by=acting(request), at=timezone.now()),
        case=case,
        done=lambda _case: see_other(url),
    )


def _page(request: HttpRequest, case: DistrictPurchase) -> HttpResponse:
    context = {"case": case, "back_url": case_url(case)}
    return render(request, "requests_app/district/coordination.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, pk: int, what: int) -> HttpResponse:
    """Who does this line, and by when? For the lead."""
    case, answer = _fetched(request, pk)
    if answer:
        return answer
    row = _line_of(case, str(what))
    if not coordination.leads(case, request.user, on=timezone.localdate()):
        return refused(
            request, NotYours(_("The checklist is kept by the lead, and each line by its owner.")), case=case
        )
    form = LineForm(posted(request), case=case, row=row)
    back_url = reverse("district-coordination", args=[case.pk])

    def page(status: int = 200) -> HttpResponse:
        context = {"case": case, "row": row, "form": form, "back_url": back_url}
        return render(request, "requests_app/district/line.html", context, status=status)

    if request.method != "POST":
        return page()
    if not form.is_valid():
        return page(422)
    return carry_out(
        request,
        lambda: coordination.give_line(
            case, row.what, **form.said(), by=acting(request), at=timezone.now(), shown=form.shown(), key=form.key
        ),
        case=case,
        form=form,
        invalid=page,
        done=lambda _case: see_other(back_url),
    )
