"""Settings and the calendar, for system administrators."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import services
from accounts.access import admin_required
from accounts.district import SETTINGS, TOPICS
from accounts.forms import posted
from accounts.models import Closure, SettingChange
from accounts.page_forms import ClosureEndForm, ClosureForm, TopicForm
from accounts.said import change_in_words, topic_in_words
from contracts import selectors as contracts
from workflows import selectors as cases

PER_PAGE = 25


@require_safe
@admin_required
def settings(request: HttpRequest) -> HttpResponse:
    """How do we do things here? By topic, with the present choices; and what could not be done by itself."""
    undone = [*contracts.dates_left_undone(), *cases.left_undone(at=timezone.now())]
    context = {
        "topics": [topic_in_words(topic) for topic in TOPICS],
        "undone": Paginator(undone, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "accounts/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def topic(request: HttpRequest, topic: str) -> HttpResponse:
    """The choices of one topic, each with its effect, and what was changed."""
    if topic not in TOPICS:
        raise Http404
    form = TopicForm(posted(request), topic=topic)
    if request.method == "POST" and form.is_valid():
        changes = services.change_settings(
            values=form.values(), by=request.user, at=timezone.now(), reason=form.cleaned_data["reason"]
        )
        messages.success(request, _("Saved. It holds from now on.") if changes else _("Nothing was different."))
        return redirect("settings")
    keys = [key for key, definition in SETTINGS.items() if definition.topic == topic]
    changes = SettingChange.objects.filter(key__in=keys).select_related("by")[:PER_PAGE]
    context = {"form": form, "topic": TOPICS[topic], "changes": [change_in_words(change) for change in changes]}
    return render(request, "accounts/settings_topic.html", context, status=422 if form.errors else 200)


@require_safe
@admin_required
def settings_history(request: HttpRequest) -> HttpResponse:
    """All changes, newest first; of one setting when `key` is given."""
    changes = SettingChange.objects.select_related("by")
    key = request.GET.get("key", "")
    if key in SETTINGS or key == services.CALENDAR:
        changes = changes.filter(key=key)
    page = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = [change_in_words(change) for change in page.object_list]
    return render(request, "accounts/settings_history.html", {"page": page, "narrowed": bool(key)})


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def calendar(request: HttpRequest) -> HttpResponse:
    """Days on which the district does not work; a form adds more."""
    form = ClosureForm(posted(request))
    if request.method == "POST" and form.is_valid():
        closure = services.add_closure(**form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, _("%(name)s is in the calendar.") % {"name": closure.name})
        return redirect("settings-calendar")
    today = timezone.localdate()
    context = {
        "form": form,
        "coming": Closure.objects.filter(ends_on__gte=today),
        "past": Closure.objects.filter(ends_on__lt=today).order_by("-starts_on")[:PER_PAGE],
    }
    return render(request, "accounts/calendar.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def closure(request: HttpRequest, pk: int) -> HttpResponse:
    """End one closure earlier, or take it out."""
    found = get_object_or_404(Closure, pk=pk)
    form = ClosureEndForm(posted(request), closure=found, removing="remove" in request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_closure(closure=found, **form.cleaned_data, by=request.user, at=timezone.now())
        except ValidationError as fault:
            form.add_error(None, fault)
        else:
            messages.success(request, _("The calendar is changed."))
            return redirect("settings-calendar")
    context = {"form": form, "closure": found}
    return render(request, "accounts/closure.html", context, status=422 if form.errors else 200)
