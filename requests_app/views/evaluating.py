"""What speaks for each candidate, what was tried, does it integrate? (MACRO-4) Fields: forms/evaluating.py."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import posted
from requests_app import evaluating
from requests_app.forms.evaluating import PilotForm, PlatformsForm, ScoreForm
from requests_app.models import CommitteeScore, DistrictPurchase, Pilot
from requests_app.side_by_side import side_by_side
from requests_app.views.budgets import candidate_of, form_page, kept, read_whole
from requests_app.views.vetting import held, step_url
from workflows.http import acting, carry_out, case_url, see_other

# --- what everybody reads who reads the whole request -----------------------------------------------------------------


def _part(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    case, answer = read_whole(request, pk)
    if answer:
        return answer
    found = side_by_side(case, request.user, on=timezone.localdate())
    context = {"case": case, "found": found, "back_url": case_url(case)}
    return render(request, f"requests_app/district/{template}.html", context)


@require_safe
def committee(request: HttpRequest, pk: int) -> HttpResponse:
    """What does the committee say of each candidate?"""
    return _part(request, pk, "committee_read")


@require_safe
def pilots(request: HttpRequest, pk: int) -> HttpResponse:
    """What was tried where, and what was found?"""
    return _part(request, pk, "pilots_read")


@require_safe
def all_platforms(request: HttpRequest, pk: int) -> HttpResponse:
    """Does each candidate work with the district's platforms?"""
    return _part(request, pk, "platforms_read")


@require_safe
def gate(request: HttpRequest, pk: int) -> HttpResponse:
    """Is the chosen candidate compliant, and does it integrate?"""
    return _part(request, pk, "gate_read")


# --- the committee ----------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def score(request: HttpRequest, pk: int, step: int, candidate: int) -> HttpResponse:
    """What does a member of the committee think of one candidate?"""
    case, found, answer = held(request, pk, step, evaluating.COMMITTEE, kind=DistrictPurchase)
    if answer:
        return answer
    named = candidate_of(case, candidate)
    given = CommitteeScore.objects.filter(candidate=named, member=evaluating.member_of(found)).first()
    form = ScoreForm(posted(request), case=case, step=found, given=given)

    def page(status: int = 200) -> HttpResponse:
        return form_page(request, case, found, "score", form, status, candidate=named)

    def act(**who):
        return evaluating.give_score(case, named, **form.said(), **who)

    return kept(request, case, found, form, page, act) if request.method == "POST" else page()


# --- pilots -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def pilot_add(request: HttpRequest, pk: int, step: int, candidate: int) -> HttpResponse:
    """Plan a trial of one candidate."""
    case, found, answer = held(request, pk, step, evaluating.PILOTS, kind=DistrictPurchase)
    return answer or _pilot_page(request, case, found, candidate_of(case, candidate))


@require_http_methods(["GET", "HEAD", "POST"])
def pilot(request: HttpRequest, pk: int, step: int, pilot: int) -> HttpResponse:
    """Put a trial right, or say what was found."""
    case, found, answer = held(request, pk, step, evaluating.PILOTS, kind=DistrictPurchase)
    if answer:
        return answer
    named = _pilot_of(case, pilot)
    return _pilot_page(request, case, found, named.candidate, named)


def _pilot_of(case: DistrictPurchase, pk: int) -> Pilot:
    found = Pilot.objects.filter(candidate__in=case.live_candidates(), pk=pk)
    named = found.select_related("candidate__resource", "place").first()
    if named is None:
        raise Http404
    return named


def _pilot_page(request, case, found, candidate, named: Pilot | None = None) -> HttpResponse:
    form = PilotForm(posted(request), case=case, step=found, pilot=named)

    def page(status: int = 200) -> HttpResponse:
        return form_page(request, case, found, "pilot", form, status, candidate=candidate, pilot=named)

    def act(**who):
        return evaluating.keep_pilot(case, candidate, pilot=named, **form.said(), **who)

    return kept(request, case, found, form, page, act) if request.method == "POST" else page()


@require_POST
def pilot_remove(request: HttpRequest, pk: int, step: int, pilot: int) -> HttpResponse:
    """A trial that is not held after all."""
    case, found, answer = held(request, pk, step, evaluating.PILOTS, kind=DistrictPurchase)
    if answer:
        return answer
    named = _pilot_of(case, pilot)
    return carry_out(
        request,
        lambda: evaluating.remove_pilot(case, named, step=found.pk, by=acting(request), at=timezone.now()),
        case=case,
        done=lambda _case: see_other(step_url(case, found)),
    )


# --- platforms --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def platforms(request: HttpRequest, pk: int, step: int, candidate: int) -> HttpResponse:
    """Does one candidate integrate with each of the district's platforms?"""
    case, found, answer = held(request, pk, step, evaluating.PLATFORMS, kind=DistrictPurchase)
    if answer:
        return answer
    named = candidate_of(case, candidate)
    known = evaluating.integrations(case, [named])[0]
    form = PlatformsForm(posted(request), case=case, step=found, candidate=known)

    def page(status: int = 200) -> HttpResponse:
        return form_page(request, case, found, "platforms", form, status, candidate=named)

    def act(**who):
        return evaluating.answer_platforms(case, named, form.said(), **who)

    return kept(request, case, found, form, page, act) if request.method == "POST" else page()
