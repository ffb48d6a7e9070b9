"""What a form asks, topic by topic, and what is still to be answered; each procedure has its questionnaire."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.wording import exact_words, money_words


@dataclass(frozen=True)
class Topic:
    """One page of the form."""

    key: str
    title: Any
    fields: tuple[str, ...]


class Questionnaire:
    """What one procedure asks. A question is a column of the case's own kind unless the questionnaire says else."""

    # Kept with each submission, so that what was asked can be told years later.
    version = ""
    # Where the column's own name would not say enough; without a capital, for sentences.
    names: Mapping[str, Any] = {}
    # Not shown among the answers while they are neither needed nor answered.
    only_sometimes: frozenset[str] = frozenset()

    def topics(self, case) -> tuple[Topic, ...]:
        """The pages of this case's form, in order."""
        raise NotImplementedError

    def needed(self, case) -> set[str]:
        """Questions that must be answered before it can be submitted, given what was answered so far."""
        raise NotImplementedError

    def lists(self, case) -> list[str]:
        """Relations among its answers, read once for all pages of the form."""
        return []

    def rows(self, case) -> frozenset[str]:
        """Questions answered by rows of the case's own, which it keeps itself (`keep_rows`)."""
        return frozenset()

    def value(self, case, field: str):
        """An answer as its field of the form shows it."""
        found = getattr(case, field)
        return list(found.all()) if case._meta.get_field(field).many_to_many else found

    def name_of(self, case, field: str) -> Any:
        return self.names.get(field) or case._meta.get_field(field).verbose_name

    def answered(self, case, field: str) -> bool:
        if case._meta.get_field(field).many_to_many:
            return getattr(case, field).exists()
        return getattr(case, field) not in (None, "", [])

    def said(self, case, field: str) -> str:
        """One answer as people read it."""
        column = case._meta.get_field(field)
        if column.is_relation and not column.many_to_many:
            return str(getattr(case, field) or "")
        if column.many_to_many:
            return "; ".join(str(row) for row in getattr(case, field).all())
        return words_for(getattr(case, field), dict(column.flatchoices))


def words_for(value, choices: Mapping[Any, Any]) -> str:
    """A value as people read it."""
    if value is True or value is False:
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Decimal):
        return money_words(value)
    if isinstance(value, date):
        return exact_words(value)
    if choices:
        return str(choices.get(value, value or ""))
    return "" if value is None else str(value)


def topics_for(case) -> tuple[Topic, ...]:
    """The pages this request has, each with what is asked of it."""
    return case.questionnaire.topics(case)


def required_fields(case) -> set[str]:
    """Questions that must be answered before it can be submitted, given what was answered so far."""
    return case.questionnaire.needed(case)


def answered(case, field: str) -> bool:
    """Was this question answered?"""
    return case.questionnaire.answered(case, field)


def left_to_answer(case, topic: Topic) -> list[str]:
    """Fields of a topic that must be answered and are not."""
    needed = required_fields(case)
    return [field for field in topic.fields if field in needed and not answered(case, field)]


def missing(case) -> list[str]:
    """Names of questions still unanswered, in the order of the form."""
    fields = [field for topic in topics_for(case) for field in left_to_answer(case, topic)]
    return [name_of(case, field) for field in fields]


def name_of(case, field: str):
    """What a question is called, without a capital: in a sentence, and over its answer."""
    return case.questionnaire.name_of(case, field)


def said(case, field: str) -> str:
    """One answer as people read it."""
    return case.questionnaire.said(case, field)


def snapshot(case) -> dict[str, Any]:
    """Every question of the form with its answer as text, to be kept at a submission."""
    with translation.override(settings.LANGUAGE_CODE):
        return {
            field: {"asked": str(name_of(case, field)), "said": said(case, field)}
            for topic in topics_for(case)
            for field in topic.fields
        }
