"""What a step's holder records beside their answer: student data found, and the links of the request (MICRO-11)."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from catalog import services as library
from catalog.models import Vendor
from catalog.search import search
from contracts.selectors import fits
from requests_app.forms.contract import AgreementsLink, FindForm, FindingForm, NewVendor, ResourceLink, VendorLink
from requests_app.models import ProductRequest
from workflows import engine
from workflows.errors import Invalid, NotYours, Stale
from workflows.http import acting, carry_out, fetch, fetch_step, hats, refused, see_other
from workflows.models import Case, Step

FOUND = 8  # resources or vendors offered


def held(request: HttpRequest, pk: int, step: int, needs: set[str]) -> tuple[Case, Step, HttpResponse | None]:
    """A request and a step at which one of these may be put right; or the answer to who may not."""
    case = fetch(request, pk)
    if not isinstance(case, ProductRequest):
        raise Http404
    found = fetch_step(request, case, step)
    answer = None
    if hats(request).holding(found) is None or not needs & case.amendable.get(found.key, set()):
        answer = refused(request, NotYours(_("This is not changed here, or not by you.")), case=case)
    elif not found.is_open:
        answer = refused(request, Stale(_("This step has already been answered.")), case=case)
    return case, found, answer


def step_url(case: Case, found: Step) -> str:
    return reverse("step", args=[case.pk, found.pk])


@require_http_methods(["GET", "HEAD", "POST"])
def finding(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Is student data shared, and which? (SOPS.md, "student data shared")"""
    case, found, answer = held(request, pk, step, {"student_data_found"})
    if answer:
        return answer
    form = FindingForm(request.POST or None, case=case, step=found)

    def page(status: int = 200) -> HttpResponse:
        context = {"case": case, "step": found, "form": form, "back_url": step_url(case, found)}
        return render(request, "requests_app/steps/finding.html", context, status=status)

    if request.method != "POST" or not form.is_valid():
        return page(422 if request.method == "POST" else 200)
    return carry_out(
        request,
        lambda: engine.amend(
            case.pk,
            found.pk,
            label=gettext_lazy("Student data: what was found"),
            changes=form.changes(),
            many=form.many(),
            by=acting(request),
            at=timezone.now(),
            key=form.key,
        ),
        case=case,
        form=form,
        invalid=page,
        done=lambda _case: see_other(step_url(case, found)),
    )


# --- links ------------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """The library's entry, the vendor and the agreements a request rests on, as far as this step may link them."""
    case, found, answer = held(request, pk, step, {"resource", "vendor", "agreements"})
    if answer:
        return answer
    if request.method != "POST":
        return _links_page(request, case, found)
    kind = FORMS.get(request.POST.get("what", ""))
    if kind is None or AMENDS[kind] not in case.amendable[found.key]:
        return refused(request, NotYours(_("This is not changed at this step.")), case=case)
    return _link(request, case, found, kind)


FORMS = {kind.says: kind for kind in (ResourceLink, VendorLink, NewVendor, AgreementsLink)}
AMENDS = {ResourceLink: "resource", VendorLink: "vendor", NewVendor: "vendor", AgreementsLink: "agreements"}


def _link(request: HttpRequest, case: Case, found: Step, kind) -> HttpResponse:
    form = kind(request.POST, case=case, step=found, **_offered(kind, case))
    if not form.is_valid():
        return _links_page(request, case, found, form, status=422)
    return carry_out(
        request,
        lambda: LINKS[kind](request, case, found, form),
        case=case,
        form=form,
        invalid=lambda: _links_page(request, case, found, form),
        done=lambda _case: see_other(step_url(case, found)),
    )


def _amend(request: HttpRequest, case: Case, found: Step, form, label: str, **what):
    return engine.amend(case.pk, found.pk, label=label, by=acting(request), at=timezone.now(), key=form.key, **what)


def _link_resource(request: HttpRequest, case: Case, found: Step, form: ResourceLink):
    resource = form.cleaned_data["resource"]
    by, at = acting(request), timezone.now()

    def leave_the_other(child) -> None:
        child.left_resource(case.resource, by=by, at=at)

    return _amend(
        request,
        case,
        found,
        form,
        _("Library entry linked: %(name)s") % {"name": resource},
        changes={"resource": resource},
        act=leave_the_other,
    )


def _link_vendor(request: HttpRequest, case: Case, found: Step, form):
    vendor = form.cleaned_data.get("vendor")
    by, at = request.user, timezone.now()

    def settle(child) -> dict:
        chosen = vendor or _added(form, by=by, at=at)
        child.vendor = chosen
        if child.resource_id and child.resource.vendor_id is None:
            library.edit_resource(resource=child.resource, by=by, at=at, vendor=chosen)
        return {"vendor": [str(case.vendor or ""), str(chosen)]}

    return _amend(request, case, found, form, _("Vendor linked"), act=settle)


def _added(form: NewVendor, *, by, at) -> Vendor:
    told = form.cleaned_data
    try:
        return library.add_vendor(
            name=told["name"], website=told["website"], contact_email=told["contact_email"], by=by, at=at
        )
    except ValidationError as fault:
        raise Invalid({"name": fault.messages[0]}) from fault


def _link_agreements(request: HttpRequest, case: Case, found: Step, form: AgreementsLink):
    chosen = list(form.cleaned_data["agreements"])
    return _amend(request, case, found, form, _("Agreements linked"), many={"agreements": chosen})


LINKS = {
    ResourceLink: _link_resource,
    VendorLink: _link_vendor,
    NewVendor: _link_vendor,
    AgreementsLink: _link_agreements,
}


def _offered(kind, case: Case, words: str = "") -> dict[str, list]:
    """What a form offers to choose from."""
    if kind is ResourceLink:
        return {"found": [hit.resource for hit in search(words or case.title, limit=FOUND)]}
    if kind is VendorLink:
        return {"found": vendors_like(words or case.vendor_name)}
    return {"found": _agreements_for(case)} if kind is AgreementsLink else {}


def _agreements_for(case: Case) -> list:
    rows = fits(resource=case.resource, vendor=case.vendor, places=[], elements=[], on=timezone.localdate())
    return [row.agreement for row in rows]


def _links_page(request: HttpRequest, case: Case, found: Step, tried=None, status: int = 200) -> HttpResponse:
    """Each link this step may change, with what was found for the words looked for."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    may = case.amendable[found.key]
    shown = {
        _name_of(kind): kind(case=case, step=found, **_offered(kind, case, words))
        for kind in FORMS.values()
        if AMENDS[kind] in may
    }
    if tried is not None:
        shown[_name_of(type(tried))] = tried
    context = {
        "case": case,
        "step": found,
        "find": FindForm({"q": words} if words else None),
        "tried": tried,
        "back_url": step_url(case, found),
        **shown,
    }
    return render(request, "requests_app/steps/link.html", context, status=status)


def _name_of(kind) -> str:
    return f"{kind.says.replace('-', '_')}_form"


def vendors_like(words: str) -> list[Vendor]:
    """Vendors one of whose words begins the name, the likeliest first."""
    first = words.split()[0] if words.split() else ""
    if not first:
        return list(Vendor.objects.order_by("name")[:FOUND])
    return list(Vendor.objects.filter(name__icontains=first).order_by("name")[:FOUND])
