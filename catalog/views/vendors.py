"""Vendors, for those who keep agreements."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.forms import posted
from catalog import selectors, services
from catalog.forms import VendorForm
from catalog.models import Vendor

keepers_only = role_required(*selectors.VENDOR_KEEPERS)


@require_safe
@keepers_only
def vendors(request: HttpRequest) -> HttpResponse:
    """All vendors, by name."""
    words = request.GET.get("q", "").replace("\0", "").strip()[:200]
    page = selectors.vendor_list(words=words, page=request.GET.get("page", 1))
    return render(request, "catalog/vendors.html", {"page": page, "words": words})


@require_safe
@keepers_only
def vendor(request: HttpRequest, pk: int) -> HttpResponse:
    """One vendor with its resources."""
    return render(request, "catalog/vendor.html", {"vendor": selectors.vendor_page(pk)})


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def add_vendor(request: HttpRequest) -> HttpResponse:
    """A vendor the library has not met."""
    form = VendorForm(posted(request), initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid() and (kept := _kept(form, services.add_vendor, request)):
        messages.success(request, _("%(name)s is in the list of vendors.") % {"name": kept.name})
        return redirect("vendor", pk=kept.pk)
    return render(request, "catalog/vendor_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@keepers_only
def edit_vendor(request: HttpRequest, pk: int) -> HttpResponse:
    """Name, address and contact of a vendor."""
    found = get_object_or_404(Vendor, pk=pk)
    form = VendorForm(posted(request), instance=found)
    if request.method == "POST" and form.is_valid() and _kept(form, services.edit_vendor, request, vendor=found):
        messages.success(request, _("%(name)s is changed.") % {"name": found.name})
        return redirect("vendor", pk=found.pk)
    context = {"form": form, "vendor": found}
    return render(request, "catalog/vendor_form.html", context, status=422 if form.errors else 200)


def _kept(form: VendorForm, write, request: HttpRequest, **which) -> Vendor | None:
    """The vendor as written; None with the messages on the form when the service refuses."""
    try:
        return write(**which, **form.cleaned_data, by=request.user, at=timezone.now())
    except ValidationError as fault:
        form.add_error(None, fault)
        return None
