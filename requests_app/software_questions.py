"""What the form for software asks: the 14 fields of document 004 on three short pages (SOFT-2).

The questions themselves, their names and their hints are those of every form about a product.
"""

from django.utils.translation import gettext_lazy as _

from requests_app.product_questions import INSTRUCTIONAL, ProductQuestions
from requests_app.questions import Topic

TOPICS = (
    Topic(
        "product",
        _("What it is, and who pays"),
        (
            "title",
            "product_kind",
            "website",
            "vendor_name",
            "instructional",
            "what_changed",
            "paid_by",
            "amount",
            "budget_code",
            "principal_name",
        ),
    ),
    Topic(
        "use",
        _("Where and for what"),
        (
            "schools",
            "setups",
            "seats",
            "purpose",
            "student_vision",
            "grade_levels",
            "content_areas",
            "standards",
            "common_core",
        ),
    ),
    Topic(
        "data",
        _("Students and their data"),
        ("student_login", "student_data", "data_elements", "other_data", "media_release"),
    ),
)


class SoftwareQuestions(ProductQuestions):
    """What is for teaching alone is asked of instructional requests only."""

    version = "soft-1"
    pages = TOPICS

    def needed(self, case) -> set[str]:
        asked = {field for topic in self.pages for field in topic.fields}
        needed = (super().needed(case) & asked) | {"setups"}
        # What students will do with it says its purpose; what the office does with it has to be said.
        return needed - INSTRUCTIONAL if case.instructional is False else needed - {"purpose"}


SOFTWARE_QUESTIONS = SoftwareQuestions()
