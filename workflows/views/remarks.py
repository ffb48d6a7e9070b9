"""What is said and added beside the procedure: comments, files, followers (X-4); removing personal data (X-5)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.files import kept_file
from accounts.models import User
from workflows import engine, removals, selectors
from workflows.errors import NotYours
from workflows.forms import CommentForm, FileForm, FollowerForm, OnceForm, RemovalForm
from workflows.http import acting, carry_out, fetch, refused, see_other
from workflows.models import Case
from workflows.page import CasePage
from workflows.views.case import shown


def _page_at(case: Case, part: str) -> HttpResponse:
    return see_other(f"{case.get_absolute_url()}#{part}")


def _strangers_turned_away(request: HttpRequest, page: CasePage) -> HttpResponse | None:
    if page.seen.whole:
        return None
    return refused(request, NotYours(_("Only people who work on this request may do that.")), case=page.case)


# --- comments and files -----------------------------------------------------------------------------------------------


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something; whoever is mentioned and may read it is told."""
    case = fetch(request, pk)
    page = CasePage(case, request.user, at=timezone.now())
    if answer := _strangers_turned_away(request, page):
        return answer
    form = CommentForm(request.POST, case=case, internal=page.seen.internal)
    if not form.is_valid():
        return shown(request, page, status=422, comment_form=form)

    def act():
        return engine.comment(
            pk,
            form.cleaned_data["text"],
            internal=form.for_reviewers_only,
            by=acting(request),
            at=page.at,
            key=form.key,
        )

    def done(event):
        if left_out := selectors.mentioned_in_vain(event):
            names = ", ".join(str(person) for person in left_out)
            messages.warning(request, _("Not told, because they may not read it: %(names)s.") % {"names": names})
        return _page_at(case, "comments")

    return carry_out(request, act, case=case, form=form, done=done)


@require_POST
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file, checked before it is kept."""
    case = fetch(request, pk)
    page = CasePage(case, request.user, at=timezone.now())
    if answer := _strangers_turned_away(request, page):
        return answer
    form = FileForm(request.POST, request.FILES, case=case, internal=page.seen.internal)
    if not form.is_valid():
        return shown(request, page, status=422, file_form=form)
    told = form.cleaned_data

    def act():
        internal = form.for_reviewers_only
        with kept_file(told["file"], by=request.user, at=page.at) as stored:
            return engine.attach(
                pk, stored, kind=told["kind"], internal=internal, by=acting(request), at=page.at, key=form.key
            )

    return carry_out(request, act, case=case, form=form, done=lambda _row: _page_at(case, "files"))


# --- followers --------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Follow it oneself; the requester lets others follow who then read all of it."""
    case = fetch(request, pk)
    if request.user.pk != case.requester_id:
        return _follow_oneself(request, case)
    form = FollowerForm(request.POST or None, requester=request.user)
    if request.method != "POST" or not form.is_valid():
        context = {"case": case, "form": form}
        return render(request, "workflows/follow.html", context, status=422 if form.is_bound else 200)
    return _followed(request, case, form.cleaned_data["person"], form)


def _follow_oneself(request: HttpRequest, case: Case) -> HttpResponse:
    if request.method != "POST":
        return see_other(case.get_absolute_url())
    return _followed(request, case, request.user, OnceForm(request.POST))


def _followed(request: HttpRequest, case: Case, person: User, form: OnceForm) -> HttpResponse:
    def act():
        return engine.follow(case.pk, person, by=acting(request), at=timezone.now(), key=form.key)

    return carry_out(request, act, case=case, form=form, done=lambda _row: _page_at(case, "followers"))


@require_POST
def unfollow(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop following; the requester may end it for others."""
    case = fetch(request, pk)
    named = request.POST.get("person", "")
    person = request.user
    if named:
        if not (named.isascii() and named.isdigit() and len(named) < 19):
            raise Http404
        person = get_object_or_404(User, pk=int(named))

    def act():
        return engine.unfollow(case.pk, person, by=acting(request), at=timezone.now())

    return carry_out(request, act, case=case, done=lambda _none: see_other(case.get_absolute_url()))


# --- taking personal data out -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: int, what: str, which: str) -> HttpResponse:
    """An administrator takes out a passage, a finding, a file or an answer, with a reason."""
    case = fetch(request, pk)
    page = CasePage(case, request.user, at=timezone.now())
    if not page.may_remove:
        return refused(request, NotYours(_("Only an administrator removes something.")), case=case)
    found = removals.find(case, what, which)
    if found is None:
        raise Http404
    form = RemovalForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        context = {"case": case, "found": found, "form": form, "shown": page.reads(what, which)}
        return render(request, "workflows/remove.html", context, status=422 if form.is_bound else 200)

    def act():
        return found.remove(by=acting(request), at=timezone.now(), reason=form.cleaned_data["reason"])

    def done(event):
        messages.success(request, event.label)
        return see_other(case.get_absolute_url())

    return carry_out(request, act, case=case, form=form, done=done)
