"""What must I decide, on what? A step's question beside the request, and the answer to it."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.district import role_name
from accounts.roles import Part
from contracts.selectors import fits
from requests_app import integration, reviewing
from requests_app.checklists import CHECKLISTS
from requests_app.forms.reviews import ReviewForm
from requests_app.forms.steps import DecisionForm
from requests_app.models import MicroRequest
from workflows import engine, selectors
from workflows.answering import held_side_by_side, moves_at, steps_sent
from workflows.errors import Invalid, NotYours, Stale
from workflows.http import acting, carry_out, case_url, fetch, fetch_step, hats, refused, see_other
from workflows.models import Case, Step
from workflows.views import answering

AFTER_THE_DECISION = {"vendor", "posting", "integration", "purchase"}
# Read by several conditions and panels of one page.
READ_OFTEN = ("schools", "elements_found", "data_elements")
RESTS_ON_AGREEMENTS = {"contract", "vendor", "posting"}


@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """The page on which a step is answered; POST answers it. Field names: requests_app/forms/steps.py."""
    case = fetch(request, pk)
    found = fetch_step(request, case, step)
    if not isinstance(case, MicroRequest):
        return answering.answer(request, case, found, onwards=_onwards)
    prefetch_related_objects([case], *READ_OFTEN)
    if found.key in RESTS_ON_AGREEMENTS:
        prefetch_related_objects([case], "agreements__vendor")
    if found.role == Part.REQUESTER and request.method != "POST":
        return redirect("case-check", pk=pk)
    if hats(request).holding(found) is None:
        return refused(request, NotYours(_("This step is not with you.")), case=case)
    if request.method == "POST":
        return _answer(request, case, found)
    if not found.is_open:
        messages.info(request, _("This step has been answered already."))
        return redirect(case_url(case))
    form = form_for(request, case, found)
    return _page(request, case, found, form)


def form_for(request: HttpRequest, case: Case, found: Step, data=None):
    """The form for a step: one decision, or every side-by-side answer the person owes on this case."""
    if found.key not in case.machine.side_by_side:
        return DecisionForm(data, case=case, step=found, moves=moves_at(case, found))
    steps = held_side_by_side(case, request.user, on=timezone.localdate(), first=found)
    if data is not None:
        steps = steps_sent(case, data, found)
    return ReviewForm(data, case=case, step=found, steps=steps)


def _answer(request: HttpRequest, case: Case, found: Step) -> HttpResponse:
    form = form_for(request, case, found, request.POST)
    if not form.is_valid():
        if not found.is_open:
            return refused(request, Stale(_("This step has already been answered.")), case=case, form=form)
        return _page(request, case, found, form, status=422)
    act = _review if isinstance(form, ReviewForm) else _decide
    return carry_out(
        request,
        lambda: act(request, case, found, form),
        case=case,
        form=form,
        invalid=lambda: _page(request, case, found, form),
        done=lambda _result: _onwards(request, case),
    )


def _decide(request: HttpRequest, case: Case, found: Step, form: DecisionForm):
    return engine.perform(
        case.pk,
        form.cleaned_data["move"],
        by=acting(request),
        at=timezone.now(),
        step=found.pk,
        shown=form.shown(),
        key=form.key,
        **form.details(),
    )


def _review(request: HttpRequest, case: Case, found: Step, form: ReviewForm):
    given = form.answers()
    try:
        return engine.review(
            case.pk, [answer for _number, answer in given], by=acting(request), at=timezone.now(), key=form.key
        )
    except Invalid as refusal:
        raise Invalid(answering.as_on_page(refusal.errors, [number for number, _answer in given])) from refusal


def _onwards(request: HttpRequest, case: Case) -> HttpResponse:
    """After an answer: what happens next in a sentence, then the next step of the inbox, or the case."""
    messages.success(request, what_next(selectors.case_with_child(case.pk)))
    following = reviewing.next_step(request.user, on=timezone.localdate())
    if following is None:
        return see_other(case_url(case))
    return see_other(reverse("step", args=[following.case_id, following.pk]))


def what_next(case: Case) -> str:
    """What becomes of a case after an answer, in a plain sentence."""
    values = {"title": case.title, "state": case.state_words, "who": reviewing.with_whom(case)}
    if case.is_over:
        return _("Your answer on %(title)s is kept. It now reads: %(state)s.") % values
    if not values["who"]:
        return _("Your answer on %(title)s is kept. It now reads: %(state)s.") % values
    return _("Your answer on %(title)s is kept. It now reads: %(state)s. Waiting on: %(who)s.") % values


PANELS = {
    "initial": "requests_app/steps/_resource.html",
    "curriculum": "requests_app/steps/_data.html",
    "ict": "requests_app/steps/_data.html",
    "contract": "requests_app/steps/_contract.html",
    "vendor": "requests_app/steps/_contract.html",
    "posting": "requests_app/steps/_posting.html",
    "integration": "requests_app/steps/_sites.html",
}


def _beside(case: Case, found: Step, form) -> dict:
    """What the panel of a step shows."""
    match found.key:
        case "contract" | "vendor":
            shared = case.student_data_shared
            rows = fits(
                resource=case.resource,
                vendor=case.vendor,
                places=case.asked_places(),
                elements=case.elements() if shared else [],
                linked=[agreement.pk for agreement in case.agreements.all()],
                on=timezone.localdate(),
            )
            known = getattr(form, "reasons", {}) if found.key == "contract" else None
            uncovered = case.not_covered() if known is None else known.get("approve_contract", "")
            return {"fits": rows, "uncovered": uncovered, "shared": shared}
        case "posting":
            return {"agreements": list(case.agreements.all()), **_schools(case)}
        case "integration":
            return _schools(case)
        case _:
            return {"shared": case.student_data_shared}


def _schools(case: Case) -> dict:
    """The lines of the integration, and the schools that have none yet."""
    sites = list(case.sites.select_related("place", "contact", "done_by"))
    return {"sites": sites, "to_list": integration.schools_to_set_up(case)}


def _page(request: HttpRequest, case: Case, found: Step, form, status: int = 200) -> HttpResponse:
    internal = selectors.reading(request.user, case, at=timezone.now()).internal
    lines = reviewing.reviews_of(case, internal=internal)
    context = {
        "case": case,
        "step": found,
        "form": form,
        "standing": {"words": case.state_words, "tone": case.look.tone, "icon": case.look.icon},
        "holding": hats(request).holding(found),
        "right": reviewing.right_words(found, request.user),
        "instead_of": role_name(found.instead_of) if found.instead_of else "",
        "checklist": CHECKLISTS.get(found.key, ()),
        "forwards": case.machine.forwards.get(found.key, ()),
        "said": reviewing.request_said(case),
        "lines": lines,
        "weighs_reviews": found.key not in AFTER_THE_DECISION,
        "agreement": reviewing.agreement_among(lines),
        "silent": reviewing.silent_in_round(case) if found.key == "final" else [],
        "similar": reviewing.similar_resources(case),
        "denials": reviewing.earlier_denials(case),
        "files": selectors.files_of(case, request.user, at=timezone.now()),
        "panel": PANELS.get(found.key, ""),
        **_beside(case, found, form),
        "shows_purchase": found.key in {"principal", "final", "contract", "purchase"} and case.needs_funds,
    }
    return render(request, "requests_app/steps/step.html", context, status=status)
