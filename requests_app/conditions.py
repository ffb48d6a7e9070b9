"""Conditions of an approval: what reviewers asked for, put together, and in words (SOPS.md, "approve with conditions").

As a review keeps them: `grades` (codes), `subjects` and `places` (names), `no_student_accounts`, `until` (ISO date),
`words`. A key that is missing sets no limit.
"""

from datetime import date

from django.utils.translation import gettext as _

from accounts.wording import day_words

LISTS = ("grades", "subjects", "places")


def of_reviewers(case) -> dict:
    """What the reviewers of the latest round ask for together: the narrower where they overlap."""
    asked = [step.review.conditions for step in case.review_round() if hasattr(step, "review")]
    return together([conditions for conditions in asked if conditions])


def together(asked: list[dict]) -> dict:
    """Several conditions as one."""
    kept: dict = {}
    for name in LISTS:
        limits = [conditions[name] for conditions in asked if conditions.get(name)]
        if limits:
            kept[name] = [each for each in limits[0] if all(each in limit for limit in limits)] or limits[0]
    if any(conditions.get("no_student_accounts") for conditions in asked):
        kept["no_student_accounts"] = True
    ends = [conditions["until"] for conditions in asked if conditions.get("until")]
    if ends:
        kept["until"] = min(ends)
    words = list(dict.fromkeys(conditions["words"] for conditions in asked if conditions.get("words")))
    return kept | ({"words": "\n".join(words)} if words else {})


def in_words(conditions: dict) -> list[str]:
    """A sentence for each condition."""
    said = []
    if conditions.get("grades"):
        said.append(_("For grades %(grades)s only.") % {"grades": ", ".join(conditions["grades"])})
    if conditions.get("subjects"):
        said.append(_("For %(subjects)s only.") % {"subjects": ", ".join(conditions["subjects"])})
    if conditions.get("places"):
        said.append(_("At %(places)s only.") % {"places": ", ".join(conditions["places"])})
    if conditions.get("no_student_accounts"):
        said.append(_("Students must not have accounts."))
    if conditions.get("until"):
        said.append(_("Until %(day)s.") % {"day": day_words(date.fromisoformat(str(conditions["until"])))})
    return said + ([conditions["words"]] if conditions.get("words") else [])


def of_answer(details: dict) -> dict:
    """What one answer asked for, by the names of its fields (`condition_words` and so on), as a review keeps it."""
    said = {name.removeprefix("condition_"): value for name, value in details.items() if name.startswith("condition_")}
    return {name: value for name, value in said.items() if value}
