"""Breaches: the list, recording, putting right, and the letter to parents (LAW-4)."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.forms import posted
from accounts.models import Place
from contracts import breaches
from contracts.models import Breach
from contracts.record_forms import BreachChangeForm, BreachForm, counts_form
from workflows.errors import Unmet
from workflows.http import acting, carry_out, case_url, fetch, refused, see_other

PER_PAGE = 25


@require_safe
def breach_list(request: HttpRequest) -> HttpResponse:
    """Breaches being handled, the one known longest on top; those that are over behind a link."""
    _readers_only(request)
    today, over = timezone.localdate(), request.GET.get("shown") == "over"
    page = Paginator(breaches.listed(request.user, on=today, over=over), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "over": over,
        "may_record": breaches.may_record(request.user, on=today),
        "section": "/record/",
    }
    return render(request, "contracts/breaches/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Record a breach; its clocks run from the day on which it became known."""
    _recorders_only(request)
    form = BreachForm(posted(request))
    counts, status = _counts(request, form)
    if status:
        return _page(request, "contracts/breaches/new.html", form, counts, status=status)
    kept = breaches.record_breach(
        by=acting(request),
        at=timezone.now(),
        place=_district(request),
        counts=counts.counts(),
        elements=list(form.cleaned_data["elements"]),
        key=form.cleaned_data["once"],
        **form.columns(),
    )
    return see_other(case_url(kept))


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what became known better."""
    breach = _breach(request, pk)
    _recorders_only(request)
    if breach.state == Breach.State.CLOSED:
        return refused(request, Unmet(_("It was found to be no breach: reopen it first.")), case=breach)
    form = BreachChangeForm(posted(request), case=breach)
    counts, status = _counts(request, form, breach)
    template = "contracts/breaches/edit.html"
    if status:
        return _page(request, template, form, counts, breach=breach, status=status)

    def act():
        return breaches.correct_breach(
            breach=breach.pk,
            by=acting(request),
            at=timezone.now(),
            counts=counts.counts(),
            elements=list(form.cleaned_data["elements"]),
            shown=form.shown(),
            key=form.key,
            **form.columns(),
        )

    def done(kept) -> HttpResponse:
        messages.success(request, _("What is recorded of the breach was put right."))
        return see_other(case_url(kept))

    return carry_out(request, act, case=breach, form=form, done=done)


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to the parents of a school, in a language, to be printed or copied."""
    breach = _breach(request, pk)
    schools = [row.school for row in breach.counts.select_related("school")]
    school = _chosen(request, schools)
    languages = [code for code, _name in own_names()]
    asked = request.GET.get("language", "")
    language = asked if asked in languages else translation.get_language()
    with translation.override(language):
        made = breaches.letter_to_parents(breach, school, on=timezone.localdate())
        text = made.text
    context = {
        "case": breach,
        "letter": made,
        "text": text,
        "language": language,
        "languages": own_names(),
        "school": school,
        "schools": schools,
        "section": "/record/",
    }
    return render(request, "contracts/breaches/letter.html", context)


def own_names() -> list[tuple[str, str]]:
    """The languages of the letter, each in its own words."""
    return [(code, translation.get_language_info(code)["name_local"].capitalize()) for code, _n in settings.LANGUAGES]


def _chosen(request: HttpRequest, schools: list[Place]) -> Place | None:
    asked = request.GET.get("school", "")
    return next((school for school in schools if str(school.pk) == asked), schools[0] if schools else None)


def _counts(request: HttpRequest, form, breach: Breach | None = None):
    """The rows of schools, and the status with which the page is shown again (0: all is well)."""
    if not form.is_bound:
        return counts_form(breach=breach), 200
    if request.POST.get("go") == "more":
        form.is_valid()
        return counts_form(request.POST, breach=breach, more=True), 200
    counts = counts_form(request.POST, breach=breach)
    right = [form.is_valid(), counts.is_valid()]
    return counts, 0 if all(right) else 422


def _page(request: HttpRequest, template: str, form, counts, *, status: int, breach=None) -> HttpResponse:
    context = {"form": form, "counts": counts, "case": breach, "section": "/record/"}
    return render(request, template, context, status=status)


def _breach(request: HttpRequest, pk: int) -> Breach:
    breach = fetch(request, pk)
    if not isinstance(breach, Breach):
        raise Http404
    return breach


def _readers_only(request: HttpRequest) -> None:
    if not breaches.may_read(request.user, on=timezone.localdate()):
        raise Http404


def _recorders_only(request: HttpRequest) -> None:
    _readers_only(request)
    if not breaches.may_record(request.user, on=timezone.localdate()):
        raise PermissionDenied


def _district(request: HttpRequest) -> Place:
    return Place.objects.filter(parent__isnull=True, kind=Place.Kind.DISTRICT).first() or request.user.place
