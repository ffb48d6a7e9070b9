"""What the machine of software requests asks about a request (document 004)."""

from datetime import timedelta
from decimal import Decimal

from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from accounts.district import role_name, setting
from contracts.models import Packet
from requests_app.models.product import PaidBy
from requests_app.rules.product_facts import ProductFacts
from requests_app.software_questions import SOFTWARE_QUESTIONS
from workflows.models import Event, Finding, Review

WITH_THE_VENDOR = frozenset({Packet.State.INVITED, Packet.State.IN_PROGRESS, Packet.State.EXPIRED})


class SoftwareFacts(ProductFacts):
    """Facts the machine reads besides those of every request about a product."""

    class Meta(ProductFacts.Meta):
        abstract = True

    questionnaire = SOFTWARE_QUESTIONS

    def mail_words(self) -> dict:
        """What the mails say besides: where and under which conditions it may be used."""
        return {
            "places": [str(place) for place in self.approved_places.all()],
            "conditions": self.condition_words(self.kept_conditions),
            "how_to_get": self.resource.how_to_get if self.resource_id else "",
        }

    @property
    def is_checked_by_hand(self) -> bool:
        return setting("soft_intake") == "by-hand"

    @property
    def looked_at_first(self) -> tuple[str, ...]:
        """Where a submitted request goes (SOFT-3)."""
        return (self.State.INTAKE,) if self.is_checked_by_hand else (self.State.VETTING,)

    @property
    def must_stay(self) -> bool:
        """The reviews of the product before are in (SOFT-11)."""
        reviews = (step.review for step in self.all_steps if hasattr(step, "review"))
        return any(review.outcome == Review.Outcome.REPLACED for review in reviews)

    # --- money (SOFT-12, SOFT-13) -------------------------------------------------------------------------------------

    @property
    def is_free(self) -> bool:
        return self.paid_by == PaidBy.FREE

    @property
    def is_bought(self) -> bool:
        return not self.is_free

    @property
    def funded_otherwise(self) -> str:
        """A grant, or somebody else who pays; until it is said that there are no funds."""
        outside = self.paid_by in {PaidBy.GRANT, PaidBy.OTHER} and self.money.supported is not False
        return str(self.get_paid_by_display()) if outside else ""

    @property
    def is_over_approved(self) -> bool:
        """Of a grant nobody said an amount but the request: a quote over that goes to the budget owner too (X-14)."""
        if self.funded_otherwise and self.money.supported is None and not self.money.po_number:
            return (self.whole_term_amount or Decimal(0)) > self.approved_limit
        return super().is_over_approved

    @property
    def approved_limit(self) -> Decimal:
        """Where the district does not pay, the amount that was asked for is what was approved."""
        if not self.funded_otherwise or self.money.support_amount is not None:
            return super().approved_limit
        return (self.amount or Decimal(0)) * (100 + Decimal(setting("quote_tolerance"))) / 100

    # --- security vetting (SOFT-4 to SOFT-6) --------------------------------------------------------------------------

    @cached_property
    def all_vettings(self) -> list:
        """Every round of vetting, the first one first; one query."""
        return list(self.vettings.select_related("packet", "policy_by", "resource").order_by("number"))

    @cached_property
    def vetting(self):
        """The round of vetting it is in, or the last; None before the first."""
        return self.all_vettings[-1] if self.all_vettings else None

    def vetting_rounds(self) -> int:
        return self.vetting.number if self.vetting else 0

    def vetting_lacks(self) -> str:
        """What the vetting still lacks, or an empty text."""
        from requests_app.vetting import lines

        left = [str(line.label) for line in lines(self) if not line.done]
        return _("Still to do: %(names)s.") % {"names": "; ".join(left)} if left else ""

    def grade_lacks(self) -> str:
        """Why a website it uses is not safe enough, or an empty text."""
        from requests_app.vetting import website_lacks

        return website_lacks(self)

    @property
    def silence_allowed(self) -> int:
        return int(setting("vendor_silence_days"))

    def silent_for(self) -> int | None:
        """Days since the vendor was asked or last said something; None when nobody waits for it."""
        vetting = self.vetting
        if vetting is None or vetting.asked_on is None or vetting.packet is None:
            return None
        if vetting.packet.state not in WITH_THE_VENDOR:
            return None
        heard = self._heard_on(vetting.packet)
        since = max(vetting.asked_on, heard) if heard else vetting.asked_on
        return (timezone.localdate() - since) // timedelta(days=1)

    @staticmethod
    def _heard_on(packet: Packet):
        """The day on which the vendor last said or handed in something."""
        said = {Event.Kind.COMMENT, Event.Kind.EDIT, Event.Kind.FILE}
        theirs = Event.objects.filter(case_id=packet.pk, by__isnull=True, kind__in=said).order_by("-pk").first()
        return timezone.localdate(theirs.at) if theirs else None

    # --- installation, registry ---------------------------------------------------------------------------------------

    def licences_lack(self) -> str:
        """SOFT-14: at least one is stored for this request."""
        return "" if self.licences.exists() else _("Store the licence first.")

    @property
    def has_setups(self) -> bool:
        return self.setup_lines.exists()

    def setups_left(self) -> int:
        return self.setup_lines.filter(done_on__isnull=True).count()

    @property
    def registry_entry(self):
        return getattr(self.resource, "registry_entry", None) if self.resource_id else None

    @property
    def is_in_registry(self) -> bool:
        """A denial of this request changed what the registry shall say."""
        entry = self.registry_entry
        return entry is not None and entry.case_id == self.pk and entry.posted_on is None

    def review_round(self) -> list:
        """Steps at which its use was reviewed, in the latest round."""
        steps = [step for step in self.all_steps if step.key in {"classroom", "administrative"}]
        latest = max((step.round for step in steps), default=0)
        return [step for step in steps if step.round == latest]

    def findings(self) -> dict[str, Finding]:
        """What was written in each round of vetting (X-5)."""
        rows = list(self.vettings.order_by("number"))
        return {f"{row.number}-{name}": Finding(row, name) for row in rows for name in row.WRITTEN}

    def what_follows(self) -> list[str]:
        """What happens after it is submitted, a sentence each, with the district's names of the roles."""
        named = {stage.key: role_name(self.role_for(stage)) for stage in self.stages}
        look = "administrative" if self.instructional is False else "classroom"
        checks = (
            [_("%(who)s checks that it is complete.") % {"who": named["intake"]}] if self.is_checked_by_hand else []
        )
        buys = [] if self.is_free else [_("%(who)s buys it, and keeps its licences.") % {"who": named["licences"]}]
        return [
            *checks,
            _("%(who)s looks at its privacy policy, the agreement about student data, and its websites.")
            % {"who": named["vetting"]},
            _("%(who)s looks whether it is right for its use.") % {"who": named[look]},
            _("%(who)s looks whether it works with the district’s devices.") % {"who": named["technical"]},
            *buys,
            _("%(who)s installs it, and you are told when it is ready.") % {"who": named["installation"]},
        ]

    # What the holder of a step may put right on the record while it is with them.
    amendable = {
        "vetting": {"resource", "vendor", "agreements", "student_data_found", "elements_found", "waits_for"},
        "installation": set(),
    }
