"""Everything known of each candidate of a district purchase, side by side: how one is chosen (MACRO-4)."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from accounts.models import User
from catalog.models.resource import Shown
from requests_app import budgets, evaluating
from requests_app.budgets import Costs, Offer
from requests_app.evaluating import Integrated, Scored, Summary
from requests_app.models import Candidate, DistrictPurchase, Pilot

FOUND = Candidate.Compliance
LOOKS = {
    FOUND.COMPLIANT: ("good", "check"),
    FOUND.NO_DATA: ("good", "check"),
    FOUND.PURSUED: ("waiting", "clock"),
    FOUND.REFUSED: ("refused", "cross"),
}


@dataclass(frozen=True)
class Beside:
    """One candidate with all that was said of it; `scored` is None for whoever may not read the scores yet."""

    candidate: Candidate
    offers: list[Offer]
    scored: Scored | None
    integrated: Integrated
    pilots: list[Pilot]

    @property
    def compliance(self) -> Shown | None:
        """As a badge shows it."""
        found = self.candidate.compliance
        return Shown(self.candidate.get_compliance_display(), *LOOKS[found]) if found else None

    @property
    def has_answered(self) -> bool:
        """Did its vendor answer the criteria?"""
        return self.candidate.answered_forms > 0


@dataclass(frozen=True)
class SideBySide:
    """All candidates that are not ruled out."""

    rows: list[Beside]
    costs: Costs
    summary: Summary | None
    ruled_out: list[Candidate]

    @property
    def any_pilot(self) -> bool:
        return any(row.pilots for row in self.rows)


def side_by_side(case: DistrictPurchase, user: User, *, on: date) -> SideBySide:
    """Six queries and the steps, however many candidates there are."""
    answered = Count("forms", filter=Q(forms__answered_at__isnull=False))
    known = list(case.candidates.select_related("compliance_by", "ruled_out_by").annotate(answered_forms=answered))
    live = [candidate for candidate in known if candidate.standing != Candidate.Standing.RULED_OUT]
    costs = budgets.costs(case, live)
    may_read = evaluating.may_read_scores(case, user, on=on)
    summary = evaluating.summary(case, live) if may_read else None
    scored = {row.candidate.pk: row for row in summary.rows} if summary else {}
    integrated = {row.candidate.pk: row for row in evaluating.integrations(case, live)}
    pilots: dict[int, list[Pilot]] = {}
    for pilot in evaluating.pilots_of(live):
        pilots.setdefault(pilot.candidate_id, []).append(pilot)
    offers: dict[int, list[Offer]] = {}
    for offer in costs.offers:
        offers.setdefault(offer.quote.candidate_id, []).append(offer)
    rows = [
        Beside(
            candidate,
            offers.get(candidate.pk, []),
            scored.get(candidate.pk),
            integrated[candidate.pk],
            pilots.get(candidate.pk, []),
        )
        for candidate in live
    ]
    out = [candidate for candidate in known if candidate.standing == Candidate.Standing.RULED_OUT]
    return SideBySide(rows, costs, summary, out)
