"""What does the district need, and who was asked? The list, sending it, and each vendor's link (MACRO-2a).

Fields: forms/candidates.py.
"""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.forms import posted
from requests_app import candidates, comparing, criteria
from requests_app.forms.candidates import AgainForm, CriteriaListForm, CriterionForm, ExtendForm, SendForm, WhatForm
from requests_app.models import DistrictPurchase
from requests_app.views.candidates import READS_AND_SENDS, candidates_url, kept, purchase_led, purchase_read
from workflows.errors import Unmet
from workflows.http import refused


def criteria_url(case: DistrictPurchase) -> str:
    return reverse("district-criteria", args=[case.pk])


@READS_AND_SENDS
def criteria_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list: changed freely until it is first sent, then only added to."""
    if request.method != "POST":
        case, answer = purchase_read(request, pk)
        return answer or _list_page(request, case, None)
    case, answer = purchase_led(request, pk)
    if answer:
        return answer
    sent = criteria.is_sent(case)
    if not sent and "words" in request.POST and "words_0" not in request.POST:
        return refused(request, Unmet(_("Nobody was asked yet: change the list as a whole.")), case=case)
    if sent and "words_0" in request.POST:
        reason = _("The criteria were sent already: you can add to them, but not change them.")
        return refused(request, Unmet(reason), case=case)
    form = CriterionForm(request.POST, case=case) if sent else CriteriaListForm(request.POST, case=case)

    def act(**who):
        if sent:
            return criteria.add_criterion(case, form.line(), **who)
        return criteria.keep_list(case, form.lines(), shown=form.shown(), **who)

    def page(status: int = 200) -> HttpResponse:
        return _list_page(request, case, form, status)

    return kept(request, case, form, page, act, to=criteria_url(case))


def _list_page(request: HttpRequest, case: DistrictPurchase, form, status: int = 200) -> HttpResponse:
    now = timezone.now()
    may_change, sent = candidates.may_change(request.user, case, at=now), criteria.is_sent(case)
    if form is None and may_change:
        form = CriterionForm(case=case) if sent else CriteriaListForm(case=case)
    lines = [(each, criteria.said_now(each.words)) for each in criteria.in_order(case.criteria.all())]
    context = {
        "case": case,
        "form": form,
        "sent": sent,
        "may_change": may_change,
        "lines": lines,
        "back_url": candidates_url(case),
    }
    return render(request, "requests_app/district/criteria.html", context, status=status)


# --- sending ----------------------------------------------------------------------------------------------------------


@READS_AND_SENDS
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """To whom do the criteria go, several at once, and by when should they answer?"""
    case, answer = purchase_led(request, pk)
    if answer:
        return answer
    now = timezone.now()
    rows = [each for each in comparing.everybody(case, at=now) if _can_be_asked(each, request.POST)]
    lines = case.criteria.count()
    form = SendForm(posted(request), case=case, asked=rows)

    def page(status: int = 200) -> HttpResponse:
        context = {"case": case, "form": form, "rows": rows, "lines": lines, "back_url": candidates_url(case)}
        return render(request, "requests_app/district/send.html", context, status=status)

    if request.method != "POST":
        return page()
    if not (lines and rows):
        nobody = _("Every candidate has been asked.") if lines else _("Write down first what the district needs.")
        return refused(request, Unmet(nobody), case=case)
    if not form.is_valid():
        return page(422)
    to = form.to()

    def act(**who):
        return criteria.send(case, to, due_on=form.cleaned_data["due_on"], **who)

    words = ngettext(
        "The criteria are on their way to %(n)d vendor.", "The criteria are on their way to %(n)d vendors.", len(to)
    )
    return kept(request, case, form, page, act, to=candidates_url(case), told=words % {"n": len(to)})


def _can_be_asked(asked: comparing.Asked, sent: QueryDict) -> bool:
    """Whom nobody asks now; and who stood on the page that is sent: then the service answers."""
    return asked.may_be_asked or f"send_{asked.candidate.pk}" in sent


# --- one vendor -------------------------------------------------------------------------------------------------------


@READS_AND_SENDS
def sent_form(request: HttpRequest, pk: int, form: int) -> HttpResponse:
    """One vendor's link: remind, give more time, send a new one, withdraw it."""
    case, answer = purchase_led(request, pk)
    if answer:
        return answer
    asked = next((each for each in comparing.everybody(case, at=timezone.now()) if each.form_id == form), None)
    if asked is None:
        raise Http404
    if request.method != "POST":
        return _form_page(request, case, asked)
    kind = ACTS.get(request.POST.get("what", ""))
    if kind is None:
        return refused(request, Unmet(_("There is no such act.")), case=case)
    typed = kind(request.POST, case=case)

    def page(status: int = 200) -> HttpResponse:
        return _form_page(request, case, asked, typed, status)

    act, told = _act(case, asked, typed, request.POST["what"])
    return kept(request, case, typed, page, act, to=candidates_url(case), told=told % {"name": asked.form.link.name})


ACTS = {"remind": WhatForm, "withdraw": WhatForm, "extend": ExtendForm, "again": AgainForm}


def _act(case: DistrictPurchase, asked: comparing.Asked, typed, what: str):
    """What is done, and what is said of it."""
    pk = asked.form.pk
    if what == "remind":
        return lambda **who: criteria.remind(case, pk, **who), _("A reminder is on its way to %(name)s.")
    if what == "withdraw":
        return lambda **who: criteria.withdraw(case, pk, **who), _("The link of %(name)s no longer works.")
    if what == "extend":

        def extend(**who):
            return criteria.extend(case, pk, due_on=typed.cleaned_data["due_on"], **who)

        return extend, _("%(name)s has more time.")

    def again(**who):
        to = typed.to(asked.candidate.pk)
        return criteria.send_again(case, pk, to, due_on=typed.cleaned_data["due_on"], **who)

    return again, _("A new link is on its way; the one of %(name)s no longer works.")


def _form_page(request, case, asked: comparing.Asked, tried=None, status: int = 200) -> HttpResponse:
    link = asked.form.link
    to = {"contact_name": link.name, "contact_email": link.email, "language": link.language}
    due = {"due_on": asked.form.due_on}
    shown = {
        "extend_form": ExtendForm(case=case, initial=due),
        "again_form": AgainForm(case=case, initial=to | due),
        "plain": WhatForm(case=case),
    }
    if tried is not None and f"{tried.says}_form" in shown:
        shown[f"{tried.says}_form"] = tried
    context = {
        "case": case,
        "asked": asked,
        "tried": tried,
        "reminded_today": asked.form.reminded_on == timezone.localdate(),
        "back_url": candidates_url(case),
        **shown,
    }
    return render(request, "requests_app/district/sent_form.html", context, status=status)
