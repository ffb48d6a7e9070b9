"""What the requests of all procedures share: a questionnaire, a purchase, and being theirs while it is written."""

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.district import setting
from accounts.roles import Role
from accounts.selectors import grants_of
from requests_app import questions
from requests_app.rules.purchase_facts import PurchaseFacts
from workflows.engine.starting import keep_answers
from workflows.moves import Stage


class RequestFacts(PurchaseFacts):
    """Facts that every procedure's machine reads. A child names its `questionnaire`."""

    class Meta(PurchaseFacts.Meta):
        abstract = True

    questionnaire: questions.Questionnaire
    edit_page = "case-check"
    # Where somebody is asked to support it before it is submitted; whether this one needs that (MICRO-2, MACRO-1).
    support_stage: Stage | None = None
    needs_support = False

    @cached_property
    def requester_holds_purse(self) -> bool:
        """A principal, or a department's administrator, who submits has given support (MICRO-2)."""
        purse = {Role.PRINCIPAL, Role.DEPARTMENT_ADMINISTRATOR}
        held = grants_of([self.requester], on=timezone.localdate())
        return any(grant.role in purse and grant.place_id in self.place.above for grant in held)

    @property
    def is_being_written(self) -> bool:
        """A draft, or returned for changes."""
        return self.state == self.State.DRAFT or self.is_returned

    @property
    def is_returned(self) -> bool:
        """A reviewer asked for changes, in a procedure that returns requests."""
        return self.state == getattr(self.State, "CHANGES_REQUESTED", None)

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

    @property
    def answer_days(self) -> int:
        """Calendar days within which its requester is answered."""
        return int(setting("response_days"))

    def what_follows(self) -> list[str]:
        """What happens after it is submitted, a sentence each."""
        return []

    def keep_what_was_asked(self, *, by, at) -> None:
        """Each submission keeps what was asked and said (X-5)."""
        version = self.questionnaire.version
        keep_answers(self, questions.snapshot(self), form_version=version, by=by.user, at=at)
