"""The district's side of a vendor's packet: the list, inviting, links, the thread, the amount, the agreement (PROC).

A packet's page is its case's page, and its steps are answered on the page of every step.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import posted
from accounts.models import Place
from catalog import services as library
from catalog.models import Resource, Vendor
from catalog.selectors import may_keep_vendors
from contracts import business, packets
from contracts import packet_selectors as selectors
from contracts.models import Packet
from contracts.sponsor_forms import (
    AmountForm,
    ChooseAgreement,
    InviteForm,
    LinkForm,
    PacketFilter,
    ProductForm,
    SayForm,
)
from workflows import engine
from workflows.errors import NotYours
from workflows.forms import OnceForm
from workflows.http import acting, carry_out, case_url, fetch, hats, refused, see_other
from workflows.models import Link, Step
from workflows.page import CasePage
from workflows.views.case import shown

SECTION = {"section": "/packets/"}


@require_safe
def packet_list(request: HttpRequest) -> HttpResponse:
    """All packets: who has each, since when, until when."""
    narrowing = PacketFilter(request.GET or None)
    asked = narrowing.cleaned_data if narrowing.is_valid() else {}
    words = asked.get("q", "").replace("\0", "").strip()
    page = selectors.packet_list(
        request.user, words=words, shown=asked.get("shown", ""), page=request.GET.get("page", 1)
    )
    narrowed = bool(words or asked.get("shown"))
    context = {"page": page, "filter": narrowing, "narrowed": narrowed}
    return render(request, "contracts/packets/list.html", context)


# --- inviting ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def packet_invite(request: HttpRequest) -> HttpResponse:
    """Any member of staff invites a vendor's contact; `?vendor=` and `?resource=` name what is known (PROC-1)."""
    if request.method != "POST":
        return _inviting(request, InviteForm(initial=_known(request)))
    form = InviteForm(request.POST)
    if not form.is_valid():
        return _inviting(request, form, status=422)
    told = form.cleaned_data
    underway = None
    if told["known_vendor"] is not None:
        underway = selectors.open_packet_for(told["known_vendor"], resource=told["resource"], title=told["product"])
    if underway is not None and not underway.events.filter(key=form.key or "-").exists():
        form.add_error("product", _("The vendor has an open packet for this product already."))
        return _inviting(request, form, status=422, underway=underway)
    try:
        packet = _invite(request, form)
    except ValidationError as fault:  # somebody added this vendor in the same moment
        form.add_error("vendor", fault.messages[0])
        return _inviting(request, form, status=422)
    if asked := _asked(request):
        business.note_answer(asked, packet=packet, at=timezone.now())
    messages.success(request, _("%(name)s is invited: the link is on its way.") % {"name": told["contact_name"]})
    return see_other(case_url(packet))


def _invite(request: HttpRequest, form: InviteForm) -> Packet:
    told, by, now = form.cleaned_data, acting(request), timezone.now()
    vendor = told["known_vendor"] or library.add_vendor(
        name=told["vendor"],
        contact_name=told["contact_name"],
        contact_email=told["contact_email"],
        by=request.user,
        at=now,
    )
    return packets.invite(
        vendor=vendor,
        title=str(told["resource"] or told["product"]),
        resource=told["resource"],
        contact_name=told["contact_name"],
        contact_email=told["contact_email"],
        language=told["language"],
        amount=told["amount"],
        board_flag=told["board_flag"],
        schools=told["schools"],
        message=told["message"],
        place=request.user.place or Place.objects.filter(parent__isnull=True).first(),
        by=by,
        at=now,
        key=form.key,
    )


