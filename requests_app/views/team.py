"""Who takes part in a district purchase, and who leads it (MACRO-1)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from requests_app import team as services
from requests_app.forms.district import LeadForm, MemberForm
from requests_app.models import DistrictPurchase
from requests_app.views.candidates import purchase_read
from workflows.errors import NotYours, Unmet
from workflows.http import CaseForm, carry_out, refused, see_other


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, pk: int) -> HttpResponse:
    """The people on it; a POST adds somebody, takes a part away or hands it over, as `what` says."""
    case, answer = purchase_read(request, pk)
    if answer or request.method != "POST":
        return answer or _page(request, case)
    if not services.is_theirs(case, request.user, at=timezone.now()):
        return refused(request, NotYours(_("The lead and the sponsor say who takes part.")), case=case)
    if case.is_over:
        return refused(request, Unmet(_("It is now: %(state)s.") % {"state": case.state_words}), case=case)
    act = ACTS.get(request.POST.get("what", "add"))
    if act is None:
        return refused(request, Unmet(_("There is no such act.")), case=case)
    return act(request, case)


def _page(request: HttpRequest, case: DistrictPurchase, status: int = 200, **forms) -> HttpResponse:
    context = {
        "case": case,
        "lead": case.the_lead,
        "members": case.team.select_related("user", "user__place"),
        "may_change": not case.is_over and services.is_theirs(case, request.user, at=timezone.now()),
        "member_form": MemberForm(case=case),
        "lead_form": LeadForm(case=case, auto_id="lead_%s"),
        "small_form": CaseForm(case=case, auto_id=False),
        "may_hand_over": case.submitted_at is not None,
    }
    return render(request, "requests_app/district/team.html", context | forms, status=status)


def _add(request: HttpRequest, case: DistrictPurchase) -> HttpResponse:
    form = MemberForm(request.POST, case=case)
    if not form.is_valid():
        return _page(request, case, status=422, member_form=form)
    told = form.cleaned_data
    return _done(
        request,
        case,
        lambda said: services.add_member(case, told["person"], told["part"], **said),
        form,
        member_form=form,
    )


def _hand_over(request: HttpRequest, case: DistrictPurchase) -> HttpResponse:
    form = LeadForm(request.POST, case=case, auto_id="lead_%s")
    if not form.is_valid():
        return _page(request, case, status=422, lead_form=form)
    person = form.cleaned_data["lead"]
    return _done(request, case, lambda said: services.hand_over(case, person, **said), form, lead_form=form)


def _remove(request: HttpRequest, case: DistrictPurchase) -> HttpResponse:
    named = request.POST.get("member", "")
    found = next((member for member in case.team.all() if str(member.pk) == named), None)
    form = CaseForm(request.POST, case=case)
    return _done(request, case, lambda said: services.remove_member(case, found.pk if found else 0, **said), form)


ACTS = {"add": _add, "remove": _remove, "hand-over": _hand_over}


def _done(request: HttpRequest, case: DistrictPurchase, act, form: CaseForm, **shown) -> HttpResponse:
    said = {"by": request.user, "at": timezone.now(), "shown": form.shown(), "key": form.key}
    page = (lambda: _page(request, case, **shown)) if shown else None
    there = reverse("case-team", args=[case.pk])
    return carry_out(
        request, lambda: act(said), case=case, form=form, invalid=page, done=lambda _case: see_other(there)
    )
