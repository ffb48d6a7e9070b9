"""What the form for an app or software asks (MICRO-3, the 14 fields of SOFT-2)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from requests_app.questions import Questionnaire, Topic

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
        ("student_login", "rostering", "student_data", "data_elements", "other_data", "media_release"),
    ),
)
ADDITION_TOPICS = (
    Topic("people", _("Who will use it, and where"), ("schools", "students", "staff", "seats", "needed_by")),
    Topic("money", _("Cost and who pays"), ("paid_by", "amount", "budget_code", "principal_name")),
    Topic("conditions", _("Conditions of use"), ("conditions_change", "purpose", "grade_levels")),
)


# Asked only of requests for teaching and learning (SOFT-2).
INSTRUCTIONAL = frozenset({"student_vision", "grade_levels", "content_areas", "standards", "common_core"})


class ProductQuestions(Questionnaire):
    """Three topics for an addition to what the library has, all for something new."""

    version = "micro-1"
    pages = TOPICS
    names = {
        "title": _("name of the product"),
        "product_kind": _("kind of product"),
        "amount": _("cost"),
        "schools": _("schools and departments"),
        "data_elements": _("data about students it takes"),
        "other_data": _("which other data?"),
    }
    only_sometimes = frozenset({"amount", "budget_code", "principal_name", "data_elements", "other_data"})

    def topics(self, case) -> tuple[Topic, ...]:
        left_out = set() if case.asks_again else {"what_changed"}
        if case.is_extension:
            return ADDITION_TOPICS
        if case.instructional is False:
            left_out |= INSTRUCTIONAL
        return tuple(replace(topic, fields=tuple(f for f in topic.fields if f not in left_out)) for topic in self.pages)

    def needed(self, case) -> set[str]:
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
            if any(element.is_other for element in case.data_elements.all()):
                needed.add("other_data")
        return needed

    def lists(self, case) -> list[str]:
        return ["schools"] + (["data_elements"] if case.student_data == "yes" else [])


PRODUCT_QUESTIONS = ProductQuestions()
