"""A request begins with the library: may I already use it, or was it refused? (MICRO-1)"""

from dataclasses import asdict
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.services import choose_place
from requests_app import choosing, questions, services
from requests_app.forms.new import Begin, Choose, LookUp, OwnPlace, plain_look_up
from requests_app.library_check import LibraryCheck, library_check
from workflows import engine
from workflows.errors import Refused
from workflows.http import acting, refused, see_other
from workflows.keys import fresh_key
from workflows.models import Case

MOST_TYPED = 200


@require_safe
def new(request: HttpRequest) -> HttpResponse:
    """What do you need? Then the library check; first of all, where one works."""
    if request.user.place is None:
        return render(request, "requests_app/new/place.html", {"form": OwnPlace()})
    typed = request.GET.get("q", "")[:MOST_TYPED]
    answered = set(choosing.questions()) & set(request.GET) or "go" in request.GET
    form = Choose(request.GET if answered else None)
    if not form.fields:
        form.told = choosing.Told()
    elif not (form.is_bound and form.is_valid()):
        return render(request, "requests_app/new/choose.html", {"form": form, "hidden": {"go": "1", "q": typed}})
    kind = choosing.procedure_for(form.told)
    if kind in BEGUN_ELSEWHERE:
        return see_other(reverse(BEGUN_ELSEWHERE[kind]))
    if typed:
        return see_other(f"{reverse('library-check')}?{urlencode({**_said(form.told), 'q': typed})}")
    context = {"form": plain_look_up(), "told": _said(form.told), "kind": choosing.words_for(kind) if kind else ""}
    return render(request, "requests_app/new/new.html", context)


# Procedures that do not begin with the library, and where they begin.
BEGUN_ELSEWHERE: dict[str, str] = {"equip": "new-equipment"}


def _said(told: choosing.Told) -> dict[str, str]:
    """What was told before, for the addresses and forms that follow."""
    return {name: said for name, said in asdict(told).items() if said}


def _told(data) -> choosing.Told | None:
    """What was told on the page before; None where something is still to be asked."""
    form = Choose(data)
    return form.told if form.is_valid() else None


@require_POST
def own_place(request: HttpRequest) -> HttpResponse:
    """Choose where one works, once."""
    form = OwnPlace(request.POST)
    if form.is_valid():
        try:
            choose_place(user=request.user, place=form.cleaned_data["place"], by=request.user, at=timezone.now())
        except ValidationError as fault:
            messages.warning(request, fault.message)
        return see_other(reverse("new"))
    return render(request, "requests_app/new/place.html", {"form": form}, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The district's answer about what was typed; a POST does what was chosen."""
    if request.user.place is None:
        return see_other(reverse("new"))
    if request.method == "POST":
        return _chosen(request)
    form = LookUp(request.GET) if request.GET.get("q") else LookUp()
    typed = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    return _page(request, form, _checked(request, typed), status=200)


def _checked(request: HttpRequest, typed: str) -> LibraryCheck:
    return library_check(typed, request.user, on=timezone.localdate())


def _page(request: HttpRequest, form: LookUp, found: LibraryCheck, *, status: int) -> HttpResponse:
    told = _told(request.POST or request.GET)
    kind = choosing.procedure_for(told) if told else ""
    context = {"form": form, "check": found, "once": fresh_key()}
    context |= {"told": _said(told) if told else {}, "kind": choosing.words_for(kind) if kind else ""}
    return render(request, "requests_app/new/check.html", context, status=status)


def _chosen(request: HttpRequest) -> HttpResponse:
    form = Begin(request.POST)
    valid = form.is_valid()
    found = _checked(request, form.cleaned_data.get("q", ""))
    if valid and form.cleaned_data["act"] == "follow":
        if found.shows_case(form.cleaned_data["on"] or 0):
            return _follow(request, form.cleaned_data["on"])
    elif valid:
        act, on = form.cleaned_data["act"], form.cleaned_data["on"]
        match = found.match_for(on or 0, act)
        if act == "new" or match:
            return _begin(request, found, act, match, key=form.cleaned_data["once"])
    if "q" not in form.errors:
        form.add_error("q", _("The library has changed meanwhile. Look at it again and choose."))
    return _page(request, form, found, status=422)


def _begin(request: HttpRequest, found: LibraryCheck, act: str, match, *, key: str) -> HttpResponse:
    told = choosing.TO_ADD if act == "extend" else _told(request.POST)
    if told is None:  # they came by another way than the questions
        return see_other(f"{reverse('new')}?{urlencode({'q': found.typed})}")
    match = match if act != "new" else None
    kind = choosing.procedure_for(told)
    if kind in BEGUN_ELSEWHERE:
        return see_other(reverse(BEGUN_ELSEWHERE[kind]))
    if kind not in services.BEGUN_FROM_THE_LIBRARY:
        messages.warning(request, _("The district does not take such requests here. Ask the help desk below."))
        return see_other(reverse("new"))
    at = timezone.now()
    case = services.begin(found, act, match, kind=kind, told=told, by=request.user, at=at, key=key)
    return see_other(reverse("case-form", args=[case.pk, questions.topics_for(case)[0].key]))


def _follow(request: HttpRequest, pk: int) -> HttpResponse:
    """Be told of the outcome of somebody's open request, instead of asking for the same again."""
    case = Case.objects.get(pk=pk)
    try:
        engine.follow(pk, request.user, by=acting(request), at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal, case=case)
    messages.success(request, _("You follow this request: you will be told what is decided."))
    return see_other(reverse("case", args=[pk]))
