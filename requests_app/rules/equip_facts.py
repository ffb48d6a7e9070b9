"""What the machine for equipment asks about a request (document 002)."""

from datetime import date

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.roles import Role
from accounts.selectors import holders
from requests_app.equip_questions import EQUIP_QUESTIONS
from requests_app.rules.request import RequestFacts
from workflows import clocks
from workflows.machines.equip import BY_PRIORITY, CHANGES, DEPLOYMENT, SUPERVISOR
from workflows.models.case import Urgency

TERMS = {
    Urgency.LOW: "equipment_low_days",
    Urgency.MEDIUM: "equipment_medium_days",
    Urgency.HIGH: "equipment_high_days",
    Urgency.CRITICAL: "equipment_critical_days",
}


class EquipmentFacts(RequestFacts):
    """Facts read from the columns of `requests_app.models.EquipmentRequest` and its items and units."""

    class Meta(RequestFacts.Meta):
        abstract = True

    questionnaire = EQUIP_QUESTIONS

    # --- priority, due dates ------------------------------------------------------------------------------------------

    @property
    def urgency(self) -> int:
        """The priority that counts: the technology department's, else the one asked for."""
        return self.priority_set or self.priority or Urgency.MEDIUM

    @property
    def priority_words(self):
        """The priority that counts, as people say it."""
        return Urgency(self.urgency).label

    def due_on(self, stage, at) -> date | None:
        """Each step's term is that of the priority (EQUIP-1)."""
        return clocks.due_after(at, TERMS[self.urgency]) if stage.key in BY_PRIORITY else None

    # --- who takes a step ---------------------------------------------------------------------------------------------

    def person_for(self, stage):
        """Whom it was routed to, the technician it was given to, the requester's own supervisor; while they are here."""
        if stage.role == Role.TECHNOLOGY:
            return self._present(self.routed_to)
        if stage.key == DEPLOYMENT.key:
            return self._present(self.technician)
        if stage.key == SUPERVISOR.key:
            return self._present(self.requester.supervisor)
        return None

    def _present(self, person):
        """Nobody who has left, and nobody on their own request."""
        return person if person is not None and person.is_active and person.pk != self.requester_id else None

    def step_page(self, step) -> str:
        """Changes are made in the form."""
        return reverse("case-check", args=[self.pk]) if step.key == CHANGES.key else ""

    def not_a_technician(self, person) -> str:
        """Why somebody cannot deploy it, or an empty text; nobody named is no fault."""
        if person is None or person in self.technicians:
            return ""
        return _("%(who)s is no technician at %(place)s.") % {"who": person, "place": self.destination}

    @cached_property
    def technicians(self) -> list:
        """Who may deploy it: technicians where it goes."""
        return list(holders(Role.TECHNICIAN, self.destination, on=timezone.localdate()))

    # --- what is asked for --------------------------------------------------------------------------------------------

    @property
    def destination(self):
        """Where it goes; the requester's own place until they say otherwise."""
        return self.goes_to or self.place

    @property
    def estimate(self):
        """What the technology department thinks that it costs, in the district's currency."""
        return self.amount

    @property
    def is_bought(self) -> bool:
        return not self.met_by

    def removable_answers(self) -> tuple[str, ...]:
        return ("problem", "impact", "specifications", "room")

    def known_answer(self, name: str):
        """An answer begins with what was said before, never with what the requester wrote."""
        if name == "technician":
            return self.technician if self._present(self.technician) else None
        return super().known_answer(name)

    def mail_words(self) -> dict:
        """What was offered instead, for the mail about a denial."""
        return {"offers": list(map(str, self.offered.select_related("resource", "asset")))}

    def what_follows(self) -> list[str]:
        """What happens after it is submitted."""
        return [
            str(_("Somebody of the technology department gets it at once and looks whether it can be done.")),
            str(_("Perhaps it is met from stock or by repair: then a technician comes.")),
            str(_("Else your supervisor decides; then quotes are asked for, and the Business Office orders it.")),
            str(_("When it is here a technician brings it to you, and you confirm that you have it.")),
        ]

    # --- quotes and funds ---------------------------------------------------------------------------------------------

    @property
    def chosen_quote(self):
        """The quote that is to be ordered, or None."""
        return self.money.quotes.filter(chosen=True).first() if self.money.pk else None

    def quotes_lacking(self) -> str:
        """EQUIP-5: at least one quote, the one to be taken is chosen, and as many as the district wants (X-14)."""
        if not (self.money.pk and self.money.quotes.exists()):
            return _("Add at least one quote first.")
        if self.chosen_quote is None:
            return _("Choose the quote to be taken.")
        return self.quotes_missing()

    def quote_too_high(self) -> str:
        """X-14: over what the supervisor said yes to, by more than the tolerance."""
        if not self.is_over_approved:
            return ""
        return _("The quote is over what was approved: it goes back to the supervisor.")

    # --- units --------------------------------------------------------------------------------------------------------

    @cached_property
    def unit_counts(self) -> dict[str, int]:
        """How many units are on the record, and how many of them are deployed; one query."""
        counted = self.units.order_by().aggregate(
            all=Count("pk"), arrived=Count("pk", filter=Q(item__isnull=False)), deployed=Count("deployed_at")
        )
        return counted

    def units_ordered(self) -> int:
        """Units asked for, less those that will not come."""
        return sum(item.quantity - item.cancelled for item in self.items.all())

    def units_awaited(self) -> int:
        return max(self.units_ordered() - self.unit_counts["arrived"], 0)

    def units_recorded(self) -> int:
        return self.unit_counts["all"]

    def units_to_deploy(self) -> int:
        return self.unit_counts["all"] - self.unit_counts["deployed"]

    def units_unlisted(self) -> str:
        """What is met from stock names the units that were taken."""
        if self.met_by != "stock" or self.unit_counts["all"]:
            return ""
        return _("List the units that were taken from stock first.")

    def forget_units(self) -> None:
        """After units changed: count them again."""
        self.__dict__.pop("unit_counts", None)

    # --- the requester's confirmation ---------------------------------------------------------------------------------

    def still_to_confirm(self) -> str:
        """EQUIP-8: it closes itself the day after the last day on which it may be confirmed."""
        if self.closes_on and self.closes_on < timezone.localdate():
            return ""
        return _("The requester may still answer.")
