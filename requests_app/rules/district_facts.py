"""What the machine of district purchases asks about a case (document 001)."""

from datetime import date
from decimal import Decimal

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.district import role_name, setting
from accounts.roles import Role
from accounts.selectors import holders
from accounts.wording import exact_words
from requests_app.district_questions import DISTRICT_QUESTIONS
from requests_app.rules.product_facts import ProductFacts
from workflows import clocks
from workflows.machines.macro_stages import CHECKS, COMMITTEE, COMPLIANCE, INTEGRATION, LEADS, SPONSORSHIP

# A step that has a page of its own: the key of its stage, and the name of the address, which takes the case's id.
STEP_PAGES: dict[str, str] = {
    "check-performance": "step-check-in",
    "check-usage": "step-check-in",
    "check-feedback": "step-check-in",
    "check-practices": "step-check-in",
}
PLAN = (
    "plan_participants",
    "plan_extent",
    "plan_expectations",
    "plan_measurement",
    "plan_training",
    "plan_feedback",
    "plan_timeline",
)


def _names(rows) -> str:
    return "; ".join(map(str, rows))


class DistrictFacts(ProductFacts):
    """Facts read from the columns of `requests_app.models.DistrictPurchase` and its rows.

    Each says why something can't be done yet, in a sentence, or nothing.
    """

    class Meta(ProductFacts.Meta):
        abstract = True

    questionnaire = DISTRICT_QUESTIONS
    is_extension = False

    # --- who takes a step ---------------------------------------------------------------------------------------------

    @property
    def the_lead(self):
        """Who leads it: the requester, unless somebody else was given that part."""
        return self.lead or self.requester

    def lead_steps(self) -> list:
        """What waits on the lead."""
        return [step for step in self.open_steps() if step.key in LEADS]

    def person_for(self, stage):
        """The lead, or whoever records a measure; nobody by name once they have left."""
        if stage.key in LEADS:
            return _present(self.the_lead)
        about = next((about for about, check in CHECKS.items() if check.key == stage.key), None)
        measure = self.measures.select_related("recorded_by").filter(about=about).first() if about else None
        return _present(measure.recorded_by) if measure else None

    def people_for(self, stage) -> list:
        """The committee has several members, each with a step."""
        return self.committee_unasked() if stage.key == COMMITTEE.key else super().people_for(stage)

    def committee(self) -> list:
        """Its members, and the Director of Curriculum where it is for teaching; two queries, once."""
        return self._committee

    def forget_committee(self) -> None:
        """After somebody came to it or left it."""
        self.__dict__.pop("_committee", None)

    @cached_property
    def _committee(self) -> list:
        rows = self.team.filter(part="committee", user__is_active=True).select_related("user")
        people = {row.user_id: row.user for row in rows}
        if self.instructional:
            people |= {u.pk: u for u in holders(Role.CURRICULUM_DIRECTOR, self.place, on=timezone.localdate())}
        return list(people.values())

    @property
    def has_committee(self) -> bool:
        return bool(setting("committee_review")) and bool(self.committee())

    def committee_unasked(self) -> list:
        """Members who have no step of this evaluation yet: none since the technology department was last asked."""
        began = max((step.pk for step in self.all_steps if step.key == INTEGRATION.key), default=0)
        asked = {step.person_id for step in self.all_steps if step.key == COMMITTEE.key and step.pk > began}
        return [person for person in self.committee() if person.pk not in asked]

    def step_page(self, step) -> str:
        """Where a step is answered that has a page of its own."""
        return reverse(STEP_PAGES[step.key], args=[self.pk, step.pk]) if step.key in STEP_PAGES else ""

    def outcome_refused(self, stage, outcome: str) -> str:
        """A step is not done before what it asks for is on the record."""
        if stage.key == COMPLIANCE.key:
            return self.findings_lack()
        if stage.key == INTEGRATION.key:
            return self.integration_lacks()
        return super().outcome_refused(stage, outcome)

    # --- 1. Needs assessment ------------------------------------------------------------------------------------------

    support_stage = SPONSORSHIP
    needs_support = True

    @property
    def support_given(self) -> bool:
        return self.is_sponsored

    @property
    def looked_at_first(self) -> tuple[str, ...]:
        """It may go to another procedure, and comes here, while its need is being assessed (X-13)."""
        return (self.State.DRAFT.value,)

    @property
    def submitting(self) -> set[str]:
        return {"submit"}

    @property
    def is_sponsored(self) -> bool:
        """Somebody said so; a principal who asks for it sponsors it by submitting (MACRO-1)."""
        own = self.submitted_at is None and self.requester_holds_purse
        return self.sponsored_at is not None or own

    def not_editable(self) -> str:
        """The form is open in a draft that no sponsor has."""
        if self.sponsored_at is not None:
            return _("It is sponsored as it stands: take it back from the sponsor to change it.")
        asked = _("The form is read-only until the sponsor has answered.") if self.open_step("sponsorship") else ""
        return super().not_editable() or asked

    def response_date(self, at) -> date:
        return clocks.response_date_after(at, self.answer_days)

    @property
    def answer_days(self) -> int:
        return int(setting("district_response_days"))

    # --- 2. Candidates ------------------------------------------------------------------------------------------------

    def live_candidates(self) -> list:
        """Those that are not ruled out, in the order in which they came; one query."""
        return list(self.candidates.exclude(standing="ruled-out").select_related("resource", "vendor", "packet"))

    @cached_property
    def chosen(self):
        """The candidate that was chosen, or None."""
        return self.candidates.filter(standing="chosen").select_related("resource", "vendor", "packet").first()

    def forget_candidates(self) -> None:
        """After one was chosen, or is no longer."""
        self.__dict__.pop("chosen", None)

    def candidates_lack(self) -> str:
        return "" if self.live_candidates() else _("Add at least one candidate first.")

    def compliance_lacks(self) -> str:
        candidates = self.live_candidates()
        if left := [candidate for candidate in candidates if not candidate.compliance]:
            return _("No finding yet: %(names)s.") % {"names": _names(left)}
        left = [candidate for candidate in candidates if candidate.packet_has_ended]
        words = _("The vendor’s packet has ended: record what came of it. %(names)s.")
        return words % {"names": _names(left)} if left else ""

    def findings_lack(self) -> str:
        """Before there is a candidate, none has its finding either."""
        return self.candidates_lack() or self.compliance_lacks()

    # --- 3. Budget ----------------------------------------------------------------------------------------------------

    @property
    def purse_role(self) -> str:
        return Role.BUSINESS_OFFICE

    @property
    def is_bought(self) -> bool:
        return True

    def quotes_lack(self) -> str:
        """Each candidate has a quote that names an amount; and as many as the district wants (X-14)."""
        priced = Count("quotes", filter=Q(quotes__amount__isnull=False))
        rows = self.candidates.exclude(standing="ruled-out").annotate(priced=priced)
        left = [candidate for candidate in rows if not candidate.priced]
        if left:
            return _("No quote with an amount yet: %(names)s.") % {"names": _names(left)}
        return self.candidates_lack() or self.quotes_missing()

    def funds_lack(self) -> str:
        """The Business Office's yes (X-14)."""
        return "" if self.funds_agreed else _("The Business Office has not confirmed the funds yet.")

    def quote_refused(self, candidate, quote) -> str:
        """Why this quote of the candidate can't be taken; where none is named it has exactly one."""
        offered = list(candidate.quotes.filter(amount__isnull=False))
        if quote is None:
            return "" if len(offered) == 1 else _("Choose the quote to be taken.")
        return "" if quote in offered else _("This is no quote of this candidate.")

    @property
    def whole_term_amount(self) -> Decimal | None:
        """The chosen quote's; until one is chosen, the most that a candidate would cost."""
        if self.money.whole_term is not None:
            return self.money.whole_term
        live = Q(candidate__isnull=False) & ~Q(candidate__standing="ruled-out")
        most = self.money.quotes.filter(live).aggregate(most=Max("amount"))["most"] if self.money.pk else None
        return most if most is not None else self.amount

    @property
    def is_over_approved(self) -> bool:
        """Before a quote is chosen nothing is over: several may be compared that are (X-14)."""
        return self.money.whole_term is not None and super().is_over_approved

    def quote_barred(self, quote) -> str:
        """Only a quote of the candidate that was chosen is ordered (MACRO-4)."""
        if self.chosen is None:
            return _("The candidate is chosen first.")
        return "" if quote.candidate_id == self.chosen.pk else _("This is no quote of the candidate that was chosen.")

    def known_answer(self, name: str):
        """A candidate begins as nobody's choice."""
        return None if name in {"candidate", "quote"} else super(ProductFacts, self).known_answer(name)

    # --- 4. Evaluation ------------------------------------------------------------------------------------------------

    @property
    def platforms(self) -> list[str]:
        """The district's platforms, in its own order."""
        named = (line.strip()[:80] for line in str(setting("platforms")).splitlines())
        return list(dict.fromkeys(name for name in named if name))

    def integration_lacks(self, candidate=None) -> str:
        """Each live candidate (or this one) has an answer for each platform; two queries."""
        from requests_app.models import PlatformAnswer

        candidates = [candidate] if candidate else self.live_candidates()
        rows = PlatformAnswer.objects.filter(candidate__in=candidates).values_list("candidate_id", "platform")
        known = set(rows)
        asked = [(each, platform) for each in candidates for platform in self.platforms]
        left = [f"{each}: {platform}" for each, platform in asked if (each.pk, platform) not in known]
        return _("No answer yet: %(names)s.") % {"names": "; ".join(left)} if left else ""

    def committee_lacks(self) -> str:
        """Who of the committee has not answered."""
        waiting = [str(step.named_person or step.label) for step in self.open_steps() if step.key == COMMITTEE.key]
        return _("Still waiting on: %(names)s.") % {"names": "; ".join(waiting)} if waiting else ""

    def scores_lack(self, people) -> str:
        """Candidates without a score of any of these members."""
        ids = [person.pk for person in people if person is not None]
        live = self.candidates.exclude(standing="ruled-out")
        left = live.exclude(scores__member__in=ids)
        return _("Give your view of: %(names)s.") % {"names": _names(left)} if left else ""

    def choice_lacks(self) -> str:
        """Whose evaluation is still out."""
        waiting = self.open_step(INTEGRATION.key) is not None
        return (
            self.candidates_lack()
            or (_("The technology department has not answered yet.") if waiting else "")
            or self.committee_lacks()
        )

    # --- 5. The gate, purchase and coordination -----------------------------------------------------------------------

    @property
    def student_data_shared(self) -> bool:
        """What was found of the one that is bought; before the gate, of the one that was chosen."""
        if self.student_data_found is not None:
            return self.student_data_found
        return bool(self.chosen and self.chosen.data_shared)

    def elements(self) -> list:
        """The data elements found of it."""
        if self.student_data_found is None and self.chosen:
            return list(self.chosen.elements.all())
        return list(self.elements_found.all())

    def decided_places(self) -> list:
        """Where the gate said that it may be used; before that, nowhere."""
        return list(self.approved_places.all())

    def gate_lacks(self) -> str:
        """Why the chosen one can't pass: not compliant, not covered today, or it does not integrate (MACRO-5)."""
        from requests_app.evaluating import gate_lacks

        return gate_lacks(self)

    def order_refused(self, amount: Decimal, *, agreed: bool) -> str:
        """No order while a line of the checklist before it is open (MACRO-5)."""
        from requests_app.coordination import left_before_order

        return super().order_refused(amount, agreed=agreed) or left_before_order(self)

    def coordination_lacks(self) -> str:
        """Every line of the checklist is done."""
        from requests_app.coordination import left

        return left(self)

    # --- 7. Contract documentation ------------------------------------------------------------------------------------

    def posting_lacks(self) -> str:
        """Covered where student data is shared, and each agreement it rests on is posted (MACRO-7, as MICRO-12)."""
        return self.not_covered() or self.not_posted()

    # --- 8 to 10. Goals, plan, measures, check-ins --------------------------------------------------------------------

    def goals_lack(self) -> str:
        """At least one short-term and one long-term goal."""
        terms = set(self.goals.order_by().values_list("term", flat=True))
        left = [
            words
            for term, words in (("short", _("a short-term goal")), ("long", _("a long-term goal")))
            if term not in terms
        ]
        return _("Still missing: %(names)s.") % {"names": ", ".join(left)} if left else ""

    def plan_lacks(self) -> str:
        """All seven parts are asked for."""
        left = [self._meta.get_field(name).verbose_name for name in PLAN if not getattr(self, name).strip()]
        return _("Still missing in the plan: %(names)s.") % {"names": ", ".join(map(str, left))} if left else ""

    def measures_lack(self) -> str:
        """Each of the four is measured."""
        known = set(self.measures.order_by().values_list("about", flat=True))
        left = [str(check.label) for about, check in CHECKS.items() if about not in known]
        return _("Not measured yet: %(names)s.") % {"names": ", ".join(left)} if left else ""

    def _check_ins(self):
        from requests_app.models import CheckIn

        return CheckIn.objects.filter(measure__case=self.pk, recorded_on__isnull=True)

    def check_ins_lack(self) -> str:
        left = self._check_ins().count()
        words = ngettext("%(n)d check-in is not recorded yet.", "%(n)d check-ins are not recorded yet.", left)
        return words % {"n": left} if left else ""

    def check_in_due(self, about: str):
        """The oldest check-in of a kind that is due and not recorded, or None."""
        due = self._check_ins().filter(measure__about=about, due_on__lte=timezone.localdate())
        return due.select_related("measure").order_by("due_on", "pk").first()

    # --- for people ---------------------------------------------------------------------------------------------------

    def mail_words(self) -> dict:
        """What the mails say besides."""
        return {
            "candidate": str(self.chosen or ""),
            "places": [str(place) for place in self.approved_places.all()],
            "conditions": self.condition_words(self.kept_conditions),
            "how_to_get": self.resource.how_to_get if self.resource_id else "",
            "rollout_on": exact_words(self.rollout_on) if self.rollout_on else "",
            "next_step": self.get_next_step_display(),
        }

    def removable_answers(self) -> tuple[str, ...]:
        said = ("need", "purpose", "impact", "outcome", "measured_by", "existing", "look_fors", "leaders")
        return (*said, "action_plan", *PLAN)

    def what_follows(self) -> list[str]:
        """What happens after it is submitted, a sentence each, with the district's names of the roles."""
        named = {stage.key: role_name(self.role_for(stage)) for stage in self.stages}
        return [
            _("You look for products, and ask several vendors what the district needs."),
            _("%(who)s says of each whether it is compliant with SOPPA.") % {"who": named["compliance"]},
            _("You ask for quotes; %(who)s says whether there are funds.") % {"who": named["district-funds"]},
            _("%(who)s and the committee look at the candidates; you choose.") % {"who": named["platforms"]},
            _("What passes the gate is bought, entered in the library, planned, and followed."),
        ]

    # What the holder of a step may put right on the record while it is with them: rows, which its services write.
    amendable: dict[str, set[str]] = {}


def _present(person):
    return person if person is not None and person.is_active else None
