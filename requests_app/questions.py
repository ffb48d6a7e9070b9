"""What the request form asks, topic by topic, and what must be answered (MICRO-3, the 14 fields of SOFT-2)."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.wording import exact_words, money_words

FORM_VERSION = "micro-1"


@dataclass(frozen=True)
class Topic:
    """One page of the form."""

    key: str
    title: Any
    fields: tuple[str, ...]


TOPICS = (
    Topic(
        "product",
        _("What it is"),
        ("title", "product_kind", "website", "vendor_name", "instructional", "what_changed"),
    ),
    Topic(
        "teaching",
        _("What it is for"),
        ("purpose", "student_vision", "grade_levels", "content_areas", "standards", "common_core"),
    ),
    Topic("people", _("Who will use it, and where"), ("schools", "students", "staff", "seats", "setups", "needed_by")),
    Topic("money", _("Cost and who pays"), ("paid_by", "amount", "budget_code", "principal_name")),
    Topic(
        "data",
        _("Students and their data"),
        ("student_login", "rostering", "student_data", "data_elements", "media_release"),
    ),
)
ADDITION_TOPICS = (
    Topic("people", _("Who will use it, and where"), ("schools", "students", "staff", "seats", "needed_by")),
    Topic("money", _("Cost and who pays"), ("paid_by", "amount", "budget_code", "principal_name")),
    Topic("conditions", _("Conditions of use"), ("conditions_change", "purpose", "grade_levels")),
)


# Asked only of requests for teaching and learning (SOFT-2).
INSTRUCTIONAL = frozenset({"student_vision", "grade_levels", "content_areas", "standards", "common_core"})


def topics_for(case) -> tuple[Topic, ...]:
    """The pages this request has, each with what is asked of it: all for something new, three for an addition."""
    left_out = set() if case.asks_again else {"what_changed"}
    if case.is_extension:
        return ADDITION_TOPICS
    if case.instructional is False:
        left_out |= INSTRUCTIONAL
    return tuple(replace(topic, fields=tuple(f for f in topic.fields if f not in left_out)) for topic in TOPICS)


def required_fields(case) -> set[str]:
    """Questions that must be answered before it can be submitted, given what was answered so far."""
    needed = {"students", "staff", "paid_by", "schools"}
    if not case.is_extension:
        needed |= {"title", "product_kind", "vendor_name", "instructional", "purpose"}
        needed |= {"student_login", "rostering", "student_data", "media_release"}
        if case.instructional:
            needed |= INSTRUCTIONAL
        if case.asks_again:
            needed.add("what_changed")
    elif case.conditions_change:
        needed |= {"purpose"}
    if case.paid_by and case.paid_by != "free":
        needed.add("amount")
    if case.needs_funds:
        needed |= {"budget_code", "principal_name"}
    if case.student_data == "yes":
        needed.add("data_elements")
    return needed


def answered(case, field: str) -> bool:
    """Was this question answered?"""
    if case._meta.get_field(field).many_to_many:
        return getattr(case, field).exists()
    return getattr(case, field) not in (None, "", [])


def left_to_answer(case, topic: Topic) -> list[str]:
    """Fields of a topic that must be answered and are not."""
    needed = required_fields(case)
    return [field for field in topic.fields if field in needed and not answered(case, field)]


def missing(case) -> list[str]:
    """Names of questions still unanswered, in the order of the form."""
    fields = [field for topic in topics_for(case) for field in left_to_answer(case, topic)]
    return [name_of(case, field) for field in fields]


# Where the column's own name would not say enough.
_NAMES = {
    "title": _("name of the product"),
    "product_kind": _("kind of product"),
    "amount": _("cost"),
    "schools": _("schools and departments"),
    "data_elements": _("data about students it takes"),
}


def name_of(case, field: str):
    """What a question is called, without a capital: in a sentence, and over its answer."""
    return _NAMES.get(field) or case._meta.get_field(field).verbose_name


def snapshot(case) -> dict[str, Any]:
    """Every question of the form with its answer as text, to be kept at a submission."""
    with translation.override(settings.LANGUAGE_CODE):
        return {
            field: {"asked": str(name_of(case, field)), "said": said(case, field)}
            for topic in topics_for(case)
            for field in topic.fields
        }


def said(case, field: str) -> str:
    """One answer as people read it."""
    column = case._meta.get_field(field)
    if column.many_to_many:
        return "; ".join(str(row) for row in getattr(case, field).all())
    value = getattr(case, field)
    if value is True or value is False:
        return str(_("Yes") if value else _("No"))
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, Decimal):
        return money_words(value)
    if isinstance(value, date):
        return exact_words(value)
    if column.choices:
        return str(dict(column.flatchoices).get(value, value or ""))
    return "" if value is None else str(value)
