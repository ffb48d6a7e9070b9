"""Licences: their records, and their keys for the few who may read them."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.forms import posted
from accounts.models import Place
from assets import licences as kept
from assets import selectors
from assets.access import LICENCE_KEEPERS, LICENCE_READERS, holds, may_read, places_kept
from assets.forms import LicenceEditForm, LicenceFilter, LicenceForm, OnceForm, ReplaceForm
from assets.models import Licence
from assets.sealing import NotSealable, is_ready
from assets.told import entries
from workflows.errors import Invalid, NotYours, Refused
from workflows.http import fetch, see_other
from workflows.models import Case


@require_safe
def licences(request: HttpRequest) -> HttpResponse:
    """Which licences are there, with how many seats, until when?"""
    at = timezone.now()
    if not holds(request.user, LICENCE_READERS, at=at):
        raise PermissionDenied
    narrowed = LicenceFilter(request.GET or None)
    narrowed.is_valid()
    asked = getattr(narrowed, "cleaned_data", {})
    today = timezone.localdate(at)
    on = None if asked.get("ended") else today
    found = selectors.licences_of(request.user, at=at, words=asked.get("q", ""), on=on)
    context = {
        "page": selectors.page_of(found, request.GET.get("page")),
        "filter": narrowed,
        "keeps": holds(request.user, LICENCE_KEEPERS, at=at),
        "ready": is_ready(),
        "today": today,
    }
    return render(request, "assets/licences.html", context)


def _fetch(request: HttpRequest, pk: int) -> Licence:
    found = selectors.licence_for(request.user, pk, at=timezone.now())
    if found is None:
        raise Http404
    return found


def _fetch_kept(request: HttpRequest, pk: int) -> Licence:
    """A licence whose record this person keeps."""
    found, at = _fetch(request, pk), timezone.now()
    if not any(holds(request.user, LICENCE_KEEPERS, at=at, place=place) for place in found.places.all()):
        raise PermissionDenied
    return found


@require_safe
def licence(request: HttpRequest, pk: int) -> HttpResponse:
    """One licence: what it is for, and who read its key."""
    return _page(request, _fetch(request, pk))


def _page(request: HttpRequest, found: Licence, *, status: int = 200, **more) -> HttpResponse:
    at = timezone.now()
    keeps = any(holds(request.user, LICENCE_KEEPERS, at=at, place=place) for place in found.places.all())
    context = {
        "licence": found,
        "keeps": keeps,
        "reads": may_read(request.user, found, at),
        "entries": entries(found.history.order_by("-pk")[:50]),
        "page": selectors.page_of(selectors.readings(found), request.GET.get("page")),
        "ended": bool(found.ends_on and found.ends_on < timezone.localdate(at)),
    }
    return render(request, "assets/licence.html", context | more, status=status)


@require_POST
@sensitive_variables()
def read_key(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the key, which is written down."""
    found = _fetch(request, pk)
    try:
        secret = kept.read_key(found, by=request.user, at=timezone.now())
    except (Invalid, NotYours, NotSealable) as refusal:
        return _refused(request, found, refusal)
    response = _page(request, found, secret=secret)
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@sensitive_variables()
def read_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the file, which is written down."""
    found = _fetch(request, pk)
    try:
        content = kept.read_file(found, by=request.user, at=timezone.now())
    except (Invalid, NotYours, NotSealable, FileNotFoundError) as refusal:
        return _refused(request, found, refusal)
    response = HttpResponse(content, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, found.file.name)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _refused(request: HttpRequest, found: Licence, refusal: Exception) -> HttpResponse:
    if isinstance(refusal, NotYours):
        return render(request, "403.html", {"reason": refusal.reason}, status=403)
    words = _("The file is no longer there.") if isinstance(refusal, FileNotFoundError) else str(refusal)
    return _page(request, found, status=409, cannot=words)


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("secret")
@sensitive_variables("form")
def add(request: HttpRequest) -> HttpResponse:
    """A licence with its key or file; for a request when the address names it."""
    places, case = _places(request), _case(request)
    start = {} if case is None else {"resource": case.resource or "", "vendor": case.vendor or ""}
    form = LicenceForm(posted(request), request.FILES or None, places=places, initial=start)

    def do() -> Licence:
        return kept.add_licence(by=request.user, at=timezone.now(), case=case, key=form.key, **form.answers())

    if request.method == "POST" and form.is_valid() and (answer := _done(request, form, do, goes_on=case)):
        return answer
    context = {"form": form, "case": case, "ready": is_ready()}
    return render(request, "assets/licence_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of a licence put right."""
    found = _fetch_kept(request, pk)
    form = LicenceEditForm(posted(request), places=_places(request), licence=found, version=found.version)

    def do() -> Licence:
        changes = form.answers()
        places, reason = changes.pop("places"), changes.pop("reason")
        sent = {"key": form.key, "reason": reason, "version": form.shown_version}
        return kept.edit_licence(found, changes=changes, places=places, by=request.user, at=timezone.now(), **sent)

    if request.method == "POST" and form.is_valid() and (answer := _done(request, form, do, found)):
        return answer
    return render(
        request, "assets/licence_edit.html", {"form": form, "licence": found}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("secret")
@sensitive_variables("form")
def replace(request: HttpRequest, pk: int) -> HttpResponse:
    """Another key or file in place of the one kept."""
    found = _fetch_kept(request, pk)
    form = ReplaceForm(posted(request), request.FILES or None)

    def do() -> Licence:
        reason = form.cleaned_data["reason"]
        return kept.replace_secret(
            found, by=request.user, at=timezone.now(), key=form.key, reason=reason, **form.secrets
        )

    if request.method == "POST" and form.is_valid() and (answer := _done(request, form, do, found)):
        return answer
    context = {"form": form, "licence": found, "ready": is_ready()}
    return render(request, "assets/licence_replace.html", context, status=422 if form.errors else 200)


def _done(
    request: HttpRequest,
    form: OnceForm,
    do: Callable[[], Licence],
    found: Licence | None = None,
    *,
    goes_on: Case | None = None,
) -> HttpResponse | None:
    """Where it goes on, with the request it is for if there is one; None with messages on the form when what was typed
    will not do."""
    try:
        now = do()
    except Invalid as refusal:
        form.refuse(refusal.errors)
        return None
    except NotSealable as refusal:
        form.add_error(None, str(refusal))
        return None
    except Refused as refusal:
        context = {"what_happened": refusal.reason, "next_url": found.get_absolute_url() if found else "/licences/"}
        return render(request, "409.html", context, status=409)
    messages.success(request, _("The licence is kept."))
    return see_other((goes_on or now).get_absolute_url())


def _places(request: HttpRequest) -> QuerySet[Place]:
    return places_kept(request.user, LICENCE_KEEPERS, at=timezone.now())


def _case(request: HttpRequest) -> Case | None:
    """The request it is for, if the address names one that this person may read."""
    text = request.GET.get("case", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Http404
    return fetch(request, int(text))
