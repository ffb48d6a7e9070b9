"""The form: one topic a page, kept as one goes (MICRO-3)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from requests_app import questions, selectors, services
from requests_app.forms.asked import form_for
from requests_app.forms.topics import QuoteForm, TopicForm
from requests_app.models import Request
from workflows.errors import NotYours, Refused, Unmet
from workflows.http import CaseForm, carry_out, case_url, fetch, refused, see_other


def fetch_request(request: HttpRequest, pk: int) -> Request:
    """A request the reader may see, ready for its form; Http404 otherwise."""
    case = fetch(request, pk)
    if not isinstance(case, Request):
        raise Http404
    if case.requester_id == request.user.pk:
        case.requester = request.user  # what is known of the reader already is not read again
    return selectors.read_for_form(case)


def is_theirs(request: HttpRequest, case: Request) -> bool:
    return case.requester_id == request.user.pk


def barred(request: HttpRequest, case: Request) -> HttpResponse | None:
    """The answer to somebody who may not change the request now, before anything they typed is looked at."""
    reason = "" if is_theirs(request, case) else _("Only the requester changes the request.")
    if reason:
        return refused(request, NotYours(reason), case=case)
    reason = case.not_editable()
    return refused(request, Unmet(reason), case=case) if reason else None


@require_http_methods(["GET", "HEAD", "POST"])
def topic(request: HttpRequest, pk: int, topic: str) -> HttpResponse:
    """One topic: its questions with what was answered; read-only while it is not the requester's to change."""
    case = fetch_request(request, pk)
    asked = selectors.topic_of(case, topic)
    if asked is None:
        raise Http404
    if request.method == "POST":
        return _save(request, case, asked)
    if not is_theirs(request, case):
        return see_other(case_url(case))
    if reason := case.not_editable():
        return _read_only(request, case, asked, reason)
    return _page(request, case, form_for(case, asked))


def _save(request: HttpRequest, case: Request, asked: questions.Topic) -> HttpResponse:
    """Keep what can be kept, complete or not; then show what could not, or go on."""
    form = form_for(case, asked, request.POST)
    valid = form.is_valid()
    try:
        saved = services.save_answers(case, form.answers(), by=request.user, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal, case=case, form=form)
    if request.headers.get("X-Autosave"):
        return HttpResponse(status=204)
    if not valid:
        return _page(request, case, form, status=422)
    return _go_on(request, saved, asked)


def _go_on(request: HttpRequest, case: Request, asked: questions.Topic) -> HttpResponse:
    if "later" in request.POST:
        messages.success(request, _("“%(title)s” is kept. Go on with it whenever you like.") % {"title": case.title})
        return see_other(reverse("my-requests"))
    following = selectors.topic_after(case, asked.key)
    if following is None or request.GET.get("back") == "check":
        return see_other(reverse("case-check", args=[case.pk]))
    return see_other(reverse("case-form", args=[case.pk, following.key]))


def _page(request: HttpRequest, case: Request, form: TopicForm, *, status: int = 200, quote=None) -> HttpResponse:
    return render(request, "requests_app/form/topic.html", _context(request, case, form, quote), status=status)


def _context(request: HttpRequest, case: Request, form: TopicForm, quote: QuoteForm | None) -> dict[str, Any]:
    topic = form.topic
    page = reverse("case-form", args=[case.pk, topic.key])
    returning = request.GET.get("back") == "check"
    context = {
        "case": case,
        "form": form,
        "topic": topic,
        "returning": returning,
        "action": f"{page}?back=check" if returning else page,
        # Once it is returned, each save stands in the history: then only the buttons save.
        "autosave": page if case.phase == "preparing" else "",
        "progress": selectors.progress(case, topic.key),
        "returned": selectors.last_returned(case),
    }
    if topic.key == "money":
        context["quotes"] = selectors.quotes_of(case)
        context["quote_form"] = quote or QuoteForm(case=case, auto_id="quote_%s")
    return context


def _read_only(request: HttpRequest, case: Request, asked: questions.Topic, reason: str) -> HttpResponse:
    context = {
        "case": case,
        "topic": asked,
        "reason": reason,
        "support_form": CaseForm(case=case, auto_id=False),
        "section": next(each for each in selectors.sections(case) if each.topic.key == asked.key),
        "progress": selectors.progress(case, asked.key),
        "support": selectors.support_of(case, on=timezone.localdate()),
    }
    return render(request, "requests_app/form/read_only.html", context)


@require_POST
def quote(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a vendor's quote to the topic of money (X-14)."""
    case = fetch_request(request, pk)
    if answer := barred(request, case):
        return answer
    money = selectors.topic_of(case, "money")
    form = QuoteForm(request.POST, request.FILES, case=case, auto_id="quote_%s")
    if not form.is_valid():
        return _page(request, case, form_for(case, money), status=422, quote=form)
    said = form.cleaned_data
    return carry_out(
        request,
        lambda: services.add_quote(
            case,
            said["file"],
            amount=said["quoted"],
            years=said["years"],
            by=request.user,
            at=timezone.now(),
            key=form.key,
        ),
        case=case,
        form=form,
        done=lambda _row: see_other(reverse("case-form", args=[case.pk, "money"]) + "#quotes"),
    )
