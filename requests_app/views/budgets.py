"""What would it cost over the years, and how would it be paid for? (MACRO-3) Fields: forms/budgets.py."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.district import setting
from accounts.files import kept_file
from accounts.forms import posted
from accounts.wording import money_words
from config.colours import legible
from contracts.commitment import chart
from requests_app import budgets
from requests_app.forms.budgets import CandidateQuoteForm, FundingForm, QuoteChangeForm
from requests_app.models import Candidate, DistrictPurchase, Quote
from requests_app.views.vetting import held, step_url
from workflows.access import reads_whole
from workflows.errors import NotYours
from workflows.http import acting, carry_out, case_url, fetch, refused, see_other
from workflows.models import Case


def read_whole(request: HttpRequest, pk: int) -> tuple[Case, HttpResponse | None]:
    """A district purchase; or the answer to whoever may not read all of it."""
    case = fetch(request, pk)
    if not isinstance(case, DistrictPurchase):
        raise Http404
    if reads_whole(request.user, case, at=timezone.now()):
        return case, None
    return case, refused(request, NotYours(_("Only people who work on this request may do that.")), case=case)


def candidate_of(case: DistrictPurchase, pk: int) -> Candidate:
    """One of its candidates that is not ruled out, with what its pages show."""
    found = next((each for each in case.live_candidates() if each.pk == pk), None)
    if found is None:
        raise Http404
    return found


def form_page(request, case, found, template: str, form, status: int = 200, **more) -> HttpResponse:
    """A page with one form that belongs to a step."""
    context = {"case": case, "step": found, "form": form, "back_url": step_url(case, found), **more}
    return render(request, f"requests_app/district/{template}.html", context, status=status)


def kept(request, case, found, form, page, act, *, to: str = "") -> HttpResponse:
    """Keep what a form says and go back to the step; the page again with what is wrong with it."""
    if not form.is_valid():
        return page(422)
    return carry_out(
        request,
        lambda: act(step=found.pk, by=acting(request), at=timezone.now(), key=form.key),
        case=case,
        form=form,
        invalid=page,
        done=lambda _result: see_other(to or step_url(case, found)),
    )


# --- quotes -----------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def quote(request: HttpRequest, pk: int, step: int, candidate: int) -> HttpResponse:
    """Add a vendor's quote for one candidate."""
    case, found, answer = held(request, pk, step, budgets.AT_STEPS, kind=DistrictPurchase)
    if answer:
        return answer
    named = candidate_of(case, candidate)
    form = CandidateQuoteForm(posted(request), request.FILES or None, case=case, step=found)

    def page(status: int = 200) -> HttpResponse:
        return form_page(request, case, found, "quote", form, status, candidate=named)

    def act(**who):
        with kept_file(form.cleaned_data["file"], by=request.user, at=who["at"]) as stored:
            return budgets.add_quote(case, named, stored, **form.said(), **who)

    return kept(request, case, found, form, page, act) if request.method == "POST" else page()


@require_http_methods(["GET", "HEAD", "POST"])
def quote_change(request: HttpRequest, pk: int, step: int, quote: int) -> HttpResponse:
    """Put the figures of a quote right."""
    case, found, answer = held(request, pk, step, budgets.AT_STEPS, kind=DistrictPurchase)
    if answer:
        return answer
    named = _quote_of(case, quote)
    form = QuoteChangeForm(posted(request), case=case, step=found, quote=named)

    def page(status: int = 200) -> HttpResponse:
        return form_page(request, case, found, "quote", form, status, candidate=named.candidate, quote=named)

    def act(**who):
        return budgets.change_quote(named, **form.said(), **who)

    return kept(request, case, found, form, page, act) if request.method == "POST" else page()


def _quote_of(case: DistrictPurchase, pk: int) -> Quote:
    offered = Quote.objects.filter(purchase__case=case.pk, candidate__in=case.live_candidates(), pk=pk)
    found = offered.select_related("candidate", "file__file", "purchase").first()
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def funding(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """How would it be paid for?"""
    case, found, answer = held(request, pk, step, frozenset({"quotes"}), kind=DistrictPurchase)
    if answer:
        return answer
    form = FundingForm(posted(request), case=case, step=found)

    def page(status: int = 200) -> HttpResponse:
        return form_page(request, case, found, "funding", form, status)

    def act(**who):
        return budgets.propose_funding(case, form.cleaned_data["funding_source"], **who)

    return kept(request, case, found, form, page, act) if request.method == "POST" else page()


# --- the cost over the years ------------------------------------------------------------------------------------------


@require_safe
def costs(request: HttpRequest, pk: int) -> HttpResponse:
    """What would each cost over the same years?"""
    case, answer = read_whole(request, pk)
    if answer:
        return answer
    context = {"case": case, "costs": budgets.costs(case), "back_url": case_url(case)}
    return render(request, "requests_app/district/costs.html", context)


@require_safe
def costs_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The totals as bars."""
    case, answer = read_whole(request, pk)
    if answer:
        return answer
    found = budgets.costs(case)
    title = _("Cost over the years: %(years)d") % {"years": found.horizon}
    colour = legible(setting("accent"))
    drawn = chart(found.bars, title=title, words=money_words, colour=colour, lying=True)
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "private, no-store"})
