"""What is bought, from which code, on which order, what came? The list, one record, and what is spent (X-14)."""

from collections.abc import Callable
from functools import wraps
from io import StringIO
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.district import setting
from accounts.files import kept_file
from accounts.wording import money_words
from config.colours import legible
from contracts.commitment import chart
from requests_app import purchase_lists as lists
from requests_app import purchases
from requests_app.forms.purchases import (
    ChoiceForm,
    DocumentForm,
    OfferForm,
    PurchaseFilter,
    ReceiptForm,
    RecordForm,
    TermForm,
)
from requests_app.models import Quote
from workflows.errors import NotYours, Unmet
from workflows.http import acting, carry_out, fetch, hats, refused, see_other
from workflows.models import Case
from workflows.selectors import step_url

BYTE_ORDER_MARK = "\ufeff"


def for_buyers(view):
    """For those who have the list of all purchases; 403 for others."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not purchases.may_list(request.user, on=timezone.localdate()):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


# --- the list ---------------------------------------------------------------------------------------------------------


@require_safe
@for_buyers
def purchase_list(request: HttpRequest) -> HttpResponse:
    """What waits for funds or an order; narrowed to more by GET."""
    narrowing = PurchaseFilter(request.GET or None)
    asked = narrowing.narrowed()
    page = lists.purchase_page(asked, page=request.GET.get("page", 1))
    found = lists.counts(asked)
    context = {
        "page": page,
        "rows": [(money, lists.standing_badge(money)) for money in page.object_list],
        "filter": narrowing,
        "standings": _standings(request, asked, found),
        "narrowed": asked != lists.Narrowed(),
        "query": request.GET.urlencode(),
        "any": bool(found),
    }
    return render(request, "requests_app/purchases/list.html", context)


def _standings(request: HttpRequest, asked: lists.Narrowed, found: dict[str, int]) -> list[dict]:
    """Each standing with how many there are, and the address that narrows the list to it."""
    kept = {name: value for name, value in request.GET.items() if name not in {"page", "state"}}
    return [
        {
            "words": standing.label,
            "url": f"?{urlencode(kept | {'state': standing.value})}",
            "here": asked.state == standing,
            "count": found.get(standing, 0),
        }
        for standing in lists.Standing
    ]


@require_safe
@for_buyers
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is narrowed, as a file for a spreadsheet."""
    table = StringIO()
    rows = lists.purchases(PurchaseFilter(request.GET or None).narrowed())
    lists.write_csv(rows.iterator(chunk_size=500), table)
    headers = {"Content-Disposition": 'attachment; filename="purchases.csv"', "Cache-Control": "private, no-store"}
    return HttpResponse(BYTE_ORDER_MARK + table.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


# --- what is spent ----------------------------------------------------------------------------------------------------


@require_safe
@for_buyers
def spend(request: HttpRequest) -> HttpResponse:
    """What was ordered by fiscal year; `year` shows what one is made of, by place and procedure."""
    shown = lists.spent(year=request.GET.get("year", ""), on=timezone.localdate())
    return render(request, "requests_app/purchases/spend.html", {"spent": shown})


@require_safe
@for_buyers
def spend_picture(request: HttpRequest, by: str) -> HttpResponse:
    """The totals as bars: by `year`, and of the chosen year by `place` or `procedure`."""
    shown = lists.spent(year=request.GET.get("year", ""), on=timezone.localdate())
    of_year = {"year": shown.chosen.label}
    pictures = {
        "year": (shown.years, _("Ordered by fiscal year")),
        "place": (lists.bars(shown.places), _("%(year)s by school or department") % of_year),
        "procedure": (lists.bars(shown.kinds), _("%(year)s by procedure") % of_year),
    }
    if by not in pictures:
        raise Http404
    totals, title = pictures[by]
    drawn = chart(totals, title=title, words=money_words, colour=legible(setting("accent")), lying=by != "year")
    response = HttpResponse(drawn, content_type="image/svg+xml")
    response["Cache-Control"] = "private, max-age=300"
    return response


# --- one record -------------------------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def purchase(request: HttpRequest, pk: int) -> HttpResponse:
    """The record of one purchase; POST does what `what` says. Field names: requests_app/forms/purchases.py."""
    case = fetch(request, pk)
    if not purchases.has_record(case):
        raise Http404
    now = timezone.now()
    if not purchases.may_read(request.user, case, at=now):
        return refused(request, NotYours(_("Only people who work on this request may do that.")), case=case)
    if request.method != "POST":
        return _page(request, case)
    if not purchases.may_keep(request.user, case, at=now):
        return refused(request, NotYours(_("The record of a purchase is kept by those who buy.")), case=case)
    act = ACTS.get(request.POST.get("what", ""))
    if act is None:
        return refused(request, Unmet(_("There is no such act.")), case=case)
    return act(request, case)


def _add_quote(request: HttpRequest, case: Case) -> HttpResponse:
    form = OfferForm(request.POST, request.FILES, case=case)

    def act():
        told, now = form.said(), timezone.now()
        with kept_file(form.cleaned_data["file"], by=request.user, at=now) as stored:
            return purchases.add_quote(case, stored, by=acting(request), at=now, key=form.key, **told)

    return _kept(request, case, form, act)


def _choose(request: HttpRequest, case: Case) -> HttpResponse:
    form = ChoiceForm(request.POST, case=case)
    quote = _quote_named(case, request.POST.get("quote", ""))

    def act():
        now = timezone.now()
        return purchases.choose_quote(case, quote, by=acting(request), at=now, shown=form.shown(), key=form.key)

    return _kept(request, case, form, act)


def _quote_named(case: Case, words: str) -> Quote:
    known = words.isascii() and words.isdigit() and len(words) < 10
    quote = Quote.objects.filter(purchase__case=case.pk, pk=int(words)).first() if known else None
    if quote is None:
        raise Http404
    return quote


def _term(request: HttpRequest, case: Case) -> HttpResponse:
    form = TermForm(request.POST, case=case)

    def act():
        return purchases.record_term(
            case,
            starts_on=form.cleaned_data["starts_on"],
            amounts=form.amounts(),
            by=acting(request),
            at=timezone.now(),
            shown=form.shown(),
            key=form.key,
        )

    return _kept(request, case, form, act)


def _receipt(request: HttpRequest, case: Case) -> HttpResponse:
    form = ReceiptForm(request.POST, case=case)

    def act():
        on, now = form.cleaned_data["received_on"], timezone.now()
        by, shown = acting(request), form.shown()
        return purchases.record_receipt(case, received_on=on, by=by, at=now, shown=shown, key=form.key)

    return _kept(request, case, form, act)


def _document(request: HttpRequest, case: Case) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES, case=case)

    def act():
        told, now = form.cleaned_data, timezone.now()
        named = {name: told[name] for name in ("kind", "signer", "signed_on")}
        with kept_file(told["file"], by=request.user, at=now) as stored:
            return purchases.add_document(case, stored, by=acting(request), at=now, key=form.key, **named)

    return _kept(request, case, form, act)


