"""Pages reached through a link, without an account (PROC-1, RENEW-6).

Whoever has the address has the right, so the pages say it to nobody: no referrer, nothing kept, nothing indexed. For
the same reason they need no token against forged forms: nobody can forge one without the address. (Nor could it be
checked: without a referrer browsers send no origin.)
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from accounts import files
from accounts.signin import address_of
from contracts import vendor_words
from workflows import links
from workflows.errors import NotSeen, Refused, Replayed
from workflows.http import see_other
from workflows.models import Link

Home = Callable[[HttpRequest, Link], HttpResponse]
# Where links of other apps' purposes lead.
_homes: dict[str, Home] = {}
COOKIE = "link-opened"
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex, nofollow",
}


def register_home(purpose: str, home: Home) -> None:
    """Called in an AppConfig.ready: the page to which links of a purpose lead."""
    _homes[purpose] = home


def through_link(purpose: str | None = None) -> Callable:
    """The view gets the link in place of its token; whatever is wrong with a link is answered in one way."""

    def decorate(view):
        @wraps(view)
        def reached(request: HttpRequest, token: str, **kwargs) -> HttpResponse:
            found = links.open_link(
                token,
                address=address_of(request),
                at=timezone.now(),
                purpose=purpose,
                opened_before=request.COOKIES.get(COOKIE, ""),
            )
            if found is None:
                return private(no_such_link(request))
            speak(request, found)
            response = private(view(request, found, **kwargs))
            if response.status_code != NOT_FOUND:
                remember(response, request, found)
            return response

        return csrf_exempt(login_not_required(reached))

    return decorate


NOT_FOUND = 404


def no_such_link(request: HttpRequest) -> HttpResponse:
    """One page for a link that is unknown, withdrawn, run out, or not for this."""
    return render(request, "contracts/outside/no_such_link.html", status=NOT_FOUND)


def private(response: HttpResponse) -> HttpResponse:
    """Nobody learns the address from this page, and nothing keeps it."""
    for name, value in HEADERS.items():
        response[name] = value
    return response


def speak(request: HttpRequest, link: Link) -> None:
    """The language that was chosen here, else that of the link."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    code = chosen if chosen in dict(settings.LANGUAGES) else link.language
    if check_for_language(code):
        translation.activate(code)
        request.LANGUAGE_CODE = translation.get_language()


def remember(response: HttpResponse, request: HttpRequest, link: Link) -> None:
    """This browser has opened the link: it goes on even when somebody at its address guesses at links."""
    mark = links.mark_of(link)
    if request.COOKIES.get(COOKIE) != mark:
        response.set_cookie(
            COOKIE,
            mark,
            expires=link.expires_at,
            path=reverse("outside", args=[link.token]),
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def show(request: HttpRequest, link: Link, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page behind a link; `link`, `home` and the switch of language are known to all of them.

    `template` of these pages by its name, of another app's with its folder.
    """
    context |= {
        "link": link,
        "home": reverse("outside", args=[link.token]),
        "language_url": reverse("outside-language", args=[link.token]),
    }
    name = template if "/" in template else f"contracts/outside/{template}"
    return render(request, name, context, status=status)


def carried_out(request: HttpRequest, link: Link, act: Callable[[], Any], *, done: str, form: forms.Form | None = None):
    """Do an act of the engine; then 303 to `done`. What was refused is said, with what was typed (409)."""
    try:
        act()
    except Replayed:
        return see_other(done)
    except NotSeen:
        return no_such_link(request)
    except Refused as refusal:
        return problem(request, link, refusal.reason, form=form)
    return see_other(done)


def problem(request: HttpRequest, link: Link, words: str, *, form: forms.Form | None = None) -> HttpResponse:
    """Nothing was changed: why, and what was typed."""
    heading = _("This was not saved")
    return show(request, link, "problem.html", status=409, heading=heading, words=words, typed=_typed(form))


def nothing_here(request: HttpRequest, link: Link) -> HttpResponse:
    """The link works, but there is no such page behind it."""
    words = _("This page is not part of what the district asks you for.")
    return show(request, link, "problem.html", status=NOT_FOUND, heading=_("There is no such page"), words=words)


def _typed(form: forms.Form | None) -> list[tuple[str, str]]:
    if form is None:
        return []
    found = []
    for name, field in form.fields.items():
        value = form.data.get(form.add_prefix(name))
        if value and isinstance(field.widget, (forms.Textarea, forms.TextInput)) and not field.widget.is_hidden:
            found.append((field.label or name, value))
    return found


# --- the addresses ----------------------------------------------------------------------------------------------------


@through_link()
def outside(request: HttpRequest, link: Link) -> HttpResponse:
    """Where a link leads: the packet, the certificate of deletion, or the page of another app's purpose."""
    if link.purpose in _homes:
        return _homes[link.purpose](request, link)
    if link.purpose == Link.Purpose.PACKET:
        from contracts.views import vendor_packet

        return vendor_packet.home(request, link)
    from contracts.views import certificate

    return certificate.home(request, link)


@through_link()
@require_POST
def language(request: HttpRequest, link: Link) -> HttpResponse:
    """Read these pages in another language. Takes `language`."""
    response = see_other(reverse("outside", args=[link.token]))
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


@through_link()
@require_safe
def file(request: HttpRequest, link: Link, key: str) -> HttpResponse:
    """A file the vendor handed in, or the district shared with it; any other as if the link did not work."""
    found = next((row.file for row in vendor_words.files_of(link) if row.file.key == key), None)
    if found is not None:
        try:
            return files.serve(found)
        except FileNotFoundError:
            return nothing_here(request, link)
    links.note_refusal(link.token, why="other-file", address=address_of(request), at=timezone.now())
    return no_such_link(request)
