"""Which products may be bought, and how is each with its vendor? (MACRO-2a). Fields: forms/candidates.py."""

from collections.abc import Callable
from io import StringIO

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import posted
from catalog.models import Resource
from catalog.search import search
from requests_app import candidates, comparing
from requests_app.forms.candidates import CandidateForm, LookForm, RuleOutForm, WhatForm
from requests_app.models import Candidate, DistrictPurchase
from workflows import selectors
from workflows.errors import NotYours, Unmet
from workflows.http import acting, carry_out, fetch, refused, see_other
from workflows.views.history import BYTE_ORDER_MARK

FOUND = 8  # entries of the library that are offered
READS_AND_SENDS = require_http_methods(["GET", "HEAD", "POST"])


def purchase_read(request: HttpRequest, pk: int) -> tuple[DistrictPurchase, HttpResponse | None]:
    """A district purchase with everything of it; or the answer to whoever reads its summary alone."""
    case = fetch(request, pk)
    if not isinstance(case, DistrictPurchase):
        raise Http404
    if not selectors.reading(request.user, case, at=timezone.now()).whole:
        return case, refused(request, NotYours(_("Only people who work on this purchase read that.")), case=case)
    return case, None


def purchase_led(request: HttpRequest, pk: int) -> tuple[DistrictPurchase, HttpResponse | None]:
    """The same for whoever may change its candidates and criteria now."""
    case, answer = purchase_read(request, pk)
    if answer:
        return case, answer
    if not candidates.leads(request.user, case, at=timezone.now()):
        reason = _("The lead of this purchase looks after its candidates and criteria.")
        return case, refused(request, NotYours(reason), case=case)
    if case.state not in candidates.OPEN_IN:
        return case, refused(request, Unmet(_("It is now: %(state)s.") % {"state": case.state_words}), case=case)
    return case, None


def candidates_url(case: DistrictPurchase) -> str:
    return reverse("district-candidates", args=[case.pk])


def candidate_or_404(case: DistrictPurchase, pk: int) -> Candidate:
    found = comparing.one_of(case, pk)
    if found is None:
        raise Http404
    return found


def kept(request: HttpRequest, case, form, page: Callable, act: Callable, *, to: str, told: str = "") -> HttpResponse:
    """Keep what a form says; the page again with what is wrong with it."""
    if not form.is_valid():
        return page(422)

    def done(_case) -> HttpResponse:
        if told:
            messages.success(request, told)
        return see_other(to)

    return carry_out(
        request,
        lambda: act(by=acting(request), at=timezone.now(), key=form.key),
        case=case,
        form=form,
        invalid=page,
        done=done,
    )


# --- the list ---------------------------------------------------------------------------------------------------------


@READS_AND_SENDS
def candidate_list(request: HttpRequest, pk: int) -> HttpResponse:
    """All candidates; whoever leads adds one from the library, or by typing it."""
    if request.method != "POST":
        case, answer = purchase_read(request, pk)
        return answer or _list_page(request, case)
    case, answer = purchase_led(request, pk)
    if answer:
        return answer
    act = ADDS.get(request.POST.get("what", ""))
    return act(request, case) if act else refused(request, Unmet(_("There is no such act.")), case=case)


def _list_page(request: HttpRequest, case: DistrictPurchase, tried=None, status: int = 200) -> HttpResponse:
    now = timezone.now()
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    may_change = candidates.may_change(request.user, case, at=now)
    asked = comparing.everybody(case, at=now)
    known = {each.candidate.resource_id for each in asked}
    hits = [hit.resource for hit in search(words, limit=FOUND)] if words and may_change else []
    context = {
        "case": case,
        "asked": asked,
        "may_change": may_change,
        "criteria": case.criteria.count(),
        "to_ask": any(each.may_be_asked for each in asked),
        "look": LookForm({"q": words} if words else None),
        "words": words,
        "hits": [(each, each.pk in known) for each in hits],
        "form": tried or CandidateForm(case=case, initial={"name": words}),
        "adding": tried is not None or bool(words and not hits),
        "plain": WhatForm(case=case),
    }
    return render(request, "requests_app/district/candidates.html", context, status=status)


