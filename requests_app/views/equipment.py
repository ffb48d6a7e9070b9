"""The pages of a request for equipment besides those of every request (EQUIP-1, EQUIP-5 to EQUIP-9)."""

from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from requests_app import equip_selectors as selectors
from requests_app import equipment, questions
from requests_app.forms.equipment import (
    AnyNumber,
    DeliveryForm,
    DeployedForm,
    PriorityForm,
    StockForm,
)
from requests_app.forms.purchases import TakenOfferForm
from requests_app.models import EquipmentRequest
from workflows.errors import NotYours, Stale, Unmet
from workflows.http import carry_out, case_url, fetch, fetch_step, hats, refused, see_other
from workflows.keys import fresh_key, one_time_key
from workflows.machines.equip import DEPLOYMENT, INVENTORY, QUOTES
from workflows.models import Step
from workflows.selectors import offered_kinds, step_url


def _key(request: HttpRequest) -> str:
    return one_time_key(request.POST.get("once"))


def _first_topic(case: EquipmentRequest) -> HttpResponse:
    return see_other(reverse("case-form", args=[case.pk, questions.topics_for(case)[0].key]))


# --- beginning --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """One place to ask for equipment; a POST starts a draft and goes to its first topic."""
    if request.user.place is None or "equip" not in offered_kinds():
        return see_other(reverse("new"))
    if request.method != "POST":
        return render(request, "requests_app/equipment/new.html", {"once": fresh_key()})
    return _first_topic(_begun(lambda: equipment.begin(by=request.user, at=timezone.now(), key=_key(request))))


def _begun(act) -> EquipmentRequest:
    try:
        return act()
    except IntegrityError:  # the same form, sent twice at once: the first has just begun it
        return act()


@require_POST
def from_alternative(request: HttpRequest, pk: int, offer: int) -> HttpResponse:
    """A new request from what was offered instead of a denied one (EQUIP-9)."""
    case = _equipment(request, pk)
    found = selectors.offer(case, offer)
    if found is None:
        raise Http404
    if request.user.pk != case.requester_id:
        return refused(request, NotYours(_("Only the requester goes on from what was offered.")), case=case)
    try:
        begun = _begun(lambda: equipment.begin_from(found, by=request.user, at=timezone.now(), key=_key(request)))
    except Unmet as refusal:
        return refused(request, refusal, case=case)
    return _first_topic(begun)


# --- priority ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def priority(request: HttpRequest, pk: int) -> HttpResponse:
    """What priority does it have? Asked by the requester, set by the technology department (EQUIP-1)."""
    case = _equipment(request, pk)
    if not equipment.may_set_priority(case, request.user, at=timezone.now()):
        return refused(request, NotYours(_("The technology department changes the priority.")), case=case)
    form = PriorityForm(request.POST or None, case=case, initial={"priority_set": case.urgency})
    if request.method != "POST" or not form.is_valid():
        return _priority_page(request, case, form)
    return carry_out(
        request,
        lambda: equipment.set_priority(
            case,
            form.cleaned_data["priority_set"],
            by=request.user,
            at=timezone.now(),
            shown=form.shown(),
            key=form.key,
        ),
        case=case,
        form=form,
        invalid=lambda: _priority_page(request, case, form),
    )


def _priority_page(request: HttpRequest, case: EquipmentRequest, form: PriorityForm) -> HttpResponse:
    context = {"case": case, "form": form, "back_url": case_url(case)}
    return render(request, "requests_app/equipment/priority.html", context, status=422 if form.is_bound else 200)


