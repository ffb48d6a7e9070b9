"""The certificate of deletion: the vendor's pages behind its link, and the district's own beside them (RENEW-6)."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.files import kept_file
from accounts.forms import posted
from contracts import offboarding, vendor_words
from contracts.models import Offboarding
from contracts.offboarding_forms import CertificateForm, ContactForm, ReceivedForm, SayForm
from contracts.views.outside import carried_out, through_link
from workflows import engine
from workflows.actors import Actor
from workflows.errors import NotYours, Unmet
from workflows.forms import OnceForm
from workflows.http import acting, carry_out, case_url, fetch, refused, see_other
from workflows.models import Link
from workflows.page import CasePage
from workflows.views.case import shown

CERTIFICATE = Link.Purpose.CERTIFICATE
SECTION = {"section": "/renewals/"}


# --- the vendor -------------------------------------------------------------------------------------------------------


def home(request: HttpRequest, link: Link) -> HttpResponse:
    """What is to be deleted, by when, and how it is certified; reached by `outside`."""
    case = _case_of(link)
    return _home(request, link, case, CertificateForm(case=case), SayForm())


@through_link(CERTIFICATE)
@require_POST
def send(request: HttpRequest, link: Link) -> HttpResponse:
    """Hand in the certificate with what it says."""
    case = _case_of(link)
    form = CertificateForm(request.POST, request.FILES, case=case)
    if not form.is_valid():
        return _home(request, link, case, form, SayForm(), status=422)

    def act() -> None:
        _keep_and_move(case, form, by=Actor.outside(link))

    return carried_out(request, link, act, done=f"{reverse('outside', args=[link.token])}#stands", form=form)


@through_link(CERTIFICATE)
@require_POST
def say(request: HttpRequest, link: Link) -> HttpResponse:
    """Ask the district something, or answer it."""
    case = _case_of(link)
    form = SayForm(request.POST)
    if not form.is_valid():
        return _home(request, link, case, CertificateForm(case=case), form, status=422)

    def act() -> None:
        if case.is_over:
            raise Unmet(_("It is over: nothing more is needed from you."))
        engine.comment(
            case.pk, form.cleaned_data["text"], by=Actor.outside(link), at=timezone.now(), vendor=True, key=form.key
        )

    return carried_out(request, link, act, done=f"{reverse('outside', args=[link.token])}#thread", form=form)


def _case_of(link: Link) -> Offboarding:
    return Offboarding.objects.select_related("contract", "vendor", "place").get(pk=link.case_id)


def _keep_and_move(case: Offboarding, form: CertificateForm, *, by: Actor) -> None:
    """The file first, then the move: what was refused in between is found handed in the next time."""
    now = timezone.now()
    if form.cleaned_data["file"]:
        with kept_file(form.cleaned_data["file"], by=by.user, at=now) as stored:
            offboarding.add_certificate(case, stored, by=by, at=now)
    offboarding.hand_in(case, by=by, at=timezone.now(), key=form.key, **form.told())


def _home(
    request: HttpRequest, link: Link, case: Offboarding, form: CertificateForm, question: SayForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "link": link,
        "home": reverse("outside", args=[link.token]),
        "language_url": reverse("outside-language", args=[link.token]),
        "case": case,
        "agreement": case.contract,
        "products": [product.name for product in case.contract.products.all()],
        "data": offboarding.data_listed(case.contract),
        "form": form,
        "question": question,
        "said": vendor_words.thread(case, page=request.GET.get("page", "")),
        "returned": offboarding.sent_back_with(case),
        "papers": [
            (row, reverse("outside-file", args=[link.token, row.file.key])) for row in vendor_words.files_of(link)
        ],
        "theirs": case.state == Offboarding.State.REQUESTED,
    }
    return render(request, "contracts/certificate/home.html", context, status=status)


# --- the district -----------------------------------------------------------------------------------------------------


@require_POST
def deletion_say(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something that the vendor reads."""
    case = _case(request, pk)
    page = CasePage(case, request.user, at=timezone.now())
    if not page.seen.whole:
        return refused(request, NotYours(_("Only people who work on this request may do that.")), case=case)
    form = SayForm(request.POST)
    if not form.is_valid():
        return shown(request, page, status=422, say_form=form)
    return carry_out(
        request,
        lambda: engine.comment(
            pk, form.cleaned_data["text"], by=acting(request), at=page.at, vendor=True, key=form.key
        ),
        case=case,
        form=form,
        done=lambda _event: see_other(f"{case_url(case)}#thread"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def deletion_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the request again, or to somebody else; links before it stop working."""
    case = _case(request, pk)
    if answer := _keepers_only(request, case):
        return answer
    form = ContactForm(posted(request), initial=_known(case), languages=settings.LANGUAGES)

    def page(status: int = 200) -> HttpResponse:
        context = {"form": form, "case": case, "back_url": case_url(case), **SECTION}
        return render(request, "contracts/certificate/link.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return page(422 if form.is_bound else 200)
    told = form.cleaned_data

    def act():
        return offboarding.send_again(
            pk,
            told["contact_name"],
            told["contact_email"],
            language=told["language"],
            by=acting(request),
            at=timezone.now(),
            key=form.key,
        )

    def done(_link) -> HttpResponse:
        messages.success(request, _("The request is on its way to %(name)s.") % {"name": told["contact_name"]})
        return see_other(f"{case_url(case)}#links")

    return carry_out(request, act, case=case, form=form, invalid=page, done=done)


@require_POST
def deletion_revoke(request: HttpRequest, pk: int, link: int) -> HttpResponse:
    """A link stops working at once."""
    case = _case(request, pk)
    if answer := _keepers_only(request, case):
        return answer
    found = get_object_or_404(Link, pk=link, case_id=case.pk)

    def done(_none) -> HttpResponse:
        messages.success(request, _("The link of %(name)s no longer works.") % {"name": found.name})
        return see_other(f"{case_url(case)}#links")

    return carry_out(
        request,
        lambda: offboarding.withdraw(found, by=acting(request), at=timezone.now()),
        case=case,
        form=OnceForm(request.POST),
        done=done,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def deletion_received(request: HttpRequest, pk: int) -> HttpResponse:
    """Record a certificate that came by post or mail."""
    case = _case(request, pk)
    if answer := _keepers_only(request, case):
        return answer
    if case.state != Offboarding.State.REQUESTED:
        return refused(request, Unmet(_("It is now: %(state)s.") % {"state": case.state_words}), case=case)
    form = ReceivedForm(posted(request), request.FILES or None, case=case)

    def page(status: int = 200) -> HttpResponse:
        context = {"form": form, "case": case, "back_url": case_url(case), **SECTION}
        return render(request, "contracts/certificate/received.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return page(422 if form.is_bound else 200)
    return carry_out(
        request,
        lambda: _keep_and_move(case, form, by=acting(request)),
        case=case,
        form=form,
        invalid=page,
        done=lambda _none: see_other(case_url(case)),
    )


def _case(request: HttpRequest, pk: int) -> Offboarding:
    case = fetch(request, pk)
    if not isinstance(case, Offboarding):
        raise Http404
    return case


def _keepers_only(request: HttpRequest, case: Offboarding) -> HttpResponse | None:
    if offboarding.may_look_after(request.user, case, at=timezone.now()):
        return None
    return refused(request, NotYours(_("The Compliance Officer looks after the deletion of data.")), case=case)


def _known(case: Offboarding) -> dict[str, str]:
    """Who had the last link, else who the vendor named."""
    last = case.links.first()
    if last is not None:
        return {"contact_name": last.name, "contact_email": last.email, "language": last.language}
    return {"contact_name": case.vendor.contact_name, "contact_email": case.vendor.contact_email} if case.vendor else {}
