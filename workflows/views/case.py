"""One case: where it is, who has it, what is asked of me, what was said (X-2)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from workflows.forms import CommentForm, FileForm, OnceForm
from workflows.http import fetch
from workflows.page import CasePage


@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Whatever this reader may see of a case."""
    thread_page = request.GET.get("thread", "")
    return shown(request, CasePage(fetch(request, pk), request.user, at=timezone.now(), thread_page=thread_page))


def shown(request: HttpRequest, page: CasePage, *, status: int = 200, **forms) -> HttpResponse:
    """The page of a case; a form that was filled in wrongly stands in the place of its empty one."""
    template = "workflows/case.html" if page.seen.whole else "workflows/summary.html"
    context = {"page": page, "case": page.case, "once": OnceForm()["once"].value()}
    if page.seen.whole:
        context |= {"comment_form": CommentForm(case=page.case, internal=page.seen.internal)}
        context |= {"file_form": FileForm(case=page.case, internal=page.seen.internal)}
    return render(request, template, context | forms, status=status)