# --- quotes, deliveries, units: what is done while a step is with one -------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def quotes(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Add a vendor's quote, or choose the one to order (EQUIP-5). POST `what`: quote, choose (with `which`)."""
    case, found = _at_step(request, pk, step)
    if answer := _not_theirs(request, case, found, QUOTES.key):
        return answer
    if request.POST.get("what") == "choose":
        return _do(
            request,
            case,
            found,
            lambda: equipment.choose_quote(
                case, _which(request), step=found.pk, by=request.user, at=timezone.now(), key=_key(request)
            ),
        )
    form = TakenOfferForm(request.POST or None, request.FILES or None, case=case, step=found)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, case, found, form, "quote")
    return _do(
        request,
        case,
        found,
        lambda: equipment.add_quote(
            case,
            form.cleaned_data["file"],
            step=found.pk,
            take=form.cleaned_data["take"],
            by=request.user,
            at=timezone.now(),
            key=form.key,
            **form.said(),
        ),
        form,
        "quote",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def delivery(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """What has come of one line, unit by unit (EQUIP-7)."""
    case, found = _at_step(request, pk, step)
    if answer := _not_theirs(request, case, found, INVENTORY.key):
        return answer
    form = DeliveryForm(request.POST or None, case=case, step=found, lines=selectors.lines_of(case))
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, case, found, form, "delivery")
    names = ("item", "units", "arrived_on", "name", "manufacturer", "cost", "warranty_until", "note")
    said = {name: form.cleaned_data[name] for name in names}
    return _do(
        request,
        case,
        found,
        lambda: equipment.record_delivery(
            case, step=found.pk, by=request.user, at=timezone.now(), key=form.key, **said
        ),
        form,
        "delivery",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def units(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """The units to deploy (EQUIP-8). POST `what`: list (`asset`), deployed (`which`, `person`), undo (`which`)."""
    case, found = _at_step(request, pk, step)
    if answer := _not_theirs(request, case, found, DEPLOYMENT.key):
        return answer
    if request.method != "POST":
        return see_other(step_url(found))
    what = request.POST.get("what")
    if what == "list":
        return _list_unit(request, case, found)
    if what not in {"deployed", "undo"}:
        return refused(request, Unmet(_("There is no such act.")), case=case)
    unit = case.units.select_related("asset").filter(pk=_which(request)).first()
    if unit is None:
        raise Http404
    form = DeployedForm(request.POST, case=case, step=found)
    if not form.is_valid():
        return _form_page(request, case, found, form, "deployed", unit=unit)
    return _do(
        request,
        case,
        found,
        lambda: equipment.mark_deployed(
            unit,
            step=found.pk,
            deployed=what == "deployed",
            person=form.cleaned_data["person"],
            by=request.user,
            at=timezone.now(),
            key=_key(request),
        ),
    )


def _list_unit(request: HttpRequest, case: EquipmentRequest, found: Step) -> HttpResponse:
    form = StockForm(request.POST, case=case, step=found)
    if not form.is_valid():
        return _form_page(request, case, found, form, "stock")
    return _do(
        request,
        case,
        found,
        lambda: equipment.take_from_stock(
            case, form.cleaned_data["asset"], step=found.pk, by=request.user, at=timezone.now(), key=_key(request)
        ),
        form,
        "stock",
    )


# --- what they share --------------------------------------------------------------------------------------------------


def _equipment(request: HttpRequest, pk: int) -> EquipmentRequest:
    case = fetch(request, pk)
    if not isinstance(case, EquipmentRequest):
        raise Http404
    return case


def _at_step(request: HttpRequest, pk: int, step: int) -> tuple[EquipmentRequest, Step]:
    case = _equipment(request, pk)
    return case, fetch_step(request, case, step)


def _not_theirs(request: HttpRequest, case: EquipmentRequest, found: Step, key: str) -> HttpResponse | None:
    if hats(request).holding(found) is None or found.key != key:
        return refused(request, NotYours(_("This step is not with you.")), case=case)
    if not found.is_open:
        return refused(request, Stale(_("This step has already been answered.")), case=case)
    return None


def _which(request: HttpRequest) -> int:
    form = AnyNumber(request.POST)
    return form.cleaned_data["which"] if form.is_valid() else 0


def _do(request: HttpRequest, case: EquipmentRequest, found: Step, act, form=None, page: str = "") -> HttpResponse:
    return carry_out(
        request,
        act,
        case=case,
        form=form,
        invalid=(lambda: _form_page(request, case, found, form, page)) if form is not None else None,
        done=lambda _result: see_other(step_url(found)),
    )


def _form_page(request: HttpRequest, case: EquipmentRequest, found: Step, form, page: str, **more) -> HttpResponse:
    context = {"case": case, "step": found, "form": form, "back_url": step_url(found), "what": page, **more}
    status = 422 if form.is_bound else 200
    return render(request, f"requests_app/equipment/{page}.html", context, status=status)
