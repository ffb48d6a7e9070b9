"""The public record: pages for everybody, without signing in (LAW-1, PROC-8; 105 ILCS 85/27)."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from accounts.district import setting
from accounts.files import serve
from config.cache import remembered
from config.frame import is_served
from contracts import kept_pages, record
from contracts.models import Item

RIGHTS_FORM = "/public/privacy/request/"
LONGEST_SEARCH = 200
LONGEST_NUMBER = 4
BROWSERS_KEEP_IT = 30  # seconds
Page = tuple[str, dict]


def public_page(*reads: str) -> Callable:
    """A page that is the same for everybody who is not signed in: made once, then kept while nothing changes.

    The view returns its template and context, made from the address and the parameters it `reads`. What is one reader's
    own (messages, tokens of forms) is left out; for somebody who is signed in the page is made each time, with their
    frame.
    """

    def decorate(view: Callable[..., Page]) -> Callable[..., HttpResponse]:
        return _public(view, reads)

    return decorate


def _public(view: Callable[..., Page], reads: tuple[str, ...]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def shown(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        _clean(request, reads)
        if request.user.is_authenticated:
            response = render(request, *view(request, *args, **kwargs))
            response["Cache-Control"] = "private, no-store"
            return response

        def made() -> bytes:
            template, context = view(request, *args, **kwargs)
            return render(request, template, context | {"shared": True, "messages": ()}).content

        name = kept_pages.name_of_page(request.get_full_path(), language=get_language() or "", on=timezone.localdate())
        return _kept(request, remembered(name, seconds=kept_pages.KEPT_FOR, make=made))

    return login_not_required(require_safe(shown))


def _clean(request: HttpRequest, reads: tuple[str, ...]) -> None:
    """Whatever else stands in the address is dropped: it would be kept as a page of its own, and stand in its links."""
    asked = QueryDict(mutable=True)
    for name in reads:
        words = _number(request) if name == "page" else _typed(request, name)
        if words:
            asked[name] = words
    request.GET, request.META["QUERY_STRING"] = asked, asked.urlencode()


def _kept(request: HttpRequest, content: bytes) -> HttpResponse:
    response = HttpResponse(content)
    response["Cache-Control"] = f"public, max-age={BROWSERS_KEEP_IT}"
    response["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    patch_vary_headers(response, ["Cookie", "Accept-Language"])
    return get_conditional_response(request, etag=response["ETag"], response=response)


@public_page()
def privacy(request: HttpRequest) -> Page:
    """The five posted items (105 ILCS 85/27(a))."""
    shown = record.public_record(on=timezone.localdate(), language=get_language())
    context = {
        "record": shown,
        "item": Item,
        "said": {item.name.lower(): shown.said(item) for item in Item},
        "officer": setting("privacy_officer"),
        "years": setting("breach_years"),
        "percent": setting("small_breach_percent"),
        "rights_form": RIGHTS_FORM if is_served(RIGHTS_FORM) else "",
    }
    return "contracts/public/privacy.html", context


@public_page("q", "data", "page", "all")
def agreements(request: HttpRequest) -> Page:
    """The table of agreements, by operator (PROC-8)."""
    words, data = (_typed(request, name) for name in ("q", "data"))
    per_page = record.ON_PAPER if request.GET.get("all") == "1" else record.PER_PAGE
    on = timezone.localdate()
    page = record.agreement_table(words=words, data=data, page=_number(request), per_page=per_page, on=on)
    context = {"page": page, "words": words, "data": data, "narrowed": bool(words or data)}
    return "contracts/public/agreements.html", context


@public_page()
def agreement(request: HttpRequest, pk: int) -> Page:
    """One agreement; of one that has ended, that it has ended."""
    today = timezone.localdate()
    shown = record.posted_agreement(pk, on=today)
    ended = None if shown else record.ended_on(pk, on=today)
    if shown is None and ended is None:
        raise Http404
    return "contracts/public/agreement.html", {"posted": shown, "ended": ended, "today": today}


@public_page("page")
def subcontractors(request: HttpRequest) -> Page:
    """Each operator's subcontractors, or its own page of them (105 ILCS 85/27(a)(3))."""
    page = record.subcontracting(page=_number(request), on=timezone.localdate())
    return "contracts/public/subcontractors.html", {"page": page}


@login_not_required
@require_safe
def public_file(request: HttpRequest, key: str) -> HttpResponse:
    """The copy for the public of a posted agreement, as a download; every other key is not found."""
    stored = record.public_copy_of(key.replace("\0", ""), on=timezone.localdate())
    if stored is None:
        raise Http404
    try:
        return serve(stored)
    except FileNotFoundError:
        raise Http404 from None


@csrf_exempt
@login_not_required
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The switch at the foot of a kept page, which can carry no token: it does nothing but set the language."""
    return set_language(request)


def _typed(request: HttpRequest, name: str) -> str:
    return " ".join(request.GET.get(name, "").replace("\0", "").split())[:LONGEST_SEARCH]


def _number(request: HttpRequest) -> str:
    """The page asked for, as a number is written; nothing for the first, or for what is none."""
    said = request.GET.get("page", "")
    number = int(said) if said.isascii() and said.isdigit() and len(said) <= LONGEST_NUMBER else 1
    return str(number) if number > 1 else ""
