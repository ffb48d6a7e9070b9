"""Moves that answer no step: what will happen, what must be said, and then it is done (X-5)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from workflows import consequences, engine
from workflows.errors import Refused
from workflows.forms import WORDS, MoveForm
from workflows.http import acting, carry_out, case_url, fetch, refused, see_other
from workflows.models import Case
from workflows.moves import Move, moves_of


@require_http_methods(["GET", "HEAD", "POST"])
def case_move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Confirm on GET, do it on POST."""
    case = fetch(request, pk)
    found = _move(case, move)
    form = MoveForm(request.POST or None, case=case, move=found)
    if request.method == "POST" and form.is_valid():
        return _done(request, case, found, form)
    try:
        reason = engine.reason_against(case, found, request.user, at=timezone.now())
    except Refused as refusal:
        return refused(request, refusal, case=case, form=form)
    return _asked(request, case, found, form, reason, status=422 if form.is_bound else 200)


def _move(case: Case, name: str) -> Move:
    """A move that stands alone: steps are answered on their own page, forms submitted and more asked on theirs."""
    found = moves_of(type(case)).get(name)
    if found is None or found.step or found.automatic or found.submits or not WORDS.keys() >= set(found.asks):
        raise Http404
    return found


def _asked(request, case: Case, move: Move, form: MoveForm, reason: str, *, status: int = 200) -> HttpResponse:
    what_happens = [] if reason else consequences.of(case, move, by=request.user)
    kind = "danger" if move.tone == "danger" else "main"
    context = {"case": case, "move": move, "kind": kind, "form": form, "reason": reason, "what_happens": what_happens}
    return render(request, "workflows/move.html", context, status=status)


def _done(request: HttpRequest, case: Case, move: Move, form: MoveForm) -> HttpResponse:
    def act():
        return engine.perform(
            case, move.name, by=acting(request), at=timezone.now(), shown=form.shown(), key=form.key, **form.details()
        )

    def done(_event):
        now = Case.objects.get(pk=case.pk)
        messages.success(request, _("It is now: %(state)s.") % {"state": now.state_words})
        return see_other(case_url(case))

    return carry_out(
        request, act, case=case, form=form, invalid=lambda: _asked(request, case, move, form, ""), done=done
    )
