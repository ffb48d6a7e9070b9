"""Is it safe? What the Cybersecurity team records beside its answer (SOFT-4 to SOFT-6). Fields: forms/vetting.py."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.files import kept_file
from accounts.forms import posted
from contracts.tls.forms import ResultForm
from requests_app import vetting
from requests_app.forms.vetting import HostForm, JoinForm, LetterForm, PolicyForm, ReasonForm, SendForm
from requests_app.models import Host, SoftwareRequest
from workflows.errors import Invalid, NotYours, Refused, Replayed, Stale, Unmet
from workflows.http import acting, carry_out, fetch, fetch_step, hats, refused, see_other
from workflows.models import Case, Step


def held(
    request: HttpRequest, pk: int, step: int, keys: frozenset[str], *, kind: type[Case] = SoftwareRequest
) -> tuple[Case, Step, HttpResponse | None]:
    """A software request, or another `kind`, and one of these steps; or the answer to whoever does not hold it."""
    case = fetch(request, pk)
    if not isinstance(case, kind):
        raise Http404
    found = fetch_step(request, case, step)
    if found.key not in keys or hats(request).holding(found) is None:
        return case, found, refused(request, NotYours(_("This step is not with you.")), case=case)
    if not found.is_open:
        return case, found, refused(request, Stale(_("This step has already been answered.")), case=case)
    return case, found, None


def number_of(words: str) -> int:
    """The row that a small form names; 0, which no row has, for what is no number."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 19 else 0


def step_url(case: Case, found: Step) -> str:
    return reverse("step", args=[case.pk, found.pk])


def _held(
    request: HttpRequest, pk: int, step: int, keys: frozenset[str] = vetting.AT_STEPS
) -> tuple[Case, Step, HttpResponse | None]:
    return held(request, pk, step, keys)


def _page(request, case, found, template: str, form=None, status: int = 200, **more) -> HttpResponse:
    context = {"case": case, "step": found, "form": form, "back_url": step_url(case, found), **more}
    return render(request, f"requests_app/vetting/{template}.html", context, status=status)


