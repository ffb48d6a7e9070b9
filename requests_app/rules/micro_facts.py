"""What the school-based machine asks about a request (document 000)."""

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.district import role_name, setting
from catalog.answers import Verdict, verdict_for
from catalog.models import Approval
from requests_app.rules.product_facts import ProductFacts
from workflows.machines.micro_stages import SUPPORT

APPROVED = {Approval.APPROVED, Approval.SETTING_UP}


class MicroFacts(ProductFacts):
    """Facts the machine reads besides those of every request about a product."""

    class Meta(ProductFacts.Meta):
        abstract = True

    def mail_words(self) -> dict:
        """What the mails say besides: where and under which conditions it may be used, and whether to order yet."""
        return {
            "places": [str(place) for place in self.approved_places.all()],
            "conditions": self.condition_words(self.kept_conditions),
            "how_to_get": self.resource.how_to_get if self.resource_id else "",
            "order_released": self.order_released,
        }

    support_stage = SUPPORT

    @property
    def needs_support(self) -> bool:
        """District funds need the principal's support before it is submitted (MICRO-2)."""
        return self.needs_funds

    @property
    def support_given(self) -> bool:
        """Support for at least what is asked; a principal's own request carries it."""
        if self.requester_holds_purse:
            return True
        return bool(self.money.supported) and (self.amount or 0) <= (self.money.support_amount or 0)

    @property
    def resource_is_approved(self) -> bool:
        return bool(self.resource_id) and self.resource.approval in APPROVED

    @property
    def brings_money_or_schools(self) -> bool:
        """Money, or a school the library does not have it approved for (MICRO-4)."""
        if self.needs_funds or not self.resource_id:
            return self.needs_funds
        today = timezone.localdate()
        usable = {Verdict.APPROVED, Verdict.CONDITIONS, Verdict.SETTING_UP, Verdict.NOT_WITH_DATA}
        return any(verdict_for(self.resource, place, on=today) not in usable for place in self.asked_places())

    def decided_places(self) -> list:
        """Where final approval said it may be used; before that, nowhere."""
        approved = self.state in {self.State.CONTRACT_POSTING, self.State.INTEGRATION}
        return list(self.approved_places.all()) if approved else []

    def review_round(self) -> list:
        """Steps of the latest round of reviews side by side."""
        steps = [step for step in self.all_steps if step.state == self.State.IN_REVIEW]
        latest = max((step.round for step in steps), default=0)
        return [step for step in steps if step.round == latest]

    def denials(self) -> list:
        """Reviews that deny and have not been overruled by the final review."""
        if self.state != self.State.FINAL_REVIEW and not self.is_extension:
            return []
        reviews = [step.review for step in self.review_round() if hasattr(step, "review")]
        return [review for review in reviews if review.outcome == "deny"]

    def funds_denied(self) -> bool:
        """The budget owner said no, to the reviewers or when the order was due, and no other source is recorded."""
        if self.other_funding or not self.needs_funds:
            return False
        no_order = self.state == self.State.SOPPA_REVIEW and self.money.supported is False
        return no_order or any(review.step.key == "principal" for review in self.denials())

    @property
    def has_sites(self) -> bool:
        return self.sites.exists()

    def sites_left(self) -> int:
        return self.sites.filter(done_on__isnull=True).count()

    @property
    def funded_otherwise(self) -> str:
        return self.other_funding

    @property
    def order_released(self) -> bool:
        """May the purchase order be released? By the district's setting (MICRO-9)."""
        rule = setting("order_release")
        verified = self.state in {self.State.CONTRACT_POSTING, self.State.INTEGRATION, self.State.COMPLETE}
        return verified or rule == "final-approval" or (rule == "by-student-data" and not self.student_data_shared)

    @property
    def submitting(self) -> set[str]:
        """An addition goes to whom it concerns, or straight to the agreement (MICRO-1)."""
        if not self.is_extension:
            return super().submitting
        return {"submit_addition" if self.reviews_needed() else "submit_school", "resubmit"}

    def not_editable(self) -> str:
        """The form is open in a draft nobody was asked about, and while changes are requested."""
        asked = _("The form is read-only until the principal has answered.") if self.open_step("support") else ""
        return super().not_editable() or asked

    def what_follows(self) -> list[str]:
        """What happens after it is submitted, a sentence each, with the district's names of the roles."""
        named = {stage.key: role_name(self.role_for(stage)) for stage in self.stages}
        looking = [named[stage.key] for stage in self.reviews_needed()]
        first = []
        if not self.is_extension:
            first = [
                _("%(who)s looks at it first: is it new, and who should review it?") % {"who": named["initial"]},
                _("Then, at the same time: %(who)s.") % {"who": ", ".join(looking)},
                _("%(who)s weighs the answers and decides.") % {"who": named["final"]},
            ]
        elif looking:
            first = [_("%(who)s looks at it first.") % {"who": ", ".join(looking)}]
        return [
            *first,
            _("%(who)s checks the contract, and that an agreement protects what students' data it takes.")
            % {"who": named["contract"]},
            _("You and your school are told how to get it."),
        ]

    # What the holder of a step may put right on the record while it is with them.
    amendable = {
        "initial": {"resource", "needs_funds"},
        "curriculum": {"student_data_found", "elements_found"},
        "ict": {"student_data_found", "elements_found"},
        "contract": {"resource", "vendor", "agreements", "student_data_found", "elements_found"},
        "vendor": {"agreements"},
        "posting": {"agreements", "briefing"},
        "integration": {"briefing"},
    }
