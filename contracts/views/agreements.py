"""Agreements with vendors: the list, drafting, posting (MICRO-11, MICRO-12). An agreement's page is its case's page."""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.files import kept_file
from accounts.forms import posted
from contracts import selectors, services
from contracts.forms import AgreementFilter, AgreementForm, ChangeForm, PostingForm, UpkeepForm, as_shown
from contracts.models import Agreement, Packet
from contracts.packets import may_name_product
from workflows import engine
from workflows.errors import Refused, Replayed, Unmet
from workflows.http import acting, carry_out, case_url, fetch, fetch_step, hats, refused, see_other
from workflows.models import Case


@dataclass(frozen=True)
class Source:
    """What an agreement is drafted for or from, and what the form proposes because of it."""

    case: Case | None = None
    packet: Packet | None = None
    replaces: Agreement | None = None
    elements: tuple = ()
    proposed: dict[str, Any] = field(default_factory=dict)


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """All agreements, those that run out first on top."""
    narrowing = AgreementFilter(request.GET or None, shown=selectors.SHOWN)
    asked = narrowing.cleaned_data if narrowing.is_valid() else {}
    words = asked.get("q", "").replace("\0", "").strip()
    page = selectors.agreement_list(
        words=words, shown=asked.get("shown", ""), page=request.GET.get("page", 1), on=timezone.localdate()
    )
    now = timezone.now()
    may_keep, may_read = services.may_keep(request.user, at=now), services.may_read(request.user, at=now)
    context = {"page": page, "filter": narrowing, "may_keep": may_keep, "may_read": may_read}
    return render(request, "contracts/agreements.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_new(request: HttpRequest) -> HttpResponse:
    """Draft an agreement: with `?case=` for a request, then back to its step; with `?packet=` for a vendor's packet;
    with `?replaces=` the one that takes the place of another."""
    _keepers_only(request)
    source = _source(request)
    underway = source.packet.draft_underway() if source.packet else None
    if underway is not None and request.method != "POST":
        return see_other(case_url(underway))
    form = AgreementForm(posted(request), request.FILES or None, kept=source.elements, initial=source.proposed)
    if request.method != "POST" or not form.is_valid():
        return _drafting(request, form, source, status=422 if form.is_bound else 200)
    return _carry(request, form, source)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft; what both sides have signed stays as it is."""
    _keepers_only(request)
    agreement = _agreement(request, pk)
    if agreement.state not in Agreement.UNSIGNED_STATES:
        return refused(request, Unmet(_("Only a draft can be changed.")), case=agreement)
    form = ChangeForm(posted(request), request.FILES or None, case=agreement)
    if request.method != "POST" or not form.is_valid():
        return _changing(request, form, agreement, status=422 if form.is_bound else 200)
    return carry_out(
        request,
        lambda: _change(request, form, agreement),
        case=agreement,
        form=form,
        invalid=lambda: _changing(request, form, agreement),
        done=lambda kept: _onwards(request, kept),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_upkeep(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in charge of a signed agreement, and the subcontractors as the vendor last named them."""
    _keepers_only(request)
    agreement = _agreement(request, pk)
    if agreement.state not in Agreement.SIGNED_STATES:
        return refused(request, Unmet(_("Only a signed agreement is kept up to date.")), case=agreement)
    form = UpkeepForm(posted(request), case=agreement)

    def page(status: int = 200) -> HttpResponse:
        context = {"form": form, "agreement": agreement, "back_url": case_url(agreement), "section": "/agreements/"}
        return render(request, "contracts/agreement_upkeep.html", context, status=status)

    def act() -> Agreement:
        how = {"by": acting(request), "at": timezone.now(), "shown": form.shown(), "key": form.key}
        return services.keep_up(agreement=agreement.pk, **how, **form.columns())

    if request.method != "POST" or not form.is_valid():
        return page(422 if form.is_bound else 200)

    def done(kept: Agreement) -> HttpResponse:
        messages.success(request, _("The changes are kept."))
        return see_other(case_url(kept))

    return carry_out(request, act, case=agreement, form=form, invalid=page, done=done)


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Post a signed agreement and say when it is looked at again (MICRO-12)."""
    _keepers_only(request)
    agreement = _agreement(request, pk)
    form = PostingForm(posted(request), request.FILES or None, case=agreement)
    if request.method != "POST" or not form.is_valid():
        return _posting(request, form, agreement, status=422 if form.is_bound else 200)
    return carry_out(
        request,
        lambda: _post(request, form, agreement),
        case=agreement,
        form=form,
        invalid=lambda: _posting(request, form, agreement),
        done=lambda kept: _onwards(request, kept),
    )


# --- what is done -----------------------------------------------------------------------------------------------------


def _draft(request: HttpRequest, form: AgreementForm, source: Source) -> Agreement:
    once, by, now = form.cleaned_data["once"], acting(request), timezone.now()
    columns = form.columns()
    kind = columns.pop("agreement_kind")
    agreement = services.draft_agreement(kind=kind, by=by, at=now, key=once, replaces=source.replaces, **columns)
    _attach(request, form, agreement)
    # Somebody else may have gone on with the request or the packet meanwhile: the draft is kept all the same.
    step = _step_held(request, source.case)
    with suppress(Refused):
        if step is not None:
            services.link_to_request(agreement=agreement, case=source.case, step=step.pk, by=by, at=now)
        if source.packet is not None:
            services.link_to_packet(agreement=agreement, packet=source.packet, by=by, at=now)
    return _signed(request, form, agreement)


def _change(request: HttpRequest, form: ChangeForm, agreement: Agreement) -> Agreement:
    columns = form.columns()
    services.change_agreement(
        agreement=agreement.pk, by=acting(request), at=timezone.now(), shown=form.shown(), key=form.key, **columns
    )
    _attach(request, form, agreement)
    return _signed(request, form, agreement)


def _attach(request: HttpRequest, form: AgreementForm, agreement: Agreement) -> None:
    upload, once = form.cleaned_data["file"], form.cleaned_data["once"]
    if upload:
        now, key = timezone.now(), f"{once}:file" if once else ""
        with kept_file(upload, by=request.user, at=now) as stored:
            engine.attach(agreement.pk, stored, kind="contract", by=acting(request), at=now, key=key)


def _signed(request: HttpRequest, form: AgreementForm, agreement: Agreement) -> Agreement:
    """Record the signatures in the same act, when the form says so and nothing is missing."""
    agreement = Agreement.objects.select_related("vendor").get(pk=agreement.pk)
    if not form.cleaned_data["both_signed"]:
        messages.success(request, _("The draft is kept. It covers nothing until both sides have signed."))
        return agreement
    missing = agreement.missing_to_sign()
    if missing:
        words = _("The draft is kept, but it can't count as signed yet. Still missing: %(names)s.")
        messages.warning(request, words % {"names": ", ".join(map(str, missing))})
        return agreement
    try:
        engine.perform(agreement.pk, "sign", by=acting(request), at=timezone.now())
    except Unmet as refusal:
        unsigned = Agreement.objects.filter(pk=agreement.pk, state__in=Agreement.UNSIGNED_STATES)
        if unsigned.exists():  # else a colleague recorded it in the same moment
            words = _("The draft is kept, but it can't count as signed yet. %(reason)s")
            messages.warning(request, words % {"reason": refusal.reason})
        return agreement
    messages.success(request, _("The agreement is recorded as signed by both sides."))
    return agreement


def _post(request: HttpRequest, form: PostingForm, agreement: Agreement) -> Agreement:
    now = timezone.now()
    with kept_file(form.cleaned_data["public_copy"], by=request.user, at=now) as stored:
        posted = services.post_agreement(
            agreement=agreement,
            by=acting(request),
            at=now,
            public_copy=stored,
            review_interval=int(form.cleaned_data["review_interval"]),
            shown=form.shown(),
            key=form.key,
        )
    messages.success(request, _("The agreement is posted."))
    return posted


# --- who, what and where to -------------------------------------------------------------------------------------------


def _keepers_only(request: HttpRequest) -> None:
    if not services.may_keep(request.user, at=timezone.now()):
        raise PermissionDenied


def _agreement(request: HttpRequest, pk: int) -> Agreement:
    agreement = fetch(request, pk)
    if not isinstance(agreement, Agreement):
        raise Http404
    return agreement


def _source(request: HttpRequest) -> Source:
    """What the address names, if it can be seen."""
    if (case := _named(request, "case")) is not None and hasattr(case, "asked_places"):
        return Source(case=case, elements=tuple(case.elements()), proposed=_from_request(case))
    if isinstance(packet := _named(request, "packet"), Packet):
        return Source(packet=packet, elements=tuple(packet.elements.all()), proposed=_from_packet(packet))
    old = _named(request, "replaces")
    if isinstance(old, Agreement) and old.state in Agreement.SIGNED_STATES:
        return Source(replaces=old, elements=tuple(old.elements.all()), proposed=_from_agreement(old))
    return Source()


def _named(request: HttpRequest, name: str) -> Case | None:
    words = request.GET.get(name, "")
    return fetch(request, int(words)) if words.isascii() and words.isdigit() and len(words) < 10 else None


def _step_held(request: HttpRequest, case: Case | None):
    """The open step of a request at which this person may link agreements."""
    if case is None:
        return None
    for step in case.open_steps():
        step.case = case
        if "agreements" in case.amendable.get(step.key, ()) and hats(request).holding(step):
            return fetch_step(request, case, step.pk)
    return None


def _from_request(case: Case) -> dict[str, Any]:
    return {
        "vendor": case.vendor.name if case.vendor_id else "",
        "products": case.resource.name if case.resource_id else "",
        "places": case.asked_places(),
        "elements": case.elements(),
        "starts_on": timezone.localdate(),
    }


def _from_packet(packet: Packet) -> dict[str, Any]:
    """As the vendor filled it in (PROC-3)."""
    return {
        "vendor": packet.vendor.name if packet.vendor_id else "",
        "products": packet.resource.name if packet.resource_id else "",
        "places": list(packet.schools.all()),
        "elements": list(packet.elements.all()),
        "subcontractors": list(packet.subcontractors.all()),
        "amount": packet.amount,
        "starts_on": timezone.localdate(),
    }


def _from_agreement(old: Agreement) -> dict[str, Any]:
    """A newer paper begins with what the old one said; its dates, costs and signatures are its own."""
    own = {"starts_on", "ends_on", "yearly_amount", "amount", "accepted_terms"}
    own |= {name for name in AgreementForm.base_fields if "sign" in name}
    return {name: said for name, said in as_shown(old).items() if name not in own}


def _carry(request: HttpRequest, form: AgreementForm, source: Source) -> HttpResponse:
    """Draft it; the same form sent twice leads to the first result, another for the same packet to its one draft."""
    first = _drafted_by(form)
    if first is None and source.packet is not None and source.packet.draft_underway() is not None:
        return refused(request, Unmet(_("The agreement is drafted already.")), case=source.packet, form=form)
    if first is None:
        try:
            first = _draft(request, form, source)
        except (Replayed, IntegrityError):  # the second press of the same button
            first = _drafted_by(form)
    if first is None:
        raise Http404
    return _onwards(request, first)


def _drafted_by(form: AgreementForm) -> Agreement | None:
    once = form.cleaned_data["once"]
    return Agreement.objects.filter(events__key=once).first() if once else None


def _onwards(request: HttpRequest, agreement: Agreement) -> HttpResponse:
    """Back to the step of the request it is for, else to the agreement."""
    for case in agreement.requests.all():
        step = _step_held(request, case.child)
        if step is not None:
            return see_other(reverse("step", args=[case.pk, step.pk]))
    return see_other(case_url(agreement))


# --- pages ------------------------------------------------------------------------------------------------------------


def _drafting(request: HttpRequest, form: AgreementForm, source: Source, status: int = 200) -> HttpResponse:
    step = _step_held(request, source.case)
    origin = source.packet or source.replaces
    back = reverse("step", args=[source.case.pk, step.pk]) if step else case_url(origin) if origin else None
    context = {"form": form, "source": source, "back_url": back or reverse("agreements"), "section": "/agreements/"}
    if source.packet is not None and may_name_product(request.user, source.packet, at=timezone.now()):
        context["product_url"] = f"{reverse('packet-product', args=[source.packet.pk])}?to=draft"
    return render(request, "contracts/agreement_new.html", context, status=status)


def _changing(request: HttpRequest, form: ChangeForm, agreement: Agreement, status: int = 200) -> HttpResponse:
    context = {"form": form, "agreement": agreement, "back_url": case_url(agreement), "section": "/agreements/"}
    return render(request, "contracts/agreement_edit.html", context, status=status)


def _posting(request: HttpRequest, form: PostingForm, agreement: Agreement, status: int = 200) -> HttpResponse:
    context = {"form": form, "agreement": agreement, "back_url": case_url(agreement), "section": "/agreements/"}
    return render(request, "contracts/agreement_post.html", context, status=status)
