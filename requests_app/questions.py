"""What the request form asks, topic by topic, and what must be answered (MICRO-3, the 14 fields of SOFT-2)."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

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
    Topic("money", _("Cost and who pays"), ("amount", "paid_by", "budget_code", "principal_name")),
    Topic(
        "data",
        _("Students and their data"),
        ("student_login", "rostering", "student_data", "data_elements", "media_release"),
    ),
)
ADDITION_TOPICS = (
    Topic("people", _("Who will use it, and where"), ("schools", "students", "staff", "seats", "needed_by")),
    Topic("money", _("Cost and who pays"), ("amount", "paid_by", "budget_code", "principal_name")),
    Topic("conditions", _("Conditions of use"), ("conditions_change", "purpose", "grade_levels")),
)


def topics_for(case) -> tuple[Topic, ...]:
    """The pages this request has: all for something new, three for "add my school or seats"."""
    return ADDITION_TOPICS if case.is_extension else TOPICS


def required_fields(case) -> set[str]:
    """Questions that must be answered before it can be submitted, given what was answered so far."""
    needed = {"students", "staff", "paid_by", "schools"}
    if not case.is_extension:
        needed |= {"title", "product_kind", "vendor_name", "instructional", "purpose"}
        needed |= {"student_login", "rostering", "student_data", "media_release"}
        if case.instructional:
            needed |= {"grade_levels", "content_areas", "standards", "common_core", "student_vision"}
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


def missing(case) -> list[str]:
    """Names of questions still unanswered, in the order of the form."""
    needed = required_fields(case)
    return [
        case._meta.get_field(field).verbose_name
        for topic in topics_for(case)
        for field in topic.fields
        if field in needed and not answered(case, field)
    ]


def snapshot(case) -> dict[str, Any]:
    """Every question of the form with its answer as text, to be kept at a submission."""
    kept = {}
    for topic in topics_for(case):
        for field in topic.fields:
            kept[field] = {"asked": str(case._meta.get_field(field).verbose_name), "said": said(case, field)}
    return kept


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
    if column.choices:
        return str(dict(column.flatchoices).get(value, value or ""))
    return "" if value is None else str(value)
