"""The list of equipment, one unit, and units added by hand."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import posted
from assets import selectors, services
from assets.access import HANDLERS, KEEPERS, READERS, holds, may_handle, may_keep, places_kept
from assets.forms import AssetFilter, UnitsForm
from assets.models import Asset
from assets.told import entries, where
from assets.views.acts import fetch, offered
from workflows.errors import Invalid
from workflows.http import see_other


@require_safe
def assets(request: HttpRequest) -> HttpResponse:
    """Which equipment is there, where, with whom? Everybody sees their own."""
    at = timezone.now()
    narrowed = AssetFilter(request.GET or None)
    page = selectors.page_of(narrowed_assets(request, narrowed), request.GET.get("page"))
    context = {
        "page": page,
        "filter": narrowed,
        "reads": holds(request.user, READERS, at=at),
        "keeps": holds(request.user, KEEPERS, at=at),
        "labels": holds(request.user, HANDLERS | KEEPERS, at=at),
        "query": request.GET.urlencode(),
    }
    return render(request, "assets/assets.html", context)


def narrowed_assets(request: HttpRequest, narrowed: AssetFilter) -> QuerySet[Asset]:
    """What this person may see of what the filter asks for; nothing when it asks for what can't be."""
    narrowed.is_valid()
    asked = dict(getattr(narrowed, "cleaned_data", {}))
    if narrowed.errors:
        return Asset.objects.none()
    return selectors.assets_of(request.user, at=timezone.now(), words=asked.pop("q", ""), **asked)


@require_safe
def asset(request: HttpRequest, pk: int) -> HttpResponse:
    """Where is it, whose, since when?"""
    at = timezone.now()
    found = fetch(request, pk)
    handles, keeps = may_handle(request.user, found, at=at), may_keep(request.user, found, at=at)
    page = selectors.page_of(selectors.history(found), request.GET.get("page"))
    context = {
        "asset": found,
        "where": where(found),
        "acts": offered(found, handles=handles, keeps=keeps),
        "keeps": keeps,
        "labels": handles or keeps,
        "page": page,
        "entries": entries(page.object_list),
        "warranty_over": bool(found.warranty_until and found.warranty_until < timezone.localdate(at)),
    }
    return render(request, "assets/asset.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Several units of one kind that came together."""
    at = timezone.now()
    form = UnitsForm(posted(request), places=places_kept(request.user, KEEPERS, at=at))
    if request.method == "POST" and form.is_valid():
        try:
            added = services.register(form.units(), case=None, by=request.user, at=at, key=form.key)
        except Invalid as refusal:
            form.refuse(refusal.errors)
        else:
            return _added(request, added)
    return render(request, "assets/add.html", {"form": form}, status=422 if form.errors else 200)


def _added(request: HttpRequest, added: list[Asset]) -> HttpResponse:
    words = ngettext("%(count)d unit is in stock: %(tags)s.", "%(count)d units are in stock: %(tags)s.", len(added))
    tags = (
        added[0].tag if len(added) == 1 else _("%(first)s to %(last)s") % {"first": added[0].tag, "last": added[-1].tag}
    )
    messages.success(request, words % {"count": len(added), "tags": tags})
    if len(added) == 1:
        return see_other(added[0].get_absolute_url())
    chosen = "&".join(f"asset={each.pk}" for each in added)
    return see_other(f"{reverse('asset-labels')}?{chosen}")