def _record(request, case, found, form, page: Callable, act: Callable, *, to: str = "") -> HttpResponse:
    """Keep what a form says; the page again with what is wrong with it."""
    if not form.is_valid():
        return page(422)
    return carry_out(
        request,
        lambda: act(by=acting(request), at=timezone.now(), key=form.key),
        case=case,
        form=form,
        invalid=page,
        done=lambda _case: see_other(to or step_url(case, found)),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def policy(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """What does its privacy policy say? (SOFT-4)"""
    case, found, answer = _held(request, pk, step)
    if answer:
        return answer
    form = PolicyForm(posted(request), case=case, step=found)

    def page(status: int = 200) -> HttpResponse:
        return _page(request, case, found, "policy", form, status)

    def act(**who):
        told = form.cleaned_data
        said = {"url": told["policy_url"], "found": told["found"], "not_needed": told["not_needed"]}
        return vetting.record_policy(case, found.pk, **said, **who)

    return _record(request, case, found, form, page, act) if request.method == "POST" else page()


@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """The agreement goes to the vendor; or is not needed, and why (SOFT-4, SOFT-6)."""
    case, found, answer = _held(request, pk, step)
    if answer:
        return answer
    shared, underway = case.student_data_found, case.packet_underway()
    kind = ReasonForm if shared is False else JoinForm if underway else SendForm
    form = kind(posted(request), case=case, step=found)

    def page(status: int = 200) -> HttpResponse:
        return _page(request, case, found, "agreement", form, status, shared=shared, underway=underway)

    def act(**who):
        told = form.cleaned_data
        if kind is ReasonForm:
            return vetting.no_agreement_needed(case, found.pk, reason=told["reason"], **who)
        said = {name: told.get(name, "") for name in ("contact_name", "contact_email", "message")}
        return vetting.ask_vendor(case, found.pk, **said, **who)

    return _record(request, case, found, form, page, act) if request.method == "POST" else page()


# --- websites ---------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def hosts(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """Which hosts does it use, and how safe is each? (SOFT-5)"""
    case, found, answer = _held(request, pk, step, vetting.GRADED_AT)
    if answer:
        return answer
    if request.method != "POST":
        return _hosts_page(request, case, found)
    act = HOST_ACTS.get(request.POST.get("what", ""))
    if act is None:
        return refused(request, Unmet(_("There is no such act.")), case=case)
    return act(request, case, found)


def _hosts_url(case, found) -> str:
    return reverse("vetting-hosts", args=[case.pk, found.pk])


def _hosts_page(request, case, found, tried=None, status: int = 200) -> HttpResponse:
    forms = {"add_form": HostForm(case=case, step=found), "none_form": ReasonForm(case=case, step=found)}
    if tried is not None:
        forms["add_form" if isinstance(tried, HostForm) else "none_form"] = tried
    graded = vetting.graded(case)
    more = {
        "graded": graded,
        "tried": tried,
        "poor": [each for each in graded if each.check and not each.is_enough],
        "listing": found.key in vetting.AT_STEPS,
        "not_needed": case.vetting.said("website_not_needed") if case.vetting else "",
    }
    return _page(request, case, found, "hosts", status=status, **forms, **more)


def _add(request, case, found) -> HttpResponse:
    form = HostForm(request.POST, case=case, step=found)

    def act(**who):
        told = form.cleaned_data
        return vetting.add_host(case, found.pk, address=told["address"], use=told["use"], **who)

    to = _hosts_url(case, found)
    return _record(
        request, case, found, form, lambda status=200: _hosts_page(request, case, found, form, status), act, to=to
    )


def _none(request, case, found) -> HttpResponse:
    form = ReasonForm(request.POST, case=case, step=found)

    def act(**who):
        return vetting.no_website(case, found.pk, reason=form.cleaned_data["reason"], **who)

    return _record(request, case, found, form, lambda status=200: _hosts_page(request, case, found, form, status), act)


def _remove(request, case, found) -> HttpResponse:
    host = number_of(request.POST.get("host", ""))
    return carry_out(
        request,
        lambda: vetting.remove_host(case, found.pk, host=host, by=acting(request), at=timezone.now()),
        case=case,
        done=lambda _case: see_other(_hosts_url(case, found)),
    )


def _measure(request, case, found) -> HttpResponse:
    host = _host(case, request.POST.get("host", ""))
    return carry_out(
        request,
        lambda: vetting.measure(case, host, by=request.user, at=timezone.now()),
        case=case,
        done=lambda _check: see_other(_hosts_url(case, found)),
    )


HOST_ACTS = {"add": _add, "none": _none, "remove": _remove, "measure": _measure}


def _host(case, words: str) -> Host:
    known = {str(host.pk): host for host in case.vetting.hosts.all()} if case.vetting else {}
    if words not in known:
        raise Http404
    return known[words]


@require_http_methods(["GET", "HEAD", "POST"])
def host_result(request: HttpRequest, pk: int, step: int, host: int) -> HttpResponse:
    """Enter a result of Qualys SSL Labs for one host, with its report."""
    case, found, answer = _held(request, pk, step, vetting.GRADED_AT)
    if answer:
        return answer
    named = _host(case, str(host))
    form = ResultForm(posted(request), request.FILES or None)

    def page(status: int = 200) -> HttpResponse:
        return _page(request, case, found, "result", form, status, host=named, hosts_url=_hosts_url(case, found))

    if request.method != "POST":
        return page()
    if not form.is_valid():
        return page(422)
    told, now = dict(form.cleaned_data), timezone.now()
    try:
        with kept_file(told.pop("report"), by=request.user, at=now) as stored:
            vetting.enter_result(case, named, by=request.user, at=now, report=stored, **told)
    except Replayed:  # the same press twice
        return see_other(_hosts_url(case, found))
    except Invalid as fault:
        for name, message in fault.errors.items():
            form.add_error(name, message)
        return page(422)
    except Refused as refusal:
        return refused(request, refusal, case=case)
    return see_other(_hosts_url(case, found))


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int, step: int) -> HttpResponse:
    """The vendor is told of its grade, and when the test is repeated (SOFT-5)."""
    case, found, answer = _held(request, pk, step)
    if answer:
        return answer
    vendor = case.vendor
    initial = {"text": vetting.proposed_letter(case)} if request.method != "POST" else {}
    if vendor:
        initial |= {"contact_name": vendor.contact_name, "contact_email": vendor.contact_email}
    form = LetterForm(posted(request), case=case, step=found, initial=initial)

    def page(status: int = 200) -> HttpResponse:
        return _page(request, case, found, "letter", form, status, hosts_url=_hosts_url(case, found))

    def act(**who):
        told = form.cleaned_data
        said = {name: told[name] for name in ("contact_name", "contact_email", "text", "retest_on")}
        written = vetting.write_letter(case, found.pk, **said, **who)
        messages.success(request, _("The letter to %(name)s is on its way.") % {"name": told["contact_name"]})
        return written

    if request.method != "POST":
        return page()
    return _record(request, case, found, form, page, act, to=_hosts_url(case, found))
