"""Is each candidate compliant, and on which agreement does it rest? (MACRO-2b). Fields: forms/compliance.py."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.forms import posted
from catalog.search import search
from contracts.selectors import fits
from requests_app import compliance
from requests_app.forms.compliance import ComplianceForm
from requests_app.models import Candidate, DistrictPurchase
from requests_app.views.candidates import FOUND, READS_AND_SENDS, candidate_or_404, kept, purchase_read
from workflows.errors import NotYours, Unmet
from workflows.http import refused


@require_safe
def overview(request: HttpRequest, pk: int) -> HttpResponse:
    """Every candidate with what was found of it."""
    case, answer = purchase_read(request, pk)
    if answer:
        return answer
    context = {"case": case, "back_url": reverse("case", args=[case.pk])}
    return render(request, "requests_app/district/compliance.html", context)


@READS_AND_SENDS
def finding(request: HttpRequest, pk: int, candidate: int) -> HttpResponse:
    """Record what was found of one candidate: student data, an agreement, or that one is pursued."""
    case, answer = purchase_read(request, pk)
    if answer:
        return answer
    now = timezone.now()
    if not compliance.may_record(request.user, case, at=now):
        return refused(request, _why_not(case), case=case)
    found = candidate_or_404(case, candidate)
    if found.standing == Candidate.Standing.RULED_OUT:
        return refused(request, Unmet(_("This candidate was ruled out.")), case=case)
    product, underway = compliance.product_of(found), compliance.packet_underway(found)
    like = [hit.resource for hit in search(found.name, limit=FOUND)]
    form = ComplianceForm(posted(request), case=case, candidate=found, product=product, like=like, underway=underway)
    back = _back_url(request, case)

    def page(status: int = 200) -> HttpResponse:
        context = {
            "case": case,
            "candidate": found,
            "form": form,
            "underway": underway,
            "back_url": back,
            **_agreements(case, found, product, form),
        }
        return render(request, "requests_app/district/finding.html", context, status=status)

    if request.method != "POST":
        return page()

    def act(**who):
        return compliance.record(case, found.pk, **form.finding(), **who)

    told = _("Recorded: %(name)s.") % {"name": found}
    return kept(request, case, form, page, act, to=back, told=told)


def _why_not(case: DistrictPurchase):
    if case.state not in compliance.RECORDED_IN:
        return Unmet(_("It is now: %(state)s.") % {"state": case.state_words})
    return NotYours(_("The Compliance Officer records whether a candidate is compliant."))


def _back_url(request: HttpRequest, case: DistrictPurchase) -> str:
    step = compliance.step_held(case, request.user, at=timezone.now())
    return reverse("step", args=[case.pk, step.pk]) if step else reverse("district-compliance", args=[case.pk])


def _agreements(case: DistrictPurchase, found: Candidate, product, form: ComplianceForm) -> dict:
    """The agreements there are, each with what it lacks for the data as it is recorded, or as it was just typed."""
    elements = list(found.elements.all())
    if form.is_bound and form.cleaned_data.get("elements") is not None:
        elements, product = list(form.cleaned_data["elements"]), form.cleaned_data.get("resource") or product
    rows = fits(
        resource=product,
        vendor=found.vendor,
        places=case.asked_places(),
        elements=elements,
        on=timezone.localdate(),
    )
    return {"fits": rows, "elements_known": bool(elements)}
