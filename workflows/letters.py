"""What a notice says, in the app and by mail: three short templates a name under templates/emails/ (X-7).

Mails never carry internal notes, comments or what the form says about students: they say what happened, what to do, by
when, and where to look.
"""

import re
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from accounts.district import setting
from accounts.wording import days_late, exact_words
from workflows import standing
from workflows.access import reads_whole
from workflows.actors import Hats
from workflows.models import Case, Event, Notice, Step

NO_MORE_THAN_ONE_EMPTY_LINE = re.compile(r"\n\s*\n\s*\n+")


def subject_of(notice: Notice) -> str:
    """The notice in one line, in the language of the moment. No query when case and step are joined."""
    if notice.step_id and notice.case_id:
        notice.step.case = notice.case
    words = {"notice": notice, "person": notice.user, "case": notice.case, "step": notice.step, **notice.context}
    return " ".join(render_to_string(f"emails/{notice.template}/subject.txt", words).split())


def address_of(notice: Notice) -> str:
    """Where to go from a notice: the step if it still waits on the person, else the case."""
    if notice.link_id:
        return reverse("outside", args=[notice.link.token])
    if notice.to_outsider:
        return notice.case.child.outsider().page
    if notice.case_id is None:
        return notice.context.get("address") or reverse("notices")
    step = notice.step
    if step is not None and step.is_open and Hats.of(notice.user, on=timezone.localdate()).holding(step):
        return reverse("step", args=[notice.case_id, step.pk])
    return reverse("case", args=[notice.case_id])


def letter(notice: Notice) -> tuple[str, str, str]:
    """Subject, plain body and HTML body of a notice's mail, in its recipient's language."""
    with translation.override(_language(notice)):
        words = words_of(notice)
        folder = f"emails/{notice.template}"
        plain = NO_MORE_THAN_ONE_EMPTY_LINE.sub("\n\n", render_to_string(f"{folder}/body.txt", words)).strip()
        return subject_of(notice), f"{plain}\n", render_to_string(f"{folder}/body.html", words)


def _language(notice: Notice) -> str:
    if notice.to_outsider:
        return notice.case.child.outsider().language
    return notice.user.language if notice.user_id else notice.link.language


def words_of(notice: Notice) -> dict[str, Any]:
    """What the bodies of a notice are given."""
    site = settings.SITE_URL.rstrip("/")
    words = {
        "notice": notice,
        "person": notice.user,
        "language": translation.get_language(),
        "site_url": site,
        "link": f"{site}{address_of(notice)}",
        "preferences": f"{site}{reverse('preferences')}",
        "district": setting("district_name"),
        "help_email": setting("help_email"),
        **notice.context,
    }
    if notice.link_id:
        # It stands at the end of a sentence, whose full stop ends "p.m." too.
        expires = exact_words(notice.link.expires_at).removesuffix(".")
        words |= {"link_row": notice.link, "case": notice.case, "expires": expires}
        words["said"] = _said_outside(notice)
    elif notice.to_outsider:
        words |= {"case": notice.case.child, "help_phone": setting("help_phone")}
    elif notice.case_id:
        words |= _of_case(notice, notice.case.child)
    if notice.step_id:
        words |= _of_step(notice.step)
    if rows := notice.context.get("rows"):
        words["rows"] = [(subject_of(row), f"{site}{address_of(row)}") for row in _told(rows)]
    return words


def _said_outside(notice: Notice) -> str:
    """The words of the event it tells, where they are for the vendor."""
    event = Event.objects.select_related("words").filter(pk=notice.context.get("event"), seen=Event.Seen.VENDOR).first()
    return str(event.words) if event and event.words else ""


def _told(rows: list[int]) -> list[Notice]:
    return list(Notice.objects.filter(pk__in=rows).select_related("case", "step", "user").order_by("pk"))


def _of_case(notice: Notice, case: Case) -> dict[str, Any]:
    """The words said with a move are for those who read all of it; other followers are told the outcome alone."""
    event = Event.objects.select_related("words").filter(pk=notice.context.get("event")).first()
    whole = reads_whole(notice.user, case, at=timezone.now())
    return {
        "case": case,
        "is_requester": notice.user_id == case.requester_id,
        "answer_by": exact_words(case.response_due) if case.response_due else "",
        "said": str(event.words) if event and event.words and whole else "",
        "next_words": standing.comes_next(case),
        **case.mail_words(),
    }


def _of_step(step: Step) -> dict[str, Any]:
    return {
        "step": step,
        "due": exact_words(step.due_on) if step.due_on else "",
        "late": days_late(step.due_on) if step.due_on else 0,
        "holder": standing.holder_words(step),
        "instead_of": standing.role_words(step.instead_of) if step.instead_of else "",
    }
