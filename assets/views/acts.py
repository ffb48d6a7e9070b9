"""What is done with a unit: handed out, moved, repaired, taken back, lost, retired; and its record put right."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.forms import posted
from assets import forms, selectors, services
from assets.access import may_handle, may_keep
from assets.models import Asset, AssetChange
from assets.told import where
from workflows.errors import Invalid, Refused
from workflows.http import see_other

What = AssetChange.What


@dataclass(frozen=True)
class Act:
    """An act: its words, its form, what does it, and whether it is the record's keepers' alone."""

    what: str
    words: Any
    form: type[forms.ActForm]
    do: Callable[..., Asset]
    keepers: bool = False
    kind: str = "other"  # of the button that leads to it


ACTS = {
    "hand-out": Act(What.DEPLOYED, gettext_lazy("Hand it out"), forms.DeployForm, services.deploy),
    "move": Act(What.MOVED, gettext_lazy("Move it"), forms.MoveForm, services.move),
    "give": Act(What.ASSIGNED, gettext_lazy("Give it to somebody else"), forms.AssignForm, services.assign),
    "repair": Act(What.REPAIR, gettext_lazy("Send it to repair"), forms.RepairForm, services.send_to_repair),
    "take-back": Act(What.STOCK, gettext_lazy("Take it back into stock"), forms.StockForm, services.take_back),
    "lost": Act(What.LOST, gettext_lazy("Report it lost"), forms.LostForm, services.report_lost),
    "retire": Act(What.RETIRED, gettext_lazy("Retire it"), forms.RetireForm, services.retire, True, "danger"),
}


def offered(asset: Asset, *, handles: bool, keeps: bool) -> list[dict[str, Any]]:
    """Buttons for what this person may do and what can be done now; the likeliest first."""
    found = [
        {"label": act.words, "kind": act.kind, "href": reverse("asset-act", args=[asset.pk, name])}
        for name, act in ACTS.items()
        if (keeps if act.keepers else handles)
        and not services.reason_against(asset, act.what)
        and _is_sensible(asset, act)
    ]
    if found and found[0]["kind"] == "other":
        found[0]["kind"] = "main"
    return found


def _is_sensible(asset: Asset, act: Act) -> bool:
    """What is in use is given to somebody else rather than handed out again."""
    return not (act.what == What.DEPLOYED and asset.state == Asset.State.DEPLOYED)


def fetch(request: HttpRequest, pk: int) -> Asset:
    """A unit this person may look at; Http404 otherwise."""
    found = selectors.asset_for(request.user, pk, at=timezone.now())
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One act on one unit."""
    wanted = ACTS.get(act)
    if wanted is None:
        raise Http404
    found, at = fetch(request, pk), timezone.now()
    allowed = may_keep if wanted.keepers else may_handle
    if not allowed(request.user, found, at=at):
        raise PermissionDenied
    form = wanted.form(posted(request), asset=found, version=found.version)
    if request.method != "POST" and (reason := services.reason_against(found, wanted.what)):
        return cannot(request, found, reason)
    if request.method == "POST" and form.is_valid():
        sent = {"by": request.user, "at": at, "key": form.key, "version": form.shown_version}
        if answer := _done(request, found, form, lambda: wanted.do(found, **form.answers(), **sent)):
            return answer
    button = "danger" if wanted.kind == "danger" else "main"
    context = {"asset": found, "act": wanted, "form": form, "where": where(found), "button_kind": button}
    return render(request, "assets/act.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of a unit put right."""
    found, at = fetch(request, pk), timezone.now()
    if not may_keep(request.user, found, at=at):
        raise PermissionDenied
    form = forms.EditForm(posted(request), asset=found, version=found.version)
    if request.method == "POST" and form.is_valid():
        sent = {"by": request.user, "at": at, "key": form.key, "version": form.shown_version}
        reason = form.cleaned_data["reason"]
        if answer := _done(
            request, found, form, lambda: services.edit(found, changes=form.changes(), reason=reason, **sent)
        ):
            return answer
    return render(request, "assets/edit.html", {"asset": found, "form": form}, status=422 if form.errors else 200)


def _done(request: HttpRequest, asset: Asset, form: forms.OnceForm, do: Callable[[], Asset]) -> HttpResponse | None:
    """Where it goes on; None with the messages on the form when what was typed will not do."""
    try:
        now = do()
    except Invalid as refusal:
        form.refuse(refusal.errors)
        return None
    except Refused as refusal:
        return cannot(request, asset, refusal.reason)
    messages.success(request, where(now))
    return see_other(asset.get_absolute_url())


def cannot(request: HttpRequest, asset: Asset, reason: str) -> HttpResponse:
    """It is no longer as it was shown: 409 with the reason."""
    context = {
        "what_happened": reason,
        "next_url": asset.get_absolute_url(),
        "next_label": _("Look at it as it is now"),
    }
    return render(request, "409.html", context, status=409)
