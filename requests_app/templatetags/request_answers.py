"""What a request asked and said, topic by topic, for the page of its case."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from requests_app import questions
from workflows.models import Answers, Case
from workflows.submissions import said_in

register = template.Library()


@dataclass(frozen=True)
class Said:
    """One question with its answer."""

    field: str
    asked: str
    answer: str


@register.simple_tag
def answers_by_topic(case: Case, submissions: list[Answers]) -> list[tuple[Any, list[Said]]]:
    """Each topic with what was answered: as last submitted, or, in a draft, as it stands now."""
    kept = submissions[-1].data if submissions else None
    topics = [(topic.title, _answers(case, topic.fields, kept)) for topic in questions.topics_for(case)]
    known = {field for topic in questions.topics_for(case) for field in topic.fields}
    # Of another procedure, in which it was submitted: as it was asked there.
    others = [
        Said(name, capfirst(row["asked"]), said_in(row)) for name, row in (kept or {}).items() if name not in known
    ]
    answered = [(title, [row for row in rows if row.answer]) for title, rows in [*topics, (_("Also asked"), others)]]
    return [(title, rows) for title, rows in answered if rows]


def _answers(case: Case, fields: tuple[str, ...], kept: dict | None) -> list[Said]:
    if kept is None:
        return [Said(name, _asked(case, name), questions.said(case, name)) for name in fields]
    return [Said(name, _asked(case, name), said_in(kept[name])) for name in fields if name in kept]


def _asked(case: Case, field: str) -> str:
    return capfirst(str(questions.name_of(case, field)))
