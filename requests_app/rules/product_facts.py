"""What the machines ask about a request for an app or software, whatever the procedure."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.models import Privacy
from contracts.cover import not_covered
from contracts.models import Packet
from requests_app import conditions
from requests_app.product_questions import PRODUCT_QUESTIONS
from requests_app.rules.request import RequestFacts
from workflows.selectors import OPEN_PHASES


class ProductFacts(RequestFacts):
    """Facts read from the columns of `requests_app.models.ProductRequest`."""

    class Meta(RequestFacts.Meta):
        abstract = True

    questionnaire = PRODUCT_QUESTIONS

    def condition_words(self, given: dict) -> list[str]:
        """The conditions of an approval, a sentence each."""
        return conditions.in_words(given)

    @property
    def is_bought(self) -> bool:
        return self.needs_funds

    def known_answer(self, name: str):
        if name == "funding_source" and self.paid_by:
            return super().known_answer(name) or self.get_paid_by_display()
        return super().known_answer(name)

    @property
    def asks_again(self) -> bool:
        """The library check showed a denial: asking again needs "what has changed" (MICRO-1)."""
        return bool(self.library_check.get("denied"))

    def asked_places(self) -> list:
        """Where it is wanted: the schools named, else the requester's own place."""
        return list(self.schools.all()) or [self.place]

    def decided_places(self) -> list:
        """Where an approval said it may be used; before that, nowhere."""
        return []

    @property
    def student_data_shared(self) -> bool:
        """The reviewers' finding; until there is one, sign-in or "I don't know" counts as yes."""
        if self.student_data_found is not None:
            return self.student_data_found
        if self.is_extension and not self.student_data:
            return bool(self.resource_id) and self.resource.privacy != Privacy.NO_STUDENT_DATA
        return self.student_data in {"yes", "dont-know"} or self.student_login not in {"", "none"}

    def elements(self) -> list:
        """Data elements found by the reviewers; until then, those the requester named."""
        return list(self.elements_found.all()) or list(self.data_elements.all())

    def not_covered(self, places=None, on: date | None = None) -> str:
        """Why no agreement covers the use; nothing to cover where no student data is shared (105 ILCS 85/26)."""
        if not self.student_data_shared:
            return "" if self.resource_id else _("Link the resource in the library first.")
        if not self.is_extension and not self.elements():
            return _("Record which data elements are shared first.")
        return not_covered(
            resource=self.resource,
            places=places or self.decided_places() or self.asked_places(),
            elements=self.elements(),
            on=on or timezone.localdate(),
        )

    def not_posted(self) -> str:
        """The contract is posted when every linked agreement is; with student data there is at least one (MICRO-12)."""
        linked = list(self.agreements.all())
        if self.student_data_shared and not linked:
            return _("Link the agreement that covers it.")
        waiting = [str(agreement) for agreement in linked if not agreement.posted_on]
        return _("Post first: %(names)s.") % {"names": "; ".join(waiting)} if waiting else ""

    def packet_underway(self):
        """The vendor's open packet for this product, whoever it was opened for; None when there is none."""
        if not self.vendor_id:
            return None
        open_ones = Packet.objects.filter(vendor=self.vendor_id, resource=self.resource_id, phase__in=OPEN_PHASES)
        return open_ones.order_by("pk").first()

    def removable_answers(self) -> tuple[str, ...]:
        written = ("purpose", "student_vision", "standards", "common_core", "what_changed", "setups", "principal_name")
        return (*written, "other_data")