def _known(request: HttpRequest) -> dict[str, Any]:
    """What the address says already: where somebody comes from a vendor, a resource, or a vendor's own asking."""
    resource = _row(Resource.objects.select_related("vendor"), request.GET.get("resource", ""))
    vendor = _row(Vendor.objects.all(), request.GET.get("vendor", "")) or (resource.vendor if resource else None)
    known = {
        "vendor": vendor.name if vendor else "",
        "product": resource.name if resource else "",
        "contact_name": vendor.contact_name if vendor else "",
        "contact_email": vendor.contact_email if vendor else "",
        "schools": [request.user.place_id] if request.user.place_id else [],
    }
    if own := _asked(request):
        known |= {"vendor": own.company, "product": own.product}
        known |= {"contact_name": own.contact_name, "contact_email": own.contact_email}
    asked = {"vendor": "company", "product": "product", "contact_name": "name", "contact_email": "email"}
    typed = {field: request.GET.get(name, "").replace("\0", "")[:254] for field, name in asked.items()}
    return known | {field: value for field, value in typed.items() if value}


def _asked(request: HttpRequest):
    """What a vendor asked on the public page, when the sponsor comes from their notice (PROC-9)."""
    return business.asked_of(request.user, request.GET.get("asked", ""))


def _row(rows, number: str):
    return rows.filter(pk=int(number)).first() if number.isascii() and number.isdigit() and len(number) < 10 else None


def _inviting(request: HttpRequest, form: InviteForm, *, status: int = 200, underway=None) -> HttpResponse:
    context = {"form": form, "underway": underway, "asked": _asked(request), **SECTION}
    return render(request, "contracts/packets/invite.html", context, status=status)


# --- the thread and the links -----------------------------------------------------------------------------------------