ACTS = {"quote": _add_quote, "choose": _choose, "term": _term, "receipt": _receipt, "document": _document}


def _kept(request: HttpRequest, case: Case, form: RecordForm, act: Callable) -> HttpResponse:
    if not form.is_valid():
        return _page(request, case, form, status=422)
    return carry_out(
        request,
        act,
        case=case,
        form=form,
        invalid=lambda: _page(request, case, form),
        done=lambda _result: see_other(reverse("case-purchase", args=[case.pk])),
    )


def _page(request: HttpRequest, case: Case, sent: RecordForm | None = None, status: int = 200) -> HttpResponse:
    now, money = timezone.now(), case.money
    keeps = purchases.may_keep(request.user, case, at=now)
    by_says = {sent.says: sent} if sent else {}
    forms = {made.says: by_says.get(made.says) or made(case=case) for made in FORMS} if keeps else {}
    held = [step for step in case.open_steps() if hats(request).holding(_of(step, case))]
    receipt = purchases.receipt_step(case)
    context = {
        "case": case,
        "money": money,
        "badge": lists.standing_badge(money),
        "may_list": purchases.may_list(request.user, on=timezone.localdate(now)),
        "keeps": keeps,
        "forms": forms,
        "sent": sent.says if sent else "",
        "quotes": list(money.quotes.select_related("file__file")) if money.pk else [],
        "years": list(money.year_amounts.all()) if money.pk else [],
        "documents": list(money.documents.select_related("file__file", "signer")) if money.pk else [],
        "held": [{"label": step.label, "question": step.stage.question, "url": step_url(step)} for step in held],
        "quotes_missing": case.quotes_missing(),
        "needs_board": case.needs_board(),
        "is_district_purchase": case.is_district_purchase(),
        "is_over": case.is_over_approved,
        "may_choose": keeps and not money.po_number,
        "why_not_received": purchases.why_not_received(case),
        "receipt_step": receipt,
    }
    return render(request, "requests_app/purchases/purchase.html", context, status=status)


FORMS = (OfferForm, ChoiceForm, TermForm, ReceiptForm, DocumentForm)


def _of(step, case: Case):
    step.case = case
    return step
