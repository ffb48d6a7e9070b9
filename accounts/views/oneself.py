"""What a person sets for themselves: who acts for them, and how they are addressed."""

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts import services
from accounts.forms import posted
from accounts.models import Delegation
from accounts.page_forms import DelegationForm, PreferencesForm
from accounts.selectors import delegations_of, is_admin


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delegation(request: HttpRequest) -> HttpResponse:
    """I hand over my work from a day to a day; an administrator may do it for anyone."""
    today = timezone.localdate()
    for_anyone = is_admin(request.user, on=today)
    start = {"giver": request.user, "starts_on": today}
    form = DelegationForm(posted(request), initial=start, user=request.user, for_anyone=for_anyone, today=today)
    if request.method == "POST" and form.is_valid():
        try:
            services.delegate(**form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            given = form.cleaned_data
            messages.success(request, _("%(receiver)s acts for %(giver)s.") % given)
            return redirect("delegation")
    context = delegations_of(request.user, on=today) | {"form": form, "today": today, "others": []}
    if for_anyone:
        others = Delegation.objects.filter(ends_on__gte=today).exclude(Q(giver=request.user) | Q(receiver=request.user))
        context["others"] = others.select_related("giver", "receiver")[:50]
    return render(request, "accounts/delegation.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation today: the giver, the receiver or an administrator may."""
    today = timezone.localdate()
    found = get_object_or_404(Delegation.objects.select_related("giver", "receiver"), pk=pk)
    if request.user.pk not in (found.giver_id, found.receiver_id) and not is_admin(request.user, on=today):
        raise Http404
    services.end_delegation(delegation=found, last_day=today - timedelta(days=1), by=request.user, at=timezone.now())
    messages.success(
        request, _("%(receiver)s no longer acts for %(giver)s.") % {"receiver": found.receiver, "giver": found.giver}
    )
    return redirect("delegation")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Name shown, language, and how often to be mailed."""
    person = request.user
    start = {"shown_name": person.shown_name, "language": person.language, "mail": person.mail}
    form = PreferencesForm(posted(request), initial=start)
    if request.method == "POST" and form.is_valid():
        services.change_preferences(user=person, **form.cleaned_data, by=person, at=timezone.now())
        with translation.override(person.language):
            messages.success(request, _("Your preferences are kept."))
        return redirect("preferences")
    return render(request, "accounts/preferences.html", {"form": form}, status=422 if form.errors else 200)
