"""What the needs assessment of a district purchase asks, section by section (MACRO-1)."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from requests_app.questions import Questionnaire, Topic

TOPICS = (
    Topic("program", _("The program"), ("title", "website", "instructional", "grade_levels", "content_areas")),
    Topic("need", _("The need"), ("need", "purpose", "impact")),
    Topic("outcome", _("What shall come of it"), ("outcome", "measured_by")),
    Topic("resources", _("What there is, and what to look for"), ("existing", "look_fors")),
    Topic("where", _("Where, for whom, and what it may cost"), ("schools", "students", "staff", "needed_by", "amount")),
    Topic("people", _("People and action plan"), ("leaders", "action_plan")),
)
INSTRUCTIONAL = frozenset({"grade_levels", "content_areas"})
NOT_NEEDED = frozenset({"website", "needed_by", "amount"})


class NeedsAssessment(Questionnaire):
    """Six short sections, all of them saved as one goes; grades and subjects of programs for teaching alone."""

    version = "macro-1"
    names = {
        "title": _("name of the program, or what is looked for"),
        "amount": _("estimate of the cost"),
        "schools": _("schools and departments"),
    }

    def topics(self, case) -> tuple[Topic, ...]:
        left_out = INSTRUCTIONAL if case.instructional is False else frozenset()
        return tuple(replace(topic, fields=tuple(f for f in topic.fields if f not in left_out)) for topic in TOPICS)

    def needed(self, case) -> set[str]:
        return {field for topic in self.topics(case) for field in topic.fields} - NOT_NEEDED

    def lists(self, case) -> list[str]:
        return ["schools"]


DISTRICT_QUESTIONS = NeedsAssessment()
