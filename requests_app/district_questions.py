"""What the needs assessment of a district purchase asks (MACRO-1)."""

from django.utils.translation import gettext_lazy as _

from requests_app.questions import Questionnaire, Topic

TOPICS = (
    Topic("need", _("The need"), ("title", "instructional", "need", "purpose", "impact")),
    Topic("outcome", _("The outcome"), ("outcome", "measured_by")),
    Topic("resources", _("What there is, and what to look for"), ("existing", "look_fors", "website")),
    Topic(
        "use",
        _("Where it will be used"),
        ("schools", "grade_levels", "content_areas", "students", "staff", "needed_by"),
    ),
    Topic("people", _("People and plan"), ("leaders", "action_plan")),
)


class DistrictQuestions(Questionnaire):
    """Five topics, saved one by one."""

    version = "macro-1"
    names = {"title": _("in a few words")}

    def topics(self, case) -> tuple[Topic, ...]:
        return TOPICS

    def needed(self, case) -> set[str]:
        needed = {field for topic in TOPICS for field in topic.fields}
        return needed - {"website", "students", "staff", "grade_levels", "content_areas", "needed_by"}

    def lists(self, case) -> list[str]:
        return ["schools"]


DISTRICT_QUESTIONS = DistrictQuestions()