def _add_typed(request: HttpRequest, case: DistrictPurchase) -> HttpResponse:
    form = CandidateForm(request.POST, case=case)

    def act(**who):
        names = ("name", "vendor_name", "website")
        return candidates.add(case, **{name: form.cleaned_data[name] for name in names}, **who)

    def page(status: int = 200) -> HttpResponse:
        return _list_page(request, case, form, status)

    return kept(request, case, form, page, act, to=candidates_url(case))


def _add_from_library(request: HttpRequest, case: DistrictPurchase) -> HttpResponse:
    form = WhatForm(request.POST, case=case)
    number = request.POST.get("resource", "")
    is_number = number.isascii() and number.isdigit() and len(number) < 10
    found = Resource.objects.select_related("vendor").filter(pk=int(number)).first() if is_number else None
    if found is None:
        raise Http404
    return kept(
        request,
        case,
        form,
        lambda status=200: _list_page(request, case, status=status),
        lambda **who: candidates.add(case, resource=found, **who),
        to=candidates_url(case),
    )


ADDS = {"typed": _add_typed, "library": _add_from_library}


# --- one candidate ----------------------------------------------------------------------------------------------------


@READS_AND_SENDS
def edit(request: HttpRequest, pk: int, candidate: int) -> HttpResponse:
    """Put right what was typed of a candidate."""
    case, answer = purchase_led(request, pk)
    if answer:
        return answer
    found = candidate_or_404(case, candidate)
    if request.method == "POST" and found.resource_id:
        return refused(request, Unmet(_("It is called as it is in the library.")), case=case)
    typed = {name: getattr(found, name) for name in ("name", "vendor_name", "website")}
    form = CandidateForm(posted(request), case=case, initial=typed)

    def page(status: int = 200) -> HttpResponse:
        context = {"case": case, "candidate": found, "form": form, "back_url": candidates_url(case)}
        return render(request, "requests_app/district/candidate.html", context, status=status)

    def act(**who):
        return candidates.edit(case, found.pk, **{name: form.cleaned_data[name] for name in typed}, **who)

    return kept(request, case, form, page, act, to=candidates_url(case)) if request.method == "POST" else page()


@READS_AND_SENDS
def rule_out(request: HttpRequest, pk: int, candidate: int) -> HttpResponse:
    """Leave a candidate out of the comparison, with the reason; or consider it again."""
    case, answer = purchase_led(request, pk)
    if answer:
        return answer
    found = candidate_or_404(case, candidate)
    again = found.standing == Candidate.Standing.RULED_OUT
    kind = WhatForm if again or request.POST.get("what") == "again" else RuleOutForm
    form = kind(posted(request), case=case)

    def page(status: int = 200) -> HttpResponse:
        context = {"case": case, "candidate": found, "form": form, "again": again, "back_url": candidates_url(case)}
        return render(request, "requests_app/district/rule_out.html", context, status=status)

    def act(**who):
        if isinstance(form, RuleOutForm):
            return candidates.rule_out(case, found.pk, because=form.cleaned_data["because"], **who)
        return candidates.consider_again(case, found.pk, **who)

    return kept(request, case, form, page, act, to=candidates_url(case)) if request.method == "POST" else page()


# --- answers side by side ---------------------------------------------------------------------------------------------


@require_safe
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """What does each vendor say of each thing that the district needs?"""
    case, answer = purchase_read(request, pk)
    if answer:
        return answer
    now = timezone.now()
    context = {
        "case": case,
        "comparison": comparing.compare(case, at=now),
        "may_change": candidates.may_change(request.user, case, at=now),
        "back_url": candidates_url(case),
    }
    return render(request, "requests_app/district/answers.html", context)


@require_safe
def answers_export(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for a spreadsheet."""
    case, answer = purchase_read(request, pk)
    if answer:
        return answer
    table = StringIO()
    comparing.write_csv(case, table, at=timezone.now())
    name = f"criteria-{case.number or case.pk}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(BYTE_ORDER_MARK + table.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
