"""A vendor answers the district's criteria through its link: drafts kept, then given, then only read (MACRO-2a).

Nothing here reads another candidate: all of it begins with the form of one link.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_app.candidates import OPEN_IN
from requests_app.criteria import asked_of
from requests_app.models import Candidate, CriteriaAnswer, CriteriaForm, DistrictPurchase
from workflows import notices
from workflows.actors import Actor
from workflows.engine.amending import put_right
from workflows.engine.door import admit, locked
from workflows.errors import Invalid, NotSeen, Unmet
from workflows.models import Link

Says = CriteriaAnswer.Says
# What such an answer means has to be said.
EXPLAINED = frozenset({Says.PARTLY, Says.PLANNED})


@dataclass(frozen=True)
class Reply:
    """What a vendor says of one criterion."""

    says: str = ""
    words: str = ""


def form_of(link: Link) -> CriteriaForm | None:
    """The form that a link leads to; None for a link that was replaced."""
    found = CriteriaForm.objects.select_related("candidate__case__lead", "candidate__case__requester", "link")
    return found.filter(link=link).first()


def is_asked(form: CriteriaForm) -> bool:
    """Does the district still want the vendor's answers?"""
    return form.candidate.case.state in OPEN_IN and form.candidate.standing == Candidate.Standing.CONSIDERED


def save(link: Link, replies: dict[int, Reply], note: str, *, at: datetime) -> None:
    """Keep what is typed so far; the district reads it when it is given."""
    with locked(link.case_id) as case:
        admit(case, by=Actor.outside(link), at=at)
        form = _theirs(link)
        _keep(form, replies, note)


def give(link: Link, replies: dict[int, Reply], note: str, *, at: datetime, key: str = "") -> DistrictPurchase:
    """Send the answers to the district. Invalid, by criterion, while one is missing; what is given stays as it is."""
    by = Actor.outside(link)

    def act(case: DistrictPurchase) -> dict:
        form = _theirs(link)
        asked = asked_of(form)
        lacking = {f"says_{each.pk}": lack for each in asked if (lack := lacks(replies.get(each.pk, Reply())))}
        if lacking:
            raise Invalid(lacking)
        _keep(form, replies, note)
        form.answers.filter(given_at__isnull=True).update(given_at=at)
        form.answered_at = at
        form.save(update_fields=["answered_at"])
        lead = [case.the_lead] if case.the_lead else []
        said = {"candidate": str(form.candidate)}
        once = f"criteria:{form.pk}:{at.isoformat()}"
        notices.tell(lead, "criteria_answered", case=case, at=at, key=once, context=said)
        return {"criteria": ["", str(form.candidate)]}

    def allowed(_case: DistrictPurchase) -> None:
        form = _theirs(link)
        if not asked_of(form):
            raise Unmet(_("You have answered already. The district has your answers."))

    label = gettext_lazy("A vendor answered the criteria")
    return put_right(link.case_id, label=label, by=by, at=at, allowed=allowed, act=act, key=key)


def lacks(reply: Reply) -> str:
    """What is missing of one answer before it can be given."""
    if not reply.says:
        return _("Choose an answer.")
    if reply.says in EXPLAINED and not reply.words.strip():
        return _("Say in your words what there is, and what comes when.")
    return ""


def _theirs(link: Link) -> CriteriaForm:
    """Read under the case's lock: the link may have been replaced, or the candidate ruled out."""
    form = form_of(link)
    if form is None:
        raise NotSeen()
    if not is_asked(form):
        raise Unmet(_("The district no longer asks for your answers. Nothing more is needed from you."))
    return form


def _keep(form: CriteriaForm, replies: dict[int, Reply], note: str) -> None:
    """Drafts of what is asked now; what was given, and what was added to it, is not touched."""
    known = {answer.criterion_id: answer for answer in form.answers.filter(given_at__isnull=True)}
    for criterion in asked_of(form):
        reply = replies.get(criterion.pk, Reply())
        answer = known.get(criterion.pk)
        if answer is None and not (reply.says or reply.words):
            continue
        answer = answer or CriteriaAnswer(form=form, criterion=criterion)
        answer.says, answer.words = reply.says, reply.words
        answer.save()
    if form.answered_at is None:
        form.note = note
        form.save(update_fields=["note"])