@require_POST
def packet_say(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something that the vendor reads."""
    packet = _packet(request, pk)
    page = CasePage(packet, request.user, at=timezone.now())
    if not page.seen.whole:
        return refused(request, NotYours(_("Only people who work on this packet may do that.")), case=packet)
    form = SayForm(request.POST)
    if not form.is_valid():
        return shown(request, page, status=422, say_form=form)
    return carry_out(
        request,
        lambda: packets.say(packet, form.cleaned_data["text"], by=acting(request), at=page.at, key=form.key),
        case=packet,
        form=form,
        done=lambda _event: see_other(f"{case_url(packet)}#thread"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def packet_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a new link; those before stop working."""
    packet = _packet(request, pk)
    if answer := _sponsors_only(request, packet):
        return answer
    last = Link.objects.filter(case_id=packet.pk).first()
    known = {"contact_name": last.name, "contact_email": last.email, "language": last.language} if last else {}
    form = LinkForm(posted(request), initial=known)

    def page(status: int = 200) -> HttpResponse:
        context = {"form": form, "packet": packet, "back_url": case_url(packet), **SECTION}
        return render(request, "contracts/packets/link.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return page(422 if form.is_bound else 200)

    told = {name: form.cleaned_data[name] for name in ("contact_name", "contact_email", "language")}

    def done(_none) -> HttpResponse:
        messages.success(request, _("A new link is on its way to %(name)s.") % {"name": told["contact_name"]})
        return see_other(case_url(packet))

    return carry_out(
        request,
        lambda: packets.new_link(packet.pk, by=acting(request), at=timezone.now(), key=form.key, **told),
        case=packet,
        form=form,
        invalid=page,
        done=done,
    )


@require_POST
def packet_revoke(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """A link stops working at once."""
    packet = _packet(request, pk)
    if answer := _sponsors_only(request, packet):
        return answer
    found = get_object_or_404(Link, pk=link, case_id=packet.pk)

    def done(_none) -> HttpResponse:
        messages.success(request, _("The link of %(name)s no longer works.") % {"name": found.name})
        return see_other(f"{case_url(packet)}#links")

    return carry_out(
        request,
        lambda: packets.withdraw_link(found, by=acting(request), at=timezone.now()),
        case=packet,
        form=OnceForm(request.POST),
        done=done,
    )


def _sponsors_only(request: HttpRequest, packet: Packet) -> HttpResponse | None:
    if packets.may_sponsor(request.user, packet, at=timezone.now()):
        return None
    reason = _("Whoever invited the vendor, or Procurement and Contracts, looks after its links.")
    return refused(request, NotYours(reason), case=packet)


# --- what a step's holder puts right ----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def packet_amount(request: HttpRequest, pk: int) -> HttpResponse:
    """Procurement and Contracts: the amount, and the flag for the Board (PROC-5)."""
    packet = _packet(request, pk)
    step = _step_held(request, packet, "board_flag")
    if step is None:
        return _not_here(request, packet)
    form = AmountForm(posted(request), case=packet, step=step)
    label = gettext_lazy("Amount and flag for the Board")

    def amend():
        changes = {name: form.cleaned_data[name] for name in ("amount", "board_flag")}
        by = acting(request)
        return engine.amend(packet.pk, step.pk, label=label, changes=changes, by=by, at=timezone.now(), key=form.key)

    return _put_right(request, packet, step, form, amend, "contracts/packets/amount.html")


@require_http_methods(["GET", "HEAD", "POST"])
def packet_agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """The Director of Information Technology: which agreement came of it (PROC-6)."""
    packet = _packet(request, pk)
    step = _step_held(request, packet, "contract")
    if step is None:
        return _not_here(request, packet)
    found = selectors.agreements_to_choose(packet)
    form = ChooseAgreement(posted(request), case=packet, step=step, found=found)

    def amend():
        changes, by = {"contract": form.cleaned_data["agreement"]}, acting(request)
        label = gettext_lazy("Agreement linked")
        return engine.amend(packet.pk, step.pk, label=label, changes=changes, by=by, at=timezone.now(), key=form.key)

    return _put_right(request, packet, step, form, amend, "contracts/packets/agreement.html", found=found)


@require_http_methods(["GET", "HEAD", "POST"])
def packet_product(request: HttpRequest, pk: int) -> HttpResponse:
    """Put its product into the library and link it; `?to=draft` goes on to the draft of the agreement (PROC-6)."""
    packet = _packet(request, pk)
    now = timezone.now()
    if not may_keep_vendors(request.user, on=timezone.localdate(now)):
        raise PermissionDenied
    if not packets.may_name_product(request.user, packet, at=now) and request.method != "POST":
        return see_other(case_url(packet))
    form = ProductForm(posted(request), case=packet)
    drafting = request.GET.get("to") == "draft"
    back = f"{reverse('agreement-new')}?packet={packet.pk}" if drafting else _where_signed(request, packet)

    def page(status: int = 200) -> HttpResponse:
        context = {"form": form, "packet": packet, "back_url": back, **SECTION}
        return render(request, "contracts/packets/product.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return page(422 if form.is_bound else 200)

    def act() -> Packet:
        said = {"name": form.cleaned_data["name"], "kind": form.cleaned_data["kind"]}
        return packets.name_product(packet.pk, by=acting(request), at=now, shown=form.shown(), key=form.key, **said)

    return carry_out(request, act, case=packet, form=form, invalid=page, done=lambda _case: see_other(back))


def _where_signed(request: HttpRequest, packet: Packet) -> str:
    """Its step of signing for whoever holds that, else its page."""
    step = _step_held(request, packet, "contract")
    return reverse("step", args=[packet.pk, step.pk]) if step else case_url(packet)


def _put_right(request, packet: Packet, step: Step, form, amend, template: str, **more) -> HttpResponse:
    back = reverse("step", args=[packet.pk, step.pk])

    def page(status: int = 200) -> HttpResponse:
        context = {"form": form, "packet": packet, "step": step, "back_url": back, **SECTION, **more}
        return render(request, template, context, status=status)

    if request.method != "POST" or not form.is_valid():
        return page(422 if form.is_bound else 200)
    return carry_out(request, amend, case=packet, form=form, invalid=page, done=lambda _case: see_other(back))


def _step_held(request: HttpRequest, packet: Packet, column: str) -> Step | None:
    """The open step of this person at which a column may be put right."""
    for step in packet.open_steps():
        step.case = packet
        if column in packet.amendable.get(step.key, ()) and hats(request).holding(step):
            return step
    return None


def _not_here(request: HttpRequest, packet: Packet) -> HttpResponse:
    return refused(request, NotYours(_("This is not changed now, or not by you.")), case=packet)


def _packet(request: HttpRequest, pk: int) -> Packet:
    case = fetch(request, pk)
    if not isinstance(case, Packet):
        raise Http404
    return case
