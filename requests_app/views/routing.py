"""Who gets which request for equipment? The administrator's rules, and a sample to try them on (EQUIP-2)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import admin_required
from accounts.district import role_name
from accounts.forms import posted
from accounts.models import SettingChange
from accounts.said import change_in_words
from requests_app import routing
from requests_app.forms.routing import RuleForm, SampleForm
from requests_app.models import RoutingRule

SHOWN = 10  # changes on the page


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in their order; a form adds one, another tries them."""
    listed = list(RoutingRule.objects.select_related("place", "person"))
    form = RuleForm(posted(request), initial={"order": len(listed) + 1})
    if request.method == "POST" and form.is_valid():
        routing.add_rule(by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The rule counts from now on."))
        return redirect("routing")
    sample = SampleForm(request.GET if "category" in request.GET else None, auto_id="sample_%s")
    context = {
        "form": form,
        "rules": [{"rule": rule, "role": role_name(rule.role)} for rule in listed],
        "sample": sample,
        "tried": _tried(sample) if sample.is_bound and sample.is_valid() else None,
        "changes": _changes(),
    }
    return render(request, "requests_app/routing/rules.html", context, status=422 if form.errors else 200)


def _tried(sample: SampleForm) -> dict:
    """Who would get it now, and why."""
    said = sample.cleaned_data
    found = routing.route({said["category"]}, said["place"], but=None, at=timezone.now())
    loads = routing.loads(found.team)
    team = [{"person": person, "load": loads.get(person.pk, 0)} for person in found.team]
    return {"route": found, "role": role_name(found.role), "team": team}


def _changes() -> list:
    rows = SettingChange.objects.filter(key=routing.HISTORY).select_related("by")[:SHOWN]
    return [change_in_words(row) for row in rows]


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one rule, or take it away (`remove`)."""
    found = get_object_or_404(RoutingRule.objects.select_related("place", "person"), pk=pk)
    if request.method == "POST" and "remove" in request.POST:
        routing.remove_rule(found, by=request.user, at=timezone.now())
        messages.success(request, _("The rule is gone; the history keeps what it said."))
        return redirect("routing")
    form = RuleForm(posted(request), rule=found)
    if request.method == "POST" and form.is_valid():
        routing.change_rule(found, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The rule counts from now on."))
        return redirect("routing")
    context = {"form": form, "rule": found}
    return render(request, "requests_app/routing/rule.html", context, status=422 if form.errors else 200)
