"""A vendor's answers to the district's criteria, through its link and on one page (MACRO-2a). Fields:
forms/vendor_criteria.py."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from contracts.views.outside import no_such_link, problem, show, through_link
from requests_app import vendor_criteria
from requests_app.criteria import asked_of, in_order, said_now
from requests_app.forms.vendor_criteria import RepliesForm
from requests_app.models import CriteriaForm
from workflows.errors import Invalid, NotSeen, Refused, Replayed
from workflows.http import see_other
from workflows.models import Link

CRITERIA = Link.Purpose.CRITERIA


@require_safe
def home(request: HttpRequest, link: Link) -> HttpResponse:
    """What is asked, by when, whom to ask; afterwards what was sent. Reached by `outside`."""
    form = vendor_criteria.form_of(link)
    if form is None:
        return no_such_link(request)
    asked = asked_of(form) if vendor_criteria.is_asked(form) else []
    return _page(request, link, form, RepliesForm(form=form, asked=asked) if asked else None)


@through_link(CRITERIA)
@require_POST
def send(request: HttpRequest, link: Link) -> HttpResponse:
    """Keep the answers for later, or send them to the district."""
    form = vendor_criteria.form_of(link)
    if form is None:
        return no_such_link(request)
    replies = RepliesForm(request.POST, form=form, asked=asked_of(form))
    later = "later" in request.POST
    if replies.is_valid() and not later:
        replies.refuse_what_is_missing()
    if not replies.is_valid():
        return _page(request, link, form, replies, status=422)
    try:
        _keep(link, replies, later=later)
    except Replayed:
        pass  # the same press twice
    except NotSeen:
        return no_such_link(request)
    except Invalid as refusal:  # the district added to its criteria meanwhile
        for name, message in refusal.errors.items():
            replies.add_error(name if name in replies.fields else None, message)
        return _page(request, link, form, replies, status=422)
    except Refused as refusal:
        return problem(request, link, refusal.reason, form=replies)
    return see_other(reverse("outside", args=[link.token]) + ("#saved" if later else "#stands"))


def _keep(link: Link, replies: RepliesForm, *, later: bool) -> None:
    now = timezone.now()
    if later:
        vendor_criteria.save(link, replies.replies(), replies.note, at=now)
    else:
        vendor_criteria.give(link, replies.replies(), replies.note, at=now, key=replies.key)


def _page(
    request: HttpRequest, link: Link, form: CriteriaForm, replies: RepliesForm | None, *, status: int = 200
) -> HttpResponse:
    answers = {each.criterion_id: each for each in form.answers.select_related("criterion")}
    given = in_order(each.criterion for each in answers.values() if each.given_at is not None)
    context = {
        "form": form,
        "product": form.candidate.name,
        "replies": replies,
        "asked": len(replies.asked) if replies else 0,
        "begun": any(each.given_at is None for each in answers.values()),
        "given": [(each, said_now(each.words), answers[each.pk]) for each in given],
        "contact": form.candidate.case.the_lead,
        "send_url": reverse("vendor-criteria", args=[link.token]),
    }
    return show(request, link, "requests_app/district/outside.html", status=status, **context)
