"""Keeping the public record: what is late or missing, and the district's own words (LAW-1, LAW-2)."""

from collections.abc import Iterator
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import role_required
from accounts.forms import posted
from accounts.models import User
from accounts.roles import Role
from contracts import breaches, business, lacking, record, rights
from contracts.models import Item
from contracts.statement_forms import StatementForm
from workflows.http import see_other

readers_only = role_required(Role.ADMIN, Role.COMPLIANCE_OFFICER, Role.IT_DIRECTOR, Role.GENERAL_COUNSEL)


@require_safe
@readers_only
def public_record(request: HttpRequest) -> HttpResponse:
    """What is late or missing, by item and by agreement, each with the way to mend it."""
    today = timezone.localdate()
    gap = request.GET.get("gap", "")
    gap = gap if gap in lacking.GAPS else ""
    last = record.last_confirmation()
    context = {
        "tallies": lacking.tallies(on=today),
        "gap": gap,
        "gap_words": lacking.GAPS.get(gap, ""),
        "page": lacking.agreements_lacking(request.user, gap=gap, page=request.GET.get("page", 1), on=today),
        "items": lacking.items(),
        "confirmed_on": last.confirmed_on if last else None,
        "confirmations": lacking.open_confirmations(),
        "breaches": lacking.breaches_to_post(request.user, on=today),
        "hands": lacking.Hands.of(request.user, on=today),
        "beside": list(_beside(request.user, on=today)),
    }
    return render(request, "contracts/record/record.html", context)


def _beside(user: User, *, on: date) -> Iterator[tuple[str, str]]:
    """Address and words of what is kept beside this page, for those who may open it."""
    if rights.may_keep(user, on=on):
        yield reverse("rights"), _("Parents’ requests")
    if breaches.may_read(user, on=on):
        yield reverse("breaches"), _("Breaches")
    if business.may_keep(user, on=on):
        yield reverse("documents"), _("Papers for vendors")


@require_http_methods(["GET", "HEAD", "POST"])
@readers_only
def statement(request: HttpRequest, item: int, language: str) -> HttpResponse:
    """The district's words for one item in one language: read by those who keep the record, written by one of them."""
    if item not in Item.values or language not in dict(settings.LANGUAGES):
        raise Http404
    may_write = lacking.Hands.of(request.user, on=timezone.localdate()).statements
    if request.method == "POST" and not may_write:
        raise PermissionDenied
    history = record.statement_history(Item(item), language, page=request.GET.get("page", 1))
    newest = record.newest_statement(Item(item), language)
    form = StatementForm(posted(request), newest=newest)
    if request.method == "POST" and form.is_valid() and "preview" not in request.POST:
        return _post(request, form, Item(item), language)
    context = {
        "form": form,
        "item": Item(item),
        "language": language,
        "language_name": str(dict(settings.LANGUAGES)[language]),
        "newest": newest,
        "history": history,
        "may_write": may_write,
        "preview": form.cleaned_data["words"] if form.is_bound and form.is_valid() else "",
    }
    return render(request, "contracts/record/statement.html", context, status=422 if form.errors else 200)


def _post(request: HttpRequest, form: StatementForm, item: Item, language: str) -> HttpResponse:
    words = form.cleaned_data["words"]
    kept = record.post_statement(item=item, language=language, words=words, by=request.user, at=timezone.now())
    messages.success(request, _("The text is on the public page.") if kept else _("The text was not changed."))
    return see_other(reverse("record"))
