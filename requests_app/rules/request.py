"""What the requests of all procedures share: a questionnaire, a purchase, and being theirs while it is written."""

from django.utils.translation import gettext as _

from requests_app import questions
from requests_app.rules.purchase_facts import PurchaseFacts
from workflows.engine.starting import keep_answers


class RequestFacts(PurchaseFacts):
    """Facts that every procedure's machine reads. A child names its `questionnaire`."""

    class Meta(PurchaseFacts.Meta):
        abstract = True

    questionnaire: questions.Questionnaire
    edit_page = "case-check"

    @property
    def is_being_written(self) -> bool:
        """A draft, or returned for changes."""
        return self.state in {self.State.DRAFT, self.State.CHANGES_REQUESTED}

    @property
    def submitting(self) -> set[str]:
        """The moves by which this request may be submitted."""
        return {"submit", "resubmit"}

    def missing_answers(self) -> list:
        """Names of questions still unanswered."""
        return questions.missing(self)

    def not_editable(self) -> str:
        """The form is open in a draft and while changes are requested."""
        return "" if self.is_being_written else _("The request has been submitted.")

    def returned_from(self) -> str:
        """The state whose reviewer returned it last; an empty text where nobody has."""
        reviewed = [step for step in self.all_steps if hasattr(step, "review")]
        returned = [step.state for step in reviewed if step.review.outcome == "returned"]
        return returned[-1] if returned else ""

    def changed_since_return(self) -> bool:
        """Has the requester begun to change what was returned?"""
        return self.events.filter(kind="edit", at__gte=self.moved_at).exists()

    def what_follows(self) -> list[str]:
        """What happens after it is submitted, a sentence each."""
        return []

    def keep_what_was_asked(self, *, by, at) -> None:
        """Each submission keeps what was asked and said (X-5)."""
        version = self.questionnaire.version
        keep_answers(self, questions.snapshot(self), form_version=version, by=by.user, at=at)
